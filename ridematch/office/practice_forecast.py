"""When learners will have practised enough, and how many rides a week fall away then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from ridematch.model.edition import Edition, PlannedStop
from ridematch.model.facts import Learner, Tables
from ridematch.model.settings import Settings
from ridematch.office.practice import PracticeDesk
from ridematch.office.practice_published import day_of, minutes_of, not_logged
from ridematch.rules.admit.shifts import runs
from ridematch.rules.practice import PracticeRules, load_practice_rules
from ridematch.rules.practice.outlook import LOOK_BACK, outlook
from ridematch.rules.practice.progress import progress_of
from ridematch.rules.practice.years import birthday, latest_birth
from ridematch.views.directory import Directory
from ridematch.views.forecast import Expected

WEEKS = 4
"""So many weeks from today tell how many rides a week somebody asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """All learners by the date on which they reach the target, those who do not last.

    `not_logged` are lessons of the last four weeks that were published and are not in the log.
    """

    expected: tuple[Expected, ...]
    not_logged: tuple[PlannedStop, ...]


def forecast(store: str, *, settings: Settings, today: date) -> tuple[Forecast, PracticeDesk]:
    """By the log, what is published from today on, and the shifts of the tables. RidematchError: no store there."""
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import latest_edition, load_schedule
    from ridematch.store.people import load_people
    from ridematch.store.tables import load_tables

    with reading(open_store(store)) as session:
        tables = load_tables(session)
        people = Directory(load_people(session))
        stops = load_schedule(session, first_date=today - LOOK_BACK, days=None).stops
        latest = latest_edition(session)
    desk = PracticeDesk(tables=tables, people=people, rules=load_practice_rules(settings.practice))
    found = forecast_of(tables, stops, latest, settings=settings, rules=desk.rules, today=today)
    return found, desk


def forecast_of(
    tables: Tables,
    stops: Iterable[PlannedStop],
    latest: Edition | None,
    *,
    settings: Settings,
    rules: PracticeRules,
    today: date,
) -> Forecast:
    """`stops` are what stands from four weeks ago on, `latest` the newest edition."""
    open_still = not_logged(stops, tables.practice_log or (), ZoneInfo(settings.calendar.zone))
    days = (latest.first_date, latest.first_date + timedelta(days=latest.days - 1)) if latest else None
    expected = [
        _expected(tables, learner, open_still, days=days, settings=settings, rules=rules, today=today)
        for learner in tables.learners or ()
    ]
    return Forecast(
        expected=tuple(sorted(expected, key=lambda one: (one.reaches or date.max, one.outlook.rider))),
        not_logged=tuple(one for one in open_still if day_of(one) < today),
    )


def _expected(
    tables: Tables,
    learner: Learner,
    published: Iterable[PlannedStop],
    *,
    days: tuple[date, date] | None,
    settings: Settings,
    rules: PracticeRules,
    today: date,
) -> Expected:
    log = [row for row in tables.practice_log or () if row.rider == learner.rider]
    planned = [
        (day_of(one), minutes_of(one)) for one in published if one.rider == learner.rider and day_of(one) >= today
    ]
    found = outlook(
        learner.rider,
        minutes=progress_of(learner, log, settings.curriculum).minutes,
        logged=[(row.date, row.minutes) for row in log],
        planned=planned,
        planned_days=days,
        wished_weekly_minutes=learner.lessons_per_week * learner.lesson_minutes,
        target_minutes=settings.curriculum.target_hours * 60,
        today=today,
    )
    return Expected(
        outlook=found,
        not_before=_old_enough(learner, rules, today),
        rides_a_week=rides_a_week(tables, learner.rider, today=today),
    )


def rides_a_week(tables: Tables, rider: str, *, today: date) -> float:
    """How many rides a week a rider's shifts ask for in the coming weeks, public holidays and single changes aside."""
    dates = [today + timedelta(days=number) for number in range(7 * WEEKS)]
    count = sum(
        (2 if shift.legs == "both" else 1) * sum(runs(shift, on, holidays=()) for on in dates)
        for shift in tables.shifts or ()
        if shift.rider == rider and (shift.every_weeks <= 1 or shift.first_date is not None)
    )
    return count / WEEKS


def _old_enough(learner: Learner, rules: PracticeRules, today: date) -> date | None:
    """When the learner is old enough for a licence, where that is still to come."""
    rule, born = rules.on("licence_age", today), latest_birth(learner.born)
    turns = birthday(born, rule.years) if rule and born else None
    return turns if turns is not None and turns > today else None
