"""Where and when in the day a lesson may be, and what is left to the people in the car."""

from datetime import date, time

from ridematch.model.facts import Learner
from ridematch.rules.practice.rules import PracticeRules, Rule
from ridematch.rules.practice.years import age_on, latest_birth

LESSON_RULES = ("border", "hours")
"""Names of rules about the place and the time of day."""

LEFT_TO_PEOPLE = ("documents", "equipment", "passengers", "payment", "sobriety", "roads", "clean_record")
"""Names of rules that the tables can't show kept or broken; they stand on the learner's card."""


def forbids(rules: PracticeRules, *, country: str, on: date) -> Rule | None:
    """The rule that forbids practice in this country on a date; None where it is allowed or no rule holds."""
    rule = rules.on("border", on)
    return rule if rule is not None and country not in rule.codes else None


def hours_on(rules: PracticeRules, learner: Learner, on: date) -> tuple[time, time] | None:
    """From when to when the learner may practise on a date; None at any hour."""
    rule = hours_rule(rules, learner, on)
    if rule is None:
        return None
    first, last = rule.codes
    return time.fromisoformat(first), time.fromisoformat(last)


def hours_rule(rules: PracticeRules, learner: Learner, on: date) -> Rule | None:
    """The rule that allows the learner only some hours on a date; None where every hour is allowed."""
    return rules.on("hours", on, learner_age=_age(learner, on))


def left_to_people(rules: PracticeRules, learner: Learner, on: date) -> tuple[Rule, ...]:
    """What the people in the car see to themselves, in the order of `LEFT_TO_PEOPLE`."""
    age = _age(learner, on)
    found = (rules.on(name, on, learner_age=age) for name in LEFT_TO_PEOPLE)
    return tuple(rule for rule in found if rule is not None)


def _age(learner: Learner, on: date) -> int | None:
    born = latest_birth(learner.born)
    return None if born is None else age_on(born, on)
