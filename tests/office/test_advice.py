"""What would help is true: each change, made in the tables, gets the ride into the next plan."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.match.solve import match
from ridematch.model.facts import Tables
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.office.advice import Trials, advise, served_by
from ridematch.office.explain import explain
from ridematch.office.remedies import candidates
from ridematch.rules.check import check
from ridematch.rules.trial import wanted_ride
from ridematch.views.directory import Directory
from ridematch.views.remedies import Remedy, helping_lines, remedy_words
from tests.match.nights import crowded
from tests.rules.rows import (
    MONDAY,
    ZONE,
    a_learner,
    a_licence,
    a_rider,
    a_shift,
    a_supervisor,
    a_volunteer,
    admitted,
    an_approval,
    can_practise,
    clock,
    free,
    some_tables,
)

S1 = "S1:2026-12-14"


def planned(tables: Tables) -> tuple[Problem, Plan]:
    problem, _ = admitted(tables)
    plan = match(problem)
    assert check(problem, plan) == ()
    return problem, plan


def advised(tables: Tables, code: str = S1) -> Trials:
    problem, plan = planned(tables)
    left = next(one for one in explain(problem, plan) if one.code == code)
    return advise(problem, plan, left)


def helping(tables: Tables, kind: str, code: str = S1) -> Remedy:
    return next(one for one in advised(tables, code).helps if one.kind == kind)


def serves(tables: Tables, code: str = S1) -> bool:
    return code not in planned(tables)[1].left_out


def words(tables: Tables, remedy: Remedy) -> str:
    return remedy_words(remedy, epoch=admitted(tables)[0].epoch, people=Directory({}), zone=ZONE)


def local(tables: Tables, minute: int) -> time:
    return (admitted(tables)[0].epoch + timedelta(minutes=minute)).astimezone(ZONE).time()


def one_shift(start: str = "04:00", end: str = "23:00", **more: Any) -> Tables:
    """R1 in Dal works in Fors from 05:00 to 13:00; V1 of Backe is free in between."""
    return some_tables(shifts=(a_shift(),), availability=(free(start, end),), **more)


def soonest(tables: Tables) -> str:
    """The latest whole five minutes at which V1 may begin and still serve the shift."""
    for minutes in range(5 * 60, 3 * 60, -5):
        start = f"{minutes // 60:02d}:{minutes % 60:02d}"
        if serves(replace(tables, availability=(free(start, "23:00"),))):
            return start
    raise AssertionError


def test_a_volunteer_could_leave_earlier_by_the_least_that_is_enough() -> None:
    line = soonest(one_shift())
    late = (datetime.combine(MONDAY, clock(line), UTC) + timedelta(minutes=20)).strftime("%H:%M")
    tables = one_shift(start=late)
    remedy = helping(tables, "time")
    assert (remedy.who, remedy.minutes) == ("V1", 20)
    assert words(tables, remedy) == f"works if V1 on Mon 2026-12-14 can leave at {line} instead of {late}"
    assert serves(one_shift(start=line))


def test_a_volunteer_could_be_back_later() -> None:
    tables = one_shift(end="13:20")
    remedy = helping(tables, "time")
    assert remedy.starts is None and remedy.ends is not None
    until = local(tables, remedy.ends)
    assert serves(one_shift(end=f"{until:%H:%M}"))
    assert not serves(one_shift(end=f"{(datetime.combine(MONDAY, until, UTC) - timedelta(minutes=6)):%H:%M}"))


def test_the_rider_could_be_there_earlier() -> None:
    tables = some_tables(shifts=(a_shift(),), availability=(free("03:00", "04:55"), free("12:30", "15:00")))
    remedy = helping(tables, "windows")
    assert words(tables, remedy) == (f"works if R1 on Mon 2026-12-14 may be there {remedy.minutes} min earlier")
    latest = 40 + remedy.minutes  # the window opens 40 minutes before the shift
    earlier = time((5 * 60 - latest) // 60, (5 * 60 - latest) % 60)
    assert serves(replace(tables, shifts=(a_shift(earliest_arrival=latest),))), earlier


def test_a_child_seat_in_somebodys_car() -> None:
    tables = one_shift(riders=(a_rider(needs=("child-seat:1",)),))
    remedy = helping(tables, "thing")
    assert words(tables, remedy) == "works with child-seat in the car of V1"
    assert serves(replace(tables, volunteers=(a_volunteer(offers=("child-seat:1",)),)))


def test_one_day_more_in_the_week() -> None:
    shifts = tuple(a_shift(code, "09:00", "15:00", days=(on,)) for code, on in (("S1", "Mon"), ("S2", "Tue")))
    days = (free("03:00", "23:00", days=("Mon", "Tue")),)
    tables = some_tables(shifts=shifts, availability=days, volunteers=(a_volunteer(max_days_per_week=1),))
    left = next(code for code in (S1, "S2:2026-12-15") if not serves(tables, code))
    assert helping(tables, "day", left).who == "V1"
    assert serves(replace(tables, volunteers=(a_volunteer(max_days_per_week=2),)), left)


def test_hours_that_are_not_the_volunteers() -> None:
    tables = one_shift(start="16:00", end="18:00")
    remedy = helping(tables, "hours")
    hours = tuple(tuple(f"{local(tables, minute):%H:%M}" for minute in span) for span in remedy.spans)
    assert words(tables, remedy).startswith(f"works if V1 is free on Mon 2026-12-14, {hours[0][0]}-{hours[0][1]}, ")
    own = (*(tables.availability or ()), *(free(start, end) for start, end in hours))
    assert serves(replace(tables, availability=own))


def test_somebody_else_left_out_instead_but_nobody_promised() -> None:
    tables = some_tables(
        riders=(a_rider(), a_rider("R2")),
        shifts=(
            a_shift("S1", "09:00", "15:00", workplace="Hed"),
            a_shift("S2", "09:00", "15:00", rider="R2", workplace="Backe"),
        ),
        volunteers=(a_volunteer(home="Dal"),),
        availability=(free("03:00", "23:00"),),
    )
    left = next(code for code in (S1, "S2:2026-12-14") if not serves(tables, code))
    other = "S2" if left == S1 else "S1"
    remedy = helping(tables, "instead", left)
    assert remedy.instead.startswith(other)
    kept = tuple(row for row in tables.shifts or () if row.shift != other)
    assert serves(replace(tables, shifts=kept), left)


def test_a_lesson_at_other_hours_of_the_supervisor() -> None:
    tables = some_tables(
        learners=(a_learner(),),
        supervisors=(a_supervisor(),),
        licences=(a_licence(),),
        approvals=(an_approval(),),
        lesson_times=(can_practise("10:00", "12:00", days=("Mon",)),),
        availability=(free("15:00", "18:00"),),
    )
    remedy = helping(tables, "hours", "R1:2026-W51")
    ((start, end),) = remedy.spans
    more = free(f"{local(tables, start):%H:%M}", f"{local(tables, end):%H:%M}")
    assert planned(tables)[1].duties == ()
    assert planned(replace(tables, availability=(*(tables.availability or ()), more)))[1].duties != ()


def test_where_nothing_small_helps_it_says_how_much_was_tried() -> None:
    tested = advised(some_tables(shifts=(a_shift(workplace="Hed"),), volunteers=(a_volunteer(seats=0),)))
    assert tested.helps == ()
    (line,) = helping_lines(
        (), missing=1, tried=tested.tried, epoch=datetime(2026, 12, 14, tzinfo=UTC), people=Directory({}), zone=ZONE
    )
    assert line.startswith("Tried ")


@pytest.mark.slow
@given(st.integers(0, 10**6))
@settings(max_examples=12, deadline=None)
def test_what_is_said_to_help_is_a_right_plan_in_which_nobody_else_loses(seed: int) -> None:
    problem = crowded(seed, commutes=7, drivers=4, lessons=1)
    plan = match(problem)
    for journey in problem.journeys:
        if journey.code not in plan.left_out:
            continue
        wanted = tuple(wanted_ride(leg.request) for leg in journey.legs)
        for candidate in candidates(problem, plan, wanted):
            found = served_by(candidate, plan, tuple(one.code for one in wanted))
            if found is not None:
                assert check(candidate.problem, found) == ()
                assert journey.code not in found.left_out
                assert set(found.left_out) <= {*plan.left_out, *candidate.without}
                # The best plan of the changed night is at least as good, and the ride is worth driving in it.
                assert match(candidate.problem).objective <= plan.objective + 1e-6
                return
