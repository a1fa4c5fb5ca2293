"""What can't be true of one row, though each of its cells can: one small function a rule."""

from collections.abc import Callable, Iterator
from datetime import date

from ridematch.language import say
from ridematch.model.facts import (
    Approval,
    Availability,
    Away,
    LessonTime,
    Licence,
    LoggedLesson,
    Overnight,
    Ride,
    Road,
    Row,
    Shift,
    ShiftChange,
)
from ridematch.tables.findings import BadCellError

Problems = Iterator[tuple[str, BadCellError]]
"""Pairs of the column a problem is shown at and what it is."""

Called = Callable[[str], str]
"""What the row's file calls a column."""


def last_date_is_not_before_the_first(row: Row, _: Called) -> Problems:
    """Of a shift, an availability, lesson times, an absence or beds."""
    if (
        isinstance(row, Shift | Availability | LessonTime | Away | Overnight)
        and row.first_date is not None
        and row.last_date is not None
        and row.last_date < row.first_date
    ):
        yield "last_date", BadCellError(say("the last date is before the first"), say("Exchange or correct the dates."))


def validity_ends_after_it_begins(row: Row, _: Called) -> Problems:
    """Of a licence or an approval."""
    if isinstance(row, Licence) and row.valid_to is not None and row.valid_to < row.valid_from:
        yield "valid_to", BadCellError(say("it ends before it begins"), say("Exchange or correct the dates."))
    if isinstance(row, Approval) and row.valid_until is not None and row.valid_until < row.approved_on:
        yield "valid_until", BadCellError(say("it ends before it begins"), say("Exchange or correct the dates."))


def some_weeks_need_a_first_date(row: Row, called: Called) -> Problems:
    """Without a first date nobody knows which weeks are meant."""
    if isinstance(row, Shift | Availability) and row.every_weeks > 1 and row.first_date is None:
        cause = say("{every_weeks} over 1 needs a first date", every_weeks=called("every_weeks"))
        yield "first_date", BadCellError(cause, say("Write a date of the first week."))


def arrival_window_is_one(row: Row, _: Called) -> Problems:
    """The latest arrival is not before the earliest, and the longest wait not shorter than getting ready."""
    if isinstance(row, Shift) and row.latest_arrival > row.earliest_arrival:
        yield (
            "latest_arrival",
            BadCellError(
                say(
                    "the latest arrival, {latest} min before the start, is before the earliest, {earliest} min",
                    latest=row.latest_arrival,
                    earliest=row.earliest_arrival,
                ),
                say("Correct one of the two."),
            ),
        )
    if isinstance(row, Shift) and row.ready_after > row.longest_wait:
        yield (
            "longest_wait",
            BadCellError(
                say(
                    "ready {ready} min after the end, but waiting at most {wait} min",
                    ready=row.ready_after,
                    wait=row.longest_wait,
                ),
                say("Correct one of the two."),
            ),
        )


def a_moved_shift_says_where_to(row: Row, _: Called) -> Problems:
    """A change to other times names both times."""
    if isinstance(row, ShiftChange) and row.change == "moved":
        for column, value in (("start", row.start), ("end", row.end)):
            if value is None:
                yield column, BadCellError(say("a moved shift needs its new start and end"), say("Fill in both times."))


def a_ride_has_one_time(row: Row, called: Called) -> Problems:
    """It arrives by a time or leaves after a time, and not both."""
    if isinstance(row, Ride) and (row.arrive_by is None) == (row.leave_after is None):
        times = {"arrive_by": called("arrive_by"), "leave_after": called("leave_after")}
        cause = (
            say("neither {arrive_by} nor {leave_after} is given", **times)
            if row.arrive_by is None
            else say("both {arrive_by} and {leave_after} are given", **times)
        )
        yield "arrive_by", BadCellError(cause, say("Fill in exactly one of the two."))


def it_goes_somewhere(row: Row, called: Called) -> Problems:
    """A road or a ride leads from one place to another; an own trip leads away from home or to it."""
    if isinstance(row, Road | Ride) and row.start == row.end:
        yield "to", BadCellError(say("it leads to where it begins"), say("Correct one of the two places."))
    if isinstance(row, Availability) and row.own_trip and row.start_from == row.back_to:
        places = {"start": called("from"), "end": called("to")}
        remedy = say("Fill in {start} or {end}; an empty one is home.", **places)
        yield "to", BadCellError(say("an own trip needs two different places"), remedy)


ROW_RULES: tuple[Callable[[Row, Called], Problems], ...] = (
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
        remedy = say("Write moved if it is at other times.")
        yield "change", BadCellError(say("a cancelled shift's times are not used"), remedy)
    phone = getattr(row, "phone", "")
    if len(phone) == 8 and phone.isdigit() and phone[0] != "0":  # from another country, or a zero is lost
        remedy = say("Write it as you dial it: with its zero, or with + and the number of the country.")
        yield "phone", BadCellError(say("the beginning of the number may be missing"), remedy)
    if today is None:
        return
    if isinstance(row, Shift) and (_last_day(row) or today) < today:
        column = "last_date" if row.last_date else "days"
        yield column, BadCellError(say("the shift is in the past"), say("Remove the row."))
    if isinstance(row, LoggedLesson) and row.date > today:
        yield "date", BadCellError(say("the lesson is still to come"), say("Correct the date, or remove the row."))
    if isinstance(row, Ride) and row.date < today:
        yield "date", BadCellError(say("the ride is in the past"), say("Remove the row."))


def _last_day(shift: Shift) -> date | None:
    only = shift.days[0]
    return date.fromisoformat(only) if only[0].isdigit() else shift.last_date
