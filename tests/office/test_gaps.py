"""The gap radar: what is said to bring a ride brings it, once it is in the store."""

import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ridematch.model.facts import WEEKDAYS, Availability, Volunteer
from ridematch.office.gap_candidates import Week, departures, takes, with_bus
from ridematch.office.gap_files import write_gaps
from ridematch.office.gaps import find_gaps
from ridematch.office.gather import horizon
from ridematch.office.night import run_night
from ridematch.office.runs import Order
from ridematch.store.database import open_store, reading, transaction
from ridematch.store.editions import latest_edition
from ridematch.store.tables import load_tables, replace_tables
from ridematch.views.demand import Demand, Flow, demand_sheet
from ridematch.views.directory import Directory
from ridematch.views.gaps import Gaps, gaps_page
from ridematch.views.json_file import plan_from_json, problem_from_json
from ridematch.views.terminal import plain_lines
from tests.office.test_answers import TABLES
from tests.rules.rows import MONDAY, SETTINGS, ZONE, a_shift, clock

FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)
TODAY = date(2026, 12, 11)
ORDER = Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """R2 works late on Wednesday and Friday, when nobody drives."""
    file = tmp_path_factory.mktemp("gaps") / "store.sqlite"
    late = a_shift("S8", "21:30", "23:30", rider="R2", workplace="Fors", days=("Wed", "Fri"))
    with transaction(open_store(f"sqlite:///{file}", create=True)) as session:
        replace_tables(session, replace(TABLES, shifts=(*(TABLES.shifts or ()), late)))
    run_night(f"sqlite:///{file}", order=ORDER)
    return file


@pytest.fixture(scope="module")
def found(published: Path) -> tuple[Gaps, Directory]:
    return find_gaps(f"sqlite:///{published}", settings=SETTINGS, today=TODAY, weeks=2, seconds=120)


def left_out(store: str) -> int:
    with reading(open_store(store)) as session:
        edition = latest_edition(session)
    assert edition is not None
    return sum(left.kind == "commute" for left in edition.unserved)


def test_a_volunteer_who_is_looked_for_would_drive_them(
    published: Path, found: tuple[Gaps, Directory], tmp_path: Path
) -> None:
    gaps, _ = found
    store = f"sqlite:///{shutil.copy(published, tmp_path / 'store.sqlite')}"
    before = left_out(store)
    best = gaps.volunteers[0]
    assert (gaps.left_out, best.gain.served, best.weekdays) == (before, 2, (2, 4))
    with transaction(open_store(store)) as session:
        known = load_tables(session)
        days = tuple(WEEKDAYS[day] for day in best.weekdays)
        hours = tuple(
            Availability(
                volunteer="N1", days=days, start=clock(f"{start % 24:02d}:00"), end=clock(f"{end % 24:02d}:00")
            )
            for start, end in best.hours
        )
        somebody = Volunteer(volunteer="N1", name="Ny", home=best.village, notice_hours=0)
        volunteers = (*(known.volunteers or ()), somebody)
        replace_tables(
            session, replace(known, volunteers=volunteers, availability=(*(known.availability or ()), *hours))
        )
    run_night(store, order=ORDER)
    assert left_out(store) == before - best.gain.served


def test_the_pages_and_files_name_no_rider(found: tuple[Gaps, Directory], tmp_path: Path) -> None:
    gaps, people = found
    text = "\n".join(plain_lines(gaps_page(gaps, people=people)))
    assert "one more volunteer near" in text
    assert "Wed Fri" in text
    files = write_gaps(gaps, tmp_path)
    assert [file.name for file in files] == [
        *("recruiting.txt", "recruiting.csv", "recruiting.svg", "recruiting.png"),
        *("buses.txt", "buses.csv", "demand.csv", "demand.svg", "demand.png"),
    ]
    for file in files:
        if file.suffix == ".png":
            assert file.read_bytes().startswith(b"\x89PNG")
        else:
            assert not re.search(r"\b[RVS]\d|Påhittad", file.read_text(encoding="utf-8-sig")), file
    again = tmp_path / "again"
    write_gaps(gaps, again)
    for picture in ("demand.svg", "recruiting.svg"):
        assert (again / picture).read_bytes() == (tmp_path / picture).read_bytes()


def test_each_page_is_for_its_reader_and_counts_in_one_word(found: tuple[Gaps, Directory], tmp_path: Path) -> None:
    write_gaps(found[0], tmp_path)
    recruiting, buses = ((tmp_path / f"{name}.txt").read_text(encoding="utf-8") for name in ("recruiting", "buses"))
    assert "one more volunteer near" in recruiting
    assert "a bus from" not in recruiting
    assert "a bus from" in buses
    assert "stretch:" in buses
    assert "volunteer" not in buses
    assert "more a week" in recruiting
    assert "more a week" in buses
    for name in ("recruiting", "buses"):
        assert "more_a_week" in (tmp_path / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")


def test_a_bus_takes_those_on_its_way_in_time(published: Path) -> None:
    with reading(open_store(f"sqlite:///{published}")) as session:
        edition = latest_edition(session)
    assert edition is not None
    problem, plan = problem_from_json(edition.problem_json), plan_from_json(edition.plan_json)
    bus = departures([Week(problem=problem, plan=plan, dates=frozenset(horizon(MONDAY, 7)))], ZONE)[0]
    changed, taken = with_bus(problem, bus, ZONE)
    assert taken
    fallbacks = {leg.request.code: leg.fallback for one in changed.journeys for leg in one.legs}
    assert {code for code, fallback in fallbacks.items() if fallback == "bus"} == {one.code for one in taken}
    assert not takes(problem, replace(bus, leaves=(bus.leaves + 300) % 1440), taken[0], ZONE)
    assert not takes(problem, replace(bus, start=bus.end, end=bus.start), taken[0], ZONE)


def test_too_little_time_is_said(published: Path) -> None:
    gaps, people = find_gaps(f"sqlite:///{published}", settings=SETTINGS, today=TODAY, weeks=1, seconds=0.01)
    assert gaps.cut_short or not gaps.volunteers
    page = "\n".join(plain_lines(gaps_page(replace(gaps, cut_short=True), people=people)))
    assert "a longer --time-limit" in page


@pytest.fixture(scope="module")
def two_weeks(tmp_path_factory: pytest.TempPathFactory) -> str:
    """In the first week R1 asks to be driven at night, when nobody drives; in the second R2 does."""
    store = f"sqlite:///{tmp_path_factory.mktemp('weeks') / 'store.sqlite'}"
    early = a_shift("S7", "23:00", "03:00", rider="R1", workplace="Fors", days=("2026-12-09",))
    late = a_shift("S8", "21:30", "23:30", rider="R2", workplace="Fors", days=("2026-12-16",))
    with transaction(open_store(store, create=True)) as session:
        replace_tables(session, replace(TABLES, shifts=(*(TABLES.shifts or ()), early, late)))
    for weeks in (1, 0):
        now = FRIDAY - timedelta(weeks=weeks)
        run_night(store, order=replace(ORDER, first_date=MONDAY - timedelta(weeks=weeks), now=now))
    return store


@pytest.mark.parametrize("weeks", [1, 2])
def test_every_week_that_is_asked_for_counts(two_weeks: str, weeks: int) -> None:
    gaps, _ = find_gaps(two_weeks, settings=SETTINGS, today=TODAY, weeks=weeks, seconds=60)
    assert (gaps.weeks, gaps.demand.days, gaps.days) == (weeks, 7 * weeks, 7 * weeks)
    assert gaps.first_date == MONDAY - timedelta(weeks=weeks - 1)
    in_the_first_week = {flow.hour for flow in gaps.demand.flows if flow.unserved} & {2, 3, 4}
    assert bool(in_the_first_week) == (weeks == 2)
    assert any(one.village == "Dal" for one in gaps.volunteers) == (weeks == 2)


def test_a_date_is_counted_for_the_newest_plan_that_has_it(two_weeks: str, tmp_path: Path) -> None:
    """A plan of ten days is published over the end of the first week."""
    store = f"sqlite:///{shutil.copy(two_weeks.removeprefix('sqlite:///'), tmp_path / 'store.sqlite')}"
    run_night(store, order=replace(ORDER, first_date=MONDAY - timedelta(days=3), days=10))
    gaps, _ = find_gaps(store, settings=SETTINGS, today=TODAY, weeks=2, seconds=10)
    assert gaps.demand.days == gaps.days


def test_demand_counts_each_stretch_once() -> None:
    demand = Demand(
        days=7,
        stops=(("A", 0.0), ("B", 5.0)),
        flows=(Flow(start="A", end="B", hour=5, served=1, unserved=2),),
    )
    assert demand_sheet(demand).rows == (("A", "B", 5, 1, 2, 7),)


@pytest.mark.parametrize(
    ("tried", "said"), [(0, []), (1, ["in the one car that was full"]), (2, ["in 2 cars that were full"])]
)
def test_that_no_seat_helps_is_said_where_one_was_tried(
    found: tuple[Gaps, Directory], tried: int, said: list[str]
) -> None:
    gaps, people = found
    page = plain_lines(gaps_page(replace(gaps, seats=(), seats_tried=tried), people=people))
    about = [line for line in page if " full: " in line]
    assert len(about) == len(said)
    assert all(words in line for words, line in zip(said, about, strict=True))
