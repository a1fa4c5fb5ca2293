import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pexpect

from tests.cli.desk import MONDAY, PROGRAM, environment, read, run, succeed, write


def test_the_first_import_makes_a_private_store_and_says_where(tmp_path: Path, town: Path) -> None:
    store = tmp_path / "new" / "town.sqlite"
    assert str(store) in succeed(store, "import", town, "--yes")
    assert stat.S_IMODE(store.stat().st_mode) == 0o600


def test_the_same_import_again_changes_nothing_and_says_so(matched: Path, town: Path) -> None:
    assert succeed(matched, "import", town, "--yes") == "Nothing has changed.\n"


def test_mistakes_are_all_listed_and_nothing_changes(matched: Path, tmp_path: Path, town: Path) -> None:
    before = matched.read_bytes()
    shifts = read(town / "shifts.csv")
    shifts[0]["start"] = "25:00"
    shifts[1]["rider"] = "R99"
    (tmp_path / "bad").mkdir()
    write(tmp_path / "bad" / "shifts.csv", shifts)
    done = run(matched, "import", tmp_path / "bad", "--yes")
    assert done.returncode == 2
    assert "shifts.csv, row 2, column start" in done.stderr
    assert "shifts.csv, row 3, column rider" in done.stderr
    assert "2 mistakes; nothing was imported" in done.stderr
    assert matched.read_bytes() == before


def test_except_bad_imports_the_rest(tmp_path: Path, town: Path) -> None:
    store = tmp_path / "town.sqlite"
    shifts = read(town / "shifts.csv")
    shifts[0]["start"] = "25:00"
    (tmp_path / "shifts").mkdir()
    write(tmp_path / "shifts" / "shifts.csv", shifts)
    succeed(store, "import", town, "--yes")
    done = run(store, "import", tmp_path / "shifts", "--yes", "--except-bad", "--remove")
    assert "shifts.csv, row 2, column start" in done.stdout


def test_nobody_to_ask_is_no_yes(tmp_path: Path, town: Path) -> None:
    done = run(tmp_path / "town.sqlite", "import", town)
    assert done.returncode == 2
    assert "Say --yes" in done.stderr
    assert not (tmp_path / "town.sqlite").exists()


def test_at_a_terminal_it_asks_and_no_means_no(tmp_path: Path, town: Path) -> None:
    store = tmp_path / "town.sqlite"
    program, *arguments = [*PROGRAM, "import", str(town)]
    child = pexpect.spawn(program, arguments, env=environment(store), encoding="utf-8", dimensions=(60, 80))
    child.expect("Import this?", timeout=60)
    child.sendline("n")
    child.expect("Nothing was imported", timeout=60)
    child.expect(pexpect.EOF, timeout=60)
    assert not store.exists()


def test_what_carries_a_promise_is_not_removed_by_accident(matched: Path, tmp_path: Path, town: Path) -> None:
    succeed(matched, "told", f"S1:{MONDAY}")
    (tmp_path / "less").mkdir()
    write(tmp_path / "less" / "shifts.csv", [row for row in read(town / "shifts.csv") if row["shift"] != "S1"])
    (tmp_path / "less" / "shift_changes.csv").write_text("shift,date,change,start,end\n", encoding="utf-8")
    refused = run(matched, "import", tmp_path / "less", "--yes")
    assert refused.returncode == 2
    assert "S1" in refused.stderr
    assert "--remove" in refused.stderr
    succeed(matched, "import", tmp_path / "less", "--yes", "--remove")
    page = succeed(matched, "match", "--from", MONDAY)
    first_part = page.split("\n\n")[1]
    assert first_part.startswith("Broken promises: phone these people first:")
    assert f"ride: S1:{MONDAY}:out" in first_part
    assert "Broken promises" not in succeed(matched, "match", "--from", MONDAY)


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


def test_an_import_killed_while_it_writes_leaves_the_store_as_it_was(matched: Path, tmp_path: Path, town: Path) -> None:
    before = succeed(matched, "schedule", "--from", MONDAY)
    (tmp_path / "riders").mkdir()
    riders = [row | {"boarding_minutes": "9"} for row in read(town / "riders.csv")]
    write(tmp_path / "riders" / "riders.csv", riders)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_WRITING, "import", str(tmp_path / "riders"), "--yes"],
        env=environment(matched),
        check=False,
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL
    assert succeed(matched, "schedule", "--from", MONDAY) == before
    assert "Nothing has changed." in succeed(matched, "import", town, "--yes")
    assert "changed: 3" in succeed(matched, "import", tmp_path / "riders", "--yes")


KILLED_WHILE_PUBLISHING = """
import os, signal, sys
import ridematch.store.editions as editions
really = editions.publish
def publish_and_die(session, edition):
    really(session, edition)
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
editions.publish = publish_and_die
from ridematch.cli.app import run
run(sys.argv[1:])
"""


def test_a_match_killed_while_it_publishes_leaves_the_edition_before(matched: Path) -> None:
    before = succeed(matched, "schedule", "--from", MONDAY)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WHILE_PUBLISHING, "match", "--from", MONDAY, "--days", "3"],
        env=environment(matched),
        check=False,
        capture_output=True,
    )
    assert killed.returncode == -signal.SIGKILL
    assert succeed(matched, "schedule", "--from", MONDAY) == before
    assert "Published as edition 2." in succeed(matched, "match", "--from", MONDAY, "--days", "3")


def _hear_ctrl_c() -> None:
    # Where the tests run in the background, the shell has them ignore it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_stops_a_match_and_nothing_has_changed(matched: Path) -> None:
    before = succeed(matched, "schedule", "--from", MONDAY)
    program, *arguments = [*PROGRAM, "match", "--from", MONDAY, "--days", "3"]
    child = pexpect.spawn(
        program,
        arguments,
        env=environment(matched),
        encoding="utf-8",
        dimensions=(60, 80),
        preexec_fn=_hear_ctrl_c,
    )
    child.expect("reading|measuring|what each", timeout=60)
    child.sendintr()
    child.expect("stopped; nothing was changed", timeout=60)
    child.expect(pexpect.EOF, timeout=60)
    child.close()
    assert child.exitstatus == 130
    assert succeed(matched, "schedule", "--from", MONDAY) == before


def test_a_store_of_another_version_is_refused_before_anything_is_shown(matched: Path, town: Path) -> None:
    with closing(sqlite3.connect(matched)) as connection:
        connection.execute("UPDATE store_version SET version = 99")
        connection.commit()
    done = run(matched, "import", town, "--yes")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "newer ridematch" in done.stderr
