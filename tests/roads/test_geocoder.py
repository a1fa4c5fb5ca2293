"""Names to places: exact, then without accents, then only suggestions."""

import unicodedata

import pytest
from geopy.geocoders.base import Geocoder
from hypothesis import given
from hypothesis import strategies as st

from ridematch.roads.geocoder import FoundPlace, PlacesGeocoder, find_place
from tests.roads.builders import place

PLACES = [
    place("Järpen", 63.34222, 13.47167),
    place("Åre", 63.39879, 13.07579),
    place("Ås", 63.24778, 14.56722),
    place("Hallen", 63.17556, 14.09417),
    place("Hållen", 63.2, 14.3),
    place("Trondheim Værnes", 63.4539, 10.91389),
    place("Stjørdal", 63.47015, 10.91365),
    place("Sjukhuset Exempel Östersund", 63.17, 14.65),
]
find = find_place(PLACES)


@pytest.mark.parametrize("text", ["Järpen", "  Järpen ", unicodedata.normalize("NFD", "Järpen")])
def test_exact(text: str) -> None:
    assert find(text) == FoundPlace("Järpen", True, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("jarpen", "Järpen"),
        ("JÄRPEN", "Järpen"),
        ("are", "Åre"),
        ("Stjordal", "Stjørdal"),
        ("trondheim  vaernes", "Trondheim Værnes"),
        ("hallen", "Hallen"),  # Hållen needs its ring: case alone comes before accents
        ("hållen", "Hållen"),
    ],
)
def test_case_and_accents_are_overlooked_where_one_place_is_left(text: str, name: str) -> None:
    assert find(text) == FoundPlace(name, False, ())


def test_two_that_differ_in_accents_only_are_both_suggested() -> None:
    assert find("Hällen") == FoundPlace(None, False, ("Hallen", "Hållen"))


@pytest.mark.parametrize("text", ["Jerpen", "Järpan", "Järpenn"])
def test_a_close_spelling_is_never_taken_only_suggested(text: str) -> None:
    assert find(text) == FoundPlace(None, False, ("Järpen",))


def test_nothing_is_suggested_where_nobody_asks() -> None:
    assert find("Järpn", suggest=False) == FoundPlace(None, False, ())
    assert find("jarpen", suggest=False) == FoundPlace("Järpen", False, ())


@pytest.mark.parametrize(
    ("text", "names"), [("Ara", ("Åre",)), ("Åre station", ("Åre",)), ("Trondheim", ("Trondheim Værnes",))]
)
def test_a_wrong_letter_in_a_short_name_and_a_word_too_many_or_too_few(text: str, names: tuple[str, ...]) -> None:
    assert find(text) == FoundPlace(None, False, names)


def test_the_beginning_of_a_name_is_a_suggestion() -> None:
    assert find("Sjukhuset") == FoundPlace(None, False, ("Sjukhuset Exempel Östersund",))


@pytest.mark.parametrize("text", ["", "  ", "Kiruna", "63.4,13.1"])
def test_nothing_like_it(text: str) -> None:
    assert find(text) == FoundPlace(None, False, ())


@given(st.text(max_size=20))
def test_only_what_folds_alike_is_ever_taken(text: str) -> None:
    found = find(text)
    assert found.name is None or not found.suggestions
    assert not (found.exact and found.name is None)


def test_geocode() -> None:
    geocoder = PlacesGeocoder(PLACES)
    assert isinstance(geocoder, Geocoder)
    location = geocoder.geocode("are", timeout=1)
    assert (location.address, location.latitude, location.longitude) == ("Åre", 63.39879, 13.07579)
    assert location.raw["match"] == "folded"
    assert geocoder.geocode("Åre").raw["match"] == "exact"
    assert [found.address for found in geocoder.geocode("Åre", exactly_one=False)] == ["Åre"]


def test_geocode_never_guesses() -> None:
    geocoder = PlacesGeocoder(PLACES)
    assert geocoder.geocode("Jerpen") is None
    assert geocoder.geocode("Hällen") is None
    suggestions = geocoder.geocode("Jerpen", exactly_one=False)
    assert [(found.address, found.raw["match"]) for found in suggestions] == [("Järpen", "suggestion")]
    assert geocoder.geocode("Kiruna", exactly_one=False) is None


def test_reverse_gives_the_nearest() -> None:
    geocoder = PlacesGeocoder(PLACES)
    nearest = geocoder.reverse("63.40, 13.08")
    assert nearest.address == "Åre"
    assert 200 < nearest.raw["metres"] < 300
    assert [found.address for found in geocoder.reverse((63.3, 13.4), exactly_one=False)] == ["Järpen", "Åre", "Hallen"]
    assert PlacesGeocoder([]).reverse((63.3, 13.4)) is None


def test_the_network_is_refused() -> None:
    with pytest.raises(RuntimeError, match="never online"):
        PlacesGeocoder(PLACES)._call_geocoder("http://localhost/", lambda answer: answer)
