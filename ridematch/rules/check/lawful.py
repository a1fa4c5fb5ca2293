"""A plan's lessons against the tables and the law, without what admission made of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from ridematch.model.facts import Tables
from ridematch.model.plan import Plan, Violation
from ridematch.model.problem import Problem
from ridematch.rules.case import Book, Case, PlannedLesson
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
    """Every rule of practice that a lesson of the plan breaks, the law's first, then the programme's. Never raises.

    Lessons of the date after the horizon stand as they were published: the run that plans that date judges them.
    """
    last = problem.first_date + timedelta(days=problem.days - 1)
    lessons = [lesson for lesson in Case(Book(problem), plan).lessons if lesson.date <= last]
    return tuple(violation for lesson in lessons for violation in _about(problem, lesson, ground))


def _about(problem: Problem, lesson: PlannedLesson, ground: Ground) -> Iterator[Violation]:
    code, driver, learner = lesson.visit.serves, lesson.run.driver.code, lesson.wish.learner
    begins, ends = (
        (problem.epoch + timedelta(minutes=minute)).astimezone(ground.zone)
        for minute in (lesson.visit.begins, lesson.visit.ends)
    )
    where = ground.where.get(lesson.visit.place, "")
    given = GivenLesson(
        volunteer=driver,
        learner=learner,
        begins=begins,
        ends=ends,
        country=country_of(where, ground.tables.places or ()),
    )
    for name, sentence in broken_laws(ground.rules, ground.tables, given):
        yield Violation(rule=f"practice_{name}", subjects=(code, driver), sentence=f"{code} with {driver}: {sentence}")
    for name, sentence in _against_the_programme(ground.tables, driver, learner, given.on):
        yield Violation(rule=f"practice_{name}", subjects=(code, driver), sentence=f"{code} with {driver}: {sentence}")


def _against_the_programme(tables: Tables, driver: str, learner: str, on: date) -> Iterator[tuple[str, str]]:
    """What the programme asks for beside the law."""
    if any((row.volunteer, row.rider) == (driver, learner) for row in tables.avoid or ()):
        yield "never_matched", "the two are never matched"
    for volunteer in (row for row in tables.volunteers or () if row.volunteer == driver):
        if volunteer.only_employer:
            yield "only_employer", f"{driver} drives for one employer only"
        minor = any(row.rider == learner and row.minor for row in tables.riders or ())
        if minor and (volunteer.record_seen_on or date.max) > on:
            yield "record_seen", f"{learner} is a minor, and the record was not seen by {on}"
    for wish in (row.transmission for row in tables.learners or () if row.rider == learner and row.transmission):
        cars = [
            row.transmission or _by_licence(tables, driver, on)
            for row in tables.supervisors or ()
            if row.volunteer == driver
        ]
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
