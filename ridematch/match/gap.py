"""The duties that can be in a plan better than one that is known, by the prices of the linear optimum."""

from collections.abc import Callable

from ridematch.match.days import Day
from ridematch.match.duty import DutyChoice
from ridematch.match.labels import ALL_SETS
from ridematch.match.rounds import MOST_LABELS, Generation, joined
from ridematch.match.search import Found, search
from ridematch.match.threads import at_once
from ridematch.match.whole import TOLERANCE

LIKELIEST = 4_000
"""Of the duties, among which a good plan is found sooner than among all."""

DAYS_AT_ONCE = 8
"""Days between two looks at how many duties there are. A search leaves traces in its day, where the next one begins; so
which days are searched must not hang on which thread is the quicker."""


def likeliest(generation: Generation, most: int) -> list[DutyChoice]:
    """So many of the duties, those of least reduced cost."""
    duals, rows = generation.relaxation.duals, generation.rows
    return sorted(generation.duties, key=lambda duty: rows.reduced_cost(duty, duals))[:most]


def within_gap(
    generation: Generation, best: float, *, most: int, late: Callable[[], bool]
) -> tuple[list[DutyChoice], bool]:
    """All duties that can be in a plan better than `best`, and whether these are really all.

    They are not where they are more than `most`. By the prices every plan costs at least the relaxation's value + the
    least reduced cost of every day, and one that uses a duty as much more as that duty's reduced cost is above the
    least of its day.
    """
    if generation.closest is None:
        return generation.duties, False
    relaxation, least = generation.closest
    duals, rows = relaxation.duals, generation.rows
    gap = best - (relaxation.value + sum(least.values()))
    priced = {(day.driver, day.date) for day in generation.priced}
    found = [
        duty
        for duty in generation.duties
        if (duty.driver, duty.date) not in priced and rows.reduced_cost(duty, duals) <= gap + TOLERANCE
    ]
    complete, made, wanted = True, 0, most + 1

    def one(day: Day) -> tuple[Found, bool]:
        cutoff = gap + least[day] + 2 * TOLERANCE
        prices = rows.prices(duals, day.driver, day.date)
        some = search(day, prices, cutoff=cutoff, compare=ALL_SETS, most=MOST_LABELS, wanted=wanted, late=late)
        return some, some.complete and len(some.duties) < wanted

    for begin in range(0, len(generation.priced), DAYS_AT_ONCE):
        days = generation.priced[begin : begin + DAYS_AT_ONCE]
        if late() or made > most:
            return generation.duties, False
        for day, (some, whole) in zip(days, at_once(one, days), strict=True):
            complete &= whole
            made += len(some.duties)
            mine = (duty for duty in generation.duties if (duty.driver, duty.date) == (day.driver, day.date))
            found += joined(list(some.duties), mine)
    return found, complete and made <= most
