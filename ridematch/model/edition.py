"""What has been published: editions of the schedule, the promises made by phone, and what the past means to a new run.

Everything here holds codes and place ids only; instants are aware datetimes in UTC. Names and addresses are looked up
when a page is made (`Person`), and nowhere else.
"""

from dataclasses import dataclass
from datetime import date, datetime

from ridematch.model.events import Event
from ridematch.model.plan import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStop:
    """One visit of a published duty. `minutes` and `metres` are the drive from the stop before (0 at "depart").

    `serves` is a request's or lesson's code with its `rider`, its `journey` (or the lesson again) and that journey's
    date; all empty at "depart" and "arrive". `trip` counts the day's trips from 1, `position` the stops of a trip from
    0. At both ends of a ride with its rider at the wheel `practice` is "yes", or "lesson" where it counts as one.
    `vehicle` is the shared practice car of a lesson.
    """

    volunteer: str
    journey_date: date | None = None
    date: date  # the duty's
    trip: int
    position: int
    action: Action
    place: str
    arrives_at: datetime
    begins_at: datetime
    ends_at: datetime
    minutes: int
    metres: int
    own_trip: bool = False
    serves: str = ""
    rider: str = ""
    journey: str = ""
    seats: int = 0
    practice: str = ""
    vehicle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved:
    """Something with no place in the plan: a journey's code or a lesson wish's, why, and the blocking facts.

    `verdict` is "impossible" (even alone), "taken" (possible alone, but the cars are taken) or "dearer" (possible, but
    dearer than leaving it out); of lessons also "apart" (nearer to another lesson than the learner wants) or "refused"
    (the rules let nobody practise with the learner). `facts` is a sentence a volunteer, nearest first, in codes.
    """

    code: str
    kind: str  # commute, ride, lesson
    rider: str
    date: date
    verdict: str
    facts: tuple[str, ...] = ()
    count: int = 1  # lessons missing of a wish

    def is_about(self, code: str) -> bool:
        """Whether the code is its own, that of a way of it, or of the shift, ride or learner behind it."""
        return code == self.code or code.startswith(f"{self.code}:") or self.code.startswith(f"{code}:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A leg covered by its fallback: the request's code, "bus", "own" or "bed"."""

    request: str
    rider: str
    date: date
    fallback: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Told by phone: who serves it, when service was promised to begin at each end, and whether the learner drives."""

    serves: str
    volunteer: str
    begins_at: datetime
    ends_at: datetime
    told_at: datetime
    practice: bool = False
    vehicle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What one nightly run, or an answer, published for `days` dates from `first_date`.

    `number` is given by the store, 0 before. `by` is the code of who published it, empty where nobody said. One that an
    answer published has `noted_with` of its events.
    """

    number: int = 0
    made_at: datetime
    by: str = ""
    first_date: date
    days: int
    objective: float
    bound: float
    proven: bool
    seconds: float
    stops: tuple[PlannedStop, ...] = ()
    unserved: tuple[Unserved, ...] = ()
    covered: tuple[Covered, ...] = ()
    problem_json: str = ""
    plan_json: str = ""
    noted_with: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What stands from earlier editions around a horizon: for each date the newest edition that holds it.

    `stops`, `unserved` and `covered` reach back five weeks before the horizon and on to its end plus a day; `promises`
    are all that concern those dates, and so are `events`.
    """

    stops: tuple[PlannedStop, ...] = ()
    unserved: tuple[Unserved, ...] = ()
    covered: tuple[Covered, ...] = ()
    promises: tuple[Promise, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a page may show of a rider or volunteer. Of a rider with limited visibility only `code` is filled in.

    `seats` are the most that a rider takes, alone and on any single ride.
    """

    code: str
    name: str
    place: str = ""  # the home as a village's name, for people
    address: str = ""
    pickup_note: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    seats: int = 1
    limited_visibility: bool = False
