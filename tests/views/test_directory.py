import pytest

from ridematch.model.edition import Person
from ridematch.views.directory import Directory
from tests.views.schedules import PEOPLE


def test_a_name_comes_with_its_code() -> None:
    assert PEOPLE.who("R1") == "Ada Påhitt (R1)"
    assert PEOPLE.first_name("R1") == "Ada"


def test_a_first_name_is_the_first_name_also_after_the_last() -> None:
    people = Directory({"R8": Person(code="R8", name="Påhitt, Eva Maria")})
    assert people.first_name("R8") == "Eva"


@pytest.mark.parametrize(
    ("name", "seats", "called"),
    [
        ("The Friday Club", 11, "The Friday Club"),
        ("The Friday Club", 1, "The Friday Club"),
        ("Den glada skaran", 3, "Den glada skaran"),
        ("Åre ungdomsgrupp", 4, "Åre ungdomsgrupp"),
        ("Ungdomsgården, Duved", 8, "Ungdomsgården, Duved"),
        ("Fjällets Vänner", 8, "Fjällets Vänner"),
        ("Samira Påhitt", 2, "Samira"),  # with her child
        ("Påhitt, Samira", 4, "Samira"),
        ("An Påhitt", 1, "An"),
        ("Dennis Påhitt", 1, "Dennis"),
        ("The", 1, "The"),
    ],
)
def test_a_group_is_called_by_its_whole_name_and_a_person_by_the_first(name: str, seats: int, called: str) -> None:
    people = Directory({"R8": Person(code="R8", name=name, seats=seats)})
    assert people.first_name("R8") == called


def test_a_group_with_limited_visibility_is_a_code() -> None:
    people = Directory({"R8": Person(code="R8", name="The Friday Club", seats=11, limited_visibility=True)})
    assert people.first_name("R8") == "R8"


def test_somebody_with_limited_visibility_is_a_code_whatever_the_store_says() -> None:
    careless = Person(code="R9", name="Eva Hemlig", phone="070-1740699", place="Mötesplatsen", limited_visibility=True)
    people = Directory({"R9": careless})
    assert {people.who("R9"), people.name("R9"), people.first_name("R9")} == {"R9"}
    assert people.phone("R9") == ""
    assert people.place("home:R9") == "Mötesplatsen"


def test_who_is_gone_stays_a_code() -> None:
    assert PEOPLE.who("R99") == "R99"
    assert PEOPLE.place("home:R99") == "home of R99"


def test_sentences_in_codes_get_names_and_other_codes_stay() -> None:
    sentence = "out, V1 (3 min away): already driving S1:2026-12-14:out, R1:2026-12-14:lesson then, R1"
    assert PEOPLE.named(sentence) == (
        "out, Bo Skjuts (V1) (3 min away): already driving S1:2026-12-14:out, R1:2026-12-14:lesson then, "
        "Ada Påhitt (R1)"
    )
