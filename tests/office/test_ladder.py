"""The evening before: what there is for each ride late or early if its volunteer falls ill."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ridematch.model.facts import Overnight
from ridematch.office.dossier import open_dossier
from ridematch.office.ladder import ladders
from ridematch.office.night import run_night
from ridematch.office.runs import Order
from ridematch.store.database import open_store, transaction
from ridematch.store.tables import replace_tables
from ridematch.views.directory import Directory
from ridematch.views.ladder import AtHand, is_at_an_awkward_hour, ladder_page, rungs
from ridematch.views.terminal import plain_lines
from tests.office.test_answers import TABLES
from tests.rules.rows import MONDAY, SETTINGS, ZONE
from tests.views.schedules import a_stop

FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ladder") / "store.sqlite"
    bed = Overnight(place=(TABLES.shifts or ())[0].workplace, days=("Sun",), beds=2)
    with transaction(open_store(f"sqlite:///{file}", create=True)) as session:
        replace_tables(session, replace(TABLES, overnight=(bed,)))
    run_night(f"sqlite:///{file}", order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    return file


def test_rides_early_have_who_else_could_and_where_to_sleep(published: Path, tmp_path: Path) -> None:
    store = f"sqlite:///{shutil.copy(published, tmp_path / 'store.sqlite')}"
    dossier = open_dossier(store, settings=SETTINGS, now=FRIDAY)
    said: list[str] = []
    (early,) = ladders(dossier, [MONDAY], progress=said.append)
    assert early.ride.serves == "S1:2026-12-14:out"
    assert len(said) == 1
    assert {one.volunteer for one in early.others} == {"V1", "V2", "V3"} - {early.ride.volunteer}
    assert early.at_hand == AtHand(beds=((TABLES.shifts[0].workplace, 2),)) if TABLES.shifts else False
    page = ladder_page([early], people=dossier.found.people, zone=ZONE, title="Tonight", command="ridematch --store x")
    text = "\n".join(plain_lines(page))
    assert "For 0 nobody else was found" in text
    assert "ridematch --store x ask S1:2026-12-14:out" in text
    assert "2 beds at" in text


def test_no_ride_of_a_day_is_late_or_early(published: Path) -> None:
    dossier = open_dossier(f"sqlite:///{published}", settings=SETTINGS, now=FRIDAY)
    assert ladders(dossier, []) == ()
    page = ladder_page((), people=dossier.found.people, zone=ZONE, title="Tonight", command="ridematch")
    assert "No ride of these dates is late or early." in plain_lines(page)


@pytest.mark.parametrize(
    ("utc", "found"), [("20:59", False), ("21:00", True), ("02:00", True), ("05:59", True), ("06:00", False)]
)
def test_hours_at_which_nobody_else_is_about(utc: str, found: bool) -> None:
    stop = a_stop(1, "pickup", "Duved", utc, serves="S1:2026-12-14:out", rider="R1")
    assert is_at_an_awkward_hour([stop], zone=ZONE, late=22 * 60, early=7 * 60) == found


def test_a_bus_and_a_bed_are_named_where_they_are_known() -> None:
    nothing = rungs("S1", others=[], at_hand=AtHand(), first=2, people=Directory({}), command="ridematch")
    assert [line[:2] for line in nothing] == ["2.", "3.", "4."]
    assert "if one runs" in nothing[-1]
    assert nothing[1] == "3. The employer: no bed is in the tables (overnight); ask for one, or for a lift."
    known = AtHand(beds=(("Inn", 1),), bus=True)
    there = rungs("S1", others=None, at_hand=known, first=1, people=Directory({}), command="ridematch")
    assert "1 bed at Inn" in there[1]
    assert "one goes" in there[2]


@pytest.mark.parametrize(
    ("sharers", "said"),
    [(1, "The employer: 2 beds at Inn."), (2, "The employer: 2 beds at Inn, for 2 riders of this list that night.")],
)
def test_two_beds_are_not_promised_to_everybody(sharers: int, said: str) -> None:
    at_hand = AtHand(beds=(("Inn", 2),), sharers=sharers)
    lines = rungs("S1", others=[], at_hand=at_hand, first=1, people=Directory({}), command="ridematch")
    assert lines[1] == f"2. {said}"


def test_riders_of_one_night_share_the_beds_and_those_of_another_do_not(tmp_path: Path) -> None:
    """S1 and S3 begin on Monday morning at the same workplace, S1 also on Tuesday."""
    store = f"sqlite:///{tmp_path / 'store.sqlite'}"
    (first, *_) = TABLES.shifts or ()
    shifts = (replace(first, days=("Mon", "Tue")), replace(first, shift="S3", rider="R2", days=("Mon",)))
    bed = Overnight(place=first.workplace, days=("Sun", "Mon"), beds=2)
    with transaction(open_store(store, create=True)) as session:
        replace_tables(session, replace(TABLES, shifts=shifts, overnight=(bed,)))
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    dossier = open_dossier(store, settings=SETTINGS, now=FRIDAY)
    found = ladders(dossier, [MONDAY, MONDAY + timedelta(days=1)])
    mornings = {one.ride.serves: one.at_hand.sharers for one in found}
    assert mornings == {"S1:2026-12-14:out": 2, "S3:2026-12-14:out": 2, "S1:2026-12-15:out": 1}
