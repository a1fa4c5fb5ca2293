"""What an import means for rides and lessons that are published and still to come, for the trail.

A ride is moved, cancelled, or on again; of a ride or lesson somebody is away, or is there after all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from ridematch.model.edition import PlannedStop
from ridematch.model.events import Event, EventKind
from ridematch.model.facts import Tables
from ridematch.model.settings import Settings
from ridematch.office.absences import touched, wall_minute
from ridematch.office.morning import event_about
from ridematch.rules.admit.dates import public_holidays
from ridematch.rules.admit.shifts import runs
from ridematch.rules.admit.spans import Span
from ridematch.views.clock import local_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer:
    """Who imports, and when."""

    settings: Settings
    now: datetime
    by: str = ""


def note_import(session: Any, known: Tables, *, importer: Importer) -> None:
    """Add to the trail what became of what is published; the store has the new tables already, `known` the old ones."""
    from ridematch.store.editions import load_schedule
    from ridematch.store.tables import load_tables
    from ridematch.store.trail import add_events

    zone = ZoneInfo(importer.settings.calendar.zone)
    stops = load_schedule(session, first_date=local_date(importer.now, zone), days=None).stops
    tables = load_tables(session)
    add_events(session, (*_changes(stops, known, tables, importer), *_absences(stops, known, tables, importer, zone)))


def _changes(stops: tuple[PlannedStop, ...], known: Tables, now: Tables, importer: Importer) -> Iterator[Event]:
    holidays = frozenset[date]()
    if any(shift.holidays != "as-usual" for tables in (known, now) for shift in tables.shifts or ()):
        dates = tuple(sorted({stop.journey_date or stop.date for stop in stops}))
        holidays = public_holidays(importer.settings.calendar.holidays, dates)
    before, after = (_Asked(tables=tables, holidays=holidays) for tables in (known, now))
    for stop in stops:
        if stop.action == "pickup" and stop.begins_at > importer.now:
            on = stop.journey_date or stop.date
            kind = _kind(before.times(stop.journey, on), after.times(stop.journey, on))
            if kind:
                yield event_about(stop, kind, at=importer.now, by=importer.by)


def _absences(
    stops: tuple[PlannedStop, ...], known: Tables, now: Tables, importer: Importer, zone: tzinfo
) -> Iterator[Event]:
    ends = {stop.serves: stop.ends_at for stop in stops}
    for stop in stops:
        if stop.action in ("pickup", "lesson") and stop.begins_at > importer.now:
            begins, end = (wall_minute(at.astimezone(zone)) for at in (stop.begins_at, ends[stop.serves]))
            stretch, people = Span(begins=begins, ends=end), (stop.rider, stop.volunteer)
            was, is_now = (
                touched(stretch, (row for row in tables.away or () if row.who in people)) for tables in (known, now)
            )
            if was != is_now:
                yield event_about(stop, "away" if is_now else "back", at=importer.now, by=importer.by)


def _kind(before: tuple[Any, ...] | None, after: tuple[Any, ...] | None) -> EventKind | None:
    if before == after:
        return None
    if after is None:
        return "cancelled"
    return "restored" if before is None else "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """When something is asked for, by some tables."""

    tables: Tables
    holidays: frozenset[date]

    def times(self, journey: str, on: date) -> tuple[Any, ...] | None:
        """Start and end of a shift on a date, or the times of a single ride; None where nobody asks for it."""
        code = journey.partition(":")[0]
        for shift in self.tables.shifts or ():
            if journey == f"{shift.shift}:{on}":
                changes = [row for row in self.tables.shift_changes or () if (row.shift, row.date) == (code, on)]
                if any(row.change == "cancelled" for row in changes):
                    return None
                start, end = shift.start, shift.end
                for row in changes:
                    start, end = row.start or start, row.end or end
                return (start, end) if changes or runs(shift, on, holidays=self.holidays) else None
        for ride in self.tables.rides or ():
            if ride.ride == journey:
                return ride.date, ride.arrive_by, ride.leave_after, ride.return_after
        return None
