from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ridematch.views.clock import day, length, local_date, span, stamp

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def test_times_are_local_on_both_sides_of_the_clock_change() -> None:
    before, after = datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert span(before, after, STOCKHOLM) == "01:59-03:00"
    assert stamp(after, STOCKHOLM) == "2027-03-28 03:00"


def test_the_local_date_is_not_that_of_utc() -> None:
    assert local_date(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), STOCKHOLM) == date(2027, 1, 1)
    assert day(date(2027, 1, 1)) == "Fri 2027-01-01"


@pytest.mark.parametrize(("minutes", "words"), [(0, "0 min"), (59, "59 min"), (60, "1 h 0 min"), (125, "2 h 5 min")])
def test_lengths(minutes: int, words: str) -> None:
    assert length(minutes) == words
