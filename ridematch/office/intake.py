"""Tables in: read, say what would change, apply all of it or nothing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Tables
from ridematch.model.settings import Settings
from ridematch.rules.changes import TableChange, diff, nothing_changed

if TYPE_CHECKING:
    from ridematch.tables.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What was read, and what it would change against `known`.

    `follow_ups` are good rows that refer to bad ones, `promised` are removed codes that carry a promise.
    """

    tables: Tables
    known: Tables
    errors: tuple["Finding", ...]
    follow_ups: tuple["Finding", ...]
    warnings: tuple["Finding", ...]
    changes: tuple[TableChange, ...]
    promised: tuple[str, ...]

    @property
    def changes_nothing(self) -> bool:
        """Whether the store holds exactly this already."""
        return nothing_changed(self.changes)


def read_intake(path: Path, *, store: str, settings: Settings, now: datetime) -> Intake:
    """Read a folder or file of tables beside what the store holds. Nothing is written; no store is made.

    RidematchError: nothing to read there, or the store can't be opened.
    """
    from ridematch.roads.geocoder import find_place
    from ridematch.tables.reader import read_tables

    known, promised = _stored(store, now=now)
    today = now.astimezone(ZoneInfo(settings.calendar.zone)).date()
    reading = read_tables(path, known=known, vocabulary=settings.vocabulary, finder=find_place, today=today)
    changes = diff(known, reading.tables)
    removed = {code for change in changes for code in change.removed}
    return Intake(
        tables=reading.tables,
        known=known,
        errors=reading.errors,
        follow_ups=reading.follow_ups,
        warnings=reading.warnings,
        changes=changes,
        promised=tuple(sorted(removed & promised)),
    )


def apply_intake(intake: Intake, *, store: str) -> str:
    """Make the tables that were read the store's, in one transaction; the store is made if need be. Says which store.

    RidematchError: the store changed since it was read, or rows that stay refer to rows that would go.
    """
    from ridematch.store.database import open_store, store_name, transaction
    from ridematch.store.tables import load_tables, replace_tables

    engine = open_store(store, create=True)
    with transaction(engine) as session:
        if not nothing_changed(diff(intake.known, load_tables(session))):
            raise RidematchError("The store changed in the meantime; nothing was imported. Import again.")
        replace_tables(session, intake.tables)
    return store_name(engine)


def _stored(store: str, *, now: datetime) -> tuple[Tables, frozenset[str]]:
    """The tables, and the codes that promises still to come depend on; nothing where there is no store yet."""
    from ridematch.store.database import NoStoreError, open_store, reading
    from ridematch.store.editions import load_schedule
    from ridematch.store.tables import load_tables

    try:
        engine = open_store(store)
    except NoStoreError:
        return Tables(), frozenset()  # to be made
    with reading(engine) as session:
        standing = load_schedule(session, first_date=None, days=None)
        ahead = {promise.serves for promise in standing.promises if promise.ends_at >= now}
        carriers = {
            code
            for stop in standing.stops
            if stop.serves in ahead
            for code in (stop.volunteer, stop.rider, stop.journey.split(":")[0])
        }
        return load_tables(session), frozenset(carriers)
