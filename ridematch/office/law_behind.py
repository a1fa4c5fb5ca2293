"""Which rules of practice stand behind a lesson that was left out: each in a sentence, with its date and its source."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ridematch.language import all_of, say
from ridematch.model.edition import Unserved
from ridematch.model.settings import Settings
from ridematch.office.practice import PracticeDesk, open_desk
from ridematch.rules.practice import refusals
from ridematch.rules.practice.known import KnownPairs
from ridematch.views.clock import day
from ridematch.views.facts import volunteer_refused

SUNDAY = 6


def law_behind(store: str, unserved: Iterable[Unserved], *, settings: Settings) -> dict[str, tuple[str, ...]]:
    """By the code of a lesson left out: a sentence for each rule that keeps volunteers from giving it, in codes.

    By the tables as they are now. RidematchError: no store there, or no rules for the country of the settings.
    """
    lessons = [left for left in unserved if left.kind == "lesson" and any(map(volunteer_refused, left.facts))]
    if not lessons:
        return {}
    desk = open_desk(store, settings=settings)
    return {left.code: tuple(_sentences(desk, left)) for left in lessons}


def _sentences(desk: PracticeDesk, left: Unserved) -> Iterator[str]:
    """Of who is refused for the same reason from the same date on, one sentence."""
    found: dict[tuple[date, str], list[str]] = {}
    for volunteer in filter(None, map(volunteer_refused, left.facts)):
        for on, why in _first_refused(desk, volunteer, left):
            found.setdefault((on, why), []).append(volunteer)
    for (on, why), volunteers in found.items():
        yield say("{who} on {day}: {why}", who=all_of(volunteers), day=day(on), why=why)


def _first_refused(desk: PracticeDesk, volunteer: str, left: Unserved) -> tuple[tuple[date, str], ...]:
    """What the law has against the two on the first date of the lesson's week on which it has something."""
    known = KnownPairs(desk.tables)
    learner = known.learners.get(left.rider)
    pair = known.pair(volunteer, learner) if learner else None
    if pair is None:
        return ()
    for on in (left.date + timedelta(days=more) for more in range(SUNDAY - left.date.weekday() + 1)):
        against = [one for one in refusals(desk.rules, pair, on=on) if one.rule is not None]
        if against:
            return tuple((on, f"{one.sentence}, {one.rule.source}") for one in against if one.rule)
    return ()
