"""A workbook says the same as CSV files would, and every mistake names its sheet and row."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ridematch.model.facts import Place, Rider, Shift, Tables
from ridematch.tables.findings import BadCellError
from ridematch.tables.reader import Reading
from ridematch.tables.serials import Holds, Shown, StoredCell, shown_by
from tests.tables.desk import KNOWN_PLACES, read, sentences, write
from tests.tables.workbooks import cells, content, parts, save, text_row, workbook, zipped

KNOWN = Tables(places=KNOWN_PLACES)
MONDAY = datetime.fromisoformat("2026-12-14")
NEW_YEAR = datetime.fromisoformat("2027-01-01")
HALF_PAST_SIX = datetime.fromisoformat("1900-01-01T06:30")
PLACES: list[list[Any]] = [["name", "lat", "lon"], ["Åre", 63.399, 13.0815], ["Järpen", 63.3468, 13.4599]]
RIDERS: list[list[Any]] = [["rider", "name", "home"], ["R1", "Åsa Exempel", "Åre"], ["R2", "Bo Exempel", "Järpen"]]
SHIFTS: list[list[Any]] = [
    ["shift", "rider", "workplace", "days", "start", "end"],
    ["S1", "R1", "Järpen", "Mon", time(6, 0), time(14, 30)],
    ["S2", "R9", "Järpen", "Mon", time(6, 0), time(14, 30)],
]


def read_workbook(folder: Path, made: Workbook, *, known: Tables | None = None) -> Reading:
    return read(save(made, folder / "winter.xlsx"), known=known)


def read_parts(folder: Path, sheets: Mapping[str, str], **more: Any) -> Reading:
    known = more.pop("known", None)
    (folder / "winter.xlsx").write_bytes(zipped(parts(sheets, **more)))
    return read(folder / "winter.xlsx", known=known)


def places(*rows: str) -> dict[str, str]:
    """A sheet of places under a header, from bare rows."""
    return {"places": cells(text_row(1, "name", "lat", "lon", "note"), *rows)}


def test_sheets_are_tables_and_a_finding_says_where_it_is(tmp_path: Path) -> None:
    reading = read_workbook(tmp_path, workbook(places=PLACES, riders=RIDERS, shifts=SHIFTS))
    assert [each.sentence for each in reading.errors] == [
        'winter.xlsx, sheet shifts, row 3, column rider, "R9": there is no such rider. '
        "Write a code of winter.xlsx, sheet riders, or add a row there."
    ]
    assert [place.name for place in reading.tables.places or ()] == ["Åre", "Järpen"]
    assert reading.tables.shifts == (
        Shift(shift="S1", rider="R1", workplace="Järpen", days=("Mon",), start=time(6), end=time(14, 30)),
    )
    assert reading.tables.volunteers is None


def test_findings_come_in_the_order_of_tables_and_rows(tmp_path: Path) -> None:
    riders = [*RIDERS, ["R3", "Cia Exempel", "Jarpne"], ["R4", "", "Åre"]]
    reading = read_workbook(tmp_path, workbook(shifts=SHIFTS, riders=riders, places=PLACES))
    assert [(each.file, each.row) for each in reading.errors] == [
        ("winter.xlsx, sheet riders", 4),
        ("winter.xlsx, sheet riders", 5),
        ("winter.xlsx, sheet shifts", 3),
    ]


NUMBERS: list[tuple[float, Shown, Holds, str]] = [
    (3.0, "number", "other", "3"),
    (63.398789999999998, "number", "other", "63.39879"),
    (1e-7, "number", "other", "0.0000001"),
    (1e20, "number", "other", "100000000000000000000"),
    (-0.5, "number", "other", "-0.5"),
    (701740605.0, "number", "other", "701740605"),
    (46370, "date", "dates", "2026-12-14"),
    (46370.6, "date", "dates", "2026-12-14"),  # what is seen
    (46370, "both", "dates", "2026-12-14"),
    (46370.25, "both", "dates", "2026-12-14 06:00"),
    (46370.25, "time", "dates", "2026-12-14"),
    (46370, "number", "dates", "46370"),
    (46370, "date", "other", "2026-12-14"),
    (0.25, "number", "times", "06:00"),
    (0.25, "time", "times", "06:00"),
    (0.25, "both", "times", "06:00"),  # 1900-01-00 06:00
    (1.25, "both", "times", "06:00"),
    (46370.25, "time", "times", "06:00"),
    (46370.25, "both", "times", "2026-12-14 06:00"),
    (0.2708333333333333, "time", "times", "06:30"),
    (0.27083, "time", "times", "06:30"),
    (0.27084, "time", "times", "06:30:01"),
    (0.999999, "time", "times", "00:00"),
    (0.0, "time", "times", "00:00"),
    (1.0, "duration", "times", "24:00"),
    (1.25, "duration", "times", "30:00"),
    (1.0, "time", "times", "00:00"),
    (40.0, "number", "times", "40"),  # minutes before the start
    (0.0, "number", "times", "0"),
]


@pytest.mark.parametrize(("number", "shown", "holds", "text"), NUMBERS)
def test_numbers_stand_there_as_they_are_seen(number: float, shown: Shown, holds: Holds, text: str) -> None:
    assert StoredCell(position=0, stored=number, shown=shown).text(holds=holds, from_1904=False) == text


@pytest.mark.parametrize(
    ("number", "shown", "holds"),
    [
        (14.25, "number", "times"),  # a quarter or 25 minutes past two?
        (-0.25, "duration", "times"),
        (1e9, "date", "dates"),
        (46024, "date", "codes"),  # 1-2 became the first of February
        (0.25, "time", "codes"),
    ],
)
def test_numbers_nobody_can_be_sure_of(number: float, shown: Shown, holds: Holds) -> None:
    with pytest.raises(BadCellError):
        StoredCell(position=0, stored=number, shown=shown).text(holds=holds, from_1904=False)


def test_days_may_count_from_1904() -> None:
    shown: tuple[Shown, ...] = ("date", "number")
    texts = [StoredCell(position=0, stored=44908, shown=each).text(holds="dates", from_1904=True) for each in shown]
    assert texts == ["2026-12-14", "46370"]


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("General", "number"),
        ("0.00", "number"),
        ("@", "number"),
        ('0.0" days"', "number"),
        ("#,##0.00\\ [$kr-41D]", "number"),
        ("yyyy\\-mm\\-dd;@", "date"),
        ("[$-sv-SE]d\\ mmmm\\ yyyy;@", "date"),
        ("mmmm", "date"),
        ("YYYY-MM-DD", "date"),
        ("hh:mm;@", "time"),
        ("h:mm AM/PM", "time"),
        ("yyyy-mm-dd hh:mm", "both"),
        ("[h]:mm:ss;@", "duration"),
    ],
)
def test_how_formats_show_a_number(number_format: str, shown: Shown) -> None:
    assert shown_by(number_format) == shown


def test_cells_of_every_type_as_excel_makes_them(tmp_path: Path) -> None:
    made = workbook(
        riders=[
            ["rider", "name", "home", "phone", "seats", "minor", "limited_visibility", "note"],
            [7, " Åsa Exempel ", "Åre", "0701740605", 2, True, False, 3.5],
            ["R2", "Bo Exempel", "63.35,13.46", "'070-1740606", "1", "nej", None, date(2026, 9, 1)],
        ],
        shifts=[
            ["shift", "rider", "workplace", "days", "start", "end", "first_date", "last_date", "latest_arrival"],
            ["S1", 7, "Järpen", MONDAY, time(6, 0), timedelta(days=1), None, None, 10],
            [2, "7", "Järpen", "må ti", 0.25, "14.30", date(2026, 12, 14), NEW_YEAR, time(5, 35)],
            [3.0, "Bo Exempel", "Järpen", 46370, HALF_PAST_SIX, time(0, 0), 46370, "2027-01-01", "06:05"],
        ],
    )
    reading = read_workbook(tmp_path, made, known=KNOWN)
    assert sentences(reading) == ""
    assert reading.tables.riders == (
        Rider(rider="7", name="Åsa Exempel", home="Åre", phone="0701740605", seats=2, minor=True, note="3.5"),
        Rider(rider="R2", name="Bo Exempel", home="63.35,13.46", phone="070-1740606", note="2026-09-01"),
    )
    found = reading.tables.shifts or ()
    assert [(each.shift, each.rider, each.days) for each in found] == [
        ("S1", "7", ("2026-12-14",)),
        ("2", "7", ("Mon", "Tue")),
        ("3", "R2", ("2026-12-14",)),
    ]
    assert [(each.start, each.end, each.latest_arrival) for each in found] == [
        (time(6), time(0), 10),
        (time(6), time(14, 30), 25),
        (time(6, 30), time(0), 25),
    ]
    assert {(each.first_date, each.last_date) for each in found[1:]} == {(date(2026, 12, 14), date(2027, 1, 1))}


def test_a_workbook_whose_days_count_from_1904(tmp_path: Path) -> None:
    made = workbook(
        rides=[["ride", "rider", "from", "to", "date", "arrive_by"], ["E1", "R1", "Åre", "Järpen", 44908, 0.25]]
    )
    made.epoch = CALENDAR_MAC_1904
    known = Tables(places=KNOWN_PLACES, riders=(Rider(rider="R1", name="Åsa Exempel", home="Åre"),))
    reading = read_workbook(tmp_path, made, known=known)
    assert sentences(reading) == ""
    assert [(ride.date, ride.arrive_by) for ride in reading.tables.rides or ()] == [(date(2026, 12, 14), time(6))]


def test_texts_in_all_their_forms(tmp_path: Path) -> None:
    shared = "<si><t>Åre</t></si><si><r><t>Jär</t></r><r><rPr><b/></rPr><t>pen</t></r><rPh><t>x</t></rPh></si>"
    rows = (
        '<c r="A2" t="s"><v>0</v></c><c r="B2"><v>63</v></c><c r="C2"><v>1.3E1</v></c>',
        '<c r="A3" t="s"><v>1</v></c><c t="str"><v>63,5</v></c><c><f>1+12</f><v>13</v></c>',
        '<c t="inlineStr"><is><r><t>Du</t></r><r><t>ved</t></r></is></c><c><v>63</v></c><c><v>13</v></c>'
        '<c t="str"><v>one_x000D_\ntwo _x005F_x000D_</v></c>',
        '<c t="str"><v>Ånn</v></c><c><v>63</v></c><c><v>13</v></c><c t="str"><f>IF(1,"","")</f><v></v></c>',
    )
    reading = read_parts(tmp_path, places(*rows), texts=shared)
    assert sentences(reading) == ""
    assert [(each.name, each.lat, each.lon, each.note) for each in reading.tables.places or ()] == [
        ("Åre", 63, 13, ""),
        ("Järpen", 63.5, 13, ""),
        ("Duved", 63, 13, "one\ntwo _x000D_"),
        ("Ånn", 63, 13, ""),
    ]


def test_a_strict_workbook(tmp_path: Path) -> None:
    rows = (
        text_row(1, "who", "first_date", "last_date"),
        (text_row(2, "R1") + '<c t="d"><v>2026-12-14T00:00:00.000Z</v></c><c t="d"><v>2026-12-15</v></c>'),
    )
    known = Tables(places=KNOWN_PLACES, riders=(Rider(rider="R1", name="Åsa Exempel", home="Åre"),))
    reading = read_parts(tmp_path, {"away": cells(*rows)}, strict=True, known=known)
    assert sentences(reading) == ""
    assert [(each.first_date.day, each.last_date.day) for each in reading.tables.away or ()] == [(14, 15)]


def test_yes_and_no_however_they_are_stored(tmp_path: Path) -> None:
    stored = ("<c/>", '<c t="b"><v>1</v></c>', '<c t="b"><v>0</v></c>', "<c><v>1</v></c>", '<c t="str"><v>ja</v></c>')
    rows = (text_row(n, f"P{n}", "Åre", "1") + cell for n, cell in enumerate(stored, 2))
    sheet = cells(text_row(1, "name", "home", "seats", "minor"), *rows)
    reading = read_parts(tmp_path, {"riders": sheet}, known=KNOWN)
    assert sentences(reading) == ""
    assert [rider.minor for rider in reading.tables.riders or ()] == [False, True, False, True, True]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('<c t="e"><f>A9</f><v>#REF!</v></c>', "shows #REF! in"),
        ('<c t="e"><v>#N/A</v></c>', "shows #N/A in"),
        ('<c t="e"><v>Åsa Exempel</v></c>', "shows # in"),
        ("<c><f>1+1</f></c>", "a formula whose result is not in the file"),
        ("<c><f>1+1</f><v></v></c>", "a formula whose result is not in the file"),
    ],
)
def test_a_formula_without_a_result_names_its_cell(tmp_path: Path, cell: str, words: str) -> None:
    reading = read_parts(tmp_path, places(text_row(2, "Åre") + cell + "<c><v>13</v></c>", text_row(3, "B", "1", "2")))
    assert [(each.row, each.column, each.value) for each in reading.errors] == [(2, "lat", "")]
    assert words in reading.errors[0].sentence
    assert reading.errors[0].remedy
    assert [place.name for place in reading.tables.places or ()] == ["B"]


def test_formulas_in_columns_that_are_not_read_do_not_matter(tmp_path: Path) -> None:
    sheet = cells(text_row(1, "name", "lat", "lon", "sum"), text_row(2, "Åre", "63", "13") + "<c><f>1+1</f></c>")
    assert not read_parts(tmp_path, {"places": sheet}).errors


def test_a_code_that_became_a_date_is_not_taken_for_a_code(tmp_path: Path) -> None:
    reading = read_workbook(tmp_path, workbook(riders=[*RIDERS, [date(2026, 2, 1), "Cia Exempel", "Åre"]]), known=KNOWN)
    assert [(each.row, each.column) for each in reading.errors] == [(4, "rider")]


def test_swedish_names_in_any_spelling(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        " Platser": [["Namn", "Latitud", "Longitud", "Typ"], ["Åre", 63.4, 13, "by"]],
        "RESENA\u0308RER": [["Resenär", "Namn", "Hem", "Skyddad"], ["R1", "Åsa Exempel", "Åre", False]],
    }
    made = workbook(**sheets)
    reading = read_workbook(tmp_path, made)
    assert sentences(reading) == ""
    assert reading.tables.places == (Place(name="Åre", lat=63.4, lon=13.0),)
    assert reading.tables.riders == (Rider(rider="R1", name="Åsa Exempel", home="Åre"),)


def test_sheets_that_are_no_tables(tmp_path: Path) -> None:
    made = workbook(
        places=PLACES, ridders=RIDERS, Blad7=[], lists=[["x"]], Summary=[["x"]],
        **{"Läs mig": [["x"]], "read me": [["x"]]},
    )  # fmt: skip
    made.create_sheet("secret").append(["x"])
    made["secret"].sheet_state = "hidden"
    made.create_chartsheet("riders")
    reading = read_workbook(tmp_path, made)
    assert not reading.errors
    assert [(each.file, each.remedy) for each in reading.warnings] == [
        ("winter.xlsx, sheet ridders", "Maybe you meant riders."),
        ("winter.xlsx, sheet Summary", ""),
    ]


def test_hidden_sheets_and_rows_are_read_with_a_warning(tmp_path: Path) -> None:
    made = workbook(places=[*PLACES, ["Duved", 63.4, 12.9]], riders=RIDERS)
    made["riders"].sheet_state = "veryHidden"
    for row in (3, 4, 9):
        made["places"].row_dimensions[row].hidden = True
    reading = read_workbook(tmp_path, made)
    assert [(each.file, each.row, each.cause) for each in reading.warnings] == [
        ("winter.xlsx, sheet places", 3, "from here on 2 rows are hidden and are read as well"),
        ("winter.xlsx, sheet riders", None, "the sheet is hidden and is read as well"),
    ]
    assert not reading.errors
    assert len(reading.tables.places or ()) == 3
    assert len(reading.tables.riders or ()) == 2


def test_rows_and_columns_that_are_empty(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "places"
    for position, place in enumerate(PLACES):
        for column, value in enumerate(place):
            sheet.cell(row=5 + 3 * position, column=3 + 2 * column, value=value)
    for row in range(20, 3000):
        sheet.cell(row=row, column=2).number_format = "0.00"
    reading = read_workbook(tmp_path, made)
    assert sentences(reading) == ""
    assert [place.name for place in reading.tables.places or ()] == ["Åre", "Järpen"]
    sheet["G11"] = None
    assert [(each.row, each.column) for each in read_workbook(tmp_path, made).errors] == [(11, "lon")]


def test_what_stands_right_of_the_header_is_a_warning(tmp_path: Path) -> None:
    beside = [*PLACES, ["Duved", 63, 13, None, "call her", None, "x"], ["Ånn", 63, 13, None, "again"]]
    reading = read_workbook(tmp_path, workbook(places=beside))
    assert [each.sentence for each in reading.warnings] == [
        f"winter.xlsx, sheet places, row 1: column {letter} has no name, so it is not read. Name it, or clear it."
        for letter in "EG"
    ]
    assert len(reading.tables.places or ()) == 4


def test_a_title_above_the_header_is_no_header(tmp_path: Path) -> None:
    (error,) = read_workbook(tmp_path, workbook(places=[["Our places"], [], *PLACES])).errors
    assert (error.row, "no column" in error.cause) == (1, True)


@pytest.mark.parametrize(
    ("merged", "row", "left"),
    [
        ("A3:B4", 3, ["Åre", "Ånn"]),
        ("C4:C9", 4, ["Åre", "Järpen"]),
        ("A4:C4", 4, ["Åre", "Järpen", "Ånn"]),
        ("A1:B1", 1, None),
    ],
)
def test_merged_cells_are_an_error_that_names_them(
    tmp_path: Path, merged: str, row: int, left: list[str] | None
) -> None:
    made = workbook(places=[*PLACES, ["Duved", 63, 13], ["Ånn", 63, 13]])
    made["places"].merge_cells(merged)
    reading = read_workbook(tmp_path, made)
    assert f"winter.xlsx, sheet places, row {row}: the cells {merged} are merged. Unmerge" in sentences(reading)
    found = reading.tables.places
    assert (None if found is None else [place.name for place in found]) == left


@pytest.mark.parametrize("merged", ["A1:C2", "E3:F4", "A20:C21"])
def test_merged_cells_above_beside_and_below_do_not_matter(tmp_path: Path, merged: str) -> None:
    made = workbook(places=[[], [], *PLACES])
    made["places"].merge_cells(merged)
    reading = read_workbook(tmp_path, made)
    assert sentences(reading) == ""
    assert len(reading.tables.places or ()) == 2


def test_one_table_in_two_places(tmp_path: Path) -> None:
    reading = read_workbook(tmp_path, workbook(riders=RIDERS, resenärer=RIDERS), known=KNOWN)
    assert sentences(reading) == (
        "winter.xlsx, sheet resenärer: the table riders is already in winter.xlsx, sheet riders. Keep one of the two."
    )
    write(tmp_path, {"riders.csv": "rider,name,home\n"})
    assert [each.file for each in read(tmp_path, known=KNOWN).errors] == [
        "winter.xlsx, sheet riders",
        "winter.xlsx, sheet resenärer",
    ]


def test_a_workbook_beside_csv_files(tmp_path: Path) -> None:
    save(workbook(riders=RIDERS), tmp_path / "People.XLSM")
    write(tmp_path, {"places.csv": "name,lat,lon\nÅre,63,13\nJärpen,63,13\n"})
    (tmp_path / "~$People.xlsm").write_bytes(b"x")
    reading = read(tmp_path)
    assert sentences(reading) == ""
    assert [len(each or ()) for each in (reading.tables.places, reading.tables.riders)] == [2, 2]


def test_a_workbook_of_one_sheet_may_be_named_after_the_table(tmp_path: Path) -> None:
    path = save(workbook(Blad1=RIDERS), tmp_path / "Resenärer.xlsx")
    reading = read(path, known=KNOWN)
    assert sentences(reading) == ""
    assert len(reading.tables.riders or ()) == 2


def test_a_workbook_without_a_table(tmp_path: Path) -> None:
    path = save(workbook(Budget=[["x"]], Blad2=[["x"]]), tmp_path / "budget.xlsx")
    assert [each.file for each in read(path).errors] == ["budget.xlsx"]
    write(tmp_path, {"places.csv": "name,lat,lon\nÅre,63,13\n"})
    reading = read(tmp_path)
    assert not reading.errors
    assert [each.file for each in reading.warnings] == ["budget.xlsx"]


@pytest.mark.parametrize("name", ["riders.xls", "winter.ods", "winter.numbers", "winter.xlsb"])
def test_other_spreadsheets_say_what_to_do(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: b"x"})
    for path in (tmp_path, tmp_path / name):
        (error, *_) = (*read(path).warnings, *read(path).errors)
        assert (error.file, error.remedy) == (name, 'Open it in Excel and save it as "Excel workbook (.xlsx)".')
        assert not read(path).tables.riders
    assert read(tmp_path).errors


@pytest.mark.parametrize(
    ("bytes_", "words"),
    [
        (b"", "damaged"),
        (b"name,lat,lon\n", "damaged"),
        (b"PK\x03\x04", "damaged"),
        (b"PK\x05\x06" + bytes(18), "damaged"),
        (zipped({"readme.txt": "hello"}), "damaged"),
        (zipped({"_rels/.rels": "<Relationships/>"}), "damaged"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0 and so on", "old Excel"),
        (content(workbook(places=PLACES))[:-30], "damaged"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, bytes_: bytes, words: str) -> None:
    (tmp_path / "winter.xlsx").write_bytes(bytes_)
    for path in (tmp_path, tmp_path / "winter.xlsx"):
        (error,) = read(path).errors
        assert (error.file, words in error.cause) == ("winter.xlsx", True)
        assert error.remedy


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        "<worksheet>",
        cells('<c r="1A"><v>1</v></c>'),
        cells('<c r="XFE1"><v>1</v></c>'),
        cells('<c r="B1"><v>1</v></c><c r="A1"><v>1</v></c>'),
        cells('<c t="s"><v>0</v></c>'),
        cells('<c t="s"><v>-1</v></c>'),
        cells('<c t="x"><v>1</v></c>'),
        cells("<c><v>one</v></c>"),
        cells("<c><v>nan</v></c>"),
        cells('<c s="x"><v>1</v></c>'),
        cells("").replace('r="1"', 'r="1048577"'),
        cells("", "").replace('r="2"', 'r="1"'),
        cells("").replace("</worksheet>", '<mergeCells><mergeCell ref="what"/></mergeCells></worksheet>'),
        '<!DOCTYPE worksheet [<!ENTITY a "a">]>' + cells(text_row(1, "&a;")),
    ],
)
def test_a_damaged_sheet_costs_its_table_alone(tmp_path: Path, sheet: str) -> None:
    reading = read_parts(tmp_path, {"places": sheet, **places_away()}, known=KNOWN)
    assert [(each.file, "damaged" in each.cause) for each in reading.errors] == [("winter.xlsx, sheet places", True)]
    assert reading.tables.places is None
    assert reading.tables.away == ()


def places_away() -> dict[str, str]:
    return {"away": cells(text_row(1, "who", "first_date", "last_date"))}


def test_an_empty_sheet(tmp_path: Path) -> None:
    (error,) = read_workbook(tmp_path, workbook(places=[])).errors
    assert (error.file, error.cause) == ("winter.xlsx, sheet places", "the sheet is empty")


def test_names_of_files_and_sheets_are_printed_on_one_short_line(tmp_path: Path) -> None:
    file = tmp_path / ("a\nb\x1b" + "x" * 200 + ".xlsx")
    file.write_bytes(zipped(parts({"places": cells(""), "&#10;" + "y" * 500: cells(text_row(1, "x"))})))
    for finding in (*read(file).errors, *read(file).warnings):
        assert finding.sentence.isprintable()
        assert len(finding.sentence) < 500


def test_a_lost_zero_or_plus_is_put_back_with_a_warning(tmp_path: Path) -> None:
    header = ["rider", "name", "home", "phone"]
    numbers = [701740605, 46701740605, 64712345, "0701740605", "+46701740605", "701740605", 640123456, "08-123456"]
    riders = [[f"R{n}", f"P{n}", "Åre", number] for n, number in enumerate(numbers)]
    reading = read_workbook(tmp_path, workbook(riders=[header, *riders]), known=KNOWN)
    assert not reading.errors
    assert [rider.phone for rider in reading.tables.riders or ()] == [
        "0701740605", "+46701740605", "64712345", "0701740605", "+46701740605", "0701740605", "0640123456", "08-123456",
    ]  # fmt: skip
    assert [each.row for each in reading.warnings] == [2, 3, 4, 7, 8]
    assert not any("70" in each.sentence or "64" in each.sentence for each in reading.warnings)


def test_a_row_that_may_be_about_a_hidden_rider_is_not_quoted(tmp_path: Path) -> None:
    header = text_row(1, "rider", "name", "home", "limited_visibility")
    rows = [text_row(n, f"R{n}", "Gömd Hemlig", "Storgatan") for n in (2, 3, 4)]
    rows[0] += "<c><f>TRUE</f></c>"
    rows[1] += '<c t="e"><v>#N/A</v></c>'
    sheet = cells(header, *rows).replace(
        "</sheetData>", '</sheetData><mergeCells><mergeCell ref="D4:D5"/></mergeCells>'
    )
    reading = read_parts(tmp_path, {"riders": sheet}, known=KNOWN)
    assert len(reading.errors) >= 3
    assert "Storgatan" not in sentences(reading)
    assert reading.tables.riders == ()
