"""Hours and parts, and which part is next."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ridematch.model.facts import LoggedLesson
from ridematch.office.settings import load_settings
from ridematch.rules.practice.daylight import is_dark, mostly_dark
from ridematch.rules.practice.progress import Chance, next_part, progress_of
from tests.rules.rows import a_learner

CURRICULUM = load_settings(None).curriculum
DAY = date(2026, 12, 14)
FIRST = tuple(part.part for part in CURRICULUM.parts if part.moment == 1)
ARE = (63.399, 13.076)
LIGHT, DARK = Chance(date=DAY, dark=False, light=True), Chance(date=DAY, dark=True, light=False)
SUMMER = Chance(date=date(2027, 6, 21), dark=False, light=True)


def a_lesson(*parts: str, on: date = DAY, minutes: int = 60, **more: Any) -> LoggedLesson:
    row: dict[str, Any] = {"rider": "R1"} | more
    return LoggedLesson(date=on, minutes=minutes, parts=parts, **row)


def following(*log: LoggedLesson, chances: tuple[Chance, ...] = (LIGHT,), **learner: Any) -> str:
    progress = progress_of(a_learner(**learner), log, CURRICULUM)
    part = next_part(progress, CURRICULUM, chances).part
    return part.part if part else ""


def test_what_was_practised_before_and_what_is_logged_count_together() -> None:
    log = (a_lesson("seat"), a_lesson(minutes=45, dark=True, on=date(2026, 12, 16)), a_lesson("gears", rider="R2"))
    progress = progress_of(a_learner(practised_minutes=300), log, CURRICULUM)
    assert (progress.minutes, progress.dark_minutes, progress.lessons) == (405, 45, 2)
    assert progress.last == date(2026, 12, 16)
    assert (progress.done, progress.again) == (("seat",), ())
    assert len(progress.left) == 14
    assert progress_of(a_learner(), (), CURRICULUM).last is None


def test_the_last_lesson_with_a_part_says_whether_it_is_done() -> None:
    more = a_lesson("seat", "hills", on=date(2026, 12, 10), remarks=("more",))
    assert progress_of(a_learner(), (more,), CURRICULUM).again == ("seat", "hills")
    later = progress_of(a_learner(), (a_lesson("seat"), more), CURRICULUM)
    assert (later.done, later.again) == (("seat",), ("hills",))
    before = progress_of(a_learner(), (more, a_lesson("seat", on=date(2026, 12, 9))), CURRICULUM)
    assert before.again == ("seat", "hills")


def test_parts_that_are_not_in_the_curriculum_count_for_nothing() -> None:
    assert progress_of(a_learner(), (a_lesson("parachute"),), CURRICULUM).done == ()


def test_who_learns_in_an_automatic_car_changes_no_gears() -> None:
    log = (a_lesson("seat", "first-moves"),)
    assert following(*log) == "gears"
    assert following(*log, transmission="automatic") == "hills"


@pytest.mark.parametrize(
    ("done", "chances", "part"),
    [
        ((), (LIGHT,), "seat"),
        (("seat", "hills"), (DARK,), "first-moves"),  # on ice nobody begins
        (FIRST, (SUMMER,), "village"),
        (FIRST, (LIGHT,), "slippery"),
        (FIRST, (DARK,), "darkness"),
        ((*FIRST, "darkness"), (DARK,), "slippery"),
        ((*FIRST, "darkness", "slippery"), (DARK,), "village"),
        ((*FIRST, "village", "town", "country-road", "fast-road", "slippery"), (LIGHT,), "journeys"),
        (tuple(part.part for part in CURRICULUM.parts), (DARK,), ""),
        ((), (), ""),
    ],
)
def test_season_and_darkness_come_first_when_there_is_a_chance(
    done: tuple[str, ...], chances: tuple[Chance, ...], part: str
) -> None:
    assert following(a_lesson(*done), chances=chances) == part


def test_what_has_to_wait_is_told() -> None:
    progress = progress_of(a_learner(), (a_lesson(*FIRST),), CURRICULUM)
    assert [part.part for part in next_part(progress, CURRICULUM, (SUMMER,)).waiting] == ["darkness", "slippery"]
    assert next_part(progress, CURRICULUM, (DARK,)).waiting == ()


def test_a_part_may_ask_for_daylight_and_waits_for_it() -> None:
    parts = tuple(replace(part, daylight=part.part == "town") for part in CURRICULUM.parts)
    curriculum = replace(CURRICULUM, parts=parts)
    progress = progress_of(a_learner(), (a_lesson(*FIRST, "darkness", "slippery"),), curriculum)

    def found(chance: Chance) -> tuple[str, list[str]]:
        told = next_part(progress, curriculum, (chance,))
        return told.part.part if told.part else "", [part.part for part in told.waiting]

    assert found(LIGHT) == ("town", [])
    assert found(DARK) == ("village", ["town"])


@pytest.mark.parametrize(
    ("on", "within"),
    [(date(2026, 11, 14), False), (date(2026, 11, 15), True), (date(2027, 4, 15), True), (date(2027, 4, 16), False)],
)
def test_a_season_over_new_year_has_both_its_ends(on: date, within: bool) -> None:
    (slippery,) = [part for part in CURRICULUM.parts if part.part == "slippery"]
    assert slippery.in_season(on) == within


def test_the_midsummer_sun_does_not_set_and_december_is_dark_at_breakfast() -> None:
    def dark(month: int, day: int, hour: int, below: float = -6.0) -> bool:
        return is_dark(datetime(2026, month, day, hour, tzinfo=UTC), ARE, below=below)

    assert not any(dark(6, 21, hour) for hour in range(24))
    assert [dark(12, 14, hour) for hour in (6, 7, 8, 11, 14, 15)] == [True, True, False, False, False, True]
    assert dark(6, 21, 23, below=0.0)  # below the horizon, though not dark


def test_half_of_a_lesson_in_the_dark_is_a_lesson_in_the_dark() -> None:
    dusk = datetime(2026, 12, 14, 14, 38, tzinfo=UTC)  # some minutes after it is 6 degrees below
    for minutes, dark in ((30, True), (-90, False)):
        begins = dusk + timedelta(minutes=minutes)
        assert mostly_dark(begins, begins + timedelta(hours=1), ARE, below=-6.0) == dark
    moment = datetime(2026, 12, 14, 20, tzinfo=UTC)
    assert mostly_dark(moment, moment, ARE, below=-6.0)
