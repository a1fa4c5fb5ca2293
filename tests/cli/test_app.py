import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from ridematch.cli import app as program
from ridematch.cli.options import begins_to_write
from ridematch.model.errors import Terminated
from tests.cli.desk import MONDAY, environment, run, succeed

STORE = "the store holds all of it or nothing"


def interrupted() -> None:
    raise KeyboardInterrupt


def terminated() -> None:
    raise Terminated


def failed_since_it_was_interrupted() -> None:
    try:
        interrupted()
    finally:
        raise LookupError


def failed_since_it_was_terminated() -> None:
    try:
        terminated()
    except Terminated as error:
        raise LookupError from error


def interrupted_while_writing() -> None:
    begins_to_write(STORE)
    raise KeyboardInterrupt


def failed_while_writing() -> None:
    begins_to_write(STORE)
    raise LookupError


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        (interrupted, 130, "ridematch: stopped; nothing was changed\n"),
        (terminated, 143, "ridematch: stopped by the system (SIGTERM); nothing was changed\n"),
        (failed_since_it_was_interrupted, 130, "ridematch: stopped; nothing was changed\n"),
        (failed_since_it_was_terminated, 143, "ridematch: stopped by the system (SIGTERM); nothing was changed\n"),
        (interrupted_while_writing, 130, f"ridematch: stopped; {STORE}\n"),
        (failed_while_writing, 1, f"; {STORE}. Please report it"),
    ],
)
def test_who_is_stopped_after_writing_began_does_not_say_that_nothing_was_changed(
    command: Callable[[], None],
    status: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    one.command()(command)
    monkeypatch.setattr(program, "add_commands", lambda: one)
    assert program.run([]) == status
    assert said in capsys.readouterr().err


STOPPED_WHEN_IT_IS_DONE = """
import atexit, os, signal, sys
from ridematch.cli.app import main

signal.signal(signal.SIGINT, signal.default_int_handler)
atexit.register(lambda: os.kill(os.getpid(), getattr(signal, sys.argv.pop())))
sys.argv[1:] = ["--version", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_what_is_done_is_done_also_when_stopped_at_the_very_end(name: str) -> None:
    arguments = [sys.executable, "-c", STOPPED_WHEN_IT_IS_DONE, name]
    done = subprocess.run(arguments, capture_output=True, check=False, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("ridematch ")


ENDED_WHILE_IT_SEARCHES = """
import os, signal, threading
from ridematch.cli.app import main
from ridematch.office import night

def decide(*_, **__):
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait()

night.decide = decide
main()
"""


@pytest.mark.slow
def test_a_match_that_the_system_ends_says_so_and_is_among_the_runs(matched: Path) -> None:
    before = succeed(matched, "schedule", "--from", MONDAY)
    done = subprocess.run(
        [sys.executable, "-c", ENDED_WHILE_IT_SEARCHES, "--by", "kim", "match", "--from", MONDAY],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=environment(matched),
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (143, "")
    assert done.stderr == "ridematch: stopped by the system (SIGTERM); nothing was changed\n"
    assert succeed(matched, "schedule", "--from", MONDAY) == before
    runs = succeed(matched, "runs").splitlines()
    assert "stopped before it was done; nothing was published" in runs[-1]
    assert "by: kim" in runs[-1]
    assert "Stopped before it was done" in succeed(matched, "runs", "2")
    assert "came to no plan" in run(matched, "replay", "2").stderr


@pytest.mark.parametrize("called", ["/usr/bin/pytest", "-c"])
def test_a_program_under_another_name_is_called_ridematch(called: str) -> None:
    assert program._program(called) == ("ridematch",)
