from datetime import date

from ridematch.model.facts import Ride, Rider, Tables
from ridematch.tables.one_row import OneRow, read_row
from tests.tables.desk import KNOWN_PLACES, VOCABULARY, find_place

TODAY = date(2026, 12, 14)
STORED = Ride(ride="R1-2026-12-16", rider="R1", start="Åre", end="Järpen", date=date(2026, 12, 16))  # with no time
KNOWN = Tables(
    places=KNOWN_PLACES,
    riders=(
        Rider(rider="R1", name="Ture Påhitt", home="Åre"),
        Rider(rider="R2", name="Hemlig Fiktiv", home="Torget", limited_visibility=True),
    ),
    rides=(STORED,),
)


def a_ride(**cells: str) -> OneRow:
    """A ride of R1 from Åre to Järpen, as typed."""
    typed = {"rider": "R1", "from": "Åre", "to": "Järpen", "date": "2026-12-16", "arrive_by": "09:30"} | cells
    return read_row(
        "rides",
        typed,
        headings={"from": "FROM", "to": "TO", "arrive_by": "--arrive-by"},
        known=KNOWN,
        vocabulary=VOCABULARY,
        finder=find_place,
        today=TODAY,
    )


def test_a_row_gets_a_code_that_no_stored_row_has() -> None:
    found = a_ride()
    assert isinstance(found.row, Ride)
    assert found.row.ride == "R1-2026-12-16-2"
    assert (found.errors, found.warnings) == ((), ())


def test_every_mistake_is_named_as_it_was_typed() -> None:
    found = a_ride(to="Jarpne", arrive_by="25:00", date="")
    assert found.row is None
    assert len(found.errors) == 3
    said = "\n".join(found.errors)
    assert 'TO "Jarpne": no place has this name. Maybe you meant Järpen.' in said
    assert '--arrive-by "25:00"' in said
    assert "date: a required cell is empty" in said


def test_the_rules_for_one_row_hold_and_stored_rows_are_nobodys_business() -> None:
    found = a_ride(to="Åre")
    assert found.row is None
    assert len(found.errors) == 1  # the stored one has no time at all, and is not spoken of
    assert "it leads to where it begins" in found.errors[0]


def test_doubts_are_warnings() -> None:
    found = a_ride(to="jarpen", date="2026-12-13")
    assert isinstance(found.row, Ride)
    assert found.row.end == "Järpen"
    assert any("It is read as Järpen" in warning for warning in found.warnings)
    assert any("in the past" in warning for warning in found.warnings)


def test_a_row_about_a_hidden_rider_is_not_quoted() -> None:
    found = a_ride(rider="R2", **{"from": "63.4,13.1"})
    assert found.row is None
    assert "63.4" not in "".join(found.errors)
    assert "Hemlig" not in "".join(found.errors)


def test_characters_nobody_types_are_refused() -> None:
    assert "can't be printed" in a_ride(to="Jär\x00pen").errors[0]
