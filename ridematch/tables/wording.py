"""Tables as they are written in the language spoken: names of sheets and columns, and the words in their cells."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date, time
from decimal import Decimal

from ridematch.language import spoken
from ridematch.model.facts import HOME, ROW_TYPES, Row
from ridematch.tables.columns import Column, columns_of
from ridematch.tables.swedish import CHOICES, COLUMN_NAMES, HIDDEN, HOME_WORDS, READ_ME, TABLE_NAMES, WEEKDAYS, YES_NO

Cell = str | int | float | date | time | None
"""What stands in a cell; None is empty."""


def table_name(table: str) -> str:
    """What the table's file or sheet is called."""
    return TABLE_NAMES[table][0] if spoken() == "sv" else table


def heading(column: Column) -> str:
    """The column's name."""
    if spoken() != "sv":
        return column.name
    return (COLUMN_NAMES.get(f"{column.table}.{column.name}") or COLUMN_NAMES[column.name])[0]


def choices(column: Column) -> tuple[str, ...]:
    """The words a column with choices may hold."""
    return tuple(_word(column, each) for each in column.choices)


def cell(column: Column, value: object) -> Cell:
    """A value of this column as it stands in a cell: yes or no, lists and choices in words, all else as it is."""
    match value:
        case None | "":
            return None
        case bool():
            return _word(column, "yes" if value else "no")
        case tuple():
            return " ".join(_day(each) if column.name == "days" else each for each in value)
        case str():
            return _word(column, value) if column.choices else _place(column, value)
        case int() | float() | date() | time():
            return value
        case _:
            raise TypeError(f"no cell for {type(value).__name__}")


def row_cells(table: str, row: Row) -> Iterator[Cell]:
    """All cells of a row, in the order of `columns_of`."""
    for column, field in zip(columns_of(table).values(), fields(ROW_TYPES[table]), strict=True):
        yield cell(column, getattr(row, field.name))


def as_text(value: Cell, *, decimal: str | None = None) -> str:
    """A cell as text: times 06:30, dates 2026-12-14, numbers with all their digits, never as a power of ten.

    `decimal` stands before the decimals; by default as in the language spoken.
    """
    match value:
        case None:
            return ""
        case float():
            return f"{Decimal(repr(value)):f}".replace(".", decimal or ("," if spoken() == "sv" else "."))
        case time():
            return value.strftime("%H:%M")
        case _:
            return str(value)


def hidden_mark() -> str:
    """What stands in a cell whose text stays in the store."""
    return HIDDEN[spoken()]


def read_me() -> str:
    """What the sheet of a workbook is called that is no table."""
    return READ_ME[spoken()]


def _place(column: Column, text: str) -> str:
    return HOME_WORDS[spoken()][0] if column.may_be_home and text == HOME else text


def _word(column: Column, word: str) -> str:
    if spoken() != "sv":
        return word
    if column.kind is bool:
        return YES_NO[word]
    return CHOICES[column.name].get(word, (word,))[0]


def _day(word: str) -> str:
    """A day of the week; a date stays a date."""
    return WEEKDAYS.get(word, word) if spoken() == "sv" else word
