"""Driving practice by the law: who may practise with whom on a date, and what is about to end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ridematch.language import say
from ridematch.model.edition import PlannedStop
from ridematch.model.facts import Rider, Tables, Volunteer
from ridematch.model.settings import Settings
from ridematch.office.people_found import find_person
from ridematch.rules.admit.drivers import cars_near
from ridematch.rules.practice import PracticeRules, Refusal, load_practice_rules, refusals
from ridematch.rules.practice.ending import Ending, endings
from ridematch.rules.practice.known import KnownPairs
from ridematch.rules.practice.lesson import forbids, hours_rule
from ridematch.rules.practice.pair import Pair
from ridematch.rules.where import country_of
from ridematch.views.directory import Directory
from ridematch.views.practice import Abroad, Judged

LOOK_AHEAD = timedelta(days=366)
"""So far it is looked for the day on which a pair that may practise may do so for the last time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeDesk:
    """What the store knows of practice, the rules that hold, and what is published from a date on."""

    tables: Tables
    people: Directory
    rules: PracticeRules
    planned: tuple[PlannedStop, ...] = ()


def open_desk(store: str, *, settings: Settings, planned_from: date | None = None) -> PracticeDesk:
    """Read the store, what is planned from a date on too.

    RidematchError: no store there, or no rules for the country of the settings.
    """
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import load_schedule
    from ridematch.store.people import load_people
    from ridematch.store.tables import load_tables

    with reading(open_store(store)) as session:
        planned = load_schedule(session, first_date=planned_from, days=None).stops if planned_from else ()
        return PracticeDesk(
            tables=load_tables(session),
            people=Directory(load_people(session)),
            rules=load_practice_rules(settings.practice),
            planned=planned,
        )


def judge(desk: PracticeDesk, *, on: date, who: str = "") -> tuple[Judged, ...]:
    """Every pair that somebody was approved for, or where nobody has to be every pair there is, judged on a date.

    With `who`, a learner's or supervisor's code or a part of the name, all pairs with that one, approved or not.
    RidematchError: nobody or several fit.
    """
    known = KnownPairs(desk.tables)
    every = [(volunteer, rider) for volunteer in known.supervisors for rider in known.learners]
    approved = [pair for pair in known.approved() if pair[1] in known.learners]
    pairs = sorted({*approved, *every} if who or desk.rules.on("approval", on) is None else approved)
    if who:
        code = find_person(_practising(desk.tables), who)
        pairs = [pair for pair in pairs if code in pair]
    return tuple(_judged(desk, known, volunteer, rider, on=on) for volunteer, rider in pairs)


def abroad(desk: PracticeDesk, *, on: date) -> tuple[Abroad, ...]:
    """Lesson times at places where practice is forbidden on a date, by learner."""
    places, learners = desk.tables.places or (), {row.rider for row in desk.tables.learners or ()}
    homes = {row.rider: row.home for row in desk.tables.riders or ()}
    found = set()
    for row in desk.tables.lesson_times or ():
        where = row.place or homes.get(row.rider, "")
        rule = forbids(desk.rules, country=country_of(where, places), on=on)
        if rule is not None and row.rider in learners:
            found.add(Abroad(rider=row.rider, country=country_of(where, places), rule=rule))
    return tuple(sorted(found, key=lambda one: (one.rider, one.country)))


def expiring(desk: PracticeDesk, *, today: date, days: int) -> tuple[Ending, ...]:
    """Permits, approvals, licences, courses and seasons whose last day is from today to so many days ahead, by day."""
    return endings(desk.rules, KnownPairs(desk.tables), since=today, until=today + timedelta(days=days))


def _judged(desk: PracticeDesk, known: KnownPairs, volunteer: str, rider: str, *, on: date) -> Judged:
    """In the own car or, where that one is against the rules, in a shared practice car that the supervisor gets to."""
    rules = desk.rules
    pair = known.pair(volunteer, known.learners[rider])
    if pair is None:
        return Judged(volunteer=volunteer, rider=rider, is_supervisor=False)
    ways = tuple(_ways(pair, desk.tables))
    unused = _never_planned(pair, ways)
    for there, vehicle in ways if not unused else ():
        if not refusals(rules, there, on=on):
            return Judged(
                volunteer=volunteer,
                rider=rider,
                until=_last_day(rules, there, on),
                vehicle=vehicle,
                hours=hours_rule(rules, pair.learner, on),
            )
    nearest = ways[0][0] if ways else pair
    return Judged(volunteer=volunteer, rider=rider, refusals=(*unused, *refusals(rules, nearest, on=on)))


_Way = tuple[Pair, str]
"""The two in a car, and the code of the car where it is a shared one."""


def _ways(pair: Pair, tables: Tables) -> Iterable[_Way]:
    """In the supervisor's own car, then in each practice car that the supervisor gets to."""
    if pair.volunteer is None or pair.volunteer.seats > 0:
        yield pair, ""
    for car in cars_near(pair.volunteer, tables) if pair.volunteer else ():
        yield pair.in_car(car), car.vehicle


def _never_planned(pair: Pair, ways: tuple[_Way, ...]) -> tuple[Refusal, ...]:
    """Why no plan uses the supervisor at all, whatever the law says; nobody is to be rung up in vain."""
    volunteer = pair.supervisor.volunteer
    if pair.volunteer is not None and not pair.volunteer.active:
        told, remedy = say("{volunteer} is not active", volunteer=volunteer), say("Find another supervisor.")
        return (Refusal(name="active", found=told, remedy=remedy, about=volunteer),)
    if not ways:
        told = say("{volunteer} has no car, and no practice car stands in the village", volunteer=volunteer)
        remedy = say("Enter the practice car in `vehicles`, or agree on lessons by hand.")
        return (Refusal(name="car", found=told, remedy=remedy, about=volunteer),)
    return ()


def _last_day(rules: PracticeRules, pair: Pair, on: date) -> date | None:
    """The last of the days from a date on which the pair may practise; None where that is far ahead."""
    until = on
    while until - on < LOOK_AHEAD:
        if refusals(rules, pair, on=until + timedelta(days=1)):
            return until
        until += timedelta(days=1)
    return None


def _practising(tables: Tables) -> Iterable[Rider | Volunteer]:
    learners = {row.rider for row in tables.learners or ()}
    supervisors = {row.volunteer for row in tables.supervisors or ()}
    yield from (row for row in tables.riders or () if row.rider in learners)
    yield from (row for row in tables.volunteers or () if row.volunteer in supervisors)
