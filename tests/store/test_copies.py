"""A backup of a store in use: whole, private, and never in the place of something else."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Tables
from ridematch.store.copies import back_up
from ridematch.store.database import NoStoreError, open_store, reading, transaction
from ridematch.store.tables import load_tables, replace_tables
from tests.store.examples import TABLES


@pytest.fixture
def filled(sqlite_file: Path) -> str:
    url = f"sqlite:///{sqlite_file}"
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
    return url


def test_it_is_what_was_there_before_a_writer_ends(filled: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with transaction(open_store(filled)) as session:
        replace_tables(session, Tables(avoid=()))
        back_up(filled, copy)
    with reading(open_store(f"sqlite:///{copy}")) as session:
        assert load_tables(session).avoid == TABLES.avoid
        assert TABLES.avoid
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def test_a_file_that_is_there_is_replaced_only_if_it_is_meant(filled: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    copy.write_text("something else", encoding="utf-8")
    with pytest.raises(RidematchError, match="there already"):
        back_up(filled, copy)
    assert copy.read_text(encoding="utf-8") == "something else"
    back_up(filled, copy, replace=True)
    with reading(open_store(f"sqlite:///{copy}")) as session:
        assert load_tables(session).riders == TABLES.riders


def test_a_store_is_never_its_own_copy(filled: str, sqlite_file: Path) -> None:
    with pytest.raises(RidematchError, match="there already"):
        back_up(filled, sqlite_file, replace=True)


@pytest.mark.parametrize("where", ["", "nowhere/copy.sqlite"])
def test_what_can_t_be_written_is_said(filled: str, tmp_path: Path, where: str) -> None:
    with pytest.raises(RidematchError, match=r"is a folder|be written"):
        back_up(filled, tmp_path / where)


def test_no_store_and_postgresql_are_said(tmp_path: Path, postgres: str) -> None:
    with pytest.raises(NoStoreError):
        back_up(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path / "copy.sqlite")
    url = make_url(postgres).set(drivername="postgresql").render_as_string(hide_password=False)
    open_store(url, create=True)
    with pytest.raises(RidematchError, match="pg_dump"):
        back_up(url, tmp_path / "copy.sqlite")
