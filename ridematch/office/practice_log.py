"""After a lesson: one line into the log, or out of it again."""

import shlex
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from ridematch.language import all_of, say
from ridematch.model.edition import PlannedStop
from ridematch.model.errors import RidematchError
from ridematch.model.facts import LoggedLesson, Tables
from ridematch.model.settings import Settings
from ridematch.office.edits import Desk
from ridematch.office.people_found import find_person
from ridematch.office.practice_coming import is_dark_then
from ridematch.office.practice_progress import Course, course_of, find_learner
from ridematch.office.practice_published import is_same, meant, minutes_of, published_for, start_of
from ridematch.rules.practice import load_practice_rules, refusals
from ridematch.rules.practice.known import KnownPairs
from ridematch.rules.practice.progress import in_order
from ridematch.tables.findings import BadCellError
from ridematch.tables.spellings import maybe, nearest
from ridematch.tables.times import clock
from ridematch.views.clock import local_date
from ridematch.views.directory import Directory

HEADINGS = {"rider": "LEARNER", "date": "DATE", "start": "--at", "minutes": "MINUTES", "volunteer": "--with"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was typed. Empty or None: as it was published for that date; `outside`: with nobody of ours."""

    learner: str
    on: str
    minutes: str = ""
    at: str = ""
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

    It takes the place of the one there of the same learner, date, time and supervisor. RidematchError: nobody or
    several fit, the date is still to come, a part or remark is not in the list, several lessons of that day could be
    meant, or there is no such lesson to undo.
    """
    from ridematch.store.database import open_store, transaction
    from ridematch.store.editions import load_schedule
    from ridematch.store.people import load_people
    from ridematch.store.tables import load_tables, replace_tables

    with transaction(open_store(store)) as session:
        tables = load_tables(session)
        desk = Desk(tables=tables, settings=settings, today=local_date(now, ZoneInfo(settings.calendar.zone)))
        rider, on = find_learner(tables, typed.learner), _date(desk, typed.on)
        published = published_for(load_schedule(session, first_date=on, days=1).stops, rider, on)
        of_that_day = tuple(row for row in tables.practice_log or () if (row.rider, row.date) == (rider, on))
        if typed.undo:
            change = _taken_out(desk, typed, rider=rider, on=on, of_that_day=of_that_day)
        else:
            change = _written(desk, typed, rider=rider, on=on, of_that_day=of_that_day, published=published)
        lesson, before, warnings = change
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


def _written(
    desk: Desk,
    typed: Typed,
    *,
    rider: str,
    on: date,
    of_that_day: tuple[LoggedLesson, ...],
    published: tuple[PlannedStop, ...],
) -> _Change:
    lesson, doubts = _read(desk, typed, rider=rider, on=on, published=published)
    several = bool(typed.at) or len(published) > 1
    same = [row for row in of_that_day if is_same(row, lesson, several=several)]
    if lesson.start is not None:  # before one that has no time, the one at that time
        same = [row for row in same if row.start is not None] or same
    if len(same) > 1:
        raise RidematchError(_say_which(same))
    if not same:
        return lesson, None, (*doubts, *_against_the_law(desk, lesson))
    (before,) = same
    kept = replace(lesson, start=lesson.start or before.start, note=before.note, source=before.source)
    return kept, before, (*doubts, *_against_the_law(desk, kept))


def _taken_out(desk: Desk, typed: Typed, *, rider: str, on: date, of_that_day: tuple[LoggedLesson, ...]) -> _Change:
    """The one lesson of that day that is as was said."""
    volunteer, at = _supervisor(desk, typed), _clock(typed.at)
    found = [
        row
        for row in of_that_day
        if ((row.volunteer or "") == volunteer or not (volunteer or typed.outside))
        and at in (None, row.start)
        and typed.minutes in ("", f"{row.minutes}")
    ]
    if not found:
        raise RidematchError(say("There is no such lesson of {rider} on {date} in the log.", rider=rider, date=on))
    if len(found) > 1:
        raise RidematchError(_say_which(found))
    return None, found[0], ()


def _say_which(rows: Iterable[LoggedLesson]) -> str:
    return say(
        "Several lessons are logged for that date: {lessons}. Say which, with --at, MINUTES, --with or --outside.",
        lessons=all_of(shlex.join((f"{row.minutes}", *_at(row), *_whom(row))) for row in in_order(rows)),
    )


def _read(
    desk: Desk, typed: Typed, *, rider: str, on: date, published: tuple[PlannedStop, ...]
) -> tuple[LoggedLesson, tuple[str, ...]]:
    """The row, judged as in a file; what was not said is as in what was published."""
    words, zone = desk.settings.curriculum.words, ZoneInfo(desk.settings.calendar.zone)
    said, at = _supervisor(desk, typed), _clock(typed.at)
    from_outside = typed.outside and typed.minutes and len(published) > 1  # none of them, so none has to be chosen
    stop = None if from_outside else meant(published, at=at, minutes=typed.minutes, supervisor=said, zone=zone)
    volunteer = said or (stop.volunteer if stop and not typed.outside else "")
    minutes = typed.minutes or (f"{minutes_of(stop)}" if stop else "")
    if not minutes or not (volunteer or typed.outside):
        raise RidematchError(
            say("No lesson is published for that date: say MINUTES, and --with SUPERVISOR or --outside as well.")
        )
    if at is None and stop is not None and volunteer == stop.volunteer:
        at = start_of(stop, zone)
    dark = typed.dark if typed.dark is not None else bool(stop and is_dark_then(desk.tables, desk.settings, stop))
    return desk.read(
        LoggedLesson,
        "practice_log",
        {
            "rider": rider,
            "date": f"{on}",
            "start": f"{at:%H:%M}" if at is not None else "",
            "minutes": minutes,
            "volunteer": volunteer,
            "parts": " ".join(_listed(typed.parts, words["parts"], heading="--part")),
            "dark": "yes" if dark else "no",
            "remarks": " ".join(_listed(typed.remarks, words["remarks"], heading="--remark")),
        },
        headings=HEADINGS,
    )


def _clock(text: str) -> time | None:
    """The time that was typed. RidematchError: it is none."""
    try:
        return clock(text) if text else None
    except BadCellError as bad:
        raise RidematchError(f"--at: {bad.cause}. {bad.remedy}") from None


def _date(desk: Desk, text: str) -> date:
    on = desk.day(text, heading="DATE", past=True)
    if on > desk.today:
        raise RidematchError(say("DATE: {date} is still to come. Log a lesson when it is over.", date=on))
    return on


def _supervisor(desk: Desk, typed: Typed) -> str:
    """The code of who was said to supervise, empty where nobody was."""
    if typed.supervisor and typed.outside:
        raise RidematchError(say("Say either --with or --outside."))
    return find_person(desk.tables.volunteers or (), typed.supervisor) if typed.supervisor else ""


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
    if lesson is None:
        return ()
    which = _at(lesson) if lesson.start is not None else (f"{lesson.minutes}",)
    return ("practice", "log", lesson.rider, f"{lesson.date}", *which, *_whom(lesson), "--undo")


def _at(lesson: LoggedLesson) -> tuple[str, ...]:
    return ("--at", f"{lesson.start:%H:%M}") if lesson.start is not None else ()


def _arguments(lesson: LoggedLesson) -> tuple[str, ...]:
    """The command that logs it as it was."""
    codes = [("--part", code) for code in lesson.parts] + [("--remark", code) for code in lesson.remarks]
    options = (word for option in codes for word in option)
    light = "--dark" if lesson.dark else "--daylight"
    return (
        *("practice", "log", lesson.rider, f"{lesson.date}", f"{lesson.minutes}"),
        *(*_at(lesson), *_whom(lesson), *options, light),
    )
