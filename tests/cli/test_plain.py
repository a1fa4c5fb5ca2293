"""At a terminal --plain is what a pipe gets: no spinner, and nothing that moves the cursor."""

from pathlib import Path

import pexpect
import pytest

from tests.cli.desk import MONDAY, PROGRAM, environment

CURSOR = "\x1b"


def at_a_terminal(store: Path, *arguments: str) -> str:
    """All that is written to a terminal until the program ends."""
    program, *first = PROGRAM
    child = pexpect.spawn(
        program, [*first, *arguments], env=environment(store, TERM="xterm-256color"), encoding="utf-8", timeout=120
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    return child.before or ""


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [("match", "--from", MONDAY, "--days", "1", "--dry-run"), ("unmet", "--try"), ("ladder", "--from", MONDAY)],
)
def test_plain_is_without_a_spinner(matched: Path, command: tuple[str, ...]) -> None:
    shown = at_a_terminal(matched, "--plain", *command)
    assert shown
    assert CURSOR not in shown
    assert not any("\u2800" <= letter <= "\u28ff" for letter in shown)  # dots in a cell of Braille


@pytest.mark.slow
def test_without_it_a_long_run_shows_that_it_works(matched: Path) -> None:
    assert CURSOR in at_a_terminal(matched, "unmet", "--try")
