"""One change by telephone: what it is, what it breaks, and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from ridematch.language import say, say_many
from ridematch.model.facts import Ride, Tables
from ridematch.model.plan import Issue
from ridematch.views.clock import day, local_date, span
from ridematch.views.directory import Directory
from ridematch.views.marks import marked
from ridematch.views.page import Lines, Page, Table
from ridematch.views.schedule import LEARNER_DRIVES

Hours = tuple[time, time]
"""When a shift starts and ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Somebody is away from one local time to another, or is there after all."""

    begins: datetime
    ends: datetime
    there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftOnce:
    """A shift on one date, before and after; None is cancelled."""

    shift: str
    date: date
    before: Hours | None
    after: Hours | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleRide:
    """A single ride that is added, or removed. `start` and `end` are place ids."""

    ride: Ride
    start: str
    end: str
    removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change: about whom (a code) and what, the dates it reaches over, and the table as it will be.

    `take_back` are the arguments of the command that undoes it.
    """

    who: str
    about: Absence | ShiftOnce | SingleRide
    first_date: date
    last_date: date
    tables: Tables
    changes_nothing: bool
    warnings: tuple[str, ...] = ()
    take_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """A published ride or lesson that does not hold any more; `asked`: whether it is still asked for.

    `start` and `end` are place ids, `end` empty for a lesson; on a `practice` ride the learner drives. What was told
    has the times that were promised.
    """

    serves: str
    rider: str
    volunteer: str
    begins_at: datetime
    ends_at: datetime
    start: str
    end: str
    told: bool
    asked: bool
    practice: bool = False


def edit_page(
    edit: Edit,
    *,
    broken: Iterable[Affected],
    loose: Iterable[Affected],
    issues: Iterable[Issue],
    nothing_breaks: bool,
    people: Directory,
    zone: tzinfo,
) -> Page:
    """What it is and what follows: promises that it breaks, what else no longer holds, rows that can't be planned.

    `nothing_breaks`: something is published for these dates, and it does not matter to any of it.
    """
    title = sentence(edit, people=people)
    if edit.changes_nothing:
        return Page(title=title)
    warnings = Lines(heading=say("Warnings"), lines=(*edit.warnings, *map(_issue_words, issues)))
    return Page(
        title=title,
        parts=(
            warnings,
            *_what_breaks(broken, loose, nothing_breaks=nothing_breaks, caller=edit.who, people=people, zone=zone),
        ),
    )


def import_means_page(
    *,
    broken: Iterable[Affected],
    loose: Iterable[Affected],
    issues: Iterable[Issue],
    nothing_breaks: bool,
    people: Directory,
    zone: tzinfo,
) -> Page:
    """The same of an import, for rows that can't be planned because of it."""
    return Page(
        parts=(
            Lines(heading=say("Can't be planned because of it"), lines=tuple(map(_issue_words, issues))),
            *_what_breaks(broken, loose, nothing_breaks=nothing_breaks, caller="", people=people, zone=zone),
        )
    )


def imported_page(*, broken: Iterable[Affected], match: str) -> Page:
    """What to do now that it is imported and something published does not hold any more."""
    return Page(parts=(Lines(heading=say("What next"), lines=(*_first_phone(broken), *_until(match))),))


def _issue_words(issue: Issue) -> str:
    return f"{issue.row}: {issue.sentence} {issue.remedy}"


def _what_breaks(
    broken: Iterable[Affected],
    loose: Iterable[Affected],
    *,
    nothing_breaks: bool,
    caller: str,
    people: Directory,
    zone: tzinfo,
) -> tuple[Lines | Table, ...]:
    return (
        _phone_table(tuple(broken), caller=caller, people=people, zone=zone),
        _loose_table(tuple(loose), people=people, zone=zone),
        Lines(lines=(say("It breaks nothing that is published."),) if nothing_breaks else ()),
    )


def _first_phone(broken: Iterable[Affected]) -> tuple[str, ...]:
    phone = say("Phone the people above first: the next match releases these promises.")
    return (phone,) if any(broken) else ()


def _until(match: str) -> tuple[str, ...]:
    return say("What is published stays as it is until the next match:"), f"  {match}"


def done_page(edit: Edit, *, broken: Iterable[Affected], match: str, take_back: str) -> Page:
    """What to do now that it is written. `match` and `take_back` are commands to copy."""
    added = isinstance(edit.about, SingleRide) and not edit.about.removed
    return Page(
        parts=(
            Lines(
                heading=say("It is written. What next"),
                lines=(
                    *_first_phone(broken),
                    *((say("The next match looks for a driver:"), f"  {match}") if added else _until(match)),
                    say("To take it back:"),
                    f"  {take_back}",
                ),
            ),
        )
    )


def sentence(edit: Edit, *, people: Directory) -> str:
    """The change in a sentence, and that it changes nothing where it does not."""
    match edit.about:
        case Absence() as absence:
            said = _absence_words(absence, edit, who=people.who(edit.who))
        case ShiftOnce() as shift:
            said = _shift_words(shift, edit, who=people.who(edit.who))
        case SingleRide() as single:
            said = _ride_words(single, edit, people=people)
    return " ".join((said, say("Nothing was changed."))) if edit.changes_nothing else said


def _absence_words(absence: Absence, edit: Edit, *, who: str) -> str:
    when = _when(absence, edit)
    if absence.there:
        if edit.changes_nothing:
            return say("{who} is not away {when}.", who=who, when=when)
        return say("{who} is there after all {when}.", who=who, when=when)
    if edit.changes_nothing:
        return say("{who} is away {when} already.", who=who, when=when)
    return say("{who} is away {when}.", who=who, when=when)


def _when(absence: Absence, edit: Edit) -> str:
    """The dates, or dates and times: "Mon 2026-12-14 to Wed 2026-12-16", "Mon 2026-12-14 12:00-14:00"."""
    first, last = day(edit.first_date), day(edit.last_date)
    begins, ends = f"{absence.begins:%H:%M}", f"{absence.ends:%H:%M}"
    if begins == ends == "00:00":
        return first if first == last else say("{first} to {last}", first=first, last=last)
    if first == last:
        return f"{first} {begins}-{ends}"
    return say("{first} to {last}", first=f"{first} {begins}", last=f"{day(absence.ends.date())} {ends}")


def _shift_words(shift: ShiftOnce, edit: Edit, *, who: str) -> str:
    named = {"shift": shift.shift, "who": who, "day": day(shift.date)}
    if shift.after is None:
        if shift.before is None:
            return say("Shift {shift} of {who} on {day} is cancelled already.", **named)
        return say("Shift {shift} of {who} on {day}, {hours}, is cancelled.", hours=_hours(shift.before), **named)
    after = _hours(shift.after)
    if edit.changes_nothing:
        return say("Shift {shift} of {who} on {day} is at {hours} already.", hours=after, **named)
    if shift.before is None:
        return say("Shift {shift} of {who} on {day}, which was cancelled, is at {hours}.", hours=after, **named)
    before = _hours(shift.before)
    return say(
        "Shift {shift} of {who} on {day} is moved from {before} to {after}.", before=before, after=after, **named
    )


def _hours(hours: Hours) -> str:
    start, end = hours
    return f"{start:%H:%M}-{end:%H:%M}"


def _ride_words(single: SingleRide, edit: Edit, *, people: Directory) -> str:
    ride = single.ride
    named = {
        "ride": ride.ride,
        "who": people.who(edit.who),
        "day": day(ride.date),
        "way": say("{start} to {end}", start=people.place(single.start), end=people.place(single.end)),
        "details": ", ".join(_ride_details(ride)),
    }
    if single.removed:
        return say("Ride {ride} of {who} on {day}, {way}, {details}, is cancelled.", **named)
    if edit.changes_nothing:
        return say("{who} has the same ride already: {ride} on {day}, {way}, {details}.", **named)
    return say("{who} has a new ride {ride} on {day}: {way}, {details}.", **named)


def _ride_details(ride: Ride) -> Iterable[str]:
    if ride.arrive_by is not None:
        yield say("there by {time}", time=f"{ride.arrive_by:%H:%M}")
    if ride.leave_after is not None:
        yield say("leaving after {time}", time=f"{ride.leave_after:%H:%M}")
    if ride.return_after is not None:
        yield say("back after {time}", time=f"{ride.return_after:%H:%M}")
    if ride.seats is not None:
        yield say_many("{number} seat", "{number} seats", ride.seats)


def _phone_table(broken: tuple[Affected, ...], *, caller: str, people: Directory, zone: tzinfo) -> Table:
    """A group for each call to make: everybody who was told, but the one who is on the telephone now."""
    calls = [(person, one) for one in broken for person in (one.rider, one.volunteer) if person != caller]
    calls.sort(key=lambda call: (local_date(call[1].begins_at, zone), call[0], call[1].begins_at))
    return Table(
        heading=say("Promised, and can't be kept any more: phone these people first"),
        columns=(say("day"), say("who"), say("phone"), say("time"), say("with"), say("way"), say("ride"), say("what")),
        rows=tuple(
            (
                day(local_date(one.begins_at, zone)),
                people.who(person),
                people.phone(person),
                span(one.begins_at, one.ends_at, zone),
                people.who(one.rider if person == one.volunteer else one.volunteer),
                _way(one, people=people),
                one.serves,
                _what(one),
            )
            for person, one in calls
        ),
        grouped=3,
        stacks=((say("time"),), (say("with"), say("what")), (say("way"), say("ride"))),
    )


def _loose_table(loose: tuple[Affected, ...], *, people: Directory, zone: tzinfo) -> Table:
    return Table(
        heading=say("Published, and does not hold any more"),
        columns=(say("day"), say("time"), say("rider"), say("volunteer"), say("way"), say("ride"), say("what")),
        rows=tuple(
            (
                day(local_date(one.begins_at, zone)),
                span(one.begins_at, one.ends_at, zone),
                people.who(one.rider),
                people.who(one.volunteer),
                _way(one, people=people),
                marked(one.serves, {one.serves: "told"} if one.told else {}),
                _what(one),
            )
            for one in loose
        ),
        grouped=1,
        stacks=((say("time"),), (say("rider"), say("volunteer")), (say("way"), say("ride")), (say("what"),)),
    )


def _way(one: Affected, *, people: Directory) -> str:
    if not one.end:
        return say("lesson, {place}", place=people.place(one.start))
    there = say("{start} to {end}", start=people.place(one.start), end=people.place(one.end))
    return f"{there}, {say(LEARNER_DRIVES)}" if one.practice else there


def _what(one: Affected) -> str:
    return say("to be arranged anew") if one.asked else say("not needed any more")
