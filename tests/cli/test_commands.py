import csv
import io
import json
import os
import shlex
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pexpect
import pytest

from tests.cli.desk import HIDDEN, MONDAY, PROGRAM, SECRETS, environment, read, run, succeed

BOXES = "─│┌┐└┘├┤┬┴┼━┃╭╮╰╯═║╔╗╚╝"
PAGES = (
    ("match", "--from", MONDAY, "--dry-run"),
    ("match", "--from", MONDAY, "--dry-run", "--json"),
    ("schedule", "--from", MONDAY),
    ("rides", "V1", "--from", MONDAY),
    ("rides", "V2", "--from", MONDAY),
    ("unmet",),
    ("told", f"S2:{MONDAY}", "S1:2026-12-16"),
    ("check",),
    ("config",),
    ("--help",),
)


@pytest.mark.slow
@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_a_pipe_gets_no_boxes_and_nobody_who_is_not_to_be_seen(matched: Path, arguments: tuple[str, ...]) -> None:
    printed = succeed(matched, *arguments)
    assert printed.strip()
    assert not set(BOXES) & set(printed)
    assert "\x1b" not in printed
    assert [secret for secret in SECRETS if secret in printed] == []


@pytest.mark.slow
@pytest.mark.parametrize("arguments", PAGES, ids=" ".join)
def test_at_a_terminal_no_line_is_wider_than_it(matched: Path, arguments: tuple[str, ...]) -> None:
    if "--json" in arguments or arguments == ("config",):
        return  # for programs and files, not for a screen
    program, *rest = [*PROGRAM, *arguments]
    environ = environment(matched, TERM="dumb")  # no colours, no cursor: lines as they are
    printed = _at_terminal(program, rest, environ)
    assert printed.strip()
    assert [line for line in printed.splitlines() if len(line) > 80] == []
    assert [secret for secret in SECRETS if secret in printed] == []


def _at_terminal(program: str, arguments: list[str], environ: dict[str, str]) -> str:
    child = pexpect.spawn(program, arguments, env=environ, encoding="utf-8", dimensions=(200, 80), timeout=120)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    return str(child.before)


@pytest.mark.slow
def test_exported_files_show_nobody_who_is_not_to_be_seen(matched: Path, tmp_path: Path) -> None:
    succeed(matched, "export", "csv", "--out", tmp_path / "out", "--from", MONDAY)
    succeed(matched, "export", "json", "--out", tmp_path / "out")
    files = sorted(path for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert [path.name for path in files if path.parent.name == "volunteers"] == ["V1.csv", "V2.csv"]
    everything = "".join(path.read_text(encoding="utf-8-sig") for path in files)
    assert HIDDEN in everything
    assert [secret for secret in SECRETS if secret in everything] == []
    hidden = [row for row in read(tmp_path / "out" / "volunteers" / "V2.csv") if row["who"] == HIDDEN]
    assert {(row["address"], row["phone"], row["to_address"]) for row in hidden} == {("", "", "")}


@pytest.mark.slow
def test_match_again_changes_nothing(matched: Path) -> None:
    first = json.loads(succeed(matched, "match", "--from", MONDAY, "--json"))
    assert (first["outcome"], first["edition"], first["violations"]) == ("unchanged", 1, [])
    assert "Nothing has changed; edition 1 stands." in succeed(matched, "match", "--from", MONDAY)


def test_match_json_has_what_programs_need(matched: Path) -> None:
    content = json.loads(succeed(matched, "match", "--from", MONDAY, "--json"))
    assert {
        "from", "days", "commutes", "rides", "lessons", "driving_minutes", "waiting_minutes", "objective", "bound",
        "gap", "proven", "seconds", "violations", "edition",
    } <= content.keys()  # fmt: skip
    assert content["commutes"].keys() == {"asked", "served"}
    assert content["from"] == MONDAY


@pytest.mark.slow
def test_a_dry_run_publishes_nothing(matched: Path) -> None:
    before = succeed(matched, "check")
    assert "nothing was published" in succeed(matched, "match", "--from", "2026-12-15", "--days", "2", "--dry-run")
    assert succeed(matched, "check") == before


def _pickups(store: Path, folder: Path) -> dict[str, tuple[str, datetime]]:
    succeed(store, "export", "csv", "--out", folder, "--from", MONDAY)
    rows = [row for row in read(folder / "rides.csv") if row["pickup"]]
    return {row["ride"]: (row["volunteer"], datetime.fromisoformat(row["pickup"])) for row in rows}


@pytest.mark.slow
def test_what_was_told_stays(matched: Path, tmp_path: Path) -> None:
    told = succeed(matched, "told", f"S1:{MONDAY}")
    assert told.count(f"S1:{MONDAY}") == 2
    assert f"S1:{MONDAY}:out (told)" in succeed(matched, "schedule", "--from", MONDAY)
    before = _pickups(matched, tmp_path / "before")
    again = json.loads(succeed(matched, "match", "--from", MONDAY, "--json"))
    assert again["broken_promises"] == []
    after = _pickups(matched, tmp_path / "after")
    for code in (f"S1:{MONDAY}:out", f"S1:{MONDAY}:back"):
        assert after[code][0] == before[code][0]
        assert abs(after[code][1] - before[code][1]) <= timedelta(minutes=5)
    assert "Everything holds." in succeed(matched, "check")


def test_told_is_all_or_nothing(matched: Path) -> None:
    done = run(matched, "told", f"S1:{MONDAY}", "S9:2026-12-14")
    assert done.returncode == 2
    assert "S9:2026-12-14 is not in the published schedule" in done.stderr
    assert "(told)" not in succeed(matched, "schedule", "--from", MONDAY)


@pytest.mark.slow
def test_a_volunteer_is_found_by_a_part_of_the_name(matched: Path) -> None:
    by_code = succeed(matched, "rides", "v1", "--from", MONDAY)
    assert succeed(matched, "rides", "BERIT", "--from", MONDAY) == by_code
    several = run(matched, "rides", "i")
    assert several.returncode == 2
    assert "V1, V2" in several.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("match", "--from", "14/12"), 2, "not a date"),
        (("match", "--from", "9999-12-31"), 2, "not a date of this century"),
        (("schedule", "--days", "99999999"), 2, "--days"),
        (("template", "/dev/null/tables"), 2, "/dev/null/tables/places.csv can't be written"),
        (("match", "--days", "0"), 2, "--days"),
        (("rides",), 2, "VOLUNTEER"),
        (("rides", "nobody-at-all"), 2, "Nobody has"),
        (("export", "pdf", "--out", "x"), 2, "pdf"),
        (("nonsense",), 2, "nonsense"),
        (("--config", "/nowhere.toml", "match"), 2, "can't be read"),
        (("--store", "mysql://x", "match"), 2, "SQLite or PostgreSQL"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(matched: Path, arguments: tuple[str, ...], status: int, said: str) -> None:
    done = run(matched, *arguments)
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["match", "schedule", "unmet", "check"])
def test_no_store_is_an_error_and_none_is_made(tmp_path: Path, command: str) -> None:
    done = run(tmp_path / "none.sqlite", command)
    assert done.returncode == 2
    assert "There is no store" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_store_is_a_message(tmp_path: Path) -> None:
    store = tmp_path / "bad.sqlite"
    store.write_bytes(b"this is not a database at all" * 100)
    done = run(store, "schedule")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert str(store) in done.stderr


@pytest.mark.slow
def test_facts_that_moved_on_make_the_published_edition_unsound(matched: Path, tmp_path: Path, town: Path) -> None:
    volunteers = [row | {"max_drive_minutes_per_day": "5"} for row in read(town / "volunteers.csv")]
    (tmp_path / "v").mkdir()
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(volunteers[0]))
    writer.writeheader()
    writer.writerows(volunteers)
    (tmp_path / "v" / "volunteers.csv").write_text(text.getvalue(), encoding="utf-8")
    succeed(matched, "import", tmp_path / "v", "--yes")
    done = run(matched, "check")
    assert done.returncode == 1
    assert "driving a day is short enough" in done.stdout


def test_a_reader_that_has_seen_enough_is_no_failure(matched: Path) -> None:
    child = subprocess.Popen(
        [*PROGRAM, "config"], env=environment(matched), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    assert child.stderr.read() == b""
    assert child.wait() == 0


@pytest.mark.slow
def test_one_day_planned_anew_hides_none_of_the_others(matched: Path) -> None:
    before = succeed(matched, "schedule")
    assert f"From Mon {MONDAY} on" in before
    succeed(matched, "match", "--from", "2026-12-16", "--days", "1")
    assert succeed(matched, "schedule") == before


@pytest.mark.slow
def test_what_next_is_copied_with_the_store_that_was_named(matched: Path) -> None:
    page = succeed(matched, "--store", f"sqlite:///{matched}", "match", "--from", MONDAY)
    (line,) = (line for line in page.splitlines() if " told " in line)
    assert f"--store sqlite:///{matched} told S1:" in line
    copied = subprocess.run(shlex.split(line), capture_output=True, check=False, encoding="utf-8", env=os.environ)
    assert copied.returncode == 0, copied.stderr
    assert "(told)" in succeed(matched, "schedule", "--from", MONDAY)


def test_the_template_imports(tmp_path: Path) -> None:
    succeed(tmp_path / "s.sqlite", "template", tmp_path / "tables")
    done = run(tmp_path / "s.sqlite", "import", tmp_path / "tables", "--yes")
    assert done.returncode == 0, done.stderr


def test_the_configuration_that_is_printed_can_be_used(matched: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(succeed(matched, "config"), encoding="utf-8")
    assert "Everything holds." in succeed(matched, "--config", tmp_path / "own.toml", "check")
