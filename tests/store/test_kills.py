"""Killed at any point of a night, an answer, forget, prune or upgrade, a store is as before or as after."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, event

from ridematch.office.intake import apply_intake, read_intake
from ridematch.office.settings import load_settings
from ridematch.store.database import open_store, overwrite_traces, reach, transaction
from ridematch.store.editions import keep_promises, publish, release_promises
from ridematch.store.forgetting import forget
from ridematch.store.lock import one_run_at_a_time
from ridematch.store.pruning import prune
from ridematch.store.tables import load_tables, replace_tables
from ridematch.store.trail import add_events
from ridematch.store.upgrading import upgrade
from tests.store.legacy import Rows, a_legacy_store, everything_in
from tests.store.test_forgetting import EDITION, PROMISES, TABLES
from tests.store.test_trail import ASKED, NO

TODAY = date(2027, 3, 1)
KILLS = 6
STEPS = 500
"""So many instructions of SQLite's machine between two points at which it may be killed."""

Work = Callable[[str], None]


def a_filled_store(url: str) -> None:
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
        publish(session, EDITION)
        publish(session, replace(EDITION, first_date=TODAY, stops=(), unserved=(), covered=()))
        keep_promises(session, PROMISES)


def forgets(url: str) -> None:
    store = open_store(url)
    with transaction(store) as session:
        forget(session, "kim-berg")
    overwrite_traces(store)


def prunes(url: str) -> None:
    store = open_store(url)
    with transaction(store) as session:
        prune(session, before=date(2027, 1, 1), today=TODAY)
    overwrite_traces(store)


def answers(url: str) -> None:
    """A no to what was promised, and the plan that follows, as `office.answers` writes them."""
    with transaction(open_store(url)) as session:
        release_promises(session, tuple(promise.serves for promise in PROMISES))
        publish(session, EDITION)
        add_events(session, (ASKED, NO))


def upgrades(url: str) -> None:
    upgrade(url, today=TODAY)


def makes(url: str) -> None:
    open_store(url, create=True)


def in_a_process(work: Work, url: str, *, kill_at: int | None = None) -> tuple[int, int]:
    """Lets another process do it, killed at a point or not; its exit status, and how many points it came by."""
    context = get_context("fork")
    points = context.Value("i", 0)

    def run() -> None:
        def point(*_: object) -> None:
            points.value += 1
            if points.value == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

        def connected(connection: Any, _record: object) -> None:
            if isinstance(connection, sqlite3.Connection):
                connection.set_progress_handler(point, STEPS)

        event.listen(Engine, "connect", connected)
        event.listen(Engine, "before_cursor_execute", point)
        event.listen(Engine, "commit", point)
        work(url)

    process = context.Process(target=run)
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode, points.value


def found_in(url: str) -> Rows:
    return everything_in(reach(url))


CASES = pytest.mark.parametrize(
    ("make", "work"),
    [(a_filled_store, forgets), (a_filled_store, prunes), (a_filled_store, answers), (a_legacy_store, upgrades)],
    ids=["forget", "prune", "answer", "upgrade"],
)


@CASES
def test_a_file_is_before_or_after(make: Work, work: Work, sqlite_file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{sqlite_file}"
    make(url)
    kept = shutil.copy(sqlite_file, tmp_path / "kept.sqlite")
    before = found_in(url)
    status, points = in_a_process(work, url)
    after = found_in(url)
    assert (status, before != after, points > KILLS) == (0, True, True)
    found = []
    for kill in range(KILLS):
        for file in tmp_path.glob("store*"):
            file.unlink()
        shutil.copy(kept, sqlite_file)
        assert in_a_process(work, url, kill_at=1 + kill * (points - 1) // (KILLS - 1))[0] == -signal.SIGKILL
        found.append(found_in(url))
    assert [one for one in found if one not in (before, after)] == []
    assert before in found
    if found[-1] == before:
        assert in_a_process(work, url)[0] == 0, "what was killed can be done again"
        assert found_in(url) == after


@pytest.mark.slow
@CASES
def test_a_server_is_before_until_all_is_done(make: Work, work: Work, url: str) -> None:
    if url.startswith("sqlite"):
        return
    make(url)
    before = found_in(url)
    kills = [2**power for power in range(12)]
    statuses = []
    for kill in kills:
        statuses.append(in_a_process(work, url, kill_at=kill)[0])
        if statuses[-1] == 0:
            break
        assert found_in(url) == before
    assert (len(statuses) > 3, statuses[-1]) == (True, 0)
    assert found_in(url) != before


def test_a_store_whose_making_was_killed_can_be_made(sqlite_file: Path) -> None:
    url = f"sqlite:///{sqlite_file}"
    _, points = in_a_process(makes, f"sqlite:///{sqlite_file.with_name('other.sqlite')}")
    for kill in (3, points // 3, points - 3):
        sqlite_file.unlink(missing_ok=True)
        assert in_a_process(makes, url, kill_at=kill)[0] == -signal.SIGKILL
        assert in_a_process(makes, url)[0] == 0
        with transaction(open_store(url)) as session:
            replace_tables(session, TABLES)
            assert load_tables(session) == TABLES


NIGHT = """
import os, random, signal, sqlite3, sys
from datetime import UTC, date, datetime
from sqlalchemy import Engine, event
from ridematch.office.night import run_night
from ridematch.office.runs import Order
from ridematch.office.settings import load_settings

url, kill_at = sys.argv[1], int(sys.argv[2])
points = 0

def point(*_):
    global points
    points += 1
    if points == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)

def connected(connection, _):
    connection.set_progress_handler(point, 500)

event.listen(Engine, "connect", connected)
event.listen(Engine, "before_cursor_execute", point)
event.listen(Engine, "commit", point)
order = Order(settings=load_settings(None), first_date=date(2026, 12, 14), days=7,
              now=datetime(2026, 12, 11, 20, tzinfo=UTC))
run_night(url, order=order, progress=point)
print(points)
"""


@pytest.mark.thorough
def test_a_night_killed_at_a_hundred_random_points(sqlite_file: Path, tmp_path: Path) -> None:
    """The whole nightly run in a process of its own; its phases are points too, and the lock is free afterwards."""

    def night(kill_at: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", NIGHT, url, f"{kill_at}"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    url = f"sqlite:///{sqlite_file}"
    first_steps = Path(__file__).parents[2] / "data" / "first-steps"
    intake = read_intake(first_steps, store=url, settings=load_settings(None), now=datetime(2026, 12, 11, tzinfo=UTC))
    apply_intake(intake, store=url)
    kept = shutil.copy(sqlite_file, tmp_path / "kept.sqlite")
    before = found_in(url)
    points = int(night(0).stdout)
    after = found_in(url)
    found = []
    for kill in Random(0).sample(range(1, points + 1), min(points, 100)):
        for file in tmp_path.glob("store.sqlite*"):
            file.unlink()
        shutil.copy(kept, sqlite_file)
        assert night(kill).returncode == -signal.SIGKILL
        found.append(found_in(url))
        if found[-1] == before:
            with one_run_at_a_time(open_store(url)):
                pass
    timeless = [_without_clock(one) for one in found]
    assert [one for one in timeless if one not in (_without_clock(before), _without_clock(after))] == []
    assert before in found
    assert night(0).returncode == 0


def _without_clock(rows: Rows) -> str:
    """How long the search took is another thing each time."""
    return re.sub(r"'seconds': [\d.e-]+|\"seconds\":[\d.e-]+", "", repr(rows))
