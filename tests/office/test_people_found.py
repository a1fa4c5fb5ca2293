import pytest

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Rider, Volunteer
from ridematch.office.people_found import NobodyError, find_person

VOLUNTEERS = (
    Volunteer(volunteer="V1", name="Åsa Påhitt", home="A"),
    Volunteer(volunteer="V2", name="Asta Fiktiv", home="A"),
    Volunteer(volunteer="V10", name="Bo V1 Skjuts", home="A"),
    Volunteer(volunteer="V11", name="Bo V1 Skjutsberg", home="A"),
)
HIDDEN = Rider(rider="R31", name="Noor Hemlig", home="M", limited_visibility=True)
EVERYBODY = (Rider(rider="R1", name="Åsa Riddare", home="A"), HIDDEN, *VOLUNTEERS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("V1", "V1"),
        ("v10", "V10"),
        ("pahitt", "V1"),
        ("ÅSA p", "V1"),
        ("  åsa   påhitt ", "V1"),
        ("fiktiv", "V2"),
        ("bo v1 skjuts", "V10"),  # the whole name, though it is a part of another one
        ("riddare", "R1"),
        ("r31", "R31"),
    ],
)
def test_a_code_or_a_name_or_a_part_of_one_finds_the_person(text: str, code: str) -> None:
    assert find_person(EVERYBODY, text) == code


@pytest.mark.parametrize(("text", "codes"), [("åsa", "R1, V1"), ("skjuts", "V10, V11")])
def test_several_are_named_by_their_codes(text: str, codes: str) -> None:
    with pytest.raises(RidematchError, match=codes) as caught:
        find_person(EVERYBODY, text)
    assert "Skjuts" not in str(caught.value)
    assert "Riddare" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "hint"), [("V100", "Maybe you meant V10."), ("Fiktv", "Maybe you meant V2."), ("", ""), ("qqqqqq", "")]
)
def test_nobody_is_an_error_with_the_code_of_the_nearest(text: str, hint: str) -> None:
    with pytest.raises(NobodyError, match="Nobody has that code or name") as caught:
        find_person(VOLUNTEERS, text)
    assert hint in str(caught.value)
    assert ("Maybe" in str(caught.value)) == bool(hint)
    assert "Fiktiv" not in str(caught.value)


@pytest.mark.parametrize("text", ["noor", "Noor Hemlig", "hemli"])
def test_a_hidden_rider_is_found_by_the_code_alone(text: str) -> None:
    with pytest.raises(NobodyError) as caught:
        find_person(EVERYBODY, text)
    assert "found by their code alone" in str(caught.value)
    assert "R31" not in str(caught.value)
