"""Which rules of practice stand behind a lesson that was left out: each in a sentence, with its date and its source."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ridematch.language import all_of, say
from ridematch.model.edition import Unserved
from ridematch.model.facts import Tables
from ridematch.model.settings import Settings
from ridematch.rules.practice import PracticeRules, load_practice_rules, refusals
from ridematch.rules.practice.known import KnownPairs
from ridematch.rules.practice.lesson import hours_on, hours_rule
from ridematch.rules.practice.pair import cited
from ridematch.views.clock import day
from ridematch.views.facts import volunteer_refused

SUNDAY = 6


def law_behind(store: str, unserved: Iterable[Unserved], *, settings: Settings) -> dict[str, tuple[str, ...]]:
    """The same as `law_of`, by the tables of the store as they are now. RidematchError: no store there as well."""
    from ridematch.store.database import open_store, reading
    from ridematch.store.tables import load_tables

    with reading(open_store(store)) as session:
        return law_of(load_tables(session), unserved, settings=settings)


def law_of(tables: Tables, unserved: Iterable[Unserved], *, settings: Settings) -> dict[str, tuple[str, ...]]:
    """By the code of a lesson left out: a sentence for each rule that keeps volunteers from giving it, in codes.

    RidematchError: no rules for the country of the settings.
    """
    lessons = [left for left in unserved if left.kind == "lesson"]
    if not lessons:
        return {}
    rules, known = load_practice_rules(settings.practice), KnownPairs(tables)
    found = {left.code: (*_hours(rules, known, tables, left), *_sentences(rules, known, left)) for left in lessons}
    return {code: sentences for code, sentences in found.items() if sentences}


def _hours(rules: PracticeRules, known: KnownPairs, tables: Tables, left: Unserved) -> Iterator[str]:
    """Where no lesson time was left at all: the rule that allows some hours alone, if times of the learner lie outside.

    Times over midnight do.
    """
    learner = known.learners.get(left.rider)
    hours = hours_on(rules, learner, left.date) if learner and not left.facts else None
    rule = hours_rule(rules, learner, left.date) if learner else None
    rows = [row for row in tables.lesson_times or () if row.rider == left.rider]
    if hours and rule and any(row.start < hours[0] or not row.start < row.end <= hours[1] for row in rows):
        yield cited(rule)


def _sentences(rules: PracticeRules, known: KnownPairs, left: Unserved) -> Iterator[str]:
    """Of who is refused for the same reason from the same date on, one sentence."""
    found: dict[tuple[date, str], list[str]] = {}
    for volunteer in filter(None, map(volunteer_refused, left.facts)):
        for on, why in _first_refused(rules, known, volunteer, left):
            found.setdefault((on, why), []).append(volunteer)
    for (on, why), volunteers in found.items():
        yield say("{who} on {day}: {why}", who=all_of(volunteers), day=day(on), why=why)


def _first_refused(
    rules: PracticeRules, known: KnownPairs, volunteer: str, left: Unserved
) -> tuple[tuple[date, str], ...]:
    """What the law has against the two on the first date of the lesson's week on which it has something."""
    learner = known.learners.get(left.rider)
    pair = known.pair(volunteer, learner) if learner else None
    if pair is None:
        return ()
    for on in (left.date + timedelta(days=more) for more in range(SUNDAY - left.date.weekday() + 1)):
        against = [one for one in refusals(rules, pair, on=on) if one.rule is not None]
        if against:
            return tuple((on, f"{one.sentence}, {one.rule.source}") for one in against if one.rule)
    return ()
