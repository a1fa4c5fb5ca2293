"""What an import would change: how many rows of each table, and which ones where they are few."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import time
from typing import Protocol

from ridematch.language import say, say_many
from ridematch.rules.changes import CellChange, RowChange, TableChange
from ridematch.views.page import Lines, Page, Table

ROWS_SHOWN = 12
"""So many rows of a table that changed are shown one by one; of more than that only the first names."""


class Words(Protocol):
    """Tables, columns and values as the reader of the page calls them."""

    def table(self, table: str) -> str:
        """The name of a table."""

    def column(self, table: str, field: str) -> str:
        """The name of a column."""

    def value(self, table: str, field: str, value: object) -> str:
        """A value as it stands in the table; empty for none."""


def import_page(
    changes: Iterable[TableChange],
    *,
    words: Words,
    warnings: Sequence[str],
    set_aside: Sequence[str],
    new_codes: Sequence[str],
) -> Page:
    """Rows that were set aside, warnings, codes that rows were given, and what would be added, changed and removed."""
    changed = tuple(change for change in changes if change.added or change.changed or change.removed)
    counts = tuple(
        (words.table(change.table), *(str(len(rows)) for rows in (change.added, change.changed, change.removed)))
        for change in changed
    )
    # Where all is new, nothing is to be compared.
    compared = (change for change in changed if change.before)
    told = tuple((words.table(change.table), *line) for change in compared for line in _rows(change, words))
    return Page(
        parts=(
            Lines(heading=say("Not imported"), lines=tuple(set_aside)),
            Lines(heading=say("Warnings"), lines=tuple(warnings)),
            Lines(heading=say("Codes for rows without one"), lines=_first(new_codes)),
            Table(
                heading=say("What changes"),
                columns=(say("table"), say("added"), say("changed"), say("removed")),
                rows=counts,
            ),
            Table(
                heading=say("Row by row"), columns=(say("table"), say("row"), say("what changes")), rows=told, grouped=1
            ),
        )
    )


def _rows(change: TableChange, words: Words) -> Iterator[tuple[str, str]]:
    """Which row, and what becomes of it. Codes of which there is no more to tell share a line, and so do many rows."""
    few_changed = len(change.changed) <= ROWS_SHOWN
    few_exchanged = sum(bool(row.cells) for row in change.added) <= ROWS_SHOWN
    if few_changed:
        yield from _changed(change, words)
    if few_exchanged:
        yield from _exchanged(change, words)
    for rows, what, compared in (
        (change.changed, say("changed"), few_changed),
        (change.added, say("added"), few_exchanged),
        (change.removed, say("removed"), few_exchanged),
    ):
        names = [_name(change.table, row, words) for row in rows if not (compared and row.cells)]
        if len(names) <= ROWS_SHOWN and any(len(row.names) > 1 for row in rows):
            yield from ((name, what) for name in names)
        elif names:
            yield ", ".join(_first(names)), what


def _changed(change: TableChange, words: Words) -> Iterator[tuple[str, str]]:
    for row in change.changed:
        if row.cells:
            cells = (_from_to(change.table, cell, words) for cell in row.cells)
            yield _name(change.table, row, words), ", ".join(cells)


def _exchanged(change: TableChange, words: Words) -> Iterator[tuple[str, str]]:
    """Of rows without a code one that went and the one that came in its stead, with the cells in which they differ."""
    for old, new in zip(change.removed, change.added, strict=False):
        if old.cells:
            before = (_cell(change.table, cell, cell.before, words) for cell in old.cells)
            after = (_cell(change.table, cell, cell.after, words) for cell in new.cells)
            yield _name(change.table, old, words), say("removed: {cells}", cells=", ".join(before))
            yield _name(change.table, new, words), say("added: {cells}", cells=", ".join(after))


def _from_to(table: str, cell: CellChange, words: Words) -> str:
    before = _cell(table, cell, cell.before, words)
    return f"{before} -> {_value(table, cell, cell.after, words)}" if cell.told else before


def _cell(table: str, cell: CellChange, value: object, words: Words) -> str:
    column = words.column(table, cell.field)
    if not cell.told:
        return say("{column} changed", column=column)
    return f"{column} {_value(table, cell, value, words)}"


def _value(table: str, cell: CellChange, value: object, words: Words) -> str:
    return words.value(table, cell.field, value) or say("(empty)")


def _name(table: str, row: RowChange, words: Words) -> str:
    """By what a person finds the row: "S07", "V03 Mon Tue 05:00-07:00", "Duved - Åre"."""
    told = ""
    for field, value in row.names:
        joint = ("-" if isinstance(value, time) else " - ") if field in ("end", "last_date") else " "
        told += f"{joint if told else ''}{words.value(table, field, value)}"
    return told


def _first(names: Sequence[str]) -> tuple[str, ...]:
    """The first few, and how many more."""
    more = len(names) - ROWS_SHOWN
    if more <= 0:
        return tuple(names)
    return (*names[:ROWS_SHOWN], say_many("one more", "{number} more", number=more))
