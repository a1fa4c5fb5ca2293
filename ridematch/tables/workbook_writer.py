"""Tables -> one Excel workbook: what `reader` reads back unchanged, with help for the person who fills it in."""

import re
from collections.abc import Sequence
from datetime import date, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.model.facts import KEYS, ROW_TYPES, Tables, rows
from ridematch.tables.cells import GUARDED
from ridematch.tables.columns import Column, columns_of
from ridematch.tables.explain import about_table, comment
from ridematch.tables.wording import Cell, choices, heading, read_me, row_cells, table_name
from ridematch.tables.writer import write_whole

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CHARACTERS = 32_767
"""In one cell of a workbook."""

_ROWS_WITH_LISTS = 1000
_WIDEST = 40  # characters
_MOST_LINES = 10
_LINE_HEIGHT = 15  # points
_FONT, _FONT_SIZE = "Calibri", 11  # what the library gives to all other cells
_FIRST_DAY = date(1900, 3, 1)
"""From here on all programs agree which day a number is; Excel believes in a 29 February 1900."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

_FORMATS: dict[type, str] = {date: "yyyy-mm-dd", time: "hh:mm", int: "General", float: "General"}
_TEXT = "@"
"""A number typed into such a cell stays as it was typed, with its leading zeros."""


def write_workbook(tables: Tables, path: Path, *, read_me_lines: Sequence[str]) -> Path:
    """Write every table that is not None as a sheet with all its columns, after a sheet to read; the folder is made.

    Texts are texts, never formulas; dates, times and numbers are what they are. Names of required columns are bold,
    each name has a comment, and words that can be chosen are in a list.
    RidematchError: a text can't stand in a workbook, or the file can't be written.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.properties.creator = "ridematch"
    present = [table for table in ROW_TYPES if getattr(tables, table) is not None]
    _write_read_me(workbook.worksheets[0], present, read_me_lines)
    for table in present:
        _write_sheet(workbook.create_sheet(table_name(table)), table, tables)
    content = BytesIO()
    workbook.save(content)
    write_whole(path, content.getvalue())
    return path


def _write_read_me(sheet: "Worksheet", tables: Sequence[str], lines: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.title = read_me()
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 100
    for number, line in enumerate(lines, 1):
        numbered, said = _cell(sheet, number), _cell(sheet, line)
        numbered.alignment = Alignment(horizontal="right", vertical="top")
        said.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.append([numbered, said])
        sheet.row_dimensions[number].height = _LINE_HEIGHT * _lines(line, 85)
    sheet.append([])
    for table in tables:
        name = _cell(sheet, table_name(table))
        name.font = Font(name=_FONT, size=_FONT_SIZE, bold=True)
        sheet.append([name, _cell(sheet, about_table(table))])
    _set_up_page(sheet)


def _write_sheet(sheet: "Worksheet", table: str, tables: Tables) -> None:
    table_columns = tuple(columns_of(table).values())
    found = [tuple(row_cells(table, row)) for row in rows(tables, table)]
    sheet.append([_heading(sheet, column) for column in table_columns])
    for row, values in enumerate(found, 2):
        sheet.append(
            [_value(sheet, column, value, row=row) for column, value in zip(table_columns, values, strict=True)]
        )
        lines = max((_lines(value, _WIDEST) for value in values if isinstance(value, str)), default=1)
        if lines > 1:
            sheet.row_dimensions[row].height = _LINE_HEIGHT * min(lines, _MOST_LINES)
    for position, column in enumerate(table_columns):
        letter = _letter(position)
        _set_up_column(sheet, letter, column, [values[position] for values in found])
        _offer_list(sheet, f"{letter}2:{letter}{_last_row(tables, table)}", column, tables)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _set_up_page(sheet)


def _heading(sheet: "Worksheet", column: Column) -> "SheetCell":
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill

    cell = _cell(sheet, heading(column))
    cell.font = Font(name=_FONT, size=_FONT_SIZE, bold=column.required)
    cell.fill = PatternFill("solid", fgColor="FFD966" if column.required else "E7E6E6")
    text = comment(column)
    cell.comment = Comment(text, "ridematch", height=18 * _lines(text, 40) + 10, width=290)
    return cell


def _set_up_column(sheet: "Worksheet", letter: str, column: Column, values: Sequence[Cell]) -> None:
    """Its width, and the format in which the rows to come are typed."""
    from openpyxl.styles import Alignment

    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    dimension = sheet.column_dimensions[letter]
    dimension.width = max(len(heading(column)) + 3, 12, min(longest + 3, _WIDEST))
    dimension.number_format = _FORMATS.get(column.kind, _TEXT)
    dimension.alignment = Alignment(vertical="top")


def _value(sheet: "Worksheet", column: Column, value: Cell, *, row: int) -> "SheetCell | None":
    from openpyxl.styles import Alignment

    if value is None:
        return None
    if isinstance(value, date) and value < _FIRST_DAY:
        value = value.isoformat()
    try:
        cell = _cell(sheet, value)
    except _NotInAWorkbookError as trouble:
        raise RidematchError(
            say(
                "Sheet {sheet}, row {row}, column {column}: this text can't stand in a workbook. Correct it in the "
                "table and import that, or export CSV files.",
                sheet=table_name(column.table),
                row=row,
                column=heading(column),
            )
        ) from trouble
    is_text = isinstance(value, str)
    cell.number_format = _TEXT if is_text else _FORMATS[column.kind]
    cell.alignment = Alignment(vertical="top", wrap_text=is_text)
    return cell


class _NotInAWorkbookError(Exception):
    pass


def _cell(sheet: "Worksheet", value: Cell) -> "SheetCell":
    """Raises `_NotInAWorkbookError` for a text that is too long or has characters that no workbook can hold."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    match value:
        case str():
            guarded = f"'{value}" if GUARDED.fullmatch(value) else value  # the reader takes one off, as in CSV files
            text = _LIKE_AN_ESCAPE.sub("_x005F_", guarded)
            if len(text) > MOST_CHARACTERS or _NOT_IN_XML.search(text):
                raise _NotInAWorkbookError
            cell.value = text
            cell.data_type = "s"  # also what looks like a formula or an error
        case float():
            cell.value = repr(value)  # all digits; the library would round to sixteen
            cell.data_type = "n"
        case _:
            cell.value = value
    return cell


def _offer_list(sheet: "Worksheet", cells: str, column: Column, tables: Tables) -> None:
    """A list to choose from in these cells; what is not in the list may be typed as well."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.choices:
        source = f'"{",".join(choices(column))}"'
    elif len(column.refers) == 1 and getattr(tables, column.refers[0]) is not None:
        source = _keys_of(tables, column.refers[0])
    else:
        return
    offered = DataValidation(type="list", formula1=source, allow_blank=True)
    if column.choices:
        offered.showErrorMessage = True
        offered.errorStyle = "warning"
        offered.error = say("This word is not in the list.")
    offered.add(cells)
    sheet.add_data_validation(offered)


def _keys_of(tables: Tables, table: str) -> str:
    """The cells with the codes or names of a table's rows, as a formula."""
    from openpyxl.utils import quote_sheetname

    letter = _letter([*columns_of(table)].index(KEYS[table]))
    return f"{quote_sheetname(table_name(table))}!${letter}$2:${letter}${_last_row(tables, table)}"


def _last_row(tables: Tables, table: str) -> int:
    """Down to where rows are expected, those to come included."""
    return max(_ROWS_WITH_LISTS, 2 * len(rows(tables, table)))


def _letter(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(position + 1)


def _lines(text: str, width: int) -> int:
    """About how many lines the text takes in so many characters."""
    return sum(1 + len(line) // width for line in text.splitlines())


def _set_up_page(sheet: "Worksheet") -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
