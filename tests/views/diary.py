"""What a volunteer's calendar program does with the files it is given, with another library than the one that wrote.

It keeps what it was told last about each appointment: a higher sequence takes the place of a lower one, at equal ones
the later stamp (RFC 5546, 2.1.5). What is missing in a later file stays, as when files are imported one by one.
"""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event


class Entry(NamedTuple):
    """What the program shows of an appointment: instants in UTC, the stops' times and first words."""

    begins: datetime
    ends: datetime
    status: str
    stops: tuple[str, ...]


def read(content: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(content.decode("utf-8"))


class Diary:
    def __init__(self) -> None:
        self.known: dict[str, Event] = {}

    def take(self, content: bytes) -> None:
        """Import a file."""
        for event in read(content).events:
            before = self.known.get(event.uid)
            if before is None or revision(event) > revision(before):
                self.known[event.uid] = event
            elif revision(event) == revision(before):
                assert event == before, "one revision says two things"

    def shown(self) -> list[Entry]:
        """What is not cancelled, in order."""
        return sorted(entry(event) for event in self.known.values() if event.status != "CANCELLED")


def revision(event: Event) -> tuple[int, datetime]:
    assert isinstance(event.sequence, int)
    assert isinstance(event.dtstamp, datetime)
    return event.sequence, event.dtstamp


def entry(event: Event) -> Entry:
    assert isinstance(event.dtstart, datetime)
    assert isinstance(event.dtend, datetime)
    lines = (event.description or "").splitlines()
    return Entry(
        begins=event.dtstart.astimezone(UTC),
        ends=event.dtend.astimezone(UTC),
        status=event.status.value if event.status else "",
        stops=tuple(line for line in lines if re.match(r"\d\d:\d\d", line)),
    )
