import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ridematch.model.edition import Edition
from ridematch.model.errors import RidematchError
from ridematch.model.facts import Tables
from ridematch.office.files_out import Wanted, export_csv, export_ics, export_xlsx, mileage_statement
from ridematch.office.load import load
from ridematch.office.publishing import make_edition
from ridematch.office.settings import load_settings
from ridematch.store.database import open_store, transaction
from ridematch.store.editions import publish
from ridematch.store.tables import replace_tables
from tests.builders import (
    MONDAY,
    a_block,
    a_driver,
    a_line,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_trip,
)
from tests.rules.rows import a_volunteer
from tests.views.diary import Diary

NOW = datetime(2026, 12, 13, 20, tzinfo=UTC)
SETTINGS = load_settings(None)
NEXT_YEAR = date(2027, 1, 5)


def an_edition(*, own_trip: bool = True, served: bool = True) -> Edition:
    """V1 is on the way from A to C anyway, 20 km, and brings somebody from B to D, ten kilometres beyond."""
    problem = a_problem(
        a_line("A", 10, "B", 10, "C", 10, "D"),
        a_ride(a_request("R1", start="B", end="D")),
        a_driver("V1"),
        a_block("V1", "04:00", "09:00", destination="C", own_trip=own_trip, max_detour_minutes=30),
    )
    steps = (("pickup", "R1", "05:00"), ("delivery", "R1", None))
    plan = a_plan(problem, a_trip(problem, "V1:2026-12-14:1", *steps)) if served else a_plan(problem)  # type: ignore[arg-type]
    return make_edition(problem, plan, unserved=(), made_at=NOW)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


def publish_all(url: str, *editions: Edition) -> None:
    with transaction(open_store(url, create=True)) as session:
        for edition in editions:
            publish(session, edition)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_direct_way_of_an_own_trip_is_that_of_the_roads_it_was_planned_on(url: str, tmp_path: Path) -> None:
    publish_all(url, an_edition())
    wanted = Wanted(today=NEXT_YEAR, first_date=MONDAY, days=1)
    export_csv(url, tmp_path, wanted, settings=SETTINGS, semicolon=False)
    (row,) = read(tmp_path / "mileage.csv")
    assert (row["km"], row["own_trip_km"], row["paid_km"], row["kr"]) == ("40.0", "20.0", "20.0", "50.00")
    (month,) = read(tmp_path / "mileage_months.csv")
    assert (month["from"], month["to"], month["paid_km"], month["kr"]) == ("2026-12-14", "2026-12-14", "20.0", "50.00")


def test_who_carries_riders_on_own_trips_carries_something(url: str) -> None:
    """No ask, no day and no night, but rides, and the kilometres that are paid."""
    publish_all(url, an_edition())
    with transaction(open_store(url)) as session:
        replace_tables(session, Tables(volunteers=(a_volunteer("V1", "Dal"),)))
    for now, driven, metres, ahead in ((NOW, 0, 0, 1), (NOW + timedelta(days=2), 1, 20_000, 0)):
        ((one,), _, _) = load(url, settings=SETTINGS, now=now)
        assert (one.own_driven, one.own_metres, one.own_ahead) == (driven, metres, ahead)
        assert (one.asks, one.days, one.week, one.next_week, one.nights, one.ahead, one.metres) == (0,) * 7
        assert one.last == (MONDAY if driven else None)


def test_without_the_problem_an_own_trip_is_not_paid(url: str, tmp_path: Path) -> None:
    publish_all(url, replace(an_edition(), problem_json=""))
    export_csv(url, tmp_path, Wanted(today=MONDAY), settings=SETTINGS, semicolon=False)
    (row,) = read(tmp_path / "mileage.csv")
    assert (row["km"], row["own_trip_km"], row["kr"]) == ("40.0", "40.0", "0.00")


def test_without_dates_the_months_count_what_is_behind_us(url: str, tmp_path: Path) -> None:
    publish_all(url, an_edition(own_trip=False))
    for today, days, counted in (
        (MONDAY - timedelta(days=1), ["2026-12-14"], []),
        (MONDAY, ["2026-12-14"], [("2026-12-01", "2026-12-14")]),
        (NEXT_YEAR, ["2026-12-14"], [("2026-12-01", "2026-12-31")]),
        (date(2027, 2, 1), ["2026-12-14"], []),
    ):
        export_csv(url, tmp_path, Wanted(today=today), settings=SETTINGS, semicolon=False)
        assert [row["date"] for row in read(tmp_path / "mileage.csv")] == days
        assert [(row["from"], row["to"]) for row in read(tmp_path / "mileage_months.csv")] == counted


@pytest.mark.parametrize(
    ("today", "month", "dates", "kr"),
    [
        (NEXT_YEAR, None, (date(2026, 12, 1), NEXT_YEAR), "100.00"),
        (NEXT_YEAR, date(2026, 12, 1), (date(2026, 12, 1), date(2026, 12, 31)), "100.00"),
        (MONDAY, date(2026, 12, 1), (date(2026, 12, 1), MONDAY), "100.00"),
        (MONDAY - timedelta(days=1), date(2026, 12, 1), (date(2026, 12, 1), date(2026, 12, 13)), ""),
        (NEXT_YEAR, date(2026, 11, 1), (date(2026, 11, 1), date(2026, 11, 30)), ""),
    ],
)
def test_a_statement_counts_up_to_today(
    url: str, today: date, month: date | None, dates: tuple[date, date], kr: str
) -> None:
    publish_all(url, an_edition(own_trip=False))
    found = mileage_statement(url, today=today, month=month, settings=SETTINGS)
    assert (found.first_date, found.last_date) == dates
    assert [str(one.kr) for one in found.months] == [kr] * bool(kr)


def test_a_month_that_has_not_begun_has_no_statement(url: str) -> None:
    publish_all(url, an_edition())
    with pytest.raises(RidematchError, match="2027-01 has not begun"):
        mileage_statement(url, today=date(2026, 12, 31), month=date(2027, 1, 1), settings=SETTINGS)


def test_a_way_home_after_the_period_is_paid_with_its_own_date(url: str, tmp_path: Path) -> None:
    """The sheets of a Monday show who brings its riders home on Tuesday; Tuesday's mileage has it, Monday's not."""
    edition = an_edition(own_trip=False)
    tuesday = MONDAY + timedelta(days=1)
    home = tuple(replace(stop, date=tuesday, begins_at=stop.begins_at + timedelta(days=1)) for stop in edition.stops)
    publish_all(url, replace(edition, stops=(*edition.stops, *home)))
    wanted = Wanted(today=MONDAY, first_date=MONDAY, days=1)
    export_csv(url, tmp_path, wanted, settings=SETTINGS, semicolon=False)
    assert {row["date"] for row in read(tmp_path / "duties.csv")} == {"2026-12-14", "2026-12-15"}
    assert [row["date"] for row in read(tmp_path / "mileage.csv")] == ["2026-12-14"]


def test_who_drives_without_a_row_has_a_file_and_is_told_of_what_is_cancelled(url: str, tmp_path: Path) -> None:
    """Somebody who has left the tables, while the rides are still published or were so in an edition before."""
    publish_all(url, an_edition())
    wanted, diary = Wanted(today=MONDAY), Diary()
    csv_file, calendar = tmp_path / "volunteers" / "V1.csv", tmp_path / "calendars" / "V1.ics"
    assert csv_file in export_csv(url, tmp_path, wanted, settings=SETTINGS, semicolon=False).files
    assert export_ics(url, tmp_path, wanted, settings=SETTINGS).files == (calendar,)
    diary.take(calendar.read_bytes())
    assert len(diary.shown()) == 1

    publish_all(url, replace(an_edition(served=False), made_at=NOW + timedelta(hours=1)))
    assert export_csv(url, tmp_path, wanted, settings=SETTINGS, semicolon=False).removed == (csv_file,)
    assert export_ics(url, tmp_path, wanted, settings=SETTINGS).files == (calendar,)
    diary.take(calendar.read_bytes())
    assert diary.shown() == []
    assert export_ics(url, tmp_path, Wanted(today=MONDAY, first_date=NEXT_YEAR), settings=SETTINGS).removed == (
        calendar,
    )


@pytest.mark.parametrize("days", [None, 1])
def test_a_day_on_which_nothing_is_driven_any_more_is_cancelled_too(url: str, tmp_path: Path, days: int | None) -> None:
    """Then the schedule begins a day later."""
    edition, tuesday = an_edition(), timedelta(days=1)
    later = tuple(
        replace(stop, date=stop.date + tuesday, begins_at=stop.begins_at + tuesday, ends_at=stop.ends_at + tuesday)
        for stop in edition.stops
    )
    wanted, diary = Wanted(today=MONDAY - timedelta(days=1), days=days), Diary()
    for stops in (edition.stops, later):
        publish_all(url, replace(edition, days=3, stops=stops))
        export_ics(url, tmp_path, wanted, settings=SETTINGS)
        diary.take((tmp_path / "calendars" / "V1.ics").read_bytes())
    assert [entry.begins for entry in diary.shown()] == [later[0].begins_at]


@pytest.mark.parametrize("export", [export_xlsx, export_ics])
def test_before_the_first_edition_there_is_nothing_to_send(url: str, tmp_path: Path, export: object) -> None:
    open_store(url, create=True)
    with pytest.raises(RidematchError, match="Nothing has been published yet"):
        export(url, tmp_path, Wanted(today=MONDAY), settings=SETTINGS)  # type: ignore[operator]
    with pytest.raises(RidematchError, match="Nothing has been published yet"):
        mileage_statement(url, today=MONDAY, month=None, settings=SETTINGS)
