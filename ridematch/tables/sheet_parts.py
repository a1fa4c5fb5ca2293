"""The rows of a sheet as its XML has them: each cell with what is stored in it, and how its format shows that."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from math import isfinite
from xml.etree.ElementTree import Element

from ridematch.language import say
from ridematch.tables.cells import EXCEL_ERROR, excel_error
from ridematch.tables.files import SHEET_ROWS, BadFileError, Merged
from ridematch.tables.findings import BadCellError
from ridematch.tables.package import YES, Package, damaged, local
from ridematch.tables.serials import Shown, Stored, StoredCell, shown_by

MERGED = 1000
"""More merged cells than any table needs; it needs none."""

FORMATS = 100_000
"""Formats of cells in one workbook. Excel itself allows 65,490."""

TEXTS = 2_000_000
"""Different texts in one workbook: as many as a full sheet has cells."""

_SHEET_COLUMNS = 16_384
_FORMAT_CHARACTERS = 255
_ESCAPED = re.compile(r"_x(0009|000[Aa]|000[Dd]|005[Ff])_")

StoredRow = tuple[int, bool, list[StoredCell]]
"""Its number, whether it is hidden, and the cells that hold anything."""


class StoredSheets:
    """The sheets of a package. `related` are the parts a workbook refers to, by id: kind and name.

    All methods raise `BadFileError`, or what a `Package` raises.
    """

    def __init__(self, package: Package, related: Mapping[str, tuple[str, str]]) -> None:
        self._package = package
        self._related = related

    def rows(self, part: str, *, merged: list[Merged]) -> Iterator[StoredRow]:
        """The rows of a sheet that hold anything. Cells that are merged are added to `merged` at the end."""
        number = 0
        for piece in self._package.pieces(part, "sheetData/row", "mergeCells/mergeCell"):
            if local(piece.tag) == "mergeCell":
                merged.append(_merged(piece.get("ref", "")))
                if len(merged) > MERGED:
                    cause = say("more than {most} groups of cells are merged", most=MERGED)
                    raise BadFileError(cause, say("Unmerge the cells, and write in each what it stands for."))
                continue
            before, number = number, int(piece.get("r") or number + 1)
            if not before < number <= SHEET_ROWS:
                raise damaged()
            cells = list(self._cells(piece))
            if cells:
                yield number, piece.get("hidden") in YES, cells

    def _cells(self, row: Element) -> Iterator[StoredCell]:
        """The cells of a row that hold anything."""
        position = -1
        for cell in row:
            named = cell.get("r")
            before, position = position, _position(named.rstrip("0123456789")) if named else position + 1
            if not before < position < _SHEET_COLUMNS:
                raise damaged()
            stored = self._stored(cell) if len(cell) else ""
            if not isinstance(stored, str) or stored.strip():
                yield StoredCell(position=position, stored=stored, shown=self._shown(cell.get("s")))

    def _stored(self, cell: Element) -> Stored:
        kind, is_formula, value = cell.get("t", "n"), False, None
        for child in cell:
            match local(child.tag):
                case "v":
                    value = child.text or ""
                case "f":
                    is_formula = True
                case "is":
                    value = _text(child)
        if is_formula and not value and (value is None or kind != "str"):  # a text may be the result, and be empty
            return _without_a_result()
        if not value:
            return ""
        match kind:
            case "n":
                return _number(value)
            case "s" if value.isdecimal():
                return self._texts[int(value)]
            case "str" | "inlineStr":
                return _unescaped(value)
            case "b":
                return value in YES
            case "d":
                return value.removesuffix("Z").removesuffix(".000")
            case "e":
                return excel_error(value if EXCEL_ERROR.fullmatch(value) else "#")
            case _:
                raise damaged()

    def _shown(self, style: str | None) -> Shown:
        return self._styles.get(int(style), "number") if style else "number"

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """The texts that cells refer to by number."""
        found: list[str] = []
        for piece in self._pieces_of("sharedStrings", "sst/si"):
            if len(found) == TEXTS:
                raise damaged()
            found.append(_unescaped(_text(piece)))
        return tuple(found)

    @cached_property
    def _styles(self) -> dict[int, Shown]:
        """How the styles that cells refer to by number show a number, for those that show a date or time."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        shown_by_cached = cache(shown_by)
        formats = dict(BUILTIN_FORMATS)
        styles: dict[int, Shown] = {}
        count = 0
        for piece in self._pieces_of("styles", "numFmts/numFmt", "cellXfs/xf"):
            if max(count, len(formats)) > FORMATS:
                raise damaged()
            if local(piece.tag) == "numFmt":
                formats[int(piece.get("numFmtId", ""))] = piece.get("formatCode", "")[:_FORMAT_CHARACTERS]
                continue
            shown = shown_by_cached(formats.get(int(piece.get("numFmtId", "0")), ""))
            if shown != "number":
                styles[count] = shown
            count += 1
        return styles

    def _pieces_of(self, kind: str, *paths: str) -> Iterator[Element]:
        """Pieces of the one part of this kind, none where there is no such part."""
        for part in (part for its_kind, part in self._related.values() if its_kind == kind):
            yield from self._package.pieces(part, *paths)


def _text(element: Element) -> str:
    """A text in one or more formats, without the signs that say how to pronounce it."""
    found = []
    for child in element:
        if local(child.tag) == "r":
            found += [part.text or "" for part in child if local(part.tag) == "t"]
        elif local(child.tag) == "t":
            found.append(child.text or "")
    return "".join(found)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _number(value: str) -> float:
    number = float(value)
    if not isfinite(number):
        raise damaged()
    return number


def _merged(cells: str) -> Merged:
    from openpyxl.worksheet.cell_range import CellRange

    found = CellRange(cells)
    return Merged(
        cells=found.coord, rows=(found.min_row, found.max_row), positions=(found.min_col - 1, found.max_col - 1)
    )


@cache
def _position(letters: str) -> int:
    from openpyxl.utils import column_index_from_string

    return column_index_from_string(letters) - 1


def _without_a_result() -> BadCellError:
    cause = say("the cell holds a formula whose result is not in the file")
    return BadCellError(cause, say("Open the workbook in Excel and save it, or paste the cell as a value."))
