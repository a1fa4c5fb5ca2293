"""What comes first on every page about the schedule, by the tables and the trail as they are now."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ridematch.model.agreed import Agreed
from ridematch.model.edition import Edition, Past, Unserved
from ridematch.model.events import Answers
from ridematch.model.facts import Away, Tables
from ridematch.model.problem import Problem, way_of
from ridematch.model.settings import Settings
from ridematch.office.absences import stretch_of, wall_minute
from ridematch.office.at_hand import at_hand
from ridematch.office.gather import Found, find, make_problem
from ridematch.office.holding import ruled_out, still_ahead, what_holds
from ridematch.office.replay import standing_edition
from ridematch.rules.admit.spans import Span
from ridematch.rules.case import Book
from ridematch.views.clock import local_date
from ridematch.views.rides import PlannedRide, rides
from ridematch.views.stranded import CANCELLED, stranded, way_home
from ridematch.views.trouble import Trouble
from ridematch.views.unkept import Unkept, unkept

DAY = timedelta(days=1)

MOST_DAYS = 31
"""So many dates are looked at, from yesterday or the next one planned: as many as an edition may have."""

FIRST_TO_ASK = 3
"""So many volunteers are named who could bring somebody home."""


def find_trouble(store: str, *, settings: Settings, now: datetime) -> Trouble:
    """Read the store and look; nothing where nothing is published."""
    from ridematch.store.database import open_store, reading

    with reading(open_store(store)) as session:
        dates = _dates(session, today=local_date(now, ZoneInfo(settings.calendar.zone)))
        if dates is None:
            return Trouble()
        first_date, days = dates
        found = find(session, first_date=first_date, days=days)
    return trouble_in(found, settings=settings, first_date=first_date, days=days, now=now)


def trouble_in(found: Found, *, settings: Settings, first_date: date, days: int, now: datetime) -> Trouble:
    """The same for what was read around these dates."""
    if found.latest is None:
        return Trouble()
    problem, _ = make_problem(found, settings=settings, first_date=first_date, days=days, begun_by=now)
    past, zone = _from(found.past, first_date), ZoneInfo(settings.calendar.zone)
    out = ruled_out(problem, past, found.latest)
    gone = out & still_ahead(past, now)
    noted = Answers(past.events)
    left = tuple(
        one
        for one in _stranded(past, out, today=local_date(now, zone), now=now)
        if not noted.otherwise(way_home(one.code))
    )
    standing = standing_edition(found.latest, past, first_date=first_date, days=days)
    agreed = unkept(past.events, past.stops, void=gone, now=now)
    return Trouble(
        void=gone,
        stranded=left,
        could=_could(problem, standing, out, left) if left and standing else {},
        at_hand={one.code: at_hand(found.tables, way_home(one.code), past.covered) for one in left},
        unkept=tuple(one for one in agreed if not _said_it(one, found.tables, zone)),
        known=tuple(one for one in agreed if _said_it(one, found.tables, zone)),
    )


def _dates(session: Any, *, today: date) -> tuple[date, int] | None:
    """The first of the dates to look at, and how many: from yesterday on, for its night shifts; None without any."""
    from ridematch.store.editions import load_schedule

    ahead = load_schedule(session, first_date=today - DAY, days=None)
    dates = {*(stop.date for stop in ahead.stops), *(left.date for left in ahead.unserved)}
    dates |= {event.date for event in ahead.events}
    if not dates:
        return None
    return min(dates), min((max(dates) - min(dates)).days + 1, MOST_DAYS)


def _from(past: Past, first_date: date) -> Past:
    """What stands from a date on, without the weeks before it."""
    return replace(
        past,
        stops=tuple(stop for stop in past.stops if stop.date >= first_date),
        unserved=tuple(left for left in past.unserved if left.date >= first_date),
        covered=tuple(leg for leg in past.covered if leg.date >= first_date),
        events=tuple(event for event in past.events if event.date >= first_date),
    )


def _stranded(past: Past, out: frozenset[str], *, today: date, now: datetime) -> Iterator[Unserved]:
    """Whose way out stands and way home does not: left out by a plan, or ruled `out` since, its time past or not."""
    answers, planned = Answers(past.events), rides(past.stops)
    ways_out = [ride for ride in planned if way_of(ride.serves) == "out"]
    nobody_came = {ride.journey for ride in ways_out if _state(ride, answers) == "no-show"}
    for left in stranded(past.stops, past.unserved):
        if left.date >= today - DAY and left.code.removesuffix(":back") not in nobody_came:
            yield left
    there = {ride.journey for ride in ways_out if _has_begun(ride, out, answers, now=now)} - nobody_came
    for ride in planned:
        missed = ride.serves in out and not _has_begun(ride, out, answers, now=now) and _state(ride, answers) != "done"
        if missed and way_of(ride.serves) == "back" and ride.journey in there:
            verdict = CANCELLED if answers.is_cancelled(ride.serves) else "impossible"
            yield Unserved(code=ride.serves, kind="commute", rider=ride.rider, date=ride.date, verdict=verdict)


def _has_begun(ride: PlannedRide, out: frozenset[str], answers: Answers, *, now: datetime) -> bool:
    """Whether the rider was fetched: the time has come, and nothing that rules it out was noted before it came."""
    begins = ride.pickup.begins_at
    return begins <= now and not (ride.serves in out and answers.is_ruled_out(ride.serves, begins))


def _state(ride: PlannedRide, answers: Answers) -> str:
    return answers.state(ride.serves, ride.volunteer, told=False)


def _could(
    problem: Problem, standing: Edition, gone: frozenset[str], left: tuple[Unserved, ...]
) -> dict[str, tuple[str, ...]]:
    """For everybody stranded the volunteers who could still drive and have not said no, the least trouble first."""
    from ridematch.office.assigning import choices

    plan, book = what_holds(problem, standing, gone), Book(problem)
    found = {}
    for one in left:
        way = next((code for code in book.legs if code.startswith(way_home(one.code))), "")
        if way:
            noes = book.legs[way][1].request.declined_by
            willing = (each.driver for each in choices(problem, plan, way) if each.driver not in noes)
            found[one.code] = tuple(willing)[:FIRST_TO_ASK]
    return found


def _said_it(one: Unkept, tables: Tables, zone: ZoneInfo) -> bool:
    """Whether this person is away then, and so knows it."""
    return any(row.who == one.agreed.person and _covers(row, one.agreed, zone) for row in tables.away or ())


def _covers(row: Away, agreed: Agreed, zone: ZoneInfo) -> bool:
    if agreed.begins_at is None or agreed.ends_at is None:
        return row.first_date <= agreed.date <= row.last_date
    begins, ends = (wall_minute(at.astimezone(zone)) for at in (agreed.begins_at, agreed.ends_at))
    return stretch_of(row).overlaps(Span(begins=begins, ends=ends))
