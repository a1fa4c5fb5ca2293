"""What can't be true of one row, though each of its cells can: one small function a rule."""

from collections.abc import Callable, Iterator
from datetime import date

from ridematch.model.facts import (
    Approval,
    Availability,
    Away,
    LessonTime,
    Licence,
    Ride,
    Road,
    Row,
    Shift,
    ShiftChange,
)
from ridematch.tables.findings import BadCellError

Problems = Iterator[tuple[str, BadCellError]]
"""Pairs of the column a problem is shown at and what it is."""


def last_date_is_not_before_the_first(row: Row) -> Problems:
    """Of a shift, an availability, lesson times or an absence."""
    if (
        isinstance(row, Shift | Availability | LessonTime | Away)
        and row.first_date is not None
        and row.last_date is not None
        and row.last_date < row.first_date
    ):
        yield "last_date", BadCellError("the last date is before the first", "Exchange or correct the dates.")


def validity_ends_after_it_begins(row: Row) -> Problems:
    """Of a licence or an approval."""
    if isinstance(row, Licence) and row.valid_to is not None and row.valid_to < row.valid_from:
        yield "valid_to", BadCellError("it ends before it begins", "Exchange or correct the dates.")
    if isinstance(row, Approval) and row.valid_until is not None and row.valid_until < row.approved_on:
        yield "valid_until", BadCellError("it ends before it begins", "Exchange or correct the dates.")


def some_weeks_need_a_first_date(row: Row) -> Problems:
    """Without a first date nobody knows which weeks are meant."""
    if isinstance(row, Shift | Availability) and row.every_weeks > 1 and row.first_date is None:
        yield "first_date", BadCellError("every_weeks over 1 needs a first date", "Write a date of the first week.")


def arrival_window_is_one(row: Row) -> Problems:
    """The latest arrival is not before the earliest, and the longest wait not shorter than getting ready."""
    if isinstance(row, Shift) and row.latest_arrival > row.earliest_arrival:
        yield (
            "latest_arrival",
            BadCellError(
                f"the latest arrival, {row.latest_arrival} min before the start, is before the earliest, "
                f"{row.earliest_arrival} min before it",
                "Correct one of the two.",
            ),
        )
    if isinstance(row, Shift) and row.ready_after > row.longest_wait:
        yield (
            "longest_wait",
            BadCellError(
                f"ready {row.ready_after} min after the end, but waiting at most {row.longest_wait} min",
                "Correct one of the two.",
            ),
        )


def a_moved_shift_says_where_to(row: Row) -> Problems:
    """A change to other times names both times."""
    if isinstance(row, ShiftChange) and row.change == "moved":
        for column, value in (("start", row.start), ("end", row.end)):
            if value is None:
                yield column, BadCellError("a moved shift needs its new start and end", "Fill in both times.")


def a_ride_has_one_time(row: Row) -> Problems:
    """It arrives by a time or leaves after a time, and not both."""
    if isinstance(row, Ride) and (row.arrive_by is None) == (row.leave_after is None):
        cause = (
            "both arrive_by and leave_after are given"
            if row.arrive_by
            else "neither arrive_by nor leave_after is given"
        )
        yield "arrive_by", BadCellError(cause, "Fill in exactly one of the two.")


def it_goes_somewhere(row: Row) -> Problems:
    """A road or a ride leads from one place to another; an own trip leads away from home or to it."""
    if isinstance(row, Road | Ride) and row.start == row.end:
        yield "to", BadCellError("it leads to where it begins", "Correct one of the two places.")
    if isinstance(row, Availability) and row.own_trip and row.start_from == row.back_to:
        yield "to", BadCellError("an own trip needs two different places", "Fill in from or to; an empty one is home.")


ROW_RULES: tuple[Callable[[Row], Problems], ...] = (
    last_date_is_not_before_the_first,
    validity_ends_after_it_begins,
    some_weeks_need_a_first_date,
    arrival_window_is_one,
    a_moved_shift_says_where_to,
    a_ride_has_one_time,
    it_goes_somewhere,
)


def doubts(row: Row, *, today: date | None) -> Problems:
    """What may well be, but is worth a look: the past, a lost zero, times that change nothing."""
    if isinstance(row, ShiftChange) and row.change == "cancelled" and (row.start or row.end):
        yield "change", BadCellError("a cancelled shift's times are not used", "Write moved if it is at other times.")
    phone = getattr(row, "phone", "")
    if len(phone) == 9 and phone.startswith("7") and phone.isdigit():
        yield "phone", BadCellError("the leading zero seems lost", "Format the column as text in Excel.")
    if today is None:
        return
    if isinstance(row, Shift) and (_last_day(row) or today) < today:
        yield ("last_date" if row.last_date else "days"), BadCellError("the shift is in the past", "Remove the row.")
    if isinstance(row, Ride) and row.date < today:
        yield "date", BadCellError("the ride is in the past", "Remove the row.")


def _last_day(shift: Shift) -> date | None:
    only = shift.days[0]
    return date.fromisoformat(only) if only[0].isdigit() else shift.last_date
