"""What is written reads back the same, and nothing written is a formula."""

import csv
import tempfile
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ridematch.model.errors import RidematchError
from ridematch.model.facts import ROW_TYPES, Place, Rider, Tables, columns
from ridematch.tables.template import EXAMPLE, write_template
from ridematch.tables.writer import write_tables
from tests.tables.desk import KNOWN_PLACES, read, sentences
from tests.tables.strategies import in_windows_letters, valid_tables

SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@SLOW
@given(tables=valid_tables(), semicolon=st.booleans())
def test_written_tables_read_back_the_same(tables: Tables, semicolon: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        write_tables(tables, Path(name), semicolon=semicolon)
        reading = read(Path(name))
        assert sentences(reading) == ""
        assert reading.tables == tables
        for file in Path(name).iterdir():
            _no_cell_is_a_formula(file, semicolon=semicolon)


@SLOW
@given(tables=valid_tables(latin=True), semicolon=st.booleans())
def test_in_windows_letters_too(tables: Tables, semicolon: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        write_tables(tables, Path(name), semicolon=semicolon)
        for file in Path(name).iterdir():
            content = in_windows_letters(file.read_bytes().decode("utf-8-sig"))
            assume(content is not None)
            file.write_bytes(content or b"")
        assert read(Path(name)).tables == tables


@SLOW
@given(tables=valid_tables(), present=st.sets(st.sampled_from(sorted(ROW_TYPES))))
def test_a_part_reads_back_beside_the_rest_in_the_store(tables: Tables, present: set[str]) -> None:
    part = Tables(**{table: getattr(tables, table) for table in present})
    with tempfile.TemporaryDirectory() as name:
        write_tables(part, Path(name))
        reading = read(Path(name), known=tables)
        assert reading.tables == part
        assert [each.cause for each in reading.errors] == ([] if present else ["there is no table in this folder"])


def _no_cell_is_a_formula(file: Path, *, semicolon: bool) -> None:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        for row in csv.reader(opened, delimiter=";" if semicolon else ","):
            for cell in row:
                number = cell.replace(",", ".", 1)
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or _is_number(number), cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_how_a_file_looks(tmp_path: Path) -> None:
    rider = Rider(
        rider="R01", name="=Åsa", home="-33.9,18.4", phone="+46 70", address="'-", needs=("no-dog", "wheelchair")
    )
    tables = Tables(places=(Place(name="Åre", lat=-63.4, lon=13.0),), riders=(rider,), shifts=())
    write_tables(tables, tmp_path, semicolon=True)
    assert (tmp_path / "places.csv").read_bytes() == (
        b"\xef\xbb\xbfname;lat;lon;country;kind;note;source\r\n" + "Åre;-63,4;13,0;SE;village;;\r\n".encode()
    )
    assert "\r\nR01;'=Åsa;'-33.9,18.4;''-;;'+46 70;;;no-dog wheelchair;1;2;no;no;;\r\n" in (
        tmp_path / "riders.csv"
    ).read_bytes().decode("utf-8-sig")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["places.csv", "riders.csv", "shifts.csv"]


def test_the_template_has_every_table_one_row_each_and_imports(tmp_path: Path) -> None:
    write_template(tmp_path / "new")
    reading = read(tmp_path / "new")
    assert sentences(reading) == ""
    assert reading.tables == EXAMPLE
    for table in ROW_TYPES:
        with (tmp_path / "new" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            header, example = csv.reader(file)
        assert tuple(header) == columns(table)
        assert example
    assert all(getattr(EXAMPLE, field.name) for field in fields(EXAMPLE))


def test_the_template_overwrites_nothing(tmp_path: Path) -> None:
    write_tables(Tables(places=KNOWN_PLACES), tmp_path)
    before = (tmp_path / "places.csv").read_bytes()
    with pytest.raises(RidematchError):
        write_template(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["places.csv"]
    assert (tmp_path / "places.csv").read_bytes() == before
