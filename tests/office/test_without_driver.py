"""What a bus covers is on paper with the times and places of the plan."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ridematch.office.files_out import Wanted
from ridematch.office.morning import look_up
from ridematch.office.night import run_night
from ridematch.office.pages_out import export_desk, export_pages
from ridematch.office.runs import Order
from ridematch.office.without_driver import legs_without_driver
from ridematch.store.database import open_store, reading, transaction
from ridematch.store.tables import replace_tables
from tests.rules.rows import MONDAY, SETTINGS, a_rider, a_shift, a_volunteer, free, some_tables

FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)
WANTED = Wanted(today=MONDAY, now=FRIDAY)
TABLES = some_tables(
    riders=(a_rider(language="sv"), a_rider("R2", "Hed")),
    shifts=(
        a_shift("S1", "14:00", "22:00", fallback_out="bus"),
        a_shift("S2", "06:00", "14:30", rider="R2", fallback_back="own"),
    ),
    volunteers=(a_volunteer("V1", "Dal"), a_volunteer("V2", "Hed")),
    availability=(free("20:00", "23:59"), free("04:00", "07:00", volunteer="V2")),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """R1 takes the bus to work and is driven home; R2 is driven there and gets home on their own."""
    store = f"sqlite:///{tmp_path_factory.mktemp('covered') / 'store.sqlite'}"
    with transaction(open_store(store, create=True)) as session:
        replace_tables(session, TABLES)
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=2, now=FRIDAY))
    return store


def test_each_leg_has_its_times_and_places(store: str) -> None:
    covered = look_up(store, today=MONDAY).past.covered
    with reading(open_store(store)) as session:
        out, back = sorted(legs_without_driver(session, covered), key=lambda leg: leg.request)
    assert (out.request, out.fallback, out.start, out.end) == (f"S1:{MONDAY}:out", "bus", "home:R1", "Fors")
    assert out.at == out.ends_at == datetime(2026, 12, 14, 12, 55, tzinfo=UTC)  # five to two, as the row says
    assert (back.request, back.fallback, back.start, back.end) == (f"S2:{MONDAY}:back", "own", "Fors", "home:R2")
    assert back.at == datetime(2026, 12, 14, 13, 35, tzinfo=UTC)
    assert back.ends_at is not None and back.ends_at > back.at


def test_the_desk_and_the_riders_pages_have_them(store: str, tmp_path: Path) -> None:
    export_pages(store, tmp_path, WANTED, settings=SETTINGS)
    export_desk(store, tmp_path, WANTED, settings=SETTINGS, now=FRIDAY)
    desk, *own = (
        (tmp_path / name).read_text(encoding="utf-8") for name in ("desk.html", "riders/R1.html", "riders/R2.html")
    )
    for said in ("by 13:55", "the bus", "from 14:35", "own means", "Dal to Fors"):
        assert said in desk
    assert "13:55" in own[0] and "ta bussen" in own[0]
    assert "14:35" in own[1] and "you get home yourself" in own[1]


def test_of_a_plan_that_is_gone_the_leg_is_left(store: str, tmp_path: Path) -> None:
    store = f"sqlite:///{shutil.copy(store.removeprefix('sqlite:///'), tmp_path / 'copy.sqlite')}"
    covered = look_up(store, today=MONDAY).past.covered
    for problem in ("", '{"epoch": "2026-12-14T00:00:00Z", "trips": []}'):
        with transaction(open_store(store)) as session:
            session.connection().exec_driver_sql("UPDATE edition SET problem_json = ?", (problem,))
        with reading(open_store(store)) as session:
            found = legs_without_driver(session, covered)
        assert {(leg.request, leg.at) for leg in found} == {(f"S1:{MONDAY}:out", None), (f"S2:{MONDAY}:back", None)}
