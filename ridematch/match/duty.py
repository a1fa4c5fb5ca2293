"""What a day is made of: items (fragments, lessons, practice) in trips, trips in a duty, and what each counts for."""

from dataclasses import dataclass
from datetime import date

from ridematch.match.board import LessonChoice, PracticeChoice
from ridematch.match.timing import Span
from ridematch.model.problem import Block

Step = tuple[int, bool]
"""(number of the ride, True at its delivery)."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Stops from an empty car to an empty car."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class PracticeDrive:
    """Stops from an empty car to an empty car, the learner of this ride at the wheel while aboard."""

    choice: PracticeChoice
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A fragment, a lesson or a ride with a learner at the wheel, as a trip sees it.

    `busy` minutes are driving, boarding and lesson. `serves` are the numbers of bits in order, one that is served twice
    standing twice. `worth` is what the practice on it is worth (see `Items`).
    """

    serves: tuple[int, ...]
    start_place: int
    end_place: int
    driving: int
    busy: int
    span: Span
    what: Fragment | LessonChoice | PracticeDrive
    worth: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """An item in a trip, with a break of at least so many minutes of waiting before it (0: none needed)."""

    item: Item
    pause: int


@dataclass(frozen=True, slots=True)
class Rest:
    """What a trip counts for: driving at night, late for the nights of these numbers, early for those (bits)."""

    night: bool = False
    late: int = 0
    early: int = 0


@dataclass(frozen=True, slots=True)
class TripChoice:
    """One possible trip. `driving` is what the day's limit and the cost count (own trips: the extra minutes only)."""

    block: Block
    driving: int
    waiting: int
    span: Span
    rest: Rest
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class DutyChoice:
    """One possible day of one driver: a column of the master. `cost` is driving, waiting and changes, less what
    practice is worth; no asks.

    `on_call`: some trip is not an own trip, so the day counts for days per week; `ask`: and nothing in it was told.
    """

    driver: int
    date: date
    serves: tuple[int, ...]
    cost: float
    ask: bool
    on_call: bool
    rest: Rest
    trips: tuple[TripChoice, ...]
