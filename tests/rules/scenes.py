"""What the tests of the rules share: the names of broken rules, and one commute driven."""

from dataclasses import replace

from ridematch.model.plan import Plan, Trip, Visit
from ridematch.model.problem import Problem
from ridematch.rules.check import check
from tests.builders import Thing, a_block, a_driver, a_plan, a_problem, a_request, a_ride, a_trip

BLOCK = "V1:2026-12-14:1"


def broken(problem: Problem, plan: Plan) -> list[str]:
    """The rules this plan breaks, each once."""
    return list(dict.fromkeys(violation.rule for violation in check(problem, plan)))


def sentence(problem: Problem, plan: Plan) -> str:
    """The sentence of the only violation."""
    (violation,) = check(problem, plan)
    return violation.sentence


def one_ride(*more: Thing) -> tuple[Problem, Plan]:
    """R1 from B to C at 05:00 by V1 at home in A: ten minutes there, ten with R1, twenty home."""
    problem = a_problem(a_ride(a_request("R1", start="B", end="C")), a_driver(), a_block(), *more)
    trip = a_trip(problem, BLOCK, ("pickup", "R1", "05:00"), ("delivery", "R1", None))
    return problem, a_plan(problem, trip)


def with_visits(plan: Plan, *visits: Visit) -> Plan:
    """The plan with other visits in its only trip."""
    (duty,) = plan.duties
    return replace(plan, duties=(replace(duty, trips=(Trip(block=duty.trips[0].block, visits=visits),)),))
