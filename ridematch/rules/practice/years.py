"""Years on the calendar: birthdays, terms of years, 29 February."""

from datetime import date, timedelta

DAY = timedelta(days=1)


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
    return turns + DAY if (born.month, born.day) == (2, 29) and turns.day == 28 else turns


def age_on(born: date, on: date) -> int:
    """How old somebody is on a date, by `birthday`."""
    age = on.year - born.year
    return age if birthday(born, age) <= on else age - 1


def latest_birth(born: str) -> date | None:
    """A date of birth from "1960-05-31", or from "1960" the last day of that year; None where it is neither."""
    try:
        return date(int(born), 12, 31) if len(born.strip()) == 4 else date.fromisoformat(born.strip())
    except ValueError:
        return None


def term_ends(begins: date, years: int, *, last_day: str) -> date:
    """The last day of a term of years; 0 years have no end. `last_day` says whether its anniversary is "included"."""
    if years == 0:
        return date.max
    anniversary = years_later(begins, years)
    return anniversary if last_day == "included" else anniversary - DAY


def days_held(stretches: tuple[tuple[date, date | None], ...], *, begin: date, end: date) -> int:
    """Days from `begin` to before `end` that lie in at least one stretch (both its dates included, None is open)."""
    held, reached = 0, begin
    for first, last in sorted(stretches, key=lambda stretch: stretch[0]):
        start = max(first, reached)
        stop = end if last is None or last >= end else last + DAY
        if stop > start:
            held += (stop - start).days
            reached = stop
    return held


def held_since(stretches: tuple[tuple[date, date | None], ...], *, on: date) -> date | None:
    """The first day of the unbroken time up to and with `on`; stretches that touch are one. None: not held on it."""
    since: date | None = None
    reached = date.min
    for first, last in sorted(stretches, key=lambda stretch: stretch[0]):
        if first > on:
            break
        if since is None or (reached < date.max and first > reached + DAY):
            since, reached = first, last or date.max
        else:
            reached = max(reached, last or date.max)
    return since if since is not None and reached >= on else None
