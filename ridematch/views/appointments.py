"""Edition after edition -> each volunteer's appointments, so that a calendar understands what was moved or dropped.

An appointment is a trip: from leaving home to being home again. From edition to edition it stays the same one, with
the same identity, as long as a trip of that volunteer and date serves some of the same requests or lessons. A trip that
none goes on is cancelled for good; if it comes back later, it is another one, because not every calendar brings back
what it was told to drop.

A revision's number rises by itself, out of the numbers of editions: 2n for a proposal of edition n, made anew by every
edition that holds the date, because a promise that was taken back leaves no other trace; 2n + 1 for what was told after
edition n, or what n changed in a way that the promise allows; 2n for what edition n dropped. Nothing is remembered but
the editions, so the same store always gives the same answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid5

from ridematch.model.edition import Edition, PlannedStop, Promise
from ridematch.views.rides import trips

Status = Literal["proposed", "agreed", "cancelled"]
Trip = tuple[PlannedStop, ...]

NAMESPACE = UUID("b3c1f0de-6d0e-4f0b-9a55-5f1c7a3d2e10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One trip as last published. `revision` rises with every change; `revised_at` is when that happened."""

    uid: str
    volunteer: str
    status: Status
    revision: int
    revised_at: datetime
    trip: Trip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Thread:
    """One appointment through the editions: the trip as it stood last, and the edition that made it so."""

    uid: str
    trip: Trip
    changed_by: Edition
    ended: bool = False
    for_period: bool


def appointments(
    history: Iterable[Edition], promises: Iterable[Promise], *, first_date: date, days: int | None
) -> tuple[Appointment, ...]:
    """All appointments of duties on `days` dates from `first_date`, by their beginning, cancelled ones as well.

    `history`: every edition that holds one of the dates or the day after, with the stops of these. Of the day after
    there are the trips that bring home riders of the dates, or did so in some edition.
    """
    after = date.max if days is None else first_date + timedelta(days=days)
    editions = sorted(history, key=lambda edition: edition.number)
    threads: dict[tuple[date, str], tuple[_Thread, ...]] = {}
    for edition in editions:
        now: dict[tuple[date, str], list[Trip]] = {}
        for trip in trips(edition.stops):
            now.setdefault((trip[0].date, trip[0].volunteer), []).append(trip)
        for key in {key for key in threads if _holds(edition, key[0])} | now.keys():
            threads[key] = _continued(threads.get(key, ()), now.get(key, []), edition, after=after)
    told = {promise.serves: promise.told_at for promise in promises}
    found = (
        _appointment(thread, [edition for edition in editions if _holds(edition, on)], told)
        for (on, _), several in threads.items()
        for thread in several
        if thread.for_period
    )
    return tuple(sorted(found, key=lambda one: (one.trip[0].begins_at, one.volunteer, one.revision, one.uid)))


def _holds(edition: Edition, on: date) -> bool:
    """The day after its last date belongs to an edition, with the ways home."""
    return edition.first_date <= on <= edition.first_date + timedelta(days=edition.days)


def _continued(threads: tuple[_Thread, ...], now: list[Trip], edition: Edition, *, after: date) -> tuple[_Thread, ...]:
    """Each thread as this edition leaves it, then the new ones."""
    heirs = _heirs([thread for thread in threads if not thread.ended], now)
    taken = set(heirs.values())
    return (
        *(
            thread
            if thread.ended
            else _with_trip(thread, now[heirs[thread.uid]], edition, after=after)
            if thread.uid in heirs
            else replace(thread, ended=True, changed_by=edition)
            for thread in threads
        ),
        *(_begun(trip, edition, after=after) for place, trip in enumerate(now) if place not in taken),
    )


def _heirs(live: list[_Thread], now: list[Trip]) -> dict[str, int]:
    """The thread's uid -> the place of the trip that goes on with it: the pairs that share most come first."""
    shared = [
        (-len(_served(thread.trip) & _served(trip)), order, place)
        for order, thread in enumerate(live)
        for place, trip in enumerate(now)
    ]
    heirs: dict[str, int] = {}
    for count, order, place in sorted(shared):
        if count < 0 and live[order].uid not in heirs and place not in heirs.values():
            heirs[live[order].uid] = place
    return heirs


def _with_trip(thread: _Thread, trip: Trip, edition: Edition, *, after: date) -> _Thread:
    changed = _said(trip) != _said(thread.trip)
    return replace(
        thread,
        trip=trip,
        changed_by=edition if changed else thread.changed_by,
        for_period=thread.for_period or _concerns(trip, after),
    )


def _begun(trip: Trip, edition: Edition, *, after: date) -> _Thread:
    """The identity is made of when which edition was made, and of the trip's place among those of its date.

    No codes are in it, because they may be names, and somebody who is forgotten gets another one.
    """
    first = trip[0]
    places = dict.fromkeys((stop.volunteer, stop.trip) for stop in edition.stops if stop.date == first.date)
    place = list(places).index((first.volunteer, first.trip))
    return _Thread(
        uid=str(uuid5(NAMESPACE, f"{edition.made_at.isoformat()} {edition.number} {first.date} {place}")),
        trip=trip,
        changed_by=edition,
        for_period=_concerns(trip, after),
    )


def _concerns(trip: Trip, after: date) -> bool:
    """Whether it is of one of the dates, or brings home somebody of them."""
    return trip[0].date < after or any(stop.journey_date is not None and stop.journey_date < after for stop in trip)


def _served(trip: Trip) -> set[str]:
    return {stop.serves for stop in trip if stop.serves}


def _said(trip: Trip) -> tuple[tuple[object, ...], ...]:
    """What a volunteer is told about a trip; its number of the day and how long the roads are, are not part of it."""
    return tuple((stop.action, stop.place, stop.begins_at, stop.ends_at, stop.serves, stop.own_trip) for stop in trip)


def _appointment(thread: _Thread, holding: list[Edition], told: Mapping[str, datetime]) -> Appointment:
    number, made_at, status = thread.changed_by.number, thread.changed_by.made_at, _status(thread, told)
    if status == "proposed":
        number, made_at = holding[-1].number, holding[-1].made_at
    elif status == "agreed":
        told_at = max(told[serves] for serves in _served(thread.trip))
        number = max(number, *(edition.number for edition in holding if edition.made_at <= told_at), 0)
        made_at = max(made_at, told_at)
    return Appointment(
        uid=thread.uid,
        volunteer=thread.trip[0].volunteer,
        status=status,
        revision=2 * number + (status == "agreed"),
        revised_at=made_at,
        trip=thread.trip,
    )


def _status(thread: _Thread, told: Mapping[str, datetime]) -> Status:
    if thread.ended:
        return "cancelled"
    served = _served(thread.trip)
    return "agreed" if served and served <= told.keys() else "proposed"
