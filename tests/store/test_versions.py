"""The schema's version: what the migrations make is what the classes say, and other versions are refused."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade, upgrade
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlmodel import SQLModel

from ridematch.model.errors import RidematchError
from ridematch.store.database import NoStoreError, open_store, reach, reading, store_name, transaction
from ridematch.store.editions import load_history, publish
from ridematch.store.runs import add_run, load_run
from ridematch.store.tables import load_tables, replace_tables
from ridematch.store.versions import HEAD, alembic_config, migrate, migrating, version_of
from tests.store.examples import TABLES
from tests.store.test_editions import edition
from tests.store.test_runs import RUN


def revisions(connection: Connection) -> list[str]:
    """All revisions, the first one first."""
    found = ScriptDirectory.from_config(alembic_config(connection)).walk_revisions()
    return [one.revision for one in found][::-1]


@contextmanager
def changing(url: str) -> Iterator[Connection]:
    """A connection that Alembic may work on; what it did is kept."""
    with migrating(reach(url, create=True)) as connection:
        yield connection


def test_this_program_needs_the_last_revision(url: str) -> None:
    with changing(url) as connection:
        numbers = revisions(connection)
    assert numbers[-1] == HEAD
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]  # so that they compare as text


def test_what_the_migrations_make_is_what_the_classes_say(url: str) -> None:
    with changing(url) as connection:
        migrate(connection)
    with open_store(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_in_sqlite_it_is_the_same_to_the_letter(sqlite_file: Path, tmp_path: Path) -> None:
    """Keys and deferred references, too, which the comparison above does not see."""
    by_classes = open_store(f"sqlite:///{tmp_path}/by-classes.sqlite", create=True)
    with changing(f"sqlite:///{sqlite_file}") as connection:
        migrate(connection)
    found = []
    for engine in (reach(f"sqlite:///{sqlite_file}"), by_classes):
        with engine.connect() as connection:
            made = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
        # A table that was made anew and renamed has its name in quotation marks.
        plain = {name: sql.replace(f'CREATE TABLE "{name}"', f"CREATE TABLE {name}") for name, sql in made}
        found.append(plain)
    assert found[0] == found[1]


@pytest.mark.slow
def test_up_down_and_up_again_with_rows_in_the_tables(url: str) -> None:
    store = open_store(url, create=True)
    with transaction(store) as session:
        replace_tables(session, TABLES)
        publish(session, edition("2026-12-14"))
    with changing(url) as connection:
        numbers = revisions(connection)
        downgrade(alembic_config(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    with pytest.raises(NoStoreError, match="is empty"):
        open_store(url)
    for number in numbers:
        with changing(url) as connection:
            upgrade(alembic_config(connection), number)
            downgrade(alembic_config(connection), "-1")
            upgrade(alembic_config(connection), number)
    with transaction(open_store(url)) as session:
        replace_tables(session, TABLES)
        assert load_tables(session) == TABLES


def test_who_published_an_edition_is_known_from_its_run(url: str) -> None:
    store = open_store(url, create=True)
    with transaction(store) as session:
        publish(session, replace(edition("2026-12-14"), by="kim"))
        publish(session, edition("2026-12-15"))
        add_run(session, replace(RUN, by="kim", outcome="published", edition=1))
        add_run(session, replace(RUN, by="anna", outcome="unchanged", edition=1))
    with changing(url) as connection:
        downgrade(alembic_config(connection), "0005")
    with changing(url) as connection:
        upgrade(alembic_config(connection), HEAD)
    with reading(open_store(url)) as session:
        found = load_history(session, first_date=date(2026, 12, 14), days=9)
        run = load_run(session, 1)
    assert [one.by for one in found] == ["kim", ""]
    assert run is not None
    assert run.changes_json == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("version", "words"),
    [
        (f"{int(HEAD) + 1:04}", rf"newer ridematch \(store version {int(HEAD) + 1}, this one knows {int(HEAD)}\).*Upd"),
        (
            f"{int(HEAD) - 1:04}",
            rf"older ridematch \(store version {int(HEAD) - 1}, .* needs {int(HEAD)}\). Run: ridematch upgrade",
        ),
    ],
)
def test_another_versions_store_is_refused(url: str, version: str, words: str) -> None:
    with transaction(open_store(url, create=True)) as session:
        session.connection().exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'")
    for create in (False, True):
        with pytest.raises(RidematchError, match=words):
            open_store(url, create=create)


def test_a_database_of_something_else_that_alembic_keeps_is_refused(url: str) -> None:
    for statement in ("CREATE TABLE alembic_version (version_num TEXT)", "CREATE TABLE songs (title TEXT)"):
        with changing(url) as connection:
            connection.exec_driver_sql(statement)
    for number in ("a1b2c3d4e5f6", "0001"):
        with changing(url) as connection:
            connection.exec_driver_sql("DELETE FROM alembic_version")
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{number}')")
        for create in (False, True):
            with pytest.raises(RidematchError, match="database of something else"):
                open_store(url, create=create)


@pytest.mark.slow
def test_a_store_that_another_program_has_just_made_is_taken_as_it_is(url: str) -> None:
    engine = reach(url, create=True)
    with migrating(engine) as connection:
        migrate(connection)
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
    with migrating(engine) as connection:
        migrate(connection)
        assert version_of(connection, store_name(engine)) == HEAD
    with reading(open_store(url)) as session:
        assert load_tables(session) == TABLES


def test_references_that_a_migration_breaks_are_noticed_and_nothing_is_kept(sqlite_file: Path) -> None:
    store = open_store(f"sqlite:///{sqlite_file}", create=True)
    with transaction(store) as session:
        replace_tables(session, TABLES)
    with pytest.raises(RidematchError, match="nothing was changed"), migrating(store) as connection:
        connection.exec_driver_sql("DELETE FROM rider")
    with reading(store) as session:
        assert load_tables(session) == TABLES


def test_to_open_a_store_needs_no_alembic(sqlite_file: Path) -> None:
    code = (
        "import sys; from ridematch.store.database import open_store; open_store(sys.argv[1]); "
        "print('alembic' in sys.modules)"
    )
    open_store(f"sqlite:///{sqlite_file}", create=True)
    arguments = [sys.executable, "-c", code, f"sqlite:///{sqlite_file}"]
    assert subprocess.run(arguments, capture_output=True, text=True, check=True).stdout == "False\n"
