"""A store as it was made before Alembic kept its version, with everything of the small example in it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic.command import downgrade
from sqlalchemy import Engine, inspect, make_url

from ridematch.store.database import open_store, reach, transaction
from ridematch.store.editions import publish
from ridematch.store.tables import replace_tables
from ridematch.store.versions import alembic_config, migrating
from tests.store.examples import TABLES
from tests.store.test_editions import edition

Rows = dict[str, list[dict[str, Any]]]


def a_legacy_store(url: str) -> None:
    """In SQLite, one that the program of then has written."""
    if url.startswith("sqlite"):
        file = Path(str(make_url(url).database))
        file.touch(mode=0o600)
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(Path(__file__).with_name("legacy.sql").read_text(encoding="utf-8"))
            connection.execute("PRAGMA journal_mode = WAL")
        return
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
        publish(session, edition("2026-12-14"))
    with migrating(reach(url)) as connection:
        downgrade(alembic_config(connection), "0001")
        for statement in (
            "DROP TABLE alembic_version",
            "CREATE TABLE store_version (version INTEGER PRIMARY KEY)",
            "INSERT INTO store_version VALUES (1)",
        ):
            connection.exec_driver_sql(statement)


def everything_in(engine: Engine) -> Rows:
    """All rows of all tables, whichever there are."""
    with engine.connect() as connection:
        return {
            name: sorted(map(dict, connection.exec_driver_sql(f"SELECT * FROM {name}").mappings()), key=repr)
            for name in sorted(inspect(connection).get_table_names())
        }
