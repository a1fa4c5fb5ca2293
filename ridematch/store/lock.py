"""One nightly run at a time for a store: a lock that the operating system or the database takes back from the dead."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.store.database import store_name
from ridematch.store.failures import understandable

_NUMBER = 7433684
"""For PostgreSQL's advisory locks."""


@contextmanager
def one_run_at_a_time(engine: Engine) -> Iterator[None]:
    """Holds the store's lock; readers and the telephone are free meanwhile.

    For SQLite it is a lock on a file beside the store, for PostgreSQL an advisory lock on a connection of its own. Both
    end with the process, however it ends. RidematchError: another run holds it.
    """
    if engine.dialect.name == "sqlite":
        with _file_lock(Path(store_name(engine))):
            yield
        return
    with understandable(store_name(engine)), engine.connect() as connection:
        if not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_NUMBER})").scalar():
            raise RidematchError(_taken(""))
        connection.commit()
        try:
            yield
        finally:
            connection.exec_driver_sql(f"SELECT pg_advisory_unlock({_NUMBER})")
            connection.commit()


@contextmanager
def _file_lock(store: Path) -> Iterator[None]:
    """The file stays when the lock is given back: who deletes it could lock another file of the same name."""
    file = store.with_name(f"{store.name}.match")
    lock = FileLock(file, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise RidematchError(_taken(_since(file))) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RidematchError(
            say("{file} can't be made: {reason}. Check the folder of the store.", file=file, reason=reason)
        ) from None
    try:
        file.write_text(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", encoding="utf-8")
        yield
    finally:
        lock.release()


def _since(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""


def _taken(since: str) -> str:
    if since:
        return say("Another match is running on this store since {since}. Nothing was done; wait for it.", since=since)
    return say("Another match is running on this store. Nothing was done; wait for it.")
