"""The law as admission and as the checker read it: two hands, one answer, on every day that could tell them apart."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ridematch.model.facts import Approval, Learner, Licence, Supervisor, Tables
from ridematch.rules.check.law import LAWS, GivenLesson, broken_laws
from ridematch.rules.practice import load_practice_rules, refusals
from ridematch.rules.practice.judge import PAIR_RULES
from ridematch.rules.practice.known import KnownPairs
from ridematch.rules.practice.lesson import LESSON_RULES, forbids, hours_on
from tests.rules.rows import a_learner, a_licence, a_supervisor, an_approval

COUNTRIES = ("SE", "NO", "GB", "US-NY")
RULES = {code: load_practice_rules(code) for code in COUNTRIES}
DAY = timedelta(days=1)

CHANGES = sorted(
    {
        day + shift * DAY
        for rules in RULES.values()
        for rule in rules.rules
        for day in (rule.since, rule.until)
        if day is not None
        for shift in (-1, 0, 1)
    }
)
"""Every change of a law, the day before and the day after."""

LEAPS = [date(year, month, day) for year in (2024, 2028) for month, day in ((2, 28), (2, 29), (3, 1))]
LEAPS += [date(year, month, day) for year in (2025, 2026, 2027) for month, day in ((2, 28), (3, 1))]
ENDS_OF_SEASONS = [date(2026, month, day) for month, day in ((3, 15), (3, 16), (10, 31), (11, 1))]
DATES = st.sampled_from([*CHANGES, *LEAPS, *ENDS_OF_SEASONS]) | st.dates(date(2008, 1, 1), date(2032, 12, 31))
NOON = datetime.combine(date(2026, 12, 14), time(12))
TERMS = (0, 1, 3, 5, 10, 16, 17, 18, 21, 24, 25)


def years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return date(on.year - years, 2, 28)


@st.composite
def around(draw: st.DrawFn, on: date) -> date:
    """So many years before a date, or a day or two from there: where terms, ages and permits end and begin."""
    day = years_before(on, draw(st.sampled_from(TERMS))) + draw(st.integers(-2, 2)) * DAY
    return draw(st.just(day) | st.just(date(day.year - day.year % 4, 2, 29)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    country: str
    on: date
    learner: Learner
    supervisor: Supervisor
    licences: tuple[Licence, ...]
    approvals: tuple[Approval, ...]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    on = draw(DATES)
    near, maybe = around(on), st.none() | around(on)
    running = st.integers(0, 1500).map(lambda days: on - days * DAY)
    born = near.map(str) | near.map(lambda day: f"{day.year}")

    def licence(first: date, last: date | None) -> Licence:
        country, code = (
            draw(st.sampled_from(("SE", "NO", "GB", "US", "SY"))),
            draw(st.sampled_from(("B", "B78", "C", "A"))),
        )
        ends = None if last is None else max(first, last)
        return a_licence("V1", valid_from=first, valid_to=ends, country=country, code=code)

    def approval(given: date, last: date | None) -> Approval:
        rider = draw(st.sampled_from(("R1", "R1", "R2", "R3")))
        return an_approval("V1", rider, approved_on=given, valid_until=None if last is None else max(given, last))

    return Case(
        country=draw(st.sampled_from(COUNTRIES)),
        on=on,
        learner=a_learner(
            "R1",
            born=draw(born),
            permit_until=draw(near),
            intro_course_on=draw(maybe),
            dark_course_on=draw(maybe),
        ),
        supervisor=a_supervisor(
            "V1",
            born=draw(born),
            transmission=draw(st.sampled_from(("", "manual", "automatic"))),
            intro_course_on=draw(maybe),
            other_approvals=draw(st.sampled_from((0, 0, 4, 5, 15))),
        ),
        licences=tuple(licence(draw(near), draw(maybe)) for _ in range(draw(st.integers(0, 3)))),
        approvals=tuple(
            approval(draw(near | running), draw(maybe if draw(st.booleans()) else st.none()))
            for _ in range(draw(st.integers(0, 7)))
        ),
    )


def tables_of(case: Case) -> Tables:
    return Tables(
        learners=(case.learner,), supervisors=(case.supervisor,), licences=case.licences, approvals=case.approvals
    )


def by_admission(case: Case) -> set[str]:
    known = KnownPairs(tables_of(case))
    pair = known.pair("V1", case.learner)
    assert pair is not None
    return {refusal.name for refusal in refusals(RULES[case.country], pair, on=case.on) if refusal.rule}


def by_the_checker(case: Case, *, country: str = "", begins: time = time(12), minutes: int = 60) -> set[str]:
    start = datetime.combine(case.on, begins)
    lesson = GivenLesson(
        volunteer="V1",
        learner="R1",
        begins=start,
        ends=start + timedelta(minutes=minutes),
        countries=(country or case.country[:2],),
    )
    return {name for name, _ in broken_laws(RULES[case.country], tables_of(case), lesson)}


FINE: dict[str, Any] = {
    "learner": a_learner("R1", born="1990", intro_course_on=date(2026, 1, 1)),
    "supervisor": a_supervisor("V1", born="1960", intro_course_on=date(2026, 1, 1)),
    "licences": (a_licence("V1"),),
    "approvals": (an_approval("V1", "R1"),),
}


@pytest.mark.slow
@example(Case(**FINE, country="SE", on=date(2026, 7, 31)))
@example(Case(**FINE, country="NO", on=date(2026, 11, 1)))
@settings(max_examples=300, deadline=None)
@given(cases())
def test_both_find_the_same_rules_broken(case: Case) -> None:
    assert by_admission(case) == by_the_checker(case)


def edges(on: date) -> Iterator[dict[str, Any]]:
    """Everything in order, but for one thing that begins or ends within a day or two of the line."""
    learner, supervisor, (licence,) = FINE["learner"], FINE["supervisor"], FINE["licences"]
    for near in (on + shift * DAY for shift in (-1, 0, 1)):
        for years in (16, 17, 18, 21, 24, 25):
            for day in {years_before(near, years), leap_day_of(on.year - years)}:
                yield {"learner": replace(learner, born=f"{day}")}
                yield {"supervisor": replace(supervisor, born=f"{day}")}
        yield {"learner": replace(learner, permit_until=near)}
        yield {"learner": replace(learner, intro_course_on=near)}
        yield {"supervisor": replace(supervisor, intro_course_on=near)}
        yield {"approvals": (an_approval("V1", "R1", approved_on=near),)}
        yield {"approvals": (an_approval("V1", "R1", approved_on=date(2000, 1, 1), valid_until=near),)}
        yield {"licences": (replace(licence, valid_to=near),)}
        for gap in (0, 1, 2):  # renewed at once, after a day, after two
            before = replace(licence, valid_to=years_before(near, 2))
            yield {"licences": (before, a_licence("V1", valid_from=years_before(near, 2) + gap * DAY + DAY))}
        for years in (3, 5, 10):
            for day in {years_before(near, years), leap_day_of(on.year - years)}:
                yield {"approvals": (an_approval("V1", "R1", approved_on=day),)}
                yield {"licences": (replace(licence, valid_from=day),)}
                yield {"learner": replace(learner, intro_course_on=day)}
                yield {"supervisor": replace(supervisor, intro_course_on=day)}
                others = [an_approval("V1", f"R{number}", approved_on=day - number * DAY) for number in range(2, 7)]
                yield {"approvals": (an_approval("V1", "R1", approved_on=day), *others)}
        yield {"learner": replace(learner, dark_course_on=near)}


def leap_day_of(year: int) -> date:
    """29 February of a year that has one, else of the leap year before it."""
    return date(year - year % 4, 2, 29)


@pytest.mark.slow
@pytest.mark.parametrize("country", COUNTRIES)
def test_both_find_the_same_on_the_line_and_a_day_past_it(country: str) -> None:
    told = set()
    for on in {*CHANGES, *LEAPS, *ENDS_OF_SEASONS, date(2021, 2, 28), date(2025, 3, 1), date(2029, 2, 28)}:
        for one in edges(on):
            case = Case(**(FINE | one), country=country, on=on)
            found = by_the_checker(case)
            assert by_admission(case) == found, case
            told |= {frozenset(found)}
    assert len(told) > 4


def test_the_checker_judges_every_rule_that_admission_judges() -> None:
    assert set(LAWS) == {name for name, _ in PAIR_RULES} | set(LESSON_RULES)


@pytest.mark.slow
def test_the_cases_break_and_keep_each_rule() -> None:
    """Else nothing would be told by their agreeing."""
    broken: Counter[str] = Counter()
    looked_at: list[Case] = []

    @settings(max_examples=600, deadline=None, database=None, derandomize=True)
    @given(cases())
    def look(case: Case) -> None:
        looked_at.append(case)
        broken.update(by_the_checker(case))

    look()
    assert {name: 0 < broken[name] < len(looked_at) for name, _ in PAIR_RULES} == {name: True for name, _ in PAIR_RULES}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("where", ["SE", "NO", "GB", "US", ""])
def test_borders(country: str, where: str) -> None:
    case = Case(**FINE, country=country, on=date(2026, 12, 14))
    refused = forbids(RULES[country], country=where, on=case.on) is not None
    assert ("border" in by_the_checker(case, country=where or "??")) == refused


@pytest.mark.parametrize("born", ["2008-12-14", "2008-12-15", "2008", "2007"])
@pytest.mark.parametrize(
    ("begins", "minutes", "inside"),
    [("05:00", 60, True), ("04:59", 60, False), ("20:00", 60, True), ("20:01", 60, False), ("23:30", 60, False)],
)
def test_hours(born: str, begins: str, minutes: int, inside: bool) -> None:
    fine = FINE | {"learner": a_learner("R1", born=born)}
    case = Case(**fine, country="US-NY", on=date(2026, 12, 14))
    limited = hours_on(RULES["US-NY"], case.learner, case.on) is not None
    found = "hours" in by_the_checker(case, begins=time.fromisoformat(begins), minutes=minutes)
    assert found == (limited and not inside)


def test_born_on_29_february() -> None:
    for on, fine in ((date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2028, 2, 29), True)):
        young = FINE | {"learner": a_learner("R1", born="2008-02-29")}
        case = Case(**young, country="US-NY", on=on)
        assert ("hours" not in by_the_checker(case, begins=time(22))) == fine
        assert by_admission(case) == by_the_checker(case) == set()


def test_who_is_in_no_table_is_told() -> None:
    lesson = GivenLesson(volunteer="V9", learner="R1", begins=NOON, ends=NOON + timedelta(hours=1), countries=("SE",))
    assert [name for name, _ in broken_laws(RULES["SE"], Tables(learners=(a_learner("R1"),)), lesson)] == ["known"]
