"""Who has limited visibility does not lose it by an oversight, and no code tells the name."""

from datetime import date, time
from pathlib import Path

import pytest

from ridematch.model.facts import Ride, Rider, Shift, Tables
from tests.tables.desk import KNOWN_PLACES, read_files

HIDDEN = Rider(rider="R31", name="Gömd Hemlig", home="Torget", limited_visibility=True)
KNOWN = Tables(places=KNOWN_PLACES, riders=(HIDDEN,))
SHIFTS = "shift,rider,workplace,days,start,end\n"


@pytest.mark.parametrize("row", ["R31,Gömd Hemlig,Torget", ",Gömd Hemlig,Torget"])
def test_a_column_that_is_missing_brings_nobody_to_light(tmp_path: Path, row: str) -> None:
    (error,) = read_files(tmp_path, {"riders.csv": f"rider,name,home\n{row}\n"}, known=KNOWN).errors
    assert (error.row, error.column, error.value) == (2, "limited_visibility", "")
    assert "Add the column" in error.remedy


@pytest.mark.parametrize(("cell", "warnings"), [("yes", 0), ("no", 1), ("", 1)])
def test_who_is_to_be_seen_from_now_on_is_said(tmp_path: Path, cell: str, warnings: int) -> None:
    content = f"rider,name,home,limited_visibility\nR31,Gömd Hemlig,Torget,{cell}\n"
    reading = read_files(tmp_path, {"riders.csv": content}, known=KNOWN)
    assert reading.errors == ()
    assert [(each.column, each.value) for each in reading.warnings] == [("limited_visibility", "")] * warnings


@pytest.mark.parametrize(
    ("code", "tells"), [("hemlig-2", True), ("Gömd1", True), ("gomdhemlig", True), ("S07", False), ("hem-2", False)]
)
def test_the_code_of_a_shift_tells_no_hidden_name(tmp_path: Path, code: str, tells: bool) -> None:
    reading = read_files(tmp_path, {"shifts.csv": f"{SHIFTS}{code},R31,Åre,Mon,06:00,14:00\n"}, known=KNOWN)
    assert [(each.column, each.value) for each in reading.errors] == ([("shift", "")] if tells else [])


def test_codes_that_are_made_are_not_doubted(tmp_path: Path) -> None:
    known = Tables(places=KNOWN_PLACES, riders=(Rider(rider="R31", name="Åre Hemlig", home="Torget",
                                                      limited_visibility=True),))  # fmt: skip
    reading = read_files(tmp_path, {"shifts.csv": f"{SHIFTS},R31,Åre,Mon,06:00,14:00\n"}, known=known)
    assert reading.errors == ()
    assert [shift.shift for shift in reading.tables.shifts or ()] == ["R31-are"]


@pytest.mark.parametrize("table", ["shifts", "rides"])
def test_who_is_hidden_later_needs_other_codes_for_what_is_in_the_store(tmp_path: Path, table: str) -> None:
    shift = Shift(shift="gomd-1", rider="R31", workplace="Åre", days=("Mon",), start=time(6), end=time(14))
    ride = Ride(ride="gomd-1", rider="R31", start="Torget", end="Åre", date=date(2099, 1, 1), arrive_by=time(8))
    seen = Rider(rider="R31", name="Gömd Hemlig", home="Torget")
    known = Tables(
        places=KNOWN_PLACES,
        riders=(seen,),
        shifts=(shift,) if table == "shifts" else (),
        rides=(ride,) if table == "rides" else (),
    )
    content = "rider,name,home,limited_visibility\nR31,Gömd Hemlig,Torget,yes\n"
    (error,) = read_files(tmp_path, {"riders.csv": content}, known=known).errors
    assert (error.file, error.column) == ("riders.csv", "limited_visibility")
    assert "with other codes" in error.remedy


def test_a_code_of_before_that_tells_the_name_is_to_be_forgotten(tmp_path: Path) -> None:
    known = Tables(places=KNOWN_PLACES, riders=(Rider(rider="gomd-hemlig", name="Gömd Hemlig", home="Torget"),))
    content = "rider,name,home,limited_visibility\n{code},Gömd Hemlig,Torget,yes\n"
    for code in ("", "R31"):
        reading = read_files(tmp_path, {"riders.csv": content.format(code=code)}, known=known)
        (warning,) = reading.warnings
        assert "ridematch forget" in warning.remedy
        assert "gomd" not in warning.sentence
