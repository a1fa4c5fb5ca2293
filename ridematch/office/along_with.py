"""What changed in the plan along with what an answer was about: to make room for it, or since there is room now."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from ridematch.model.edition import PlannedStop
from ridematch.views.changes import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """What each volunteer has to serve by the plan before and now."""

    before: dict[str, set[str]]
    now: dict[str, set[str]]

    def gained(self, volunteer: str) -> set[str]:
        return self.now[volunteer] - self.before[volunteer]

    def lost(self, volunteer: str) -> set[str]:
        return self.before[volunteer] - self.now[volunteer]


def along_with(
    about: Collection[str], before: Iterable[PlannedStop], now: Iterable[PlannedStop], found: Iterable[Change]
) -> tuple[Change, ...]:
    """The changes of everything but what the answer was `about`, each with a reason that holds whatever led to it."""
    days = _Days(before=_served_by(before), now=_served_by(now))
    return tuple(replace(one, why=_why(one, about, days)) for one in found if one.serves not in about)


def _why(change: Change, about: Collection[str], days: _Days) -> str:
    """Room is made by whoever has got more to serve, and is there with whoever has got less; else neither is said."""
    if change.before is None:
        return "room"
    if change.after is None:
        return "left out"
    was, is_now = change.before.volunteer, change.after.volunteer
    more = days.gained(was) - {change.serves}
    freed = (days.lost(was) | days.lost(is_now)) - {change.serves}
    if more and not freed.intersection(about):
        return "made room"
    return "room" if freed and not more and not days.gained(is_now) - {change.serves} else "better"


def _served_by(stops: Iterable[PlannedStop]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for stop in stops:
        if stop.serves:
            found[stop.volunteer].add(stop.serves)
    return found
