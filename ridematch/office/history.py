"""What happened to a ride or lesson, or lately to all: what was noted, and each edition that said something new."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.edition import Edition, Past
from ridematch.model.errors import RidematchError
from ridematch.model.events import Event
from ridematch.model.settings import Settings
from ridematch.office.morning import unknown_code
from ridematch.views.answers import in_words, planned_words
from ridematch.views.directory import Directory
from ridematch.views.rides import lessons, rides

LATELY = 30
"""So many of the last things noted are shown where no ride is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One line of a history: when, what, and the code of who noted it."""

    at: datetime
    what: str
    by: str = ""


def history(store: str, code: str, *, settings: Settings) -> tuple[Noted, ...]:
    """By time; of everything what was noted last, where `code` is empty.

    RidematchError: nothing published or noted has that code.
    """
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import load_history, load_schedule
    from ridematch.store.people import load_people
    from ridematch.store.trail import load_events, load_events_about

    zone = ZoneInfo(settings.calendar.zone)
    with reading(open_store(store)) as session:
        people = Directory(load_people(session))
        if not code:
            return tuple(_noted(load_events(session), people))[-LATELY:]
        events = load_events_about(session, [code])
        past = load_schedule(session, first_date=None, days=None)
        dates = _dates(past, events, code)
        if not dates:
            raise RidematchError(unknown_code(past, code))
        editions = load_history(session, first_date=min(dates), days=(max(dates) - min(dates)).days + 1)
    lines = [*_noted(events, people)]
    lines += _as_planned(editions, code, dates, people=people, zone=zone)
    return tuple(sorted(lines, key=lambda line: line.at))


def _noted(events: tuple[Event, ...], people: Directory) -> Iterator[Noted]:
    """A line for each; of what was taken back it is named again."""
    known = {event.number: event for event in events}
    for event in events:
        undone = known.get(event.undoes) if event.undoes else None
        words = in_words(undone or event, people=people)
        yield Noted(at=event.at, what=say("Taken back: {what}", what=words) if undone else words, by=event.by)


def _dates(past: Past, events: tuple[Event, ...], code: str) -> set[date]:
    found = {event.date for event in events}
    found |= {
        stop.journey_date or stop.date for stop in past.stops if stop.serves and code in (stop.serves, stop.journey)
    }
    found |= {left.date for left in past.unserved if left.code == code or code.startswith(f"{left.code}:")}
    return found | {leg.date for leg in past.covered if leg.request == code or leg.request.startswith(f"{code}:")}


def _as_planned(
    editions: tuple[Edition, ...], code: str, dates: set[date], *, people: Directory, zone: Any
) -> Iterator[Noted]:
    """A line for each edition in which the ride stands otherwise than in the one before."""
    before: list[str] | None = None
    for edition in editions:
        if not any(_holds(edition, on) for on in dates):
            continue
        planned = [
            (one.serves, one.volunteer, one.pickup.begins_at, one.delivery.begins_at, one.practice)
            for one in rides(edition.stops)
            if code in (one.serves, one.journey)
        ]
        planned += [
            (stop.serves, stop.volunteer, stop.begins_at, stop.ends_at, False)
            for stop in lessons(edition.stops)
            if code == stop.serves
        ]
        now = [
            say(
                "{code} with {what}",
                code=serves,
                what=planned_words(who, begins, ends, practice=practice, people=people, zone=zone),
            )
            for serves, who, begins, ends, practice in planned
        ]
        if now != before:
            said = "; ".join(now) if now else say("not planned")
            what = say("Edition {edition}: {said}.", edition=edition.number, said=said)
            yield Noted(at=edition.made_at, what=what, by=edition.by)
        before = now


def _holds(edition: Edition, on: date) -> bool:
    return 0 <= (on - edition.first_date).days <= edition.days
