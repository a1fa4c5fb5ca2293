"""Bytes -> a header and rows of cells, whatever program wrote the file."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

FILE_BYTES = 50_000_000
"""A larger file is no table that somebody keeps by hand."""

_DELIMITERS = ",;\t"
_DELIMITER_LINE = re.compile(r'"?sep=([,;\t])"?\r?\n', re.IGNORECASE)  # Excel's, not shown as a row
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SAVE_AS_CSV = 'Save it as "CSV UTF-8".'

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file's header and rows, not yet understood. Rows carry their spreadsheet's number; blank ones are gone."""

    file: str
    header: Cells
    header_row: int
    rows: tuple[tuple[int, Cells], ...]


class BadFileError(Exception):
    """A file that can't be read at all."""

    def __init__(self, cause: str, remedy: str, *, row: int | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.remedy = remedy
        self.row = row


def read_sheet(path: Path, *, is_column: Callable[[str], bool]) -> Sheet:
    """Read one CSV file. `is_column` knows the names of columns, by which the delimiter is told.

    Raises `BadFileError` for what is not a CSV file, is empty, or has quotation marks that don't match.
    """
    try:
        if path.stat().st_size > FILE_BYTES:
            raise BadFileError("the file is larger than 50 MB", "Look whether this is the right file.")
        content = path.read_bytes()
    except OSError as trouble:
        raise BadFileError("the file can't be opened", "Look whether it is open in another program.") from trouble
    text = decode(content)
    forced = _DELIMITER_LINE.match(text)
    delimiter = forced[1] if forced else _delimiter(text, is_column)
    records = list(_records(text[forced.end() :] if forced else text, delimiter))
    if not records:
        raise BadFileError("the file is empty", "Give it a header row, or leave the file out.")
    (header_row, header), *rows = records
    return Sheet(file=path.name, header=header, header_row=header_row, rows=tuple(rows))


def decode(content: bytes) -> str:
    """UTF-8 with or without byte order mark, UTF-16 with one, or else Windows-1252."""
    if content.startswith((_ZIP, _OLD_EXCEL)):
        raise BadFileError("this is a workbook under the name of a CSV file", _SAVE_AS_CSV)
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = content.decode("utf-16")
        else:
            text = _utf8_or_windows(content)
    except UnicodeDecodeError as trouble:
        raise BadFileError("the file's characters can't be read", _SAVE_AS_CSV) from trouble
    if "\0" in text:
        raise BadFileError("there are NUL characters in the file, so it is no text", _SAVE_AS_CSV)
    return text


def _utf8_or_windows(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _delimiter(text: str, is_column: Callable[[str], bool]) -> str:
    """The one that makes most known columns of the header, then most cells."""

    def fitness(delimiter: str) -> tuple[int, int]:
        _, header = next(_records(text, delimiter), (0, ()))
        return sum(is_column(cell) for cell in header), len(header)

    return max(_DELIMITERS, key=fitness)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, Cells]]:
    """The rows that hold anything, with their numbers as a spreadsheet counts them."""
    row = 0
    try:
        for row, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1):
            if any(cell.strip() for cell in record):
                yield row, tuple(record)
    except csv.Error as trouble:
        raise BadFileError(
            "from here on the quotation marks don't match",
            'Write a quotation mark inside a cell twice ("") and the cell between quotation marks.',
            row=row + 1,
        ) from trouble
