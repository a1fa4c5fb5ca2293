"""Opening a store, and transactions that happen whole or not at all: on SQLite by default, and on PostgreSQL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, insert, inspect, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session, SQLModel, col

from ridematch.model.errors import RidematchError
from ridematch.store.failures import understandable
from ridematch.store.schema import SCHEMA_VERSION, StoreVersion


class NoStoreError(RidematchError):
    """There is no store yet: no file, or an empty one or an empty database. An import makes one."""


_WAIT_SECONDS = 5.0
_CONNECT_SECONDS = 10


def default_url() -> str:
    """The store used when none is named: a SQLite file in the user's data folder."""
    return f"sqlite:///{user_data_path('ridematch') / 'ridematch.sqlite'}"


def open_store(url: str, *, create: bool = False, wait_seconds: float = _WAIT_SECONDS) -> Engine:
    """The store at `url` ("sqlite:///file" or "postgresql://..."), made first when missing if `create`.

    A new SQLite file is readable by its owner alone. Writers wait `wait_seconds` for each other.
    NoStoreError: none there (without `create`). RidematchError: not a store, another version's, or no way to open it.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        _prepare_file(Path(address.database or ""), create=create)
    engine = _engine(address, wait_seconds)
    store = store_name(engine)
    with understandable(store), engine.connect() as connection:
        version = _version(connection, store)
    if version is None and not create:
        raise NoStoreError(f"The store {store} is empty: import tables first (ridematch import).")
    if version is None:
        version = _set_up(engine)
    _check_version(version, store)
    if engine.dialect.name == "sqlite":
        # Readers and a writer do not wait for each other. The file remembers; only a file known to be ours is changed.
        with understandable(store), engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    return engine


def store_name(engine: Engine) -> str:
    """Which store this is, for people: the file's path, or the address without its password."""
    return _name(engine.url)


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that may read and write. All it did is kept at the end, or nothing if anything is raised.

    One at a time, from its first read on: what was read is still so when it writes. A second one waits, then gives up
    with a RidematchError.
    """
    with understandable(store_name(engine)), Session(engine) as session:
        if engine.dialect.name == "sqlite":
            session.connection().exec_driver_sql("BEGIN IMMEDIATE")
        else:
            wait_milliseconds = engine.get_execution_options()["wait_milliseconds"]
            session.connection().exec_driver_sql(f"SET LOCAL lock_timeout = {wait_milliseconds}")
            # Before any query: the snapshot is taken after the wait.
            session.connection().exec_driver_sql(f"LOCK TABLE {StoreVersion.__tablename__} IN EXCLUSIVE MODE")
        yield session
        session.commit()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reading only, which sees one state of the store throughout and waits for no writer."""
    with understandable(store_name(engine)), Session(engine) as session:
        if engine.dialect.name == "sqlite":
            session.connection().exec_driver_sql("BEGIN")
        yield session
        session.rollback()


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        # The text may hold a password, so it is not repeated.
        raise RidematchError(
            "--store takes an address such as sqlite:///ridematch.sqlite or postgresql://user@host/database."
        ) from None
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise RidematchError(f"A store is kept in SQLite or PostgreSQL, not in {address.drivername}.")
    return address


def _name(address: URL) -> str:
    if address.get_backend_name() == "sqlite":
        return str(address.database)
    return address.render_as_string(hide_password=True)


def _prepare_file(file: Path, *, create: bool) -> None:
    """Sees that there is a file to open. A new one is private from its first moment; -wal and -shm take its mode."""
    if str(file) in ("", ".", ":memory:"):
        raise RidematchError("--store sqlite:/// needs a file's name after it: a store in memory would keep nothing.")
    try:
        if file.is_dir():
            raise RidematchError(f"The store {file} is a folder. Give the name of a file in it.")
        if os.path.lexists(file):
            return
        if not create:
            raise NoStoreError(f"There is no store {file}. Import tables first (ridematch import), or give --store.")
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RidematchError(
            f"The store {file} can't be opened: {reason}. Check the folder, or give --store."
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
        )
        event.listen(engine, "connect", _keep_references_true)
        return engine
    try:
        return create_engine(
            address,
            poolclass=NullPool,
            hide_parameters=True,
            isolation_level="REPEATABLE READ",
            connect_args={"connect_timeout": _CONNECT_SECONDS},
            execution_options={"wait_milliseconds": max(1, round(wait_seconds * 1000))},
        )
    except ImportError:
        raise RidematchError("PostgreSQL needs one more package: pip install 'ridematch[postgres]'.") from None


def _keep_references_true(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _version(connection: Connection, store: str) -> int | None:
    """The schema's version, None where there are no tables at all."""
    names = inspect(connection).get_table_names()
    if not names:
        return None
    if StoreVersion.__tablename__ not in names:
        raise RidematchError(f"The store {store} is a database of something else. Give ridematch one of its own.")
    return connection.execute(select(col(StoreVersion.version))).scalar_one_or_none()


def _set_up(engine: Engine) -> int:
    """Makes the tables, all or none, and returns the version; another process may have been faster."""
    store = store_name(engine)
    with understandable(store), engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        version = _version(connection, store)
        if version is None:
            SQLModel.metadata.create_all(connection)
            connection.execute(insert(StoreVersion).values(version=SCHEMA_VERSION))
            version = SCHEMA_VERSION
    return version


def _check_version(version: int, store: str) -> None:
    if version > SCHEMA_VERSION:
        raise RidematchError(
            f"The store {store} was made by a newer ridematch (version {version} of the store, this one knows "
            f"{SCHEMA_VERSION}). Update ridematch."
        )
    if version < SCHEMA_VERSION:
        raise RidematchError(
            f"The store {store} was made by an older ridematch (version {version} of the store, this one needs "
            f"{SCHEMA_VERSION}). Export its tables with that one and import them into a new store."
        )
