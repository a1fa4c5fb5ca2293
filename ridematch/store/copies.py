"""Copies of a SQLite store while it is in use: whole or not there, and their owner's alone."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.store.database import open_store, store_name


def copy_store(file: Path, copy: Path) -> None:
    """Copies a SQLite file as it is at one moment, others reading and writing meanwhile, and looks the copy over.

    It has its name only when it is whole. OSError, sqlite3.Error: it can't be written.
    """
    part = copy.with_name(f"{copy.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
            found = target.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        part.replace(copy)
    finally:
        part.unlink(missing_ok=True)


def back_up(url: str, copy: Path, *, replace: bool = False) -> str:
    """Copies the store at `url` to a file, and returns the store's name. A file that is there needs `replace`.

    RidematchError: no store there, one in PostgreSQL, a file that is there, or it can't be written.
    """
    engine = open_store(url)
    name = store_name(engine)
    if engine.dialect.name != "sqlite":
        raise RidematchError(
            say("A store in PostgreSQL is copied by PostgreSQL: pg_dump --format=custom --file {file} ...", file=copy)
        )
    if copy.is_dir():
        raise RidematchError(say("{file} is a folder. Give the name of a file in it.", file=copy))
    if copy.exists() and (not replace or copy.samefile(name)):
        raise RidematchError(say("{file} is there already; nothing was copied. Give another name.", file=copy))
    try:
        copy_store(Path(name), copy)
    except (OSError, sqlite3.Error):
        raise RidematchError(
            say("The copy {copy} can't be written. Make room, or check the folder's permissions.", copy=copy)
        ) from None
    return name
