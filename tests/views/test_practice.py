from datetime import date

from ridematch.rules.practice import Refusal, load_practice_rules
from ridematch.rules.practice.ending import Ending
from ridematch.views.practice import Abroad, Judged, check_page, expiring_page
from ridematch.views.terminal import plain_lines
from tests.views.schedules import MONDAY, PEOPLE

RULES = load_practice_rules("SE")


def test_a_refusal_stands_beside_its_pair_and_its_rule_with_its_source_below() -> None:
    permit, border = RULES.on("permit", MONDAY), RULES.on("border", MONDAY)
    assert permit is not None and border is not None
    refusal = Refusal(name="permit", found="the permit is over", remedy="Apply.", rule=permit)
    judged = (
        Judged(volunteer="V1", rider="R1", until=date(2027, 3, 1)),
        Judged(volunteer="V1", rider="R3"),
        Judged(volunteer="V2", rider="R1", refusals=(refusal, refusal)),
        Judged(volunteer="V2", rider="R3", is_supervisor=False),
    )
    page = check_page(judged, (Abroad(rider="R3", country="NO", rule=border),), on=MONDAY, rules=RULES, people=PEOPLE)
    lines = plain_lines(page)
    assert lines[0] == "Driving practice on Mon 2026-12-14, by the rules of SE"
    v1, v2, r1, r3 = (PEOPLE.who(code) for code in ("V1", "V2", "R1", "R3"))
    assert f"supervisor: {v1}; learner: {r1}; until: 2027-03-01" in lines
    assert f"supervisor: {v1}; learner: {r3}; until: more than a year" in lines
    why = "the permit is over (rule: permit, as read on 2026-11-23, Transportstyrelsen)"
    assert f"supervisor: {v2}; learner: {r1}; why not: {why}; what to do: Apply." in lines
    assert f"supervisor: {v2}; learner: {r3}; why not: the volunteer is not among the supervisors" in "\n".join(lines)
    rules = lines[lines.index("The rules behind it:") + 1 :]
    assert [line.partition(":")[0] for line in rules] == ["permit", "border", "To be confirmed with Transportstyrelsen"]
    assert rules[0].endswith(permit.source)


def test_without_pairs_it_says_what_to_do() -> None:
    page = check_page((), (), on=MONDAY, rules=RULES, people=PEOPLE)
    assert "There is no pair to judge: enter approvals first." in plain_lines(page)


def test_what_ends_says_when_and_what_to_do() -> None:
    found = (
        Ending(last_day=MONDAY, name="approval", volunteer="V1", rider="R1"),
        Ending(last_day=date(2026, 12, 16), name="permit", rider="R1"),
        Ending(last_day=date(2026, 12, 17), name="licence_origin", volunteer="V1"),
        Ending(last_day=date(2026, 12, 18), name="intro_course", volunteer="V1"),
        Ending(last_day=date(2026, 12, 19), name="season", rider="R1"),
    )
    lines = plain_lines(expiring_page(found, today=MONDAY, days=60, rules=RULES, people=PEOPLE))
    assert lines[0] == "What ends from today to 60 days ahead"
    v1, r1 = PEOPLE.who("V1"), PEOPLE.who("R1")
    assert lines[2] == (
        f"last day: Mon 2026-12-14; days left: 0; what: approval; who: {v1} for {r1}; what to do: "
        "Apply for a new one at Transportstyrelsen; it takes up to 4 weeks."
    )
    assert lines[3].endswith(f"what: permit; who: {r1}; what to do: Apply for a new one; it is valid for 5 years.")
    assert len(lines) == 7
    assert plain_lines(expiring_page((), today=MONDAY, days=60, rules=RULES, people=PEOPLE))[-1] == (
        "Nothing ends in these days."
    )
