"""Text messages: how long they are, what they say, and in whose language."""

from dataclasses import replace

import pytest

from ridematch.language import LANGUAGES, RECEIVED, is_right_to_left, speaking_to, spoken
from ridematch.model.edition import Person
from ridematch.views.directory import Directory
from ridematch.views.rides import PlannedRide, lessons, rides
from ridematch.views.text_messages import MOST_SEGMENTS, segments, to_rider, to_volunteer
from tests.views.schedules import PEOPLE, STOPS, ZONE

RIDE = next(one for one in rides(STOPS) if one.rider == "R1")
DRIVEN = replace(RIDE, pickup=replace(RIDE.pickup, practice="yes"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("å" * 306, 2),
        ("a" * 307, 3),
        ("[" * 80, 1),  # each takes the room of two
        ("[" * 81, 2),
        ("و" * 70, 1),
        ("و" * 71, 2),
        ("و" * 134, 2),
        ("و" * 135, 3),
        ("🚗" * 35, 1),  # two units of UCS-2 each
        ("🚗" * 36, 2),
    ],
)
def test_a_message_is_counted_as_telephones_count(text: str, parts: int) -> None:
    assert segments(text) == parts


def test_a_rider_reads_when_where_and_who() -> None:
    with speaking_to("sv"):
        text = to_rider(RIDE, people=PEOPLE, zone=ZONE, why="new", office="0647-1")
    assert "05:10" in text
    assert PEOPLE.first_name(RIDE.volunteer) in text
    assert text.endswith("0647-1")


@pytest.mark.parametrize("why", ["new", "changed", "cancelled"])
@pytest.mark.parametrize("language", [*LANGUAGES, *RECEIVED])
def test_in_every_language_it_fits_even_with_the_longest_names(language: str, why: str) -> None:
    long = {
        code: Person(code=code, name="Extraordinarius " * 6, place="Överövervallsbyn " * 4) for code in PEOPLE.people
    }
    many = {code: replace(person, seats=11) for code, person in long.items()}
    for one in (*rides(STOPS), DRIVEN, *lessons(STOPS)):
        with speaking_to(language):
            for people in (PEOPLE, Directory(long), Directory(many)):
                for write in (to_rider, to_volunteer):
                    text = write(one, people=people, zone=ZONE, why=why, office="070-174 06 05")  # type: ignore[arg-type]
                    assert 0 < segments(text) <= MOST_SEGMENTS


@pytest.mark.parametrize("language", [*LANGUAGES, *RECEIVED])
def test_a_group_is_named_whole_and_the_message_says_all_the_rest(language: str) -> None:
    club = Person(code="R1", name="Fredagsklubben i Undersåker", place="Mötesplats Undersåker", seats=11)
    with speaking_to(language):
        text = to_volunteer(
            RIDE, people=Directory({**PEOPLE.people, "R1": club}), zone=ZONE, why="changed", office="070-174 06 05"
        )
    assert all(part in text for part in (club.name, club.place, "05:10", "Bageriet"))
    assert segments(text) <= MOST_SEGMENTS


@pytest.mark.parametrize("language", [*LANGUAGES, *RECEIVED])
def test_a_ride_that_the_learner_drives_says_so_to_both(language: str) -> None:
    told = {}
    with speaking_to(language):
        for write in (to_rider, to_volunteer):
            usual, told[write] = (write(one, people=PEOPLE, zone=ZONE, why="new", office="") for one in (RIDE, DRIVEN))
            assert usual != told[write]
    if language == "sv":
        assert ": du kör; " in told[to_rider]
        assert ", som kör, " in told[to_volunteer]


def test_a_language_that_is_not_known_is_not_spoken() -> None:
    with speaking_to("tlh"):
        assert spoken() == "en"
    with speaking_to("Dari"):
        assert spoken() == "prs"
        assert is_right_to_left()
    assert spoken() == "en"


@pytest.mark.parametrize("language", RECEIVED)
def test_what_is_received_is_in_another_script_or_language(language: str) -> None:
    """And of what stands in it nothing is lost."""
    assert isinstance(RIDE, PlannedRide)
    with speaking_to(language):
        text = to_rider(RIDE, people=PEOPLE, zone=ZONE, why="new", office="")
    english = to_rider(RIDE, people=PEOPLE, zone=ZONE, why="new", office="")
    assert text != english
    for kept in (PEOPLE.first_name(RIDE.volunteer), "05:10"):
        assert kept in text
    assert ("\u2068" in text) == (language in ("ar", "prs"))
