"""What tells who a rider with limited visibility is leaves the store in no file: a mark stands in its place.

Tables that were written with marks import unchanged, because a mark means: as in the store.
"""

from collections.abc import Iterable, Set
from dataclasses import fields, replace
from typing import Any

from ridematch.language import say
from ridematch.model.facts import KEYS, ROW_TYPES, Rider, Row, Shift, Tables, rows
from ridematch.tables.cells import point
from ridematch.tables.codes import names_one, telling_parts
from ridematch.tables.columns import PEOPLE, Column, columns_of, fields_referring
from ridematch.tables.drafts import Draft, Drafts, Report
from ridematch.tables.findings import BadCellError
from ridematch.tables.spellings import folded
from ridematch.tables.swedish import HIDDEN
from ridematch.tables.wording import hidden_mark

_WHERE = ("home", "from", "to", "place")
"""Columns that may hold coordinates of where somebody lives or waits."""

_REMARKS = ("note", "source", "pickup_note")
_ABOUT_NOBODY = ("places", "roads")


def conceal(tables: Tables) -> Tables:
    """The whole store's tables as they may be written.

    In rows about riders with limited visibility each name, address, number and remark is a mark, and each point on the
    map; in other rows a remark that names one. So is the home of a person whose contact was forgotten, because an empty
    one could not be imported.
    """
    riders = [each for each in rows(tables, "riders") if isinstance(each, Rider) and each.limited_visibility]
    limited = {each.rider for each in riders}
    names = frozenset(part for each in riders for part in telling_parts(each.name))
    shifts = {each.shift for each in rows(tables, "shifts") if isinstance(each, Shift) and each.rider in limited}
    secret = {"riders": limited, "shifts": shifts}
    concealed: dict[str, Any] = {
        table: tuple(_concealed(table, row, secret, names) for row in rows(tables, table))
        for table in ROW_TYPES
        if getattr(tables, table) is not None
    }
    return Tables(**concealed)


class HiddenCells:
    """The marked cells of tables that are read: taken out at first, filled from the store once the row is known."""

    def __init__(self, drafts: Drafts) -> None:
        self._marked: list[tuple[Draft, tuple[Column, ...]]] = []
        for draft in (draft for found in drafts.values() for draft in found):
            marked = tuple(
                column
                for name, column in columns_of(draft.table).items()
                if _may_be_marked(column) and _is_mark(draft.cells.get(name, ""))
            )
            for column in marked:
                del draft.cells[column.name]
            if marked:
                self._marked.append((draft, marked))

    def fill(self, tables: Iterable[str], *, known: Tables, report: Report) -> None:
        """Give the marked cells of these tables the values that `known`, the store, has in the same rows.

        The same row is the one with the same code, or in a table without codes one whose other cells are the same.
        """
        left = {table: list(rows(known, table)) for table in tables}
        for draft, marked in self._marked:
            if draft.table not in left:
                continue
            same = next((row for row in left[draft.table] if _is_same(draft, marked, row)), None)
            if same is not None:
                left[draft.table].remove(same)
                draft.values |= {column.field: getattr(same, column.field) for column in marked}
            elif not draft.bad:
                for column in marked:
                    report.error(draft, column.name, _nothing_to_keep())


def _concealed(table: str, row: Row, secret: dict[str, set[str]], names: Set[str]) -> Row:
    about = [(KEYS[table], table)] if table in secret else []
    about += [(column.field, target) for column in fields_referring(table) for target in column.refers]
    is_secret = any(getattr(row, field) in secret.get(target, ()) for field, target in about)
    mark = hidden_mark()
    marks: dict[str, Any] = {
        column.field: mark
        for column in columns_of(table).values()
        if (is_secret and _may_be_marked(column) and _is_hidden(column, getattr(row, column.field)))
        or (_is_home(column) and not getattr(row, column.field))
        or (column.name in _REMARKS and table not in _ABOUT_NOBODY and names_one(getattr(row, column.field), names))
    }
    return replace(row, **marks)


def _may_be_marked(column: Column) -> bool:
    return column.privacy == "closed" or column.name in _WHERE


def _is_home(column: Column) -> bool:
    return column.table in PEOPLE and column.name == "home"


def _is_hidden(column: Column, stored: Any) -> bool:
    """Whether a mark may stand for this value: a private text, coordinates, or a home that nobody knows any more."""
    if column.name not in _WHERE:
        return bool(stored)
    return point(stored) is not None if stored else _is_home(column)


def _is_mark(cell: str) -> bool:
    return folded(cell) in HIDDEN.values()


def _is_same(draft: Draft, marked: tuple[Column, ...], row: Row) -> bool:
    if not all(_is_hidden(column, getattr(row, column.field)) for column in marked):
        return False
    if draft.table in KEYS:
        key: str = getattr(row, KEYS[draft.table])
        return draft.key == key
    hidden = {column.field for column in marked}
    return all(
        getattr(row, field.name) == draft.values.get(field.name, field.default)
        for field in fields(row)
        if field.name not in hidden
    )


def _nothing_to_keep() -> BadCellError:
    return BadCellError(
        say("the store has no such row from which the hidden text could be kept"),
        say("Write the text itself, or the code that the row has in the store."),
    )
