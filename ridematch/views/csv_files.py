"""A sheet as a CSV file that opens right in a spreadsheet program."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from ridematch.views.sheets import Cell, Sheet

BEGINS_A_FORMULA = re.compile(r"[\t\r\n]|[\s\ufeff\u200b]*[=+\-@＝＋－＠]")
"""What a spreadsheet program may take for a formula: it skips blanks, and some know the wide characters as well."""

BEGINS_ONE_INSIDE = re.compile(r"(?<=[;,\t])([\s\ufeff\u200b\"]*)(?=[=+\-@＝＋－＠])")
"""The same after a separator: a comma file opened where lists have semicolons is cut there, and the other way round."""

LOSES_DIGITS = re.compile(r"0\d+|\d{12,}")
"""Digits that are no number: 0701740690 would lose its zero, a long one its last digits."""


def as_csv(sheet: Sheet, *, semicolon: bool) -> bytes:
    """UTF-8 with byte order mark. With semicolons decimals have a comma, as a Swedish Excel expects."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if semicolon else ",", lineterminator="\r\n")
    writer.writerow(sheet.header)
    writer.writerows([_cell(cell, semicolon=semicolon) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def has_header(content: bytes, header: Iterable[str]) -> bool:
    """Whether a file's content begins as `as_csv` would begin it for this header."""
    columns = tuple(header)
    return content.startswith(
        tuple(f"{separator.join(columns)}\r\n".encode("utf-8-sig") for separator in (",", ";")),
    )


def _cell(cell: Cell, *, semicolon: bool) -> str:
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",") if semicolon else str(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return _safe(cell) if isinstance(cell, str) else str(cell)


def _safe(text: str) -> str:
    """A text that stays one, on one line: an apostrophe before what would be taken for a formula or a number."""
    whole = BEGINS_ONE_INSIDE.sub(r"\1'", re.sub(r"[\r\n]+", " ", text))
    return f"'{whole}" if BEGINS_A_FORMULA.match(text) or LOSES_DIGITS.fullmatch(text) else whole
