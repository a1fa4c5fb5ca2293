"""On the morning after the nightly run today's rides stand in the edition before: they are answered like any others."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ridematch.model.edition import Past
from ridematch.model.errors import RidematchError
from ridematch.office import answers
from ridematch.office.dossier import Dossier, open_dossier
from ridematch.office.ladder import ladders
from ridematch.office.morning import check_published
from ridematch.office.night import run_night
from ridematch.office.runs import Order
from ridematch.office.taking_back import undo
from ridematch.store.database import open_store, reading, transaction
from ridematch.store.editions import latest_edition, load_schedule
from ridematch.store.tables import replace_tables
from tests.office.test_answers import BACK, FRIDAY, OUT, TABLES
from tests.rules.rows import MONDAY, SETTINGS

TODAY = MONDAY
NIGHT = datetime(2026, 12, 14, 1, 30, tzinfo=UTC)
MORNING = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)
NEXT_WEEKS = "S1:2026-12-21:out"


@pytest.fixture
def store(tmp_path: Path) -> str:
    """Planned on Friday from Monday on, and in Monday's night from Tuesday on."""
    store = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with transaction(open_store(store, create=True)) as session:
        replace_tables(session, TABLES)
    run_night(store, order=Order(settings=SETTINGS, first_date=TODAY, days=7, now=FRIDAY))
    run_night(store, order=Order(settings=SETTINGS, first_date=TODAY + timedelta(days=1), days=7, now=NIGHT))
    return store


def dossier(store: str, *codes: str) -> Dossier:
    return open_dossier(store, settings=SETTINGS, now=MORNING, about=codes)


def stands(store: str) -> Past:
    with reading(open_store(store)) as session:
        return load_schedule(session, first_date=TODAY, days=8)


def drivers(store: str) -> dict[str, str]:
    return {stop.serves: stop.volunteer for stop in stands(store).stops if stop.action == "pickup"}


def later(found: dict[str, str]) -> dict[str, str]:
    """Those of other dates than today."""
    return {code: volunteer for code, volunteer in found.items() if f"{TODAY}" not in code}


def test_the_newest_edition_begins_tomorrow(store: str) -> None:
    found = dossier(store)
    assert found.edition.first_date == TODAY + timedelta(days=1)
    with pytest.raises(RidematchError, match="is not in the published schedule"):
        found.one(OUT)


@pytest.mark.parametrize("code", [OUT, "S1:2026-12-14"])
def test_what_is_talked_about_is_on_the_desk_with_all_later_dates(store: str, code: str) -> None:
    found = dossier(store, code)
    assert (found.edition.first_date, found.edition.days) == (TODAY, 8)
    assert {one.serves for one in found.subjects(code)} <= {OUT, BACK}
    assert found.one(NEXT_WEEKS).volunteer == drivers(store)[NEXT_WEEKS]


def test_a_no_gives_it_to_the_next_and_leaves_the_other_dates_alone(store: str) -> None:
    before = drivers(store)
    found = dossier(store, BACK)
    (after,) = answers.decline(found, (found.one(BACK),), before[BACK], "ill")
    assert after.has_it not in ("", before[BACK])
    assert drivers(store)[BACK] == after.has_it
    assert later(drivers(store)) == later(before)
    with reading(open_store(store)) as session:
        edition = latest_edition(session)
    assert edition is not None
    assert (edition.first_date, edition.days) == (TODAY, 8)
    assert check_published(store, settings=SETTINGS, now=MORNING)[1] == ()


def test_taken_back_all_dates_are_as_they_were(store: str) -> None:
    before = stands(store)
    found = dossier(store, BACK)
    answers.decline(found, (found.one(BACK),), found.one(BACK).volunteer, "ill")
    taken = undo(store, "", settings=SETTINGS, now=MORNING)
    assert BACK in {change.serves for change in taken.changes}
    assert stands(store).stops == before.stops
    assert stands(store).unserved == before.unserved


def test_a_yes_of_somebody_else_is_published(store: str) -> None:
    before = drivers(store)
    other = next(one.driver for one in answers.rank(dossier(store, BACK), dossier(store, BACK).one(BACK)))
    found = dossier(store, BACK)
    events, edition = answers.accept(found, (found.one(BACK),), other)
    assert ([event.kind for event in events], edition is not None) == (["accepted"], True)
    assert drivers(store)[BACK] == other
    assert later(drivers(store)) == later(before)


def test_the_ladder_of_today(store: str) -> None:
    found = open_dossier(store, settings=SETTINGS, now=MORNING, since=TODAY)
    assert OUT in {one.ride.serves for one in ladders(found, {TODAY})}
    assert ladders(dossier(store), {TODAY}) == ()


def test_also_where_the_newest_edition_begins_in_two_weeks(store: str) -> None:
    run_night(store, order=Order(settings=SETTINGS, first_date=TODAY + timedelta(days=14), days=7, now=NIGHT))
    found = dossier(store, BACK)
    assert (found.edition.first_date, found.edition.days) == (TODAY, 21)
    assert found.one(NEXT_WEEKS).volunteer == drivers(store)[NEXT_WEEKS]


def test_long_ago_is_no_more_than_a_week(store: str) -> None:
    found = open_dossier(store, settings=SETTINGS, now=MORNING, since=TODAY - timedelta(days=400))
    assert found.edition.first_date == TODAY - timedelta(days=7)
