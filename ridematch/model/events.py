"""What was asked, answered and done about a planned ride or lesson: an audit trail that only grows, in codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Literal

EventKind = Literal[
    "asked", "accepted", "declined", "told", "released", "done", "no-show", "sent", "replied",
    "undone",
    "cancelled", "restored", "moved", "added", "away", "back", "off",
]  # fmt: skip
"""What was said, in the order in which it usually comes ("released": a promise that the facts broke; "sent": a text
message; "replied": one came back), and what was changed by telephone: a shift or ride, or that its rider or volunteer
is away, or is there again. "off": somebody was phoned that what was agreed does not hold.
"""

MESSAGES = ("sent", "replied")
"""Kinds of text messages, which change nothing of what stands."""

FACTS = ("cancelled", "restored", "moved", "added", "away", "back")
"""Kinds of changes by telephone."""

Answer = Literal["yes", "no", "read"]
"""A reply that is plainly a yes or a no, or has to be read."""

REASONS = ("busy", "away", "ill", "tired", "car", "too-early", "too-far", "other")
"""Why a volunteer said no, as codes: what is typed freely about a person does not belong into a trail."""

BY_OTHER = ("taxi", "bed", "employer", "bus", "own", "other")
"""How a rider was brought, or stayed, where no volunteer drove, as codes."""

STATES = ("proposed", "asked", "accepted", "told", "done", "no-show", "otherwise", "cancelled")
"""What a planned ride or lesson may be. What was declined or released is proposed again to somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing said about one request or lesson (`serves`) and one volunteer. `date` is the ride's own local date.

    `number` is given by the store, 0 before. `by` is the code of who noted it, empty where nobody said. `because` is
    one of `REASONS` for "declined", one of `BY_OTHER` for "done" without a volunteer (who is empty then), for
    "accepted" and "told" about what times (see `times_said`), for "sent" to whom and about what times and places (see
    `sent_about`), for "replied" of whom and what (see `reply_said`), for "off" who was phoned (see `sent_off`);
    `undoes` is the number of the event that an "undone" takes back. What one command notes has the number of the first
    of it in `noted_with`; None where that is not known.
    """

    number: int = 0
    at: datetime
    by: str = ""
    kind: EventKind
    serves: str
    rider: str
    volunteer: str
    date: date
    because: str = ""
    undoes: int | None = None
    noted_with: int | None = None


class Answers:
    """The events that still count, looked up by request or lesson."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.events = standing_events(events)
        self._last: dict[str, dict[str, Event]] = {}
        self._otherwise: dict[str, str] = {}
        self._cancelled: set[str] = set()
        for event in self.events:
            if event.kind == "cancelled":
                self._cancelled.add(event.serves)
            elif event.kind in ("restored", "moved", "added"):
                again = event.serves  # of a request, or of a journey with all its requests
                self._cancelled = {one for one in self._cancelled if one != again and not one.startswith(f"{again}:")}
            if event.kind in MESSAGES or event.kind in FACTS or is_off_for(event, "rider"):
                continue  # nothing that a volunteer said, or knows
            if event.kind in ("done", "no-show"):
                self._otherwise.pop(event.serves, None)
                if event.because:
                    self._otherwise[event.serves] = event.because
                    continue  # it is about no volunteer
            self._last.setdefault(event.serves, {})[event.volunteer] = event

    def last(self, serves: str, volunteer: str) -> Event | None:
        """What was said last about this and this volunteer."""
        return self._last.get(serves, {}).get(volunteer)

    def state(self, serves: str, volunteer: str, *, told: bool) -> str:
        """One of `STATES`, for what is planned with this volunteer; `told`: there is a promise."""
        if self.otherwise(serves):
            return "otherwise"
        last = self.last(serves, volunteer)
        kind = last.kind if last else ""
        if kind in ("done", "no-show"):
            return kind
        if self.is_cancelled(serves):
            return "cancelled"
        if told:
            return "told"
        return kind if kind in ("asked", "accepted") else "proposed"

    def otherwise(self, serves: str) -> str:
        """How the rider was brought without a volunteer, of `BY_OTHER`, noted of it or of its journey; else empty."""
        return self._otherwise.get(serves) or self._otherwise.get(serves.rpartition(":")[0], "")

    def is_ruled_out(self, serves: str, begins_at: datetime) -> bool:
        """Whether a no or a change of the tables was noted before it began; what is noted later undoes nothing."""
        return any(
            event.serves == serves and event.kind in ("declined", *FACTS) and event.at <= begins_at
            for event in self.events
        )

    def is_cancelled(self, serves: str) -> bool:
        """Whether the last that was said of it is that nobody needs it any more."""
        return serves in self._cancelled

    def with_state(self, serves: str, *kinds: EventKind) -> tuple[str, ...]:
        """The volunteers about whom the last word on this is one of these."""
        return tuple(sorted(who for who, event in self._last.get(serves, {}).items() if event.kind in kinds))


def standing_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """In order, without those taken back and the taking back."""
    found = sorted(events, key=lambda event: event.number)
    undone = {event.undoes for event in found if event.kind == "undone"}
    return tuple(event for event in found if event.kind != "undone" and event.number not in undone)


def times_declined(events: Iterable[Event]) -> int:
    """How often somebody said no: what one command noted counts once."""
    return len({event.noted_with or (event.at, event.date) for event in events if event.kind == "declined"})


def times_said(begins: datetime, ends: datetime) -> str:
    """When somebody said yes to what, or was told of what (UTC): "20261214T0324-20261214T0425"."""
    return f"{begins:%Y%m%dT%H%M}-{ends:%Y%m%dT%H%M}"


def begins_said(times: str) -> datetime | None:
    """The first of them; None where none were kept."""
    return _instant(times.partition("-")[0])


def ends_said(times: str) -> datetime | None:
    """The last of them; None where none were kept."""
    return _instant(times.partition("-")[2])


def _instant(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M").replace(tzinfo=UTC)
    except ValueError:
        return None


def sent_about(role: str, begins: datetime, ends: datetime, *, places: Iterable[str]) -> str:
    """What a text message told: to the "rider" or "volunteer", about these times (UTC) and places.

    Of the places a few digits are kept, to know others from them: the trail is in codes.
    """
    digits = sha256("\n".join(places).encode()).hexdigest()[:8]
    return f"{role}@{times_said(begins, ends)}@{digits}"


def without_places(sent: str) -> str:
    """The same without the digits of the places, as it was noted before these were kept."""
    return "@".join(sent.split("@")[:2])


def reply_said(role: str, answer: Answer, file: str) -> str:
    """What came back: of the "rider" or "volunteer", and digits of its file, to know it again. The text is not kept."""
    return f"{role}@{answer}@{sha256(file.encode()).hexdigest()[:16]}"


def sent_off(role: str) -> str:
    """What a text message, or a telephone call, told that took a ride back."""
    return f"{role}@off"


def is_off_for(event: Event, role: str) -> bool:
    """Whether somebody was phoned that it is off: the "rider" or the "volunteer"."""
    return event.kind == "off" and event.because == sent_off(role)
