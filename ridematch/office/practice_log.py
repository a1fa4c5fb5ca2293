"""After a lesson: one line into the log, or out of it again."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.edition import PlannedStop
from ridematch.model.errors import RidematchError
from ridematch.model.facts import LoggedLesson, Tables
from ridematch.model.settings import Settings
from ridematch.office.edits import Desk
from ridematch.office.people_found import find_person
from ridematch.office.practice_coming import is_dark_then
from ridematch.office.practice_progress import Course, course_of, find_learner
from ridematch.rules.practice import load_practice_rules, refusals
from ridematch.rules.practice.known import KnownPairs
from ridematch.tables.spellings import maybe, nearest
from ridematch.views.clock import local_date
from ridematch.views.directory import Directory
from ridematch.views.rides import practice

HEADINGS = {"rider": "LEARNER", "date": "DATE", "minutes": "MINUTES", "volunteer": "--with"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed. Empty or None: as it was published for that date; `outside`: with nobody of ours."""

    learner: str
    on: str
    minutes: str = ""
    supervisor: str = ""
    outside: bool = False
    parts: tuple[str, ...] = ()
    dark: bool | None = None
    remarks: tuple[str, ...] = ()
    undo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What became of it: the lesson as it stands now (None: taken out) and as it stood before (None: it was not there).

    `warnings` say what is doubtful, `take_back` are the arguments of the command that undoes it.
    """

    lesson: LoggedLesson | None
    before: LoggedLesson | None
    course: Course
    warnings: tuple[str, ...]
    people: Directory
    take_back: tuple[str, ...]


def log_lesson(store: str, typed: Typed, *, settings: Settings, now: datetime) -> Entry:
    """Write one lesson into the log, or with `undo` take it out, in one transaction.

    A lesson of the same learner, date and supervisor takes the place of the one there. RidematchError: nobody or
    several fit, the date is still to come, a part or remark is not in the list, or there is no such lesson to undo.
    """
    from ridematch.store.database import open_store, transaction
    from ridematch.store.editions import load_schedule
    from ridematch.store.people import load_people
    from ridematch.store.tables import load_tables, replace_tables

    with transaction(open_store(store)) as session:
        tables = load_tables(session)
        desk = Desk(tables=tables, settings=settings, today=local_date(now, ZoneInfo(settings.calendar.zone)))
        rider, on = find_learner(tables, typed.learner), _date(desk, typed.on)
        stops = load_schedule(session, first_date=on, days=1).stops
        lesson, before, warnings = _change(desk, typed, rider, on, _published(stops, rider, on))
        log = tuple(row for row in tables.practice_log or () if row is not before)
        changed = replace(tables, practice_log=(*log, lesson) if lesson else log)
        replace_tables(session, Tables(practice_log=changed.practice_log))
        learner = next(row for row in tables.learners or () if row.rider == rider)
        return Entry(
            lesson=lesson,
            before=before,
            course=course_of(changed, learner, settings=settings, today=desk.today),
            warnings=warnings,
            people=Directory(load_people(session)),
            take_back=_arguments(before) if before else _undoing(lesson),
        )


_Change = tuple[LoggedLesson | None, LoggedLesson | None, tuple[str, ...]]
"""The lesson as it will be, as it was, and what is doubtful."""


def _change(desk: Desk, typed: Typed, rider: str, on: date, published: PlannedStop | None) -> _Change:
    of_that_day = [row for row in desk.tables.practice_log or () if (row.rider, row.date) == (rider, on)]
    volunteer = _supervisor(desk, typed, published)
    if not typed.undo:
        lesson, doubts = _read(desk, typed, rider=rider, on=on, volunteer=volunteer, published=published)
        before = next((row for row in of_that_day if row.volunteer == lesson.volunteer), None)
        kept = replace(lesson, note=before.note, source=before.source) if before else lesson
        return kept, before, (*doubts, *_against_the_law(desk, kept))
    if typed.supervisor or typed.outside:
        of_that_day = [row for row in of_that_day if row.volunteer == volunteer]
    if not of_that_day:
        raise RidematchError(say("There is no such lesson of {rider} on {date} in the log.", rider=rider, date=on))
    if len(of_that_day) > 1:
        raise RidematchError(say("Several lessons are logged for that date: say with whom (--with or --outside)."))
    return None, of_that_day[0], ()


def _read(
    desk: Desk, typed: Typed, *, rider: str, on: date, volunteer: str | None, published: PlannedStop | None
) -> tuple[LoggedLesson, tuple[str, ...]]:
    """The row, judged as in a file."""
    words = desk.settings.curriculum.words
    minutes = typed.minutes
    if not minutes and published:
        minutes = str(round((published.ends_at - published.begins_at).total_seconds() / 60))
    if not minutes or not (volunteer or typed.outside):
        raise RidematchError(
            say("No lesson is published for that date: say MINUTES, and --with SUPERVISOR or --outside as well.")
        )
    dark = (
        typed.dark
        if typed.dark is not None
        else bool(published and is_dark_then(desk.tables, desk.settings, published))
    )
    return desk.read(
        LoggedLesson,
        "practice_log",
        {
            "rider": rider,
            "date": f"{on}",
            "minutes": minutes,
            "volunteer": volunteer or "",
            "parts": " ".join(_listed(typed.parts, words["parts"], heading="--part")),
            "dark": "yes" if dark else "no",
            "remarks": " ".join(_listed(typed.remarks, words["remarks"], heading="--remark")),
        },
        headings=HEADINGS,
    )


def _date(desk: Desk, text: str) -> date:
    on = desk.day(text, heading="DATE", past=True)
    if on > desk.today:
        raise RidematchError(say("DATE: {date} is still to come. Log a lesson when it is over.", date=on))
    return on


def _supervisor(desk: Desk, typed: Typed, published: PlannedStop | None) -> str | None:
    if typed.supervisor and typed.outside:
        raise RidematchError(say("Say either --with or --outside."))
    if typed.supervisor:
        return find_person(desk.tables.volunteers or (), typed.supervisor)
    return published.volunteer if published and not typed.outside else None


def _listed(typed: Iterable[str], known: Collection[str], *, heading: str) -> tuple[str, ...]:
    """The codes, each once, also typed in one with commas or blanks between them."""
    codes = tuple(dict.fromkeys(word.lower() for text in typed for word in text.replace(",", " ").split()))
    for code in codes:
        if code not in known:
            raise RidematchError(
                " ".join(
                    filter(
                        None,
                        (
                            say("{heading}: this is not in the list.", heading=heading),
                            maybe(nearest(code, known)),
                            say("The list: {codes}.", codes=", ".join(sorted(known))),
                        ),
                    )
                )
            )
    return codes


def _published(stops: Iterable[PlannedStop], rider: str, on: date) -> PlannedStop | None:
    mine = (one for one in practice(stops) if one.rider == rider)
    return next((one for one in mine if (one.journey_date or one.date) == on), None)


def _against_the_law(desk: Desk, lesson: LoggedLesson) -> tuple[str, ...]:
    """What stood against this pair on that day; it was driven all the same."""
    if lesson.volunteer is None:
        return ()
    known = KnownPairs(desk.tables)
    pair = known.pair(lesson.volunteer, known.learners[lesson.rider])
    if pair is None:
        return (say("{volunteer} is not among the supervisors.", volunteer=lesson.volunteer),)
    against = refusals(load_practice_rules(desk.settings.practice), pair, on=lesson.date)
    return tuple(say("They may not have practised that day: {why}.", why=one.sentence) for one in against)


def _whom(lesson: LoggedLesson) -> tuple[str, ...]:
    return ("--with", lesson.volunteer) if lesson.volunteer else ("--outside",)


def _undoing(lesson: LoggedLesson | None) -> tuple[str, ...]:
    return ("practice", "log", lesson.rider, f"{lesson.date}", *_whom(lesson), "--undo") if lesson else ()


def _arguments(lesson: LoggedLesson) -> tuple[str, ...]:
    """The command that logs it as it was."""
    codes = [("--part", code) for code in lesson.parts] + [("--remark", code) for code in lesson.remarks]
    options = (word for option in codes for word in option)
    light = "--dark" if lesson.dark else "--daylight"
    return (
        *("practice", "log", lesson.rider, f"{lesson.date}", f"{lesson.minutes}"),
        *(*_whom(lesson), *options, light),
    )
