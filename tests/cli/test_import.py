import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

from tests.cli.desk import MONDAY, PROGRAM, SECRETS, environment, read, run, succeed, write


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


def changed(town: Path, folder: Path, table: str, change: Callable[[list[dict[str, str]]], None]) -> Path:
    """A folder with nothing but one of the town's tables, with its rows changed."""
    rows = read(town / f"{table}.csv")
    change(rows)
    folder.mkdir()
    write(folder / f"{table}.csv", rows)
    return folder


def test_row_by_row_which_columns_change(matched: Path, tmp_path: Path, town: Path) -> None:
    def change(shifts: list[dict[str, str]]) -> None:
        for shift in shifts:
            shift["start"] = "04:10" if shift["shift"] == "S1" else "16:30"
        shifts.append(shifts[2] | {"shift": "S4", "days": "Sat"})

    page = succeed(matched, "import", changed(town, tmp_path / "shifts", "shifts", change), "--yes")
    assert "table: shifts; added: 1; changed: 3; removed: 0\n" in page
    assert "table: shifts; row: S1; what changes: start 04:30 -> 04:10\n" in page
    assert "table: shifts; row: S2; what changes: changed\n" in page  # of a rider who is not to be seen
    assert "table: shifts; row: S4; what changes: added\n" in page
    assert f"Imported into {matched}\n" in page


def test_what_nobody_may_see_is_not_shown_when_it_changes(matched: Path, tmp_path: Path, town: Path) -> None:
    def change(riders: list[dict[str, str]]) -> None:
        for rider in riders:
            rider |= {"phone": "070-1740605", "address": "Påhittsvägen 9", "name": f"{rider['name']}-Nilsson"}

    page = succeed(matched, "import", changed(town, tmp_path / "riders", "riders", change), "--yes")
    assert "row: R1; what changes: name changed, address changed, phone changed\n" in page
    assert "row: R2; what changes: changed\n" in page
    assert [secret for secret in ("Nilsson", "Påhittsvägen", "1740605", *SECRETS) if secret in page] == []


@pytest.mark.slow
def test_codes_made_of_names_are_shown_once(matched: Path, tmp_path: Path, town: Path) -> None:
    def change(riders: list[dict[str, str]]) -> None:
        riders.append(riders[0] | {"rider": "", "name": "Ny Påhittsson"})

    folder = changed(town, tmp_path / "riders", "riders", change)
    assert "Codes for rows without one:\nriders.csv, row 5: ny-pahittsson\n" in succeed(
        matched, "import", folder, "--yes"
    )
    assert succeed(matched, "import", folder, "--yes") == "Nothing has changed.\n"


def test_except_bad_imports_the_rest(tmp_path: Path, town: Path) -> None:
    store = tmp_path / "town.sqlite"

    def change(shifts: list[dict[str, str]]) -> None:
        shifts[0]["start"] = "25:00"
        shifts[1]["end"] = "23:45"

    succeed(store, "import", town, "--yes")
    folder = changed(town, tmp_path / "shifts", "shifts", change)
    (folder / "shift_changes.csv").write_text("shift,date,change\nS1,2026-12-15,cancelled\n", encoding="utf-8")
    page = succeed(store, "import", folder, "--yes", "--except-bad")
    assert "Not imported:\nshifts.csv, row 2, column start" in page
    assert 'shift_changes.csv, row 2, column shift, "S1": left out as well' in page
    assert "table: shifts; added: 0; changed: 1; removed: 1\n" in page
    assert "row: S1; what changes: removed" in page
    assert f"Imported into {store}" in page


def test_where_nothing_can_be_read_except_bad_is_no_excuse(tmp_path: Path, town: Path) -> None:
    for path in (tmp_path / "nowhere", town / "README.md"):
        done = run(tmp_path / "town.sqlite", "import", path, "--yes", "--except-bad")
        assert done.returncode == 2
        assert "1 mistake; nothing was imported.\n" in done.stderr
    assert not (tmp_path / "town.sqlite").exists()


@pytest.mark.slow
def test_a_pipe_gets_every_mistake_and_a_terminal_the_first_and_how_many(tmp_path: Path) -> None:
    rows = "".join(f"Ort {number},95,13\n" for number in range(250))
    (tmp_path / "places.csv").write_text(f"name,lat,lon\n{rows}", encoding="utf-8")
    piped = run(tmp_path / "none.sqlite", "import", tmp_path, "--yes")
    assert piped.stderr.count("column lat") == 250
    assert piped.stderr.endswith(
        "250 mistakes; nothing was imported. Correct them, or say --except-bad to import the rest.\n"
    )
    program, *arguments = [*PROGRAM, "import", str(tmp_path)]
    child = pexpect.spawn(program, arguments, env=environment(tmp_path / "none.sqlite"), encoding="utf-8")
    child.expect(pexpect.EOF, timeout=60)
    assert str(child.before).count("column lat") == 200
    assert "... and 50 more." in child.before


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


@pytest.mark.slow
def test_in_swedish_ja_means_yes_and_what_is_neither_is_asked_again(tmp_path: Path, town: Path) -> None:
    store = tmp_path / "town.sqlite"
    program, *arguments = [*PROGRAM, "--language", "sv", "import", str(town)]
    child = pexpect.spawn(program, arguments, env=environment(store), encoding="utf-8", dimensions=(60, 80))
    child.expect(r"Läsa in detta\? \[j/N\]", timeout=60)
    child.sendline("kanske")
    child.expect("Svara ja eller nej", timeout=60)
    child.sendline("Ja")
    child.expect("Inläst i", timeout=60)
    child.expect(pexpect.EOF, timeout=60)
    assert store.exists()


@pytest.mark.slow
def test_what_carries_a_promise_is_not_removed_by_accident(matched: Path, tmp_path: Path, town: Path) -> None:
    succeed(matched, "told", f"S1:{MONDAY}")
    (tmp_path / "less").mkdir()
    write(tmp_path / "less" / "shifts.csv", [row for row in read(town / "shifts.csv") if row["shift"] != "S1"])
    (tmp_path / "less" / "shift_changes.csv").write_text("shift,date,change,start,end\n", encoding="utf-8")
    refused = run(matched, "import", tmp_path / "less", "--yes")
    assert refused.returncode == 2
    assert "S1" in refused.stderr
    assert "--remove" in refused.stderr
    assert "what changes: removed" in refused.stdout
    succeed(matched, "import", tmp_path / "less", "--yes", "--remove")
    page = succeed(matched, "match", "--from", MONDAY)
    first_part = page.split("\n\n")[1]
    assert first_part.startswith("Broken promises: phone these people first:")
    assert f"ride: S1:{MONDAY}:out" in first_part
    assert "Broken promises" not in succeed(matched, "match", "--from", MONDAY)


@pytest.mark.slow
def test_what_carries_no_promise_goes_without_a_word(matched: Path, tmp_path: Path, town: Path) -> None:
    succeed(matched, "told", f"S1:{MONDAY}")
    (tmp_path / "less").mkdir()
    free = [row for row in read(town / "availability.csv") if row["volunteer"] != "V1"]
    write(tmp_path / "less" / "availability.csv", free)  # V1 promised to drive, and that row only says when
    assert "Imported into" in succeed(matched, "import", tmp_path / "less", "--yes")


def test_what_breaks_a_promise_says_so_and_whom_to_phone(matched: Path, tmp_path: Path, town: Path) -> None:
    def change(shifts: list[dict[str, str]]) -> None:
        shifts[0] |= {"start": "10:00", "end": "18:00"}

    succeed(matched, "told", f"S1:{MONDAY}")
    before, folder = matched.read_bytes(), changed(town, tmp_path / "later", "shifts", change)
    refused = run(matched, "import", folder)
    assert refused.returncode == 2
    assert "it breaks a promise, and nobody is there to ask. Say --yes" in refused.stderr
    assert matched.read_bytes() == before
    page = succeed(matched, "import", folder, "--yes")
    assert page.startswith(refused.stdout)
    _, rows, promised, *_, last = page.split("\n\n")
    assert "start 04:30 -> 10:00" in rows
    assert promised.startswith("Promised, and can't be kept any more: phone these people first:")
    assert f"with: Berit Skjutsdotter (V1); way: Duved to Bageri Exempel Åre; ride: S1:{MONDAY}:out" in promised
    assert last.startswith("What next:\nPhone the people above first: the next match releases these promises.")


@pytest.mark.slow
def test_a_rota_that_breaks_a_promise_says_so(matched: Path, tmp_path: Path) -> None:
    def rota(start: str, end: str, *options: str) -> subprocess.CompletedProcess[str]:
        file, on = tmp_path / "rota.ics", MONDAY.replace("-", "")
        lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VEVENT", "UID:1", "SUMMARY:R1",
                 "DTSTAMP:20260101T000000Z", f"DTSTART;TZID=Europe/Stockholm:{on}T{start}00",
                 f"DTEND;TZID=Europe/Stockholm:{on}T{end}00", "LOCATION:Bageri Exempel Åre", "END:VEVENT",
                 "END:VCALENDAR")  # fmt: skip
        file.write_text("\n".join(lines), encoding="utf-8")
        return run(matched, "rota", file, "--weeks", "52", *options)

    succeed(matched, "cancel", "S1", MONDAY, "--yes")
    assert rota("0430", "1200", "--yes").returncode == 0
    code = f"R1-{MONDAY[2:].replace('-', '')}:{MONDAY}"
    succeed(matched, "match", "--from", MONDAY)
    succeed(matched, "told", code)
    before = matched.read_bytes()
    refused = rota("1000", "1800")
    assert refused.returncode == 2 and "it breaks a promise" in refused.stderr
    assert matched.read_bytes() == before
    assert f"ride: {code}:out; what: to be arranged anew" in refused.stdout


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


@pytest.mark.slow
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


@pytest.mark.slow
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
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
        connection.commit()
    done = run(matched, "import", town, "--yes")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "newer ridematch" in done.stderr
