"""What is written reads back the same, and nothing written is a formula."""

import csv
import tempfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ridematch.language import LANGUAGES
from ridematch.model.errors import RidematchError
from ridematch.model.facts import ROW_TYPES, Availability, Place, Rider, Tables, Volunteer
from ridematch.rules.changes import diff, nothing_changed
from ridematch.tables.cells import EXCEL_ERROR
from ridematch.tables.hidden import conceal
from ridematch.tables.spellings import clean
from ridematch.tables.workbook_writer import write_workbook
from ridematch.tables.writer import write_tables
from tests.tables.desk import read, sentences, speaking
from tests.tables.strategies import FORMULAS, LIKE_VALUES, LONG, in_windows_letters, valid_tables

SLOW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
EMPTY = Tables(**dict.fromkeys(ROW_TYPES, ()))

Writing = Callable[[Tables, Path], Path]


def as_commas(tables: Tables, folder: Path) -> Path:
    write_tables(tables, folder)
    return folder


def as_semicolons(tables: Tables, folder: Path) -> Path:
    write_tables(tables, folder, semicolon=True)
    return folder


def as_workbook(tables: Tables, folder: Path) -> Path:
    return write_workbook(tables, folder / "tables.xlsx", read_me_lines=("Read me.",))


WRITINGS = st.sampled_from((as_commas, as_semicolons, as_workbook))
SPOKEN = st.sampled_from(LANGUAGES)


@pytest.mark.slow
@SLOW
@given(tables=valid_tables(), writing=WRITINGS, language=SPOKEN)
@example(tables=EMPTY, writing=as_commas, language="sv")
@example(tables=EMPTY, writing=as_workbook, language="en")
def test_written_tables_read_back_the_same(tables: Tables, writing: Writing, language: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        written = speaking(language, lambda: writing(tables, Path(name)))
        reading = read(written)
        assert sentences(reading) == ""
        assert reading.tables == tables
        no_cell_is_a_formula(written, semicolon=writing is as_semicolons)


@pytest.mark.parametrize("writing", [as_commas, as_semicolons, as_workbook])
def test_what_spreadsheets_make_something_else_of(tmp_path: Path, writing: Writing) -> None:
    texts = [text for text in (*FORMULAS, *LIKE_VALUES, LONG) if not EXCEL_ERROR.fullmatch(text)]
    tables = Tables(
        places=tuple(
            Place(name=f"P{number}", lat=0.1 + 0.2, lon=1e-15 * number, note=clean(text))
            for number, text in enumerate(texts)
        ),
        riders=(Rider(rider="007", name="1E5", home="P1", phone="0701740605", address=f"#N/A {texts[0]}"),),
        volunteers=(
            Volunteer(volunteer="1E5", name="TRUE", home="P1", record_seen_on=date(1900, 2, 28)),
            Volunteer(volunteer="TRUE", name="=SUM(A1:A2)", home="P1", record_seen_on=date(1900, 3, 1)),
        ),
        availability=(Availability(volunteer="TRUE", days=("2199-12-31",), start=time(0, 0), end=time(0, 0)),),
    )
    written = writing(tables, tmp_path)
    assert read(written).tables == tables
    no_cell_is_a_formula(written, semicolon=writing is as_semicolons)


@pytest.mark.slow
@SLOW
@given(tables=valid_tables(), writing=WRITINGS, language=SPOKEN, present=st.sets(st.sampled_from(sorted(ROW_TYPES))))
def test_with_its_hidden_cells_a_part_leaves_the_store_as_it_is(
    tables: Tables, writing: Writing, language: str, present: set[str]
) -> None:
    whole = Tables(**{table: getattr(tables, table) or () for table in ROW_TYPES})
    with tempfile.TemporaryDirectory() as name:

        def write() -> Path:
            concealed = conceal(whole)
            return writing(Tables(**{table: getattr(concealed, table) for table in present}), Path(name))

        reading = read(speaking(language, write), known=whole)
        if present:
            assert sentences(reading) == ""
        assert reading.tables == Tables(**{table: getattr(whole, table) for table in present})
        assert nothing_changed(diff(whole, reading.tables))


@pytest.mark.slow
@SLOW
@given(tables=valid_tables(latin=True), writing=st.sampled_from((as_commas, as_semicolons)), language=SPOKEN)
def test_in_windows_letters_too(tables: Tables, writing: Writing, language: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        speaking(language, lambda: writing(tables, Path(name)))
        for file in Path(name).iterdir():
            content = in_windows_letters(file.read_bytes().decode("utf-8-sig"))
            assume(content is not None)
            file.write_bytes(content or b"")
        assert read(Path(name)).tables == tables


def no_cell_is_a_formula(written: Path, *, semicolon: bool) -> None:
    if written.is_file():
        for sheet in load_workbook(written):
            assert not [cell.coordinate for row in sheet for cell in row if cell.data_type in ("f", "e")]
        return
    for file in written.iterdir():
        with file.open(encoding="utf-8-sig", newline="") as opened:
            for row in csv.reader(opened, delimiter=";" if semicolon else ","):
                for cell in row:
                    is_one = cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))
                    assert not is_one or is_number(cell.replace(",", ".", 1)), cell


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_how_a_file_looks(tmp_path: Path) -> None:
    rider = Rider(
        rider="R01", name="=Åsa", home="-33.9,18.4", phone="+46 70", address="'-", needs=("no-dog", "wheelchair")
    )
    zero = Rider(rider="007", name="Bo", home="Åre", phone="0701740605", address="12", note="0701 after six")
    tables = Tables(places=(Place(name="Åre", lat=-63.4, lon=13.0),), riders=(rider, zero), shifts=())
    write_tables(tables, tmp_path, semicolon=True)
    assert (tmp_path / "places.csv").read_bytes() == (
        b"\xef\xbb\xbfname;lat;lon;country;kind;note;source\r\n" + "Åre;-63,4;13,0;SE;village;;\r\n".encode()
    )
    assert "\r\nR01;'=Åsa;'-33.9,18.4;''-;;'+46 70;;;no-dog wheelchair;1;2;no;no;;\r\n" in (
        tmp_path / "riders.csv"
    ).read_bytes().decode("utf-8-sig")
    assert "\r\n'007;Bo;Åre;12;;'0701740605;;;;1;2;no;no;0701 after six;\r\n" in (
        tmp_path / "riders.csv"
    ).read_bytes().decode("utf-8-sig")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["places.csv", "riders.csv", "shifts.csv"]


def test_how_a_file_looks_in_swedish(tmp_path: Path) -> None:
    tables = Tables(places=(Place(name="Åre", lat=63.4, lon=13.0, kind="meeting-point"),), roads=None)
    speaking("sv", lambda: as_semicolons(tables, tmp_path))
    assert (tmp_path / "platser.csv").read_text(encoding="utf-8-sig") == (
        "namn;latitud;longitud;land;typ;anteckning;källa\nÅre;63,4;13,0;SE;mötesplats;;\n"
    )


@pytest.mark.parametrize("text", ["x" * 1999 + "=", "=" + "x" * 1999, "\u0958" * 600])
def test_the_longest_texts_that_can_be_typed_can_be_written_and_typed_again(tmp_path: Path, text: str) -> None:
    (tmp_path / "places.csv").write_text(f'name,lat,lon,note\nA,63,13,"{text}"\n', encoding="utf-8")
    tables = read(tmp_path).tables
    for writing in (as_commas, as_workbook):
        assert read(writing(tables, tmp_path)).tables == tables


@pytest.mark.parametrize("text", ["\x00", "\x1f", "\ufffe", "\uffff", "\ud800", "x" * 32_768])
def test_what_no_workbook_can_hold_is_refused_without_its_text(tmp_path: Path, text: str) -> None:
    tables = Tables(places=(Place(name="Åre", lat=63.4, lon=13.0, note=f"secret{text}"),))
    with pytest.raises(RidematchError, match="Sheet places, row 2, column note: ") as refused:
        as_workbook(tables, tmp_path)
    assert "secret" not in str(refused.value)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("text", ["\x1f", "\ufffe", "\uffff"])
def test_and_never_gets_that_far(tmp_path: Path, text: str) -> None:
    (tmp_path / "places.csv").write_text(f"name,lat,lon,note\nA,63,13,a{text}b\n", encoding="utf-8")
    assert [each.column for each in read(tmp_path).errors] == ["note"]


def test_a_file_that_can_not_be_written_is_as_before(tmp_path: Path) -> None:
    tables = Tables(places=(Place(name="Åre", lat=63.4, lon=13.0),), roads=())
    (tmp_path / "roads.csv").mkdir()
    with pytest.raises(RidematchError, match=r"roads\.csv can't be written: "):
        write_tables(tables, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["places.csv", "roads.csv"]
    before = (tmp_path / "places.csv").read_bytes()
    (tmp_path / ".places.csv.part").mkdir()  # where the file is made before it takes the other's place
    with pytest.raises(RidematchError, match=r"places\.csv can't be written: "):
        write_tables(Tables(places=()), tmp_path)
    assert (tmp_path / "places.csv").read_bytes() == before
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(RidematchError, match="can't be written: "):
        write_workbook(tables, tmp_path / "file" / "tables.xlsx", read_me_lines=())
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_one_table_is_not_written_under_two_names(tmp_path: Path) -> None:
    tables = Tables(riders=())
    speaking("sv", lambda: as_commas(tables, tmp_path))
    with pytest.raises(RidematchError, match=r"resenärer\.csv is in the folder already and is the same table as"):
        write_tables(tables, tmp_path)
    write_tables(Tables(places=()), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["places.csv", "resenärer.csv"]
