import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridematch.views.csv_files import as_csv, has_header
from ridematch.views.sheets import Cell, Sheet


def a_sheet(*cells: Cell) -> Sheet:
    return Sheet(name="x", header=tuple("abcdefgh"[: len(cells)]), rows=(cells,))


def read(content: bytes, *, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def only_cell(text: str) -> str:
    ((cell,),) = read(as_csv(a_sheet(text), semicolon=False))[1:]
    return cell


def test_a_file_begins_with_the_mark_that_excel_knows_utf_8_by() -> None:
    assert as_csv(a_sheet("å"), semicolon=False) == b"\xef\xbb\xbfa\r\n\xc3\xa5\r\n"


def test_times_carry_their_date_and_numbers_their_digits() -> None:
    cells = (date(2026, 12, 14), datetime(2026, 12, 14, 5, 10), Decimal("12.50"), 7)  # noqa: DTZ001
    assert as_csv(a_sheet(*cells), semicolon=False).endswith(b"2026-12-14,2026-12-14 05:10,12.50,7\r\n")


def test_semicolons_come_with_decimal_commas() -> None:
    assert as_csv(a_sheet(Decimal("1.2"), 2, "x,y"), semicolon=True).endswith(b"a;b;c\r\n1,2;2;x,y\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM(A1)"])
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u200b ", "\t", "\r\n"])
def test_no_cell_becomes_a_formula_not_even_after_blanks(before: str, text: str) -> None:
    assert only_cell(before + text).startswith("'")


@pytest.mark.parametrize("text", ["＝1+1", "＋46", "－1", "＠SUM", "\tx"])
def test_wide_characters_and_tabs_begin_formulas_too(text: str) -> None:
    assert only_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["a=b", "Åre-Duved", "070-1740690", "S1:2026-12-14:out", "(x)", "", "3"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert only_cell(text) == text


@pytest.mark.parametrize("text", ["0701740690", "007", "123456789012"])
def test_digits_that_are_no_number_are_not_made_one(text: str) -> None:
    assert only_cell(text) == f"'{text}"


@given(st.text(alphabet="ab;,\t\r\n =+-@\"'", max_size=12), st.booleans())
def test_a_file_opened_with_another_separator_has_no_formula_either(text: str, semicolon: bool) -> None:
    content = as_csv(a_sheet("x", text, "y"), semicolon=semicolon)
    for delimiter in ",;\t":
        for row in read(content, delimiter=delimiter):
            assert not any(cell.strip().startswith(("=", "+", "-", "@")) for cell in row), content


def test_a_file_of_ours_is_known_by_its_header() -> None:
    sheet = a_sheet("x", "y")
    for semicolon in (False, True):
        assert has_header(as_csv(sheet, semicolon=semicolon), sheet.header)
    assert not has_header(as_csv(a_sheet("x"), semicolon=False), sheet.header)
    assert not has_header(b"a,b\r\n", sheet.header)
