"""Lesson times in the light that the part to practise next asks for, by the sun in Åre."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ridematch.match.solve import match
from ridematch.model.facts import LoggedLesson, Place, Tables
from ridematch.model.problem import LessonWish
from ridematch.rules.case import Book, Case
from ridematch.rules.check import check
from ridematch.rules.practice.daylight import mostly_dark
from ridematch.rules.score import score
from tests.rules import rows
from tests.rules.rows import PLACES, SETTINGS, a_learner, admitted, can_practise, free, practising, some_tables

AT_ARE = (63.399, 13.082)
CURRICULUM = SETTINGS.curriculum
DARK = next(part for part in CURRICULUM.parts if part.dark)
BEFORE = tuple(part.part for part in CURRICULUM.parts if part.moment < DARK.moment)


def tables(*, parts: tuple[str, ...] = BEFORE, **more: Any) -> Tables:
    """R1 has practised these parts and can practise on Monday from 13:00 to 19:00."""
    log = (LoggedLesson(rider="R1", date=date(2026, 11, 30), minutes=60, parts=parts),)
    usual = practising(lesson_times=(can_practise("13:00", "19:00", days=("Mon",)),))
    there = tuple(replace(place, lat=AT_ARE[0], lon=AT_ARE[1]) for place in PLACES if isinstance(place, Place))
    return some_tables(**(usual | {"practice_log": log, "places": there} | more))


def wish(given: Tables, **more: Any) -> LessonWish:
    (found,) = admitted(given, **more)[0].lessons
    return found


def test_daylight_costs_while_a_part_waits_for_darkness() -> None:
    problem, _ = admitted(tables())
    slots = wish(tables()).slots
    light, dark = sorted(slots, key=lambda slot: slot.window.earliest)
    assert (light.cost, dark.cost) == (SETTINGS.costs.lesson_in_wrong_light, 0.0)
    assert light.window.latest + 1 == dark.window.earliest
    for slot in slots:
        for begin in (slot.window.earliest, slot.window.latest - slot.window.latest % 5):
            begins = problem.epoch + timedelta(minutes=begin)
            is_dark = mostly_dark(begins, begins + timedelta(minutes=60), AT_ARE, below=CURRICULUM.dark_below_degrees)
            assert is_dark == (slot is dark)


@pytest.mark.parametrize("parts", [(), (*BEFORE, *(part.part for part in CURRICULUM.parts if part.dark))])
def test_any_light_suits_where_no_dark_part_comes_next(parts: tuple[str, ...]) -> None:
    (slot,) = wish(tables(parts=parts)).slots
    assert slot.cost == 0


def test_the_midsummer_sun_does_not_set() -> None:
    """Then no time has darkness, and none costs anything."""
    (slot,) = wish(tables(), first=date(2026, 6, 15)).slots
    assert slot.cost == 0


@pytest.mark.parametrize(("until", "costs"), [("23:00", 0.0), ("15:30", SETTINGS.costs.lesson_in_wrong_light)])
def test_the_plan_takes_the_dark_time_and_daylight_where_nothing_else_is_free(until: str, costs: float) -> None:
    problem, _ = admitted(tables(availability=(free("00:00", until),)))
    plan = match(problem)
    (given,) = Case(Book(problem), plan).lessons
    assert check(problem, plan) == ()
    assert (given.slot.cost, score(problem, plan).lessons_in_wrong_light) == (costs, costs)
    assert plan.objective == pytest.approx(score(problem, plan).total)


def in_curriculum(**more: Any) -> Any:
    """The settings in which the part that comes first in moment 2 asks for this."""
    first = next(part for part in CURRICULUM.parts if part.moment == DARK.moment)
    parts = tuple(replace(part, **more) if part is first else part for part in CURRICULUM.parts if not part.dark)
    return replace(SETTINGS, curriculum=replace(CURRICULUM, parts=parts))


def test_darkness_costs_while_a_part_waits_for_daylight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "SETTINGS", in_curriculum(daylight=True))
    light, dark = sorted(wish(tables()).slots, key=lambda slot: slot.window.earliest)
    assert (light.cost, dark.cost) == (0.0, SETTINGS.costs.lesson_in_wrong_light)


def test_polar_night_has_no_daylight_and_none_costs_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "SETTINGS", in_curriculum(daylight=True, season_from="12-01", season_to="12-31"))
    late = (can_practise("19:00", "22:00", days=("Mon",)),)
    (slot,) = wish(tables(lesson_times=late)).slots
    assert slot.cost == 0


APRIL = date(2027, 4, 12)  # a Monday; slippery roads are practised until Thursday 15 April
LEARNER_FREE = (can_practise("13:00", "15:00", days=("Wed", "Thu", "Fri", "Sat", "Sun")),)
PLENTY = tuple(part.part for part in CURRICULUM.parts if part.moment < DARK.moment or part.dark)


@pytest.mark.parametrize("parts", [PLENTY, BEFORE])  # whether darkness, which there is none of, is done or not
def test_dates_past_the_season_cost_while_a_part_waits_for_it(parts: tuple[str, ...]) -> None:
    slots = wish(tables(parts=parts, lesson_times=LEARNER_FREE), first=APRIL).slots
    assert {slot.date.day: slot.cost for slot in slots} == {14: 0.0, 15: 0.0, 16: 30.0, 17: 30.0, 18: 30.0}


def test_once_the_season_is_over_no_date_costs_anything() -> None:
    april_16 = {"first": APRIL + timedelta(days=4), "days": 3}
    slots = wish(tables(parts=PLENTY, lesson_times=LEARNER_FREE), **april_16).slots
    assert {slot.cost for slot in slots} == {0.0}


def test_the_plan_takes_a_date_within_the_season() -> None:
    free_daily = (free("00:00", "23:00", days=("Wed", "Thu", "Sat", "Sun")),)
    one = (a_learner(lessons_per_week=1),)
    found, _ = admitted(
        tables(parts=PLENTY, lesson_times=LEARNER_FREE, availability=free_daily, learners=one), first=APRIL
    )
    (given,) = Case(Book(found), match(found)).lessons
    assert given.date.day in (14, 15)
