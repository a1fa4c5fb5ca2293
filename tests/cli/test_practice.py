"""Driving practice as a coordinator asks about it."""

from pathlib import Path

from tests.cli.desk import run, succeed


def test_who_may_practise_and_why_not(matched: Path) -> None:
    page = succeed(matched, "practice", "check", "--on", "2026-12-14")
    assert "supervisor: Lars Bilfiktiv (V2); learner: Ulla Låtsaslund (R3); until: more than a year" in page
    page = succeed(matched, "practice", "check", "R3", "--on", "2029-07-01")
    assert "the learner's permit ran out after 2029-06-30 (rule: permit, as read on" in page
    assert "https://www.transportstyrelsen.se/" in page
    page = succeed(matched, "--language", "sv", "practice", "check", "R3", "--on", "2029-07-01")
    assert "elevens tillstånd gick ut efter 2029-06-30 (regel: tillstånd, enligt läsning" in page


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


def test_wrong_use_says_what_to_do(matched: Path) -> None:
    for arguments in (("check", "Nobody"), ("check", "--on", "14/12"), ("expiring", "--days", "0")):
        refused = run(matched, "practice", *arguments)
        assert refused.returncode == 2
        assert "Traceback" not in refused.stderr
