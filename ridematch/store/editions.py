"""Editions, promises, and what stands from them: for each date the newest edition that holds it."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Table, delete, func, insert, select, tuple_
from sqlmodel import Session

from ridematch.model.edition import Covered, Edition, Past, PlannedStop, Promise, Unserved
from ridematch.store.columns import table_of
from ridematch.store.published import CoveredRow, EditionRow, PlannedStopRow, PromiseRow, UnservedRow
from ridematch.store.trail import load_events

LOOK_BACK = timedelta(weeks=5)
"""So far before its first date a run looks at what was driven and missed."""

_Value = TypeVar("_Value", PlannedStop, Unserved, Covered, Promise)

_editions, _promises = table_of(EditionRow), table_of(PromiseRow)
_stops, _unserved, _covered = table_of(PlannedStopRow), table_of(UnservedRow), table_of(CoveredRow)


def publish(session: Session, edition: Edition) -> Edition:
    """Stores an edition under the next number and returns it with that number."""
    newest: int | None = session.execute(select(func.max(_editions.c.number))).scalar()
    numbered = replace(edition, number=(newest or 0) + 1)
    own = {column.name: getattr(numbered, column.name) for column in _editions.columns if column.name != "ends_on"}
    session.execute(insert(_editions), own | {"ends_on": edition.first_date + timedelta(days=edition.days)})
    _add(session, _stops, numbered.number, edition.stops)
    _add(session, _unserved, numbered.number, edition.unserved)
    _add(session, _covered, numbered.number, edition.covered)
    return numbered


def latest_edition(session: Session) -> Edition | None:
    """The edition published last, with all that belongs to it, or None before the first."""
    return _whole(session, select(_editions).order_by(_editions.c.number.desc()).limit(1))


def load_edition(session: Session, number: int) -> Edition | None:
    """The same for one edition; None where it is gone."""
    return _whole(session, select(_editions).where(_editions.c.number == number))


def edition_as_of(session: Session, instant: datetime) -> Edition | None:
    """The newest edition there was at an instant."""
    made = select(_editions).where(_editions.c.made_at <= instant)
    return _whole(session, made.order_by(_editions.c.number.desc()).limit(1))


def _whole(session: Session, wanted: Select[Any]) -> Edition | None:
    row = session.execute(wanted).mappings().first()
    if row is None:
        return None
    number = row["number"]
    return Edition(
        **{name: value for name, value in row.items() if name != "ends_on"},
        stops=_find(session, PlannedStop, _stops, _stops.c.edition == number, order=("line",)),
        unserved=_find(session, Unserved, _unserved, _unserved.c.edition == number, order=("line",)),
        covered=_find(session, Covered, _covered, _covered.c.edition == number, order=("line",)),
    )


def load_past(session: Session, *, first_date: date, days: int) -> Past:
    """What stands around the horizon of `days` dates from `first_date`, by the dates of duties and journeys.

    It reaches from five weeks before the horizon to the day after its last, both included, with the promises that
    concern what is planned there or begin after those five weeks ago.
    """
    since = first_date - LOOK_BACK
    return _standing(session, since=since, until=first_date + timedelta(days=days), promises_until=None)


def load_standing(session: Session, *, first_date: date, days: int, up_to: int) -> Past:
    """What stood for `days` dates from `first_date`, and on the morning after, when the edition `up_to` was the newest.

    Without promises and events, of which there is no more than what is so now.
    """
    since, after = first_date, first_date + timedelta(days=days)
    found = _standing(session, since=since, until=after, promises_until=after, up_to=up_to)
    return replace(found, promises=(), events=())


def load_schedule(
    session: Session, *, first_date: date | None, days: int | None, as_of: datetime | None = None
) -> Past:
    """What stands on `days` dates from `first_date`, or on all; without a `first_date`, everything there is.

    With `days`, the trips of the morning after that bring home riders of these dates are included. `as_of` an instant:
    by the editions there were then.
    """
    if first_date is None or days is None:
        return _standing(session, since=first_date, until=None, promises_until=None, as_of=as_of)
    after = first_date + timedelta(days=days)
    found = _standing(session, since=first_date, until=after, promises_until=after, as_of=as_of)
    return replace(
        found,
        stops=_without_later_journeys(found.stops, after),
        unserved=tuple(row for row in found.unserved if row.date < after),
        covered=tuple(row for row in found.covered if row.date < after),
    )


def load_history(session: Session, *, first_date: date, days: int | None) -> tuple[Edition, ...]:
    """Every edition that holds one of `days` dates from `first_date` or the day after, oldest first.

    Each has its stops of these dates and of the day after, and neither what was left out nor problem and plan.
    """
    after = None if days is None else first_date + timedelta(days=days)
    light = [column for column in _editions.columns if column.name not in ("ends_on", "problem_json", "plan_json")]
    within = [_editions.c.ends_on >= first_date] + ([] if after is None else [_editions.c.first_date <= after])
    rows = session.execute(select(*light).where(*within).order_by(_editions.c.number)).mappings().all()
    dates = _between(_stops, first_date, after)
    return tuple(
        Edition(
            **row, stops=_find(session, PlannedStop, _stops, _stops.c.edition == row["number"], *dates, order=("line",))
        )
        for row in rows
    )


def load_problems(session: Session, dates: Iterable[date]) -> dict[str, tuple[date, ...]]:
    """The problems behind what stands on these dates, as JSON, each with those of the dates it is behind."""
    return {problem: dates for (problem, _), dates in load_plans(session, dates).items()}


def load_plans(session: Session, dates: Iterable[date]) -> dict[tuple[str, str], tuple[date, ...]]:
    """The same with the plans: problem and plan as they were when the edition was made."""
    found: dict[tuple[str, str], tuple[date, ...]] = {}
    for on in sorted(set(dates)):
        newest = (
            select(_editions.c.problem_json, _editions.c.plan_json)
            .where(_editions.c.first_date <= on, _editions.c.ends_on >= on)
            .order_by(_editions.c.number.desc())
            .limit(1)
        )
        for problem, plan in session.execute(newest):
            found[problem, plan] = (*found.get((problem, plan), ()), on)
    return found


def keep_promises(session: Session, promises: tuple[Promise, ...]) -> None:
    """Stores promises; one for the same request or lesson takes the older one's place."""
    release_promises(session, tuple(promise.serves for promise in promises))
    if promises:
        session.execute(insert(_promises), [_values(promise) for promise in promises])


def release_promises(session: Session, serves: tuple[str, ...]) -> None:
    """Forgets the promises for these requests and lessons, where there are any."""
    session.execute(delete(_promises).where(_promises.c.serves.in_(serves)))


def _add(session: Session, kept_in: Table, number: int, found: tuple[PlannedStop | Unserved | Covered, ...]) -> None:
    if found:
        numbered = [_values(row) | {"edition": number, "line": line} for line, row in enumerate(found)]
        session.execute(insert(kept_in), numbered)


def _standing(
    session: Session,
    *,
    since: date | None,
    until: date | None,
    promises_until: date | None,
    as_of: datetime | None = None,
    up_to: int | None = None,
) -> Past:
    """By date, both ends included. The day after an edition's last holds ways home: its duties reach a day further."""

    known = [] if as_of is None else [_editions.c.made_at <= as_of]
    known += [] if up_to is None else [_editions.c.number <= up_to]

    def newest(kind: type[_Value], kept_in: Table, *, extra_day: bool = False) -> tuple[_Value, ...]:
        asked = _between(kept_in, since, until)
        return _find(
            session,
            kind,
            kept_in,
            *asked,
            _of_newest_edition(kept_in, asked, *known, extra_day=extra_day),
            order=("date", "line"),
        )

    stops = newest(PlannedStop, _stops, extra_day=True)
    concerned = {stop.serves for stop in stops if stop.serves}
    return Past(
        stops=stops,
        unserved=newest(Unserved, _unserved),
        covered=newest(Covered, _covered),
        promises=tuple(
            promise
            for promise in _find(session, Promise, _promises, order=("begins_at", "serves"))
            if promise.serves in concerned or _begins_between(promise, since, promises_until)
        ),
        events=load_events(session, since=since, until=until),
    )


def _of_newest_edition(
    kept_in: Table, asked: list[ColumnElement[bool]], *known: ColumnElement[bool], extra_day: bool
) -> ColumnElement[bool]:
    """Whether a row is of the newest edition that holds the row's date; found once for each date that is asked for.

    `known` says which editions there were.
    """
    dates = select(kept_in.c.date).where(*asked).distinct().subquery()
    last = _editions.c.ends_on >= dates.c.date if extra_day else _editions.c.ends_on > dates.c.date
    newest = (
        select(dates.c.date, func.max(_editions.c.number))
        .where(_editions.c.first_date <= dates.c.date, last, *known)
        .group_by(dates.c.date)
    )
    return tuple_(kept_in.c.date, kept_in.c.edition).in_(newest)


def _between(kept_in: Table, since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    limits = []
    if since is not None:
        limits.append(kept_in.c.date >= since)
    if until is not None:
        limits.append(kept_in.c.date <= until)
    return limits


def _begins_between(promise: Promise, since: date | None, until: date | None) -> bool:
    """By UTC dates; `until` excluded."""
    midnight = time(tzinfo=UTC)
    return (since is None or promise.begins_at >= datetime.combine(since, midnight)) and (
        until is None or promise.begins_at < datetime.combine(until, midnight)
    )


def _without_later_journeys(stops: tuple[PlannedStop, ...], after: date) -> tuple[PlannedStop, ...]:
    """Without the trips of the date `after` that serve nobody of an earlier date."""
    wanted = {
        (stop.date, stop.volunteer, stop.trip)
        for stop in stops
        if stop.date < after or (stop.journey_date is not None and stop.journey_date < after)
    }
    return tuple(stop for stop in stops if (stop.date, stop.volunteer, stop.trip) in wanted)


def _find(
    session: Session, kind: type[_Value], kept_in: Table, *conditions: ColumnElement[bool], order: tuple[str, ...]
) -> tuple[_Value, ...]:
    names = [field.name for field in fields(kind)]
    columns = kept_in.columns
    found = session.execute(
        select(*(columns[name] for name in names)).where(*conditions).order_by(*(columns[name] for name in order))
    )
    return tuple(kind(**row) for row in found.mappings())


def _values(row: PlannedStop | Unserved | Covered | Promise) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(row)}
