"""What is kept and what is not: forgetting a person, deleting what is old. Each is rehearsed first, then done."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ridematch.language import say
from ridematch.model.edition import PlannedStop
from ridematch.model.errors import RidematchError
from ridematch.model.facts import Tables
from ridematch.model.keeping import Erasure, Pruning
from ridematch.model.settings import Settings
from ridematch.office.people_found import NobodyError, find_person
from ridematch.rules.practice import PracticeRules, load_practice_rules
from ridematch.rules.practice.approvals import approved_until
from ridematch.views.directory import Directory
from ridematch.views.rides import lessons, rides


@dataclass(frozen=True, slots=True, kw_only=True)
class Farewell:
    """What forgetting somebody would erase, and the stops of rides and lessons still to come that would fall away.

    `approvals` are others' approvals for this person, each with its last day: the rows go, and by law they still count.
    """

    erasure: Erasure
    told: tuple[PlannedStop, ...]
    not_told: tuple[PlannedStop, ...]
    approvals: tuple[tuple[str, date], ...]
    people: Directory


def rehearse_forgetting(store: str, text: str, *, settings: Settings, now: datetime) -> Farewell:
    """Whom a code or part of a name means, and what there is of this person. Nothing is changed.

    RidematchError: nobody fits, several do, or the code is that of two people.
    """
    from ridematch.store.database import open_store, rehearsal
    from ridematch.store.editions import load_schedule
    from ridematch.store.forgetting import forget
    from ridematch.store.people import load_people
    from ridematch.store.tables import load_tables

    with rehearsal(open_store(store)) as session:
        tables = load_tables(session)
        code, nobody = _meant(tables, text)
        people = Directory(load_people(session))
        past = load_schedule(session, first_date=now.date() - timedelta(days=2), days=None)
        erasure = forget(session, code)
    if nobody and erasure.is_nothing:
        raise nobody
    coming = _still_to_come(past.stops, code, now=now)
    promised = {promise.serves for promise in past.promises}
    return Farewell(
        erasure=erasure,
        told=tuple(stop for stop in coming if stop.serves in promised),
        not_told=tuple(stop for stop in coming if stop.serves not in promised),
        approvals=_still_counting(tables, code, settings=settings, on=now.date()),
        people=people,
    )


def forget_person(store: str, farewell: Farewell) -> bool:
    """Do what was rehearsed, in one transaction. Whether the files hold no trace any more (they may while being read).

    RidematchError: the store changed since.
    """
    from ridematch.store.database import open_store, overwrite_traces, transaction
    from ridematch.store.forgetting import forget

    engine = open_store(store)
    with transaction(engine) as session:
        if forget(session, farewell.erasure.code) != farewell.erasure:
            raise RidematchError(say("The store changed in the meantime; nothing was erased. Try again."))
    return overwrite_traces(engine)


def rehearse_pruning(store: str, *, before: date, today: date) -> Pruning:
    """What there is that was over before a date and that no coming night needs. Nothing is changed."""
    from ridematch.store.database import open_store, rehearsal
    from ridematch.store.pruning import prune

    with rehearsal(open_store(store)) as session:
        return prune(session, before=before, today=today)


def prune_store(store: str, pruning: Pruning, *, before: date, today: date) -> bool:
    """Do what was rehearsed, in one transaction. Whether the files hold no trace any more.

    RidematchError: the store changed since.
    """
    from ridematch.store.database import open_store, overwrite_traces, transaction
    from ridematch.store.pruning import prune

    engine = open_store(store)
    with transaction(engine) as session:
        if prune(session, before=before, today=today) != pruning:
            raise RidematchError(say("The store changed in the meantime; nothing was deleted. Try again."))
    return overwrite_traces(engine)


def _meant(tables: Tables, text: str) -> tuple[str, NobodyError | None]:
    """The person's code. Who is no longer in the tables may still be in history, by the code as it was."""
    riders = {row.rider: row for row in tables.riders or ()}
    volunteers = {row.volunteer: row for row in tables.volunteers or ()}
    try:
        code = find_person((volunteers | riders).values(), text)
    except NobodyError as nobody:
        if not text.strip():
            raise
        return text.strip(), nobody
    if code in riders and code in volunteers and riders[code].name != volunteers[code].name:
        two = say(
            "{code} is the code of a rider and of a volunteer with different names, so nothing was erased. Give one "
            "of them another code in the tables and import them first.",
            code=code,
        )
        raise RidematchError(two)
    return code, None


def _still_counting(tables: Tables, code: str, *, settings: Settings, on: date) -> tuple[tuple[str, date], ...]:
    """Approvals for this learner that have not run out: supervisor and last day, sorted."""
    rows = [row for row in tables.approvals or () if row.rider == code and row.volunteer != code]
    rules = load_practice_rules(settings.practice) if rows else PracticeRules(code=settings.practice)
    if rules.on("most_approvals", on) is None:
        return ()
    ends = ((row.volunteer, approved_until(rules, row)) for row in rows)
    return tuple(sorted((volunteer, until) for volunteer, until in ends if until >= on))


def _still_to_come(stops: tuple[PlannedStop, ...], code: str, *, now: datetime) -> tuple[PlannedStop, ...]:
    """The stops of this person's rides and lessons that do not end before now."""
    ends = {ride.serves: ride.delivery.begins_at for ride in rides(stops)} | {
        lesson.serves: lesson.ends_at for lesson in lessons(stops)
    }
    return tuple(
        stop
        for stop in stops
        if code in (stop.rider, stop.volunteer) and stop.serves in ends and ends[stop.serves] >= now
    )
