"""One nightly run at a time, whoever dies: with another process, on SQLite and PostgreSQL."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine

from ridematch.model.errors import RidematchError
from ridematch.store.database import open_store, transaction
from ridematch.store.lock import one_run_at_a_time

HOLD = """
import sys
from ridematch.store.database import open_store
from ridematch.store.lock import one_run_at_a_time
with one_run_at_a_time(open_store(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_run(url: str) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the lock until its input ends, or it is killed."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None and child.stdin is not None
    assert child.stdout.readline() == "held\n"
    try:
        yield child
    finally:
        child.stdin.close()
        child.wait()
        child.stdout.close()


@pytest.fixture
def held(url: str, store: Engine) -> str:
    """The address of a store that is there."""
    store.dispose()
    return url


def test_a_second_run_is_refused_at_once_and_others_may_write(held: str) -> None:
    with another_run(held):
        with pytest.raises(RidematchError, match="Another match is running"), one_run_at_a_time(open_store(held)):
            pass
        with transaction(open_store(held)):
            pass
    with one_run_at_a_time(open_store(held)):
        pass


def test_a_killed_run_leaves_no_lock_behind(held: str) -> None:
    with another_run(held) as child:
        child.send_signal(signal.SIGKILL)
        child.wait()
        with one_run_at_a_time(open_store(held)):
            pass


def test_a_run_that_fails_gives_the_lock_back(held: str) -> None:
    with pytest.raises(ZeroDivisionError), one_run_at_a_time(open_store(held)):
        raise ZeroDivisionError
    with one_run_at_a_time(open_store(held)):
        pass
