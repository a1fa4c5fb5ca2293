"""What comes to an end: permits, approvals, licences, courses and seasons, each with its last day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ridematch.model.facts import Learner, Supervisor
from ridematch.rules.practice.approvals import approved_until, runs
from ridematch.rules.practice.known import KnownPairs
from ridematch.rules.practice.people import took, valid
from ridematch.rules.practice.rules import PracticeRules, Rule
from ridematch.rules.practice.years import DAY, age_on, latest_birth, term_ends


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Ending:
    """What ends with this day: the name of its rule, and the codes of those it concerns (one empty, if only one)."""

    last_day: date
    name: str
    volunteer: str = ""
    rider: str = ""


def endings(rules: PracticeRules, known: KnownPairs, *, since: date, until: date) -> tuple[Ending, ...]:
    """All whose last day lies between the two dates, both included, by day.

    Only of who still learns; and nothing that goes on under another row, such as a licence that was renewed.
    """
    found = set(_of_pairs(rules, known))
    for learner in known.learners.values():
        found |= set(_of_learner(rules, learner, since=since))
    for supervisor in known.supervisors.values():
        found |= set(_of_supervisor(rules, known, supervisor))
    return tuple(sorted(one for one in found if since <= one.last_day <= until))


def _of_pairs(rules: PracticeRules, known: KnownPairs) -> Iterator[Ending]:
    for volunteer, rider in known.approved():
        if rider not in known.learners:
            continue
        own = [one for one in known.approvals_of(volunteer) if one.rider == rider]
        for approval in own:
            ends = approved_until(rules, approval)
            if ends < date.max and not any(runs(rules, other, ends + DAY) for other in own):
                yield Ending(last_day=ends, name="approval", volunteer=volunteer, rider=rider)


def _of_learner(rules: PracticeRules, learner: Learner, *, since: date) -> Iterator[Ending]:
    if _asked("permit", rules, learner, learner.permit_until):
        yield Ending(last_day=learner.permit_until, name="permit", rider=learner.rider)
    yield from _of_course(rules, learner)
    for year in (since.year, since.year + 1):
        season = _asked("season", rules, learner, date(year, 1, 1))
        last = date.fromisoformat(f"{year}-{season.codes[1]}") if season else date.max
        if season and not took(learner, season.unless, last):
            yield Ending(last_day=last, name=season.name, rider=learner.rider)


def _of_supervisor(rules: PracticeRules, known: KnownPairs, supervisor: Supervisor) -> Iterator[Ending]:
    code = supervisor.volunteer
    licences = known.licences_of(code)
    for licence in licences:
        if licence.valid_to is not None and not valid(licences, licence.valid_to + timedelta(days=1)):
            yield Ending(last_day=licence.valid_to, name="licence_origin", volunteer=code)
    yield from _of_course(rules, supervisor)


def _of_course(rules: PracticeRules, person: Learner | Supervisor) -> Iterator[Ending]:
    taken = person.intro_course_on
    who, code = ("learner", person.rider) if isinstance(person, Learner) else ("supervisor", person.volunteer)
    for rule in rules.rules if taken else ():
        if rule.name != "intro_course" or who not in rule.who or taken is None:
            continue
        ends = term_ends(taken, rule.years, last_day=rule.last_day)
        if ends < date.max and rule.holds(ends + DAY, learner_age=_age(person, ends)):
            yield Ending(
                last_day=ends, name=rule.name, **({"rider": code} if who == "learner" else {"volunteer": code})
            )


def _asked(name: str, rules: PracticeRules, learner: Learner, on: date) -> Rule | None:
    return rules.on(name, on, learner_age=_age(learner, on))


def _age(person: Learner | Supervisor, on: date) -> int | None:
    born = latest_birth(person.born) if isinstance(person, Learner) else None
    return None if born is None else age_on(born, on)
