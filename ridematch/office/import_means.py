"""What an import means for what is promised and published, before it is written."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.model.facts import Tables
from ridematch.model.plan import Issue
from ridematch.model.settings import Settings
from ridematch.office.consequences import Consequences
from ridematch.office.gather import Found, find
from ridematch.office.telephone import laid_over, match_again, what_follows
from ridematch.office.trouble import trouble_in
from ridematch.views.clock import local_date
from ridematch.views.trouble import Trouble

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What new tables do to what is published from now on.

    `found` is the store as it was read around `days` dates from `first_date`; None where nothing is published there.
    `issues` are rows that can't be planned because of the import, `match` are the arguments of the command that plans
    anew, `trouble` has who would be stranded.
    """

    found: Found | None = None
    first_date: date
    days: int = 0
    consequences: Consequences = field(default_factory=Consequences)
    issues: tuple[Issue, ...] = ()
    match: tuple[str, ...] = ()
    trouble: Trouble = field(default_factory=Trouble)


def meaning(store: str, tables: Tables, *, settings: Settings, now: datetime) -> Meaning:
    """Hold what is published against the tables as they are and as they would be. Nothing is written.

    RidematchError: the store can't be opened.
    """
    from ridematch.store.database import NoStoreError, open_store, reading

    zone = ZoneInfo(settings.calendar.zone)
    today = local_date(now, zone)
    try:
        engine = open_store(store)
    except NoStoreError:
        return Meaning(first_date=today)  # to be made
    with reading(engine) as session:
        first_date, days = _dates(session, today=today)
        if not days:
            return Meaning(first_date=today)
        found = find(session, first_date=first_date, days=days)
    changed = replace(found, tables=laid_over(found.tables, tables))
    follows, issues = what_follows(found, changed, settings=settings, first_date=first_date, days=days, now=now)
    begun = first_date < today  # before that nobody is out there
    return Meaning(
        found=found,
        first_date=first_date,
        days=days,
        consequences=follows,
        issues=issues,
        match=match_again(found, follows, first_date=first_date, last_date=first_date + days * DAY, now=now, zone=zone),
        trouble=trouble_in(changed, settings=settings, first_date=first_date, days=days, now=now)
        if begun
        else Trouble(),
    )


def refuse_if_changed(session: Any, seen: Meaning) -> None:
    """RidematchError: what was published or promised is not what it was when it was looked at."""
    if seen.found is None:
        changed = bool(_dates(session, today=seen.first_date)[1])
    else:
        changed = find(session, first_date=seen.first_date, days=seen.days) != seen.found
    if changed:
        raise RidematchError(say("The store changed in the meantime; nothing was imported. Import again."))


def _dates(session: Any, *, today: date) -> tuple[date, int]:
    """So many dates from the day before today, or before the first planned, to the last; none where nothing is."""
    from ridematch.store.editions import load_schedule

    planned = [stop.date for stop in load_schedule(session, first_date=today - DAY, days=None).stops]
    if not planned:
        return today, 0
    first = max(today, min(planned)) - DAY
    return first, (max(planned) - first).days + 1
