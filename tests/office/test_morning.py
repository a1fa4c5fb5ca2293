import pytest

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Volunteer
from ridematch.office.morning import find_volunteer

VOLUNTEERS = (
    Volunteer(volunteer="V1", name="Åsa Påhitt", home="A"),
    Volunteer(volunteer="V2", name="Asta Fiktiv", home="A"),
    Volunteer(volunteer="V10", name="Bo V1 Skjuts", home="A"),
)


@pytest.mark.parametrize(
    ("text", "code"), [("V1", "V1"), ("v10", "V10"), ("asa", "V1"), ("ÅSA p", "V1"), ("fiktiv", "V2")]
)
def test_a_code_or_a_part_of_the_name_finds_the_volunteer(text: str, code: str) -> None:
    assert find_volunteer(VOLUNTEERS, text) == code


@pytest.mark.parametrize(("text", "said"), [("a", "V1, V2"), ("nobody", "No volunteer"), ("", "No volunteer")])
def test_nobody_or_several_is_an_error_in_codes(text: str, said: str) -> None:
    with pytest.raises(RidematchError) as caught:
        find_volunteer(VOLUNTEERS, text)
    assert said in str(caught.value)
    assert "Fiktiv" not in str(caught.value)
