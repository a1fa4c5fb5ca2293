"""What a database refuses, as a sentence about what to do. Never its own words: they quote whole rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from ridematch.language import note, say
from ridematch.model.errors import RidematchError

_IN_USE = note("The store {store} is in use by another ridematch. Wait until that one has finished, then try again.")
_DAMAGED = note(
    "The store {store} is not a ridematch store, or it is damaged. Give another --store, or put a backup back."
)
_REFUSED = note(
    "The store {store} can't be reached or refuses the user. "
    "Check address, user and password, and that the server runs."
)
_CONTRADICTION = note("The store {store} refused rows that contradict each other; nothing was changed.")
_UNKNOWN = note("The store {store} failed ({kind}); nothing was changed.")

_BY_SQLITE_NAME = {
    "SQLITE_BUSY": _IN_USE,
    "SQLITE_LOCKED": _IN_USE,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_READONLY": note("The store {store} can't be written. Check the permissions of the file and of its folder."),
    "SQLITE_CANTOPEN": note("The store {store} can't be opened. Check the permissions of the file and of its folder."),
    "SQLITE_FULL": note("The store {store} can't be written: the disk is full. Make room, then try again."),
    "SQLITE_IOERR": note("The store {store} can't be read or written: the disk reports an error."),
}

_BY_SQLSTATE = {
    "55P03": _IN_USE,  # lock_not_available
    "40001": _IN_USE,  # serialization_failure
    "3D000": note("The store {store} has no such database. Create it first (createdb), or correct the address."),
    "42501": note("The store {store} does not let this user do that. Grant the right, or give another user."),
}


@contextmanager
def understandable(store: str) -> Iterator[None]:
    """Turns what the database raises inside into a RidematchError; `store` names the store in it."""
    try:
        yield
    except DBAPIError as error:
        message = say(_what_happened(error), store=store, kind=type(error.orig).__name__)
        raise RidematchError(message) from None


def _what_happened(error: DBAPIError) -> str:
    name = getattr(error.orig, "sqlite_errorname", None) or ""
    for beginning, sentence in _BY_SQLITE_NAME.items():
        if name.startswith(beginning):  # SQLite's own codes refine these: SQLITE_READONLY_DIRECTORY
            return sentence
    state = getattr(error.orig, "sqlstate", None)
    if state in _BY_SQLSTATE:
        return _BY_SQLSTATE[state]
    if isinstance(error, IntegrityError):
        return _CONTRADICTION
    if isinstance(error, OperationalError) and not name and state is None:
        return _REFUSED
    return _UNKNOWN
