"""Legs that need no driver, since a bus goes or the rider has own means or a bed there: when, where, in which words."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from ridematch.language import note, say
from ridematch.model.edition import PlannedStop
from ridematch.model.problem import way_of
from ridematch.views.clock import local_date, midnight

_WORDS = {
    ("out", "bus"): note("be there by then: take the bus"),
    ("out", "own"): note("be there by then: you get there yourself"),
    ("out", "bed"): note("be there by then: you sleep there the night before"),
    ("back", "bus"): note("you can go home from then on: take the bus"),
    ("back", "own"): note("you can go home from then on: you get home yourself"),
    ("back", "bed"): note("you stay overnight: there is a bed for you"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutDriver:
    """A leg that is covered by its `fallback`, "bus", "own" or "bed", as it was planned. `date` is its journey's.

    `at` is by when the rider has to be there, or from when on to go home, and `ends_at` by when the leg is over;
    `start` and `end` are place ids. Where the plan behind it is gone or not readable, `at` is None and these are empty.
    """

    request: str
    rider: str
    date: date
    fallback: str
    start: str = ""
    end: str = ""
    at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def journey(self) -> str:
        """The code of what it is a leg of."""
        return self.request.rpartition(":")[0]

    @property
    def is_out(self) -> bool:
        """Whether it is the way to work."""
        return way_of(self.request) == "out"

    def is_over(self, now: datetime, zone: tzinfo) -> bool:
        """Whether the rider is there by an instant; where no time is known, whether its date is past."""
        return self.ends_at <= now if self.ends_at else self.date < local_date(now, zone)

    def order(self, zone: tzinfo) -> datetime:
        """Where it stands among what has a time; the beginning of its date where it has none."""
        return self.at or midnight(self.date, zone)

    def at_work(self, zone: tzinfo) -> PlannedStop:
        """The end of it that counts for the rider, as a stop: the workplace, with the time that is known."""
        at = self.order(zone)
        return PlannedStop(
            volunteer="",
            date=self.date,
            trip=0,
            position=0,
            action="delivery" if self.is_out else "pickup",
            place=self.end if self.is_out else self.start,
            arrives_at=at,
            begins_at=at,
            ends_at=at,
            minutes=0,
            metres=0,
            serves=self.request,
            rider=self.rider,
        )


def date_of(leg: WithoutDriver, zone: tzinfo) -> date:
    """Its local date; that of its journey where no time is known."""
    return local_date(leg.at, zone) if leg.at else leg.date


def in_words(leg: WithoutDriver) -> str:
    """What the rider has to do, beside the time."""
    return say(_WORDS["out" if leg.is_out else "back", leg.fallback])


def nobody_drives() -> str:
    """What stands below it."""
    return say("Nobody drives you this way.")
