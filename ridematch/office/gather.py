"""Everything one run needs from the store, as one problem."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ridematch.model.edition import Edition, Past
from ridematch.model.facts import Tables
from ridematch.model.plan import Issue
from ridematch.model.problem import Problem
from ridematch.model.settings import Settings
from ridematch.roads.known import known_or_new
from ridematch.rules.admit import admit, spots
from ridematch.rules.check.lawful import Ground
from ridematch.rules.practice import PracticeRules, load_practice_rules
from ridematch.views.directory import Directory
from ridematch.views.json_file import travel_from_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What stands in the store around a horizon."""

    tables: Tables
    past: Past
    latest: Edition | None
    people: Directory


def find(session: Any, *, first_date: date, days: int) -> Found:
    """Read the store in one of its sessions. Two equal values mean that nothing relevant has changed in between."""
    from ridematch.store.editions import latest_edition, load_past
    from ridematch.store.people import load_people
    from ridematch.store.tables import load_tables

    return Found(
        tables=load_tables(session),
        past=load_past(session, first_date=first_date, days=days),
        latest=latest_edition(session),
        people=Directory(load_people(session)),
    )


def make_problem(
    found: Found,
    *,
    settings: Settings,
    first_date: date,
    days: int,
    now: datetime | None = None,
    begun_by: datetime | None = None,
) -> tuple[Problem, tuple[Issue, ...]]:
    """Travel times for the places in use, then the problem and the rows that had to be set aside.

    The newest edition knows the travel times it was planned with; they are worked out only where they may be others.
    `now`: when a new plan is made, for volunteers who need notice; None to judge what is planned already. `begun_by`:
    what was published to begin by then stands as it was published; by default what has begun `now`.
    """
    travel = known_or_new(
        travel_from_json(found.latest.problem_json) if found.latest else None,
        places=found.tables.places or (),
        roads=found.tables.roads or (),
        spots=spots(found.tables),
        settings=settings.roads,
        dates=horizon(first_date, days + 1),  # the last night's way home lies on the day after
    )
    return admit(
        tables=found.tables,
        past=found.past,
        travel=travel,
        settings=settings,
        first_date=first_date,
        days=days,
        now=now,
        begun_by=begun_by,
    )


def lawful_ground(tables: Tables, settings: Settings) -> Ground:
    """What a plan's lessons are held against, beside the problem."""
    rules = load_practice_rules(settings.practice) if tables.learners else PracticeRules(code=settings.practice)
    where = {spot.place: spot.where for spot in spots(tables)}
    return Ground(tables=tables, rules=rules, where=where, zone=ZoneInfo(settings.calendar.zone))


def horizon(first_date: date, days: int) -> tuple[date, ...]:
    """So many dates from the first."""
    return tuple(first_date + timedelta(days=n) for n in range(days))
