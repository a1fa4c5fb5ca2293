"""Whole nights over the two dates on which the clocks change: planned, checked, and right on the wall clock."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ridematch.match.solve import match
from ridematch.office.publishing import make_edition
from ridematch.rules.check import check
from ridematch.views.rides import rides
from tests.rules.rows import a_rider, a_shift, a_volunteer, admitted, free, some_tables

ZONE = ZoneInfo("Europe/Stockholm")
TABLES = some_tables(
    riders=(a_rider(),),
    shifts=(a_shift(start="22:00", end="06:00", days=("Sat",)),),
    volunteers=(a_volunteer("V1", "Dal"), a_volunteer("V2", "Dal")),
    availability=(
        free("20:00", "23:59", volunteer="V1", days=("Sat",)),
        free("05:00", "08:00", volunteer="V2", days=("Sun",)),
    ),
)


@pytest.mark.parametrize(
    ("saturday", "hours"),
    [(date(2026, 10, 24), 9), (date(2027, 3, 27), 7), (date(2027, 10, 30), 9), (date(2026, 12, 5), 8)],
)
def test_a_night_shift_is_as_long_as_the_night(saturday: date, hours: int) -> None:
    problem, issues = admitted(TABLES, first=saturday, days=2)
    plan = match(problem)
    assert issues == ()
    assert (check(problem, plan), plan.left_out, plan.proven) == ((), (), True)
    made = datetime(2026, 1, 1, tzinfo=ZONE)
    out, back = rides(make_edition(problem, plan, unserved=(), made_at=made).stops)
    there, off = out.delivery.begins_at.astimezone(ZONE), back.pickup.begins_at.astimezone(ZONE)
    assert (there.date(), off.date()) == (saturday, saturday + timedelta(days=1))
    assert (21, 20) <= (there.hour, there.minute) <= (21, 55)
    assert (6, 5) <= (off.hour, off.minute) <= (6, 40)
    between = off.astimezone(ZoneInfo("UTC")) - there.astimezone(ZoneInfo("UTC"))
    assert timedelta(hours=hours, minutes=10) <= between <= timedelta(hours=hours, minutes=80)


def test_a_drive_in_the_hour_that_comes_twice_takes_as_long_as_it_takes() -> None:
    """Home at the second 02:30, which is an hour after the first."""
    shift = a_shift(start="18:00", end="02:30", days=("Sat",))
    drivers = replace(TABLES, shifts=(shift,), availability=(free("16:00", "05:00", volunteer="V1", days=("Sat",)),))
    problem, _ = admitted(drivers, first=date(2026, 10, 24), days=1)
    plan = match(problem)
    assert check(problem, plan) == ()
    _, back = rides(make_edition(problem, plan, unserved=(), made_at=datetime(2026, 1, 1, tzinfo=ZONE)).stops)
    off = back.pickup.begins_at.astimezone(ZONE)
    assert (off.fold, off.utcoffset()) == (1 if off.hour == 2 else 0, timedelta(hours=1))
