"""What is said after a no, and where nobody else can have a ride."""

from datetime import date

import pytest

from ridematch.views.answers import AfterNo, Asked, Offer, ask_page, declined_page
from ridematch.views.terminal import plain_lines
from tests.views.schedules import MONDAY, OUT_1, PEOPLE, ZONE, at

ASK, YES, TOLD = (f"  ridematch {word} {OUT_1}" for word in ("ask", "yes", "told"))


def an_offer(volunteer: str) -> Offer:
    return Offer(
        volunteer=volunteer,
        leaves_at=at("04:00"),
        home_at=at("05:00"),
        minutes=30,
        metres=20_000,
        also=(),
        asked=date(2026, 12, 1),
        drove=None,
        noes=0,
        word="",
        short_notice=False,
    )


def after_no(has_it: str, state: str) -> list[str]:
    one = AfterNo(serves=OUT_1, rider="R1", told=False, has_it=has_it, offers=(an_offer("V3"),), state=state)
    page = declined_page((one,), volunteer="V2", because="ill", people=PEOPLE, zone=ZONE, command="ridematch")
    return plain_lines(page)


@pytest.mark.parametrize(
    ("state", "said", "steps"),
    [
        ("proposed", "who has not been asked.", [f"{ASK} --of V1", f"{YES} --of V1"]),
        ("asked", "who was asked and has not answered.", [f"{YES} --of V1"]),
        ("moved", "who said yes to another time.", [f"{ASK} --of V1", f"{YES} --of V1"]),
        ("accepted", "who said yes.", [TOLD]),
        ("told", "It is promised with Bo Skjuts (V1), and stays so.", []),
        ("declined", "who said no too; the next match looks at it anew.", [f"{ASK} --of V3", f"{YES} --of V3"]),
    ],
)
def test_after_a_no_the_next_steps_are_about_whoever_has_it_now(state: str, said: str, steps: list[str]) -> None:
    found = after_no("V1", state)
    assert any("Bo Skjuts (V1)" in line and line.endswith(said) for line in found)
    assert [line for line in found if line.startswith("  ridematch")] == steps


def test_where_nobody_has_it_they_are_about_the_first_who_could() -> None:
    assert [line for line in after_no("", "proposed") if line.startswith("  ridematch")] == [
        f"{ASK} --of V3",
        f"{YES} --of V3",
    ]


@pytest.mark.parametrize("left_out", ["", "S1:2026-12-14"])
def test_why_nobody_else_can_have_it_is_looked_for_where_it_is_told(left_out: str) -> None:
    about = Asked(
        serves=OUT_1, rider="R1", date=MONDAY, what="A to B", volunteer="V1", state="proposed", left_out=left_out
    )
    found = plain_lines(ask_page(about, (), people=PEOPLE, zone=ZONE, command="ridematch --store x"))
    assert "Nobody else can have it beside what is planned." in found
    assert [line for line in found if "unmet" in line] == (
        [f"  ridematch --store x unmet {left_out}"] if left_out else []
    )
