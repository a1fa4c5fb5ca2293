"""Input tables to rows and back. What is loaded equals what was imported, row for row, in the same order."""

from dataclasses import MISSING, fields
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlmodel import Session

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.model.facts import KEYS, ROW_TYPES, Row, Tables, rows
from ridematch.store.columns import table_of
from ridematch.store.homes import PEOPLE, with_homes, without_homes
from ridematch.store.schema import INPUT_TABLES

_Values = dict[str, Any]


def load_tables(session: Session) -> Tables:
    """All input tables; one that was never imported is empty.

    A person whose contact was forgotten has the code as name and no home.
    """
    found: dict[str, Any] = {table: _load(session, table) for table in ROW_TYPES}
    return with_homes(Tables(**found))


def replace_tables(session: Session, tables: Tables) -> None:
    """Makes each table that is not None the stored one, and leaves the others alone. Unchanged rows are not touched.

    RidematchError when a code stands twice in a table, or when a row, also one of a table left alone, would refer to
    nobody.
    """
    kept = without_homes(tables, people=_people(session, tables))
    for table in ROW_TYPES:
        if getattr(kept, table) is None:
            continue
        found = rows(kept, table)
        for model in INPUT_TABLES[table]:
            if table in KEYS:
                _replace_by_key(session, table_of(model), _by_key(table, table_of(model), found))
            else:
                _replace_all(session, table_of(model), _as_values(table_of(model), found))
    _check_references(session)


def _people(session: Session, tables: Tables) -> Tables:
    """The riders and volunteers as they will be."""
    found: dict[str, Any] = {
        table: _load(session, table) if getattr(tables, table) is None else getattr(tables, table) for table in PEOPLE
    }
    return Tables(**found)


def _load(session: Session, table: str) -> tuple[Row, ...]:
    names = [field.name for field in fields(ROW_TYPES[table])]
    planning, *contacts = [table_of(model) for model in INPUT_TABLES[table]]
    found = [dict(row) for row in session.execute(select(planning).order_by(planning.c.line)).mappings()]
    for contact in contacts:
        key = KEYS[table]
        known = {row[key]: row for row in session.execute(select(contact)).mappings()}
        found = [_forgotten(table, row[key]) | row | dict(known.get(row[key], {})) for row in found]
    return tuple(ROW_TYPES[table](**{name: row[name] for name in names}) for row in found)


def _forgotten(table: str, code: str) -> _Values:
    """What stands for a contact that is no longer there."""
    defaults = {field.name: field.default for field in fields(ROW_TYPES[table]) if field.default is not MISSING}
    return defaults | {"name": code, "home": ""}


def _as_values(kept_in: Table, found: tuple[Row, ...]) -> list[_Values]:
    """The columns of one database table, a dict a row."""
    names = [column.name for column in kept_in.columns if column.name != "line"]
    numbered = "line" in kept_in.columns
    return [
        {name: getattr(row, name) for name in names} | ({"line": line} if numbered else {})
        for line, row in enumerate(found)
    ]


def _by_key(table: str, kept_in: Table, found: tuple[Row, ...]) -> dict[str, _Values]:
    by_key: dict[str, _Values] = {}
    for values in _as_values(kept_in, found):
        code = values[KEYS[table]]
        if code in by_key:
            twice = say("{table}: {code} stands there twice. Give each row a code of its own.", table=table, code=code)
            raise RidematchError(twice)
        by_key[code] = values
    return by_key


def _replace_all(session: Session, kept_in: Table, wanted: list[_Values]) -> None:
    stored = [dict(row) for row in session.execute(select(kept_in).order_by(kept_in.c.line)).mappings()]
    if stored == wanted:
        return
    session.execute(delete(kept_in))
    if wanted:
        session.execute(insert(kept_in), wanted)


def _replace_by_key(session: Session, kept_in: Table, wanted: dict[str, _Values]) -> None:
    """Row by row, so that rows of other tables may go on referring to those that stay."""
    (key,) = kept_in.primary_key.columns
    stored = {row[key.name]: dict(row) for row in session.execute(select(kept_in)).mappings()}
    removed = [{"which": code} for code in stored if code not in wanted]
    added = [values for code, values in wanted.items() if code not in stored]
    changed = [
        {"which": code} | {name: value for name, value in values.items() if name != key.name}
        for code, values in wanted.items()
        if code in stored and stored[code] != values
    ]
    if removed:
        session.execute(delete(kept_in).where(key == bindparam("which")), removed)
    if changed:
        session.execute(update(kept_in).where(key == bindparam("which")), changed)
    if added:
        session.execute(insert(kept_in), added)


def _check_references(session: Session) -> None:
    """The database would refuse as well, at the end and without a word about which rows."""
    names = {table_of(models[0]): table for table, models in INPUT_TABLES.items()}
    missing: list[str] = []
    for kept_in, table in names.items():
        for reference in sorted(kept_in.foreign_keys, key=lambda key: key.parent.name):
            target = reference.column
            dangling = (
                select(reference.parent)
                .where(reference.parent.is_not(None), reference.parent.not_in(select(target)))
                .distinct()
                .order_by(reference.parent)
            )
            missing += [
                say(
                    "{table} has {column} {code}, but {other} has no {code}.",
                    table=table,
                    column=target.name,
                    code=code,
                    other=names[target.table],
                )
                for code in session.execute(dangling).scalars()
            ]
    if missing:
        raise RidematchError("\n".join([*missing, say("Import these tables together, so that every code is found.")]))
