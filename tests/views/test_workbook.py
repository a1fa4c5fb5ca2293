from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ridematch.views.sheets import Cell, Sheet, schedule_sheets
from ridematch.views.workbook import as_workbook, is_own_workbook
from tests.views.test_sheets import SCHEDULE


def opened(*sheets: Sheet) -> Workbook:
    return load_workbook(BytesIO(as_workbook(sheets)))


def first_row(*cells: Cell) -> Worksheet:
    header = tuple("abcdefgh"[: len(cells)])
    return opened(Sheet(name="x", header=header, rows=(cells,))).worksheets[0]


def test_the_same_sheets_as_the_csv_files() -> None:
    sheets = schedule_sheets(SCHEDULE)
    workbook = opened(*sheets)
    assert workbook.sheetnames == ["rides", "lessons", "duties", "unserved"]
    for sheet in sheets:
        found = [tuple("" if cell is None else cell for cell in row) for row in workbook[sheet.name].values]
        assert found[0] == sheet.header
        assert [[_comparable(cell) for cell in row] for row in found[1:]] == [
            [_comparable(cell) for cell in row] for row in sheet.rows
        ]


def _comparable(cell: object) -> object:
    """A date comes back as its midnight, a decimal number as a binary one."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
    return float(cell) if isinstance(cell, Decimal | int) else cell


def test_dates_times_and_numbers_are_real_ones() -> None:
    sheet = first_row(date(2026, 12, 14), datetime(2026, 12, 14, 5, 10), Decimal("12.3"), Decimal("2.50"), 7)  # noqa: DTZ001
    assert [cell.data_type for cell in sheet[2]] == ["d", "d", "n", "n", "n"]
    assert [cell.number_format for cell in sheet[2]] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm", "0.0", "0.00", "0"]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+46 70 174 06 01", "0701740690", "#N/A", "2026-12-14", "\tx"])
def test_a_text_is_a_text_and_stays_one_when_somebody_edits_it(text: str) -> None:
    (cell,) = first_row(text)[2]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_characters_that_no_workbook_can_hold_are_left_out() -> None:
    assert first_row("a\x00b")["A2"].value == "a b"


def test_the_header_is_bold_stays_in_sight_and_has_filters() -> None:
    sheet = opened(schedule_sheets(SCHEDULE)[0])["rides"]
    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:O4"


def test_columns_are_as_wide_as_their_text_and_sentences_are_wrapped() -> None:
    sheet = first_row("R1", "Anna Påhittsdotter", "so " * 100)
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [6, 21, 60]
    assert sheet["C2"].alignment.wrap_text
    assert not sheet["B2"].alignment.wrap_text


def test_a_workbook_without_rows_opens_too() -> None:
    assert opened(Sheet(name="x", header=("a", "b"), rows=())).worksheets[0].max_row == 1


def test_a_workbook_of_ours_is_known_by_its_author() -> None:
    assert is_own_workbook(as_workbook(schedule_sheets(SCHEDULE)))
    other = BytesIO()
    Workbook().save(other)
    assert not is_own_workbook(other.getvalue())
    assert not is_own_workbook(b"ridematch")
