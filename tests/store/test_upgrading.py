import os
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection

from ridematch.model.errors import RidematchError
from ridematch.store import upgrading
from ridematch.store.database import NoStoreError, open_store, reach, reading, transaction
from ridematch.store.editions import latest_edition
from ridematch.store.tables import load_tables
from ridematch.store.upgrading import upgrade, versions
from ridematch.store.versions import HEAD
from tests.store.examples import TABLES
from tests.store.legacy import Rows, a_legacy_store, everything_in

TODAY = date(2026, 12, 14)


def _of(before: Rows, after: Rows) -> Rows:
    """What is there now of the tables and columns that there were, but for the version."""
    return {
        name: sorted(({column: row[column] for column in (found[0] if found else {})} for row in after[name]), key=repr)
        for name, found in before.items()
        if name not in ("alembic_version", "store_version")
    }


@pytest.fixture
def before(url: str) -> Rows:
    """An old store is there; what is in it."""
    a_legacy_store(url)
    return everything_in(reach(url))


def test_an_old_store_is_refused_until_it_is_upgraded_and_then_holds_what_it_held(url: str, before: Rows) -> None:
    for create in (False, True):
        with pytest.raises(RidematchError, match=r"older ridematch \(store version 0, .*Run: ridematch upgrade"):
            open_store(url, create=create)
    assert (versions(url).found, versions(url).needed) == (0, int(HEAD))
    upgrade(url, today=TODAY)
    assert versions(url).found == int(HEAD)
    store = open_store(url)
    assert _of(before, everything_in(store)) == _of(before, before)
    assert "store_version" not in everything_in(store)
    with reading(store) as session:
        assert load_tables(session) == replace(TABLES, practice_log=(), overnight=())  # there were no such tables
        assert latest_edition(session) is not None


def test_a_sqlite_store_is_copied_first_for_its_owner_alone(sqlite_file: Path) -> None:
    url = f"sqlite:///{sqlite_file}"
    a_legacy_store(url)
    before = everything_in(reach(url))
    copy = upgrade(url, today=TODAY)
    assert copy == sqlite_file.with_name("store-before-upgrade-2026-12-14.sqlite")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert everything_in(reach(f"sqlite:///{copy}")) == before
    assert sorted(file.name for file in sqlite_file.parent.iterdir()) == [copy.name, sqlite_file.name]


def test_another_copy_has_another_name(sqlite_file: Path) -> None:
    taken = [sqlite_file.with_name(f"store-before-upgrade-2026-12-14{more}.sqlite") for more in ("", "-2")]
    for file in taken:
        file.write_text("kept")
    a_legacy_store(f"sqlite:///{sqlite_file}")
    copy = upgrade(f"sqlite:///{sqlite_file}", today=TODAY)
    assert copy == sqlite_file.with_name("store-before-upgrade-2026-12-14-3.sqlite")
    assert [file.read_text() for file in taken] == ["kept", "kept"]


def test_without_room_for_a_copy_nothing_is_changed(sqlite_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{sqlite_file}"
    a_legacy_store(url)
    before = everything_in(reach(url))

    def no_room(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", no_room)
    with pytest.raises(RidematchError, match=r"copy .* can't be written, so nothing was changed"):
        upgrade(url, today=TODAY)
    monkeypatch.undo()
    assert everything_in(reach(url)) == before


def test_a_migration_that_fails_half_way_changes_nothing(
    url: str, before: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(connection: Connection) -> None:
        connection.exec_driver_sql("DROP TABLE place")
        connection.exec_driver_sql("DROP TABLE store_version")
        raise KeyError

    monkeypatch.setattr(upgrading, "migrate", fails)
    with pytest.raises(KeyError):
        upgrade(url, today=TODAY)
    assert everything_in(reach(url)) == before


@pytest.mark.slow
def test_a_store_of_this_version_is_left_alone(url: str) -> None:
    store = open_store(url, create=True)
    before = everything_in(store)
    assert upgrade(url, today=TODAY) is None
    assert everything_in(store) == before


def test_a_newer_store_and_no_store_are_refused(url: str, sqlite_file: Path) -> None:
    sqlite_file.touch()
    with pytest.raises(NoStoreError, match="is empty"):
        upgrade(url, today=TODAY)
    with transaction(open_store(url, create=True)) as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for call in (versions, lambda url: upgrade(url, today=TODAY)):
        with pytest.raises(RidematchError, match=r"newer ridematch.*Update ridematch"):
            call(url)


def test_who_writes_meanwhile_is_waited_for(url: str) -> None:
    a_legacy_store(url)
    with reach(url).connect() as other:
        # As a program of the older version does.
        sqlite = other.dialect.name == "sqlite"
        other.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "LOCK TABLE store_version IN EXCLUSIVE MODE")
        with pytest.raises(RidematchError, match="is in use by another ridematch"):
            upgrade(url, today=TODAY, wait_seconds=0)
    upgrade(url, today=TODAY)
