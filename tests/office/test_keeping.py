"""Whom a name means, what would fall away, and that nothing else is done than was shown."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Approval, Away, Rider, Tables, Volunteer
from ridematch.office.keeping import forget_person, prune_store, rehearse_forgetting, rehearse_pruning
from ridematch.office.people_found import NobodyError
from ridematch.office.settings import load_settings
from ridematch.store.database import open_store, reading, transaction
from ridematch.store.editions import keep_promises, latest_edition, load_schedule, publish
from ridematch.store.tables import load_tables, replace_tables
from ridematch.views.json_file import plan_from_json, problem_from_json
from tests.office.scene import PIN, a_promise, a_scene, published
from tests.store.examples import utc
from tests.store.legacy import everything_in

SETTINGS = load_settings(None)
SUNDAY = utc("2026-12-13T20:00:00")
TODAY = date(2026, 12, 14)

TABLES = Tables(
    riders=(
        Rider(rider="P1", name="Kim Berg", home="A"),
        Rider(rider="P2", name="Bo Bergman", home="B"),
        Rider(rider="L1", name="Dold Person", home="B", limited_visibility=True),
    ),
    volunteers=(Volunteer(volunteer="V1", name="Åsa Påhitt", home="A"), Volunteer(volunteer="V2", name="Bo", home="A")),
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/store.sqlite"


@pytest.fixture
def store(url: str) -> Engine:
    """The scene, published; the ride of P1 was promised."""
    problem = a_scene()
    store = open_store(url, create=True)
    with transaction(store) as session:
        replace_tables(session, TABLES)
        publish(session, published(problem))
        keep_promises(session, (a_promise(problem, PIN),))
    return store


def at(clock: str) -> datetime:
    return utc(f"2026-12-14T{clock}:00")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "code"), [("P1", "P1"), ("p1", "P1"), ("kim", "P1"), ("ÅSA", "V1"), ("L1", "L1"), ("bo", "V2")]
)
def test_a_code_or_a_part_of_the_name_says_who(store: Engine, url: str, text: str, code: str) -> None:
    assert rehearse_forgetting(url, text, settings=SETTINGS, now=SUNDAY).erasure.code == code


@pytest.mark.slow
@pytest.mark.parametrize("text", ["nobody", "", " ", "Dold", "ride", "out"])
def test_nobody_is_not_somebody(store: Engine, url: str, text: str) -> None:
    with pytest.raises(NobodyError):
        rehearse_forgetting(url, text, settings=SETTINGS, now=SUNDAY)


def test_several_are_told_by_code(store: Engine, url: str) -> None:
    with pytest.raises(RidematchError, match=r"Several people fit: .*P1.*P2"):
        rehearse_forgetting(url, "berg", settings=SETTINGS, now=SUNDAY)


def test_who_is_in_history_alone_is_found_by_the_code_as_it_was(store: Engine, url: str) -> None:
    with transaction(store) as session:
        replace_tables(session, Tables(riders=(TABLES.riders or ())[1:]))
    assert rehearse_forgetting(url, "P1", settings=SETTINGS, now=SUNDAY).erasure.editions == 1
    with pytest.raises(NobodyError):
        rehearse_forgetting(url, "Kim", settings=SETTINGS, now=SUNDAY)


def test_approvals_that_count_on_are_told_with_their_last_day(store: Engine, url: str) -> None:
    on = SUNDAY.date()
    approvals = (
        Approval(volunteer="V1", rider="P1", approved_on=date(2025, 3, 1)),
        Approval(volunteer="V2", rider="P1", approved_on=date(2020, 1, 1), valid_until=on),
        Approval(volunteer="V2", rider="P1", approved_on=date(2020, 1, 1), valid_until=date(2026, 12, 12)),
        Approval(volunteer="V2", rider="P2", approved_on=date(2025, 3, 1)),
    )
    with transaction(store) as session:
        replace_tables(session, Tables(approvals=approvals))
    found = rehearse_forgetting(url, "P1", settings=SETTINGS, now=SUNDAY)
    assert found.approvals == (("V1", date(2030, 3, 1)), ("V2", on))
    assert rehearse_forgetting(url, "V1", settings=SETTINGS, now=SUNDAY).approvals == ()
    elsewhere = replace(SETTINGS, practice="GB")  # no number of approvals there
    assert rehearse_forgetting(url, "P1", settings=elsewhere, now=SUNDAY).approvals == ()


def test_one_code_of_two_people_is_refused(store: Engine, url: str) -> None:
    for name, refused in (("Kim Berg", False), ("Lars Bil", True)):
        with transaction(store) as session:
            replace_tables(session, Tables(volunteers=(Volunteer(volunteer="P1", name=name, home="A"),)))
        if not refused:
            assert dict(rehearse_forgetting(url, "P1", settings=SETTINGS, now=SUNDAY).erasure.rows) == {
                "riders": 1,
                "volunteers": 1,
            }
            continue
        with pytest.raises(RidematchError, match="of a rider and of a volunteer with different names") as caught:
            rehearse_forgetting(url, "P1", settings=SETTINGS, now=SUNDAY)
        assert name not in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "now", "falls_away"),
    [
        ("P1", SUNDAY, ({"R1"}, set())),
        ("P2", SUNDAY, (set(), {"R2"})),
        ("L1", SUNDAY, (set(), {"L1:2026-12-14:lesson"})),
        ("V1", SUNDAY, ({"R1"}, {"R2", "L1:2026-12-14:lesson"})),
        ("V2", SUNDAY, (set(), set())),
        ("P1", at("05:20"), ({"R1"}, set())),
        ("P1", at("05:21"), (set(), set())),
        ("V1", at("07:00"), (set(), {"L1:2026-12-14:lesson"})),
        ("V1", at("07:01"), (set(), set())),
    ],
)
def test_what_falls_away_is_what_is_still_to_come(
    store: Engine, url: str, who: str, now: datetime, falls_away: tuple[set[str], set[str]]
) -> None:
    """Promised, and told to nobody yet."""
    found = rehearse_forgetting(url, who, settings=SETTINGS, now=now)
    assert ({stop.serves for stop in found.told}, {stop.serves for stop in found.not_told}) == falls_away


def test_history_is_what_it_was_for_everybody_else(store: Engine, url: str) -> None:
    with reading(store) as session:
        before = latest_edition(session)
    rehearsed = everything_in(store)
    farewell = rehearse_forgetting(url, "P1", settings=SETTINGS, now=SUNDAY)
    assert everything_in(store) == rehearsed
    assert forget_person(url, farewell)
    with reading(store) as session:
        after = latest_edition(session)
        promises = load_schedule(session, first_date=None, days=None).promises
        assert [rider.rider for rider in load_tables(session).riders or ()] == ["P2", "L1"]
    assert before is not None
    assert after is not None
    kept = [
        (stop.volunteer, stop.begins_at, stop.minutes, stop.metres, stop.action, stop.seats) for stop in before.stops
    ]
    assert kept == [
        (stop.volunteer, stop.begins_at, stop.minutes, stop.metres, stop.action, stop.seats) for stop in after.stops
    ]
    assert {stop.rider for stop in after.stops} == {"", "gone-1", "P2", "L1"}
    assert [promise.serves for promise in promises] == ["gone-1-1"]
    problem = problem_from_json(after.problem_json)
    assert [journey.code for journey in problem.journeys] == ["gone-1-1", "R2"]
    assert plan_from_json(after.plan_json).duties[0].trips[0].visits[1].serves == "gone-1-1"


def test_a_store_that_changed_in_between_is_left_alone(store: Engine, url: str) -> None:
    farewell = rehearse_forgetting(url, "P1", settings=SETTINGS, now=SUNDAY)
    pruning = rehearse_pruning(url, before=TODAY, today=TODAY)
    with transaction(store) as session:
        long_ago = Away(who="P1", first_date=date(2020, 1, 1), last_date=date(2020, 1, 2))
        replace_tables(session, Tables(away=(long_ago,)))
    before = everything_in(store)
    with pytest.raises(RidematchError, match="changed in the meantime; nothing was erased"):
        forget_person(url, farewell)
    with pytest.raises(RidematchError, match="changed in the meantime; nothing was deleted"):
        prune_store(url, pruning, before=TODAY, today=TODAY)
    assert everything_in(store) == before
    pruning = rehearse_pruning(url, before=TODAY, today=TODAY)
    assert everything_in(store) == before
    assert prune_store(url, pruning, before=TODAY, today=TODAY)
    assert everything_in(store) == before | {"away": []}


def test_pruning_keeps_the_edition_that_stands(store: Engine, url: str) -> None:
    later = replace(published(a_scene()), first_date=date(2027, 6, 1))
    with transaction(store) as session:
        publish(session, later)
    today = date(2027, 6, 1)
    pruning = rehearse_pruning(url, before=today, today=today)
    assert (pruning.editions, pruning.promises) == (1, 1)
    prune_store(url, pruning, before=today, today=today)
    with reading(store) as session:
        found = latest_edition(session)
    assert found is not None
    assert (found.number, found.first_date) == (2, today)
