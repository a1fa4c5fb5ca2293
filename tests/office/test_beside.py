"""The engine in a process of its own finds and raises what it would here, and never outlives this one."""

import os
import select
import signal
import subprocess
import sys
from operator import truediv

import pytest

from ridematch.language import say, speaking_to
from ridematch.match.solve import match
from ridematch.office.beside import beside, here
from tests.match.nights import crowded

SECONDS = 60
"""More than a process takes to end."""


def test_plans_there_as_here() -> None:
    night = crowded(6, commutes=4, drivers=3, lessons=1)
    with beside() as engine:
        found, again = engine(match, night, seconds=None), engine(os.getpid)
    assert found.duties == match(night).duties
    assert again != os.getpid()


def test_says_there_what_is_said_here() -> None:
    with speaking_to("sv"), beside() as engine:
        assert engine(say, "Nothing was changed.") == say("Nothing was changed.") != "Nothing was changed."


def test_an_error_there_is_raised_here_and_the_next_call_answered() -> None:
    with beside() as engine:
        with pytest.raises(ZeroDivisionError):
            engine(truediv, 1, 0)
        assert engine(truediv, 1, 2) == 0.5


def test_done_here_where_that_process_is_gone() -> None:
    with beside() as engine:
        os.kill(engine(os.getpid), signal.SIGKILL)
        assert engine(os.getpid) == os.getpid()


def test_done_here_on_a_single_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with beside() as engine:
        assert engine is here


def test_gone_with_the_block_whatever_ended_it() -> None:
    with pytest.raises(KeyboardInterrupt), beside() as engine:
        other = os.pidfd_open(engine(os.getpid))
        raise KeyboardInterrupt
    ends(other)


def test_gone_with_this_process_also_where_that_was_killed() -> None:
    killed = (
        "import os, sys, signal\n"
        "from ridematch.office.beside import beside\n"
        "with beside() as engine:\n"
        "    print(engine(os.getpid), flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen([sys.executable, "-c", killed], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        other = os.pidfd_open(int(process.stdout.readline()))
        process.kill()
    ends(other)


def ends(process: int) -> None:
    """A process, by its descriptor: readable once it has ended."""
    ended, _, _ = select.select([process], [], [], SECONDS)
    os.close(process)
    assert ended
