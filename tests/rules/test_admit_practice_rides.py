"""Which rides to work a learner may drive, from the rows."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ridematch.match.solve import match
from ridematch.model.edition import Past
from ridematch.model.facts import Tables, Vehicle
from ridematch.model.problem import PracticeRide
from ridematch.model.travel import Crossing
from ridematch.office.gather import lawful_ground
from ridematch.rules.check import check
from ridematch.rules.check.lawful import check_lawful
from tests.rules import rows
from tests.rules.rows import (
    MONDAY,
    PLACES,
    a_learner,
    a_rider,
    a_shift,
    a_supervisor,
    a_volunteer,
    admitted,
    an_approval,
    can_practise,
    day,
    driven,
    practising,
    some_tables,
    told,
)

FAR = {"workplace": "Hed"}  # 43 minutes from Dal, 54 for a learner
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NEAR = {"workplace": "Fors"}  # 23 minutes, 29 for a learner


def learning(**tables: Any) -> Tables:
    """R1 learns, V1 supervises, both agreed to practise on the way to work."""
    found = practising(
        learners=(a_learner(may_practise_on_rides=True),),
        supervisors=(a_supervisor(may_practise_on_rides=True),),
        lesson_times=(can_practise("16:00", "20:00", days=("Tue",)),),
        shifts=(a_shift(**FAR),),
    )
    return some_tables(**(found | tables))


def practice(tables: Tables, *, legs: str = "out", **more: Any) -> tuple[PracticeRide, ...]:
    settings = replace(rows.SETTINGS, practice_rides=replace(rows.SETTINGS.practice_rides, legs=legs))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rows, "SETTINGS", settings)
        return admitted(tables, **more)[0].practice_rides


def codes(tables: Tables, **more: Any) -> list[str]:
    return [one.request for one in practice(tables, **more)]


def test_the_way_to_work_is_practice_where_both_agreed() -> None:
    (ride,) = practice(learning())
    assert (ride.request, ride.learner, ride.date) == ("S1:2026-12-14:out", "R1", MONDAY)
    assert (ride.drivers, ride.wish) == (("V1",), "R1:2026-W51")
    assert ride.window.latest % (24 * 60) == 0


@pytest.mark.parametrize(
    "tables",
    [
        {"learners": (a_learner(),)},
        {"supervisors": (a_supervisor(),)},
        {"approvals": ()},
        {"approvals": (an_approval(valid_until=date(2026, 12, 13)),)},
        {"learners": (a_learner(may_practise_on_rides=True, permit_until=date(2026, 12, 13)),)},
        {"riders": (a_rider(seats=2),)},
        {"shifts": (a_shift(workplace="Utland"),)},
        {"shifts": (a_shift(legs="back", **FAR),)},
        {"learners": (a_learner(may_practise_on_rides=True, lessons_per_week=0),)},
    ],
)
def test_otherwise_the_volunteer_drives(tables: dict[str, Any]) -> None:
    assert codes(learning(**tables)) == []


@pytest.mark.parametrize(
    ("start", "end", "ways"),
    [("home:R1", "Hed", ["back"]), ("Hed", "home:R1", ["out"]), ("home:R1", "Fors", ["out", "back"])],
)
def test_a_way_through_another_country_is_no_practice(start: str, end: str, ways: list[str]) -> None:
    through = Crossing(origin=start, destination=end, countries=("NO",))
    found = codes(learning(), legs="both", crossings=(through,))
    assert found == [f"S1:2026-12-14:{way}" for way in ways]
    assert codes(learning(), legs="both", crossings=(replace(through, countries=("SE",)),)) == [
        "S1:2026-12-14:out",
        "S1:2026-12-14:back",
    ]


def test_ways_abroad_are_closed_where_others_may_ride_along() -> None:
    crossing = Crossing(origin="Fors", destination="Hed", countries=("NO",))
    others = (
        a_shift(**FAR),
        a_shift("S2", rider="R2", workplace="Fors"),
        a_shift("S3", rider="R3", workplace="Utland"),
    )
    tables = learning(shifts=others, riders=(a_rider(), a_rider("R2"), a_rider("R3")))
    limits = replace(rows.SETTINGS.limits, practice_others_aboard=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rows, "SETTINGS", replace(rows.SETTINGS, limits=limits))
        (ride,) = admitted(tables, crossings=(crossing,))[0].practice_rides
    to_utland = {(start, "Utland") for start in ("home:R1", "home:R2", "Fors", "Hed")}
    assert {*ride.closed} & ({("Fors", "Hed"), ("Hed", "Fors")} | to_utland) == {("Fors", "Hed"), *to_utland}
    assert [one.closed for one in practice(tables, crossings=(crossing,))] == [()]


def test_a_car_the_learner_may_not_drive_is_no_practice_though_a_shared_one_would_be() -> None:
    both = {
        "learners": (a_learner(may_practise_on_rides=True, transmission="automatic"),),
        "vehicles": (Vehicle(vehicle="B1", place="Dal", transmission="automatic"),),
    }
    assert codes(learning(**both, supervisors=(a_supervisor(may_practise_on_rides=True, transmission="manual"),))) == []
    automatic = (a_supervisor(may_practise_on_rides=True, transmission="automatic"),)
    assert codes(learning(**both, supervisors=automatic)) == ["S1:2026-12-14:out"]


def test_an_approval_counts_on_its_last_day() -> None:
    assert codes(learning(approvals=(an_approval(valid_until=MONDAY),))) == ["S1:2026-12-14:out"]


def test_a_short_way_uses_up_no_lesson() -> None:
    none_left = a_learner(may_practise_on_rides=True, lessons_per_week=0)
    (ride,) = practice(learning(shifts=(a_shift(**NEAR),), learners=(none_left,)))
    assert ride.wish == ""


def test_the_configuration_says_which_ways() -> None:
    assert codes(learning(), legs="both") == ["S1:2026-12-14:out", "S1:2026-12-14:back"]
    assert codes(learning(), legs="none") == []


def test_nobody_drives_home_from_a_night_shift_or_soon_after_one() -> None:
    night = learning(shifts=(a_shift(start="22:00", end="06:00", **FAR),))
    assert codes(night, legs="both") == ["S1:2026-12-14:out"]
    again = (
        a_shift(start="22:00", end="06:00", **FAR),
        a_shift("S2", start="16:30", end="20:00", days=("Tue",), **FAR),
    )
    assert codes(learning(shifts=again)) == ["S1:2026-12-14:out"]
    rested = (*again[:1], a_shift("S2", start="18:30", end="21:00", days=("Tue",), **FAR))
    assert codes(learning(shifts=rested)) == ["S1:2026-12-14:out", "S2:2026-12-15:out"]
    evening = (a_shift(start="17:00", end="00:30", **FAR),)  # two and a half hours of the night
    assert codes(learning(shifts=evening), legs="both") == ["S1:2026-12-14:out", "S1:2026-12-14:back"]
    later = (a_shift(start="17:00", end="01:00", **FAR),)  # three
    assert codes(learning(shifts=later), legs="both") == ["S1:2026-12-14:out"]


LATE = (a_shift(start="17:00", end="00:30", **FAR),)
TUESDAY = day(1)


@pytest.mark.parametrize(
    ("approved", "ways"),
    [
        ({"approved_on": date(2026, 3, 1)}, ["out", "back"]),
        ({"approved_on": date(2026, 3, 1), "valid_until": MONDAY}, ["out"]),
        ({"approved_on": TUESDAY}, ["back"]),
        ({"approved_on": day(2)}, []),
    ],
)
def test_a_way_home_after_midnight_is_practice_of_the_day_after(approved: dict[str, Any], ways: list[str]) -> None:
    found = practice(learning(shifts=LATE, approvals=(an_approval(**approved),)), legs="both")
    assert [one.request for one in found] == [f"S1:2026-12-14:{way}" for way in ways]
    assert {one.date for one in found} <= {MONDAY}  # the lesson it counts as is the shift's date's


def test_a_way_to_work_before_midnight_is_practice_of_the_day_before() -> None:
    early = (a_shift(start="00:15", end="05:00", days=("Tue",), **FAR),)
    (ride,) = practice(learning(shifts=early))
    assert (ride.request, ride.date) == ("S1:2026-12-15:out", TUESDAY)
    problem, _ = admitted(learning(shifts=early))
    assert rows.window(problem, ride.window) == "Mon 22:33 - Wed 00:00"  # it may begin and end on either
    ended = (an_approval(approved_on=TUESDAY),)
    assert codes(learning(shifts=early, approvals=ended)) == []
    assert codes(learning(shifts=early), first=TUESDAY) == []  # the evening before is not planned any more


def test_a_drive_home_after_midnight_is_lawful_in_the_plan() -> None:
    settings = replace(rows.SETTINGS, practice_rides=replace(rows.SETTINGS.practice_rides, legs="both"))
    willing = (a_volunteer(max_drive_minutes_per_day=300),)
    home = (a_shift(start="17:00", end="00:30", legs="back", **FAR),)
    tables = learning(shifts=home, availability=(rows.free("23:00", "03:00"),), volunteers=willing)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rows, "SETTINGS", settings)
        problem, _ = admitted(tables)
    plan = match(problem)
    assert check(problem, plan) == check_lawful(problem, plan, lawful_ground(tables, settings)) == ()
    practised = {visit.serves for duty in plan.duties for trip in duty.trips for visit in trip.visits if visit.practice}
    assert practised == {"S1:2026-12-14:back"}


def test_a_learner_whom_the_law_wants_home_at_night_does_not_drive_after_midnight() -> None:
    young = a_learner(may_practise_on_rides=True, born="2009-06-01")
    york = tuple(replace(place, country="US") for place in PLACES)
    assert codes(learning(learners=(young,), places=york, shifts=LATE), legs="both", practice="US-NY") == [
        "S1:2026-12-14:out"
    ]


def test_what_was_told_stays_as_it_was_told() -> None:
    stops = driven("S1:2026-12-14:out", MONDAY, "04:00", "04:54")
    with_volunteer = Past(stops=stops, promises=(told("S1:2026-12-14:out", MONDAY, "04:00", "04:43"),))
    assert codes(learning(), past=with_volunteer) == []
    practised = tuple(replace(stop, practice="lesson" if stop.serves else "") for stop in stops)
    promise = replace(told("S1:2026-12-14:out", MONDAY, "04:00", "04:54"), practice=True)
    found, _ = admitted(learning(), past=Past(stops=practised, promises=(promise,)))
    assert [one.request for one in found.practice_rides] == ["S1:2026-12-14:out"]
    assert [pin.practice for pin in found.pins] == [True]


def test_a_ride_that_counted_as_a_lesson_is_one_of_the_week() -> None:
    stops = driven("S1:2026-12-14:out", MONDAY, "04:00", "04:54", journey_date=MONDAY)
    found = learning(shifts=(), lesson_times=(can_practise("16:00", "20:00", days=DAYS),))
    for practice, wanted, last in (("lesson", 1, MONDAY), ("yes", 2, None), ("", 2, None)):
        past = Past(stops=tuple(replace(stop, practice=practice if stop.serves else "") for stop in stops))
        (wish,) = admitted(found, first=day(1), days=6, past=past)[0].lessons
        assert (wish.wanted, wish.last_lesson) == (wanted, last)


def test_the_law_of_a_country_says_at_what_hours() -> None:
    young = a_learner(may_practise_on_rides=True, born="2009-06-01")
    york = [replace(place, country="US") for place in PLACES]
    tables = learning(learners=(young,), places=tuple(york), volunteers=(a_volunteer(),), shifts=(a_shift(**FAR),))
    found = practice(tables, practice="US-NY")
    assert all(ride.window.latest - ride.window.earliest < 24 * 60 for ride in found)
