"""A rota as a calendar file (.ics, RFC 5545) -> one turn for each date somebody works, recurrences expanded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.tables.findings import Finding, file_label

if TYPE_CHECKING:
    from icalendar import Calendar

MOST_BYTES = 5_000_000
MOST_TURNS = 5_000
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn at work in local wall-clock time: `ends` is on the same or the next date.

    `words` are the texts in which it may say who works, `place` where; both as somebody wrote them.
    """

    begins: datetime
    ends: datetime
    words: tuple[str, ...]
    place: str

    @property
    def date(self) -> date:
        """The date on which it begins."""
        return self.begins.date()


def read_rota(
    path: Path, *, zone: ZoneInfo, first_date: date, last_date: date
) -> tuple[tuple[Turn, ...], tuple[Finding, ...]]:
    """The turns that begin on these dates, by their beginning, and what is wrong with others.

    RidematchError: the file can't be read or is no calendar.
    """
    import recurring_ical_events

    calendar = _calendar(path)
    begin, end = (datetime.combine(on, time(), zone) for on in (first_date, last_date + A_DAY))
    try:
        found = list(islice(_until(recurring_ical_events.of(calendar).after(begin), end, zone), MOST_TURNS + 1))
    except Exception as error:  # a rule of recurrence may be wrong in as many ways as there are programs
        raise RidematchError(
            say(
                "{file}: its rules of recurrence can't be understood ({kind}). Export it again, without recurrences "
                "if need be.",
                file=file_label(path),
                kind=type(error).__name__,
            )
        ) from None
    if len(found) > MOST_TURNS:
        raise RidematchError(
            say("{file}: more than {most} turns in these weeks. Say --weeks.", file=file_label(path), most=MOST_TURNS)
        )
    turns, findings = [], []
    for event in found:
        turn = _turn(event, zone, file=file_label(path))
        if isinstance(turn, Finding):
            findings.append(turn)
        elif first_date <= turn.date and event.get("STATUS") != "CANCELLED":
            turns.append(turn)
    return tuple(sorted(turns, key=lambda turn: (turn.begins, turn.ends, turn.words))), tuple(findings)


def turn_label(file: str, when: str) -> str:
    """How findings name a turn: by when it begins, never by what stands in it."""
    return say("{file}, the turn of {when}", file=file, when=when)


def _calendar(path: Path) -> "Calendar":
    from icalendar import Calendar

    try:
        if path.stat().st_size > MOST_BYTES:
            raise RidematchError(say("{file}: too large for a rota.", file=file_label(path)))
        return Calendar.from_ical(path.read_bytes())  # type: ignore[no-any-return, unused-ignore]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RidematchError(say("{file}: can't be read: {reason}.", file=file_label(path), reason=reason)) from None
    except (ValueError, KeyError, IndexError, AttributeError, TypeError):
        raise RidematchError(
            say("{file}: this is no calendar. Export the rota as iCalendar (.ics).", file=file_label(path))
        ) from None


def _until(events: Iterator[Any], end: datetime, zone: ZoneInfo) -> Iterator[Any]:
    """Those that begin before the end; they come in order."""
    for event in events:
        begins = event["DTSTART"].dt
        instant = begins if isinstance(begins, datetime) else datetime.combine(begins, time())
        if _local(instant, zone) >= end.replace(tzinfo=None):
            return
        yield event


def _turn(event: Any, zone: ZoneInfo, *, file: str) -> Turn | Finding:
    begins, ends = event["DTSTART"].dt, event.get("DTEND", event["DTSTART"]).dt
    when = f"{begins:%Y-%m-%d %H:%M}" if isinstance(begins, datetime) else begins.isoformat()

    def wrong(cause: str, remedy: str) -> Finding:
        return Finding(file=turn_label(file, when), cause=cause, remedy=remedy)

    if not isinstance(begins, datetime) or not isinstance(ends, datetime):
        return wrong(say("it has a date and no times"), say("Give it a beginning and an end."))
    begins, ends = _local(begins, zone), _local(ends, zone)
    if ends <= begins:
        return wrong(say("it ends when it begins or before"), say("Correct its times."))
    if ends - begins > A_DAY:
        return wrong(say("it is longer than a day"), say("Make a turn of each day."))
    words = [str(event.get(name, "")) for name in ("SUMMARY", "DESCRIPTION")]
    attendees = event.get("ATTENDEE", [])
    for one in attendees if isinstance(attendees, list) else [attendees]:
        words += [re.sub("^mailto:", "", str(one), flags=re.IGNORECASE), str(one.params.get("CN", ""))]
    return Turn(begins=begins, ends=ends, words=tuple(filter(None, words)), place=str(event.get("LOCATION", "")))


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    """The clock on the wall; what has no zone is meant so."""
    return (instant.astimezone(zone) if instant.tzinfo else instant).replace(tzinfo=None, second=0, microsecond=0)
