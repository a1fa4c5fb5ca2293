"""A new plan in which nobody's evening is moved for nothing: what was published stays where nothing is lost by it.

Plans of equal cost are many, and the search finds any of them; of two that are as good, people keep the one they know.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ridematch.model.edition import Edition
from ridematch.model.plan import Duty, Plan
from ridematch.model.problem import Problem
from ridematch.office.replay import replay

MOST_TRIED = 60
"""So many plans are judged; where more would be needed, what is left is as the search found it."""

Day = tuple[str, date]
"""A volunteer's code and the date of a duty."""


def steady(problem: Problem, plan: Plan, standing: Edition | None) -> Plan:
    """The plan with the duties that stand for its dates where they keep every rule and it costs no more with them.

    `standing` is what was published for these dates. Duties that serve the same people together are tried together:
    first all that differ, then halves of them.
    """
    if standing is None:
        return plan
    before = replay(problem, standing)
    whole = replace(plan, duties=before.duties, left_out=before.left_out, fallbacks=before.fallbacks)
    judge = _Judge(problem, plan)
    if judge.allows(whole):
        return judge.priced(whole)
    old, new = ({(duty.driver, duty.date): duty for duty in some.duties} for some in (before, plan))
    return judge.priced(_kept(judge, plan, old, list(_groups(old, new))))


class _Judge:
    """Whether a plan is as right and as cheap as the one that was found."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        from ridematch.rules.check import check

        self._problem, self._most = problem, plan.objective + 1e-6
        self._broken = set(check(problem, plan))
        self.left = MOST_TRIED

    def allows(self, plan: Plan) -> bool:
        """One look; never where there were enough."""
        from ridematch.rules.check import check
        from ridematch.rules.score import score

        self.left -= 1
        if self.left < 0 or score(self._problem, plan).total > self._most:
            return False
        return self._broken.issuperset(check(self._problem, plan))

    def priced(self, plan: Plan) -> Plan:
        """With what it costs, should that be less than what was found."""
        from ridematch.rules.score import score

        return replace(plan, objective=min(plan.objective, round(score(self._problem, plan).total, 6)))


def _kept(judge: _Judge, plan: Plan, old: dict[Day, Duty], groups: list[frozenset[Day]]) -> Plan:
    """The plan with the old duties of as many of these groups as may be."""
    if not groups or judge.left <= 0:
        return plan
    changed = _with(plan, old, frozenset[Day]().union(*groups))
    if judge.allows(changed):
        return changed
    if len(groups) == 1:
        return plan
    half = len(groups) // 2
    return _kept(judge, _kept(judge, plan, old, groups[:half]), old, groups[half:])


def _with(plan: Plan, old: dict[Day, Duty], days: frozenset[Day]) -> Plan:
    others = (duty for duty in plan.duties if (duty.driver, duty.date) not in days)
    duties = (*others, *(old[day] for day in days if day in old))
    return replace(plan, duties=tuple(sorted(duties, key=lambda duty: (duty.date, duty.driver))))


def _groups(old: dict[Day, Duty], new: dict[Day, Duty]) -> Iterator[frozenset[Day]]:
    """The fewest days of volunteers, by time, that differ and on which the same people are served by both plans."""
    differing = sorted(
        (day for day in old.keys() | new.keys() if old.get(day) != new.get(day)), key=lambda day: day[::-1]
    )
    group_of: dict[str, set[Day]] = {}
    for day in differing:
        together = {day}
        for code in _served(old.get(day)) | _served(new.get(day)):
            together |= group_of.get(code, set())
        for member in together:
            for code in _served(old.get(member)) | _served(new.get(member)):
                group_of[code] = together
    seen: set[Day] = set()
    for day in differing:
        served = _served(old.get(day)) | _served(new.get(day))
        group = group_of[next(iter(served))] if served else {day}
        if day not in seen:
            seen |= group
            if _all(old, group) == _all(new, group):
                yield frozenset(group)


def _all(duties: dict[Day, Duty], days: Iterable[Day]) -> set[str]:
    return set().union(*(_served(duties.get(day)) for day in days))


def _served(duty: Duty | None) -> set[str]:
    return {visit.serves for trip in duty.trips for visit in trip.visits if visit.serves} if duty else set()
