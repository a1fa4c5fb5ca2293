"""Where homes stand on maps: in the middle of their villages unless asked otherwise, hidden ones never elsewhere."""

from dataclasses import replace

import pytest

from ridematch.model.edition import Person
from ridematch.model.facts import Place
from ridematch.office.maps import named, positions
from ridematch.views.directory import Directory
from tests.rules.rows import a_ride, a_rider, some_tables

PLACES = (
    Place(name="By", lat=63.0, lon=13.0),
    Place(name="Far", lat=64.0, lon=14.0),
    Place(name="Work", lat=63.2, lon=13.2, kind="workplace"),
    Place(name="Meet", lat=63.5, lon=13.5, kind="meeting-point"),
)
HOME = "63.01,13.01"
TABLES = some_tables(
    places=PLACES,
    riders=(a_rider("R1", HOME), replace(a_rider("R2", "Meet"), limited_visibility=True)),
    volunteers=(),
    availability=(),
    rides=(replace(a_ride("E1"), start="63.02,13.03", end="Work"),),
)
PEOPLE = Directory(
    {
        "R1": Person(code="R1", name="Ada", place="By"),
        "R2": Person(code="R2", name="R2", place="Meet", limited_visibility=True),
    }
)


@pytest.mark.parametrize(
    ("exact", "home", "errand"), [(False, (63.0, 13.0), (63.0, 13.0)), (True, (63.01, 13.01), (63.02, 13.03))]
)
def test_homes_and_coordinates_are_blurred_to_the_village(
    exact: bool, home: tuple[float, float], errand: tuple[float, float]
) -> None:
    found = positions(TABLES, PEOPLE, exact=exact)
    assert found["home:R1"] == home
    assert found["at:E1:1"] == errand
    assert found["Work"] == (63.2, 13.2)


@pytest.mark.parametrize("exact", [False, True])
def test_who_is_hidden_is_at_the_meeting_point(exact: bool) -> None:
    found = positions(TABLES, PEOPLE, exact=exact)
    assert found["Meet"] == (63.5, 13.5)
    assert "home:R2" not in found


def test_a_place_with_no_village_near_has_a_name_of_its_own() -> None:
    near = Place(name="Hotel", lat=63.02, lon=13.0, kind="workplace")
    assert [name for name, _ in named((*PLACES, near))] == ["By", "Far", "Work", "Meet"]
