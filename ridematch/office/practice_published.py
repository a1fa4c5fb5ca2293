"""Lessons and practice rides as published, and as logged: which of a day is meant, and which is not in the log."""

from collections.abc import Iterable
from datetime import date, time, tzinfo

from ridematch.language import all_of, say
from ridematch.model.edition import PlannedStop
from ridematch.model.errors import RidematchError
from ridematch.model.facts import LoggedLesson
from ridematch.views.clock import length
from ridematch.views.rides import practice


def day_of(lesson: PlannedStop) -> date:
    """The date that a published lesson or practice ride belongs to."""
    return lesson.journey_date or lesson.date


def start_of(lesson: PlannedStop, zone: tzinfo) -> time:
    """The local time at which it begins."""
    return lesson.begins_at.astimezone(zone).time().replace(second=0, microsecond=0)


def minutes_of(lesson: PlannedStop) -> int:
    """How long it is."""
    return round((lesson.ends_at - lesson.begins_at).total_seconds() / 60)


def published_for(stops: Iterable[PlannedStop], rider: str, on: date) -> tuple[PlannedStop, ...]:
    """A learner's lessons and practice rides of one date, in the order of their beginning."""
    return tuple(one for one in practice(stops) if one.rider == rider and day_of(one) == on)


def meant(
    published: tuple[PlannedStop, ...], *, at: time | None, minutes: str, supervisor: str, zone: tzinfo
) -> PlannedStop | None:
    """The one of a day's that was meant; None where it is none of them.

    A time points at the one so near that the two would overlap. Without a time it is the only one there is, with this
    supervisor if that is said, or the only one of these `minutes`. RidematchError: it could be several.
    """
    if at is not None:
        near = [one for one in published if _apart(start_of(one, zone), at) < minutes_of(one)]
        return min(near, key=lambda one: _apart(start_of(one, zone), at), default=None)
    found = [one for one in published if one.volunteer == supervisor] or list(published)
    if len(found) > 1:
        found = [one for one in found if f"{minutes_of(one)}" == minutes] or found
    if len(found) > 1:
        raise RidematchError(
            say(
                "On {date} there are several: {lessons}. Say which: --at {time}.",
                date=day_of(found[0]),
                lessons=all_of(f"{start_of(one, zone):%H:%M} ({length(minutes_of(one))})" for one in found),
                time=f"{start_of(found[0], zone):%H:%M}",
            )
        )
    return found[0] if found else None


def is_same(row: LoggedLesson, lesson: LoggedLesson, *, several: bool) -> bool:
    """Whether a row of the log is about this lesson of the same learner and date.

    It is with the same supervisor, and the two would overlap. Where one has no time they are taken for the same,
    except that where the day has `several` it must have lasted as long.
    """
    if row.volunteer != lesson.volunteer:
        return False
    if row.start is None or lesson.start is None:
        return not several or row.minutes == lesson.minutes
    earlier = row if row.start <= lesson.start else lesson
    return _apart(row.start, lesson.start) < earlier.minutes


def not_logged(stops: Iterable[PlannedStop], log: Iterable[LoggedLesson], zone: tzinfo) -> tuple[PlannedStop, ...]:
    """The lessons and practice rides that no row of the log stands for.

    Each row stands for one of its learner and date: with its supervisor before others, then the nearest in time, or
    where it has no time in length.
    """
    left = list(practice(stops))
    for row in sorted(log, key=lambda row: row.start is None):
        of_that_day = [one for one in left if (one.rider, day_of(one)) == (row.rider, row.date)]
        if of_that_day:
            left.remove(min(of_that_day, key=lambda one: (one.volunteer != row.volunteer, _unlike(row, one, zone))))
    return tuple(left)


def _unlike(row: LoggedLesson, lesson: PlannedStop, zone: tzinfo) -> int:
    return abs(row.minutes - minutes_of(lesson)) if row.start is None else _apart(row.start, start_of(lesson, zone))


def _apart(one: time, other: time) -> int:
    """Minutes between two times of one day."""
    return abs((one.hour - other.hour) * 60 + one.minute - other.minute)
