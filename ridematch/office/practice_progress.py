"""How far learners have come, what they practise next, and one learner's card."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.model.facts import Learner, LoggedLesson, Tables
from ridematch.model.settings import Settings
from ridematch.office.people_found import find_person
from ridematch.office.practice import PracticeDesk, judge
from ridematch.office.practice_coming import coming
from ridematch.rules.admit.clock import make_clock
from ridematch.rules.admit.dates import recurs
from ridematch.rules.practice.daylight import STEP, is_dark
from ridematch.rules.practice.lesson import left_to_people
from ridematch.rules.practice.progress import Chance, Next, Progress, next_part, progress_of
from ridematch.rules.practice.rules import Rule
from ridematch.rules.where import point_of
from ridematch.views.practice import Judged
from ridematch.views.progress import Coming

AHEAD = 14
"""So many dates from today are looked at for when a part can be practised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One learner: the row, how far it has come, what is next, and the log."""

    learner: Learner
    progress: Progress
    next: Next
    log: tuple[LoggedLesson, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All of one learner that those in the car need: with whom, what to keep to, and what is planned."""

    course: Course
    supervisors: tuple[Judged, ...]
    keep_to: tuple[Rule, ...]
    coming: tuple[Coming, ...]


def courses(desk: PracticeDesk, *, settings: Settings, today: date, who: str = "") -> tuple[Course, ...]:
    """Every learner's course, or that of one. RidematchError: nobody or several fit."""
    learners = sorted(desk.tables.learners or (), key=lambda row: row.rider)
    if who:
        code = find_learner(desk.tables, who)
        learners = [row for row in learners if row.rider == code]
    return tuple(course_of(desk.tables, learner, settings=settings, today=today) for learner in learners)


def course_of(tables: Tables, learner: Learner, *, settings: Settings, today: date) -> Course:
    """One learner's course by the tables."""
    log = tuple(row for row in tables.practice_log or () if row.rider == learner.rider)
    progress = progress_of(learner, log, settings.curriculum)
    coming = chances(tables, learner, settings=settings, today=today)
    return Course(learner=learner, progress=progress, next=next_part(progress, settings.curriculum, coming), log=log)


def card(desk: PracticeDesk, *, settings: Settings, today: date, who: str) -> Card:
    """One learner's card. RidematchError: nobody or several fit."""
    rider = find_learner(desk.tables, who)
    (course,) = courses(desk, settings=settings, today=today, who=rider)
    pairs = judge(desk, on=today)
    return Card(
        course=course,
        supervisors=tuple(one for one in pairs if one.rider == rider),
        keep_to=left_to_people(desk.rules, course.learner, today),
        coming=coming(desk.planned, course.progress, tables=desk.tables, settings=settings),
    )


def find_learner(tables: Tables, text: str) -> str:
    """The code of the one learner that is meant. RidematchError: nobody or several fit, or who fits does not learn."""
    code = find_person(tables.riders or (), text)
    if all(row.rider != code for row in tables.learners or ()):
        raise RidematchError(say("{code} is no learner: enter the row in the table of learners first.", code=code))
    return code


def chances(tables: Tables, learner: Learner, *, settings: Settings, today: date) -> tuple[Chance, ...]:
    """The coming dates on which the learner can practise; all of them, by daylight, where no lesson time is known."""
    rows = [row for row in tables.lesson_times or () if row.rider == learner.rider]
    home = next((row.home for row in tables.riders or () if row.rider == learner.rider), "")
    clock = make_clock(settings.calendar.zone, today)
    below, length = settings.curriculum.dark_below_degrees, timedelta(minutes=learner.lesson_minutes)
    found: dict[date, tuple[bool, bool]] = {}
    for on in (today + timedelta(days=number) for number in range(AHEAD)):
        if not rows:
            found[on] = False, True
        for row in rows:
            if not recurs(on, days=row.days, first_date=row.first_date, last_date=row.last_date):
                continue
            point = point_of(row.place or home, tables.places or ())
            span = clock.span(on, row.start, row.end)
            begins, ends = (clock.epoch + timedelta(minutes=minute) for minute in (span.begins, span.ends))
            could = found.get(on, (False, False))
            lit = [_is_dark(at, point, below=below) for at in _moments(begins, ends)]
            found[on] = could[0] or _in_a_row(lit, True, length), could[1] or _in_a_row(lit, False, length)
    return tuple(Chance(date=on, dark=dark, light=light) for on, (dark, light) in sorted(found.items()))


def _moments(begins: datetime, ends: datetime) -> Iterator[datetime]:
    while begins <= ends:
        yield begins
        begins += STEP


def _is_dark(at: datetime, point: tuple[float, float] | None, *, below: float) -> bool:
    """Whether it is; nobody knows of a place that is nowhere."""
    return point is not None and is_dark(at, point, below=below)


def _in_a_row(lit: Iterable[bool], dark: bool, length: timedelta) -> bool:
    """Whether it is dark, or light, for as long as a lesson lasts without a break, at moments a step apart."""
    return any(one == dark and (len([*same]) - 1) * STEP >= length for one, same in groupby(lit))
