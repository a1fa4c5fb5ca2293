"""Why something was left out, in the words a coordinator would use."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ridematch.model.errors import RidematchError
from ridematch.model.plan import Plan
from ridematch.model.problem import Block, Limits, Problem
from ridematch.office.explain import verdict
from ridematch.rules.check import check
from ridematch.rules.why import NEAREST, Reasons, blocking_facts
from tests.builders import (
    MONDAY,
    Thing,
    a_block,
    a_commute,
    a_driver,
    a_lesson_wish,
    a_line,
    a_night,
    a_pin,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_slot,
    a_trip,
    an_amount,
    at,
    day,
)
from tests.rules.scenes import BLOCK

# R1 is at B between 05:00 and 05:10 and goes to C. V1 lives in A, ten minutes before B: 40 minutes of road in all.
AT_FIVE: dict[str, Any] = {"start": "B", "end": "C", "pickup": ("05:00", "05:10")}


def alone(
    *more: Thing, request: dict[str, Any] | None = None, block: Block | None = None, **driver: Any
) -> tuple[bool, str]:
    """Whether R1 is possible alone, and what V1 says to it."""
    ride = a_ride(a_request("R1", **{**AT_FIVE, **(request or {})}))
    problem = a_problem(ride, a_driver(**driver), block or a_block(), *more)
    reasons = blocking_facts(problem, Plan(left_out=("R1",)), "R1")
    (fact,) = reasons.facts
    assert (fact.driver, fact.leg, fact.minutes_away) == ("V1", "R1", 10)
    assert reasons.possible_beside_plan == reasons.possible_alone, "there is nothing else in the plan"
    return reasons.possible_alone, fact.sentence


FREE = (True, "free, but see the cost")


@pytest.mark.parametrize(
    ("away", "answer"),
    [
        ((("03:00", "06:00"),), "away"),
        ((("05:09", "24:00"),), "away"),
        ((("05:12", "24:00"),), "not free then (by 25 min)"),
        ((), "not free then (by 25 min)"),
    ],
)
def test_whoever_is_away_is_not_called_busy(away: tuple[tuple[str, str], ...], answer: str) -> None:
    spans = tuple((at(start), at(end)) for start, end in away)
    assert alone(block=a_block("V1", "05:25", "07:00"), away=spans) == (False, answer)


def test_a_volunteer_who_could() -> None:
    assert alone() == FREE


@pytest.mark.parametrize(
    ("start", "end", "answer"),
    [
        ("04:50", "05:30", FREE),
        ("05:00", "05:40", FREE),
        ("05:01", "07:00", (False, "not free then (by 1 min)")),
        ("05:25", "07:00", (False, "not free then (by 25 min)")),
        ("04:00", "05:29", (False, "not free then (by 1 min)")),
        ("05:05", "05:40", (False, "not free then (by 5 min)")),
        ("07:00", "17:00", (False, "not free then (by 120 min)")),
        ("07:01", "17:00", (False, "not free then")),
    ],
)
def test_free_or_not_by_the_minute(start: str, end: str, answer: tuple[bool, str]) -> None:
    assert alone(block=a_block("V1", start, end)) == answer


def test_who_is_said_before_when() -> None:
    noon = a_block("V1", "12:00", "17:00")
    assert alone(avoids=("P1",)) == (False, "never matched with this rider")
    assert alone(avoids=("P1",), block=noon) == (False, "never matched with this rider")
    assert alone(request={"minor": True}) == (False, "record not seen")
    assert alone(only_employer="lifts") == (False, "only drives for employer lifts")
    assert alone(request={"needs": ("woman-driver", "lang:ar")}) == (False, "no woman-driver, no lang:ar")
    assert alone(request={"seats": 3}, seats=2) == (False, "2 seats, 3 needed")
    child = {"equipment": (an_amount("child-seat", 2),)}
    assert alone(request=child, equipment=(an_amount("child-seat"),)) == (False, "no child-seat:2")
    assert alone(request=child, equipment=(an_amount("child-seat", 2),)) == FREE
    assert alone(request={"equipment": (an_amount("wheelchair"),)}) == (False, "no wheelchair")


def test_the_days_driving_and_the_time_at_the_wheel() -> None:
    assert alone(max_drive_minutes_per_day=40) == FREE
    assert alone(max_drive_minutes_per_day=9) == (False, "31 min over the day's driving")


def test_a_break_before_the_pickup_helps_where_the_driver_may_wait() -> None:
    travel = a_line("A", 10, "B", 50, "C", 60, "D")

    def sixty(**driver: Any) -> tuple[bool, str]:
        request = {**AT_FIVE, "max_ride_minutes": 60}
        block = a_block(destination="D")  # 10 + 50 + 60 minutes, of them 110 after the pickup
        return alone(travel, Limits(max_wheel_minutes=110), request=request, block=block, **driver)

    assert sixty() == FREE
    assert sixty(max_wait_minutes=15) == FREE
    assert sixty(max_wait_minutes=14) == (False, "10 min over the time at the wheel")


def test_the_detour_of_an_own_trip() -> None:
    def own(limit: int) -> tuple[bool, str]:
        return alone(block=a_block(destination="B", own_trip=True, max_detour_minutes=limit))

    assert own(20) == FREE
    assert own(15) == (False, "the detour would be 20 min, 15 allowed")


def test_days_asks_and_nights_already_driven() -> None:
    assert alone(max_days_per_week=0) == (False, "would be day 1 of driving this week, 0 allowed")
    assert alone(max_asks_per_week=0) == (False, "would be ask 1 this week, 0 allowed")
    nights = tuple(a_night(days) for days in range(-1, 2))
    assert alone(*nights, night_dates=(day(-5), day(-3))) == (
        False,
        "would be night 3 in seven days, 2 allowed",
    )
    assert alone(*nights, night_dates=(day(-1),)) == (False, "would be 2 nights in a row")
    assert alone(*nights, late_dates=(day(-1),)) == (False, "late on 2026-12-13 and early the next morning")


def test_the_minute_that_avoids_the_night_is_found() -> None:
    def evening(latest_pickup: str) -> tuple[bool, str]:
        request = {"pickup": ("21:20", latest_pickup)}
        return alone(a_night(), request=request, night_dates=(day(-1),))

    assert evening("22:00") == FREE  # picked up at 21:20 or a little later, home by 22:00
    morning = {"pickup": ("05:50", "06:10")}
    assert alone(a_night(-1), request=morning, night_dates=(day(-1),)) == FREE  # from 06:00, picked up at 06:10


@given(
    earliest=st.one_of(st.integers(-60, 1860), st.integers(170, 450), st.integers(1290, 1330)),
    width=st.integers(0, 6),
    slack=st.integers(0, 90),
    max_wait=st.integers(0, 20),
    rested=st.booleans(),
    breaks=st.booleans(),
)
@example(earliest=200, width=0, slack=90, max_wait=20, rested=False, breaks=False)  # leaves at 02:59 and waits
@settings(max_examples=80, deadline=None)
def test_possible_alone_means_that_some_minute_is_right(
    *, earliest: int, width: int, slack: int, max_wait: int, rested: bool, breaks: bool
) -> None:
    """What the explanation works out from a few minutes, the checker finds by trying all of them."""
    nights = (day(-1),) if rested else ()
    problem = a_problem(
        a_ride(a_request("R1", start="B", end="C", pickup=(earliest, earliest + width), delivery=(-500, 3000))),
        a_driver(max_wait_minutes=max_wait, late_dates=() if rested else (day(-1),), night_dates=nights),
        a_block("V1", earliest - 10 - slack, earliest + 30 + slack),
        Limits(max_wheel_minutes=30 if breaks else 120),
        *(a_night(days) for days in range(-1, 3)),
    )
    plans = (
        a_plan(
            problem,
            a_trip(problem, BLOCK, ("pickup", "R1", begins), ("delivery", "R1", None), departs=begins - 10 - wait),
        )
        for begins in range(earliest, earliest + width + 1)
        for wait in range(max_wait + 1)
    )
    could = any(not check(problem, plan) for plan in plans)
    assert blocking_facts(problem, Plan(left_out=("R1",)), "R1").possible_alone == could


def test_windows_that_no_road_fits() -> None:
    assert alone(request={"delivery": ("05:00", "05:10")}) == FREE
    assert alone(request={"delivery": ("05:00", "05:09")}) == (
        False,
        "the times asked for leave too little for the road",
    )
    assert alone(request={"max_ride_minutes": 10}) == FREE
    assert alone(request={"max_ride_minutes": 9}) == (False, "the times asked for leave too little for the road")


def beside(*others: str, clock: str = "05:00", **driver: Any) -> tuple[Reasons, Problem, Plan]:
    """R1 beside what V1 already drives: X1, X2 ... from A to B at these times."""
    rides = [a_ride(a_request(f"X{n}", start="A", end="B", rider=f"Q{n}")) for n, _ in enumerate(others, start=1)]
    problem = a_problem(a_ride(a_request("R1", **AT_FIVE)), *rides, a_driver(**driver), a_block())
    trips = [
        a_trip(problem, f"V1:{MONDAY}:1", ("pickup", f"X{n}", other), ("delivery", f"X{n}", None))
        for n, other in enumerate(others, start=1)
    ]
    plan = a_plan(problem, *trips, left_out=("R1",))
    assert check(problem, plan) == ()
    return blocking_facts(problem, plan, "R1"), problem, plan


def test_already_driving_somebody_else_then() -> None:
    reasons, _, _ = beside("05:00")
    assert (reasons.possible_alone, reasons.possible_beside_plan) == (True, False)
    assert [fact.sentence for fact in reasons.facts] == ["already driving X1 then"]
    reasons, _, _ = beside("05:55")
    assert [fact.sentence for fact in reasons.facts] == ["free, but see the cost"]
    assert reasons.possible_beside_plan


def test_the_days_driving_together_with_the_plan() -> None:
    reasons, _, _ = beside("09:00", max_drive_minutes_per_day=60)
    assert reasons.possible_beside_plan
    reasons, _, _ = beside("09:00", max_drive_minutes_per_day=59)
    assert [fact.sentence for fact in reasons.facts] == ["1 min over the day's driving"]
    assert (reasons.possible_alone, reasons.possible_beside_plan) == (True, False)


def test_an_own_trip_already_taken() -> None:
    own = a_block(destination="C", own_trip=True, max_detour_minutes=5)
    problem = a_problem(
        a_ride(a_request("R1", **AT_FIVE)), a_ride(a_request("X1", start="A", end="B", rider="Q1")), a_driver(), own
    )
    trip = a_trip(problem, own.code, ("pickup", "X1", "08:00"), ("delivery", "X1", None))
    reasons = blocking_facts(problem, a_plan(problem, trip, left_out=("R1",)), "R1")
    assert [fact.sentence for fact in reasons.facts] == ["already driving X1 then"]
    assert (reasons.possible_alone, reasons.possible_beside_plan) == (True, False)


def test_the_rider_is_elsewhere() -> None:
    problem = a_problem(
        a_ride(a_request("R1", **AT_FIVE)),
        a_ride(a_request("X1", start="A", end="B")),
        a_driver("V1"), a_driver("V2"), a_block("V1"), a_block("V2"),
    )  # fmt: skip
    trip = a_trip(problem, f"V2:{MONDAY}:1", ("pickup", "X1", "05:00"), ("delivery", "X1", "05:20"))
    reasons = blocking_facts(problem, a_plan(problem, trip, left_out=("R1",)), "R1")
    assert reasons.facts[0].sentence == "the rider is elsewhere then"


def test_the_rider_is_learning_to_drive() -> None:
    problem = a_problem(
        a_ride(a_request("R1", **AT_FIVE, rider="L1")),
        a_lesson_wish(a_slot("04:30", "04:30"), drivers=("V2",)),
        a_driver("V1"), a_driver("V2"), a_block("V1"), a_block("V2"),
    )  # fmt: skip
    trip = a_trip(problem, f"V2:{MONDAY}:1", ("lesson", f"L1:{MONDAY}:lesson", "04:30"))
    reasons = blocking_facts(problem, a_plan(problem, trip, left_out=("R1",)), "R1")
    assert reasons.facts[0].sentence == "the rider is elsewhere then"


def test_the_nearest_volunteers_come_first_and_only_they() -> None:
    homes = "EDCBA" * 3
    drivers = [a_driver(f"V{n:02d}", home=home) for n, home in enumerate(homes)]
    problem = a_problem(a_ride(a_request("R1", **AT_FIVE)), *drivers)
    reasons = blocking_facts(problem, Plan(left_out=("R1",)), "R1")
    assert len(reasons.facts) == NEAREST
    assert [(fact.minutes_away, fact.driver) for fact in reasons.facts] == [
        (0, "V03"), (0, "V08"), (0, "V13"), (10, "V02"), (10, "V04"), (10, "V07"), (10, "V09"), (10, "V12"),
    ]  # fmt: skip


def test_somebody_far_away_may_be_the_one_who_could() -> None:
    drivers = [a_driver(f"V{n:02d}", home="B") for n in range(NEAREST)]
    far = (a_driver("V99", home="E"), a_block("V99", origin="E", destination="E"))
    reasons = blocking_facts(
        a_problem(a_ride(a_request("R1", **AT_FIVE)), *drivers, *far), Plan(left_out=("R1",)), "R1"
    )
    assert (reasons.possible_alone, reasons.possible_beside_plan) == (True, True)
    assert "V99" not in {fact.driver for fact in reasons.facts}


@pytest.mark.parametrize(
    ("end", "fallbacks", "possible"),
    [
        ("24:00", {}, True),
        ("12:00", {}, False),
        ("12:00", {"fallback_back": "bed"}, True),
        ("12:00", {"fallback_out": "bus"}, False),
        ("04:00", {"fallback_out": "bus", "fallback_back": "bed"}, False),
    ],
)
def test_a_commute_is_possible_with_every_leg(end: str, fallbacks: dict[str, str], possible: bool) -> None:
    problem = a_problem(a_commute(**fallbacks), a_driver(), a_block("V1", "00:00", end))  # type: ignore[arg-type]
    code = f"S1:{MONDAY}"
    reasons = blocking_facts(problem, Plan(left_out=(code,)), code)
    assert reasons.possible_alone == possible
    assert [fact.leg for fact in reasons.facts] == [f"{code}:out", f"{code}:back"]


def lesson(*more: Thing, given: bool = False, **wish: Any) -> tuple[bool, list[tuple[str, str]]]:
    """What the supervisors V1 and V2 say to the lessons of L1, on Monday or Tuesday at ten; V3 supervises nobody."""
    slots = (a_slot("10:00", "10:30"), a_slot("10:00", "10:30", days=1))
    problem = a_problem(
        a_lesson_wish(*slots, **wish), a_lesson_wish(a_slot(place="D"), learner="L2", drivers=("V2",)),
        a_driver("V1"), a_driver("V2"), a_driver("V3"), a_block("V1"), a_block("V2"), a_block("V1", days=1), *more,
    )  # fmt: skip
    trips = [a_trip(problem, f"V1:{MONDAY}:1", ("lesson", f"L1:{MONDAY}:lesson", "10:00"))] if given else []
    code = problem.lessons[0].code
    reasons = blocking_facts(problem, a_plan(problem, *trips), code)
    assert all((fact.leg, fact.minutes_away) == (code, 10) for fact in reasons.facts)
    return reasons.possible_alone, [(fact.driver, fact.sentence) for fact in reasons.facts]


def test_lessons_ask_the_supervisors() -> None:
    others = ("V2", "not approved for this learner")
    assert lesson() == (True, [("V1", "free, but see the cost"), others])
    expired = ("V1", "permit or approval does not cover the dates")
    assert lesson(approved=(day(-9), day(-1))) == (False, [expired, others])
    assert lesson(approved=(day(1), day(1))) == (True, [("V1", "free, but see the cost"), others])


def test_a_second_lesson_looks_at_the_first() -> None:
    assert lesson(given=True, wanted=2)[1][0] == ("V1", "free, but see the cost")
    assert lesson(given=True, wanted=2, min_days_between=2) == (
        True,
        [("V1", "1 days from another lesson, 2 wanted"), ("V2", "not approved for this learner")],
    )


def why(*things: Thing, given: bool = True, **wish: Any) -> Reasons:
    """Why a second lesson of L1, who can on Monday and Tuesday and has one with V1 on Monday, is not in the plan."""
    slots = (a_slot("10:00", "10:30"), a_slot("10:00", "10:30", days=1))
    problem = a_problem(a_lesson_wish(*slots, wanted=2, **wish), a_driver("V1"), a_block("V1"), *things)
    trips = [a_trip(problem, f"V1:{MONDAY}:1", ("lesson", f"L1:{MONDAY}:lesson", "10:00"))] if given else []
    return blocking_facts(problem, a_plan(problem, *trips), problem.lessons[0].code)


@pytest.mark.parametrize(
    ("things", "wish", "said"),
    [
        ((a_block("V1", days=1),), {"min_days_between": 2}, "apart"),
        ((a_block("V1", days=1),), {"min_days_between": 1}, "dearer"),
        ((a_block("V1", "12:00", "13:00", days=1),), {"min_days_between": 2}, "impossible"),
        ((a_block("V1", days=1),), {"min_days_between": 3, "last_lesson": day(-1), "given": False}, "apart"),
        ((a_block("V1", days=1),), {"drivers": (), "refused": (("V1", "season"),), "given": False}, "refused"),
        ((a_block("V1", days=1),), {"drivers": (), "given": False}, "impossible"),
        ((a_block("V1", days=1),), {"drivers": ("V2",), "refused": (("V1", "season"),), "given": False}, "impossible"),
    ],
)
def test_nobody_is_said_to_be_taken_where_days_or_rules_are_in_the_way(
    things: tuple[Thing, ...], wish: dict[str, Any], said: str
) -> None:
    assert verdict(why(*things, **wish)) == said


def test_who_wants_to_supervise_says_which_rule_is_in_the_way() -> None:
    reasons = why(a_block("V1", days=1), a_driver("V3"), drivers=(), refused=(("V1", "season"),), given=False)
    assert [(fact.driver, fact.sentence) for fact in reasons.facts] == [("V1", "outside the season for practice")]


def test_on_a_day_with_a_promise_one_more_ride_is_no_ask() -> None:
    pin = a_pin("X1", begins="12:00", ends="12:10")
    problem = a_problem(
        a_ride(a_request("R1", **AT_FIVE)),
        a_ride(a_request("X1", start="A", end="B", rider="Q1")),
        a_driver(max_asks_per_week=0), a_block(), pin,
    )  # fmt: skip
    trip = a_trip(problem, f"V1:{MONDAY}:1", ("pickup", "X1", "12:00"), ("delivery", "X1", None))
    reasons = blocking_facts(problem, a_plan(problem, trip, left_out=("R1",)), "R1")
    assert reasons.facts[0].sentence == "free, but see the cost"
    assert reasons.possible_alone
    elsewhere = blocking_facts(problem, Plan(left_out=("R1", "X1")), "R1")
    assert elsewhere.facts[0].sentence == "would be ask 1 this week, 0 allowed"


def test_an_unknown_code_is_said_so() -> None:
    with pytest.raises(RidematchError, match="R9"):
        blocking_facts(a_problem(), Plan(), "R9")
