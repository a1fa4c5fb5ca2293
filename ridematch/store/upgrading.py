"""A store of an older ridematch -> the version this one needs: a copy first, then all of it or nothing."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.store.copies import copy_store
from ridematch.store.database import WAIT_SECONDS, nothing_in, reach, store_name
from ridematch.store.failures import understandable
from ridematch.store.versions import HEAD, check_not_newer, migrate, migrating, version_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """Which store it is, the version it has, the one this program needs, and whether it can be copied (a file)."""

    store: str
    found: int
    needed: int
    is_file: bool


def versions(url: str) -> Versions:
    """The two versions. NoStoreError: there is no store. RidematchError: it is a newer ridematch's, or none."""
    engine = reach(url)
    with understandable(store_name(engine)), engine.connect() as connection:
        return _versions(engine, connection)


def upgrade(url: str, *, today: date, wait_seconds: float = WAIT_SECONDS) -> Path | None:
    """Brings the store to this program's version in one transaction, and says where the copy of a SQLite file is.

    The copy is of the very state that is changed; it is its owner's alone. RidematchError: it can't be made, or the
    store can't be changed; the store is then as it was.
    """
    engine = reach(url, wait_seconds=wait_seconds)
    with understandable(store_name(engine)), migrating(engine) as connection:
        before = _versions(engine, connection)
        if before.found == before.needed:
            return None  # another process was faster
        copy = _copy(Path(str(engine.url.database)), today=today) if before.is_file else None
        migrate(connection)
    return copy


def _versions(engine: Engine, connection: Connection) -> Versions:
    store = store_name(engine)
    version = version_of(connection, store)
    if version is None:
        raise nothing_in(store)
    check_not_newer(version, store)
    return Versions(store=store, found=int(version), needed=int(HEAD), is_file=engine.dialect.name == "sqlite")


def _copy(file: Path, *, today: date) -> Path:
    """A copy of a SQLite store beside it; under its name only when it is whole."""
    copy = _unused(file.with_name(f"{file.stem}-before-upgrade-{today}{file.suffix}"))
    try:
        copy_store(file, copy)
    except (OSError, sqlite3.Error):
        unwritable = say(
            "The copy {copy} can't be written, so nothing was changed. Make room, or check the folder's permissions.",
            copy=copy,
        )
        raise RidematchError(unwritable) from None
    return copy


def _unused(wanted: Path) -> Path:
    """This name, or the first with -2, -3 ... that no file has."""
    found, count = wanted, 1
    while found.exists():
        count += 1
        found = wanted.with_stem(f"{wanted.stem}-{count}")
    return found
