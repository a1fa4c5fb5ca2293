"""May this supervisor practise with this learner on this date? One small function a rule, each in its own words."""

from collections.abc import Callable
from datetime import date

from ridematch.rules.practice.approvals import approvals_are_not_too_many, pair_is_approved
from ridematch.rules.practice.pair import Found, Pair, Refusal
from ridematch.rules.practice.people import (
    intro_course_was_taken,
    it_is_the_season,
    learner_is_old_enough,
    licence_covers_the_car,
    licence_is_of_an_accepted_country,
    licence_was_held_long_enough,
    permit_is_valid,
    supervisor_is_old_enough,
)
from ridematch.rules.practice.programme import PROGRAMME_RULES
from ridematch.rules.practice.rules import PracticeRules, Rule

PAIR_RULES: tuple[tuple[str, Callable[[PracticeRules, Rule, Pair, date], Found | None]], ...] = (
    ("learner_age", learner_is_old_enough),
    ("permit", permit_is_valid),
    ("season", it_is_the_season),
    ("supervisor_age", supervisor_is_old_enough),
    ("licence_origin", licence_is_of_an_accepted_country),
    ("licence_years", licence_was_held_long_enough),
    ("approval", pair_is_approved),
    ("most_approvals", approvals_are_not_too_many),
    ("intro_course", intro_course_was_taken),
    ("transmission", licence_covers_the_car),
)
"""A rule's name in the tables -> who judges it. A rule that no row holds on a date is not asked."""


_ABOUT_THE_LEARNER = {"learner_age", "permit", "season"}
_ABOUT_THE_SUPERVISOR = {"supervisor_age", "licence_origin", "licence_years", "transmission"}


def refusals(rules: PracticeRules, pair: Pair, *, on: date) -> tuple[Refusal, ...]:
    """Everything that stands against this pair on a date: the law in the order of `PAIR_RULES`, then the programme.

    None: they may practise, where the place and the time of day allow it (see `lesson`).
    """
    found = []
    age = pair.learner_age(on)
    for name, judge in PAIR_RULES:
        rule = rules.on(name, on, learner_age=age)
        finding = judge(rules, rule, pair, on) if rule else None
        if rule and finding:
            about = _about(rule, pair)
            found.append(Refusal(name=name, found=finding[0], remedy=finding[1], rule=rule, about=about))
    for name, decide in PROGRAMME_RULES:
        finding = decide(pair, on)
        if finding:
            found.append(Refusal(name=name, found=finding[0], remedy=finding[1]))
    return tuple(found)


def _about(rule: Rule, pair: Pair) -> str:
    if rule.name in _ABOUT_THE_LEARNER or rule.who == ("learner",):
        return pair.learner.rider
    if rule.name in _ABOUT_THE_SUPERVISOR or rule.who == ("supervisor",):
        return pair.supervisor.volunteer
    return ""
