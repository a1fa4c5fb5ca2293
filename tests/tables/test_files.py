from pathlib import Path

import pytest

from ridematch.model.facts import Place, Rider, Tables
from tests.tables.desk import KNOWN_PLACES, PLACES, read, read_files, sentences, write

KNOWN = Tables(places=KNOWN_PLACES)
ASA = (Rider(rider="R01", name="Åsa Öberg", home="Järpen", phone="0701740605"),)
SHEET = "rider,name,home,phone\nR01,Åsa Öberg,Järpen,0701740605\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_delimiter_encoding_and_line_end(tmp_path: Path, delimiter: str, encoding: str, line_end: str) -> None:
    content = SHEET.replace(",", delimiter).replace("\n", line_end).encode(encoding)
    reading = read_files(tmp_path, {"riders.csv": content}, known=KNOWN)
    assert sentences(reading) == ""
    assert reading.tables == Tables(riders=ASA)


def test_decomposed_letters_and_blanks_at_the_ends(tmp_path: Path) -> None:
    content = "rider , name,home\n R01\u00a0, A\u030asa O\u0308berg ,Ja\u0308rpen \n"
    reading = read_files(tmp_path, {"riders.csv": content}, known=KNOWN)
    assert sentences(reading) == ""
    assert reading.tables.riders == (Rider(rider="R01", name="Åsa Öberg", home="Järpen"),)


def test_excels_delimiter_line_and_empty_rows(tmp_path: Path) -> None:
    content = "sep=;\r\nname;lat;lon;;\r\nÅre;63,4;13,08;;\r\n;;;;\r\n;;;;\r\n"
    reading = read_files(tmp_path, {"places.csv": content})
    assert sentences(reading) == ""
    assert reading.tables.places == (Place(name="Åre", lat=63.4, lon=13.08),)


def test_row_numbers_are_the_spreadsheets(tmp_path: Path) -> None:
    content = 'name,lat,lon,note\n"Åre",63,13,"two\nlines"\n\n,63,13,\n'
    reading = read_files(tmp_path, {"places.csv": content})
    assert [(each.row, each.column) for each in reading.errors] == [(4, "name")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "empty"),
        (b"name,lat\0,lon\n", "NUL"),
        (b"PK\x03\x04 and so on", "workbook"),
        (b"\xff\xfen", "characters"),
        (b"name,lat,lon\n\x81,1,2\n", "characters"),
        (b'name,lat,lon\nA,1,2\n"B,1,2\nC,1,2\n', "quotation marks"),
        (b'name,lat,lon,note\nA,1,2,"x\nB,1,2,\n', "don't match"),
        (b"A,63,13\nB,63,13\n", "no column"),
        (b"name,lat\nA,63\n", "missing"),
        (b"name,lat,lon,lat\nA,63,13,63\n", "twice"),
        (b"name,lat,lon\nA,63\n", "2 cells"),
        (b"name,lat,lon\nA,63,13,14\n", "4 cells"),
    ],
)
def test_what_is_no_table_is_one_error(tmp_path: Path, content: bytes, words: str) -> None:
    reading = read_files(tmp_path, {"places.csv": content})
    assert len(reading.errors) == 1
    assert words in reading.errors[0].sentence
    assert reading.errors[0].remedy


def test_the_row_where_quotation_marks_begin_to_differ(tmp_path: Path) -> None:
    reading = read_files(tmp_path, {"places.csv": 'name,lat,lon\nA,1,2\n"B,1,2\nC,1,2\n'})
    assert reading.errors[0].row == 3


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    reading = read_files(tmp_path, {"places.csv": "name,lat,lon\n"})
    assert reading.tables == Tables(places=())
    assert sentences(reading) == ""


def test_an_unknown_column_is_a_warning_with_the_nearest_name(tmp_path: Path) -> None:
    reading = read_files(tmp_path, {"places.csv": "name,lat,lon,contry,zzz\nA,63,13,NO,\n"})
    assert not reading.errors
    assert [(each.column, each.remedy) for each in reading.warnings] == [
        ("contry", "Maybe you meant country."),
        ("zzz", ""),
    ]


def test_files_of_a_folder(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "Places.CSV": PLACES,
        "ridrs.csv": SHEET,
        "README.md": "about",
        "~$places.csv": b"\0",
        ".hidden.csv": b"\0",
        "shifts.xlsx": b"PK\x03\x04",
    }
    reading = read_files(tmp_path, files)
    assert not reading.errors
    assert {each.file: each.remedy for each in reading.warnings} == {
        "ridrs.csv": "Maybe you meant riders.",
        "shifts.xlsx": 'Save it as "CSV UTF-8".',
    }
    assert len(reading.tables.places or ()) == 3


def test_one_table_in_two_files(tmp_path: Path) -> None:
    reading = read_files(tmp_path, {"places.csv": PLACES, "platser.csv": PLACES})
    assert [each.file for each in reading.errors] == ["platser.csv"]


def test_a_folder_without_a_table_no_folder_and_a_file_of_another_name(tmp_path: Path) -> None:
    assert len(read(write(tmp_path / "empty", {})).errors) == 1
    assert len(read(tmp_path / "nowhere").errors) == 1
    assert len(read(write(tmp_path, {"xyz.csv": PLACES}) / "xyz.csv").errors) == 1


def test_one_file_under_a_swedish_name(tmp_path: Path) -> None:
    write(tmp_path, {"resenärer.csv": SHEET})
    assert read(tmp_path / "resenärer.csv", known=KNOWN).tables.riders == ASA
