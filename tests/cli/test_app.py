from collections.abc import Callable

import pytest
import typer

from ridematch.cli import app as program
from ridematch.cli.options import begins_to_write

STORE = "the store holds all of it or nothing"


def interrupted() -> None:
    raise KeyboardInterrupt


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


@pytest.mark.parametrize("called", ["/usr/bin/pytest", "-c"])
def test_a_program_under_another_name_is_called_ridematch(called: str) -> None:
    assert program._program(called) == ("ridematch",)
