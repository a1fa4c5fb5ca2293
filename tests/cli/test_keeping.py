"""forget, prune and upgrade as a coordinator runs them."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pexpect
import pytest

from ridematch.cli.app import run as run_here
from ridematch.store import upgrading
from ridematch.store.database import open_store, transaction
from ridematch.store.editions import latest_edition, publish
from ridematch.store.upgrading import Versions
from ridematch.store.versions import HEAD
from tests.cli.desk import HIDDEN, MONDAY, PROGRAM, SECRETS, environment, run, succeed
from tests.store.test_pruning import an_edition

LEGACY = Path(__file__).parents[1] / "store" / "legacy.sql"


def bytes_of(store: Path) -> bytes:
    """The store's file and those beside it."""
    return b"".join(file.read_bytes() for file in store.parent.glob(f"{store.name}*"))


@pytest.mark.slow
def test_a_rider_is_forgotten_and_those_who_were_promised_are_named_first(matched: Path) -> None:
    succeed(matched, "told", f"S1:{MONDAY}")
    assert b"Hanan Sagolund" in bytes_of(matched)
    page = succeed(matched, "forget", "hanan", "--yes")
    assert page.startswith("To forget: Hanan Sagolund (R1)\n")
    promised, planned, erased, *_ = page.split("\n\n")[1:]
    assert promised.startswith("Promised and still to come: phone these people:")
    assert [f"ride: S1:{MONDAY}:{leg}" in promised for leg in ("out", "back")] == [True, True]
    assert planned.startswith("Planned and still to come, told to nobody yet:")
    assert "S1:2026-12-16:out" in planned
    assert "what: shifts; rows: 1" in erased
    assert "Forgotten. What is left in history is called gone-1." in page
    assert "copies of the store still hold this person" in page
    assert [word for word in ("Hanan", "Sagolund", "070-1740690") if word.encode() in bytes_of(matched)] == []
    night = succeed(matched, "match", "--from", MONDAY)
    assert f"ride: gone-1-1:{MONDAY}:out; rider: gone-1; volunteer: Berit" in night


def test_of_who_is_not_to_be_seen_there_is_a_code_on_the_page_and_nothing_in_the_file(matched: Path) -> None:
    page = succeed(matched, "forget", HIDDEN, "--yes")
    assert page.startswith(f"To forget: {HIDDEN}\n")
    assert [secret for secret in SECRETS if secret in page] == []
    assert [secret for secret in SECRETS if secret.encode() in bytes_of(matched)] == []


def test_at_a_terminal_it_asks_and_no_means_no(matched: Path) -> None:
    before = bytes_of(matched)
    program, *arguments = [*PROGRAM, "forget", "V1"]
    child = pexpect.spawn(program, arguments, env=environment(matched), encoding="utf-8", dimensions=(90, 80))
    child.expect("Forget this person\\? It can't be taken back.", timeout=60)
    child.sendline("n")
    child.expect("Nothing was changed.", timeout=60)
    child.expect(pexpect.EOF, timeout=60)
    assert bytes_of(matched) == before


def test_nobody_to_ask_is_no_yes(matched: Path) -> None:
    before = bytes_of(matched)
    done = run(matched, "forget", "hanan")
    assert done.returncode == 2
    assert "nobody is there to ask. Say --yes" in done.stderr
    assert bytes_of(matched) == before


@pytest.mark.slow
def test_what_is_old_goes_and_what_stands_stays(matched: Path) -> None:
    with transaction(open_store(f"sqlite:///{matched}")) as session:
        standing = latest_edition(session)
        assert standing is not None
        publish(session, an_edition(date(2020, 1, 6)))
        publish(session, standing)
    before = succeed(matched, "schedule", "--from", "2020-01-01")
    page = succeed(matched, "prune", "--older-than", "30d", "--yes")
    assert "what: editions; rows: 1" in page
    assert "the coming nights look back five weeks" in page
    assert page.endswith("Deleted.\n")
    after = succeed(matched, "schedule", "--from", "2020-01-01")
    assert ("S:2020-01-06:back" in before, "S:2020-01-06:back" in after) == (True, False)
    assert "S2:2026-12-14:out" in after
    assert "Nothing is that old." in succeed(matched, "prune", "--older-than", "4w")


@pytest.mark.parametrize("age", ["30", "0d", "-1d", "30m", "d", "99999d", "1.5w", ""])
def test_an_age_is_so_many_days_or_weeks(age: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_here(["prune", f"--older-than={age}"]) == 2
    assert "is no age: write it like 30d or 8w" in capsys.readouterr().err


@pytest.mark.slow
def test_an_old_store_asks_to_be_upgraded_and_then_works(tmp_path: Path) -> None:
    store = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(store)) as connection:
        connection.executescript(LEGACY.read_text(encoding="utf-8"))
    refused = run(store, "schedule")
    assert refused.returncode == 2
    assert f"older ridematch (store version 0, this one needs {int(HEAD)}). Run: ridematch upgrade" in refused.stderr
    printed = succeed(store, "upgrade")
    (copy,) = tmp_path.glob("old-before-upgrade-*.sqlite")
    assert f"Copied to {copy}." in printed
    assert f"Upgraded {store} from version 0 to {int(HEAD)}." in printed
    assert "S01:2026-12-14:back" in succeed(store, "schedule", "--from", MONDAY)
    assert "nothing to do" in succeed(store, "upgrade")


def test_a_server_is_upgraded_only_when_somebody_says_there_is_a_backup(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    upgraded: list[str] = []
    old = Versions(store="postgresql://office/rides", found=0, needed=1, is_file=False)
    monkeypatch.setattr(upgrading, "versions", lambda url: old)
    monkeypatch.setattr(upgrading, "upgrade", lambda url, today: upgraded.append(url))
    assert run_here(["--store", "postgresql://office/rides", "upgrade"]) == 2
    said = capsys.readouterr()
    assert "make a backup first (pg_dump)" in said.out
    assert "nobody is there to ask" in said.err
    assert upgraded == []
    assert run_here(["--store", "postgresql://office/rides", "upgrade", "--yes"]) == 0
    assert upgraded == ["postgresql://office/rides"]
    assert "Upgraded postgresql://office/rides from version 0 to 1." in capsys.readouterr().out
