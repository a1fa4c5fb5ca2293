"""What an import means for published rides is in the trail, with who imported."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Away, ShiftChange, Tables
from ridematch.office.consequences import Consequences
from ridematch.office.history import history
from ridematch.office.import_means import meaning
from ridematch.office.imported import Importer
from ridematch.office.intake import apply_intake, intake_of
from ridematch.office.morning import tell
from ridematch.office.night import run_night
from ridematch.office.runs import Order
from ridematch.store.database import open_store, reading, transaction
from ridematch.store.tables import replace_tables
from ridematch.store.trail import load_events
from tests.rules.rows import MONDAY, SETTINGS, a_ride, a_rider, a_shift, a_volunteer, clock, free, some_tables

FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)
SATURDAY = FRIDAY + timedelta(days=1)
OUT, BACK = "S1:2026-12-14:out", "S1:2026-12-14:back"

SHIFT = a_shift()
RIDE = a_ride("E1", rider="R2", arrive_by=clock("17:00"))
TABLES = some_tables(
    riders=(a_rider(), a_rider("R2")),
    shifts=(SHIFT,),
    rides=(RIDE,),
    volunteers=(a_volunteer(),),
    availability=(free("03:00", "22:00"),),
)


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("published") / "store.sqlite"
    store = f"sqlite:///{file}"
    with transaction(open_store(store, create=True)) as session:
        replace_tables(session, TABLES)
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=1, now=FRIDAY, by="anna"))
    return file


@pytest.fixture
def store(published_once: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(published_once, tmp_path / 'store.sqlite')}"


def imported(store: str, tables: Tables, *, now: datetime = SATURDAY) -> list[tuple[str, str, str]]:
    """All that is in the trail after it: what happened to which ride, and who noted it."""
    intake = intake_of(lambda known: (tables, (), ()), store=store, now=now)
    apply_intake(intake, store=store, importer=Importer(settings=SETTINGS, now=now, by="kim"))
    with reading(open_store(store)) as session:
        return [(event.kind, event.serves, event.by) for event in load_events(session)]


def means(store: str, tables: Tables, *, now: datetime = SATURDAY) -> tuple[list[str], list[str]]:
    """The promises it would break, and what else of the published schedule."""
    found = meaning(store, tables, settings=SETTINGS, now=now).consequences
    return [one.serves for one in found.broken], [one.serves for one in found.loose]


MUCH_LATER = Tables(shifts=(replace(SHIFT, start=clock("10:00"), end=clock("18:00")),))


def test_what_an_import_breaks_is_known_before_it_is_written(store: str) -> None:
    assert means(store, MUCH_LATER) == ([], [OUT, BACK])
    tell(store, [OUT], now=SATURDAY)
    assert means(store, MUCH_LATER) == ([OUT], [BACK])
    assert means(store, Tables(shifts=())) == ([OUT], [BACK])
    kept = meaning(store, Tables(riders=TABLES.riders), settings=SETTINGS, now=SATURDAY)
    assert kept.consequences == Consequences(none=True)
    assert means(store, MUCH_LATER, now=SATURDAY + timedelta(days=4)) == ([], [])  # it is over


def test_who_would_have_no_way_home_is_known_before_it_is_written(store: str) -> None:
    at_work = datetime(2026, 12, 14, 8, tzinfo=UTC)
    away = Tables(away=(Away(who="V1", first_date=MONDAY, last_date=MONDAY, start=clock("12:00")),))
    found = meaning(store, away, settings=SETTINGS, now=at_work)
    assert [left.code for left in found.trouble.stranded] == [BACK]
    assert found.match == ("match", "--from", "2026-12-14")


def test_where_nothing_is_published_nothing_is_looked_at(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite'}"
    assert meaning(url, TABLES, settings=SETTINGS, now=SATURDAY).found is None
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
    assert meaning(url, MUCH_LATER, settings=SETTINGS, now=SATURDAY).found is None


def test_what_is_promised_while_somebody_looks_at_it_is_not_broken_unseen(store: str) -> None:
    intake = intake_of(lambda known: (MUCH_LATER, (), ()), store=store, now=SATURDAY)
    seen = meaning(store, MUCH_LATER, settings=SETTINGS, now=SATURDAY)
    tell(store, [OUT], now=SATURDAY)
    with pytest.raises(RidematchError, match="changed in the meantime; nothing was imported"):
        apply_intake(intake, store=store, seen=seen)
    assert imported(store, TABLES) == [("told", OUT, "")]  # the tables are as they were


def test_a_shift_at_another_time_is_in_the_history_with_who_imported_it(store: str) -> None:
    later = replace(SHIFT, start=clock("06:00"))
    assert imported(store, Tables(shifts=(later,))) == [("moved", OUT, "kim"), ("moved", BACK, "kim")]
    edition, moved = history(store, OUT, settings=SETTINGS)
    assert (edition.by, moved.what, moved.by) == ("anna", f"{OUT} is at another time.", "kim")


def test_a_shift_that_is_gone_or_off_on_that_date_is_cancelled_and_comes_back(store: str) -> None:
    off = ShiftChange(shift="S1", date=MONDAY, change="cancelled")
    assert [kind for kind, *_ in imported(store, Tables(shift_changes=(off,)))] == ["cancelled", "cancelled"]
    assert [kind for kind, *_ in imported(store, Tables(shift_changes=()))][2:] == ["restored", "restored"]
    ended = replace(SHIFT, last_date=MONDAY - timedelta(days=1))
    assert [kind for kind, *_ in imported(store, Tables(shifts=(ended,)))][4:] == ["cancelled", "cancelled"]


def test_a_single_ride_that_is_moved_or_not_needed(store: str) -> None:
    moved = replace(RIDE, arrive_by=clock("18:00"))
    assert [kind for kind, *_ in imported(store, Tables(rides=(moved,)))] == ["moved"]
    assert [kind for kind, *_ in imported(store, Tables(rides=()))][1:] == ["cancelled"]


@pytest.mark.parametrize("who", ["R1", "V1"])
def test_who_is_away_by_an_import_and_there_after_all(store: str, who: str) -> None:
    morning = Away(who=who, first_date=MONDAY, last_date=MONDAY, end=clock("12:00"))
    assert imported(store, Tables(away=(morning,))) == [("away", OUT, "kim")]
    all_day = replace(morning, end=None)
    assert ("away", BACK, "kim") in imported(store, Tables(away=(all_day,)))[1:]
    assert {kind for kind, *_ in imported(store, Tables(away=()))[-2:]} == {"back"}
    assert history(store, OUT, settings=SETTINGS)[-1].what == f"Somebody of {OUT} is there after all."


@pytest.mark.parametrize(
    "tables",
    [
        Tables(shifts=(replace(SHIFT, note="by the back door"),)),
        Tables(shifts=(SHIFT, a_shift("S2", "10:00", "14:00", rider="R2"))),
        Tables(shifts=(replace(SHIFT, last_date=MONDAY),)),
        Tables(volunteers=(a_volunteer(seats=5),)),
        Tables(away=(Away(who="V1", first_date=MONDAY + timedelta(days=1), last_date=MONDAY + timedelta(days=1)),)),
    ],
)
def test_what_changes_no_published_ride_is_not_in_the_trail(store: str, tables: Tables) -> None:
    assert imported(store, tables) == []


def test_what_is_over_is_left_alone(store: str) -> None:
    """The way out has been driven; the way back is still to come."""
    at_work = datetime(2026, 12, 14, 8, tzinfo=UTC)
    later = Tables(shifts=(replace(SHIFT, end=clock("14:00")),))
    assert [serves for _, serves, _ in imported(store, later, now=at_work)] == [BACK]
