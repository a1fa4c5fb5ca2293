"""What a day is made of: items (fragments, lessons) in trips, trips in a duty, and what each counts for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ridematch.match.board import LessonChoice
from ridematch.match.fragments import Fragment
from ridematch.match.timing import Span, service, within
from ridematch.model.problem import Block, Night


@dataclass(frozen=True, slots=True)
class Item:
    """A fragment or a lesson, as a trip sees it. `busy` minutes are driving, boarding and lesson."""

    bits: int
    start_place: int
    end_place: int
    driving: int
    busy: int
    span: Span
    what: Fragment | LessonChoice


def item_of_fragment(fragment: Fragment) -> Item:
    """A fragment as an item."""
    return Item(
        fragment.rides,
        fragment.start_place,
        fragment.end_place,
        fragment.driving,
        fragment.driving + fragment.boarding,
        fragment.span,
        fragment,
    )


def item_of_lesson(choice: LessonChoice) -> Item:
    """A lesson as an item: it starts and ends at its place."""
    window, minutes = choice.slot.window, choice.wish.minutes
    span = service(window.earliest, window.latest, minutes)
    return Item(1 << choice.bit, choice.place, choice.place, 0, minutes, span, choice)


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

    def no_worse(self, other: "Rest") -> bool:
        """Whether it counts for nothing that `other` does not count for."""
        return self.night <= other.night and not (self.late & ~other.late) and not (self.early & ~other.early)


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
    """One possible day of one driver: a column of the master. `cost` is driving, waiting and changes, no asks.

    `on_call`: some trip is not an own trip, so the day counts for days per week; `ask`: and nothing in it was told.
    """

    driver: int
    date: date
    bits: int
    cost: float
    ask: bool
    on_call: bool
    rest: Rest
    trips: tuple[TripChoice, ...]


Piece = tuple[Span, Rest]
"""A part of what a trip can do, and what the trip counts for if it is done so."""


def by_rest(span: Span, nights: Iterable[Night]) -> list[Piece]:
    """The span cut where the rules of rest change their answer, each piece with its answer, beaten ones dropped."""
    near = [
        (number, night)
        for number, night in enumerate(nights)
        if span.first < night.early_until and span.latest > night.begins
    ]
    if not near:
        return [(span, Rest())]
    starts, ends = {span.first}, {span.latest}
    for _, night in near:
        starts |= {mark for mark in (night.turns, night.ends, night.early_until) if span.first < mark <= span.last}
        if span.earliest <= night.begins < span.latest:
            ends.add(night.begins)
    firsts = sorted(starts)
    pieces: list[Piece] = []
    for first, beyond in zip(firsts, [*firsts[1:], span.last + 1], strict=True):
        for last_end in sorted(ends):
            piece = within(span, starts=(first, beyond - 1), ends=(span.earliest, last_end))
            if piece is not None:
                pieces.append((piece, _rest(first, last_end, near)))
    return [one for number, one in enumerate(pieces) if not _beaten(one, pieces[:number], pieces[number + 1 :])]


def _beaten(one: Piece, before: list[Piece], after: list[Piece]) -> bool:
    """Whether another does as well in all that matters once a trip is closed (of two alike the first stays)."""
    return any(_as_good(other, one) for other in before) or any(
        _as_good(other, one) and not _as_good(one, other) for other in after
    )


def _as_good(one: Piece, other: Piece) -> bool:
    (span, rest), (its, its_rest) = one, other
    return (
        span.least <= its.least and span.earliest <= its.earliest and span.last >= its.last and rest.no_worse(its_rest)
    )


def _rest(departs: int, arrives: int, near: list[tuple[int, Night]]) -> Rest:
    night = any(departs < n.ends and arrives > n.begins for _, n in near)
    late = sum(1 << number for number, n in near if departs < n.turns and arrives > n.begins)
    early = sum(1 << number for number, n in near if n.turns <= departs < n.early_until)
    return Rest(night, late, early)
