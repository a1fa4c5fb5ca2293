"""Rows on their way from cells to values, and the report that gathers what is wrong with them."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ridematch.language import say
from ridematch.model.facts import KEYS
from ridematch.tables import cells, times
from ridematch.tables.columns import (
    RELATIVE_COLUMNS,
    VOCABULARY_COLUMNS,
    Column,
    column_names,
    columns_of,
    spellings_of_columns,
)
from ridematch.tables.files import Merged, Sheet, column_letters
from ridematch.tables.findings import BadCellError, Finding, quotable
from ridematch.tables.spellings import clean, key, maybe, nearest
from ridematch.tables.wording import heading, table_name


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

    def called(self, column: str) -> str:
        """A column as the file calls it, or as a file would that has it."""
        return self.headings.get(column) or called(self.table, column)


FINDINGS = 10_000
"""More than anybody reads."""

NOT_LISTED: Mapping[str, Collection[str]] = MappingProxyType({})
"""Nobody knows which words columns of words may have."""

Drafts = dict[str, list[Draft]]
"""Rows by table, for the tables whose files can be read."""


def called(table: str, column: str) -> str:
    """A column as it is called in the language spoken."""
    known = columns_of(table).get(column)
    return heading(known) if known else column


class Report:
    """Everything that is wrong or doubtful, in the order in which it was found."""

    def __init__(self) -> None:
        self.errors: list[Finding] = []
        self.warnings: list[Finding] = []
        self.follow_ups: list[Finding] = []
        self.newly_coded: list[Draft] = []

    def error(self, draft: Draft, column: str, bad: BadCellError) -> None:
        """A cell that can't be; the row is bad from now on."""
        draft.bad = True
        _list(self.errors, draft, column, bad)

    def warn(self, draft: Draft, column: str, doubt: BadCellError) -> None:
        """A cell that can be, but may not be meant."""
        _list(self.warnings, draft, column, doubt)

    def follow_up(self, draft: Draft, column: str, cause: str) -> None:
        """The row itself is fine, but can't be used; it is bad from now on."""
        draft.bad = True
        _list(self.follow_ups, draft, column, BadCellError(cause))


def _list(found: list[Finding], draft: Draft, column: str, bad: BadCellError) -> None:
    """Add a finding; the one after `FINDINGS` says that there are more."""
    if len(found) < FINDINGS:
        found.append(_finding(draft, column, bad))
    elif len(found) == FINDINGS:
        cause = say("there is more, which is not listed")
        found.append(Finding(file=draft.file, row=draft.row, cause=cause, remedy=say("Begin with what is listed.")))


def _finding(draft: Draft, column: str, bad: BadCellError) -> Finding:
    known = columns_of(draft.table).get(column)
    value = "" if draft.secret or known is None else quotable(draft.cells.get(column, ""), known.privacy)
    return Finding(
        file=draft.file,
        row=draft.row,
        column=draft.called(column),
        value=value,
        cause=bad.cause,
        remedy=" ".join(part for part in ("" if draft.secret else bad.hint, bad.remedy) if part),
    )


def lay_out(table: str, sheet: Sheet, report: Report) -> list[Draft] | None:
    """The rows of a sheet with their cells under the names of columns; None if the header makes no table."""
    report.warnings += sheet.doubts
    in_header = [each for each in sheet.merged if _is_in_header(each, sheet)]
    if in_header:
        report.errors += [_merged(sheet, each, row=sheet.header_row) for each in in_header]
        return None
    by_position = _understand_header(table, sheet, report)
    if by_position is None:
        return None
    headings = {name: quotable(clean(sheet.header[position]), "open") for position, name in by_position.items()}
    drafts = []
    for row, texts in sheet.rows:
        draft = Draft(table=table, file=sheet.file, row=row, headings=headings, cells={})
        _fill(draft, texts, by_position, sheet=sheet, report=report)
        drafts.append(draft)
    _refuse_merged(drafts, by_position, sheet=sheet, report=report)
    return drafts


def read_cells(
    draft: Draft, *, vocabulary: Mapping[str, str], report: Report, listed: Mapping[str, Collection[str]] = NOT_LISTED
) -> None:
    """Read every cell that can be read on its own; references come later, when all rows are there.

    `listed` are columns of words that the configuration lists: others are kept, and doubted.
    """
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
                report.error(draft, name, BadCellError(say("a required cell is empty"), say("Fill it in.")))
        elif not column.refers and name not in RELATIVE_COLUMNS:
            _read_cell(draft, column, cell, vocabulary=vocabulary, report=report)
            _doubt_words(draft, column, listed.get(name), report)
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
    lost = cells.lost_beginning(cell) if column.name == "phone" else ""
    if lost:
        cause = say("the number lost its {sign} at the beginning in Excel, and is read with it", sign=lost)
        report.warn(draft, column.name, BadCellError(cause, say("Format the column as text in Excel.")))


def _doubt_words(draft: Draft, column: Column, listed: Collection[str] | None, report: Report) -> None:
    unlisted = [word for word in draft.values.get(column.field, ()) if word not in listed] if listed is not None else []
    if unlisted and listed is not None:
        cause = say("a code that is not in the configuration is kept, and counts for nothing")
        hint = maybe(nearest(unlisted[0], listed))
        report.warn(draft, column.name, BadCellError(cause, say("See ridematch config."), hint=hint))


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
        cause = say("the first row has no column of the table {table}", table=table_name(table))
        error("", cause, say("Begin the file with the columns' names."))
        return None
    unused = {spelling: name for spelling, name in spellings_of_columns(table).items() if name not in found.values()}
    for position, name in understood.items():
        if name is None:
            _doubt_column(sheet, position, unused, report)
    doubled = {name for name in found.values() if list(found.values()).count(name) > 1}
    missing = [name for name, column in columns_of(table).items() if column.required and name not in found.values()]
    for name in sorted(doubled):
        error(called(table, name), say("the column is there twice"), say("Keep one of them."))
    for name in missing:
        error(called(table, name), say("a required column is missing"), say("Add it, with a value in every row."))
    return None if doubled or missing else found


def _doubt_column(sheet: Sheet, position: int, unused: Iterable[str], report: Report) -> None:
    """`unused`: names of columns, in any spelling, that the header does not have yet."""
    typed = clean(sheet.header[position])
    shown = "" if "@" in typed else quotable(typed, "no-digits")
    if typed:
        cause, remedy = say("the column is not known, so it is not read"), maybe(nearest(typed, unused))
        if not shown:
            cause = say("column {number} is not known, so it is not read", number=position + 1)
    elif any(position < len(texts) and texts[position].strip() for _, texts in sheet.rows):
        cause = say("column {column} has no name, so it is not read", column=column_letters(position))
        remedy = say("Name it, or clear it.")
    else:
        return
    report.warnings.append(Finding(file=sheet.file, row=sheet.header_row, column=shown, cause=cause, remedy=remedy))


def _fill(draft: Draft, texts: tuple[str, ...], by_position: dict[int, str], *, sheet: Sheet, report: Report) -> None:
    width = len(sheet.header)
    too_many = any(text.strip() for text in texts[width:])
    if len(texts) < width or too_many:
        draft.ragged = draft.secret = True  # nobody knows what stands in which column
        cause = say("the row has {cells} cells, the header has {width}", cells=len(texts), width=width)
        remedy = say("Look for a missing separator, or for one inside a cell without quotation marks.")
        report.error(draft, "", BadCellError(cause, remedy))
    for position, name in by_position.items():
        bad_cell = sheet.bad_cells.get((draft.row, position))
        try:
            if bad_cell is not None:
                raise bad_cell
            draft.cells[name] = cells.cell_text(texts[position]) if position < len(texts) else ""
        except BadCellError as bad:
            draft.secret |= name == "limited_visibility"  # it may have been a yes
            if not draft.ragged:
                report.error(draft, name, bad)


def _is_in_header(merged: Merged, sheet: Sheet) -> bool:
    return merged.rows[0] <= sheet.header_row <= merged.rows[1] and merged.positions[0] < len(sheet.header)


def _refuse_merged(drafts: list[Draft], by_position: dict[int, str], *, sheet: Sheet, report: Report) -> None:
    """Of merged cells nobody knows for which rows and columns they are meant."""
    numbers = [draft.row for draft in drafts]
    for merged in sheet.merged:
        first, last = merged.rows
        touched = drafts[bisect_left(numbers, first) : bisect_right(numbers, last)]
        if touched and any(merged.positions[0] <= position <= merged.positions[1] for position in by_position):
            report.errors.append(_merged(sheet, merged, row=touched[0].row))
            for draft in touched:
                draft.bad = draft.secret = True


def _merged(sheet: Sheet, merged: Merged, *, row: int) -> Finding:
    cause = say("the cells {cells} are merged", cells=merged.cells)
    remedy = say("Unmerge them, and write in each cell what it stands for.")
    return Finding(file=sheet.file, row=row, cause=cause, remedy=remedy)
