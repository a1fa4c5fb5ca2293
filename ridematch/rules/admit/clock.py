"""Between the clock on the wall and whole minutes since an instant; every conversion of the house is here."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from ridematch.rules.admit.spans import Span

DAYS_BEFORE = 2
"""The epoch lies so many local midnights before the horizon, so that the minutes in use are not negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Local times of one zone as minutes since `epoch` (an instant in UTC).

    A time that the clocks skip is one hour later. Of a time that comes twice, a start is the first, an end the second.
    """

    epoch: datetime
    zone: ZoneInfo

    def start(self, on: date, at: time) -> int:
        """When something starts that a person wrote down as this date and time."""
        return self.minute(datetime.combine(on, at, self.zone).replace(fold=0))

    def end(self, on: date, at: time) -> int:
        """When something ends that a person wrote down as this date and time."""
        twice = self.oddity(on, at) == "twice"
        return self.minute(datetime.combine(on, at, self.zone).replace(fold=1 if twice else 0))

    def span(self, on: date, start: time, end: time) -> Span:
        """From a start to an end, which is on the next day when it is not after the start."""
        ends_on = on + timedelta(days=1) if end <= start else on
        return Span(begins=self.start(on, start), ends=self.end(ends_on, end))

    def minute(self, instant: datetime) -> int:
        """Whole minutes from the epoch to an aware instant."""
        return int((instant.astimezone(UTC) - self.epoch).total_seconds() // 60)

    def date_of(self, minute: int) -> date:
        """The local date of a minute."""
        return (self.epoch + timedelta(minutes=minute)).astimezone(self.zone).date()

    def oddity(self, on: date, at: time) -> Literal["", "skipped", "twice"]:
        """Whether the clocks skip this local time or show it twice."""
        local = datetime.combine(on, at, self.zone)
        first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
        if first is None or second is None or first == second:
            return ""
        return "skipped" if first < second else "twice"


def make_clock(zone: str, first_date: date) -> Clock:
    """The clock for a horizon that begins on a date, in a zone by its IANA name."""
    home = ZoneInfo(zone)
    midnight = datetime.combine(first_date - timedelta(days=DAYS_BEFORE), time(), home)
    return Clock(epoch=midnight.astimezone(UTC), zone=home)
