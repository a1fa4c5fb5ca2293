"""Years on the calendar: birthdays, terms of years, 29 February."""

from datetime import date, timedelta


def years_later(on: date, years: int) -> date:
    """The same day so many years later (earlier when negative). From 29 February to a common year: 28 February.

    A term that ends there ends a day early rather than late. Beyond the calendar: its first or last day.
    """
    year = on.year + years
    if year > date.max.year:
        return date.max
    if year < date.min.year:
        return date.min
    try:
        return on.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def birthday(born: date, age: int) -> date:
    """When somebody turns `age`. Born on 29 February and no such day that year: 1 March, the later of two readings."""
    turns = years_later(born, age)
    return turns + timedelta(days=1) if (born.month, born.day) == (2, 29) and turns.day == 28 else turns


def latest_birth(born: str) -> date | None:
    """A date of birth from "1960-05-31", or from "1960" the last day of that year; None where it is neither."""
    try:
        return date(int(born), 12, 31) if len(born.strip()) == 4 else date.fromisoformat(born.strip())
    except ValueError:
        return None


def days_held(stretches: tuple[tuple[date, date | None], ...], *, begin: date, end: date) -> int:
    """Days from `begin` to before `end` that lie in at least one stretch (both its dates included, None is open)."""
    held, reached = 0, begin
    for first, last in sorted(stretches, key=lambda stretch: stretch[0]):
        start = max(first, reached)
        stop = end if last is None or last >= end else last + timedelta(days=1)
        if stop > start:
            held += (stop - start).days
            reached = stop
    return held
