"""A week of the first steps, published on Friday; then, on Sunday evening, the telephone rings."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Place, Ride, Road, Tables
from ridematch.office.history import history
from ridematch.office.intake import apply_intake, read_intake
from ridematch.office.morning import look_up, tell
from ridematch.office.night import run_night
from ridematch.office.runs import Order
from ridematch.office.settings import load_settings
from ridematch.office.telephone import Proposal, propose, write
from ridematch.store.database import NoStoreError, open_store, reading, transaction
from ridematch.store.tables import load_tables, replace_tables
from ridematch.views.marks import states
from tests.office.telephone import typed

FIRST_STEPS = Path(__file__).parents[2] / "data" / "first-steps"
SETTINGS = load_settings(None)
MONDAY = date(2026, 12, 14)
FRIDAY = datetime(2026, 12, 11, 20, tzinfo=UTC)
"""When it was planned: everybody could still be asked in time."""
SUNDAY_EVENING = datetime(2026, 12, 13, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("published") / "store.sqlite"
    store = f"sqlite:///{file}"
    apply_intake(read_intake(FIRST_STEPS, store=store, settings=SETTINGS, now=SUNDAY_EVENING), store=store)
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    return file


@pytest.fixture
def store(published_once: Path, tmp_path: Path) -> str:
    """A store of its own for each test."""
    return f"sqlite:///{shutil.copy(published_once, tmp_path / 'store.sqlite')}"


def asked(store: str, line: str, now: datetime = SUNDAY_EVENING) -> Proposal:
    """What a line typed at the telephone would do."""
    return propose(store, lambda desk: typed(desk, line), settings=SETTINGS, now=now)


def says(store: str, line: str, now: datetime = SUNDAY_EVENING) -> tuple[list[str], list[str]]:
    """What it breaks: promises, and what else is published."""
    found = asked(store, line, now).consequences
    return [one.serves for one in found.broken], [one.serves for one in found.loose]


def stored(store: str) -> Tables:
    with reading(open_store(store)) as session:
        return load_tables(session)


MONDAY_OUT, MONDAY_BACK = "S1:2026-12-14:out", "S1:2026-12-14:back"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "loose"),
    [
        ("away V1 2026-12-14", [MONDAY_OUT, MONDAY_BACK]),  # home again at 04:36, and on the road from 11:54
        ("away V1 2026-12-14 --start 04:36 --end 11:54", []),
        ("away V1 2026-12-14 --start 04:35 --end 11:54", [MONDAY_OUT]),
        ("away V1 2026-12-14 --start 04:36 --end 11:55", [MONDAY_BACK]),
        ("away R1 2026-12-14", [MONDAY_OUT, MONDAY_BACK]),
        ("away R2 2026-12-14", ["S2:2026-12-14:out", "S2:2026-12-14:back"]),
        ("away V1 2026-12-15", []),
        ("away R3 2026-12-17", ["R3:2026-12-17:lesson"]),
        ("away R3 2026-12-19", ["S3:2026-12-18:out", "S3:2026-12-18:back"]),  # a shift until 00:30
        ("away V2 2026-12-19", ["S3:2026-12-18:back"]),
        ("away R3 2026-12-19 --start 00:30", ["S3:2026-12-18:out", "S3:2026-12-18:back"]),  # both ways or neither
        ("away V2 2026-12-19 --start 00:53", []),
        ("away V2 2026-12-18 --start 22:00 --end 00:21", ["S3:2026-12-18:back"]),
        ("cancel S1 2026-12-14", [MONDAY_OUT, MONDAY_BACK]),
        ("cancel E1", ["E1:out", "E1:back"]),
        ("cancel S1 2026-12-15", []),  # was left out
        ("move S1 2026-12-14 04:30 12:00", []),
        ("move S1 2026-12-14 04:30 13:00", [MONDAY_BACK]),
        ("move S3 2026-12-18 17:00 01:30", ["S3:2026-12-18:back"]),
        ("add-ride R2 home Åre 2026-12-15 --arrive-by 12:00", []),
    ],
)
def test_what_is_published_and_does_not_hold_any_more(store: str, line: str, loose: list[str]) -> None:
    proposal = asked(store, line)
    assert says(store, line) == ([], loose)
    assert proposal.consequences.none == (not loose and not proposal.edit.changes_nothing)
    assert proposal.match == ("match",)


@pytest.mark.parametrize(
    ("line", "broken"),
    [
        ("away V1 2026-12-14", [MONDAY_OUT, MONDAY_BACK]),
        ("away V1 2026-12-14 --start 04:31", [MONDAY_BACK]),  # promised times may move by five minutes
        ("away V1 2026-12-14 --start 04:30", [MONDAY_OUT, MONDAY_BACK]),
        ("cancel S1 2026-12-14", [MONDAY_OUT, MONDAY_BACK]),
        ("cancel S1 2026-12-16", []),
    ],
)
def test_what_was_told_is_a_broken_promise(store: str, line: str, broken: list[str]) -> None:
    tell(store, ("S1:2026-12-14",), now=SUNDAY_EVENING)
    assert says(store, line)[0] == broken


def test_what_is_over_is_not_spoken_of_and_today_is_planned_anew(store: str) -> None:
    """On Monday at 10:00 the way out is driven, and a match that begins tomorrow would not see the way back."""
    ten = datetime(2026, 12, 14, 9, tzinfo=UTC)
    assert says(store, "away V1 today", ten) == ([], [MONDAY_BACK])
    assert asked(store, "away V1 today", ten).match == ("match", "--from", "2026-12-14")
    assert asked(store, "away V1 wednesday", ten).match == ("match",)


def test_after_midnight_the_night_of_yesterday_is_still_ahead(store: str) -> None:
    """Saturday at 00:10, local time."""
    assert says(store, "away V2 today", datetime(2026, 12, 18, 23, 10, tzinfo=UTC)) == ([], ["S3:2026-12-18:back"])


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ("away V1 2026-12-14", ("match", "--from", "2026-12-14")),
        ("away V1 today", ("match", "--from", "2026-12-14")),
        ("add-ride R1 home Åre today --arrive-by 23:00", ("match", "--from", "2026-12-01")),
    ],
)
def test_days_far_ahead_are_planned_again_from_their_first(store: str, line: str, match: tuple[str, ...]) -> None:
    assert asked(store, line, datetime(2026, 12, 1, 9, tzinfo=UTC)).match == match


def test_a_long_absence_is_looked_at_where_something_is_published(store: str) -> None:
    proposal = asked(store, "away V1 today 2027-12-31")
    assert proposal.days < 10
    assert len(proposal.consequences.loose) == 5
    assert says(store, "away V1 2027-01-01 2027-12-31") == ([], [])


def test_it_is_written_and_taken_back(store: str) -> None:
    before = stored(store)
    for line in ("away V1 2026-12-14", "cancel S1 2026-12-16", "move S3 2026-12-18 16:00 23:00", "cancel E1"):
        write(asked(store, line), store=store, now=FRIDAY, by="kim")
    after = stored(store)
    assert [len(getattr(after, table)) for table in ("away", "shift_changes", "rides")] == [2, 3, 0]
    assert after == replace(before, away=after.away, shift_changes=after.shift_changes, rides=after.rides)
    for line in (
        "away V1 2026-12-14 --back",
        "cancel S1 2026-12-16 --undo",
        "move S3 2026-12-18 --undo",
        "add-ride R3 Åre 'Mötesplats Undersåker' 2026-12-16 --arrive-by 17:30 --return-after 18:30 --code E1",
    ):
        proposal = asked(store, line)
        assert (proposal.consequences.broken, proposal.consequences.loose) == ((), ())
        write(proposal, store=store, now=FRIDAY, by="kim")
    assert stored(store) == before


def test_nothing_is_written_while_it_is_only_asked_for(store: str) -> None:
    before = stored(store)
    asked(store, "away V1 2026-12-14")
    assert stored(store) == before


def tell_somebody(store: str) -> None:
    tell(store, (MONDAY_OUT,), now=SUNDAY_EVENING)


def import_something(store: str) -> None:
    write(asked(store, "away V2 2026-12-24"), store=store, now=FRIDAY, by="kim")


@pytest.mark.parametrize("meanwhile", [tell_somebody, import_something])
def test_a_store_that_changed_meanwhile_is_left_alone(store: str, meanwhile: Callable[[str], None]) -> None:
    proposal = asked(store, "cancel S1 2026-12-14")
    meanwhile(store)
    before = stored(store)
    with pytest.raises(RidematchError, match="nothing was changed"):
        write(proposal, store=store, now=FRIDAY, by="kim")
    assert stored(store) == before


def test_the_next_match_says_what_broke(store: str) -> None:
    tell(store, ("S1:2026-12-14",), now=SUNDAY_EVENING)
    write(asked(store, "cancel hanan 2026-12-14"), store=store, now=FRIDAY, by="kim")
    morning, _ = run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    assert [one.promise.serves for one in morning.broken] == [MONDAY_OUT, MONDAY_BACK]


ISLAND = (
    Place(name="Ö", lat=63.5, lon=13.5),
    Place(name="Holme", lat=63.51, lon=13.51),
)


@pytest.mark.parametrize(
    ("line", "warned"),
    [
        ("add-ride R1 home Ö 2026-12-16 --arrive-by 17:00", "No road leads from one of its places to the other."),
        ("add-ride R3 home Undersåker 2026-12-16 --arrive-by 17:30", "comes too close to another journey"),
        ("add-ride R1 home Åre 2027-03-28 --arrive-by 02:30", "when the clocks go forward"),
        ("add-ride R1 home Åre 2026-12-17 --arrive-by 09:00", ""),
    ],
)
def test_what_can_not_be_planned_is_said_at_once(store: str, line: str, warned: str) -> None:
    with transaction(open_store(store)) as session:
        tables = load_tables(session)
        bridge = Road(start="Ö", end="Holme", km=2, minutes=3)
        replace_tables(session, Tables(places=(*(tables.places or ()), *ISLAND), roads=(*(tables.roads or ()), bridge)))
    issues = asked(store, line).issues
    assert (warned in " ".join(issue.sentence for issue in issues)) and bool(issues) == bool(warned)


def test_what_could_not_be_planned_before_is_no_news(store: str) -> None:
    with transaction(open_store(store)) as session:
        nowhere = Ride(ride="E9", rider="R1", start="Åre", end="Åre", date=date(2026, 12, 16))
        replace_tables(session, Tables(rides=(*(load_tables(session).rides or ()), nowhere)))
    assert asked(store, "away V1 2026-12-16").issues == ()


def test_where_nothing_was_published_it_is_only_written(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with pytest.raises(NoStoreError):
        asked(store, "away V1 today")
    apply_intake(read_intake(FIRST_STEPS, store=store, settings=SETTINGS, now=SUNDAY_EVENING), store=store)
    proposal = asked(store, "add-ride R1 home Åre tomorrow --arrive-by 17:00")
    assert (proposal.consequences.broken, proposal.consequences.loose, proposal.consequences.none) == ((), (), False)
    assert proposal.match == ("match",)
    write(proposal, store=store, now=FRIDAY, by="kim")
    assert any(isinstance(row, Ride) and row.ride == "R1-2026-12-14" for row in stored(store).rides or ())


def test_who_changed_what_is_in_the_trail_and_what_is_cancelled_is_marked(store: str) -> None:
    """Cancelled, taken back after the next match, and not marked any more once it is planned again."""

    def states_of(code: str) -> set[str]:
        standing = look_up(store, today=MONDAY)
        known = states(standing.past.stops, standing.past.promises, standing.past.events)
        return {state for serves, state in known.items() if serves.startswith(f"{code}:")}

    def noted(code: str) -> list[tuple[str, str]]:
        return [
            (line.what, line.by)
            for line in history(store, code, settings=SETTINGS)
            if line.by or "after all" in line.what
        ]

    shift = f"S1:{MONDAY}"
    assert states_of(shift) == {"proposed"}
    write(asked(store, f"cancel S1 {MONDAY}"), store=store, now=FRIDAY, by="kim")
    assert states_of(shift) == {"cancelled"}
    assert noted(shift) == [(f"{shift}:{way} is cancelled.", "kim") for way in ("out", "back")]
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    write(asked(store, f"cancel S1 {MONDAY} --undo"), store=store, now=FRIDAY, by="kim")
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    assert states_of(shift) == {"proposed"}
    assert noted(shift)[-1] == (f"{shift} takes place after all.", "kim")


def test_an_absence_is_noted_with_each_ride_it_touches(store: str) -> None:
    standing = look_up(store, today=MONDAY)
    mine = {stop.serves for stop in standing.past.stops if stop.serves and stop.rider == "R1" and stop.date == MONDAY}
    write(asked(store, f"away R1 {MONDAY}"), store=store, now=FRIDAY, by="kim")
    for serves in mine:
        assert any("is away then" in line.what for line in history(store, serves, settings=SETTINGS))
    assert states_of_all(store) <= {"proposed", "told"}


def states_of_all(store: str) -> set[str]:
    standing = look_up(store, today=MONDAY)
    return set(states(standing.past.stops, standing.past.promises, standing.past.events).values())
