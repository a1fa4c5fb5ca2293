"""Files made to be too much: each is refused, or read, with little memory; measured in a process of its own."""

import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from ridematch.tables import workbook
from tests.tables.desk import read, sentences
from tests.tables.workbooks import MAIN, OFFICE, cells, parts, text_row, zipped
from tests.tables.workbooks import STYLES as STYLES_OF_TESTS

MOST_MEGABYTES = 300
MEASURABLE = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell")
MEASURED = """
import re, sys
from pathlib import Path
from tests.tables.desk import read, sentences
for name in sys.argv[1:]:
    print(sentences(read(Path(name))).partition(chr(10))[0])
print(int(re.search(r"VmHWM:\\s+([0-9]+) kB", Path("/proc/self/status").read_text())[1]) // 1024)
"""

SHEET, TEXTS, STYLES, LIST = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
HEADER = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{text_row(1, "name", "lat", "lon")}</row>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
TOO_LARGE, DAMAGED = "too large", "damaged"

Bomb = tuple[str, str, Callable[[], Iterable[str]]]
"""What is said about it, the part, and what the part is made of."""

BOMBS: dict[str, Bomb] = {
    "blanks": (DAMAGED, SHEET, lambda: (" " * 1_000_000 for _ in range(500))),
    "one row": (DAMAGED, SHEET, lambda: (HEADER, '<row r="2">', "<c/>" * 5_000_000)),
    "entities": (DAMAGED, SHEET, lambda: (f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]>', "<a>&l9;</a>")),
    "attributes": (DAMAGED, SHEET, lambda: (HEADER, "<row ", *(f'b{n}="" ' for n in range(1_000_000)))),
}
MORE_BOMBS: dict[str, Bomb] = {
    "deep": (DAMAGED, SHEET, lambda: ("<a>" * 10_000_000,)),
    "names": (DAMAGED, SHEET, lambda: (HEADER, *(f"<a{n}/>" for n in range(3_000_000)))),
    "spaces of names": (DAMAGED, SHEET, lambda: (HEADER, *(f'<a xmlns:b{n}="c"/>' for n in range(1_000_000)))),
    "junk": (TOO_LARGE, SHEET, lambda: (HEADER, *("<a/>" * 1_000_000 for _ in range(10)))),
    "columns": ("200 columns", SHEET, lambda: (HEADER[:-6], '<c t="str"><v>a</v></c>' * 16_000, "</row>")),
    "rows": ("100000 rows", SHEET, lambda: (HEADER, *_rows(1_048_576))),
    "merged": ("1000 groups", SHEET, lambda: (HEADER, "</sheetData><mergeCells>", *_merged(1_000_000))),
    "formulas": ("10000 cells", SHEET, lambda: (HEADER, *_formulas(100_000))),
    "texts": (DAMAGED, TEXTS, lambda: ("<sst>", *("<si/>" * 1_000_000 for _ in range(5)))),
    "one text": (DAMAGED, TEXTS, lambda: ("<sst><si><t>", *("x" * 1_000_000 for _ in range(500)))),
    "styles": (DAMAGED, STYLES, lambda: ("<styleSheet><cellXfs>", *("<xf/>" * 1_000_000 for _ in range(5)))),
    "sheets": (DAMAGED, LIST, lambda: (f'<workbook xmlns:r="{OFFICE}"><sheets>', *_sheets(1_000_000))),
}
CSV_BOMBS: dict[str, Callable[[], bytes]] = {
    "rows": lambda: b"name,lat,lon\n" + b"A,63,13\n" * 6_000_000,
    "blank rows": lambda: b"\n" * 49_000_000,
    "cells": lambda: b"name,lat,lon\n" + b'"\n",' * 12_000_000,
    "delimiters": lambda: b"name,lat,lon\n" + (b"A,63,13" + b"," * 400 + b"\n") * 120_000,
    "quotation": lambda: b'name,lat,lon\n"' + b"a\n" * 24_000_000,
    "one line": lambda: b"\xf0\x9f\x98\x80" * 12_000_000,
}


def _rows(count: int) -> Iterator[str]:
    for row in range(2, count):
        yield f'<row r="{row}"><c t="str"><v>P{row}</v></c><c><v>63</v></c><c><v>13</v></c></row>'


def _formulas(count: int) -> Iterator[str]:
    for row in range(2, count):
        yield f'<row r="{row}"><c t="str"><v>P{row}</v></c><c><f>A1</f></c></row>'


def _merged(count: int) -> Iterator[str]:
    for row in range(2, count):
        yield f'<mergeCell ref="A{row}:B{row}"/>'


def _sheets(count: int) -> Iterator[str]:
    for sheet in range(count):
        yield f'<sheet name="s{sheet}" r:id="r1"/>'


def bomb(path: Path, part: str, pieces: Iterable[str]) -> Path:
    """A workbook one of whose parts is made of these pieces; its header needs its texts and formats."""
    row = '<c t="s"><v>0</v></c><c t="str"><v>lat</v></c><c s="1"><v>1</v></c>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, body in parts({"places": cells(row)}, texts="<si><t>name</t></si>").items():
            if name != part:
                made.writestr(name, body)
        with made.open(part, "w") as opened:
            for piece in pieces:
                opened.write(piece.encode())
    return path


def measured(*paths: Path) -> tuple[list[str], int]:
    """What is said first about each file, and the most memory that it took, in megabytes."""
    done = subprocess.run([sys.executable, "-c", MEASURED, *paths], capture_output=True, check=True, encoding="utf-8")
    *said, most = done.stdout.splitlines()
    return said, int(most)


def explode(folder: Path, bombs: dict[str, Bomb]) -> None:
    paths = [bomb(folder / f"{name}.xlsx", part, pieces()) for name, (_, part, pieces) in bombs.items()]
    said, most = measured(*paths)
    for (name, (words, _, _)), sentence in zip(bombs.items(), said, strict=True):
        assert words in sentence, (name, sentence)
    assert most < MOST_MEGABYTES


@pytest.mark.slow
@MEASURABLE
def test_bombs_are_refused_with_little_memory(tmp_path: Path) -> None:
    explode(tmp_path, BOMBS)


@MEASURABLE
def test_a_large_csv_file_is_refused_with_little_memory(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_bytes(CSV_BOMBS["rows"]())
    said, most = measured(tmp_path)
    assert "100000 rows" in said[0]
    assert most < MOST_MEGABYTES


@MEASURABLE
@pytest.mark.thorough
@pytest.mark.parametrize("name", MORE_BOMBS)
def test_more_bombs(tmp_path: Path, name: str) -> None:
    explode(tmp_path, {name: MORE_BOMBS[name]})


@MEASURABLE
@pytest.mark.thorough
@pytest.mark.parametrize("name", CSV_BOMBS)
def test_more_large_csv_files(tmp_path: Path, name: str) -> None:
    (tmp_path / "places.csv").write_bytes(CSV_BOMBS[name]())
    _, most = measured(tmp_path)
    assert most < MOST_MEGABYTES


def places_sheet(count: int) -> str:
    return HEADER + "".join(_rows(count + 2)) + "</sheetData></worksheet>"


PLACES = zipped(parts({"places": places_sheet(3)}))
SHEETS = zipped(parts({"places": places_sheet(1), "roads": cells(text_row(1, "from", "to", "km", "minutes"))}))
TWO_MERGED = '<mergeCells><mergeCell ref="A8:B8"/><mergeCell ref="A9:B9"/></mergeCells></worksheet>'
MERGED = zipped(parts({"places": places_sheet(1).replace("</worksheet>", TWO_MERGED)}))
WITH_TEXTS = zipped(
    parts({"places": places_sheet(1).replace('t="str"><v>P2', 't="s"><v>0')}, texts="<si><t>P</t></si><si/><si/>")
)


def on_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: bytes, limit: str) -> int:
    """The lowest limit under which a workbook is read; each lower one refuses it with one error."""
    (tmp_path / "winter.xlsx").write_bytes(file)
    low, high = 0, 10_000
    while low < high:
        tried = (low + high) // 2
        monkeypatch.setattr(f"ridematch.tables.{limit}", tried)
        reading = read(tmp_path)
        assert len(reading.errors) == (not reading.tables.places), sentences(reading)
        low, high = (tried + 1, high) if reading.errors else (low, tried)
    return low


@pytest.mark.parametrize(
    ("limit", "file", "line"),
    [
        ("workbook.ROWS", PLACES, 3),
        ("workbook.COLUMNS", PLACES, 3),
        ("workbook.SHEETS", SHEETS, 2),
        ("sheet_parts.SHEET_ROWS", PLACES, 4),
        ("sheet_parts.MERGED", MERGED, 2),
        ("sheet_parts.TEXTS", WITH_TEXTS, 3),
        ("package.PARTS", PLACES, len(parts({"places": ""}))),
    ],
)
def test_each_limit_on_the_line_and_past_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, file: bytes, line: int
) -> None:
    assert on_the_line(tmp_path, monkeypatch, file, limit) == line


@pytest.mark.parametrize("limit", ["XML_BYTES", "TAGS", "PIECE_BYTES", "NAMES", "_DEPTH"])
def test_each_limit_of_xml_refuses_below_some_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    assert on_the_line(tmp_path, monkeypatch, PLACES, f"package.{limit}") > 1


def test_so_many_formats_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    styled = zipped(parts({"places": places_sheet(1).replace("<c>", '<c s="0">')}))
    assert on_the_line(tmp_path, monkeypatch, styled, "sheet_parts.FORMATS") > len(STYLES_OF_TESTS)


def test_so_many_bad_cells_are_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = HEADER + "".join(_formulas(5)) + "</sheetData></worksheet>"
    (tmp_path / "winter.xlsx").write_bytes(zipped(parts({"places": body})))
    monkeypatch.setattr(workbook, "BAD_CELLS", 3)
    assert [each.row for each in read(tmp_path).errors if each.column == "lat"] == [2, 3, 4]
    monkeypatch.setattr(workbook, "BAD_CELLS", 2)
    (error,) = read(tmp_path).errors
    assert "more than 2 cells" in error.sentence
    assert "save it" in error.remedy
