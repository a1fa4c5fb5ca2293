import pytest

from ridematch.tables import cells
from ridematch.tables.findings import BadCellError
from tests.tables.desk import VOCABULARY


@pytest.mark.parametrize("cell", ["63,39879", "63.39879", " 63,39879"])
def test_decimal_comma_and_point(cell: str) -> None:
    assert cells.decimal(-90, 90)(cell.strip()) == 63.39879


@pytest.mark.parametrize("cell", ["90", "-90", "90,0", "\u22125"])
def test_a_number_on_the_line(cell: str) -> None:
    assert isinstance(cells.decimal(-90, 90)(cell), float)


@pytest.mark.parametrize("cell", ["90.001", "-91", "nan", "inf", "1e3", "--5", "5 km", "١٢", "9" * 400])
def test_a_number_past_it_or_none(cell: str) -> None:
    with pytest.raises(BadCellError):
        cells.decimal(-90, 90)(cell)


def test_whole_numbers() -> None:
    assert cells.whole(0, 2000)("1 200") == 1200
    assert cells.whole(0, 60)("4,0") == 4
    for wrong in ("-1", "61", "4,5", ""):
        with pytest.raises(BadCellError):
            cells.whole(0, 60)(wrong)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("63.4,13.08", "63.4,13.08"),
        ("63.4, 13.08", "63.4,13.08"),
        ("63.4 13.08", "63.4,13.08"),
        ("63,39879 13,07579", "63.39879,13.07579"),
        ("63,39879, 13,07579", "63.39879,13.07579"),
        ("63,39879,13,07579", "63.39879,13.07579"),
        ("63,39879; 13,07579", "63.39879,13.07579"),
        ("-33.9,18.4", "-33.9,18.4"),
        ("63 13", "63.0,13.0"),
        ("90.0,180.0", "90.0,180.0"),
    ],
)
def test_coordinates(cell: str, expected: str) -> None:
    assert cells.point(cell) == expected
    assert cells.point(expected) == expected


@pytest.mark.parametrize("cell", ["63,4", "63,4,13", "Åre", "E14", "63.4", "", "63.4,13.08,5", "nan,nan"])
def test_no_coordinates(cell: str) -> None:
    assert cells.point(cell) is None


@pytest.mark.parametrize("cell", ["90.1,13.08", "63.4,180.5"])
def test_coordinates_off_the_earth(cell: str) -> None:
    with pytest.raises(BadCellError):
        cells.point(cell)


@pytest.mark.parametrize("cell", ["ja", "Ja", "yes", "true", "SANT", "1", "x", "X"])
def test_yes(cell: str) -> None:
    assert cells.yes_no(cell) is True


@pytest.mark.parametrize("cell", ["nej", "No", "false", "FALSKT", "0"])
def test_no(cell: str) -> None:
    assert cells.yes_no(cell) is False


def test_neither_yes_nor_no() -> None:
    with pytest.raises(BadCellError):
        cells.yes_no("kanske")


@pytest.mark.parametrize(
    "cell", ["wheelchair", "child-seat:2", "lang:ar", "woman-driver no-dog", "CHILD-SEAT:1, Wheelchair"]
)
def test_codes_of_the_vocabulary(cell: str) -> None:
    assert cells.vocabulary_codes(cell, VOCABULARY) == cells.words(cell)


@pytest.mark.parametrize(
    "cell",
    ["whelchair", "child-seat:0", "child-seat:", "child-seat:x", "no-dog:2", "lang:", "lang", "no-dog no-dog",
     "child-seat:1 child-seat:2"],
)  # fmt: skip
def test_no_codes_of_the_vocabulary(cell: str) -> None:
    with pytest.raises(BadCellError):
        cells.vocabulary_codes(cell, VOCABULARY)


def test_a_code_keeps_the_spelling_of_the_configuration() -> None:
    assert cells.vocabulary_codes("epa", {"EPA": "driver"}) == ("EPA",)


def test_an_unknown_code_gets_a_suggestion() -> None:
    with pytest.raises(BadCellError) as raised:
        cells.vocabulary_codes("whelchair", VOCABULARY)
    assert raised.value.hint == "Maybe you meant wheelchair."


def test_a_phone_number_keeps_its_zero_and_plus() -> None:
    assert cells.phone("070-174 06 05") == "070-174 06 05"
    assert cells.phone("+46 70 174 06 05") == "+46 70 174 06 05"
    for wrong in ("4,67E+10", "ring växeln", "+"):
        with pytest.raises(BadCellError):
            cells.phone(wrong)


@pytest.mark.parametrize("cell", ["R01", "kim-berg-2", "åsa_1", "17"])
def test_codes(cell: str) -> None:
    assert cells.code(cell) == cell


@pytest.mark.parametrize("cell", ["R 01", "R:01", "../R01", "-R01", ".", "a/b", "R,1", "r" * 81])
def test_no_codes(cell: str) -> None:
    with pytest.raises(BadCellError):
        cells.code(cell)


def test_a_guarded_formula_loses_one_apostrophe_and_other_texts_none() -> None:
    assert cells.cell_text("'=1+1") == "=1+1"
    assert cells.cell_text("''=1+1") == "'=1+1"
    assert cells.cell_text("'t Hof") == "'t Hof"


@pytest.mark.parametrize(("cell", "expected"), [("se", "SE"), ("Norge", "NO"), ("SE/NO", "SE/NO")])
def test_countries(cell: str, expected: str) -> None:
    assert cells.country(cell) == expected


@pytest.mark.parametrize("cell", ["S", "SWE", "S1", "SE/", "SE NO"])
def test_no_countries(cell: str) -> None:
    with pytest.raises(BadCellError):
        cells.country(cell)


def test_a_cell_is_a_page_at_most_and_printable() -> None:
    assert cells.cell_text("x" * cells.CELL_CHARACTERS)
    for wrong in ("x" * (cells.CELL_CHARACTERS + 1), "\x1b[31m", "a\x85b"):
        with pytest.raises(BadCellError):
            cells.cell_text(wrong)


def test_a_place_is_not_called_like_coordinates() -> None:
    assert cells.place_name("Åre  station") == "Åre station"
    for wrong in ("63.4,13.08", "home:R01"):
        with pytest.raises(BadCellError):
            cells.place_name(wrong)
