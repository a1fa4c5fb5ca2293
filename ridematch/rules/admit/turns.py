"""Whose turn it is among learners: what first lessons are worth beyond others, and with whom they usually are.

A first lesson for everybody goes before anybody's second: within a week, and within four weeks and the horizon.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ridematch.model.problem import LessonShare, LessonWish
from ridematch.model.settings import Costs
from ridematch.rules.admit.past import ASK_DAYS

LAST_LESSONS = 10
"""So many lessons tell who usually supervises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonsBefore:
    """A learner's lessons before the horizon: their dates, and the supervisors of those that had one of ours."""

    dates: frozenset[date]
    with_whom: Mapping[date, str]

    def in_four_weeks(self, first_date: date) -> int:
        """How many there were in the 28 days before this date."""
        return sum(on >= first_date - timedelta(days=ASK_DAYS) for on in self.dates)

    def weeks_waited(self, first_date: date, waiting_since: date | None) -> int:
        """Whole weeks since the last of them, or since the learner waits, whichever is later; 0 without either."""
        since = max((*self.dates, *([waiting_since] if waiting_since else [])), default=first_date)
        return max(0, (first_date - since).days // 7)

    def usual_supervisor(self, among: Container[str]) -> str:
        """Who gave most of the last lessons, of two the one who gave the later one; empty for nobody of `among`."""
        known = [who for _, who in sorted(self.with_whom.items(), reverse=True) if who in among][:LAST_LESSONS]
        return max(known, key=Counter(known).__getitem__, default="")


def shares(
    wishes: Sequence[LessonWish], given: Iterable[int], *, before: int, weeks_waited: int, costs: Costs
) -> tuple[LessonShare, ...]:
    """What a learner's lessons are worth by how many there are: of each week, and of four weeks and all these wishes.

    `given` are the lessons that each wish's week has already, `before` those of the last 28 days. The weeks waited
    count for the first lesson alone: nobody waits after it.
    """
    if not wishes:
        return ()
    weekly = (
        LessonShare(wishes=(wish.code,), worth=_falling(costs.lesson_first, after=had, count=wish.wanted))
        for wish, had in zip(wishes, given, strict=True)
    )
    first, *others = _falling(costs.lesson_first, after=before, count=sum(wish.wanted for wish in wishes))
    first += costs.lesson_per_week_waited * weeks_waited
    return (*weekly, LessonShare(wishes=tuple(wish.code for wish in wishes), worth=(first, *others)))


def _falling(first: float, *, after: int, count: int) -> tuple[float, ...]:
    """What the next so many are worth: the first of all that much, the second half of it, the third a third."""
    return tuple(first / number for number in range(after + 1, after + 1 + count))
