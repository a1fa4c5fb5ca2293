"""Parts that have nothing to do with each other: planned one by one as well as all at once, and nothing lost."""

from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.match.parts import parted, put_together
from ridematch.match.progress import Standing
from ridematch.match.solve import _matched, match
from ridematch.match.stop import Stop
from ridematch.model.problem import LessonShare, Problem
from ridematch.model.travel import Travel
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.match.nights import crowded, tiny, with_answers, with_cars, with_practice, with_turns

FAR = 600
"""Minutes from one valley to the next."""


def side_by_side(one: Problem, other: Problem) -> Problem:
    """Two nights in one problem, with no people in common and too far from each other to drive there."""
    there = _elsewhere(other)
    return replace(
        one,
        journeys=one.journeys + there.journeys,
        drivers=one.drivers + there.drivers,
        blocks=one.blocks + there.blocks,
        lessons=one.lessons + there.lessons,
        lesson_shares=one.lesson_shares + there.lesson_shares,
        practice_rides=one.practice_rides + there.practice_rides,
        pins=one.pins + there.pins,
        misses_before=one.misses_before + there.misses_before,
        travel=_far_apart(one.travel, there.travel),
        limits=there.limits,
        weights=there.weights,
    )


def _elsewhere(problem: Problem) -> Problem:
    """The same night with an x before every name."""
    names = {
        *problem.travel.places,
        *(driver.code for driver in problem.drivers),
        *(block.code for block in problem.blocks),
        *(name for one in problem.journeys for name in (one.code, one.rider)),
        *(name for asked in problem.requests for name in (asked.code, asked.rider)),
        *(name for wish in problem.lessons for name in (wish.code, wish.learner)),
        *(slot.vehicle for wish in problem.lessons for slot in wish.slots if slot.vehicle),
        *(pin.serves for pin in problem.pins),
    }
    renamed = _renamed(problem, names)
    assert isinstance(renamed, Problem)
    return renamed


def _renamed(value: object, names: set[str]) -> object:
    if isinstance(value, str):
        return f"x{value}" if value in names else value
    if isinstance(value, tuple):
        return tuple(_renamed(one, names) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _renamed(getattr(value, field.name), names) for field in fields(value)})
    return value


def _far_apart(one: Travel, other: Travel) -> Travel:
    def both(first: tuple[tuple[int, ...], ...], second: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
        return (
            *((*row, *[FAR] * len(second)) for row in first),
            *((*[FAR] * len(first), *row) for row in second),
        )

    bare, winter = (both(first, second) for first, second in zip(one.minutes, other.minutes, strict=True))
    return replace(one, places=one.places + other.places, minutes=(bare, winter), metres=both(one.metres, other.metres))


def mixed(seed: int, *, days: int) -> Problem:
    night = with_turns(tiny(seed, commutes=3, drivers=2, lessons=1, days=days), seed)
    return with_answers(with_cars(with_practice(night, seed), seed), seed)


@given(st.integers(0, 10**6), st.integers(1, 2))
@settings(max_examples=40, deadline=None)
def test_as_good_in_parts_as_all_at_once(seed: int, days: int) -> None:
    problem = side_by_side(mixed(seed, days=days), mixed(seed + 1, days=days))
    plan = match(problem)
    assert check(problem, plan) == ()
    assert score(problem, plan).total == pytest.approx(plan.objective)
    assert plan.proven
    assert _matched(problem, None, Stop(), None).objective == pytest.approx(plan.objective)


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_everything_is_in_one_part(seed: int) -> None:
    problem = side_by_side(mixed(seed, days=2), mixed(seed + 1, days=2))
    parts = parted(problem)
    for name in ("journeys", "drivers", "blocks", "lessons", "lesson_shares", "practice_rides", "pins"):
        found = [one for part in parts for one in getattr(part, name)]
        assert sorted(map(repr, found)) == sorted(map(repr, getattr(problem, name)))
    for part in parts:
        mine = {one[0] == "x" for one in [*(one.code for one in part.drivers), *(one.rider for one in part.journeys)]}
        assert len(parts) == 1 or part is parts[0] or len(mine) == 1


def test_two_valleys_are_two_parts() -> None:
    one = crowded(1, commutes=6, drivers=3, lessons=1)
    problem = side_by_side(one, one)
    parts = parted(problem)
    assert len(parts) >= 2
    assert len(parts) == 2 * len(parted(one))
    seen: list[Standing] = []
    plan = match(problem, progress=seen.append)
    assert plan == replace(put_together([match(part) for part in parts]), seconds=plan.seconds)
    assert seen[0].phase.startswith(f"part 1 of {len(parts)}: ")
    assert plan.objective == pytest.approx(2 * match(one).objective)


def test_who_asks_to_stop_stops_all_parts() -> None:
    one = crowded(2, commutes=6, drivers=3, lessons=1)
    problem, stop = side_by_side(one, one), Stop()
    plan = match(problem, stop=stop, progress=lambda _: stop.ask())
    assert check(problem, plan) == ()
    assert not plan.proven or plan.objective == pytest.approx(plan.bound)


def test_turns_of_learners_hold_two_valleys_together() -> None:
    one = crowded(1, commutes=6, drivers=3, lessons=1)
    problem = side_by_side(one, one)
    turns = LessonShare(wishes=tuple(wish.code for wish in problem.lessons), worth=(60.0, 30.0))
    assert len(parted(replace(problem, lesson_shares=(turns,)))) == len(parted(problem)) - 1


def test_a_shared_practice_car_holds_two_valleys_together() -> None:
    one = crowded(1, commutes=6, drivers=3, lessons=1)
    problem = side_by_side(one, one)
    shared = tuple(
        replace(wish, slots=tuple(replace(slot, vehicle="C1") for slot in wish.slots)) for wish in problem.lessons
    )
    assert len(parted(replace(problem, lessons=shared))) == len(parted(problem)) - 1
