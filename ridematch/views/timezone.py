"""A time zone as calendars carry it (VTIMEZONE, RFC 5545): every change of the clocks in some years.

icalendar can make one, but puts the change to summer time an hour late: a change begins at the local time of before it.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard


def vtimezone(zone: ZoneInfo, *, first_year: int, last_year: int) -> "Timezone":
    """The zone from the beginning of the first year to the end of the last."""
    from icalendar import Timezone

    begins = datetime(first_year, 1, 1, tzinfo=UTC) - timedelta(days=1)
    found = Timezone()
    found.add("tzid", zone.key)
    found.add_component(_observance(begins, begins, zone))
    for change in clock_changes(zone, begins, datetime(last_year + 1, 1, 1, tzinfo=UTC)):
        found.add_component(_observance(change - timedelta(minutes=1), change, zone))
    return found


def clock_changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> tuple[datetime, ...]:
    """The instants, whole minutes in UTC, from which on a local clock shows another time."""
    found = []
    day = timedelta(days=1)
    while begins < ends:
        if _offset(begins, zone) != _offset(begins + day, zone):
            found.append(_change_within(zone, begins, begins + day))
        begins += day
    return tuple(found)


def _change_within(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) // timedelta(minutes=2) * timedelta(minutes=1)
        before, after = (middle, after) if _offset(middle, zone) == _offset(before, zone) else (before, middle)
    return after


def _observance(before: datetime, since: datetime, zone: ZoneInfo) -> "TimezoneDaylight | TimezoneStandard":
    from icalendar import TimezoneDaylight, TimezoneStandard

    local = since.astimezone(zone)
    one = TimezoneDaylight() if local.dst() else TimezoneStandard()
    one.add("dtstart", (since + _offset(before, zone)).replace(tzinfo=None))
    one.add("tzoffsetfrom", _offset(before, zone))
    one.add("tzoffsetto", _offset(since, zone))
    one.add("tzname", local.tzname())
    return one


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()
