"""What each person was told or has said yes to last, read off the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ridematch.model.events import Event, begins_said, ends_said, sent_off, standing_events


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What one person, the "rider" or the "volunteer" by `role`, knows of a ride or lesson with this volunteer.

    From when to when (UTC); None where the times were not kept. `date` is the ride's own.
    """

    role: str
    serves: str
    rider: str
    volunteer: str
    date: date
    begins_at: datetime | None
    ends_at: datetime | None

    @property
    def person(self) -> str:
        """The code of who knows it."""
        return self.rider if self.role == "rider" else self.volunteer

    @property
    def other(self) -> str:
        """The code of whom it is with."""
        return self.volunteer if self.role == "rider" else self.rider


def agreed(events: Iterable[Event]) -> tuple[Agreed, ...]:
    """For each person what was said last of each ride, by ride; not what was driven, declined, or said to be off."""
    found: dict[tuple[str, str], Agreed] = {}
    for event in standing_events(events):
        rider, volunteer = (event.serves, ""), (event.serves, event.volunteer)
        match event.kind:
            case "accepted":
                found[volunteer] = _agreed(event, "volunteer", event.because)
            case "told":
                found[volunteer] = _agreed(event, "volunteer", event.because)
                found[rider] = _agreed(event, "rider", event.because)
            case "asked" | "declined":
                found.pop(volunteer, None)
            case "done" | "no-show":
                found = {key: one for key, one in found.items() if one.serves != event.serves}
            case "sent" | "off":
                role, times, *_ = event.because.split("@")  # what is behind the times is about places
                key = rider if role == "rider" else volunteer
                found.pop(key, None)
                if event.because != sent_off(role):
                    found[key] = _agreed(event, role, times)
            case _:
                pass  # nobody was told anything by it
    return tuple(found.values())


def _agreed(event: Event, role: str, times: str) -> Agreed:
    return Agreed(
        role=role,
        serves=event.serves,
        rider=event.rider,
        volunteer=event.volunteer,
        date=event.date,
        begins_at=begins_said(times),
        ends_at=ends_said(times),
    )
