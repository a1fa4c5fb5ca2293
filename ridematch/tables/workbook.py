"""Excel workbooks: their sheets, and the header and rows of one sheet, each cell with the text that stands there."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from ridematch.language import say, say_many
from ridematch.tables.columns import RELATIVE_COLUMNS, column_names, columns_of
from ridematch.tables.files import (
    COLUMNS,
    OLD_EXCEL,
    ROWS,
    ZIP,
    BadFileError,
    Cells,
    Merged,
    Sheet,
    column_letters,
    read_content,
    too_many_columns,
    too_many_rows,
)
from ridematch.tables.findings import BadCellError, Finding, file_label
from ridematch.tables.package import YES, Package, damage_told, damaged, local
from ridematch.tables.serials import Holds, StoredCell
from ridematch.tables.sheet_parts import StoredSheets
from ridematch.tables.spellings import clean, key

SHEETS = 1000
"""More sheets than any workbook has."""

BAD_CELLS = 10_000
"""In one sheet; more than anybody corrects one by one."""

_LISTED = 20
_PASSWORD = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """One sheet in a workbook's list: its name, where its cells are, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """One workbook (.xlsx or .xlsm). Its list of `sheets` is read at once, the cells of a sheet when they are wanted.

    Raises `BadFileError` for what is no workbook, has a password, or is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        content = read_content(path)
        if content.startswith(OLD_EXCEL):
            raise _with_a_password() if _PASSWORD in content else _of_an_old_excel()
        if not content.startswith(ZIP):
            raise damaged()
        with damage_told():
            self._package = Package(content)
            main = next((part for kind, part in self._package.related("").values() if kind == "officeDocument"), "")
            related = self._package.related(main)
            self._sheets = StoredSheets(self._package, related)
            self._from_1904 = False
            self.sheets = tuple(self._entries(main, related))

    def label(self, entry: SheetEntry) -> str:
        """What findings call a sheet."""
        return file_label(self._path, sheet=entry.name)

    def is_blank(self, entry: SheetEntry) -> bool:
        """Whether there is nothing in a sheet; not so for one that can't be read."""
        with suppress(BadFileError), damage_told():
            return next(self._sheets.rows(entry.part, merged=[]), None) is None
        return False

    def read(self, entry: SheetEntry, *, table: str) -> Sheet:
        """The header and rows of a sheet that holds `table`. Raises `BadFileError`."""
        with damage_told():
            return self._read(entry, table)

    def _entries(self, main: str, related: Mapping[str, tuple[str, str]]) -> Iterator[SheetEntry]:
        count = 0
        for piece in self._package.pieces(main, "workbook/workbookPr", "sheets/sheet"):
            if local(piece.tag) == "workbookPr":
                self._from_1904 = piece.get("date1904") in YES
                continue
            if count == SHEETS:
                raise damaged()
            count += 1
            relation = next((value for name, value in piece.items() if name.endswith("}id")), "")
            kind, part = related.get(relation, ("", ""))
            if kind == "worksheet":
                hidden = piece.get("state", "visible") != "visible"
                yield SheetEntry(name=piece.get("name", ""), part=part, hidden=hidden)

    def _read(self, entry: SheetEntry, table: str) -> Sheet:
        merged: list[Merged] = []
        found = self._sheets.rows(entry.part, merged=merged)
        header_row, _, cells = next(found, (0, False, []))
        if not header_row:
            raise BadFileError(say("the sheet is empty"), say("Give it a header row, or delete the sheet."))
        width = cells[-1].position + 1
        if width > COLUMNS:
            raise too_many_columns()
        header = self._header(cells, width)
        holds = [_holds(table, heading) for heading in header]
        bad: dict[tuple[int, int], BadCellError] = {}
        rows: list[tuple[int, Cells]] = []
        hidden: list[int] = []
        beyond: set[int] = set()
        for number, is_hidden, cells in found:
            if len(rows) == ROWS:
                raise too_many_rows(ROWS)
            texts = [""] * width
            for cell in cells:
                if cell.position >= width:
                    beyond.add(cell.position)
                    continue
                try:
                    texts[cell.position] = cell.text(holds=holds[cell.position], from_1904=self._from_1904)
                except BadCellError as trouble:
                    bad[number, cell.position] = trouble.with_traceback(None)
            if len(bad) > BAD_CELLS:
                cause = say("more than {most} cells can't be read", most=BAD_CELLS)
                raise BadFileError(cause, next(iter(bad.values())).remedy)
            rows.append((number, tuple(texts)))
            if is_hidden:
                hidden.append(number)
        return Sheet(
            file=self.label(entry),
            header=header,
            header_row=header_row,
            rows=tuple(rows),
            bad_cells=bad,
            merged=tuple(merged),
            doubts=tuple(self._doubts(entry, header_row, hidden=hidden, beyond=sorted(beyond))),
        )

    def _header(self, cells: list[StoredCell], width: int) -> tuple[str, ...]:
        texts = [""] * width
        for cell in cells:
            with suppress(BadCellError):  # it is no column's name then
                texts[cell.position] = cell.text(holds="other", from_1904=self._from_1904)
        return tuple(texts)

    def _doubts(self, entry: SheetEntry, header_row: int, *, hidden: list[int], beyond: list[int]) -> Iterator[Finding]:
        label = self.label(entry)
        if entry.hidden:
            yield Finding(file=label, cause=say("the sheet is hidden and is read as well"), remedy=_look_or_delete())
        if hidden:
            cause = say_many(
                "this row is hidden and is read as well",
                "from here on {number} rows are hidden and are read as well",
                len(hidden),
            )
            yield Finding(file=label, row=hidden[0], cause=cause, remedy=_look_or_delete())
        for position in beyond[:_LISTED]:
            cause = say("column {column} has no name, so it is not read", column=column_letters(position))
            yield Finding(file=label, row=header_row, cause=cause, remedy=say("Name it, or clear it."))


def _holds(table: str, heading: str) -> Holds:
    """What the column under this heading is for."""
    name = column_names(table).get(key(clean(heading)))
    if name is None:
        return "other"
    column = columns_of(table)[name]
    if column.kind is time or name in RELATIVE_COLUMNS:
        return "times"
    if column.kind is date or name == "days":
        return "dates"
    return "codes" if column.privacy == "code" else "other"


def _look_or_delete() -> str:
    return say("Show it and look whether it is right, or delete it.")


def _with_a_password() -> BadFileError:
    return BadFileError(
        say("the workbook is protected with a password"),
        say("In Excel, take the password away (File, Info, Protect Workbook) and save it."),
    )


def _of_an_old_excel() -> BadFileError:
    cause = say("this is a workbook of an old Excel")
    return BadFileError(cause, say('Open it in Excel and save it as "Excel workbook (.xlsx)".'))
