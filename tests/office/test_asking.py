"""Who could be asked, where many live equally near: what it costs each of them, and how many were tried."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ridematch.model.edition import Edition
from ridematch.office import answers
from ridematch.office.asking import asked_about, offers, offers_of
from ridematch.office.assigning import MOST_TRIED
from ridematch.office.dossier import Dossier, open_dossier
from ridematch.office.night import run_night
from ridematch.office.runs import Order
from ridematch.store.database import open_store, transaction
from ridematch.store.tables import replace_tables
from ridematch.views.answers import Offer, ask_page, made_room_table
from ridematch.views.page import Page
from ridematch.views.terminal import plain_lines
from tests.rules.rows import MONDAY, SETTINGS, ZONE, a_shift, a_volunteer, free, some_tables

FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
MONDAYS, TUESDAYS = "S1:2026-12-14:out", "S1:2026-12-15:out"
EQUAL = tuple(f"V{number:02}" for number in range(1, MOST_TRIED + 4))
"""Thirteen: one has it, ten are tried, two are not."""


def published(file: Path, start: str) -> str:
    """The week planned for one rider, whose shift begins at `start` on Monday and Tuesday."""
    store = f"sqlite:///{file}"
    tables = some_tables(
        shifts=(a_shift("S1", start, "15:00", days=("Mon", "Tue")),),
        volunteers=tuple(a_volunteer(code, "Backe") for code in EQUAL),
        availability=tuple(free("03:00", "22:00", volunteer=code, days=("Mon", "Tue")) for code in EQUAL),
    )
    with transaction(open_store(store, create=True)) as session:
        replace_tables(session, tables)
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    return store


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("equal") / "store.sqlite"
    published(file, "09:00")
    return file


@pytest.fixture
def store(published_once: Path, tmp_path: Path) -> str:
    """The shift is by day, so that one can drive on both dates."""
    return f"sqlite:///{shutil.copy(published_once, tmp_path / 'store.sqlite')}"


def dossier(store: str) -> Dossier:
    return open_dossier(store, settings=SETTINGS, now=FRIDAY + timedelta(hours=1))


def yes(store: str, code: str, who: str) -> Edition:
    found = dossier(store)
    _, edition = answers.accept(found, (found.one(code),), who)
    assert edition is not None
    return edition


def with_a_tuesday(store: str) -> str:
    """V03, who drives on Tuesday and not on Monday."""
    for code, who in ((MONDAYS, "V02"), (TUESDAYS, "V03")):
        if dossier(store).one(code).volunteer != who:
            yes(store, code, who)
    return "V03"


def costs(store: str) -> dict[str, Offer]:
    found = dossier(store)
    return {one.volunteer: one for one in offers(found, found.one(MONDAYS))}


def test_it_costs_whoever_drives_on_tuesday_what_it_costs_everybody(store: str) -> None:
    who = with_a_tuesday(store)
    each = costs(store)
    assert each[who].minutes == each["V05"].minutes > 0
    assert each[who].metres == each["V05"].metres > 0


def test_a_yes_leaves_other_dates_alone(store: str) -> None:
    who = with_a_tuesday(store)
    assert costs(store)[who].other_dates == ()
    before = dossier(store).edition
    now = yes(store, MONDAYS, who)
    was, is_now = ([stop for stop in one.stops if stop.date == TUESDAY] for one in (before, now))
    assert was == is_now
    assert answers.made_room(before, now, (dossier(store).one(MONDAYS),)) == ()


def test_where_another_date_has_to_change_it_is_said_before_and_after(tmp_path: Path) -> None:
    """Nobody drives in two nights in a row: whoever has Tuesday's ride gives it away for Monday's."""
    store = published(tmp_path / "nights.sqlite", "05:00")
    who = with_a_tuesday(store)
    found = dossier(store)
    each = {one.volunteer: one for one in offers(found, found.one(MONDAYS))}
    assert each[who].minutes == each["V05"].minutes > 0
    assert (each[who].other_dates, each["V05"].other_dates) == ((TUESDAY,), ())
    assert "changes what is planned on Tue 2026-12-15" in asked(store)
    now = yes(store, MONDAYS, who)
    changed = answers.made_room(found.edition, now, (found.one(MONDAYS),))
    assert TUESDAYS in {change.serves for change in changed}
    table = made_room_table(changed, people=found.found.people, zone=ZONE)
    assert "Also different in the plan now" in plain_lines(Page(parts=(table,)))[0]


def asked(store: str) -> str:
    found = dossier(store)
    about = found.one(MONDAYS)
    page = ask_page(
        asked_about(found, about),
        offers(found, about),
        untried=answers.untried(found, about),
        people=found.found.people,
        zone=ZONE,
        command="ridematch",
    )
    return "\n".join(plain_lines(page))


def test_how_many_were_not_tried_is_said_and_all_can_be(store: str) -> None:
    found = dossier(store)
    about = found.one(MONDAYS)
    assert (len(offers(found, about)), answers.untried(found, about)) == (MOST_TRIED, 2)
    assert len(offers(found, about, most=None)) == MOST_TRIED + 2
    assert "2 more have time then" in asked(store)
    assert f"ridematch ask {MONDAYS} --all" in asked(store)


def test_those_who_said_no_make_room_for_those_not_tried_before(store: str) -> None:
    before = costs(store)
    has_it = dossier(store).one(MONDAYS).volunteer
    further = set(EQUAL) - {*before, has_it}
    assert len(further) == 2
    for who in sorted(before)[:2]:
        found = dossier(store)
        (after,) = answers.decline(found, (found.one(MONDAYS),), who, "busy")
    assert further <= {one.volunteer for one in offers_of(found, after)}
    assert after.untried == 2  # those who have said no to it


def test_where_none_of_the_nearest_is_willing_the_others_are_tried_at_once(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if none at all were near."""
    monkeypatch.setattr(answers, "MOST_TRIED", 0)
    found = dossier(store)
    about = found.one(MONDAYS)
    (after,) = answers.decline(found, (about,), about.volunteer, "busy")
    assert (after.has_it != "", after.untried) == (True, 0)
    assert after.edition is not None
