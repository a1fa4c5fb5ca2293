import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from ridematch.model.errors import RidematchError
from ridematch.store.columns import table_of
from ridematch.store.database import default_url, open_store, reading, store_name, transaction
from ridematch.store.editions import latest_edition
from ridematch.store.schema import RiderContactRow, RiderRow
from ridematch.store.tables import load_tables, replace_tables
from tests.store.examples import TABLES


def _mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_a_new_file_is_its_owners_alone_and_so_are_the_files_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "data" / "store.sqlite"
    store = open_store(f"sqlite:///{file}", create=True)
    with transaction(store) as session:
        replace_tables(session, TABLES)
        beside = {found.name: _mode(found) for found in file.parent.iterdir()}
    assert beside == {"store.sqlite": 0o600, "store.sqlite-wal": 0o600, "store.sqlite-shm": 0o600}
    assert _mode(file.parent) == 0o700


def test_a_store_is_one_file_between_transactions(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/store.sqlite", create=True)
    with transaction(store) as session:
        replace_tables(session, TABLES)
    assert [found.name for found in tmp_path.iterdir()] == ["store.sqlite"]


def test_sqlite_keeps_references_true_and_writes_ahead(sqlite_file: Path) -> None:
    store = open_store(f"sqlite:///{sqlite_file}", create=True)
    with reading(store) as session:
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_the_default_is_a_file_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert default_url() == f"sqlite:///{tmp_path}/ridematch/ridematch.sqlite"
    assert default_url().endswith("ridematch.sqlite")


def test_opening_again_finds_what_was_kept(url: str) -> None:
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
    with reading(open_store(url, create=True)) as session:
        assert load_tables(session) == TABLES


def test_a_missing_file_is_named_and_not_made(sqlite_file: Path) -> None:
    with pytest.raises(RidematchError, match=r"no store .*store\.sqlite\. Import tables first"):
        open_store(f"sqlite:///{sqlite_file}")
    assert not sqlite_file.exists()


def test_a_store_without_tables_is_empty(url: str, sqlite_file: Path) -> None:
    sqlite_file.touch()
    with pytest.raises(RidematchError, match="is empty: import tables first"):
        open_store(url)


@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(sqlite_file: Path, create: bool) -> None:
    sqlite_file.write_text("rider;name;home\n" * 100)
    with pytest.raises(RidematchError, match="is not a ridematch store"):
        open_store(f"sqlite:///{sqlite_file}", create=create)
    assert sqlite_file.read_text() == "rider;name;home\n" * 100


@pytest.mark.parametrize("create", [False, True])
def test_somebody_elses_database_is_refused_and_left_as_it_is(sqlite_file: Path, create: bool) -> None:
    with sqlite3.connect(sqlite_file) as connection:
        connection.execute("CREATE TABLE songs (title)")
    connection.close()
    before = sqlite_file.read_bytes()
    with pytest.raises(RidematchError, match="database of something else"):
        open_store(f"sqlite:///{sqlite_file}", create=create)
    assert sqlite_file.read_bytes() == before


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_is_refused(tmp_path: Path, create: bool) -> None:
    with pytest.raises(RidematchError, match="is a folder"):
        open_store(f"sqlite:///{tmp_path}", create=create)


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes").touch()
    with pytest.raises(RidematchError, match="can't be opened"):
        open_store(f"sqlite:///{tmp_path}/notes/store.sqlite", create=True)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("create", [False, True])
def test_without_permission_it_says_so(sqlite_file: Path, create: bool) -> None:
    open_store(f"sqlite:///{sqlite_file}", create=True)
    sqlite_file.parent.chmod(0o700)
    os.seteuid(65534)
    try:
        with pytest.raises(RidematchError, match=r"store\.sqlite can't be opened"):
            open_store(f"sqlite:///{sqlite_file}", create=create)
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("url", ["store.sqlite", "sqlite://", "sqlite:///:memory:", "mysql://host/rides"])
def test_an_address_that_can_hold_no_store_is_refused(url: str) -> None:
    with pytest.raises(RidematchError, match=r"--store|SQLite or PostgreSQL"):
        open_store(url, create=True)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(RidematchError, match="can't be reached") as caught:
        open_store("postgresql://ada:s3cret@127.0.0.1:1/rides")
    assert "s3cret" not in str(caught.value)


def test_a_database_that_is_not_there_is_told(postgres: str) -> None:
    with pytest.raises(RidematchError, match=r"can't be reached|has no such database"):
        open_store(postgres.replace("/postgres?", "/nowhere?"))


def test_everything_is_taken_back_when_something_is_raised(store: Engine) -> None:
    with transaction(store) as session:
        replace_tables(session, TABLES)
    with pytest.raises(KeyError), transaction(store) as session:
        replace_tables(session, type(TABLES)(roads=(), away=()))
        raise KeyError
    with reading(store) as session:
        assert load_tables(session) == TABLES


def test_a_second_writer_is_told_to_wait(store: Engine, url: str) -> None:
    second = open_store(url, wait_seconds=0.05)
    with transaction(store):
        with pytest.raises(RidematchError, match="is in use by another ridematch"), transaction(second):
            pass
        with reading(second) as session:
            assert load_tables(session).riders == ()
    with transaction(second) as session:
        replace_tables(session, TABLES)


def test_a_reader_sees_one_state_throughout(store: Engine) -> None:
    with reading(store) as session:
        before = load_tables(session)
        with transaction(store) as writing:
            replace_tables(writing, TABLES)
        assert load_tables(session) == before


@pytest.mark.slow
def test_a_reader_changes_nothing(store: Engine) -> None:
    with reading(store) as session:
        replace_tables(session, TABLES)
    with reading(store) as session:
        assert load_tables(session).riders == ()


def test_what_was_read_before_another_wrote_cannot_be_written_on(store: Engine) -> None:
    with transaction(store) as session:
        replace_tables(session, TABLES)
    with pytest.raises(RidematchError, match="is in use"), reading(store) as session:
        load_tables(session)
        with transaction(store) as writing:
            replace_tables(writing, type(TABLES)(away=()))
        replace_tables(session, type(TABLES)(away=()))


def test_a_file_that_another_program_keeps_for_itself_is_told(sqlite_file: Path) -> None:
    open_store(f"sqlite:///{sqlite_file}", create=True)
    other = sqlite3.connect(sqlite_file)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("UPDATE alembic_version SET version_num = version_num")
    with pytest.raises(RidematchError, match="is in use"):
        open_store(f"sqlite:///{sqlite_file}", wait_seconds=0.05)
    other.close()


def test_what_a_database_refuses_is_told_without_personal_data(store: Engine) -> None:
    contact = dict.fromkeys(RiderContactRow.model_fields, "") | {"rider": "R09", "name": "Gunnel Example"}
    with pytest.raises(RidematchError) as caught, transaction(store) as session:
        session.execute(insert(table_of(RiderContactRow)), [contact])
    assert "contradict" in str(caught.value)
    with pytest.raises(RidematchError) as missing, transaction(store) as session:
        session.execute(insert(table_of(RiderRow)), [{"rider": "Gunnel", "seats": None}])
    for error in (caught, missing):
        assert "Gunnel" not in str(error.value)
        assert error.value.__suppress_context__


_HALF_WAY = """
import sys
from ridematch.model.facts import Tables
from ridematch.store.database import open_store, transaction
from ridematch.store.editions import publish
from ridematch.store.tables import load_tables, replace_tables
from tests.store.test_editions import edition

with transaction(open_store(sys.argv[1])) as session:
    replace_tables(session, Tables(places=(), roads=(), away=()))
    publish(session, edition("2026-12-14"))
    assert load_tables(session).places == ()
    print("half way", flush=True)
    sys.stdin.read()
"""


@pytest.mark.slow
def test_a_killed_writer_leaves_the_store_as_it_was(url: str) -> None:
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
    with subprocess.Popen(
        [sys.executable, "-c", _HALF_WAY, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "half way\n"
        writer.kill()
    store = open_store(url)
    with transaction(store) as session:
        assert load_tables(session) == TABLES
        assert latest_edition(session) is None
        replace_tables(session, type(TABLES)(away=()))
    with reading(store) as session:
        assert load_tables(session).away == ()


def test_a_store_is_named_without_its_password(sqlite_file: Path) -> None:
    assert store_name(open_store(f"sqlite:///{sqlite_file}", create=True)) == str(sqlite_file)
