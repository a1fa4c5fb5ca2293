from datetime import date

import pytest

from ridematch.rules.practice import load_practice_rules
from ridematch.views.terminal import plain_lines
from ridematch.views.who_could import Advice, Tried, who_could_page
from tests.views.schedules import MONDAY, PEOPLE

ONE = Tried(volunteer="V1", rider="R3", ready_on=date(2027, 1, 11), approvals=3, minutes=120, rides=0, driving=35)


def shown(advice: Advice, country: str = "SE") -> list[str]:
    return plain_lines(who_could_page(advice, rules=load_practice_rules(country), today=MONDAY, people=PEOPLE))


def test_a_row_for_each_approval_and_what_was_not_one() -> None:
    worse = Tried(volunteer="V2", rider="R3", ready_on=date(2027, 1, 11), approvals=5, minutes=60, rides=1, driving=-5)
    lines = shown(Advice(first_date=MONDAY, days=7, tried=(ONE, worse), allowed=9, no_time=1, no_use=4, not_tried=2))
    assert lines[0] == "New approvals, tried on Mon 2026-12-14 to Sun 2026-12-20"
    v1, r3 = PEOPLE.who("V1"), PEOPLE.who("R3")
    assert lines[2] == (
        f"supervisor: {v1}; learner: {r3}; more practice: 2 h 0 min; more driving: 35 min; approvals: 3 of 5; "
        "ready about: 2027-01-11"
    )
    assert "more driving: 0 min; rides: 1 left out instead; approvals: 5 of 5" in lines[3]
    told = "\n".join(lines[4:])
    assert "An application to Transportstyrelsen takes up to 4 weeks." in told
    assert "1 more has no common time." in told
    assert "4 unlock nothing." in told
    assert "2 were not tried: say --time-limit for more time." in told


@pytest.mark.parametrize(
    ("advice", "country", "said"),
    [
        (Advice(first_date=MONDAY, days=7, needed=False), "GB", "By the rules of GB nobody has to be approved"),
        (Advice(first_date=MONDAY, days=7), "SE", "No new approval would be allowed, or none would open more practice"),
        (Advice(first_date=MONDAY, days=7, allowed=2, no_use=2), "SE", "None of the approvals that would be allowed"),
    ],
)
def test_where_there_is_none_it_says_why(advice: Advice, country: str, said: str) -> None:
    assert said in "\n".join(shown(advice, country))
