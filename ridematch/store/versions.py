"""Which version of the schema a store has, and bringing it to the one this program needs.

The version is Alembic's, in its table `alembic_version`: the number of the last revision in `store.migrations`. To look
at it takes one query; Alembic itself is imported only where a store is made or upgraded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, String, column, inspect, select, table
from sqlmodel import SQLModel

from ridematch.language import say
from ridematch.model.errors import RidematchError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0008"
"""The revision this program needs: the last in `store.migrations`."""

BEFORE_THE_FIRST = "0000"
"""What a store has whose version is not yet kept by Alembic."""

VERSION_TABLE, OLD_VERSION_TABLE = "alembic_version", "store_version"
"""Where the version is kept, and where it was before the first revision."""

_LOCK = 7433683
"""A number for PostgreSQL's advisory locks, that two programs do not make the same store at once."""


def version_of(connection: Connection, store: str) -> str | None:
    """The store's revision, None where there are no tables at all. RidematchError: the tables are somebody else's."""
    names = set(inspect(connection).get_table_names())
    version = BEFORE_THE_FIRST if OLD_VERSION_TABLE in names else None
    if VERSION_TABLE in names:
        query = select(column("version_num", String())).select_from(table(VERSION_TABLE))
        version = connection.execute(query).scalars().first()
    if version is None and names <= {VERSION_TABLE}:
        return None
    if version is None or not version.isdecimal() or "rider_contact" not in names:
        foreign = say("The store {store} is a database of something else. Give ridematch one of its own.", store=store)
        raise RidematchError(foreign)
    return str(version)


def check_version(version: str, store: str) -> None:
    """RidematchError: this program needs another version of the store; it says what to do."""
    check_not_newer(version, store)
    if version < HEAD:
        older = say(
            "The store {store} was made by an older ridematch (store version {version}, this one needs {needed}). "
            "Run: ridematch upgrade",
            store=store,
            version=int(version),
            needed=int(HEAD),
        )
        raise RidematchError(older)


def check_not_newer(version: str, store: str) -> None:
    """RidematchError: this program is too old for the store; it says what to do."""
    if version > HEAD:
        newer = say(
            "The store {store} was made by a newer ridematch (store version {version}, this one knows {known}). "
            "Update ridematch.",
            store=store,
            version=int(version),
            known=int(HEAD),
        )
        raise RidematchError(newer)


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A connection whose tables nobody else changes meanwhile. All that is done to them is kept at the end, or nothing.

    RidematchError: references between rows are broken afterwards.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # A table that is made anew is dropped in between, and that must not take along the rows that refer to it.
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # Each query sees what was there when it began: after the wait, not before it.
            connection.execution_options(isolation_level="READ COMMITTED")
            connection.exec_driver_sql(
                f"SET LOCAL lock_timeout = {engine.get_execution_options()['wait_milliseconds']}"
            )
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            for name in (VERSION_TABLE, OLD_VERSION_TABLE):
                if inspect(connection).has_table(name):
                    connection.exec_driver_sql(f"LOCK TABLE {name} IN EXCLUSIVE MODE")  # as every transaction does
        yield connection
        if engine.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RidematchError(say("Rows in the store refer to rows that are not there; nothing was changed."))
        connection.commit()


def make_tables(connection: Connection) -> None:
    """Makes a new store's tables as the classes say them, and notes that no revision is missing.

    What all revisions one after the other would make, in an eighth of the time. Source: Alembic's cookbook, "Building
    an up to date database from scratch".
    """
    from alembic.command import stamp

    from ridematch.store import published, schema  # noqa: F401  all tables

    SQLModel.metadata.create_all(connection)
    stamp(alembic_config(connection), "head")


def migrate(connection: Connection) -> None:
    """Runs all revisions that the store has not yet had, in the connection's transaction."""
    from alembic.command import upgrade

    upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> "Config":
    """What Alembic's commands need to work on this connection."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "ridematch.store:migrations")
    return config
