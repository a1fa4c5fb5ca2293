"""Opening a store, and transactions that happen whole or not at all: on SQLite by default, and on PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import Engine, NullPool, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlmodel import Session

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.store.failures import understandable
from ridematch.store.versions import VERSION_TABLE, check_version, make_tables, migrating, version_of


class NoStoreError(RidematchError):
    """There is no store yet: no file, or an empty one or an empty database. An import makes one."""


WAIT_SECONDS = 5.0
"""So long one writer waits for another."""

_CONNECT_SECONDS = 10

_STATEMENTS: dict[Any, Any] = {}
"""Statements put into SQL, for all engines of this process: one command opens its store several times."""


def default_url() -> str:
    """The store used when none is named: a SQLite file in the user's data folder."""
    return f"sqlite:///{user_data_path('ridematch') / 'ridematch.sqlite'}"


def open_store(url: str, *, create: bool = False, wait_seconds: float = WAIT_SECONDS) -> Engine:
    """The store at `url` ("sqlite:///file" or "postgresql://..."), made first when missing if `create`.

    A new SQLite file is readable by its owner alone. Writers wait `wait_seconds` for each other.
    NoStoreError: none there (without `create`). RidematchError: not a store, another version's, or no way to open it.
    """
    engine = reach(url, create=create, wait_seconds=wait_seconds)
    store = store_name(engine)
    with understandable(store), engine.connect() as connection:
        version = version_of(connection, store)
    if version is None and not create:
        raise nothing_in(store)
    if version is None:
        version = _set_up(engine)
    check_version(version, store)
    if engine.dialect.name == "sqlite":
        # Readers and a writer do not wait for each other. The file remembers; only a file known to be ours is changed.
        with understandable(store), engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    return engine


def reach(url: str, *, create: bool = False, wait_seconds: float = WAIT_SECONDS) -> Engine:
    """The way to the database at `url`, whatever is in it: there need be no tables, or others than this program's."""
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        _prepare_file(Path(address.database or ""), create=create)
    return _engine(address, wait_seconds)


def nothing_in(store: str) -> NoStoreError:
    """What to say of a file or database without tables."""
    return NoStoreError(say("The store {store} is empty: import tables first (ridematch import).", store=store))


def store_name(engine: Engine) -> str:
    """Which store this is, for people: the file's path, or the address without its password."""
    return _name(engine.url)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that may read and write. All it did is kept at the end, or nothing if anything is raised.

    One at a time, from its first read on: what was read is still so when it writes. A second one waits, then gives up
    with a RidematchError.
    """
    with _alone(engine) as session:
        yield session
        session.commit()


@contextmanager
def rehearsal(engine: Engine) -> Iterator[Session]:
    """A transaction of which nothing is kept: what would be done, and to how many rows."""
    with _alone(engine) as session:
        yield session
        session.rollback()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reading only, which sees one state of the store throughout and waits for no writer."""
    with understandable(store_name(engine)), Session(engine) as session:
        if engine.dialect.name == "sqlite":
            session.connection().exec_driver_sql("BEGIN")
        yield session
        session.rollback()


def overwrite_traces(engine: Engine) -> bool:
    """Makes a SQLite store's file anew without the bytes of what was deleted from it; a server has ways of its own.

    False: not now, because another program reads the store or the disk is full. What is in the store is right anyway.
    """
    if engine.dialect.name != "sqlite":
        return True
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("VACUUM")
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
    except OperationalError:
        return False
    return not busy


@contextmanager
def _alone(engine: Engine) -> Iterator[Session]:
    """A session in a transaction that no other one runs beside."""
    with understandable(store_name(engine)), Session(engine) as session:
        if engine.dialect.name == "sqlite":
            session.connection().exec_driver_sql("BEGIN IMMEDIATE")
        else:
            wait_milliseconds = engine.get_execution_options()["wait_milliseconds"]
            session.connection().exec_driver_sql(f"SET LOCAL lock_timeout = {wait_milliseconds}")
            # Before any query: the snapshot is taken after the wait.
            session.connection().exec_driver_sql(f"LOCK TABLE {VERSION_TABLE} IN EXCLUSIVE MODE")
        yield session


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        # The text may hold a password, so it is not repeated.
        raise RidematchError(
            say("--store takes an address such as sqlite:///ridematch.sqlite or postgresql://user@host/database.")
        ) from None
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise RidematchError(say("A store is kept in SQLite or PostgreSQL, not in {kind}.", kind=address.drivername))
    return address


def _name(address: URL) -> str:
    if address.get_backend_name() == "sqlite":
        return str(address.database)
    return address.render_as_string(hide_password=True)


def _prepare_file(file: Path, *, create: bool) -> None:
    """Sees that there is a file to open. A new one is private from its first moment; -wal and -shm take its mode."""
    if str(file) in ("", ".", ":memory:"):
        raise RidematchError(
            say("--store sqlite:/// needs a file's name after it: a store in memory would keep nothing.")
        )
    try:
        if file.is_dir():
            raise RidematchError(say("The store {store} is a folder. Give the name of a file in it.", store=file))
        if os.path.lexists(file):
            return
        if not create:
            raise NoStoreError(
                say("There is no store {store}. Import tables first (ridematch import), or give --store.", store=file)
            )
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RidematchError(
            say(
                "The store {store} can't be opened: {reason}. Check the folder, or give --store.",
                store=file,
                reason=reason,
            )
        ) from None


def _engine(address: URL, wait_seconds: float) -> Engine:
    # No pool: between transactions nothing is open, and a SQLite store is one file that can be copied.
    # hide_parameters: what a statement was given never reaches a message.
    if address.get_backend_name() == "sqlite":
        engine = create_engine(
            address,
            poolclass=NullPool,
            hide_parameters=True,
            connect_args={"timeout": wait_seconds, "isolation_level": None},  # None: every BEGIN is ours
            execution_options={"compiled_cache": _STATEMENTS},
        )
        event.listen(engine, "connect", _keep_true_and_clean)
        return engine
    try:
        return create_engine(
            address,
            poolclass=NullPool,
            hide_parameters=True,
            isolation_level="REPEATABLE READ",
            connect_args={"connect_timeout": _CONNECT_SECONDS},
            execution_options={
                "wait_milliseconds": max(1, round(wait_seconds * 1000)),
                "compiled_cache": _STATEMENTS,
            },
        )
    except ImportError:
        raise RidematchError(say("PostgreSQL needs one more package: pip install 'ridematch[postgres]'.")) from None


def _keep_true_and_clean(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten: it was somebody's
    cursor.close()


def _set_up(engine: Engine) -> str:
    """Makes the tables, all or none, and returns the version; another process may have been faster."""
    store = store_name(engine)
    with understandable(store), migrating(engine) as connection:
        if version_of(connection, store) is None:
            make_tables(connection)
        return version_of(connection, store) or ""
