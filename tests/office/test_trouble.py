"""What comes first: who counts on what does not hold any more, and who is out there without a way home."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Away, ShiftChange, Tables
from ridematch.office.answers import accept, decline
from ridematch.office.dossier import as_it_holds
from ridematch.office.edits import away as absent
from ridematch.office.finishing import finish
from ridematch.office.ladder import ladders
from ridematch.office.morning import check_published, tell
from ridematch.office.night import run_night
from ridematch.office.phoned_off import phoned_off
from ridematch.office.runs import Order
from ridematch.office.shift_edits import cancel as cancelled
from ridematch.office.taking_back import undo
from ridematch.office.telephone import propose, write
from ridematch.office.trouble import find_trouble
from ridematch.store.database import open_store, reading, transaction
from ridematch.store.editions import load_schedule
from ridematch.store.tables import load_tables, replace_tables
from ridematch.store.trail import load_events
from ridematch.views.directory import Directory
from ridematch.views.stranded import CANCELLED
from ridematch.views.trouble import Trouble
from ridematch.views.unkept import what_holds
from tests.office.test_answers import BACK, FRIDAY, LATER, OUT, TABLES, dossier, has
from tests.rules.rows import MONDAY, SETTINGS, ZONE, clock, free

COMMUTE = "S1:2026-12-14"
AT_WORK = datetime(2026, 12, 14, 8, tzinfo=UTC)
"""The way out was driven at 04:37, and the way back is still to come."""


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("trouble") / "store.sqlite"
    with transaction(open_store(f"sqlite:///{file}", create=True)) as session:
        replace_tables(session, TABLES)
    match(f"sqlite:///{file}", FRIDAY)
    return file


@pytest.fixture
def store(published_once: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(published_once, tmp_path / 'store.sqlite')}"


def no(store: str, code: str, volunteer: str, now: datetime = LATER) -> None:
    found = dossier(store, now)
    subjects, who = found.said_by([code], volunteer)
    decline(found, subjects, who, "ill")


def yes(store: str, code: str, volunteer: str, now: datetime = LATER) -> None:
    found = dossier(store, now)
    subjects, who = found.said_by([code], volunteer)
    accept(found, subjects, who)


def trouble(store: str, now: datetime = LATER) -> Trouble:
    return find_trouble(store, settings=SETTINGS, now=now)


def to_phone(store: str, now: datetime = LATER) -> list[tuple[str, str, str]]:
    """Whom, about what, and what holds now."""
    nobody = Directory({})
    return [
        (one.agreed.person, one.agreed.serves, what_holds(one, people=nobody, zone=ZONE))
        for one in trouble(store, now).unkept
    ]


def change(store: str, **rows: object) -> None:
    with transaction(open_store(store)) as session:
        tables = load_tables(session)
        before = {name: getattr(tables, name) or () for name in rows}
        replace_tables(session, Tables(**{name: (*before[name], row) for name, row in rows.items()}))


def is_away(store: str, who: str, *, start: str = "", on: date = MONDAY) -> None:
    change(store, away=Away(who=who, first_date=on, last_date=on, start=clock(start) if start else None))


def cancel(store: str, on: date = MONDAY) -> None:
    change(store, shift_changes=ShiftChange(shift="S1", date=on, change="cancelled"))


def match(store: str, now: datetime = LATER) -> None:
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=now))


def test_what_holds_is_no_trouble(store: str) -> None:
    tell(store, [COMMUTE], now=FRIDAY)
    assert trouble(store) == Trouble()


def test_everybody_who_was_told_is_to_be_phoned_night_after_night_until_somebody_did(store: str) -> None:
    tell(store, [COMMUTE], now=FRIDAY)
    cancel(store)
    everybody = [(who, ride) for ride in (OUT, BACK) for who in ("R1", "V1")]
    assert [(who, ride) for who, ride, _ in to_phone(store)] == everybody
    for _ in range(2):
        match(store)
        assert [(who, ride) for who, ride, _ in to_phone(store)] == everybody
    phoned_off(store, [COMMUTE], "R1", settings=SETTINGS, now=LATER, by="kim")
    assert {who for who, _, _ in to_phone(store)} == {"V1"}
    phoned_off(store, [OUT, BACK], "V1", settings=SETTINGS, now=LATER, by="kim")
    match(store)
    assert to_phone(store) == []


def test_a_yes_that_came_to_nothing_is_told_to_the_volunteer_alone(store: str) -> None:
    yes(store, OUT, "V1")
    cancel(store)
    match(store)
    assert to_phone(store) == [("V1", OUT, "nobody drives it as things are")]


def test_it_is_over_once_its_time_is(store: str) -> None:
    tell(store, [OUT], now=FRIDAY)
    cancel(store)
    (begins, _) = (one.agreed.begins_at for one in trouble(store).unkept)
    assert begins is not None
    assert to_phone(store, begins - timedelta(minutes=1))
    assert not to_phone(store, begins)


def test_with_somebody_else_the_rider_is_told_and_who_said_no_knows_it(store: str) -> None:
    tell(store, [OUT], now=FRIDAY)
    no(store, OUT, "V1")
    ((who, ride, now),) = to_phone(store)
    assert (who, ride) == ("R1", OUT)
    assert now.startswith("it is with V2 now, ")
    yes(store, OUT, "V2")
    tell(store, [OUT], now=LATER)
    assert to_phone(store) == []


def test_who_is_away_knows_it_and_the_other_one_is_phoned(store: str) -> None:
    tell(store, [OUT], now=FRIDAY)
    is_away(store, "V1")
    assert [who for who, _, _ in to_phone(store)] == ["R1"]
    found = trouble(store)
    assert [one.agreed.person for one in found.known] == ["V1"]
    assert {OUT, BACK} <= found.void


def test_at_another_time_the_volunteer_who_said_yes_is_phoned(store: str) -> None:
    yes(store, OUT, "V1")
    with transaction(open_store(store)) as session:
        later = tuple(replace(row, start=clock("07:00")) if row.shift == "S1" else row for row in TABLES.shifts or ())
        replace_tables(session, Tables(shifts=later))
    match(store)
    ((who, ride, now),) = to_phone(store)
    assert (who, ride) == ("V1", OUT)
    assert now.startswith("it is at ")


def test_a_promise_that_was_phoned_off_is_none_any_more(store: str) -> None:
    tell(store, [OUT], now=FRIDAY)
    cancel(store)
    phoned_off(store, [OUT], "R1", settings=SETTINGS, now=LATER)
    assert dossier(store).found.past.promises == ()
    morning, _ = run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=LATER))
    assert morning.broken == ()


@pytest.mark.parametrize("codes", [[OUT], [OUT, "S2:2026-12-14:out"]])
def test_what_holds_as_agreed_is_not_phoned_off(store: str, codes: list[str]) -> None:
    tell(store, [OUT], now=FRIDAY)
    if len(codes) > 1:
        cancel(store)
    with pytest.raises(RidematchError, match=f"Nothing was agreed with R1 about {codes[-1]}"):
        phoned_off(store, codes, "R1", settings=SETTINGS, now=LATER)
    assert len(dossier(store).found.past.promises) == 1


def test_the_way_home_is_missed_before_any_match_looks(store: str) -> None:
    assert trouble(store, AT_WORK).stranded == ()
    is_away(store, "V1", start="09:00")
    found = trouble(store, AT_WORK)
    assert [left.code for left in found.stranded] == [BACK]
    assert found.could[BACK][0] == "V2"
    assert trouble(store, LATER).stranded == ()  # nobody is out there on Friday
    match(store, AT_WORK)  # everybody wants to be asked a day before
    assert [left.code for left in trouble(store, AT_WORK).stranded] == [COMMUTE]
    yes(store, BACK, "V2")
    assert trouble(store, AT_WORK).stranded == ()


def test_somebody_else_may_have_what_was_promised_and_can_not_be_kept(store: str) -> None:
    tell(store, [COMMUTE], now=FRIDAY)
    with pytest.raises(RidematchError, match="promised with V1"):
        yes(store, BACK, "V2")
    is_away(store, "V1", start="09:00")
    yes(store, BACK, "V2", now=AT_WORK)
    assert has(store, BACK) == "V2"
    found = trouble(store, AT_WORK)
    assert (found.stranded, [one.agreed.person for one in found.unkept]) == ((), ["R1"])
    assert [promise.serves for promise in dossier(store).found.past.promises] == [OUT]


def test_who_has_just_said_no_is_not_named_again(store: str) -> None:
    for who in ("V1", "V2"):
        no(store, BACK, who, now=AT_WORK)
    assert has(store, BACK) == "V3"
    no(store, BACK, "V3", now=AT_WORK)
    found = trouble(store, AT_WORK)
    assert [left.code for left in found.stranded] == [BACK]
    assert found.could == {BACK: ()}


@pytest.mark.parametrize(("hour", "found"), [(3, []), (8, [BACK])])
def test_a_shift_that_is_cancelled_leaves_its_rider_out_there_once_the_way_out_was_driven(
    store: str, hour: int, found: list[str]
) -> None:
    now = datetime(2026, 12, 14, hour, tzinfo=UTC)  # fetched at 03:37
    settings = SETTINGS
    proposal = propose(store, lambda desk: cancelled(desk, what="S1", on=f"{MONDAY}"), settings=settings, now=now)
    write(proposal, store=store, now=now)
    stranded = trouble(store, AT_WORK).stranded
    assert [left.code for left in stranded] == found
    assert {left.verdict for left in stranded} <= {CANCELLED}


EVENING = datetime(2026, 12, 14, 20, tzinfo=UTC)


def test_whose_way_home_was_ruled_out_before_it_came_is_stranded_until_it_is_noted_as_over(store: str) -> None:
    proposal = propose(store, lambda desk: absent(desk, who="V1", first=f"{MONDAY}"), settings=SETTINGS, now=AT_WORK)
    write(proposal, store=store, now=AT_WORK)
    for now in (AT_WORK, EVENING):
        assert [left.code for left in trouble(store, now).stranded] == [BACK]
    finish(store, [BACK], by_other="taxi", settings=SETTINGS, now=EVENING)
    assert trouble(store, EVENING).stranded == ()


def test_what_is_known_only_afterwards_strands_nobody(store: str) -> None:
    proposal = propose(store, lambda desk: absent(desk, who="V1", first=f"{MONDAY}"), settings=SETTINGS, now=EVENING)
    write(proposal, store=store, now=EVENING)
    assert trouble(store, EVENING).stranded == ()


def test_who_was_not_fetched_is_not_stranded(store: str) -> None:
    finish(store, [OUT], showed_up=False, settings=SETTINGS, now=AT_WORK)
    is_away(store, "V1", start="09:00")
    assert trouble(store, AT_WORK).stranded == ()


def test_a_plan_that_was_made_with_somebody_stranded_holds(store: str) -> None:
    with transaction(open_store(store)) as session:
        replace_tables(session, Tables(availability=(free("03:00", "06:00", volunteer="V1", days=("Mon",)),)))
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=1, now=AT_WORK))
    assert len(trouble(store, AT_WORK).stranded) == 1
    assert check_published(store, settings=SETTINGS, now=AT_WORK)[1] == ()


def test_the_ladder_begins_with_what_is_so_now(store: str) -> None:
    is_away(store, "V1")
    found = as_it_holds(dossier(store))
    assert {OUT, BACK} <= found.void
    (early, *_) = ladders(dossier(store), [MONDAY])
    assert (early.ride.serves, early.void) == (OUT, True)
    assert "V1" not in {one.volunteer for one in early.others}
    assert early.others


def test_what_is_looked_for_is_not_written(store: str) -> None:
    with reading(open_store(store)) as session:
        before = load_schedule(session, first_date=None, days=None)
    is_away(store, "V1")
    trouble(store)
    with reading(open_store(store)) as session:
        assert load_schedule(session, first_date=None, days=None) == before


def test_a_taxi_closes_it_whether_the_ride_was_left_out_or_is_gone(store: str) -> None:
    is_away(store, "V1", start="09:00")
    assert len(trouble(store, AT_WORK).stranded) == 1
    finish(store, [COMMUTE], by_other="taxi", settings=SETTINGS, now=AT_WORK)  # of the commute what nobody drives
    assert trouble(store, AT_WORK).stranded == ()
    undo(store, "", settings=SETTINGS, now=AT_WORK)
    match(store, AT_WORK)
    assert [left.code for left in trouble(store, AT_WORK).stranded] == [COMMUTE]
    finish(store, [BACK], by_other="bed", settings=SETTINGS, now=AT_WORK)
    assert trouble(store, AT_WORK).stranded == ()
    with reading(open_store(store)) as session:
        noted = [
            (event.kind, event.serves, event.rider, event.volunteer, event.because) for event in load_events(session)
        ]
    assert [one for one in noted if one[0] != "undone"] == [
        ("done", BACK, "R1", "", "taxi"),
        ("done", BACK, "R1", "", "bed"),
    ]


def test_what_somebody_drives_is_not_by_taxi_before_its_time(store: str) -> None:
    with pytest.raises(RidematchError, match="still to come"):
        finish(store, [BACK], by_other="taxi", settings=SETTINGS, now=AT_WORK)
    is_away(store, "V1")
    with pytest.raises(RidematchError, match="still to come"):
        finish(store, [COMMUTE], by_other="taxi", settings=SETTINGS, now=LATER)  # three days before
    with pytest.raises(RidematchError, match="not in the published schedule"):
        finish(store, ["S77:2026-12-14:out"], by_other="taxi", settings=SETTINGS, now=AT_WORK)
