"""A plan's lessons against the tables and the law, without what admission made of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from ridematch.model.facts import Supervisor, Tables, Vehicle
from ridematch.model.plan import Plan, Violation, Visit
from ridematch.model.problem import Problem
from ridematch.rules.case import Book, Case
from ridematch.rules.check.law import GivenLesson, broken_laws
from ridematch.rules.practice.rules import PracticeRules
from ridematch.rules.where import country_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the tables and settings say. `where` has the name or the coordinates of each place id in use."""

    tables: Tables
    rules: PracticeRules
    where: Mapping[str, str]
    zone: ZoneInfo


def check_lawful(problem: Problem, plan: Plan, ground: Ground) -> tuple[Violation, ...]:
    """Every rule of practice that a lesson or practice ride of the plan breaks, the law's first, then the programme's.

    Never raises. What is of the date after the horizon, or of a journey begun before it, stands as it was published:
    the run that plans that date judges it.
    """
    last, case = problem.first_date + timedelta(days=problem.days - 1), Case(Book(problem), plan)
    found: list[Violation] = []
    for lesson in (one for one in case.lessons if one.date <= last):
        visit, people = lesson.visit, (lesson.run.driver.code, lesson.wish.learner)
        given = _given(problem, ground, people, visit.begins, visit.ends, visit)
        found += _about(visit.serves, given, ground, on_the_way=False)
    for ride in (one for one in case.rides if one.practice and one.journey.kind != "fixed"):
        people = (ride.run.driver.code, ride.request.rider)
        visits = ride.run.trip.visits
        way = visits[visits.index(ride.pickup) : visits.index(ride.delivery) + 1]
        given = _given(problem, ground, people, ride.pickup.ends, ride.delivery.begins, *way)
        found += _about(ride.request.code, given, ground, on_the_way=True)
    return tuple(found)


def _given(
    problem: Problem, ground: Ground, people: tuple[str, str], begins: int, ends: int, *visits: Visit
) -> GivenLesson:
    """What the two do from one minute to another, in the countries of its stops and of the ways between them."""
    local = [(problem.epoch + timedelta(minutes=minute)).astimezone(ground.zone) for minute in (begins, ends)]
    places = ground.tables.places or ()
    countries = {country_of(ground.where.get(visit.place, ""), places) for visit in visits}
    ways = {(here.place, there.place) for here, there in pairwise(visits)}
    for crossing in problem.travel.crossings:
        if (crossing.origin, crossing.destination) in ways:
            countries.update(crossing.countries)
    return GivenLesson(
        volunteer=people[0],
        learner=people[1],
        begins=local[0],
        ends=local[1],
        countries=tuple(sorted(countries)),
        vehicle=visits[0].vehicle,
    )


def _about(code: str, given: GivenLesson, ground: Ground, *, on_the_way: bool) -> Iterator[Violation]:
    driver, learner = given.volunteer, given.learner
    against = [
        *broken_laws(ground.rules, ground.tables, given),
        *_against_the_programme(ground.tables, driver, learner, given.on, car=given.vehicle),
        *(_not_agreed(ground.tables, driver, learner) if on_the_way else ()),
    ]
    for name, sentence in against:
        yield Violation(rule=f"practice_{name}", subjects=(code, driver), sentence=f"{code} with {driver}: {sentence}")


def _not_agreed(tables: Tables, driver: str, learner: str) -> Iterator[tuple[str, str]]:
    """Both have to say yes to practice on the way to work."""
    if not any(row.rider == learner and row.may_practise_on_rides for row in tables.learners or ()):
        yield "on_rides", f"{learner} did not agree to practise on rides"
    if not any(row.volunteer == driver and row.may_practise_on_rides for row in tables.supervisors or ()):
        yield "on_rides", f"{driver} did not agree to practise on rides"


def _against_the_programme(
    tables: Tables, driver: str, learner: str, on: date, *, car: str
) -> Iterator[tuple[str, str]]:
    """What the programme asks for beside the law."""
    if any((row.volunteer, row.rider) == (driver, learner) for row in tables.avoid or ()):
        yield "never_matched", "the two are never matched"
    for volunteer in (row for row in tables.volunteers or () if row.volunteer == driver):
        if volunteer.only_employer:
            yield "only_employer", f"{driver} drives for one employer only"
        if volunteer.seats <= 0 and not any(
            row.vehicle == car and row.place == volunteer.home for row in tables.vehicles or ()
        ):
            yield "car", f"{driver} has no car, and no practice car in the village"
        minor = any(row.rider == learner and row.minor for row in tables.riders or ())
        if minor and (volunteer.record_seen_on or date.max) > on:
            yield "record_seen", f"{learner} is a minor, and the record was not seen by {on}"
    for wish in (row.transmission for row in tables.learners or () if row.rider == learner and row.transmission):
        described: tuple[Supervisor | Vehicle, ...] = tuple(
            row for row in tables.vehicles or () if car and row.vehicle == car
        ) or tuple(row for row in tables.supervisors or () if row.volunteer == driver)
        cars = [row.transmission or _by_licence(tables, driver, on) for row in described]
        if wish not in cars:
            yield "wish", f"the learner practises {wish}, and the car is {cars[0] if cars and cars[0] else 'not known'}"


def _by_licence(tables: Tables, driver: str, on: date) -> str:
    """A car nobody described is automatic if its driver may drive no other."""
    codes = {
        row.code
        for row in tables.licences or ()
        if row.volunteer == driver and row.code[:1] in "BCD" and row.valid_from <= on <= (row.valid_to or date.max)
    }
    return "automatic" if codes and all(code.endswith("78") for code in codes) else ""
