"""What the engine answers: duties made of trips made of visits, and who was left out."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Action = Literal["depart", "pickup", "delivery", "lesson", "arrive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A stop as planned, minutes since the problem's epoch: arrives, service begins, service ends (= leaves at once).

    Waiting is `begins - arrives` (before service); the drive to the next visit starts at `ends`. A trip's "depart" and
    "arrive" have all three times equal and serve nothing; other visits serve a request's or a lesson's code. At both
    ends of a `practice` ride the learner is at the wheel in between. A lesson in a shared practice car names it.
    """

    action: Action
    place: str
    arrives: int
    begins: int
    ends: int
    serves: str = ""
    practice: bool = False
    vehicle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """From the block's origin to its destination: first visit "depart", last visit "arrive"."""

    block: str
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Everything one driver does on one local date (of the blocks), trips in time order."""

    driver: str
    date: date
    trips: tuple[Trip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Duties by (date, driver), what was left out, and how good it is known to be.

    `left_out` are journeys' codes; `fallbacks` are codes of requests covered by their fallback. `bound` is a valid
    lower bound on the objective of any plan for this problem; `proven` is true only if the objective equals it and no
    search was cut short (`complete`). `searched_bound` holds over what was looked at, which is all of it where nothing
    was cut short: no plan made of that costs less. `prices` are what a ride, a day and so on were worth in the end, by
    names made of codes, for a later search to begin with.
    """

    duties: tuple[Duty, ...] = ()
    left_out: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    objective: float = 0.0
    bound: float = 0.0
    searched_bound: float = 0.0
    proven: bool = False
    complete: bool = True
    seconds: float = 0.0
    prices: tuple[tuple[str, float], ...] = ()

    @property
    def gap(self) -> float:
        """(objective - bound) / objective, 0 for an objective of 0."""
        return (self.objective - self.bound) / self.objective if self.objective > 0 else 0.0

    @property
    def searched_gap(self) -> float:
        """The same of what was looked at."""
        return (self.objective - self.searched_bound) / self.objective if self.objective > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule a plan breaks: the rule's name, the codes it is about, and one sentence with both numbers."""

    rule: str
    subjects: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something wrong in the facts: which row, what, and what to do about it. The row is set aside.

    `source`: where a rule behind it can be read, with its words and date; for programs, not for the morning.
    """

    table: str
    row: str  # the row's code, or a short description by codes
    sentence: str
    remedy: str
    source: str = ""
