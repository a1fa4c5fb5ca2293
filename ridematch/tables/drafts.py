"""Rows on their way from cells to values, and the report that gathers what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ridematch.model.facts import KEYS
from ridematch.tables import cells, times
from ridematch.tables.columns import (
    RELATIVE_COLUMNS,
    VOCABULARY_COLUMNS,
    Column,
    column_names,
    columns_of,
)
from ridematch.tables.files import Sheet
from ridematch.tables.findings import BadCellError, Finding, quotable
from ridematch.tables.spellings import clean, key, maybe, nearest


@dataclass(slots=True, kw_only=True, eq=False)
class Draft:
    """One row being read; it changes while it is read, and nobody outside this room sees it.

    `headings` are the columns' names as the file has them, `cells` texts by column, `values` by field. A `secret` row's
    cells are never quoted. A `ragged` row's cells can't be told apart. A `bad` row does not become a value.
    """

    table: str
    file: str
    row: int
    headings: Mapping[str, str]
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    secret: bool = False
    ragged: bool = False
    bad: bool = False

    @property
    def key(self) -> str | None:
        """What other rows call this one, None where nobody does or where it is not known."""
        return self.values.get(KEYS[self.table]) if self.table in KEYS else None


Drafts = dict[str, list[Draft]]
"""Rows by table, for the tables whose files can be read."""


class Report:
    """Everything that is wrong or doubtful, in the order in which it was found."""

    def __init__(self) -> None:
        self.errors: list[Finding] = []
        self.warnings: list[Finding] = []
        self.follow_ups: list[Finding] = []

    def error(self, draft: Draft, column: str, bad: BadCellError) -> None:
        """A cell that can't be; the row is bad from now on."""
        draft.bad = True
        self.errors.append(_finding(draft, column, bad))

    def warn(self, draft: Draft, column: str, doubt: BadCellError) -> None:
        """A cell that can be, but may not be meant."""
        self.warnings.append(_finding(draft, column, doubt))

    def follow_up(self, draft: Draft, column: str, cause: str) -> None:
        """The row itself is fine, but can't be used; it is bad from now on."""
        draft.bad = True
        self.follow_ups.append(_finding(draft, column, BadCellError(cause)))


def _finding(draft: Draft, column: str, bad: BadCellError) -> Finding:
    known = columns_of(draft.table).get(column)
    value = "" if draft.secret or known is None else quotable(draft.cells.get(column, ""), known.privacy)
    return Finding(
        file=draft.file,
        row=draft.row,
        column=draft.headings.get(column, column),
        value=value,
        cause=bad.cause,
        remedy=" ".join(part for part in ("" if draft.secret else bad.hint, bad.remedy) if part),
    )


def lay_out(table: str, sheet: Sheet, report: Report) -> list[Draft] | None:
    """The rows of a sheet with their cells under the names of columns; None if the header makes no table."""
    by_position = _understand_header(table, sheet, report)
    if by_position is None:
        return None
    headings = {name: clean(sheet.header[position]) for position, name in by_position.items()}
    drafts = []
    for row, texts in sheet.rows:
        draft = Draft(table=table, file=sheet.file, row=row, headings=headings, cells={})
        _fill(draft, texts, by_position, width=len(sheet.header), report=report)
        drafts.append(draft)
    return drafts


def read_cells(draft: Draft, *, vocabulary: Mapping[str, str], report: Report) -> None:
    """Read every cell that can be read on its own; references come later, when all rows are there."""
    table_columns = columns_of(draft.table)
    if draft.ragged:  # only its key is of use, so that rows which name it don't look wrong too
        for name in {"name", KEYS.get(draft.table, "name")} & draft.cells.keys():
            if draft.cells[name] and not table_columns[name].refers:
                draft.values[table_columns[name].field] = draft.cells[name]
        return
    for name, cell in draft.cells.items():
        column = table_columns[name]
        if not cell:
            if column.required:
                report.error(draft, name, BadCellError("a required cell is empty", "Fill it in."))
        elif not column.refers and name not in RELATIVE_COLUMNS:
            _read_cell(draft, column, cell, vocabulary=vocabulary, report=report)
    _read_relative_cells(draft, report)


def _read_cell(draft: Draft, column: Column, cell: str, *, vocabulary: Mapping[str, str], report: Report) -> None:
    try:
        if column.name in VOCABULARY_COLUMNS:
            draft.values[column.field] = cells.vocabulary_codes(cell, vocabulary)
        else:
            draft.values[column.field] = column.read(cell)
    except BadCellError as bad:
        report.error(draft, column.name, bad)
        if column.name == KEYS.get(draft.table):
            draft.values[column.field] = cell


def _read_relative_cells(draft: Draft, report: Report) -> None:
    for name, anchor in RELATIVE_COLUMNS.items():
        cell, at = draft.cells.get(name), draft.values.get(anchor)
        if cell and at is not None:
            try:
                read = times.minutes_before if anchor == "start" else times.minutes_after
                draft.values[name] = read(cell, at)
            except BadCellError as bad:
                report.error(draft, name, bad)


def _understand_header(table: str, sheet: Sheet, report: Report) -> dict[int, str] | None:
    """Position -> column's name; None if a table can't be read under this header."""
    names = column_names(table)
    understood = {position: names.get(key(clean(cell))) for position, cell in enumerate(sheet.header)}
    found = {position: name for position, name in understood.items() if name is not None}

    def error(column: str, cause: str, remedy: str) -> None:
        report.errors.append(Finding(file=sheet.file, row=sheet.header_row, column=column, cause=cause, remedy=remedy))

    if not found:
        error("", f"the first row has no column of the table {table}", "Begin the file with the columns' names.")
        return None
    for position, name in understood.items():
        if name is None:
            _doubt_column(table, sheet, position, report)
    doubled = {name for name in found.values() if list(found.values()).count(name) > 1}
    missing = [name for name, column in columns_of(table).items() if column.required and name not in found.values()]
    for name in sorted(doubled):
        error(name, "the column is there twice", "Keep one of them.")
    for name in missing:
        error(name, "a required column is missing", "Add it, with a value in every row.")
    return None if doubled or missing else found


def _doubt_column(table: str, sheet: Sheet, position: int, report: Report) -> None:
    heading = clean(sheet.header[position])
    if heading:
        near = nearest(key(heading), column_names(table))
        cause, remedy = "the column is not known, so it is not read", maybe(near and column_names(table)[near])
    elif any(position < len(texts) and texts[position].strip() for _, texts in sheet.rows):
        cause, remedy = f"column {position + 1} has no name, so it is not read", "Name it, or clear it."
    else:
        return
    shown = "" if "@" in heading else quotable(heading, "no-digits")
    report.warnings.append(Finding(file=sheet.file, row=sheet.header_row, column=shown, cause=cause, remedy=remedy))


def _fill(draft: Draft, texts: tuple[str, ...], by_position: dict[int, str], *, width: int, report: Report) -> None:
    too_many = any(text.strip() for text in texts[width:])
    if len(texts) < width or too_many:
        draft.ragged = draft.secret = True  # nobody knows what stands in which column
        cause = f"the row has {len(texts)} cells, the header has {width}"
        remedy = "Look for a missing separator, or for one inside a cell without quotation marks."
        report.error(draft, "", BadCellError(cause, remedy))
    for position, name in by_position.items():
        try:
            draft.cells[name] = cells.cell_text(texts[position]) if position < len(texts) else ""
        except BadCellError as bad:
            if not draft.ragged:
                report.error(draft, name, bad)
