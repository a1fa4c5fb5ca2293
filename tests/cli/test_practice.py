"""Driving practice as a coordinator asks about it."""

from pathlib import Path

import pytest

from tests.cli.desk import read, run, succeed, write


@pytest.mark.slow
def test_who_may_practise_and_why_not(matched: Path) -> None:
    page = succeed(matched, "practice", "check", "--on", "2026-12-14")
    assert "supervisor: Lars Bilfiktiv (V2); learner: Ulla Låtsaslund (R3); until: more than a year" in page
    page = succeed(matched, "practice", "check", "R3", "--on", "2029-07-01")
    assert "the learner's permit ran out after 2029-06-30 (rule: permit, as read on" in page
    assert "https://www.transportstyrelsen.se/" in page
    page = succeed(matched, "--language", "sv", "practice", "check", "R3", "--on", "2029-07-01")
    assert "elevens tillstånd gick ut efter 2029-06-30 (regel: tillstånd, enligt läsning" in page


@pytest.mark.slow
def test_rules_of_another_country(matched: Path, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('practice = "NO"\n', encoding="utf-8")
    page = succeed(matched, "--config", settings, "practice", "check", "--on", "2026-12-14")
    assert "by the rules of NO" in page
    settings.write_text('practice = "XX"\n', encoding="utf-8")
    refused = run(matched, "--config", settings, "practice", "check")
    assert refused.returncode == 2
    assert "only for GB, NO, SE, US-NY" in refused.stderr


def test_what_expires(matched: Path) -> None:
    assert "Nothing ends in these days." in succeed(matched, "practice", "expiring", "--days", "1")


@pytest.mark.slow
def test_a_lesson_is_logged_shown_and_taken_out_again(matched: Path) -> None:
    page = succeed(matched, "practice", "log", "Ulla", "yesterday", "60", "--with", "Lars", "--part", "seat", "--dark")
    assert "In the log of Ulla Låtsaslund (R3): " in page
    assert "Practised so far: 1 h 0 min of 120 h, 1 of 15 parts." in page
    undo = page.splitlines()[-1].split()[1:]
    assert undo[:3] == ["practice", "log", "R3"]
    page = succeed(matched, "practice", "progress")
    assert (
        "learner: Ulla Låtsaslund (R3); practised: 1 h 0 min of 120 h; in the dark: 1 h 0 min; parts: 1 of 15" in page
    )
    assert "part: seat; what: Sitting right" in succeed(matched, "practice", "card", "R3")
    assert "Körställning" in succeed(matched, "--language", "sv", "practice", "card", "R3")
    succeed(matched, *undo)
    assert "practised: 0 min of 120 h" in succeed(matched, "practice", "progress", "R3")


@pytest.mark.slow
def test_the_forecast_says_what_falls_away(matched: Path) -> None:
    succeed(matched, "practice", "log", "R3", "yesterday", "480", "--outside")
    page = succeed(matched, "practice", "forecast")
    assert "learner: Ulla Låtsaslund (R3); practised: 8 h 0 min; " in page
    assert "Lektioner" not in page
    assert "Prognos" in succeed(matched, "--language", "sv", "practice", "forecast")


@pytest.mark.slow
def test_the_log_goes_out_with_the_tables_and_comes_in_again(matched: Path, tmp_path: Path) -> None:
    succeed(matched, "practice", "log", "R3", "yesterday", "60", "--outside", "--part", "seat", "--remark", "well")
    succeed(matched, "export", "tables", "--out", tmp_path / "tables")
    log = tmp_path / "tables" / "practice_log.csv"
    text = log.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0].startswith("rider,date,start,minutes,volunteer,parts,dark,remarks")
    assert "Nothing has changed." in succeed(matched, "import", tmp_path / "tables", "--yes")
    log.write_text(text.replace("seat", "saet"), encoding="utf-8")
    done = run(matched, "import", log, "--yes")
    assert done.returncode == 0
    assert "a code that is not in the configuration is kept, and counts for nothing. Maybe you meant seat." in (
        done.stdout + done.stderr
    )
    assert "parts: 0 of 15" in succeed(matched, "practice", "progress")


@pytest.mark.slow
def test_two_lessons_of_a_day_go_out_and_in_and_an_older_file_without_times_reads(
    matched: Path, tmp_path: Path
) -> None:
    for begun, minutes in (("10:00", "60"), ("16:00", "45")):
        succeed(matched, "practice", "log", "R3", "yesterday", minutes, "--at", begun, "--outside")
    assert "practised: 1 h 45 min of 120 h" in succeed(matched, "practice", "progress", "R3")
    succeed(matched, "export", "tables", "--out", tmp_path / "tables")
    log = tmp_path / "tables" / "practice_log.csv"
    assert "Nothing has changed." in succeed(matched, "import", log, "--yes")
    rows = [line.split(",") for line in log.read_text(encoding="utf-8-sig").splitlines()]
    assert [row[2] for row in rows] == ["start", "10:00", "16:00"]
    log.write_text("\n".join(",".join(row[:2] + row[3:]) for row in rows), encoding="utf-8")
    succeed(matched, "import", log, "--yes")
    assert "practised: 1 h 45 min of 120 h" in succeed(matched, "practice", "progress", "R3")
    refused = run(matched, "practice", "log", "R3", "yesterday", "--outside", "--undo")
    assert refused.returncode == 2
    assert "60 --outside and 45 --outside. Say which" in refused.stderr
    succeed(matched, "practice", "log", "R3", "yesterday", "45", "--outside", "--undo")


@pytest.mark.slow
def test_a_rider_with_a_log_is_not_removed_by_an_import_but_forgotten(matched: Path, tmp_path: Path) -> None:
    succeed(matched, "practice", "log", "R3", "yesterday", "60", "--outside")
    succeed(matched, "export", "tables", "--out", tmp_path / "tables")
    for file in (tmp_path / "tables").glob("*.csv"):
        lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        kept = [line for line in lines if ",R3," not in line and not line.startswith("R3,")]
        file.write_text("".join(kept), encoding="utf-8")
    (tmp_path / "tables" / "practice_log.csv").unlink()
    refused = run(matched, "import", tmp_path / "tables", "--yes")
    assert refused.returncode == 2
    assert "R3 is gone, but practice_log in the store refer to it" in refused.stderr
    assert "ridematch forget" in refused.stderr


@pytest.mark.slow
def test_who_could_names_an_approval_to_apply_for(matched: Path, tmp_path: Path, town: Path) -> None:
    (row,) = read(town / "supervisors.csv")
    write(tmp_path / "supervisors.csv", [row, row | {"volunteer": "V1"}])
    (licence,) = read(town / "licences.csv")
    write(tmp_path / "licences.csv", [licence, licence | {"volunteer": "V1"}])
    write(tmp_path / "approvals.csv", [{"volunteer": "V2", "rider": "R1", "approved_on": "2026-09-21"}])
    succeed(matched, "import", tmp_path, "--yes")
    page = succeed(matched, "practice", "who-could", "--from", "2026-12-14", "--days", "7")
    assert "supervisor: Lars Bilfiktiv (V2); learner: Ulla Låtsaslund (R3); more practice: 1 h 0 min" in page
    assert "ready about: " in page
    assert "Nya godkännanden" in succeed(matched, "--language", "sv", "practice", "who-could", "--from", "2026-12-14")


@pytest.mark.slow
def test_check_cites_the_law_against_what_is_published(matched: Path, tmp_path: Path, town: Path) -> None:
    rows = read(town / "learners.csv")
    write(tmp_path / "learners.csv", [row | {"permit_until": "2026-12-13"} for row in rows])
    succeed(matched, "import", tmp_path / "learners.csv", "--yes")
    found = run(matched, "check")
    assert found.returncode == 1
    assert "the permit ended on 2026-12-13 (a learner needs a valid permit" in found.stdout
    assert "https://www.transportstyrelsen.se/" in found.stdout


@pytest.mark.slow
def test_wrong_use_says_what_to_do(matched: Path) -> None:
    for arguments in (
        ("check", "Nobody"),
        ("card", ""),
        ("card", " "),
        ("check", "--on", "14/12"),
        ("expiring", "--days", "0"),
    ):
        refused = run(matched, "practice", *arguments)
        assert refused.returncode == 2
        assert "Traceback" not in refused.stderr
