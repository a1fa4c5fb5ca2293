"""Small changes that were tried and help, in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from ridematch.language import note, say, say_many
from ridematch.model.problem import way_of
from ridematch.views.clock import day, hours
from ridematch.views.directory import Directory

ENTERED = {
    ("time", "hours"): note("Hours: a row of the table availability, with the date under days."),
    ("windows",): note("Earlier or longer: earliest_arrival and longest_wait in shifts; of a single ride its times."),
    ("thing",): note("Things in a car: offers in the table volunteers."),
    ("day",): note("Days a week: max_days_per_week in the table volunteers."),
    ("lesson",): note("Practice times: a row of the table lesson_times, with the date under days."),
    ("approval",): note("Approvals: a row of the table approvals, once it is granted."),
}
"""Where the changes of these kinds are entered, to be imported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One change: of somebody's hours or times, the things in a car, the days in a week, an approval, another's ride.

    `who` is whose it is: a volunteer, or for "windows", "lesson" and "instead" a rider. `serves` are the requests or
    the lesson it is for. Minutes of the day are since the problem's epoch; `minutes` is how much of anybody's time it
    asks for. An approval of `who` for the learner `rider` that is applied for today could hold from `ready_on` on.
    """

    kind: Literal["time", "windows", "thing", "day", "hours", "lesson", "approval", "instead"]
    who: str
    serves: str
    ready_on: date | None = None
    date: date
    minutes: int = 0
    starts: int | None = None
    ends: int | None = None
    was_from: int = 0
    was_until: int = 0
    spans: tuple[tuple[int, int], ...] = ()
    things: tuple[str, ...] = ()
    instead: str = ""
    rider: str = ""


def remedy_words(remedy: Remedy, *, epoch: datetime, people: Directory, zone: tzinfo) -> str:
    """The change as a sentence that begins with what it does: it works if ..."""

    def clock(minute: int) -> str:
        return hours(epoch + timedelta(minutes=minute), zone)

    who, on = people.who(remedy.who), day(remedy.date)
    match remedy.kind:
        case "time" if remedy.starts is not None and remedy.ends is not None:
            return say(
                "works if {who} on {day} can leave at {start} instead of {was_start} and is back at {end} instead of "
                "{was_end}",
                who=who,
                day=on,
                start=clock(remedy.starts),
                was_start=clock(remedy.was_from),
                end=clock(remedy.ends),
                was_end=clock(remedy.was_until),
            )
        case "time" if remedy.starts is not None:
            return say(
                "works if {who} on {day} can leave at {start} instead of {was}",
                who=who,
                day=on,
                start=clock(remedy.starts),
                was=clock(remedy.was_from),
            )
        case "time":
            return say(
                "works if {who} on {day} may be back at {end} instead of {was}",
                who=who,
                day=on,
                end=clock(remedy.ends or remedy.was_until),
                was=clock(remedy.was_until),
            )
        case "windows":
            return _windows(remedy, who=who, on=on)
        case "thing":
            return say("works with {things} in the car of {who}", things=", ".join(remedy.things), who=who)
        case "day":
            return say("works if {who} drives on one day more that week, {day}", who=who, day=on)
        case "hours":
            return say("works if {who} is free on {day}, {hours}", who=who, day=on, hours=_spans(remedy, clock))
        case "lesson":
            return say("works if {who} can practise on {day}, {hours}", who=who, day=on, hours=_spans(remedy, clock))
        case "approval":
            return say(
                "would work with an approval of {who} for {learner}; applied for today, it could hold from {day}",
                who=who,
                learner=people.who(remedy.rider),
                day=day(remedy.ready_on or remedy.date),
            )
        case "instead":
            return say("works if {code} of {who} is left out instead", code=remedy.instead, who=who)


def _spans(remedy: Remedy, clock: Callable[[int], str]) -> str:
    return ", ".join(f"{clock(start)}-{clock(end)}" for start, end in sorted(remedy.spans))


def helping_lines(
    helps: Iterable[Remedy], *, missing: int, tried: int, epoch: datetime, people: Directory, zone: tzinfo
) -> tuple[str, ...]:
    """What helps, a line each under a heading; or how many changes were tried in vain. `missing` lessons, or one."""
    lines = tuple(f"  {remedy_words(one, epoch=epoch, people=people, zone=zone)}" for one in helps)
    if lines and missing > 1:
        return (say("Tried by planning again; each of these gives one lesson more:"), *lines)
    if lines:
        return (say("Tried by planning again; each of these is enough:"), *lines)
    return (
        say_many(
            "Tried {number} small change by planning again; it does not help.",
            "Tried {number} small changes by planning again; none of them helps alone.",
            tried,
        ),
    )


def entering_lines(helps: Iterable[Remedy], *, command: str) -> tuple[str, ...]:
    """Where what helps is entered, a line for each kind; nothing where nothing helps."""
    found = tuple(helps)
    lines = [say(line) for kinds, line in ENTERED.items() if any(one.kind in kinds for one in found)]
    for journey in dict.fromkeys(one.instead for one in found if one.kind == "instead"):
        lines.append(say("Left out instead: {command}", command=f"{command} cancel {' '.join(journey.split(':')[:2])}"))
    return (*lines, say("Then match again: {command}", command=f"{command} match")) if lines else ()


def _windows(remedy: Remedy, *, who: str, on: str) -> str:
    codes = remedy.serves.split()
    each = remedy.minutes // len(codes)
    if len(codes) > 1:
        return say_many(
            "works if {who} on {day} may be there {number} minute earlier and wait as much longer for the way home",
            "works if {who} on {day} may be there {number} minutes earlier and wait as much longer for the way home",
            each,
            who=who,
            day=on,
        )
    if way_of(codes[0]) == "back":
        return say(
            "works if {who} on {day} may wait {number} min longer for the way home", who=who, day=on, number=each
        )
    return say("works if {who} on {day} may be there {number} min earlier", who=who, day=on, number=each)
