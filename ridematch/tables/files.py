"""Bytes -> a header and rows of cells, whatever program wrote the file."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ridematch.language import say
from ridematch.tables.findings import BadCellError, Finding, file_label

FILE_BYTES = 50_000_000
"""A larger file is no table that somebody keeps by hand."""

ROWS = 100_000
"""More rows than the busiest table has: the roads of a large municipality are some ten thousand."""

COLUMNS = 200
"""More columns than any table has, and some of one's own beside them."""

SHEET_ROWS = 1_048_576
"""As many as a sheet of Excel can have, blank ones among them."""

_LINE_CHARACTERS = 1_000_000
_CHUNK_CHARACTERS = 65_536
_DELIMITERS = ",;\t"
_DELIMITER_LINE = re.compile(r'"?sep=([,;\t])"?(\r\n|\r|\n)', re.IGNORECASE)  # Excel's, not shown as a row
ZIP = b"PK\x03\x04"
"""How a workbook of Excel begins."""
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
"""How a workbook of an old Excel begins, and one with a password."""

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Cells of a workbook that are merged into one: "A3:B5", and their rows and positions, first and last."""

    cells: str
    rows: tuple[int, int]
    positions: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file's or workbook sheet's header and rows, not yet understood.

    `file` is what findings call it. Rows carry their spreadsheet's number; blank ones are gone. `bad_cells` are cells,
    by row number and position, that have no text; they are empty in `rows`. `doubts` are about the sheet as a whole.
    """

    file: str
    header: Cells
    header_row: int
    rows: tuple[tuple[int, Cells], ...]
    bad_cells: Mapping[tuple[int, int], BadCellError] = field(default_factory=dict)
    merged: tuple[Merged, ...] = ()
    doubts: tuple[Finding, ...] = ()


class BadFileError(Exception):
    """A file that can't be read at all."""

    def __init__(self, cause: str, remedy: str, *, row: int | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.remedy = remedy
        self.row = row


def read_content(path: Path) -> bytes:
    """All bytes of a file. Raises `BadFileError` if it can't be opened or is larger than `FILE_BYTES`."""
    try:
        with path.open("rb") as file:
            content = file.read(FILE_BYTES + 1)
    except OSError as trouble:
        cause, remedy = say("the file can't be opened"), say("Look whether it is open in another program.")
        raise BadFileError(cause, remedy) from trouble
    if len(content) > FILE_BYTES:
        cause = say("the file is larger than {megabytes} MB", megabytes=FILE_BYTES // 1_000_000)
        raise BadFileError(cause, say("Look whether this is the right file."))
    return content


def read_sheet(path: Path, *, is_column: Callable[[str], bool]) -> Sheet:
    """Read one CSV file. `is_column` knows the names of columns, by which the delimiter is told.

    Raises `BadFileError` for what is not a CSV file, is empty, too large, or has quotation marks that don't match.
    """
    content = read_content(path)
    encoding = encoding_of(content)
    forced = _DELIMITER_LINE.match(next(_lines(content, encoding), ""))
    delimiter = forced[1] if forced else _delimiter(content, encoding, is_column)
    lines = _lines(content, encoding)
    if forced:
        next(lines)
    header_row, header = next(_records(lines, delimiter), (0, ()))
    if not header:
        raise BadFileError(say("the file is empty"), say("Give it a header row, or leave the file out."))
    if any(cell.strip() for cell in header[COLUMNS:]):
        raise too_many_columns()
    rows: list[tuple[int, Cells]] = []
    for row, cells in _records(lines, delimiter, after=header_row):
        if len(rows) == ROWS:
            raise too_many_rows(ROWS)
        rows.append((row, cells if any(cell.strip() for cell in cells[COLUMNS:]) else cells[:COLUMNS]))
    return Sheet(file=file_label(path), header=header[:COLUMNS], header_row=header_row, rows=tuple(rows))


def encoding_of(content: bytes) -> str:
    """The name of the encoding of a text file, which can be read in it to the end.

    UTF-8 with or without byte order mark, UTF-16 with one, or else Windows-1252; an old Mac's where it is none of these
    and makes letters. Raises `BadFileError` for what is no text.
    """
    if content.startswith((ZIP, OLD_EXCEL)):
        cause = say("this is a workbook under the name of a CSV file")
        raise BadFileError(cause, say('Let its name end in .xlsx, or save it as "CSV UTF-8".'))
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        if _is_text(content, encoding):
            return encoding
    if not marked and _makes_letters(content, "mac-roman"):
        return "mac-roman"
    raise BadFileError(say("the file's characters can't be read"), _save_as_csv())


def column_letters(position: int) -> str:
    """What a spreadsheet program calls a column: A at position 0."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(position + 1)


def too_many_rows(most: int) -> BadFileError:
    """A table with more than `most` rows."""
    cause = say("the table has more than {most} rows", most=most)
    return BadFileError(cause, say("Look whether this is the right file."))


def too_many_columns() -> BadFileError:
    """A table with more than `COLUMNS` columns."""
    cause = say("the table has more than {most} columns", most=COLUMNS)
    return BadFileError(cause, say("Look whether this is the right file, and clear what stands far to the right."))


def _save_as_csv() -> str:
    return say('Save it as "CSV UTF-8".')


def _makes_letters(content: bytes, encoding: str) -> bool:
    """Whether each byte beyond ASCII is a letter in this encoding."""
    beyond = content.translate(None, delete=bytes(range(128)))
    return beyond.decode(encoding).isalpha()


def _is_text(content: bytes, encoding: str) -> bool:
    """Whether all of it can be read in this encoding. Raises `BadFileError` for NUL characters."""
    file = _opened(content, encoding)
    try:
        for chunk in iter(partial(file.read, _CHUNK_CHARACTERS), ""):
            if "\0" in chunk:
                cause = say("there are NUL characters in the file, so it is no text")
                raise BadFileError(cause, _save_as_csv())
    except UnicodeDecodeError:
        return False
    return True


def _opened(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """The lines of a text file, each with its end."""
    file = _opened(content, encoding)
    for row, line in enumerate(iter(partial(file.readline, _LINE_CHARACTERS + 1), ""), 1):
        if len(line) > _LINE_CHARACTERS:
            cause = say("the line is longer than {most} characters", most=_LINE_CHARACTERS)
            raise BadFileError(cause, say("Look whether this is the right file."), row=row)
        yield line


def _delimiter(content: bytes, encoding: str, is_column: Callable[[str], bool]) -> str:
    """The one that makes most known columns of the header, then most cells."""

    def fitness(delimiter: str) -> tuple[int, int]:
        _, header = next(_records(_lines(content, encoding), delimiter), (0, ()))
        return sum(is_column(cell) for cell in header[:COLUMNS]), len(header)

    return max(_DELIMITERS, key=fitness)


def _records(lines: Iterator[str], delimiter: str, *, after: int = 0) -> Iterator[tuple[int, Cells]]:
    """The rows that hold anything, with their numbers as a spreadsheet counts them, `after` that many."""
    row = after
    try:
        for row, record in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), after + 1):
            if row > SHEET_ROWS:
                raise too_many_rows(SHEET_ROWS)
            if any(cell.strip() for cell in record):
                yield row, tuple(record)
    except csv.Error as trouble:
        raise BadFileError(
            say("from here on the quotation marks don't match"),
            say('Write a quotation mark inside a cell twice ("") and the cell between quotation marks.'),
            row=row + 1,
        ) from trouble
