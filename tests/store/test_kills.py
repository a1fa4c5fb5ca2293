"""Killed at any point of forget, prune or upgrade, a store is as it was before or as it is after."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from ridematch.store.database import open_store, overwrite_traces, reach, transaction
from ridematch.store.editions import keep_promises, publish
from ridematch.store.forgetting import forget
from ridematch.store.pruning import prune
from ridematch.store.tables import load_tables, replace_tables
from ridematch.store.upgrading import upgrade
from tests.store.legacy import Rows, a_legacy_store, everything_in
from tests.store.test_forgetting import EDITION, PROMISES, TABLES

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
    [(a_filled_store, forgets), (a_filled_store, prunes), (a_legacy_store, upgrades)],
    ids=["forget", "prune", "upgrade"],
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
