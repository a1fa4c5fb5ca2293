"""What was published stays where the new plan is no better with other duties; and only there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ridematch.match.solve import match
from ridematch.model.edition import Edition, Past
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.office.publishing import make_edition
from ridematch.office.replay import standing_edition
from ridematch.office.steady import steady
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.builders import a_block, a_driver, a_line, a_problem, a_request, a_ride
from tests.rules.rows import MONDAY

TUESDAY = MONDAY + timedelta(days=1)
NOW = datetime(2026, 12, 11, 17, tzinfo=UTC)


def two_days(*, farther: bool = False) -> Problem:
    """A ride on Monday and one on Tuesday; V1 and V2 may each drive both, and live in one village or V2 farther."""
    drivers = (a_driver("V1", home="A"), a_driver("V2", home="Z" if farther else "A"))
    rides = [
        a_ride(a_request(f"R{day}", start="B", end="C", rider=f"P{day}", pickup=("05:00", "06:00"), days=day))
        for day in (0, 1)
    ]
    blocks = [
        a_block(who.code, "04:00", "07:00", days=day, origin=who.home, destination=who.home)
        for who in drivers
        for day in (0, 1)
    ]
    return a_problem(a_line("Z", 10, "A", 10, "B", 10, "C"), *drivers, *rides, *blocks, days=2)


def with_all_by(problem: Problem, driver: str) -> Plan:
    others = tuple(one.code for one in problem.drivers if one.code != driver)
    journeys = tuple(
        replace(
            one,
            legs=tuple(replace(leg, request=replace(leg.request, declined_by=others)) for leg in one.legs),
        )
        for one in problem.journeys
    )
    return match(replace(problem, journeys=journeys))


def published(problem: Problem, plan: Plan) -> Edition:
    return make_edition(problem, plan, unserved=(), made_at=NOW)


def who_drives(plan: Plan) -> list[str]:
    return [duty.driver for duty in plan.duties]


def test_of_two_plans_that_cost_the_same_the_one_that_stands_stays() -> None:
    problem = two_days()
    found, known = with_all_by(problem, "V1"), with_all_by(problem, "V2")
    assert score(problem, found).total == pytest.approx(score(problem, known).total)
    kept = steady(problem, found, published(problem, known))
    assert (kept.duties, kept.objective) == (known.duties, found.objective)
    assert steady(problem, found, None) == found


def test_what_would_cost_more_does_not_stay() -> None:
    problem = two_days(farther=True)
    found, known = with_all_by(problem, "V1"), with_all_by(problem, "V2")
    assert steady(problem, found, published(problem, known)).duties == found.duties


def test_what_costs_no_more_stays_beside_what_does() -> None:
    """Of the duties that stand Monday's is as good, and on Tuesday the volunteer waits for nothing."""
    problem = two_days()
    found, known = with_all_by(problem, "V1"), with_all_by(problem, "V2")
    monday, tuesday = known.duties
    trip = tuesday.trips[0]
    depart, pickup, *rest = trip.visits
    moved = {name: getattr(depart, name) - 20 for name in ("arrives", "begins", "ends")}
    slow = (replace(depart, **moved), replace(pickup, arrives=pickup.arrives - 20), *rest)
    worse = replace(known, duties=(monday, replace(tuesday, trips=(replace(trip, visits=slow),))))
    assert check(problem, worse) == () and score(problem, worse).total > found.objective
    kept = steady(problem, found, published(problem, worse))
    assert who_drives(kept) == ["V2", "V1"]
    assert check(problem, kept) == ()
    assert score(problem, kept).total == pytest.approx(kept.objective) and kept.objective <= found.objective


def test_what_breaks_a_rule_by_now_does_not_stay() -> None:
    problem = two_days()
    found, known = with_all_by(problem, "V1"), with_all_by(problem, "V2")
    without = replace(problem, blocks=tuple(one for one in problem.blocks if (one.driver, one.date) != ("V2", MONDAY)))
    assert who_drives(steady(without, found, published(problem, known))) == ["V1", "V2"]


def test_the_day_before_is_not_of_these_dates() -> None:
    problem = two_days()
    edition = published(problem, with_all_by(problem, "V2"))
    past = Past(stops=edition.stops)
    standing = standing_edition(edition, past, first_date=TUESDAY, days=2)
    assert standing and {stop.date for stop in standing.stops} == {TUESDAY}
    assert standing_edition(None, past, first_date=TUESDAY, days=2) is None
