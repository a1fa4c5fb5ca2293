"""Tables in: read, say what would change, apply all of it or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.edition import PlannedStop
from ridematch.model.errors import RidematchError
from ridematch.model.facts import ROW_TYPES, Place, Road, Tables, column_name
from ridematch.model.settings import Settings
from ridematch.office.import_means import Meaning, refuse_if_changed
from ridematch.office.imported import Importer, note_import
from ridematch.rules.changes import TableChange, diff, nothing_changed
from ridematch.tables.columns import columns_of
from ridematch.tables.drafts import called
from ridematch.tables.findings import Finding
from ridematch.tables.reader import read_tables
from ridematch.tables.wording import as_text, cell, table_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What was read, and what it would change against `known`.

    `follow_ups` are good rows that refer to bad ones, `new_codes` says which rows were given codes, and `promised` are
    removed codes that carry a promise.
    """

    tables: Tables
    known: Tables
    errors: tuple[Finding, ...]
    follow_ups: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    new_codes: tuple[str, ...]
    changes: tuple[TableChange, ...]
    promised: tuple[str, ...]

    @property
    def any_table(self) -> bool:
        """Whether there was a table that could be read."""
        return any(getattr(self.tables, table) is not None for table in ROW_TYPES)

    @property
    def changes_nothing(self) -> bool:
        """Whether the store holds exactly this already."""
        return nothing_changed(self.changes)


def read_intake(path: Path, *, store: str, settings: Settings, now: datetime) -> Intake:
    """Read a folder or file of tables beside what the store holds. Nothing is written; no store is made.

    RidematchError: nothing to read there, or the store can't be opened.
    """
    from ridematch.roads.geocoder import find_place

    known, promised = _stored(store, now=now)
    today = now.astimezone(ZoneInfo(settings.calendar.zone)).date()
    reading = read_tables(
        path,
        known=known,
        vocabulary=settings.vocabulary,
        finder=find_place,
        unreached=_unreached,
        today=today,
        listed=settings.curriculum.words,
    )
    return _beside(
        known,
        promised,
        tables=reading.tables,
        errors=reading.errors,
        follow_ups=reading.follow_ups,
        warnings=reading.warnings,
        new_codes=reading.new_codes,
    )


Reading = tuple[Tables, tuple[Finding, ...], tuple[Finding, ...]]
"""Tables, mistakes, warnings."""


def intake_of(read: Callable[[Tables], Reading], *, store: str, now: datetime) -> Intake:
    """What something else than tables comes to beside what the store holds. RidematchError: it can't be opened."""
    known, promised = _stored(store, now=now)
    tables, errors, warnings = read(known)
    return _beside(known, promised, tables=tables, errors=errors, warnings=warnings)


def _beside(
    known: Tables,
    promised: frozenset["_Row"],
    *,
    tables: Tables,
    errors: tuple[Finding, ...],
    warnings: tuple[Finding, ...],
    follow_ups: tuple[Finding, ...] = (),
    new_codes: tuple[str, ...] = (),
) -> Intake:
    changes = diff(known, tables)
    removed = {(change.table, row.code) for change in changes for row in change.removed}
    return Intake(
        tables=tables,
        known=known,
        errors=errors,
        follow_ups=follow_ups,
        warnings=warnings,
        new_codes=new_codes,
        changes=changes,
        promised=tuple(sorted({code for _, code in removed & promised})),
    )


def apply_intake(intake: Intake, *, store: str, importer: Importer | None = None, seen: Meaning | None = None) -> str:
    """Make the tables that were read the store's, in one transaction; the store is made if need be. Says which store.

    With an `importer` the trail says what became of published rides; `seen` is what was shown of what it means.

    RidematchError: the store changed since it was read, or rows that stay refer to rows that would go.
    """
    from ridematch.store.database import open_store, store_name, transaction
    from ridematch.store.tables import load_tables, replace_tables

    engine = open_store(store, create=True)
    with transaction(engine) as session:
        if not nothing_changed(diff(intake.known, load_tables(session))):
            raise RidematchError(say("The store changed in the meantime; nothing was imported. Import again."))
        if seen is not None:
            refuse_if_changed(session, seen)
        replace_tables(session, intake.tables)
        if importer is not None:
            note_import(session, intake.known, importer=importer)
    return store_name(engine)


def _unreached(places: Iterable[Place], roads: Iterable[Road], wheres: Iterable[str]) -> frozenset[str]:
    from ridematch.roads.reach import unreached  # heavy, and only asked where there are roads

    return unreached(places, roads, wheres)


class TableWords:
    """Tables, columns and values in the language spoken, as they stand in the files."""

    def table(self, table: str) -> str:
        """The name of a table."""
        return table_name(table)

    def column(self, table: str, field: str) -> str:
        """The name of the column that holds a field."""
        return called(table, column_name(table, field))

    def value(self, table: str, field: str, value: object) -> str:
        """A value as it stands in the table; empty for none."""
        return as_text(cell(columns_of(table)[column_name(table, field)], value))


_Row = tuple[str, str]
"""A table and a code."""


def _stored(store: str, *, now: datetime) -> tuple[Tables, frozenset[_Row]]:
    """The tables, and the rows that promises still to come depend on; nothing where there is no store yet."""
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
        carriers = {row for stop in standing.stops if stop.serves in ahead for row in _carrying(stop)}
        return load_tables(session), frozenset(carriers)


def _carrying(stop: PlannedStop) -> tuple[_Row, ...]:
    """The rows without which a stop can't be."""
    people = (("volunteers", stop.volunteer), ("riders", stop.rider))
    if stop.action == "lesson":
        return (*people, ("supervisors", stop.volunteer), ("learners", stop.rider))
    code = stop.journey.split(":")[0]
    return (*people, ("shifts", code), ("rides", code))
