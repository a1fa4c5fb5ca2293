import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ridematch.model.facts import Place, Rider, Tables
from ridematch.tables import drafts, files, references
from tests.tables.desk import KNOWN_PLACES, PLACES, read, read_files, sentences, write

KNOWN = Tables(places=KNOWN_PLACES)
ASA = (Rider(rider="R01", name="Åsa Öberg", home="Järpen", phone="0701740605"),)
RIDES = "ride,rider,from,to,date\n"
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
        (b"name,lat,lon\n\x81\xb0,1,2\n", "characters"),
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
        "shifts.xls": b"\xd0\xcf\x11\xe0",
        "rides.tsv": RIDES.replace(",", "\t"),
    }
    reading = read_files(tmp_path, files)
    assert not reading.errors
    assert {each.file: each.remedy for each in reading.warnings} == {
        "ridrs.csv": "Maybe you meant riders.",
        "shifts.xls": 'Open it in Excel and save it as "Excel workbook (.xlsx)".',
    }
    assert len(reading.tables.places or ()) == 3
    assert reading.tables.rides == ()


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


def test_letters_of_an_old_mac(tmp_path: Path) -> None:
    reading = read_files(tmp_path, {"places.csv": "name,lat,lon\nÅre,63,13\nJärpen,63,13\n".encode("mac-roman")})
    assert sentences(reading) == ""
    assert [place.name for place in reading.tables.places or ()] == ["Åre", "Järpen"]


@pytest.mark.parametrize("line", ["sep=;\n", "SEP=;\r\n", '"sep=;"\r'])
def test_the_delimiter_line_decides_and_is_no_row(tmp_path: Path, line: str) -> None:
    reading = read_files(tmp_path, {"places.csv": line + "name,lat;lat;lon\nA;63,4;13\n;1;2\n"})
    assert [each.row for each in reading.errors] == [1]
    reading = read_files(tmp_path, {"places.csv": line + "name;lat;lon\nA;63,4;13\n;1;2\n"})
    assert [(each.row, each.column) for each in reading.errors] == [(3, "name")]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#SAKNAS!", "#VÄRDEFEL!", "#NAMN?", "#DIVISION/0!"])
def test_what_excel_shows_for_want_of_a_value_is_no_text(tmp_path: Path, error: str) -> None:
    reading = read_files(tmp_path, {"places.csv": f"name,lat,lon,note\nÅre,63,13,{error}\nDuved,63,13,#1 of 3!\n"})
    assert [(each.row, each.column) for each in reading.errors] == [(2, "note")]


def test_a_table_is_as_long_and_wide_as_can_be_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "ROWS", 3)
    monkeypatch.setattr(files, "COLUMNS", 5)
    rows = "".join(f"P{row},63,13\n" for row in range(4))
    assert not read_files(tmp_path, {"places.csv": "name,lat,lon\n\n\n" + rows[:-9]}).errors
    assert "more than 3 rows" in sentences(read_files(tmp_path, {"places.csv": "name,lat,lon\n" + rows}))
    assert not read_files(tmp_path, {"places.csv": "name,lat,lon,,note,\nA,63,13,,,,,\n"}).errors
    assert "more than 5 columns" in sentences(read_files(tmp_path, {"places.csv": "name,lat,lon,,,note\n"}))
    assert "cells, the header has" in sentences(read_files(tmp_path, {"places.csv": "name,lat,lon\nA,63,13,,,x\n"}))


def test_a_file_as_large_as_can_be_and_no_larger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "FILE_BYTES", len(PLACES.encode()))
    assert not read_files(tmp_path, {"places.csv": PLACES}).errors
    assert "larger than" in sentences(read_files(tmp_path, {"places.csv": PLACES + "\n"}))


def test_a_line_without_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LINE_CHARACTERS", 100)
    (error,) = read_files(tmp_path, {"places.csv": PLACES + "x" * 101}).errors
    assert (error.row, "longer than 100" in error.cause) == (5, True)
    monkeypatch.setattr(files, "SHEET_ROWS", 10)
    assert "more than 10 rows" in sentences(read_files(tmp_path, {"places.csv": PLACES + "\n" * 100}))


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "places.csv")  # to open it would wait for ever
    (tmp_path / "riders.csv").mkdir()
    (error,) = read(tmp_path).errors
    assert "no table" in error.cause


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> Iterator[Path]:
        raise PermissionError(folder)

    monkeypatch.setattr(Path, "iterdir", refuse)
    (error,) = read(tmp_path).errors
    assert "can't be opened" in error.cause


def test_only_the_first_of_many_mistakes_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "FINDINGS", 3)
    reading = read_files(tmp_path, {"places.csv": "name,lat,lon\n" + "A,x,13\n" * 9 + "B,63,13\n"})
    assert [each.row for each in reading.errors] == [2, 3, 4, 5]
    assert "not listed" in reading.errors[-1].sentence
    assert [place.name for place in reading.tables.places or ()] == ["B"]


def test_so_many_unknown_places_get_no_suggestions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "HINTS", 2)
    homes = ("Järpe", "Järpe", "Torge", "Årre", "Åre", "Torge")
    riders = "rider,name,home\n" + "".join(f"R{n},P{n},{home}\n" for n, home in enumerate(homes))
    errors = read_files(tmp_path, {"riders.csv": riders}, known=KNOWN).errors
    assert ["Maybe" in each.remedy for each in errors] == [True, True, True, False, True]


def test_so_many_unknown_names_get_no_suggestions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "HINTS", 2)
    people = "rider,name,home\nR01,A,Åre\n"
    away = "who,first_date,last_date\n" + "".join(f"R{letter}01,2026-12-14,2026-12-14\n" for letter in "ABBCAD")
    errors = read_files(tmp_path, {"riders.csv": people, "away.csv": away}, known=KNOWN).errors
    assert ["Maybe" in each.remedy for each in errors] == [True, True, True, False, True, False]
