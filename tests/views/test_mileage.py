from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridematch.model.edition import PlannedStop
from ridematch.model.settings import MileageRate
from ridematch.views.directory import Directory
from ridematch.views.mileage import Driven, by_day, by_month, days_sheet, last_of_month, mileage_page, months_sheet
from ridematch.views.terminal import plain_lines
from tests.views.schedules import MONDAY, PEOPLE, STOPS, a_stop
from tests.views.test_sheets import rows

OLD = MileageRate(first_date=date(2008, 1, 1), kr_per_km=Decimal("1.85"), source="the old law")
NEW = MileageRate(first_date=date(2023, 1, 1), kr_per_km=Decimal("2.5"), source="the new law")
RATES = (OLD, NEW)


def a_drive(
    metres: int, *, on: date = MONDAY, volunteer: str = "V1", own_trip: bool = False
) -> tuple[PlannedStop, ...]:
    """There with somebody in the car."""
    return (
        a_stop(0, "depart", "home:V1", "05:00", volunteer=volunteer, on=on, own_trip=own_trip),
        a_stop(1, "pickup", "home:V1", "05:00", serves="S1:x:out", volunteer=volunteer, on=on, own_trip=own_trip),
        a_stop(
            2, "delivery", "B", "05:30", serves="S1:x:out", volunteer=volunteer, on=on, metres=metres, own_trip=own_trip
        ),
        a_stop(3, "arrive", "B", "05:30", volunteer=volunteer, on=on, own_trip=own_trip),
    )


def of_day(stops: tuple[PlannedStop, ...], *, direct: int | None = None) -> Driven:
    first = stops[0]
    known = {} if direct is None else {(first.date, first.volunteer, first.trip): direct}
    (found,) = by_day(stops, direct=known, rates=RATES)
    return found


def kilometres(one: Driven) -> tuple[str, str, str, str]:
    return str(one.km), str(one.empty_km), str(one.own_trip_km), str(one.paid_km)


def test_a_day_is_paid_from_home_to_home_with_the_empty_part_in_it() -> None:
    one = of_day(STOPS)
    assert kilometres(one) == ("86.5", "66.5", "0.0", "86.5")
    assert (one.volunteer, one.first_date, one.kr_per_km, one.kr) == ("V1", MONDAY, Decimal("2.50"), Decimal("216.25"))


@pytest.mark.parametrize(
    ("direct", "paid"),
    [
        (25_000, "5.0"),  # only the detour
        (30_000, "0.0"),  # no detour
        (31_000, "0.0"),  # the quickest way was not the shortest
        (None, "0.0"),  # nobody knows the direct way any more
    ],
)
def test_on_an_own_trip_only_the_detour_is_paid(direct: int | None, paid: str) -> None:
    one = of_day(a_drive(30_000, own_trip=True), direct=direct)
    assert (str(one.km), str(one.paid_km)) == ("30.0", paid)
    assert one.kr == Decimal(paid) * Decimal("2.50")


def test_a_quicker_way_that_is_no_shorter_costs_nothing_of_the_days_other_trips() -> None:
    other = tuple(replace(stop, trip=2) for stop in a_drive(10_000))
    one = of_day((*a_drive(30_000, own_trip=True), *other), direct=35_000)
    assert kilometres(one)[2:] == ("30.0", "10.0")


def test_a_direct_way_means_nothing_to_a_trip_from_home() -> None:
    assert kilometres(of_day(a_drive(30_000), direct=25_000))[2:] == ("0.0", "30.0")


@pytest.mark.parametrize(
    ("on", "kr"),
    [
        (date(2007, 12, 31), "0.00"),
        (date(2008, 1, 1), "18.50"),
        (date(2022, 12, 31), "18.50"),
        (date(2023, 1, 1), "25.00"),
    ],
)
def test_each_day_is_paid_at_its_own_rate(on: date, kr: str) -> None:
    assert str(of_day(a_drive(10_000, on=on)).kr) == kr


def test_half_an_ore_goes_up() -> None:
    assert str(of_day(a_drive(100, on=date(2022, 6, 1))).kr) == "0.19"  # 0.1 km at 1.85


def test_a_month_in_which_the_rate_changes_has_two_rows() -> None:
    rates = (OLD, replace(NEW, first_date=date(2026, 12, 15)))
    stops = (*a_drive(10_000), *a_drive(10_000, on=MONDAY + timedelta(days=1)))
    old, new = by_month(
        by_day(stops, direct={}, rates=rates), first_date=date(2026, 12, 1), last_date=date(2026, 12, 20)
    )
    assert [(str(one.kr_per_km), str(one.kr), one.days) for one in (old, new)] == [
        ("1.85", "18.50", 1),
        ("2.50", "25.00", 1),
    ]


def test_a_month_says_which_dates_were_looked_at() -> None:
    stops = (*a_drive(1_000, on=date(2026, 11, 30)), *a_drive(1_000, on=date(2026, 12, 1)))
    days = by_day(stops, direct={}, rates=RATES)
    november, december = by_month(days, first_date=date(2026, 11, 15), last_date=date(2026, 12, 3))
    assert (november.first_date, november.last_date) == (date(2026, 11, 15), date(2026, 11, 30))
    assert (december.first_date, december.last_date) == (date(2026, 12, 1), date(2026, 12, 3))
    assert by_month(days, first_date=date(2026, 11, 15), last_date=None)[1].last_date == date(2026, 12, 31)


@pytest.mark.parametrize(("first", "last"), [("2026-12-01", 31), ("2027-02-01", 28), ("2028-02-01", 29)])
def test_the_last_date_of_a_month(first: str, last: int) -> None:
    assert last_of_month(date.fromisoformat(first)).day == last


@given(
    st.lists(
        st.tuples(
            st.integers(0, 70), st.sampled_from("AB"), st.integers(0, 99_999), st.integers(0, 99_999), st.booleans()
        ),
        max_size=12,
        unique_by=lambda drive: drive[:2],
    )
)
def test_every_sum_is_the_sum_of_the_rows_shown(drives: list[tuple[int, str, int, int, bool]]) -> None:
    first = date(2022, 12, 1)
    stops: list[PlannedStop] = []
    direct = {}
    for after, volunteer, metres, straight, own_trip in drives:
        on = first + timedelta(days=after)
        stops += a_drive(metres, on=on, volunteer=volunteer, own_trip=own_trip)
        direct[on, volunteer, 1] = straight
    days = by_day(stops, direct=direct, rates=RATES)
    by_row = rows(days_sheet(days, people=PEOPLE))
    for month in rows(months_sheet(by_month(days, first_date=first, last_date=None), people=PEOPLE)):
        mine = [
            row
            for row in by_row
            if (row["volunteer"], row["kr_per_km"]) == (month["volunteer"], month["kr_per_km"])
            and f"{row['date']:%Y-%m}" == month["month"]
        ]
        assert month["days"] == len(mine) > 0
        for column in ("km", "empty_km", "own_trip_km", "paid_km", "kr"):
            assert month[column] == sum(row[column] for row in mine)
    assert all(row["km"] == row["own_trip_km"] + row["paid_km"] and row["paid_km"] >= 0 for row in by_row)
    assert len(by_row) == len(drives)


def test_the_page_adds_up_and_says_how() -> None:
    stops = (*a_drive(10_000), *a_drive(5_000, volunteer="V2"))
    months = by_month(by_day(stops, direct={}, rates=RATES), first_date=date(2026, 12, 1), last_date=date(2026, 12, 20))
    page = mileage_page(months, first_date=date(2026, 12, 1), last_date=date(2026, 12, 20), rates=RATES, people=PEOPLE)
    lines = plain_lines(page)
    assert lines[0] == "Mileage, Tue 2026-12-01 to Sun 2026-12-20"
    assert any(
        line.startswith("month: 2026-12; rate: 2.50 kr/km; volunteer: Bo Skjuts (V1); days: 1; km: 10.0")
        for line in lines
    )
    assert "2026-12: 15.0 km paid, 37.50 kr in all." in lines
    assert any("the new law" in line for line in lines)
    assert not any("the old law" in line for line in lines)


def test_a_page_about_nothing_says_so() -> None:
    page = mileage_page((), first_date=MONDAY, last_date=MONDAY, rates=RATES, people=Directory({}))
    assert "Nobody drove on these days." in plain_lines(page)
