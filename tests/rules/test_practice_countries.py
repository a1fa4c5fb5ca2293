"""The rule tables of all countries: that they are whole, and what is different from one to the next."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import ridematch.rules.practice
from ridematch.rules.practice import Pair, PracticeRules, load_practice_rules, refusals
from ridematch.rules.practice.judge import PAIR_RULES
from ridematch.rules.practice.lesson import LEFT_TO_PEOPLE, LESSON_RULES, forbids, hours_on, left_to_people
from ridematch.rules.practice.rules import NAMES
from tests.rules.rows import a_learner, a_licence, a_supervisor

FILES = sorted(Path(ridematch.rules.practice.__file__).parent.glob("*.toml"))
COUNTRIES = [file.stem.upper() for file in FILES]
DAY = date(2026, 12, 14)
JUDGED = {name for name, _ in PAIR_RULES} | set(LESSON_RULES) | set(LEFT_TO_PEOPLE) | {"licence_age"}
FINE = Pair(
    supervisor=a_supervisor(intro_course_on=date(2025, 1, 1)),
    learner=a_learner(intro_course_on=date(2025, 1, 1), dark_course_on=date(2025, 1, 1)),
    licences=(a_licence(),),
)


def refused(country: str, pair: Pair, on: date = DAY) -> list[str]:
    return [refusal.name for refusal in refusals(load_practice_rules(country), pair, on=on)]


def learnt(**more: Any) -> Pair:
    return replace(FINE, learner=replace(FINE.learner, **more))


def licensed(*stretches: tuple[date, date | None]) -> Pair:
    rows = tuple(a_licence(valid_from=first, valid_to=last) for first, last in stretches)
    return replace(FINE, licences=rows)


def test_the_four_tables_are_there() -> None:
    assert COUNTRIES == ["GB", "NO", "SE", "US-NY"]
    assert set(NAMES) == JUDGED


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_row_has_words_in_both_languages_a_source_and_somebody_to_judge_it(country: str) -> None:
    rules = load_practice_rules(country)
    assert (rules.code, bool(rules.authority)) == (country, True)
    for rule in rules.rules:
        assert rule.name in JUDGED, rule
        assert rule.says and rule.says_sv and rule.by and rule.seen, rule
        assert urlsplit(rule.source).scheme in ("http", "https") and urlsplit(rule.source).netloc, rule
        assert rule.last_day in ("included", "excluded") and bool(rule.confirm) == bool(rule.confirm_sv), rule
        assert not rule.says.endswith("."), rule


@pytest.mark.parametrize("country", COUNTRIES)
def test_rows_of_one_name_for_the_same_learners_do_not_overlap(country: str) -> None:
    rules = load_practice_rules(country)
    for rule in rules.rules:
        twins = [one for one in rules.rules if one.name == rule.name and one.learner_under == rule.learner_under]
        for when in (rule.since, rule.until):
            assert when is None or sum(one.holds(when) for one in twins) == 1, rule


@pytest.mark.parametrize("country", [code for code in COUNTRIES if code != "SE"])
def test_where_nobody_is_approved_pair_by_pair_a_pair_in_order_practises(country: str) -> None:
    assert refused(country, FINE) == []
    assert load_practice_rules(country).lead_weeks == 0


@pytest.mark.parametrize(
    ("country", "learner", "supervisor"), [("NO", 16, 25), ("GB", 17, 21), ("US-NY", 16, 21), ("SE", 16, 24)]
)
def test_ages_on_the_birthday_and_the_day_before(country: str, learner: int, supervisor: int) -> None:
    assert "learner_age" not in refused(country, learnt(born=f"{DAY.year - learner}-12-14"))
    assert "learner_age" in refused(country, learnt(born=f"{DAY.year - learner}-12-15"))
    for day, fine in ((14, True), (15, False)):
        old = replace(FINE.supervisor, born=f"{DAY.year - supervisor}-12-{day}")
        assert ("supervisor_age" not in refused(country, replace(FINE, supervisor=old))) == fine


def test_norwegian_years_of_licence_are_unbroken() -> None:
    five = date(2021, 12, 14)
    assert refused("NO", licensed((five, None))) == []
    assert refused("NO", licensed((date(2021, 12, 15), None))) == ["licence_years"]
    assert refused("NO", licensed((date(1990, 1, 1), date(2026, 12, 12)), (DAY, None))) == ["licence_years"]
    assert refused("NO", licensed((five, date(2024, 5, 1)), (date(2024, 5, 2), None))) == []


def test_british_years_of_licence_are_a_sum_however_long_ago() -> None:
    # 2024 has a leap day less ahead of it: three years are 1096 days up to this one.
    assert refused("GB", licensed((date(2023, 12, 14), None))) == []
    assert refused("GB", licensed((date(2023, 12, 15), None))) == ["licence_years"]
    assert refused("GB", licensed((date(1990, 1, 1), date(1992, 12, 30)), (DAY, None))) == ["licence_years"]
    assert refused("GB", licensed((date(1990, 1, 1), date(1992, 12, 31)), (DAY, None))) == []


def test_which_licences_count() -> None:
    for country, counts in (("GB", ["CH", "GB", "SE"]), ("NO", ["CH", "SY"]), ("US-NY", ["SE", "US"])):
        for code in counts:
            assert refused(country, replace(FINE, licences=(a_licence(country=code),))) == []
    assert refused("GB", replace(FINE, licences=(a_licence(country="US"),))) == ["licence_origin", "licence_years"]


@pytest.mark.parametrize(
    ("on", "fine"),
    [
        (date(2026, 3, 15), False),
        (date(2026, 3, 16), True),
        (date(2026, 10, 31), True),
        (date(2026, 11, 1), False),
        (date(2013, 1, 15), True),  # before the season was introduced
    ],
)
def test_the_norwegian_season_for_who_has_not_driven_in_the_dark(on: date, fine: bool) -> None:
    young = {"born": "1997-01-01" if on.year < 2020 else "2005-01-01", "intro_course_on": date(2012, 6, 1)}
    assert refused("NO", learnt(**young, dark_course_on=None), on) == ([] if fine else ["season"])
    assert refused("NO", learnt(**young, dark_course_on=on), on) == []


def test_norwegian_learners_of_25_need_no_proof() -> None:
    without = {"intro_course_on": None, "dark_course_on": None, "permit_until": date(2020, 1, 1)}
    assert refused("NO", learnt(**without, born="2001-12-15")) == ["permit", "season", "intro_course"]
    assert refused("NO", learnt(**without, born="2001-12-14")) == []
    assert refused("NO", learnt(**without, born="1980-01-01"), date(2009, 6, 30)) == ["intro_course"]
    assert refused("NO", learnt(**without, born="1980-01-01"), date(2009, 7, 1)) == []


def test_new_yorks_hours_end_on_the_eighteenth_birthday() -> None:
    rules = load_practice_rules("US-NY")
    assert hours_on(rules, a_learner(born="2008-12-15"), DAY) == (time(5), time(21))
    assert hours_on(rules, a_learner(born="2008-12-14"), DAY) is None
    assert hours_on(rules, a_learner(born="nobody knows"), DAY) == (time(5), time(21))
    assert hours_on(load_practice_rules("SE"), a_learner(born="2008-12-15"), DAY) is None


def test_practice_stays_on_its_side_of_the_border() -> None:
    for code, country in (("SE", "SE"), ("NO", "NO"), ("GB", "GB"), ("US-NY", "US")):
        rules = load_practice_rules(code)
        assert forbids(rules, country=country, on=DAY) is None
        for other in ({"SE", "NO", "GB", "US"} - {country}) | {""}:
            rule = forbids(rules, country=other, on=DAY)
            assert rule is not None and rule.name == "border"
    assert forbids(PracticeRules(code="XX"), country="NO", on=DAY) is None


def test_what_is_left_to_people_changes_with_the_date_and_the_learners_age() -> None:
    def said(code: str, on: date, born: str = "1990") -> dict[str, str]:
        return {rule.name: rule.says for rule in left_to_people(load_practice_rules(code), a_learner(born=born), on)}

    assert "identity" not in said("SE", date(2022, 12, 31))["documents"]
    assert "identity" in said("SE", date(2023, 1, 1))["documents"]
    assert said("GB", date(2018, 6, 3))["roads"] == "no learner on a motorway"
    assert "dual controls" in said("GB", date(2018, 6, 4))["roads"]
    assert "passengers" not in said("US-NY", DAY) and "passengers" in said("US-NY", DAY, born="2009")
    assert all("payment" in said(code, DAY) for code in ("SE", "NO", "GB"))
