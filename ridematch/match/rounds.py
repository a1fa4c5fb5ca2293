"""Rounds of pricing: all days are asked for their best duties under the present prices, briefly at first, then further.

When none has one of negative reduced cost the linear optimum over a few duties is the optimum over all of them
(Desaulniers, Desrosiers and Solomon, Column Generation, 2005, chapter 1).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from math import inf

import numpy as np

from ridematch.match.choosing import Relaxation, Relaxing
from ridematch.match.compiled import Floats
from ridematch.match.days import Day
from ridematch.match.duty import DutyChoice
from ridematch.match.labels import ALL_SETS, EXACT, ROUGH
from ridematch.match.look import at_least
from ridematch.match.master import Key, Rows
from ridematch.match.program import Choice
from ridematch.match.progress import Course
from ridematch.match.search import Found, search
from ridematch.match.threads import at_once
from ridematch.match.whole import TOLERANCE

BRIEFLY = 5_000
"""Labels of a search that only looks for something to go on with."""

MANY_LABELS = 20_000
"""Labels of an exact search that is given up for now where others may do better."""

MOST_LABELS = 1_000_000
"""Labels of one search before it is cut short, and nothing called proven."""

CLOSE = 5e-4
"""Share of the value by which the bound may lie below it when pricing ends; the integer step closes the rest."""

SMOOTH = 0.5
"""Share of the prices of the highest bound so far in those of a round that looks far: half way to them the bound rises
sooner."""

DAYS_AT_ONCE = 150
"""Days of a brief round."""

AGAIN, BRIEF, FAR, WHOLE, AROUND = range(5)
"""How a round looks: at what was likely before, at the most promising of all there is, at all there is but not where
that takes very long, at all and to the end, or also at what costs a little more."""

BEST_OF_DAY, MANY_OF_DAY = 30, 100
"""Duties taken over from one day and round: the best ones, or also such as cost a little more."""

MUCH = 60.0
"""Minutes by which these cost more at most."""


@dataclass(slots=True)
class Generation:
    """Duties so far, the relaxation over them, and what is known: `bound` is valid for the problem itself.

    `searched` holds over the duties of the items that were looked at: all there are where it is `complete`, and then
    both are the same; else `bound` is 0. `priced` are the days whose duties are not all enumerated; `closest` are the
    relaxation by which the bound was highest and the least reduced cost any duty of each of these days has by its
    prices. `choice` is the best of these duties where the relaxation itself is whole. `more` prices out where
    prices from elsewhere seemed near enough.
    """

    rows: Rows
    duties: list[DutyChoice]
    relaxing: Relaxing
    relaxation: Relaxation
    priced: list[Day]
    complete: bool
    bound: float = 0.0
    searched: float = 0.0
    closest: tuple[Relaxation, dict[Day, float]] | None = None
    choice: Choice | None = None
    more: Callable[[], None] | None = None
    _known: set[tuple[object, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._known |= {identity(duty) for duty in self.duties}

    def takes_in(self, found: Iterable[Found]) -> list[DutyChoice]:
        """The duties that are new; they are among `duties` from then on."""
        new = [duty for one in found for duty in one.duties if identity(duty) not in self._known]
        self.duties += new
        self._known |= {identity(duty) for duty in new}
        return new

    def worth(self, bits: int) -> Floats:
        """What serving each of so many bits is worth by the relaxation's prices."""
        duals, rows = self.relaxation.duals, self.rows
        return np.array([sum(duals.get(key, 0.0) for key in rows.of_bit[bit]) for bit in range(bits)], dtype=np.float64)


def price_out(
    generation: Generation,
    *,
    late: Callable[[], bool],
    course: Course | None,
    soon: Callable[[], bool] = lambda: False,
    rounds: int | None = None,
    close: float = CLOSE,
    enough: float = inf,
) -> None:
    """Rounds until no duties could lower the optimum by more than a trifle, or the bound is `enough`, or it is late.

    A round looks briefly at first, at some of many days; where a day holds very many items the next ones look again at
    the likely ones, as long as that leads further. Once nothing else does, or it is `soon` late, a round looks far at
    all days; and where the items are all there are, to the end. Such rounds are under smoothed prices (Pessoa, Sadykov,
    Uchoa and Vanderbeck, INFORMS Journal on Computing 30, 2018), and `exactly` under the present ones where these led
    to nothing new.
    """
    last = WHOLE if generation.complete else FAR
    parts = 1 + len(generation.priced) // DAYS_AT_ONCE
    many = any(day.likely is not None for day in generation.priced)
    look, fruitless, exactly = AGAIN if many else BRIEF, 0, False
    for number in count(1):
        some = generation.priced[number % parts :: parts] if look == BRIEF else generation.priced
        by = _smoothed(generation) if look in (FAR, WHOLE) and not exactly else generation.relaxation
        found = one_round(generation, some, look, late, by.duals)
        new = generation.takes_in(found)
        know(generation, by, dict(zip(some, found, strict=True)), course)
        exactly = by is not generation.relaxation and not new
        before = generation.relaxation.value
        near = before - generation.searched <= close * max(1.0, abs(generation.searched))
        if new:
            generation.relaxation = generation.relaxing.solved(new)
        if (
            near
            or generation.searched >= enough
            or late()
            or number == rounds
            or (not new and look == last and not exactly)
        ):
            return
        steps = parts if look == BRIEF else 1
        fruitless += 1
        if before - generation.relaxation.value > CLOSE * max(1.0, before) / steps:
            look, fruitless = AGAIN if many else BRIEF, 0
        elif fruitless >= steps:
            look, fruitless = FAR if look == AGAIN else min(last, look + 1), 0
        if soon():
            look = last


def _smoothed(generation: Generation) -> Relaxation:
    """The relaxation under prices between the present ones and those of the highest bound."""
    if generation.closest is None or generation.closest[0] is generation.relaxation:
        return generation.relaxation
    before, now = generation.closest[0].duals, generation.relaxation.duals
    return under(generation, {key: SMOOTH * before.get(key, 0.0) + (1 - SMOOTH) * now[key] for key in now})


def one_round(
    generation: Generation,
    days: list[Day],
    look: int,
    late: Callable[[], bool],
    duals: dict[Key, float],
    cutoff: float = -TOLERANCE,
) -> list[Found]:
    """Each of the days searched under these prices."""

    def one(day: Day) -> Found:
        prices = generation.rows.prices(duals, day.driver, day.date)
        if late():
            return Found(duties=(), reduced_costs=(), least=at_least(day, prices), complete=False)
        return search(
            day,
            prices,
            cutoff=cutoff,
            compare=ROUGH if look < FAR else ALL_SETS if look == AROUND else EXACT,
            most=MOST_LABELS if look == WHOLE else MANY_LABELS,
            enough=BRIEFLY,
            wanted=MANY_OF_DAY if look == AROUND else BEST_OF_DAY,
            again=look == AGAIN,
            late=late,
        )

    return at_once(one, days)


def under(generation: Generation, duals: dict[Key, float]) -> Relaxation:
    """The relaxation under any prices: what a plan costs at least, if no day that is priced could earn anything."""
    rows = generation.rows
    to_price = {(day.driver, day.date) for day in generation.priced}
    least_of = dict.fromkeys(rows.days, 0.0)
    for duty in generation.duties:
        day = duty.driver, duty.date
        if day not in to_price:
            least_of[day] = min(least_of[day], rows.reduced_cost(duty, duals))
    return Relaxation(value=rows.least(duals) + sum(least_of.values()), duals=duals)


def know(generation: Generation, relaxation: Relaxation, found: Mapping[Day, Found], course: Course | None) -> None:
    """Note the bound that a round of pricing leads to, if it looked at all days and something is known of each.

    No day can lower the value by more than its best duty does (Lagrange).
    """
    least_of = {day: one.least for day, one in found.items() if one.least > -np.inf}
    if len(least_of) < len(generation.priced):
        return
    least = sum(least_of.values())
    if generation.closest is None or relaxation.value + least > generation.searched:
        generation.closest = relaxation, least_of
    generation.searched = max(generation.searched, relaxation.value + least)
    if course is not None and generation.complete:
        course.knows(generation.searched)


def joined(some: list[DutyChoice], more: Iterable[DutyChoice]) -> list[DutyChoice]:
    """Both; of `more` only what the master does not see among `some`."""
    have = {identity(duty) for duty in some}
    return [*some, *(duty for duty in more if identity(duty) not in have)]


def identity(duty: DutyChoice) -> tuple[object, ...]:
    """All that the master sees of a duty."""
    return duty.driver, duty.date, duty.serves, duty.cost, duty.rest, duty.on_call
