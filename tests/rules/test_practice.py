from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridematch.language import speak
from ridematch.model.errors import RidematchError
from ridematch.model.facts import Approval, Licence
from ridematch.rules.practice import Pair, load_practice_rules, refusals
from ridematch.rules.practice.approvals import approved_until
from ridematch.rules.practice.years import birthday, days_held, held_since, latest_birth, term_ends, years_later
from tests.rules.rows import a_learner, a_licence, a_supervisor, an_approval

SWEDEN = load_practice_rules("SE")
DAY = date(2026, 12, 14)
YESTERDAY = DAY - timedelta(days=1)
FINE = Pair(supervisor=a_supervisor(), learner=a_learner(), licences=(a_licence(),), approvals=(an_approval(),))


def refused(pair: Pair, on: date = DAY) -> list[str]:
    return [refusal.name for refusal in refusals(SWEDEN, pair, on=on)]


def supervised(**more: Any) -> Pair:
    return replace(FINE, supervisor=a_supervisor(**more))


def learnt(**more: Any) -> Pair:
    return replace(FINE, learner=a_learner(**more))


def licensed(*licences: Licence) -> Pair:
    return replace(FINE, licences=licences)


def approved(*approvals: Approval, other: int = 0) -> Pair:
    return replace(FINE, approvals=approvals, supervisor=a_supervisor(other_approvals=other))


def test_a_pair_in_order_may_practise() -> None:
    assert refused(FINE) == []


def test_a_refusal_cites_its_rule_with_date_and_source_in_one_sentence() -> None:
    (refusal,) = refusals(SWEDEN, learnt(permit_until=YESTERDAY), on=DAY)
    assert refusal.sentence == (
        "the learner's permit ran out after 2026-12-13 (rule: permit, as read on 2026-11-23, Transportstyrelsen)"
    )
    assert refusal.source == (
        "a learner needs a valid permit (körkortstillstånd) on the day; it lasts 5 years and can't be extended "
        "(as read on 2026-11-23, Transportstyrelsen), "
        "https://www.transportstyrelsen.se/sv/vagtrafik/korkort/ta-korkort/korkortstillstand/"
    )
    assert refusal.remedy


def test_a_refusal_speaks_swedish() -> None:
    speak("sv")
    try:
        (refusal,) = refusals(SWEDEN, learnt(permit_until=YESTERDAY), on=DAY)
        sentence, source = refusal.sentence, refusal.source
    finally:
        speak("en")
    assert sentence == (
        "elevens tillstånd gick ut efter 2026-12-13 (regel: tillstånd, enligt läsning 2026-11-23, Transportstyrelsen)"
    )
    assert source.startswith("en elev ska ha ett giltigt körkortstillstånd den dagen")


@pytest.mark.parametrize(
    ("born", "fine"), [("2002-12-14", True), ("2002-12-15", False), ("2001", True), ("2002", False)]
)
def test_a_supervisor_has_turned_24(born: str, fine: bool) -> None:
    assert refused(supervised(born=born)) == ([] if fine else ["supervisor_age"])


@pytest.mark.parametrize(
    ("born", "fine"), [("2010-12-14", True), ("2010-12-15", False), ("2009", True), ("2010", False)]
)
def test_a_learner_has_turned_16(born: str, fine: bool) -> None:
    assert refused(learnt(born=born)) == ([] if fine else ["learner_age"])


def test_a_birth_that_is_none_is_refused_with_the_table_to_mend() -> None:
    (refusal,) = refusals(SWEDEN, learnt(born="våren 1990"), on=DAY)
    assert "`learners`" in refusal.remedy


def test_born_on_29_february() -> None:
    leap = date(2004, 2, 29)
    assert birthday(leap, 24) == date(2028, 2, 29)
    assert birthday(leap, 23) == date(2027, 3, 1)
    pair = replace(supervised(born="2004-02-29"), licences=(a_licence(valid_from=date(2022, 3, 1)),))
    assert refused(pair, date(2028, 2, 28)) == ["supervisor_age"]
    assert refused(pair, date(2028, 2, 29)) == []


def test_the_last_day_of_a_permit_counts() -> None:
    assert refused(learnt(permit_until=DAY)) == []
    assert refused(learnt(permit_until=YESTERDAY)) == ["permit"]


@pytest.mark.parametrize(("since", "fine"), [(date(2021, 12, 14), True), (date(2021, 12, 15), False)])
def test_a_licence_was_held_for_five_years(since: date, fine: bool) -> None:
    assert refused(licensed(a_licence(valid_from=since))) == ([] if fine else ["licence_years"])


@pytest.mark.parametrize(("until", "fine"), [(date(2019, 12, 14), True), (date(2019, 12, 13), False)])
def test_five_of_ten_years_are_a_sum(until: date, fine: bool) -> None:
    # Two years up to today and three before, against five with a leap day: counted in days.
    rows = (a_licence(valid_from=date(2024, 12, 14)), a_licence(valid_from=date(2016, 12, 14), valid_to=until))
    assert refused(licensed(*rows)) == ([] if fine else ["licence_years"])


def test_what_overlaps_counts_once_and_what_is_older_than_ten_years_not_at_all() -> None:
    rows = (a_licence(valid_from=date(2023, 12, 14)), a_licence(valid_from=date(2022, 12, 14), valid_to=DAY))
    assert refused(licensed(*rows)) == ["licence_years"]
    old = a_licence(valid_from=date(1980, 1, 1), valid_to=date(2016, 12, 13))
    assert refused(licensed(old, a_licence(valid_from=date(2021, 12, 15)))) == ["licence_years"]


def test_a_licence_of_the_eea_counts_and_others_do_not() -> None:
    assert refused(licensed(a_licence(country="NO"))) == []
    assert refused(licensed(a_licence(country="SY"))) == ["licence_origin", "licence_years"]
    exchanged = (a_licence(country="SY"), a_licence(valid_from=date(2024, 1, 1)))
    assert refused(licensed(*exchanged)) == ["licence_years"]


def test_a_licence_is_valid_on_its_last_day_and_for_cars() -> None:
    assert refused(licensed(a_licence(valid_to=DAY))) == []
    assert refused(licensed(a_licence(valid_to=YESTERDAY))) == ["licence_origin"]
    assert refused(licensed(a_licence(code="A"))) == ["licence_origin", "licence_years"]


def test_an_approval_lasts_five_years_and_its_last_day_counts() -> None:
    assert refused(approved(an_approval(approved_on=date(2021, 12, 14)))) == []
    assert refused(approved(an_approval(approved_on=date(2021, 12, 13)))) == ["approval"]
    assert refused(approved(an_approval(valid_until=DAY))) == []
    assert refused(approved(an_approval(valid_until=YESTERDAY))) == ["approval"]
    assert refused(approved(an_approval(approved_on=DAY))) == []
    assert refused(approved(an_approval(approved_on=DAY + timedelta(days=1)))) == ["approval"]
    assert refused(approved(an_approval(rider="R2"))) == ["approval"]
    assert approved_until(SWEDEN, an_approval(approved_on=date(2024, 2, 29))) == date(2029, 2, 28)
    assert approved_until(SWEDEN, an_approval(approved_on=date(2012, 2, 1))) == date(2017, 2, 1)


def test_an_approval_of_before_february_2012_runs_on_and_counts() -> None:
    old = an_approval(approved_on=date(2012, 1, 31))
    assert refused(approved(old)) == []
    assert refused(approved(old, other=4)) == []
    assert refused(approved(an_approval(), *others(4, date(2012, 1, 31)), other=1)) == ["most_approvals"]


def others(count: int, on: date, **more: Any) -> list[Approval]:
    return [an_approval(rider=f"R{number}", approved_on=on, **more) for number in range(2, 2 + count)]


def test_a_supervisor_has_at_most_five_approvals() -> None:
    own = an_approval(approved_on=date(2026, 3, 1))
    before = date(2026, 2, 1)
    assert refused(approved(own, *others(4, before))) == []
    assert refused(approved(own, *others(5, before))) == ["most_approvals"]
    assert refused(approved(own, *others(2, before), other=2)) == []
    assert refused(approved(own, *others(2, before), other=3)) == ["most_approvals"]


def test_an_approval_that_was_renewed_early_counts_once() -> None:
    before = date(2026, 1, 5)
    own, again = an_approval(approved_on=date(2026, 2, 2)), an_approval(approved_on=date(2026, 3, 2))
    assert refused(approved(own, again, *others(2, before), other=2)) == []
    assert refused(approved(own, again, *others(2, before), *others(2, before), other=2)) == []  # they were, too
    assert refused(approved(own, again, *others(3, before), other=2)) == ["most_approvals"]
    assert refused(approved(own, *others(8, date(2026, 4, 1)))) == []  # these are refused instead
    assert refused(approved(own, *others(8, before, valid_until=YESTERDAY))) == []


def test_what_was_approved_under_the_older_number_stays() -> None:
    on = date(2022, 1, 1)
    old = date(2021, 11, 30)
    own = an_approval(approved_on=old, rider="R9")
    pair = replace(approved(own, *others(7, old)), learner=a_learner("R9"))
    pair = replace(pair, learner=replace(pair.learner, intro_course_on=on))
    pair = replace(pair, supervisor=a_supervisor(intro_course_on=on))
    assert refused(pair, on) == []
    new = replace(pair, approvals=(*others(7, old), an_approval(approved_on=date(2021, 12, 1), rider="R9")))
    assert refused(new, on) == ["most_approvals"]


def test_the_introduction_course_is_required_until_the_end_of_july_2026() -> None:
    assert refused(FINE, date(2026, 7, 31)) == ["intro_course"]
    assert refused(FINE, date(2026, 8, 1)) == []
    on = date(2026, 7, 31)
    pair = replace(
        FINE,
        learner=a_learner(intro_course_on=on),
        supervisor=a_supervisor(intro_course_on=date(2021, 7, 31)),
    )
    assert refused(pair, on) == []
    assert refused(replace(pair, supervisor=a_supervisor(intro_course_on=date(2021, 7, 30))), on) == ["intro_course"]


@pytest.mark.parametrize(
    ("learner", "car", "code", "against"),
    [
        ("", "", "B", []),
        ("", "manual", "B", []),
        ("manual", "manual", "B", []),
        ("automatic", "automatic", "B", []),
        ("manual", "automatic", "B", ["wish"]),
        ("automatic", "manual", "B", ["wish"]),
        ("manual", "", "B", ["wish"]),
        ("", "manual", "B78", ["transmission"]),
        ("", "automatic", "B78", []),
        ("automatic", "", "B78", []),
        ("manual", "", "B78", ["wish"]),
    ],
)
def test_the_car_suits_the_licence_by_law_and_the_learner_by_wish(
    learner: str, car: str, code: str, against: list[str]
) -> None:
    pair = replace(
        FINE,
        learner=a_learner(transmission=learner),
        supervisor=a_supervisor(transmission=car),
        licences=(a_licence(code=code),),
    )
    assert refused(pair) == against


def test_a_country_without_rules_is_said() -> None:
    with pytest.raises(RidematchError, match="'XX', only for GB, NO, SE, US-NY"):
        load_practice_rules("XX")


def test_an_approval_of_a_learner_who_is_no_learner_any_more_counts() -> None:
    """The cap looks at approvals, not at who still practises: R2 to R6 may have their licences."""
    own = an_approval(approved_on=date(2026, 3, 1))
    found = refusals(SWEDEN, approved(own, *others(5, date(2026, 2, 1))), on=DAY)
    assert [refusal.found for refusal in found] == ["the supervisor has approvals for 6 learners of at most 5"]


def test_the_two_are_never_matched_where_somebody_said_so() -> None:
    assert refused(replace(FINE, avoided=True)) == ["never_matched"]


@pytest.mark.parametrize(("last_day", "ends"), [("included", date(2026, 12, 14)), ("excluded", date(2026, 12, 13))])
def test_a_term_says_whether_its_anniversary_counts(last_day: str, ends: date) -> None:
    assert term_ends(date(2021, 12, 14), 5, last_day=last_day) == ends
    assert term_ends(date(2021, 12, 14), 0, last_day=last_day) == date.max


def test_time_without_a_break_may_touch_and_overlap() -> None:
    renewed = ((date(2010, 1, 1), date(2019, 5, 31)), (date(2019, 6, 1), None))
    assert held_since(renewed, on=DAY) == date(2010, 1, 1)
    broken = ((date(2010, 1, 1), date(2019, 5, 30)), (date(2019, 6, 1), None))
    assert held_since(broken, on=DAY) == date(2019, 6, 1)
    assert held_since(((date(2010, 1, 1), YESTERDAY),), on=DAY) is None
    assert held_since(((date(2010, 1, 1), None), (date(2012, 1, 1), date(2013, 1, 1))), on=DAY) == date(2010, 1, 1)
    assert held_since((), on=DAY) is None


@given(st.dates(), st.integers(-200, 200))
def test_years_later_is_the_same_day_or_28_february_or_an_end_of_the_calendar(on: date, years: int) -> None:
    later = years_later(on, years)
    same = (later.month, later.day) == (on.month, on.day) and later.year == on.year + years
    shortened = (on.month, on.day) == (2, 29) and (later.month, later.day) == (2, 28)
    assert same or shortened or later in (date.min, date.max)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60) | st.none()), max_size=5),
    st.integers(0, 30),
    st.integers(30, 60),
)
def test_days_held_are_days_in_any_stretch(rows: list[tuple[int, int | None]], begin: int, end: int) -> None:
    def on(number: int) -> date:
        return DAY + timedelta(days=number)

    stretches = tuple((on(first), None if last is None else on(last)) for first, last in rows)
    expected = sum(
        any(first <= number and (last is None or number <= last) for first, last in rows)
        for number in range(begin, end)
    )
    assert days_held(stretches, begin=on(begin), end=on(end)) == expected


def test_a_year_of_birth_is_its_last_day() -> None:
    assert latest_birth("1960") == date(1960, 12, 31)
    assert latest_birth("1960-05-31") == date(1960, 5, 31)
    assert latest_birth("0000") is None
    assert latest_birth("") is None


@pytest.mark.parametrize(
    ("learner", "supervisor", "said"),
    [
        (None, None, "neither the learner nor the supervisor has such a course"),
        (None, date(2026, 1, 5), "the learner has no such course"),
        (date(2026, 1, 5), None, "the supervisor has no such course"),
    ],
)
def test_a_missing_course_is_said_of_everybody_who_has_none(
    learner: date | None, supervisor: date | None, said: str
) -> None:
    pair = replace(
        FINE, learner=a_learner(intro_course_on=learner), supervisor=a_supervisor(intro_course_on=supervisor)
    )
    assert [refusal.found for refusal in refusals(SWEDEN, pair, on=date(2026, 7, 31))] == [said]
