from datetime import date, time

import pytest

from ridematch.tables import times
from ridematch.tables.findings import BadCellError

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@pytest.mark.parametrize(
    "cell",
    [
        "2026-12-14",
        "2026-12-14 00:00",
        "2026-12-14 00:00:00",
        "2026/12/14",
        "20261214",
        "14.12.2026",
        "14/12 2026",
        "14/12/2026",
        "den 14 december 2026",
        "14 dec 2026",
        "14-dec-26",
        "46370",
    ],
)
def test_a_date_reads_however_excel_wrote_it(cell: str) -> None:
    assert times.day(cell) == date(2026, 12, 14)


@pytest.mark.parametrize(
    "cell", ["3/4/2026", "2026-13-01", "2026-02-29", "14/12", "206-12-14", "2026", "snart", "9999-01-01"]
)
def test_a_date_that_can_not_be_or_may_be_another_is_refused(cell: str) -> None:
    with pytest.raises(BadCellError):
        times.day(cell)


@pytest.mark.parametrize("cell", ["06:05", "6:05", "06.05", "06:05:00", "kl 06:05", "kl. 6.05", "1899-12-30 06:05:00"])
def test_a_time_of_day(cell: str) -> None:
    assert times.clock(cell) == time(6, 5)


@pytest.mark.parametrize("cell", ["25:00", "24:01", "06:60", "6", "0,25", "06:05:30", "6:05 PM", "06:05-14:00"])
def test_no_time_of_day(cell: str) -> None:
    with pytest.raises(BadCellError):
        times.end_clock(cell)


def test_midnight_ends_a_day_and_begins_the_next() -> None:
    assert times.end_clock("24:00") == time(0, 0)
    assert times.end_clock("23:59") == time(23, 59)
    with pytest.raises(BadCellError):
        times.clock("24:00")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Mon", ("Mon",)),
        ("må ti on", ("Mon", "Tue", "Wed")),
        ("mån tis", ("Mon", "Tue")),
        ("mån, tis och tors", ("Mon", "Tue", "Thu")),
        ("må ti on to fr", WEEK[:5]),
        ("to", ("Thu",)),
        ("lör sön", ("Sat", "Sun")),
        ("Sun Sat", ("Sat", "Sun")),
        ("vardagar", WEEK[:5]),
        ("weekdays", WEEK[:5]),
        ("helger", WEEK[5:]),
        ("weekends", WEEK[5:]),
        ("dagligen", WEEK),
        ("Daily", WEEK),
        ("alla dagar", WEEK),
        ("Mon-Fri", WEEK[:5]),
        ("må – fr", WEEK[:5]),
        ("Fri-Mon", ("Mon", "Fri", "Sat", "Sun")),
        ("vardagar lör", WEEK[:6]),
        ("MÅN. TIS.", ("Mon", "Tue")),
        ("2026-12-14", ("2026-12-14",)),
        ("14/12 2026", ("2026-12-14",)),
    ],
)
def test_days(cell: str, expected: tuple[str, ...]) -> None:
    assert times.days(cell) == expected


@pytest.mark.parametrize(
    "cell", ["Mon to Fri", "Mån-Xxx", "helgdagar", "2026-12-14 2026-12-15", "Mon 2026-12-14", ",", "-"]
)
def test_no_days(cell: str) -> None:
    with pytest.raises(BadCellError):
        times.days(cell)


@pytest.mark.parametrize(
    ("cell", "start", "minutes"),
    [
        ("40", time(6, 0), 40),
        ("40 min", time(6, 0), 40),
        ("0", time(6, 0), 0),
        ("05:20", time(6, 0), 40),
        ("5.20", time(6, 0), 40),
        ("23:50", time(0, 10), 20),
        ("06:00", time(6, 0), 0),
        ("18:00", time(6, 0), 720),
    ],
)
def test_minutes_before_a_start(cell: str, start: time, minutes: int) -> None:
    assert times.minutes_before(cell, start) == minutes


def test_minutes_after_an_end_across_midnight() -> None:
    assert times.minutes_after("00:15", time(23, 50)) == 25


@pytest.mark.parametrize("cell", ["06:20", "17:59", "721", "-5", "4.5", "soon"])
def test_a_time_after_the_start_is_not_before_it(cell: str) -> None:
    with pytest.raises(BadCellError):
        times.minutes_before(cell, time(6, 0))


def test_born_is_a_year_or_a_date() -> None:
    assert times.born("1970") == "1970"
    assert times.born("31.5.1970") == "1970-05-31"
    with pytest.raises(BadCellError):
        times.born("70")
