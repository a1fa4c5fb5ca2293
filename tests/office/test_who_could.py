"""Which approval unlocks practice, from tables in a store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ridematch.model.facts import Avoid, Tables, Vehicle
from ridematch.office import who_could as module
from ridematch.office.settings import load_settings
from ridematch.office.who_could import who_could
from ridematch.store.database import open_store, transaction
from ridematch.store.tables import replace_tables
from ridematch.views.who_could import Advice
from tests.rules.rows import (
    MONDAY,
    PLACES,
    a_learner,
    a_licence,
    a_rider,
    a_shift,
    a_supervisor,
    a_volunteer,
    an_approval,
    can_practise,
    day,
    free,
    some_tables,
)

SETTINGS = load_settings(None)
TODAY = date(2026, 12, 1)
WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def tables(**more: Any) -> Tables:
    """R1 and R2 wish for two lessons a week; V1 is approved for nobody and free, V2 for R1 and free on Mondays."""
    rows = {
        "places": PLACES,
        "riders": (a_rider("R1"), a_rider("R2")),
        "learners": (a_learner("R1"), a_learner("R2", lesson_minutes=90)),
        "lesson_times": (
            can_practise("10:00", "12:00", days=("Mon", "Wed")),
            can_practise("14:00", "16:00", days=("Tue", "Thu"), rider="R2"),
        ),
        "volunteers": (a_volunteer("V1"), a_volunteer("V2")),
        "supervisors": (a_supervisor("V1"), a_supervisor("V2")),
        "licences": (a_licence("V1"), a_licence("V2")),
        "availability": (free("08:00", "20:00", days=WEEK), free("08:00", "20:00", volunteer="V2")),
        "approvals": (an_approval("V2", "R1"),),
    }
    return some_tables(**(rows | more))


@pytest.fixture
def advice(tmp_path: Path) -> Callable[..., Advice]:
    def advise(*, practice: str = "SE", seconds: float = 60.0, **more: Any) -> Advice:
        url = f"sqlite:///{tmp_path}/store.sqlite"
        with transaction(open_store(url, create=True)) as session:
            replace_tables(session, tables(**more))
        found, _ = who_could(
            url,
            settings=replace(SETTINGS, practice=practice),
            today=TODAY,
            first_date=MONDAY,
            days=7,
            seconds=seconds,
        )
        return found

    return advise


def pairs(advice: Advice) -> list[tuple[str, str, int]]:
    return [(one.volunteer, one.rider, one.minutes) for one in advice.tried]


def test_the_approval_that_unlocks_most_comes_first(advice: Callable[..., Advice]) -> None:
    found = advice()
    # R2 has nobody: V1 could give both lessons. R1 has V2 on Monday: V1 could give the one on Wednesday.
    assert pairs(found) == [("V1", "R2", 180), ("V1", "R1", 60)]
    # V2 and R2 are never free on the same days.
    assert (found.allowed, found.no_time, found.no_use, found.not_tried) == (3, 1, 0, 0)
    assert [(one.approvals, one.ready_on, one.rides) for one in found.tried] == [(1, date(2026, 12, 29), 0)] * 2
    assert all(one.driving > 0 for one in found.tried)


@pytest.mark.slow
@pytest.mark.parametrize(
    "more",
    [
        {"supervisors": (a_supervisor("V1", other_approvals=5), a_supervisor("V2"))},
        {"supervisors": (a_supervisor("V1", born="2003"), a_supervisor("V2"))},
        {"licences": (a_licence("V2"),)},
        {"avoid": (Avoid(volunteer="V1", rider="R1"), Avoid(volunteer="V1", rider="R2"))},
        {"volunteers": (a_volunteer("V1", seats=0), a_volunteer("V2"))},
        {"volunteers": (a_volunteer("V1", active=False), a_volunteer("V2"))},
        {"learners": (a_learner("R1", permit_until=date(2026, 12, 28)),)},  # over before it would be granted
    ],
)
def test_what_would_not_be_allowed_is_not_tried(advice: Callable[..., Advice], more: dict[str, Any]) -> None:
    assert pairs(advice(**more)) == []


def test_four_approvals_leave_room_for_one(advice: Callable[..., Advice]) -> None:
    found = advice(supervisors=(a_supervisor("V1", other_approvals=4), a_supervisor("V2")))
    assert [one.approvals for one in found.tried] == [5, 5]


def test_who_misses_no_lesson_needs_no_approval(advice: Callable[..., Advice]) -> None:
    one_a_week = (a_learner("R1", lessons_per_week=1),)
    assert (advice(learners=one_a_week).tried, advice(learners=one_a_week).allowed) == ((), 0)


def test_an_approval_that_runs_out_can_be_had_again(advice: Callable[..., Advice]) -> None:
    ended = (an_approval("V1", "R2", valid_until=day(-1)),)
    assert pairs(advice(approvals=ended)) == [("V1", "R2", 180), ("V1", "R1", 120), ("V2", "R1", 60)]


def test_an_approval_that_ends_within_the_week_is_had_again_for_the_rest_of_it(advice: Callable[..., Advice]) -> None:
    wednesday = (can_practise("10:00", "12:00", days=("Wed",)), can_practise("10:00", "12:00", days=("Fri",)))
    ends = (an_approval("V1", "R1", valid_until=MONDAY),)
    found = advice(approvals=ends, learners=(a_learner("R1"),), lesson_times=wednesday)
    assert pairs(found) == [("V1", "R1", 120)]
    assert [one.approvals for one in found.tried] == [1]


def test_who_has_no_car_and_who_has_the_wrong_one_can_supervise_in_a_practice_car(
    advice: Callable[..., Advice],
) -> None:
    car = (Vehicle(vehicle="car-1", transmission="manual", place="Dal"),)
    learners = (a_learner("R1", transmission="manual"),)
    for seats, own in ((0, ""), (4, "automatic")):
        supervisors = (a_supervisor("V1", transmission=own),)
        volunteers = (a_volunteer("V1", home="Dal", seats=seats), a_volunteer("V2"))
        more = {"volunteers": volunteers, "supervisors": supervisors, "learners": learners, "approvals": ()}
        lent = advice(vehicles=car, licences=(a_licence("V1"),), **more)
        assert pairs(lent) == [("V1", "R1", 120)]
        assert pairs(advice(vehicles=(), licences=(a_licence("V1"),), **more)) == []


def test_practice_on_the_way_to_work_counts(advice: Callable[..., Advice]) -> None:
    drives = {
        "learners": (a_learner("R1", lessons_per_week=0, may_practise_on_rides=True),),
        "shifts": (a_shift(start="10:00", end="18:00", days=("Tue",), legs="out"),),
        "approvals": (),
    }
    willing = (a_supervisor("V1", may_practise_on_rides=True), a_supervisor("V2", may_practise_on_rides=True))
    found = advice(**drives, supervisors=willing)
    assert [(one.volunteer, one.rider) for one in found.tried] == [("V1", "R1")]
    assert found.tried[0].minutes > 0
    assert pairs(advice(**drives)) == []  # who did not agree to it


def test_a_supervisor_without_time_for_a_whole_lesson_is_counted_and_not_tried(advice: Callable[..., Advice]) -> None:
    busy = (free("08:00", "20:00", volunteer="V2"), free("10:00", "11:00", days=WEEK))
    found = advice(availability=busy, learners=(a_learner("R1"),))
    assert (found.tried, found.allowed, found.no_time) == ((), 1, 1)


def test_where_nobody_is_approved_there_is_nothing_to_apply_for(advice: Callable[..., Advice]) -> None:
    assert not advice(practice="GB").needed


def test_without_time_it_says_how_many_were_not_tried(
    advice: Callable[..., Advice], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EACH_SECONDS", 1000.0)
    found = advice(seconds=30.0)
    assert (found.tried, found.not_tried) == ((), 2)
