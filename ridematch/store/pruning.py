"""Deleting what is over and old, and nothing that a coming night still looks at.

What stands for a date that is kept does not change: of each date either all is kept or nothing, so that no edition
comes to light again that a newer one had replaced.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, RowMapping, Table, delete, or_, select
from sqlmodel import Session

from ridematch.model.keeping import Pruning
from ridematch.store.columns import table_of
from ridematch.store.editions import LOOK_BACK
from ridematch.store.homes import HOME
from ridematch.store.published import CoveredRow, EditionRow, EventRow, PlannedStopRow, PromiseRow, RunRow, UnservedRow
from ridematch.store.schema import (
    AvailabilityRow,
    AwayRow,
    LearnerRow,
    LessonTimeRow,
    LoggedLessonRow,
    OvernightRow,
    RideRow,
    ShiftChangeRow,
    ShiftRow,
)

STILL_ON_THE_ROAD = timedelta(days=3)
"""So many days before a horizon its plan may rest on rows: a night shift, an absence that ends in the morning."""

_editions, _promises, _stops = table_of(EditionRow), table_of(PromiseRow), table_of(PlannedStopRow)
_events, _runs = table_of(EventRow), table_of(RunRow)
_PARTS = (_stops, table_of(UnservedRow), table_of(CoveredRow))
_shifts, _shift_changes, _rides = table_of(ShiftRow), table_of(ShiftChangeRow), table_of(RideRow)
_log, _learners = table_of(LoggedLessonRow), table_of(LearnerRow)
_away, _availability, _lesson_times = table_of(AwayRow), table_of(AvailabilityRow), table_of(LessonTimeRow)
_overnight = table_of(OvernightRow)


def prune(session: Session, *, before: date, today: date) -> Pruning:
    """Deletes what was over before a date, or before an earlier one where the coming nights need more.

    A night from today on, or one that plans the newest edition's dates anew, finds everything it looks back on.
    """
    newest = session.execute(select(_editions.c.first_date).order_by(_editions.c.number.desc()).limit(1)).scalar()
    planned = min(today, newest) if newest else today
    rows_before = min(before, planned - STILL_ON_THE_ROAD)
    plans_before = min(before, planned - LOOK_BACK)
    rows = tuple((table, count) for table, count in _prune_rows(session, rows_before) if count)
    parts = _prune_parts(session, plans_before)
    midnight = datetime.combine(plans_before, time(), UTC)
    planned_still = select(_stops.c.serves)
    return Pruning(
        rows_before=rows_before,
        plans_before=plans_before,
        rows=rows,
        editions=_delete(session, _editions, _editions.c.ends_on < plans_before),
        parts=parts,
        promises=_delete(
            session, _promises, _promises.c.begins_at < midnight, _promises.c.serves.not_in(planned_still)
        ),
        events=_delete(session, _events, _events.c.date < plans_before),
        runs=_delete(session, _runs, _runs.c.ends_on < plans_before),
    )


def _prune_parts(session: Session, before: date) -> int:
    """The rows of editions, by date: also of an edition that reaches further, which keeps those of its later dates."""
    over = select(_editions.c.number).where(_editions.c.ends_on < before)
    return sum(_delete(session, part, or_(part.c.date < before, part.c.edition.in_(over))) for part in _PARTS)


def _prune_rows(session: Session, before: date) -> Iterator[tuple[str, int]]:
    """From each input table with dates: its name and how many rows."""
    shifts = [row["shift"] for row in _over(session, _shifts, before)]
    changes = _delete(session, _shift_changes, or_(_shift_changes.c.date < before, _shift_changes.c.shift.in_(shifts)))
    yield "shifts", _delete(session, _shifts, _shifts.c.shift.in_(shifts))
    yield "shift_changes", changes
    yield "rides", _delete(session, _rides, _rides.c.date < before)
    for table, kept_in, owner, places in (
        ("availability", _availability, "volunteer", ("start_from", "back_to")),
        ("lesson_times", _lesson_times, "rider", ("place",)),
    ):
        lines = list(_not_counted(session, kept_in, before, owner=owner, places=places))
        yield table, _delete(session, kept_in, kept_in.c.line.in_(lines))
    yield "away", _delete(session, _away, _away.c.last_date < before)
    gone = [row["line"] for row in _over(session, _overnight, before)]
    yield "overnight", _delete(session, _overnight, _overnight.c.line.in_(gone))
    # Whoever still learns keeps the whole log: hours and parts are counted from it.
    still_learning = select(_learners.c.rider)
    yield "practice_log", _delete(session, _log, _log.c.date < before, _log.c.rider.not_in(still_learning))


def _not_counted(
    session: Session, kept_in: Table, before: date, *, owner: str, places: tuple[str, ...]
) -> Iterator[int]:
    """The lines of rows that are over, but for those that later ones are counted after.

    Coordinates have place ids by their number among the owner's rows ("at:V03:2"). What is published names them so.
    Those of the owner's home are counted too, though they are kept in another table.
    """
    over = {row["line"]: row for row in _over(session, kept_in, before)}
    going_on = {
        row[owner]
        for row in session.execute(select(kept_in)).mappings()
        if row["line"] not in over and any(_is_counted(row[place]) for place in places)
    }
    for line, row in over.items():
        if row[owner] not in going_on or not any(_is_counted(row[place]) for place in places):
            yield line


def _is_counted(where: str) -> bool:
    return "," in where or where == HOME


def _over(session: Session, kept_in: Table, before: date) -> list[RowMapping]:
    """The rows of a table with days that have no date from `before` on."""
    rows = session.execute(select(kept_in)).mappings()
    return [row for row in rows if _ends(row["days"], row["last_date"]) < before]


def _ends(days: tuple[str, ...], last_date: date | None) -> date:
    """The last date of something that recurs, far away where it has none. `days` are weekdays or one ISO date."""
    dates = [date.fromisoformat(day) for day in days if day[:1].isdigit()]
    only = max(dates) if len(dates) == len(days) and dates else date.max
    return min(last_date or date.max, only)


def _delete(session: Session, kept_in: Table, *conditions: ColumnElement[bool]) -> int:
    return session.connection().execute(delete(kept_in).where(*conditions)).rowcount
