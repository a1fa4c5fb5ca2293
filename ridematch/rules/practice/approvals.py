"""Approvals of supervisors for learners: when they hold, and how many at once."""

from datetime import date

from ridematch.language import say
from ridematch.model.facts import Approval
from ridematch.rules.practice.pair import Found, Pair
from ridematch.rules.practice.rules import PracticeRules, Rule
from ridematch.rules.practice.years import term_ends


def pair_is_approved(rules: PracticeRules, _: Rule, pair: Pair, on: date) -> Found | None:
    """An approval for this learner that covers the date; its first and last day count."""
    own = [approval for approval in pair.approvals if approval.rider == pair.learner.rider]
    if any(runs(rules, approval, on) for approval in own):
        return None
    if not own:
        return say("there is no approval for this learner"), _apply(rules)
    if all(approval.approved_on > on for approval in own):
        begins = min(approval.approved_on for approval in own)
        return say("the approval begins on {date}", date=begins), say("Wait until then.")
    ended = max(approved_until(rules, approval) for approval in own if approval.approved_on <= on)
    return say("the approval ran out after {date}", date=ended), _apply(rules)


def approvals_are_not_too_many(rules: PracticeRules, rule: Rule, pair: Pair, on: date) -> Found | None:
    """Learners with an approval that runs, those outside the programme first, then by date: the ones beyond the number
    are refused.

    They count until the approval runs out, whether they still learn or not, and once also where it was renewed early.
    What was approved under an older, higher number stays.
    """
    running = sorted((approved_on, rider) for rider, approved_on in _first_running(rules, pair, on).items())
    for rank, (approved_on, rider) in enumerate(running, start=1 + pair.supervisor.other_approvals):
        most = rules.on("most_approvals", approved_on)
        if rider == pair.learner.rider and (most is None or rank <= most.years):
            return None
    if all(rider != pair.learner.rider for _, rider in running):
        return None  # that it is not approved at all is another rule
    count = running_approvals(rules, pair, on)
    return (
        say("the supervisor has approvals for {count} learners of at most {most}", count=count, most=rule.years),
        say("Ask {authority}, or correct the row.", authority=rules.authority),
    )


def running_approvals(rules: PracticeRules, pair: Pair, on: date) -> int:
    """For how many learners the supervisor has an approval that runs on a date, outside the programme included."""
    return len(_first_running(rules, pair, on)) + pair.supervisor.other_approvals


def _first_running(rules: PracticeRules, pair: Pair, on: date) -> dict[str, date]:
    """The learners of the supervisor's approvals that run on a date, each with the date of the first of them."""
    found: dict[str, date] = {}
    for one in pair.approvals:
        if runs(rules, one, on):
            found[one.rider] = min(one.approved_on, found.get(one.rider, date.max))
    return found


def runs(rules: PracticeRules, approval: Approval, on: date) -> bool:
    """Whether an approval covers a date."""
    return approval.approved_on <= on <= approved_until(rules, approval)


def approved_until(rules: PracticeRules, approval: Approval) -> date:
    """The last day of an approval: as given, else by the term of the rule under which it was made."""
    if approval.valid_until is not None:
        return approval.valid_until
    rule = rules.on("approval", approval.approved_on)
    return term_ends(approval.approved_on, rule.years, last_day=rule.last_day) if rule else date.max


def _apply(rules: PracticeRules) -> str:
    return say("Apply for one at {authority}; it takes up to {weeks} weeks.", authority=rules.authority,
               weeks=rules.lead_weeks)  # fmt: skip
