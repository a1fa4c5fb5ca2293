"""Sheets as an Excel workbook: real dates, times and numbers, and every text a text."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from ridematch.views.sheets import Cell, Sheet

if TYPE_CHECKING:
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.worksheet import Worksheet

CREATOR = "ridematch"
"""Whom a workbook names as its author, so that its files are known again."""

NARROWEST, WIDEST = 6, 60
"""Columns in characters; what is wider is wrapped."""

LINE_POINTS = 15
"""The height of a line; not every program finds the height of wrapped text by itself."""

BESIDE_THE_TEXT = 3
"""Characters that a column has for its filter button and the margins."""


def as_workbook(sheets: Iterable[Sheet]) -> bytes:
    """One worksheet a sheet, with a bold header that stays in sight and a filter on every column."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = CREATOR
    for sheet in sheets:
        _fill(workbook.create_sheet(sheet.name), sheet)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def is_own_workbook(content: bytes) -> bool:
    """Whether a file's content is a workbook that `as_workbook` made."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            return f">{CREATOR}</dc:creator>".encode() in parts.read("docProps/core.xml")
    except (BadZipFile, KeyError):
        return False


def _fill(worksheet: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for number, row in enumerate((sheet.header, *sheet.rows), start=1):
        for column, value in enumerate(row, start=1):
            _write(worksheet, number, column, value)
        lines = max((ceil(len(_shown(value)) / WIDEST) for value in row), default=1)
        if lines > 1:
            worksheet.row_dimensions[number].height = lines * LINE_POINTS
    for column, values in enumerate(zip(sheet.header, *sheet.rows, strict=True), start=1):
        longest = max(len(_shown(value)) for value in values) + BESIDE_THE_TEXT
        worksheet.column_dimensions[get_column_letter(column)].width = max(NARROWEST, min(WIDEST, longest))
    _dress_header(worksheet, sheet)
    worksheet.freeze_panes = "A2"
    worksheet.auto_filter.ref = worksheet.dimensions
    worksheet.print_title_rows = "1:1"
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.fitToHeight = 0  # as many pages long as it takes, one page wide
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _dress_header(worksheet: "Worksheet", sheet: Sheet) -> None:
    """Bold, and above numbers on their side."""
    from openpyxl.styles import Font

    for heading, below in zip(worksheet[1], sheet.rows[0] if sheet.rows else sheet.header, strict=True):
        heading.font = Font(bold=True)
        heading.alignment = _alignment(below)


def _write(worksheet: "Worksheet", row: int, column: int, value: Cell) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value == "":
        return
    text = ILLEGAL_CHARACTERS_RE.sub(" ", value) if isinstance(value, str) else value
    cell = worksheet.cell(row=row, column=column, value=text)
    cell.alignment = _alignment(value)
    if isinstance(value, str):
        cell.data_type = "s"  # whatever it begins with, it is no formula and no error
        cell.quotePrefix = True  # also after somebody has gone into the cell and out again
    else:
        cell.number_format = _format(value)


def _alignment(value: Cell) -> "Alignment":
    """Numbers on the right, and never touching the text beside them; everything else on the left."""
    from openpyxl.styles import Alignment

    if isinstance(value, int | Decimal):
        return Alignment(horizontal="right", vertical="top", indent=1)
    return Alignment(horizontal="left", vertical="top", wrap_text=isinstance(value, str) and len(value) > WIDEST)


def _format(value: int | Decimal | date | datetime) -> str:
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm"
    if isinstance(value, date):
        return "yyyy-mm-dd"
    return f"{0:.{-_exponent(value)}f}" if isinstance(value, Decimal) else "0"


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _shown(value: Cell) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
