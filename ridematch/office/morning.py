"""What the coordinator does in the morning: look things up, phone, keep promises, check."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Any

from ridematch.language import say
from ridematch.model.edition import Edition, Past, PlannedStop, Promise
from ridematch.model.errors import RidematchError
from ridematch.model.events import Answers, Event, EventKind, times_said
from ridematch.model.facts import Tables
from ridematch.model.plan import Violation
from ridematch.model.settings import Settings
from ridematch.office.gather import Found, find, lawful_ground, make_problem
from ridematch.office.replay import replay
from ridematch.tables.findings import quotable
from ridematch.views.directory import Directory
from ridematch.views.still import still_to_come


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is published for some dates, with everything a page about it needs."""

    first_date: date
    edition: Edition
    past: Past
    people: Directory
    tables: Tables


def look_up(
    store: str,
    *,
    today: date,
    first_date: date | None = None,
    days: int | None = None,
    as_of: datetime | None = None,
    now: datetime | None = None,
) -> Standing:
    """What stands from `first_date` on: by default from today, or all of the newest edition where that is over.

    `as_of` an instant: what stood then. `now` an instant: without a `first_date`, the trips of the night before that
    are not over then are there too. RidematchError: nothing has been published yet, or was then.
    """
    from ridematch.store.database import open_store, reading

    with reading(open_store(store)) as session:
        return standing_in(session, today=today, first_date=first_date, days=days, as_of=as_of, now=now)


def standing_in(
    session: Any,
    *,
    today: date,
    first_date: date | None,
    days: int | None,
    as_of: datetime | None = None,
    now: datetime | None = None,
) -> Standing:
    """The same in one of the store's sessions, for those who want to read more in it."""
    from ridematch.store.editions import load_schedule
    from ridematch.store.people import load_people
    from ridematch.store.tables import load_tables

    edition = edition_at(session, as_of)
    ahead = load_schedule(session, first_date=today, days=None, as_of=as_of)
    night = Past()
    if now is not None and first_date is None:
        night = _not_over(load_schedule(session, first_date=today - timedelta(days=1), days=1), today, now=now)
    since = first_date or (today if night.stops and not ahead.stops else _since(edition, ahead, today=today))
    return Standing(
        first_date=since,
        edition=edition,
        past=_after_the_night(night, load_schedule(session, first_date=since, days=days, as_of=as_of)),
        people=Directory(load_people(session)),
        tables=load_tables(session),
    )


def edition_at(session: Any, as_of: datetime | None) -> Edition:
    """The newest edition, or that of an instant. RidematchError: there is none, or there was none then."""
    from ridematch.store.editions import edition_as_of, latest_edition

    edition = latest_edition(session) if as_of is None else edition_as_of(session, as_of)
    if edition is not None:
        return edition
    if as_of is None:
        raise nothing_published()
    raise RidematchError(say("Nothing had been published by then. See ridematch runs."))


def directory_of(store: str) -> Directory:
    """The people, for pages that name them."""
    from ridematch.store.database import open_store, reading
    from ridematch.store.people import load_people

    with reading(open_store(store)) as session:
        return Directory(load_people(session))


def nothing_published() -> RidematchError:
    """What to say before the first edition."""
    return RidematchError(say("Nothing has been published yet: run ridematch match first."))


def tell(store: str, codes: Iterable[str], *, now: datetime, by: str = "") -> tuple[Standing, tuple[Promise, ...]]:
    """Freeze what stands for these requests, journeys or lessons: from now on they do not move. All of them or none.

    Of a journey that has begun only what is not over. RidematchError: one of the codes is not in the published
    schedule, or is over, or whoever has it said no to it.
    """
    from ridematch.store.database import open_store, transaction
    from ridematch.store.editions import keep_promises, latest_edition, load_schedule
    from ridematch.store.people import load_people
    from ridematch.store.tables import load_tables
    from ridematch.store.trail import add_events

    with transaction(open_store(store)) as session:
        edition = latest_edition(session)
        if edition is None:
            raise nothing_published()
        past = load_schedule(session, first_date=None, days=None)
        promises = tuple(promise for code in dict.fromkeys(codes) for promise in _promises(past, code, now=now))
        _refuse_those_declined(past, promises)
        keep_promises(session, promises)
        add_events(session, _told_events(past, promises, now=now, by=by))
        standing = Standing(
            first_date=edition.first_date,
            edition=edition,
            past=past,
            people=Directory(load_people(session)),
            tables=load_tables(session),
        )
        return standing, promises


def _refuse_those_declined(past: Past, promises: Iterable[Promise]) -> None:
    """RidematchError: whoever has it now said no to it last."""
    answers = Answers(past.events)
    for promise in promises:
        if promise.volunteer in answers.with_state(promise.serves, "declined"):
            raise RidematchError(
                say(
                    "{volunteer} said no to {code}; nothing was promised. If it is a yes after all: ridematch yes "
                    "{code}. If the no was noted by mistake: ridematch undo {code}",
                    volunteer=promise.volunteer,
                    code=promise.serves,
                )
            )


def check_published(store: str, *, settings: Settings, now: datetime) -> tuple[Edition, tuple[Violation, ...]]:
    """The newest edition against the facts as they are in the store now, without the solver.

    RidematchError: nothing has been published yet.
    """
    from ridematch.rules.check import check
    from ridematch.rules.check.lawful import check_lawful

    found, edition = _published(store)
    problem, _ = make_problem(found, settings=settings, first_date=edition.first_date, days=edition.days, begun_by=now)
    plan, ground = replay(problem, edition), lawful_ground(found.tables, settings)
    return edition, (*check(problem, plan), *check_lawful(problem, plan, ground))


def _published(store: str) -> tuple[Found, Edition]:
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import latest_edition

    with reading(open_store(store)) as session:
        edition = latest_edition(session)
        if edition is None:
            raise nothing_published()
        return find(session, first_date=edition.first_date, days=edition.days), edition


def _since(edition: Edition, ahead: Past, *, today: date) -> date:
    """Today where it is planned, else the next date that is; if nothing lies ahead, the newest edition's first."""
    if edition.first_date <= today < edition.first_date + timedelta(days=edition.days):
        return today
    dates = (*(stop.date for stop in ahead.stops), *(left.date for left in ahead.unserved))
    return min(dates, default=edition.first_date)


def _not_over(night: Past, today: date, *, now: datetime) -> Past:
    """Of the date before today, the trips that are not over, with what was promised and said then."""
    before = (stop for stop in night.stops if stop.date < today)
    return Past(stops=still_to_come(before, now), promises=night.promises, events=night.events)


def _after_the_night(night: Past, past: Past) -> Past:
    """What stands, with the trips that began on the date before in front of it."""
    if not night.stops:
        return past
    promises = {promise.serves: promise for promise in (*night.promises, *past.promises)}
    events = {event.number: event for event in (*night.events, *past.events)}
    return replace(
        past,
        stops=(*night.stops, *past.stops),
        promises=tuple(sorted(promises.values(), key=lambda one: (one.begins_at, one.serves))),
        events=tuple(events[number] for number in sorted(events)),
    )


def _promises(past: Past, code: str, *, now: datetime) -> tuple[Promise, ...]:
    """The promises for everything that a request's, journey's or lesson's code stands for and that is not over."""
    found = [stop for stop in past.stops if stop.serves and code in (stop.serves, stop.journey)]
    if not found:
        raise RidematchError(unknown_code(past, code))
    by_serves: dict[str, list[PlannedStop]] = {}
    for stop in found:
        by_serves.setdefault(stop.serves, []).append(stop)
    promises = (promise_about(serves, stops, now=now) for serves, stops in by_serves.items())
    ahead = tuple(promise for promise in promises if promise.ends_at >= now)
    if not ahead:
        raise RidematchError(is_over(found[0].serves))
    return ahead


def event_about(stop: PlannedStop, kind: EventKind, *, at: datetime, by: str = "") -> Event:
    """Something said of the ride or lesson that is served at a stop, and of the volunteer who has it there."""
    return Event(
        at=at,
        by=by,
        kind=kind,
        serves=stop.serves,
        rider=stop.rider,
        volunteer=stop.volunteer,
        date=stop.journey_date or stop.date,
    )


def _told_events(past: Past, promises: Iterable[Promise], *, now: datetime, by: str) -> Iterator[Event]:
    stops = {stop.serves: stop for stop in past.stops if stop.serves}
    for promise in promises:
        times = times_said(promise.begins_at, promise.ends_at)
        yield replace(event_about(stops[promise.serves], "told", at=now, by=by), because=times)


def promise_about(serves: str, stops: list[PlannedStop], *, now: datetime) -> Promise:
    """The promise of what is planned at these stops of one ride or lesson."""
    first, last = min(stops, key=lambda stop: stop.begins_at), max(stops, key=lambda stop: stop.begins_at)
    return Promise(
        serves=serves,
        volunteer=first.volunteer,
        begins_at=first.begins_at,
        ends_at=last.ends_at if last.action == "lesson" else last.begins_at,
        told_at=now,
        practice=any(stop.practice for stop in stops),
        vehicle=first.vehicle,
    )


def is_over(serves: str) -> str:
    """What to say where something is promised or answered about a ride or lesson that has ended."""
    return say("{code} is over; nothing was noted. What became of it: ridematch done {code}", code=serves)


def unknown_code(past: Past, code: str) -> str:
    """What to say of a code that nothing published has, with the nearest that something has."""
    if any(code == left.code or code.startswith(f"{left.code}:") for left in past.unserved):
        return say("{code} was left out, so nobody drives it: see ridematch unmet. Nothing was changed.", code=code)
    if any(code == leg.request for leg in past.covered):
        return say("{code} is covered without a driver. Nothing was changed.", code=code)
    known = {name for stop in past.stops for name in (stop.serves, stop.journey) if name}
    dated = sorted(name for name in known if name.startswith(f"{code}:"))
    near = dated[:2] or get_close_matches(code, sorted(known), n=2)
    hint = f" Maybe you meant {' or '.join(near)}." if near else " See ridematch schedule for the codes."
    is_one = any(map(str.isdigit, code)) and quotable(code.partition(":")[0], "code")
    shown = code if is_one or near else "One of the codes"  # it may be somebody's name
    return f"{shown} is not in the published schedule.{hint} Nothing was changed."
