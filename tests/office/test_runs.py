"""What is kept of each run of match, and the same plan made again from it."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Away
from ridematch.office import night
from ridematch.office.dossier import open_dossier
from ridematch.office.morning import look_up
from ridematch.office.night import run_night
from ridematch.office.runs import Order, last_runs, one_run, repeat
from ridematch.office.settings import differing
from ridematch.store.columns import table_of
from ridematch.store.database import open_store, transaction
from ridematch.store.published import RunRow
from ridematch.store.tables import replace_tables
from ridematch.views.directory import Directory
from ridematch.views.json_file import changed_from_json, plan_from_json, to_json
from ridematch.views.runs import replay_page, run_page, runs_page
from ridematch.views.terminal import plain_lines
from tests.office.test_answers import TABLES
from tests.rules.rows import MONDAY, SETTINGS, ZONE

NOBODY = Directory({})
FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)
ORDER = Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY, seconds=60, by="kim")


@pytest.fixture(scope="module")
def ran_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published, then unchanged."""
    file = tmp_path_factory.mktemp("runs") / "store.sqlite"
    store = f"sqlite:///{file}"
    with transaction(open_store(store, create=True)) as session:
        replace_tables(session, TABLES)
    run_night(store, order=ORDER)
    run_night(store, order=replace(ORDER, now=FRIDAY + timedelta(hours=3)))
    return file


@pytest.fixture
def store(ran_once: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(ran_once, tmp_path / 'store.sqlite')}"


def test_each_run_is_kept(store: str) -> None:
    first, second = last_runs(store, last=9)
    assert (first.outcome, first.edition, first.before, first.by) == ("published", 1, None, "kim")
    assert (second.outcome, second.edition, second.before) == ("unchanged", 1, 1)
    assert (first.served, first.asked) == (3, 9)  # two commutes and one of seven lessons
    assert first.proven
    assert "ortools" in first.versions
    assert run_night(store, order=ORDER, dry_run=True)[0].outcome == "dry run"
    assert len(last_runs(store, last=9)) == 2
    page = "\n".join(plain_lines(runs_page(last_runs(store, last=9), zone=ZONE)))
    assert "nothing had changed; edition 1 stands" in page


@pytest.mark.parametrize("number", [1, 2])
def test_the_same_plan_is_made_again(store: str, number: int) -> None:
    repeated = repeat(store, number)
    assert repeated.is_same
    page = replay_page(repeated.run, kept=repeated.kept, now=repeated.now, is_same=True, versions=repeated.versions)
    assert "The same plan" in "\n".join(plain_lines(page))


def test_another_plan_is_told_from_it(store: str) -> None:
    """What is kept is changed by hand, as if it had been made by something else."""
    run = one_run(store, 2)
    other = replace(plan_from_json(run.plan_json), duties=(), objective=1.0)
    runs = table_of(RunRow)
    with transaction(open_store(store)) as session:
        session.execute(
            update(runs).where(runs.c.number == 2).values(problem_json=run.problem_json, plan_json=to_json(other))
        )
    repeated = repeat(store, 2)
    assert not repeated.is_same
    page = replay_page(
        replace(run, versions="older"), kept=repeated.kept, now=repeated.now, is_same=False, versions="newer"
    )
    assert "the one kept 1.0" in "\n".join(plain_lines(page))
    assert "With older" not in "\n".join(plain_lines(page))
    assert "older" in "\n".join(plain_lines(page))


def test_a_run_that_fails_is_kept_and_leaves_what_stood(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError("Hemlighetsvägen 7")

    monkeypatch.setattr(night, "decide", fails)
    with pytest.raises(OSError, match="Hemlighetsvägen"):
        run_night(store, order=ORDER)
    failed = last_runs(store, last=1)[0]
    assert (failed.outcome, failed.failure, failed.edition) == ("failed", "OSError", None)
    assert "Hemlighets" not in repr(one_run(store, failed.number))
    with pytest.raises(RidematchError, match="came to no plan"):
        repeat(store, failed.number)
    page = "\n".join(plain_lines(run_page(failed, differing=(), people=NOBODY, zone=ZONE, command="ridematch")))
    assert "Failed (OSError)" in page
    assert "replay" not in page


def test_what_it_changed_and_why_is_kept(store: str) -> None:
    with transaction(open_store(store)) as session:
        replace_tables(session, replace(TABLES, away=(Away(who="V1", first_date=MONDAY, last_date=MONDAY),)))
    run_night(store, order=replace(ORDER, now=FRIDAY + timedelta(hours=4)))
    run = one_run(store, last_runs(store, last=1)[0].number)
    changed = changed_from_json(run.changes_json)
    assert {(change.serves, change.why) for change in changed.changes} >= {
        ("S1:2026-12-14:out", "away"),
        ("S1:2026-12-14:back", "away"),
    }
    page = "\n".join(
        plain_lines(run_page(run, changed=changed, differing=(), people=NOBODY, zone=ZONE, command="ridematch"))
    )
    assert "differ from the edition before" in page
    assert "why: the volunteer is away then" in page


def test_of_the_first_run_and_of_one_that_changed_nothing(store: str) -> None:
    assert one_run(store, 1).changes_json == ""
    assert changed_from_json(one_run(store, 2).changes_json).changes == ()


def test_the_settings_are_kept_without_the_stores(store: str) -> None:
    secret = replace(SETTINGS, areas={"are": "postgresql://kim:Hemligt@host/db"}, language="sv")
    run_night(store, order=replace(ORDER, settings=secret))
    run = one_run(store, last_runs(store, last=1)[0].number)
    assert "Hemligt" not in run.settings_json
    assert ("language", "sv") in differing(run.settings_json)
    assert differing(json.dumps({})) == ()
    assert "language" not in dict(differing(one_run(store, 1).settings_json))


def test_who_was_left_out_then(store: str) -> None:
    """Only lessons are missing on Friday; on Saturday nobody drives any more."""
    saturday = FRIDAY + timedelta(days=1)
    with transaction(open_store(store)) as session:
        replace_tables(session, replace(TABLES, availability=()))
    run_night(store, order=replace(ORDER, now=saturday))
    then = look_up(store, today=MONDAY, as_of=FRIDAY + timedelta(hours=5))
    now = look_up(store, today=MONDAY)
    assert (len(then.past.unserved), len(now.past.unserved)) == (1, 3)
    with pytest.raises(RidematchError, match="Nothing had been published by then"):
        look_up(store, today=date(2026, 12, 10), as_of=FRIDAY - timedelta(days=1))
    dossier = open_dossier(store, settings=SETTINGS, now=saturday, as_of=FRIDAY + timedelta(hours=5))
    assert dossier.edition.number == 1
    assert dossier.plan.duties
    assert dossier.problem.blocks
