"""The trail of what was asked, answered and done: rows are added, never changed, until they are pruned."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

from sqlalchemy import ColumnElement, func, insert, or_, select
from sqlmodel import Session

from ridematch.model.events import Event
from ridematch.store.columns import table_of
from ridematch.store.published import EventRow

_events = table_of(EventRow)
_NAMES = tuple(field.name for field in fields(Event))


def add_events(session: Session, events: Iterable[Event], *, noted_with: int | None = None) -> tuple[Event, ...]:
    """Adds events under the next numbers, in order, and returns them with these.

    They count as noted by one command, and by the one that added the event `noted_with` where that is given.
    """
    newest: int = session.execute(select(func.max(_events.c.number))).scalar() or 0
    first = newest + 1 if noted_with is None else noted_with
    numbered = tuple(
        replace(event, number=number, noted_with=first) for number, event in enumerate(events, start=newest + 1)
    )
    if numbered:
        session.execute(insert(_events), [{name: getattr(event, name) for name in _NAMES} for event in numbered])
    return numbered


def load_events(session: Session, *, since: date | None = None, until: date | None = None) -> tuple[Event, ...]:
    """Those about rides and lessons of these dates, both ends included, in the order in which they were added."""
    limits: list[ColumnElement[bool]] = []
    if since is not None:
        limits.append(_events.c.date >= since)
    if until is not None:
        limits.append(_events.c.date <= until)
    return _found(session, *limits)


def load_events_about(session: Session, codes: Iterable[str]) -> tuple[Event, ...]:
    """Those about these requests and lessons, and about the legs of these journeys."""
    about = [_events.c.serves == code for code in codes]
    about += [_events.c.serves.startswith(f"{code}:", autoescape=True) for code in codes]
    return _found(session, or_(*about)) if about else ()


def _found(session: Session, *conditions: ColumnElement[bool]) -> tuple[Event, ...]:
    columns = (_events.c[name] for name in _NAMES)
    rows = session.execute(select(*columns).where(*conditions).order_by(_events.c.number))
    return tuple(Event(**row) for row in rows.mappings())
