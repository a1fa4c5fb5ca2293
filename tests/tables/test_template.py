"""Templates: every table, every column, one row each that imports, and a workbook that helps to fill it in."""

import csv
from dataclasses import MISSING, fields
from datetime import date, time
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook

from ridematch.cli.reference import main
from ridematch.language import LANGUAGES
from ridematch.model.errors import RidematchError
from ridematch.model.facts import ROW_TYPES, Place, Tables, columns, rows
from ridematch.tables.columns import RELATIVE_COLUMNS, VOCABULARY_COLUMNS, Column, columns_of
from ridematch.tables.descriptions import COLUMNS, TABLES
from ridematch.tables.examples import example_tables, example_value
from ridematch.tables.explain import comment, default_of, example_of
from ridematch.tables.template import write_template
from ridematch.tables.wording import heading, table_name
from ridematch.tables.workbook_writer import write_workbook
from tests.cli.desk import run, succeed
from tests.tables.desk import read, sentences, speaking

ALL_COLUMNS = [column for table in ROW_TYPES for column in columns_of(table).values()]
MANUAL = Path(__file__).parents[2] / "docs" / "tables.md"


def template(path: Path, *, language: str = "en", workbook: bool = False) -> Path:
    return speaking(language, lambda: write_template(path, workbook=workbook))


@pytest.fixture(scope="module", params=LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def file(spoken: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook."""
    return template(tmp_path_factory.mktemp("template"), language=spoken, workbook=True)


@pytest.fixture(scope="module")
def workbook(file: Path) -> Workbook:
    return load_workbook(file)


def in_words(spoken: str, *, en: str, sv: str) -> str:
    return {"en": en, "sv": sv}[spoken]


def test_a_workbook_imports(file: Path, spoken: str) -> None:
    reading = read(file)
    assert sentences(reading) == ""
    assert reading.tables == speaking(spoken, example_tables)
    assert all(len(rows(reading.tables, table)) == 1 for table in ROW_TYPES)


def test_csv_files_import(tmp_path: Path, spoken: str) -> None:
    reading = read(template(tmp_path / "new", language=spoken))
    assert sentences(reading) == ""
    assert reading.tables == speaking(spoken, example_tables)


def test_csv_files_have_every_column_in_order(tmp_path: Path) -> None:
    template(tmp_path)
    for table in ROW_TYPES:
        with (tmp_path / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            header, example = csv.reader(file)
        assert tuple(header) == columns(table)
        assert any(example)


def test_in_swedish_a_swedish_excel_opens_them(tmp_path: Path) -> None:
    template(tmp_path, language="sv")
    assert (tmp_path / "undvik.csv").read_bytes() == (
        b"\xef\xbb\xbf" + "förare;resenär;anteckning;källa\r\nV01;R01;;\r\n".encode()
    )
    assert "R01;Exempel Resenär;" in (tmp_path / "resenärer.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("there", ["places.csv", "resenärer.csv", "Vägar.csv"])
def test_a_template_overwrites_no_table(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_bytes(b"mine")
    with pytest.raises(RidematchError, match=there):
        template(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_bytes() == b"mine"


def test_a_template_overwrites_no_workbook(tmp_path: Path) -> None:
    file = template(tmp_path / "mine.xlsx")
    assert file == tmp_path / "mine.xlsx"
    before = file.read_bytes()
    with pytest.raises(RidematchError, match="is there already"):
        template(file, workbook=True)
    assert file.read_bytes() == before
    assert template(tmp_path, workbook=True) == tmp_path / "ridematch.xlsx"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.xlsx", "ridematch.xlsx"]


def test_a_workbook_begins_with_what_to_do_and_has_all_tables(workbook: Workbook, spoken: str) -> None:
    names = speaking(spoken, lambda: [table_name(table) for table in ROW_TYPES])
    first = in_words(spoken, en="read me", sv="läs mig")
    assert workbook.sheetnames == [first, *names]
    said = tuple(workbook[first].iter_rows(values_only=True))
    assert [row[0] for row in said[:6]] == [1, 2, 3, 4, 5, None]
    assert "ridematch import ridematch.xlsx" in str(said[3][1])
    assert [row[0] for row in said[6:]] == names


def test_the_names_of_columns_stay_in_sight_and_tell_what_goes_in(workbook: Workbook, spoken: str) -> None:
    required = in_words(spoken, en="Required.", sv="Måste fyllas i.")
    for sheet, table in zip(workbook.worksheets[1:], ROW_TYPES, strict=True):
        assert sheet.freeze_panes == "A2"
        for cell, column in zip(sheet[1], columns_of(table).values(), strict=True):
            assert cell.value == speaking(spoken, partial(heading, column))
            assert cell.font.b is column.required
            assert cell.comment is not None
            assert cell.comment.text == speaking(spoken, partial(comment, column))
            assert (required in cell.comment.text.splitlines()) is column.required


def test_a_comment(workbook: Workbook, spoken: str) -> None:
    sheet = workbook[in_words(spoken, en="volunteers", sv="förare")]
    by_name = {cell.value: cell.comment.text for cell in sheet[1] if cell.comment}
    assert by_name[in_words(spoken, en="seats", sv="platser")] == in_words(
        spoken,
        en="Seats for passengers, besides the driver. 0 supervises without a car.\nEmpty means 4.\nExample: 3",
        sv="Platser för passagerare, utöver föraren. 0 är handledare utan bil.\nTomt betyder 4.\nExempel: 3",
    )
    words = in_words(spoken, en="One of: yes, no.", sv="Ett av: ja, nej.")
    assert words in by_name[in_words(spoken, en="active", sv="aktiv")]


def test_lists_offer_words_and_what_other_sheets_hold(workbook: Workbook, spoken: str) -> None:
    offered = {}
    for sheet in workbook.worksheets[1:]:
        for each in sheet.data_validations.dataValidation:
            ((first, first_row, last, last_row),) = [range_boundaries(str(cells)) for cells in each.sqref.ranges]
            assert (first, first_row, last_row) == (last, 2, 1000)
            offered[sheet.title, sheet.cell(1, first or 0).value] = each
    riders, minor = in_words(spoken, en="riders minor", sv="resenärer minderårig").split()
    assert offered[riders, minor].formula1 == in_words(spoken, en='"yes,no"', sv='"ja,nej"')
    assert offered[riders, minor].errorStyle == "warning"
    shifts, workplace = in_words(spoken, en="shifts workplace", sv="pass arbetsplats").split()
    places = in_words(spoken, en="places", sv="platser")
    assert offered[shifts, workplace].formula1 == f"'{places}'!$A$2:$A$1000"
    assert not offered[shifts, workplace].showErrorMessage  # coordinates may be typed as well
    assert len(offered) == sum(bool(column.choices) or len(column.refers) == 1 for column in ALL_COLUMNS)


def test_lists_reach_beyond_the_last_row(tmp_path: Path) -> None:
    places = tuple(Place(name=f"P{number}", lat=63.0, lon=13.0) for number in range(501))
    file = write_workbook(Tables(places=places, riders=()), tmp_path / "tables.xlsx", read_me_lines=())
    (home,) = [each for each in load_workbook(file)["riders"].data_validations.dataValidation if "$" in each.formula1]
    assert home.formula1 == "'places'!$A$2:$A$1002"


def test_rows_typed_later_have_the_right_formats(workbook: Workbook) -> None:
    for sheet, table in zip(workbook.worksheets[1:], ROW_TYPES, strict=True):
        for position, column in enumerate(columns_of(table).values(), 1):
            wanted = {int: "General", float: "General", time: "hh:mm", date: "yyyy-mm-dd"}.get(column.kind, "@")
            assert sheet.column_dimensions[get_column_letter(position)].number_format == wanted


def test_kinds_of_columns() -> None:
    kinds = {f"{column.table}.{column.name}": column.kind for column in ALL_COLUMNS}
    assert [kinds[f"riders.{name}"] for name in ("rider", "phone", "needs", "minor", "seats")] == [
        str, str, tuple, bool, int
    ]  # fmt: skip
    assert [kinds[f"shifts.{name}"] for name in ("days", "start", "first_date", "every_weeks")] == [
        tuple, time, date, int
    ]  # fmt: skip
    assert (kinds["learners.born"], kinds["places.lat"], kinds["roads.limit_kmh"]) == (str, float, int)


def test_every_table_and_column_is_described_and_nothing_else() -> None:
    assert set(TABLES) == set(ROW_TYPES)
    own = {f"{column.table}.{column.name}" for column in ALL_COLUMNS} & set(COLUMNS)
    assert own | {column.name for column in ALL_COLUMNS if f"{column.table}.{column.name}" not in own} == set(COLUMNS)


def test_examples_and_defaults_can_be_typed(spoken: str) -> None:
    def check(column: Column) -> None:
        value = example_value(column)
        assert value not in (None, "", ())
        assert value != column.default
        if column.name in VOCABULARY_COLUMNS or column.refers:
            return
        for text, meant in ((example_of(column), value), (default_of(column), column.default)):
            if text and column.name not in RELATIVE_COLUMNS:
                assert column.read(text) == meant, (column.table, column.name)

    for column in ALL_COLUMNS:
        if not column.choices:
            speaking(spoken, partial(check, column))


def test_a_column_knows_its_default() -> None:
    for table, kind in ROW_TYPES.items():
        for column, field in zip(columns_of(table).values(), fields(kind), strict=True):
            assert column.default == (None if field.default is MISSING else field.default)


def test_headings_differ_within_a_table(spoken: str) -> None:
    for table in ROW_TYPES:
        names = [speaking(spoken, partial(heading, column)) for column in columns_of(table).values()]
        assert len(set(names)) == len(names)


def test_the_page_of_tables_is_up_to_date(tmp_path: Path) -> None:
    assert main(["--check", str(MANUAL)]) == 0
    assert main(["--check", str(tmp_path / "tables.md")]) == 1
    assert main([str(tmp_path / "tables.md")]) == 0
    assert main(["--check", str(MANUAL), str(tmp_path / "tables.md")]) == 0
    assert main(["--check", str(tmp_path / "other.md")]) == 2


@pytest.mark.slow
def test_the_command_says_what_to_import(tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    printed = succeed(store, "template", tmp_path / "new", "--xlsx")
    path = printed.strip().rpartition("ridematch import ")[2]
    assert path == str(tmp_path / "new" / "ridematch.xlsx")
    assert "Imported into" in succeed(store, "import", path, "--yes")
    refused = run(store, "template", path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Choose another name" in refused.stderr
