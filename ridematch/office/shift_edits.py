"""A shift on one date cancelled or moved by telephone, a single ride cancelled; and which of them is meant."""

import re
from dataclasses import replace
from datetime import date, timedelta

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.model.facts import Ride, Shift, ShiftChange, Tables
from ridematch.office.edits import Desk, remove_ride
from ridematch.office.people_found import NobodyError, find_person
from ridematch.rules.admit.dates import public_holidays
from ridematch.rules.admit.shifts import runs
from ridematch.tables.spellings import folded, maybe, nearest
from ridematch.views.clock import day
from ridematch.views.telephone import Edit, Hours, ShiftOnce

DAYS_LOOKED_AT = 35
"""So far before and after a date is looked for others on which a shift does run."""

DATES_SHOWN = 4

_ONE_WAY = re.compile(r"(out|back)(-[0-9]+)?")


def cancel(desk: Desk, *, what: str, on: str = "", undo: bool = False) -> Edit:
    """A shift is cancelled on a date, or with `undo` runs after all; or a single ride is not needed any more.

    `what` is a code, or a rider who has one shift or ride on that date. RidematchError: nothing or several things fit,
    or the shift does not run then.
    """
    found = _meant(desk, what, on)
    if isinstance(found, Ride):
        if undo:
            raise RidematchError(say("{ride} is a single ride that is not cancelled.", ride=found.ride))
        return remove_ride(desk, found)
    shift, on_date = found
    before = _changes(desk, shift, on_date)
    if undo:
        return _edit(desk, shift, on_date, after=tuple(change for change in before if change.change != "cancelled"))
    return _edit(desk, shift, on_date, after=(_change(desk, shift, on_date, change="cancelled"),))


def move(desk: Desk, *, what: str, on: str, start: str = "", end: str = "", undo: bool = False) -> Edit:
    """A shift has other times on a date, or with `undo` its own again. `what` and RidematchError as for `cancel`."""
    found = _meant(desk, what, on)
    if isinstance(found, Ride):
        sentence = say("{ride} is a single ride: cancel it, and add it with its new time.", ride=found.ride)
        raise RidematchError(sentence)
    shift, on_date = found
    if undo:
        before = _changes(desk, shift, on_date)
        return _edit(desk, shift, on_date, after=tuple(change for change in before if change.change != "moved"))
    return _edit(desk, shift, on_date, after=(_change(desk, shift, on_date, change="moved", start=start, end=end),))


def _edit(desk: Desk, shift: Shift, on: date, *, after: tuple[ShiftChange, ...]) -> Edit:
    before = _changes(desk, shift, on)
    about = ShiftOnce(shift=shift.shift, date=on, before=_hours(shift, before), after=_hours(shift, after))
    others = tuple(change for change in desk.tables.shift_changes or () if change not in before)
    return Edit(
        who=shift.rider,
        about=about,
        first_date=on,
        last_date=on + timedelta(days=1),  # it may end on the next morning
        tables=Tables(shift_changes=(*others, *after)),
        changes_nothing=about.before == about.after,
        warnings=desk.past(on),
        take_back=_take_back(about, changed_before=bool(before)),
    )


def _change(desk: Desk, shift: Shift, on: date, *, change: str, start: str = "", end: str = "") -> ShiftChange:
    """The row for that date, in the place of any that is there."""
    before = _changes(desk, shift, on)
    others = tuple(each for each in desk.tables.shift_changes or () if each not in before)
    row, _ = replace(desk, tables=replace(desk.tables, shift_changes=others)).read(
        ShiftChange,
        "shift_changes",
        {"shift": shift.shift, "date": f"{on}", "change": change, "start": start, "end": end},
        headings={"shift": "SHIFT", "date": "DATE", "start": "START", "end": "END"},
    )
    return row


def _changes(desk: Desk, shift: Shift, on: date) -> tuple[ShiftChange, ...]:
    changes = desk.tables.shift_changes or ()
    return tuple(change for change in changes if (change.shift, change.date) == (shift.shift, on))


def _hours(shift: Shift, changes: tuple[ShiftChange, ...]) -> Hours | None:
    if any(change.change == "cancelled" for change in changes):
        return None
    start, end = shift.start, shift.end
    for change in changes:
        start, end = change.start or start, change.end or end
    return start, end


def _take_back(about: ShiftOnce, *, changed_before: bool) -> tuple[str, ...]:
    dated = (about.shift, f"{about.date}")
    if not changed_before:
        return ("cancel" if about.after is None else "move", *dated, "--undo")
    if about.before is None:
        return ("cancel", *dated)
    return ("move", *dated, *(f"{at:%H:%M}" for at in about.before))


def _meant(desk: Desk, what: str, on: str) -> tuple[Shift, date] | Ride:
    """The shift and its date, or the single ride."""
    what, dated = _without_date(what)
    on = on or dated
    shift = next((row for row in desk.tables.shifts or () if folded(row.shift) == folded(what)), None)
    ride = next((row for row in desk.tables.rides or () if folded(row.ride) == folded(what)), None)
    if ride and not (shift and on):
        if on and desk.day(on, heading="DATE") != ride.date:
            raise RidematchError(say("Ride {ride} is on {day}.", ride=ride.ride, day=day(ride.date)))
        return ride
    rider = "" if shift else _rider(desk, what)
    if not on:
        raise RidematchError(
            say("Give the date as well, for example: {example}", example=f"{shift.shift if shift else rider} tomorrow")
        )
    on_date = desk.day(on, heading="DATE")
    if shift:
        if not _changes(desk, shift, on_date):
            _see_that_it_runs(desk, shift, on_date)
        return shift, on_date
    return _only_one(desk, rider, on_date)


def _without_date(what: str) -> tuple[str, str]:
    """ "S07:2026-12-14", as the pages call it, apart."""
    code, _, rest = what.partition(":")
    dated, _, way = rest.partition(":")
    if _ONE_WAY.fullmatch(way or dated):
        sentence = say("One way alone can't be changed here. For both: {example}", example=what.rpartition(":")[0])
        raise RidematchError(sentence)
    return code, dated


def _rider(desk: Desk, text: str) -> str:
    try:
        return find_person(desk.tables.riders or (), text)
    except NobodyError:
        codes = [row.shift for row in desk.tables.shifts or ()] + [row.ride for row in desk.tables.rides or ()]
        nobody = say("No shift and no single ride has that code, and no rider that code or name.")
        remedy = say("The codes are in ridematch schedule.")
        raise RidematchError(" ".join(filter(None, (nobody, maybe(nearest(text, codes)), remedy)))) from None


def _only_one(desk: Desk, rider: str, on: date) -> tuple[Shift, date] | Ride:
    mine = [row for row in desk.tables.shifts or () if row.rider == rider]
    shifts = [row for row in mine if _runs(desk, row, on)]
    rides = [row for row in desk.tables.rides or () if (row.rider, row.date) == (rider, on)]
    named = {"rider": rider, "day": day(on)}
    if len(shifts) + len(rides) > 1:
        codes = ", ".join([*(row.shift for row in shifts), *(row.ride for row in rides)])
        raise RidematchError(say("{rider} has several on {day}: {codes}. Give the code.", codes=codes, **named))
    if not shifts and not rides:
        sentence = say("{rider} has no shift and no single ride on {day}.", **named)
        known = say("Shifts: {codes}.", codes=", ".join(row.shift for row in mine)) if mine else ""
        raise RidematchError(f"{sentence} {known}".strip())
    return (shifts[0], on) if shifts else rides[0]


def _see_that_it_runs(desk: Desk, shift: Shift, on: date) -> None:
    """RidematchError: it does not; says when it does."""
    if _runs(desk, shift, on):
        return
    around = (on + timedelta(days=days) for days in range(-DAYS_LOOKED_AT, DAYS_LOOKED_AT + 1))
    nearest_first = sorted(around, key=lambda other: abs(other - on))
    dates = sorted([other for other in nearest_first if _runs(desk, shift, other)][:DATES_SHOWN])
    sentence = say("{shift} does not run on {day}.", shift=shift.shift, day=day(on))
    remedy = (
        say("It runs on {dates}.", dates=", ".join(map(day, dates)))
        if dates
        else say("Nor does it in the weeks around it.")
    )
    raise RidematchError(f"{sentence} {remedy}")


def _runs(desk: Desk, shift: Shift, on: date) -> bool:
    holidays = frozenset[date]()
    if shift.holidays != "as-usual":
        holidays = public_holidays(desk.settings.calendar.holidays, (on,))
    return runs(shift, on, holidays=holidays)
