"""One-line changes as a coordinator types them, about days that lie ahead whenever the tests run."""

import re
import shlex
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pytest

from ridematch.cli.app import run as run_here
from tests.cli.desk import HIDDEN, PROGRAM, SECRETS, environment, run, succeed

AHEAD = "2090-12-04"  # a Monday


@pytest.fixture(scope="module")
def told_once(tmp_path_factory: pytest.TempPathFactory, town: Path) -> Path:
    """A week published, and everything of its Monday promised by phone."""
    store = tmp_path_factory.mktemp("telephone") / "town.sqlite"
    succeed(store, "import", town, "--yes")
    succeed(store, "match", "--from", AHEAD)
    succeed(store, "told", f"S1:{AHEAD}", f"S2:{AHEAD}")
    return store


@pytest.fixture
def told(told_once: Path, tmp_path: Path) -> Path:
    """A store of its own for each test."""
    return Path(shutil.copy(told_once, tmp_path / "store.sqlite"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line typed, in this process, which spares a start of the program each time; nobody is there to ask."""

    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, status: int = 0) -> str:
        """What is printed: on standard error if it is refused."""
        assert run_here(list(arguments)) == status
        shown, refused = self.capsys.readouterr()
        assert bool(refused) == bool(status)
        return refused or shown


@pytest.fixture
def typed(told: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Line:
    monkeypatch.setenv("RIDEMATCH_STORE", f"sqlite:///{told}")
    return Line(capsys)


def to_copy(page: str) -> list[list[str]]:
    """The commands of a page, as they would be typed."""
    return [shlex.split(line)[1:] for line in page.splitlines() if line.startswith("  ")]


@pytest.mark.slow
def test_a_change_that_breaks_a_promise_needs_a_yes(told: Path) -> None:
    refused = run(told, "away", "Berit", AHEAD)
    assert refused.returncode == 2
    assert "Nothing was changed: it breaks a promise" in refused.stderr
    assert "Say --yes" in refused.stderr
    page = succeed(told, "away", "berit", AHEAD, "--yes")
    assert page.startswith(refused.stdout)


def test_it_is_written_said_again_and_taken_back(typed: Line) -> None:
    page = typed("away", "berit", AHEAD, "--yes")
    title, table, *_ = page.split("\n\n")
    assert title == f"Berit Skjutsdotter (V1) is away Mon {AHEAD}."
    assert table.startswith("Promised, and can't be kept any more: phone these people first:")
    assert "who: Hanan Sagolund (R1); phone: 070-1740690; time: 04:12-04:25; with: Berit Skjutsdotter (V1)" in table
    again = typed("away", "V1", AHEAD)
    assert again == f"Berit Skjutsdotter (V1) is away Mon {AHEAD} already. Nothing was changed.\n"
    match, take_back = to_copy(page)
    assert match == ["match", "--from", AHEAD]
    assert take_back == ["away", "V1", AHEAD, "--back"]
    assert "It breaks nothing that is published." in typed(*take_back)


def at_a_terminal(store: Path, *arguments: str, answer: str, columns: int = 80) -> str:
    program, *first = PROGRAM
    child = pexpect.spawn(
        program,
        [*first, *arguments],
        env=environment(store, COLUMNS=str(columns), TERM="dumb"),
        encoding="utf-8",
        dimensions=(100, columns),
        timeout=60,
    )
    child.expect("It breaks a promise")
    page = str(child.before)
    child.sendline(answer)
    child.expect(pexpect.EOF)
    page += str(child.before)
    child.close()
    assert child.exitstatus == 0
    return page.replace("\r", "")


@pytest.mark.slow
def test_at_a_terminal_it_asks_only_if_a_promise_breaks(told: Path) -> None:
    kept = at_a_terminal(told, "cancel", "S1", AHEAD, answer="n")
    assert "Nothing was changed." in kept
    page = at_a_terminal(told, "cancel", "S1", AHEAD, answer="y")
    assert f"Shift S1 of Hanan Sagolund (R1) on Mon {AHEAD}, 04:30-12:00, is cancelled." in page
    assert f"Mon {AHEAD}, Berit Skjutsdotter (V1), 070-1740698" in page  # whom to phone
    assert "not needed any more" in page
    assert all(len(line.rstrip()) <= 80 for line in page.splitlines() if not line.startswith("  "))
    assert "cancelled already" in succeed(told, "cancel", "S1", AHEAD)


def test_what_was_not_told_needs_no_answer(typed: Line) -> None:
    page = typed("move", "S1", "2090-12-06", "04:30", "13:00")
    assert "moved from 04:30-12:00 to 04:30-13:00" in page
    assert "Published, and does not hold any more:" in page
    assert "S1:2090-12-06:back" in page
    added = typed("add-ride", "ulla", "home", "duved", "2090-12-07", "--arrive-by", "10:00")
    assert "Ulla Låtsaslund (R3) has a new ride R3-2090-12-07 on Thu 2090-12-07: Åre to Duved" in added
    assert "It is read as Duved." in added
    assert "The next match looks for a driver:" in added
    assert to_copy(added)[1] == ["cancel", "R3-2090-12-07"]


def test_of_a_hidden_rider_nothing_but_code_and_meeting_point_is_shown(typed: Line) -> None:
    pages = [
        typed("away", "V2", AHEAD, "--yes"),
        typed("cancel", HIDDEN, AHEAD, "--yes"),
        typed("add-ride", HIDDEN, "home", "Åre", AHEAD, "--arrive-by", "10:00"),
        typed("away", "Tekle", AHEAD, status=2),
    ]
    assert not [secret for secret in SECRETS for page in pages if secret in page]
    assert f"Mon {AHEAD}; who: {HIDDEN}; time:" in pages[0]  # no number either
    assert "Mötesplats Undersåker to Åre" in pages[2]
    assert "found by their code alone" in pages[3]


def test_in_swedish(typed: Line) -> None:
    page = typed("--language", "sv", "away", "V1", AHEAD, "--yes")
    assert "är borta" in page
    assert "ring dem först" in page
    english = re.compile(r"\b(away|phone|time|with|written|published|take)\b")
    assert not english.findall(re.sub(r"^ .*$", "", page, flags=re.MULTILINE))  # the commands aside


def test_a_broken_promise_comes_first_until_everybody_was_phoned(typed: Line) -> None:
    """The shift is cancelled; the rider and the volunteer were told."""
    typed("cancel", "S1", AHEAD, "--yes")
    first = "Agreed by phone, and does not hold any more: phone these people first:"
    assert first in typed("schedule", "--from", AHEAD)
    typed("match", "--from", AHEAD)
    again = typed("match", "--from", AHEAD)
    assert again.index(first) < again.index("Nothing has changed")
    calls = typed("calls", "--from", AHEAD)
    assert "1. Hanan Sagolund (R1), 070-1740690" in calls
    assert f"S1:{AHEAD}:out, Mon {AHEAD} 04:12-04:25, with Berit Skjutsdotter (V1): it is cancelled." in calls
    for who in ("R1", "V1"):
        (to_type,) = (one for one in re.findall(r"once they know: ridematch (.*)", calls) if one.endswith(who))
        assert f"was phoned that S1:{AHEAD}:out is not as agreed." in typed(*shlex.split(to_type))
    assert first not in typed("match", "--from", AHEAD)
    assert "--off" not in typed("calls", "--from", AHEAD)
    assert "Nothing was agreed with V1" in typed("told", f"S1:{AHEAD}", "--off", "berit", status=2)


def test_who_has_no_way_home_comes_first_wherever_somebody_looks(typed: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rider is at work already when the shift is cancelled."""
    monkeypatch.setenv("RIDEMATCH_NOW", f"{AHEAD}T08:00+01:00")
    for command in ("load", "history", "runs", "mileage"):
        assert "STRANDED" not in typed(command)
    typed("cancel", "S1", AHEAD, "--yes")
    for command in ("load", "history", "runs", "mileage"):
        lines = typed(command).splitlines()
        assert any(line.startswith("STRANDED: no way home") for line in lines[:4])


KILLED_WHILE_WRITING = """
import os, signal, sys
import ridematch.store.tables as tables
really = tables.replace_tables
def replace_and_die(session, rows):
    really(session, rows)
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
tables.replace_tables = replace_and_die
from ridematch.cli.app import run
run(sys.argv[1:])
"""


@pytest.mark.slow
def test_a_change_killed_while_it_is_written_leaves_the_store_as_it_was(told: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_WRITING, "cancel", "S1", AHEAD, "--yes"],
        env=environment(told),
        check=False,
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL
    assert "04:30-12:00 already" in succeed(told, "cancel", "S1", AHEAD, "--undo")


def test_without_a_store_nothing_is_made(tmp_path: Path) -> None:
    done = run(tmp_path / "none.sqlite", "cancel", "S1", "tomorrow")
    assert done.returncode == 2
    assert "Import tables first" in done.stderr
    assert not (tmp_path / "none.sqlite").exists()


def test_a_date_is_said_in_a_word_as_well(matched: Path) -> None:
    assert succeed(matched, "schedule", "--from", "tomorrow") == succeed(matched, "schedule", "--from", "2026-12-12")
    assert "is not a date" in run(matched, "schedule", "--from", "someday").stderr
