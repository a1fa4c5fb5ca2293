"""A small change made in the tables, as a coordinator would enter it: the next run reads what was tried."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from ridematch.model.facts import (
    Approval,
    Availability,
    LessonTime,
    Ride,
    Shift,
    ShiftChange,
    Tables,
    Volunteer,
)
from ridematch.model.problem import way_of
from ridematch.rules.admit.dates import recurs
from ridematch.views.remedies import Remedy

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """From minutes of a problem to the clock on the wall."""

    epoch: datetime
    zone: tzinfo

    def local(self, minute: int) -> datetime:
        """The local date and time of a minute."""
        return (self.epoch + timedelta(minutes=minute)).astimezone(self.zone)

    def time(self, minute: int) -> time:
        """The local time of a minute."""
        return self.local(minute).time()


def applied(tables: Tables, remedy: Remedy, *, clock: Clock) -> Tables:
    """The tables with this change. Hours hold on its date alone; a shift's margins, seats and limits have no dates."""
    match remedy.kind:
        case "time":
            return replace(tables, availability=_longer(tables.availability or (), remedy, clock))
        case "hours":
            rows = tuple(_free(remedy.who, start, end, clock) for start, end in remedy.spans)
            return replace(tables, availability=(*(tables.availability or ()), *rows))
        case "windows":
            return _wider(tables, remedy)
        case "thing":
            return _volunteer(tables, remedy.who, lambda row: _with_things(row, remedy))
        case "day":
            return _volunteer(tables, remedy.who, _one_day_more)
        case "instead":
            return _without(tables, remedy.instead)
        case "lesson":
            rows_of_lessons = tuple(_lesson_time(remedy, start, end, clock) for start, end in remedy.spans)
            return replace(tables, lesson_times=(*(tables.lesson_times or ()), *rows_of_lessons))
        case "approval":
            since = clock.local(0).date()
            approval = Approval(volunteer=remedy.who, rider=remedy.rider, approved_on=since)
            return replace(tables, approvals=(*(tables.approvals or ()), approval))


def _free(who: str, start: int, end: int, clock: Clock) -> Availability:
    day = f"{clock.local(start).date()}"
    return Availability(volunteer=who, days=(day,), start=clock.time(start), end=clock.time(end))


def _lesson_time(remedy: Remedy, start: int, end: int, clock: Clock) -> LessonTime:
    day = f"{clock.local(start).date()}"
    return LessonTime(rider=remedy.who, days=(day,), start=clock.time(start), end=clock.time(end))


def _longer(rows: tuple[Availability, ...], remedy: Remedy, clock: Clock) -> tuple[Availability, ...]:
    """A drive with ends of its own gets other times on that date; hours at home get more beside them."""
    start = remedy.was_from if remedy.starts is None else remedy.starts
    end = remedy.was_until if remedy.ends is None else remedy.ends
    was = (clock.time(remedy.was_from), clock.time(remedy.was_until))
    drive = next((row for row in rows if _leads_elsewhere(row, remedy) and (row.start, row.end) == was), None)
    if drive is None:
        return (*rows, _free(remedy.who, start, end, clock))
    once = replace(
        drive,
        days=(remedy.date.isoformat(),),
        start=clock.time(start),
        end=clock.time(end),
        every_weeks=1,
        first_date=None,
        last_date=None,
    )
    return (*(row for row in rows if row is not drive), *_but_for(drive, remedy.date), once)


def _leads_elsewhere(row: Availability, remedy: Remedy) -> bool:
    mine = row.volunteer == remedy.who and (row.own_trip or row.start_from != row.back_to)
    return mine and recurs(
        remedy.date, days=row.days, first_date=row.first_date, last_date=row.last_date, every_weeks=row.every_weeks
    )


def _but_for(row: Availability, on: date) -> tuple[Availability, ...]:
    """The row before a date and after it."""
    next_date = on + timedelta(days=1)
    if next_date.weekday() == 0:
        next_date += timedelta(weeks=row.every_weeks - 1)
    before = replace(row, last_date=on - timedelta(days=1))
    after = replace(row, first_date=next_date)
    return tuple(
        one for one in (before, after) if not (one.first_date and one.last_date and one.first_date > one.last_date)
    )


def _wider(tables: Tables, remedy: Remedy) -> Tables:
    """The margins of the shift; of a single ride, which has none, the times."""
    codes = remedy.serves.split()
    ways = {way_of(code) for code in codes}
    minutes, named = remedy.minutes // len(codes), codes[0].partition(":")[0]

    def shift(row: Shift) -> Shift:
        if row.shift != named:
            return row
        out, back = (minutes if way in ways else 0 for way in ("out", "back"))
        return replace(row, earliest_arrival=row.earliest_arrival + out, longest_wait=row.longest_wait + back)

    def ride(row: Ride) -> Ride:
        if row.ride != named:
            return row
        if "out" in ways:
            row = replace(row, arrive_by=_moved(row.arrive_by, -minutes), leave_after=_moved(row.leave_after, -minutes))
        return replace(row, return_after=_moved(row.return_after, minutes)) if "back" in ways else row

    return replace(tables, shifts=tuple(map(shift, tables.shifts or ())), rides=tuple(map(ride, tables.rides or ())))


def _moved(at: time | None, minutes: int) -> time | None:
    return None if at is None else (datetime.combine(date.min, at) + timedelta(days=1, minutes=minutes)).time()


def _with_things(row: Volunteer, remedy: Remedy) -> Volunteer:
    """Of each thing as many as are said, one where it does not say; in the place of fewer of the same."""
    wanted = [thing.partition(":") for thing in remedy.things]
    codes = {code for code, _, _ in wanted}
    others = (offer for offer in row.offers if offer.partition(":")[0] not in codes)
    return replace(row, offers=(*others, *(f"{code}:{count or 1}" for code, _, count in wanted)))


def _one_day_more(row: Volunteer) -> Volunteer:
    asks = row.max_asks_per_week
    return replace(
        row,
        max_days_per_week=min(DAYS_A_WEEK, row.max_days_per_week + 1),
        max_asks_per_week=None if asks is None else asks + 1,
    )


def _without(tables: Tables, journey: str) -> Tables:
    """A commute cancelled on its date, or a single ride taken away."""
    shift, _, on = journey.partition(":")
    if not on:
        return replace(tables, rides=tuple(row for row in tables.rides or () if row.ride != journey))
    cancelled = ShiftChange(shift=shift, date=date.fromisoformat(on), change="cancelled")
    others = (row for row in tables.shift_changes or () if (row.shift, row.date) != (shift, cancelled.date))
    return replace(tables, shift_changes=(*others, cancelled))


def _volunteer(tables: Tables, who: str, change: Callable[[Volunteer], Volunteer]) -> Tables:
    rows = (change(row) if row.volunteer == who else row for row in tables.volunteers or ())
    return replace(tables, volunteers=tuple(rows))
