"""Dates and times as people read them, in the configuration's zone."""

from datetime import UTC, date, datetime, time, tzinfo

from ridematch.language import note, say

WEEKDAYS = (note("Mon"), note("Tue"), note("Wed"), note("Thu"), note("Fri"), note("Sat"), note("Sun"))


def day(on: date) -> str:
    """The date with its weekday: "Mon 2026-12-14"."""
    return f"{weekday(on)} {on.isoformat()}"


def weekday(on: date) -> str:
    """The day of the week, "Mon"."""
    return say(WEEKDAYS[on.weekday()])


def local_date(instant: datetime, zone: tzinfo) -> date:
    """The local date of an instant."""
    return instant.astimezone(zone).date()


def midnight(on: date, zone: tzinfo) -> datetime:
    """The instant at which a local date begins."""
    return datetime.combine(on, time(), tzinfo=zone).astimezone(UTC)


def hours(instant: datetime, zone: tzinfo) -> str:
    """The local time of day, "04:10"."""
    return f"{instant.astimezone(zone):%H:%M}"


def stamp(instant: datetime, zone: tzinfo) -> str:
    """The local date and time, "2026-12-14 04:10", as a spreadsheet reads it."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"


def span(begins: datetime, ends: datetime, zone: tzinfo) -> str:
    """From when to when, "22:40-00:10"."""
    return f"{hours(begins, zone)}-{hours(ends, zone)}"


def length(minutes: float) -> str:
    """A length of time in words: "2 h 5 min", "35 min"."""
    whole = round(minutes)
    return f"{whole // 60} h {whole % 60} min" if whole >= 60 else f"{whole} min"
