"""One change by telephone: say what it is and what it breaks, then write it."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.model.events import Event, EventKind
from ridematch.model.facts import Tables
from ridematch.model.plan import Issue
from ridematch.model.settings import Settings
from ridematch.office.consequences import Consequences, consequences
from ridematch.office.edits import Desk
from ridematch.office.gather import Found, find, make_problem
from ridematch.office.morning import event_about
from ridematch.office.trouble import trouble_in
from ridematch.views.clock import local_date
from ridematch.views.telephone import Absence, Edit, ShiftOnce, SingleRide
from ridematch.views.trouble import Trouble

DAY = timedelta(days=1)

DEFAULT_DAYS = 7
"""How many dates a match plans that is not told how many."""

FEW_DAYS = 7
"""So many dates are looked at whole; of a longer absence those for which something is published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change that is not written yet, and what it does to what is published from now on.

    `found` is the store as it was read, around `days` dates from `first_date`. `issues` are rows that can't be planned
    because of the change, or need a look. `match` are the arguments of the command that plans anew, `trouble` has who
    would be stranded.
    """

    edit: Edit
    found: Found
    first_date: date
    days: int
    consequences: Consequences
    issues: tuple[Issue, ...]
    match: tuple[str, ...]
    trouble: Trouble


def propose(store: str, make_edit: Callable[[Desk], Edit], *, settings: Settings, now: datetime) -> Proposal:
    """Make an edit of the tables as they are, and see what it breaks. Nothing is written.

    RidematchError: no store there, or the edit can't be.
    """
    from ridematch.store.database import open_store, reading
    from ridematch.store.tables import load_tables

    zone = ZoneInfo(settings.calendar.zone)
    today = local_date(now, zone)
    with reading(open_store(store)) as session:
        edit = make_edit(Desk(tables=load_tables(session), settings=settings, today=today))
        first_date, days = _dates(session, edit, today=today)
        found = find(session, first_date=first_date, days=days)
    changed = replace(found, tables=laid_over(found.tables, edit.tables))
    broken, issues = Consequences(), tuple[Issue, ...]()
    if not edit.changes_nothing:
        broken, issues = what_follows(found, changed, settings=settings, first_date=first_date, days=days, now=now)
    begun = first_date <= today  # before that nobody is out there
    trouble = trouble_in(changed, settings=settings, first_date=first_date, days=days, now=now) if begun else Trouble()
    return Proposal(
        edit=edit,
        found=found,
        first_date=first_date,
        days=days,
        consequences=broken,
        issues=issues,
        match=match_again(
            found,
            broken,
            first_date=edit.first_date,
            last_date=edit.last_date,
            now=now,
            zone=zone,
            asks=isinstance(edit.about, SingleRide),
        ),
        trouble=trouble,
    )


def write(proposal: Proposal, *, store: str, now: datetime, by: str = "") -> None:
    """Write the edit and who made it, in one transaction. RidematchError: the store changed since the edit was made."""
    from ridematch.store.database import open_store, transaction
    from ridematch.store.tables import replace_tables
    from ridematch.store.trail import add_events

    with transaction(open_store(store)) as session:
        if find(session, first_date=proposal.first_date, days=proposal.days) != proposal.found:
            raise RidematchError(say("The store changed in the meantime; nothing was changed. Say it again."))
        replace_tables(session, proposal.edit.tables)
        add_events(session, _events(proposal, now=now, by=by))


def _events(proposal: Proposal, *, now: datetime, by: str) -> tuple[Event, ...]:
    """What the trail has of it: one for each published ride or lesson that it is about, else one for the journey."""
    edit, stops = proposal.edit, proposal.found.past.stops
    kind, code, on = _kind(edit.about)
    planned = {stop.serves: stop for stop in stops if stop.action in ("pickup", "lesson")}
    if isinstance(edit.about, Absence):
        begins, ends = edit.first_date, edit.last_date
        about = [
            stop
            for stop in planned.values()
            if edit.who in (stop.rider, stop.volunteer) and begins <= (stop.journey_date or stop.date) <= ends
        ]
    else:
        about = [stop for stop in planned.values() if stop.journey == code]
    found = [event_about(stop, kind, at=now, by=by) for stop in about]
    if not found and code:
        found = [Event(at=now, by=by, kind=kind, serves=code, rider=edit.who, volunteer="", date=on)]
    return tuple(found)


def _kind(about: Absence | ShiftOnce | SingleRide) -> tuple[EventKind, str, date]:
    """What happened to which journey, on which date; no code for an absence."""
    if isinstance(about, Absence):
        return ("back" if about.there else "away"), "", about.begins.date()
    if isinstance(about, SingleRide):
        return ("cancelled" if about.removed else "added"), about.ride.ride, about.ride.date
    kind: EventKind = "cancelled" if about.after is None else "restored" if about.before is None else "moved"
    return kind, f"{about.shift}:{about.date}", about.date


def _dates(session: Any, edit: Edit, *, today: date) -> tuple[date, int]:
    """The first of the dates to look at, and how many: those of the edit that are not over, and one on either side.

    A night shift of the evening before, and the way home on the morning after, are among them.
    """
    from ridematch.store.editions import load_schedule

    first, last = max(edit.first_date, today) - DAY, edit.last_date + DAY
    if (last - first).days >= FEW_DAYS:
        stops = load_schedule(session, first_date=first, days=None).stops
        planned = [stop.date for stop in stops if stop.date <= last]
        first, last = max(first, min(planned, default=first) - DAY), max(planned, default=first)
    return first, max(1, (last - first).days + 1)


def what_follows(
    found: Found, changed: Found, *, settings: Settings, first_date: date, days: int, now: datetime
) -> tuple[Consequences, tuple[Issue, ...]]:
    """What is broken by the change, and the new issues; those about promises are among what is broken."""
    before, known = make_problem(found, settings=settings, first_date=first_date, days=days)
    after, issues = make_problem(changed, settings=settings, first_date=first_date, days=days)
    broken = consequences(before, after, past=found.past, edition=found.latest, now=now)
    return broken, tuple(issue for issue in issues if issue not in known and issue.table != "promises")


def laid_over(tables: Tables, edited: Tables) -> Tables:
    """The tables with those that are edited in their places."""
    new = {field.name: getattr(edited, field.name) for field in fields(Tables)}
    return replace(tables, **{name: found for name, found in new.items() if found is not None})


def match_again(
    found: Found,
    broken: Consequences,
    *,
    first_date: date,
    last_date: date,
    now: datetime,
    zone: tzinfo,
    asks: bool = False,
) -> tuple[str, ...]:
    """The arguments that plan anew after a change of these dates; `asks`: something new is asked for.

    By default `match` plans from tomorrow on; it is told from when where something is for today or further ahead.
    """
    today = local_date(now, zone)
    ahead = [local_date(one.begins_at, zone) for one in (*broken.broken, *broken.loose)]
    plans_today = asks or any(stop.date == today for stop in found.past.stops)
    if plans_today and min(ahead, default=first_date) <= today <= last_date:
        return ("match", "--from", f"{today}")
    latest = found.latest
    if latest is None or latest.first_date <= today + DAY:
        return ("match",)
    days = () if latest.days == DEFAULT_DAYS else ("--days", f"{latest.days}")
    return ("match", "--from", f"{latest.first_date}", *days)
