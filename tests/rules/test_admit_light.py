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
from tests.rules.rows import PLACES, SETTINGS, admitted, can_practise, free, practising, some_tables

AT_ARE = (63.399, 13.082)
CURRICULUM = SETTINGS.curriculum
DARK = next(part for part in CURRICULUM.parts if part.dark)
BEFORE = tuple(part.part for part in CURRICULUM.parts if part.moment < DARK.moment)


def tables(*, parts: tuple[str, ...] = BEFORE, **more: Any) -> Tables:
    """R1 has practised these parts and can practise on Monday from 13:00 to 19:00."""
    log = (LoggedLesson(rider="R1", date=date(2026, 11, 30), minutes=60, parts=parts),)
    rows = practising(lesson_times=(can_practise("13:00", "19:00", days=("Mon",)),))
    there = tuple(replace(place, lat=AT_ARE[0], lon=AT_ARE[1]) for place in PLACES if isinstance(place, Place))
    return some_tables(**(rows | {"practice_log": log, "places": there} | more))


def wish(rows: Tables, **more: Any) -> LessonWish:
    (found,) = admitted(rows, **more)[0].lessons
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
