"""Tables -> files: what `reader` reads back unchanged and Excel shows as it stands."""

import csv
import re
from dataclasses import fields
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from ridematch.model.facts import ROW_TYPES, Row, Tables, columns

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def write_tables(tables: Tables, folder: Path, *, semicolon: bool = False) -> None:
    """Write every table that is not None as a CSV file with all its columns; the folder is made if need be.

    UTF-8 with byte order mark, as Excel expects. With `semicolon`, numbers have a decimal comma, as Excel expects in
    Sweden. A text that Excel would take for a formula gets an apostrophe before it, which the reader takes off again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for table in ROW_TYPES:
        found: tuple[Row, ...] | None = getattr(tables, table)
        if found is not None:
            with (folder / f"{table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, delimiter=";" if semicolon else ",")
                writer.writerow(columns(table))
                writer.writerows(
                    [_cell(getattr(row, field.name), semicolon=semicolon) for field in fields(row)] for row in found
                )


def _cell(value: object, *, semicolon: bool) -> str:
    """One value as a cell."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return _number(value).replace(".", "," if semicolon else ".")
        case time():
            return value.strftime("%H:%M")
        case date():
            return value.isoformat()
        case tuple():
            return _safe(" ".join(value))
        case _:
            return _safe(str(value))


def _number(value: float) -> str:
    """All its digits, never as a power of ten."""
    return f"{Decimal(repr(value)):f}"


def _safe(text: str) -> str:
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text
