"""Everybody has one answer, in one place at a time, and promises stand."""

from dataclasses import replace

from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from tests.builders import (
    Thing,
    a_block,
    a_commute,
    a_driver,
    a_lesson_wish,
    a_pin,
    a_plan,
    a_problem,
    a_request,
    a_ride,
    a_slot,
    a_trip,
)
from tests.rules.scenes import BLOCK, broken, one_ride, sentence

OUT, BACK, BOTH = "S1:2026-12-14:out", "S1:2026-12-14:back", "S1:2026-12-14"


def commute(
    *driven: str, out: str = "none", back: str = "none", left_out: tuple[str, ...] = (), covered: tuple[str, ...] = ()
) -> tuple[Problem, Plan]:
    """A commute from A to C with these legs driven, covered or left out."""
    problem = a_problem(a_commute(fallback_out=out, fallback_back=back), a_driver(), a_block())
    clocks = {OUT: "05:10", BACK: "14:10"}
    trips = [a_trip(problem, BLOCK, ("pickup", leg, clocks[leg]), ("delivery", leg, None)) for leg in driven]
    return problem, a_plan(problem, *trips, left_out=left_out, fallbacks=covered)


def test_everybody_is_served_or_left_out() -> None:
    assert broken(*commute(OUT, BACK)) == []
    assert broken(*commute(left_out=(BOTH,))) == []
    assert broken(*commute()) == ["everybody_is_answered"]
    assert broken(*commute(OUT, BACK, left_out=(BOTH,))) == ["everybody_is_answered"]
    assert broken(*commute(OUT, left_out=(BOTH,))) == ["everybody_is_answered"]


def test_both_legs_or_neither() -> None:
    assert broken(*commute(OUT)) == ["both_legs_or_neither"]
    assert broken(*commute(BACK)) == ["both_legs_or_neither"]
    assert sentence(*commute(OUT)) == f"{BOTH} has 1 legs served, all 2 must be or none"


def test_a_fallback_covers_the_leg_that_has_one() -> None:
    assert broken(*commute(OUT, back="bed", covered=(BACK,))) == []
    assert broken(*commute(OUT, covered=(BACK,))) == ["fallbacks_are_those_allowed"]
    assert broken(*commute(BACK, back="bed", covered=(OUT,))) == ["fallbacks_are_those_allowed"]


def test_at_least_one_leg_is_driven() -> None:
    assert broken(*commute(out="bus", back="bed", covered=(OUT, BACK))) == ["fallbacks_are_those_allowed"]


def test_nothing_is_answered_twice() -> None:
    rule = ["nothing_is_answered_twice"]
    assert broken(*commute(OUT, BACK, back="bed", covered=(BACK,))) == rule
    assert broken(*commute(OUT, back="bed", covered=(BACK, BACK))) == rule
    assert broken(*commute(left_out=(BOTH, BOTH))) == rule
    problem, plan = one_ride()
    again = a_trip(problem, BLOCK, ("pickup", "R1", "07:00"), ("delivery", "R1", None))
    assert broken(problem, a_plan(problem, *plan.duties[0].trips, again)) == rule


def two(*, first_ends: str, second_begins: str, rider: str = "P1") -> list[str]:
    """V1 brings P1 from A to B, V2 brings the rider from B to C."""
    problem = a_problem(
        a_ride(a_request("R1", start="A", end="B")),
        a_ride(a_request("R2", start="B", end="C", rider=rider)),
        a_driver("V1"),
        a_driver("V2", home="B"),
        a_block("V1"),
        a_block("V2", origin="B", destination="B"),
    )
    first = a_trip(problem, "V1:2026-12-14:1", ("pickup", "R1", "05:00"), ("delivery", "R1", first_ends))
    second = a_trip(problem, "V2:2026-12-14:1", ("pickup", "R2", second_begins), ("delivery", "R2", None))
    return broken(problem, a_plan(problem, first, second))


def test_a_rider_is_in_one_place_at_a_time() -> None:
    assert two(first_ends="05:20", second_begins="05:20") == []
    assert two(first_ends="05:20", second_begins="05:19") == ["nobody_is_in_two_places"]
    assert two(first_ends="05:20", second_begins="05:19", rider="P2") == []


def test_a_learner_is_not_on_a_ride_during_the_lesson() -> None:
    def lesson_at(clock: str) -> list[str]:
        problem = a_problem(
            a_ride(a_request("R1", start="A", end="B", rider="L1")),
            a_lesson_wish(a_slot(), drivers=("V2",)),
            a_driver("V1"),
            a_driver("V2", home="B"),
            a_block("V1"),
            a_block("V2", origin="B", destination="B"),
        )
        ride = a_trip(problem, "V1:2026-12-14:1", ("pickup", "R1", "05:00"), ("delivery", "R1", None))
        lesson = a_trip(problem, "V2:2026-12-14:1", ("lesson", "L1:2026-12-14:lesson", clock))
        return broken(problem, a_plan(problem, ride, lesson))

    assert lesson_at("05:10") == []
    assert lesson_at("05:09") == ["nobody_is_in_two_places"]
    assert lesson_at("04:00") == []
    assert lesson_at("04:01") == ["nobody_is_in_two_places"]


def test_parts_of_a_group_travel_at_the_same_time() -> None:
    def group(*, one_journey: bool) -> list[str]:
        parts = [a_request(code, start="A", end="B", seats=4) for code in ("G1", "G2")]
        journeys = [a_ride(*parts)] if one_journey else [a_ride(part) for part in parts]
        problem = a_problem(*journeys, a_driver("V1"), a_driver("V2"), a_block("V1"), a_block("V2"))
        trips = [
            a_trip(problem, f"{driver}:2026-12-14:1", ("pickup", code, "05:00"), ("delivery", code, None))
            for driver, code in (("V1", "G1"), ("V2", "G2"))
        ]
        return broken(problem, a_plan(problem, *trips))

    assert group(one_journey=True) == []
    assert group(one_journey=False) == ["nobody_is_in_two_places"]


def promised(*pins: Thing, driver: str = "V1") -> list[str]:
    """R1 is driven by V1 from 05:00 to 05:10, or by V2."""
    problem, _ = one_ride(a_driver("V2"), a_block("V2"), *pins)
    trip = a_trip(problem, f"{driver}:2026-12-14:1", ("pickup", "R1", "05:00"), ("delivery", "R1", None))
    return broken(problem, a_plan(problem, trip))


def test_a_promise_is_a_driver_and_two_times() -> None:
    rule = ["promises_are_kept"]
    assert promised(a_pin("R1", begins="05:05", ends="05:05")) == []
    assert promised(a_pin("R1", begins="05:06", ends="05:10")) == rule
    assert promised(a_pin("R1", begins="04:54", ends="05:10")) == rule
    assert promised(a_pin("R1", begins="05:00", ends="05:16")) == rule
    assert promised(a_pin("R1", begins="05:00", ends="05:04")) == rule
    assert promised(a_pin("R1", begins="05:00", ends="05:10"), driver="V2") == rule


def test_a_broken_promise_says_by_how_much_or_by_whom() -> None:
    problem, plan = one_ride(a_pin("R1", begins="05:06", ends="05:10"))
    assert sentence(problem, plan) == "R1 is 6 min from the times promised, the limit is 5"
    problem, plan = one_ride(a_driver("V2"), a_pin("R1", "V2", begins="05:00", ends="05:10"))
    assert sentence(problem, plan) == "R1 was promised with V2, who serves it 0 times"


def test_a_promised_ride_is_not_left_out() -> None:
    problem, plan = one_ride(a_pin("R1", begins="05:00", ends="05:10"))
    assert broken(problem, plan) == []
    assert broken(problem, Plan(left_out=("R1",))) == ["promises_are_kept"]


def test_a_promised_lesson_keeps_its_times() -> None:
    def lesson_at(clock: str) -> list[str]:
        pin = a_pin("L1:2026-12-14:lesson", begins="10:00", ends="11:00")
        problem = a_problem(a_lesson_wish(a_slot()), pin, a_driver(), a_block())
        return broken(problem, a_plan(problem, a_trip(problem, BLOCK, ("lesson", "L1:2026-12-14:lesson", clock))))

    assert lesson_at("10:05") == []
    assert lesson_at("10:06") == ["promises_are_kept"]


def test_a_problem_without_anything_has_a_right_plan() -> None:
    assert broken(a_problem(), Plan()) == []
    assert broken(replace(a_problem(a_commute()), days=0), Plan(left_out=(BOTH,))) == []
