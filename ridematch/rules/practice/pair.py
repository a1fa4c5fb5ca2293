"""May this supervisor practise with this learner on this date? One small function a rule, each in its own words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ridematch.model.facts import Approval, Learner, Licence, Supervisor
from ridematch.rules.practice.rules import PracticeRules, Rule
from ridematch.rules.practice.years import birthday, days_held, latest_birth, years_later


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A supervisor and a learner, and what is known of both. `approvals` are all of the supervisor's."""

    supervisor: Supervisor
    learner: Learner
    licences: tuple[Licence, ...] = ()
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a pair may not practise on a date: the rule, what was found and what to do about it."""

    rule: Rule
    found: str
    remedy: str

    @property
    def sentence(self) -> str:
        """What was found, and by which rule: its name and date."""
        return f"{self.found} (rule: {self.rule.name.replace('_', ' ')}, {self.rule.dated})"

    @property
    def source(self) -> str:
        """What the rule says, when, and where it can be read."""
        return f"{self.rule.says} ({self.rule.dated}), {self.rule.source}"


Finding = tuple[str, str]
"""What was found and the remedy."""

_ASK = "Ask Transportstyrelsen, or correct the row."


def refusals(rules: PracticeRules, pair: Pair, *, on: date) -> tuple[Refusal, ...]:
    """Every rule that stands against this pair on a date, in the order of `PAIR_RULES`; none: they may practise."""
    found = []
    for name, judge in PAIR_RULES:
        rule = rules.on(name, on)
        finding = judge(rules, rule, pair, on) if rule else None
        if rule and finding:
            found.append(Refusal(rule=rule, found=finding[0], remedy=finding[1]))
    return tuple(found)


def learner_is_old_enough(_: PracticeRules, rule: Rule, pair: Pair, on: date) -> Finding | None:
    """The learner's age."""
    return _age(pair.learner.born, rule.years, on, who="the learner", table="learners")


def supervisor_is_old_enough(_: PracticeRules, rule: Rule, pair: Pair, on: date) -> Finding | None:
    """The supervisor's age."""
    return _age(pair.supervisor.born, rule.years, on, who="the supervisor", table="supervisors")


def permit_is_valid(_: PracticeRules, __: Rule, pair: Pair, on: date) -> Finding | None:
    """The learner's permit; its last day counts."""
    until = pair.learner.permit_until
    if on <= until:
        return None
    return (
        f"the learner's permit ran out after {until}",
        "A permit can't be extended: apply for a new one, then enter it.",
    )


def licence_is_of_an_accepted_country(_: PracticeRules, rule: Rule, pair: Pair, on: date) -> Finding | None:
    """A licence valid on the date, from a country that counts."""
    if any(licence.country in rule.codes for licence in _valid(pair.licences, on)):
        return None
    return "the supervisor has no such licence valid that day", "Enter it in `licences` if there is one."


def licence_was_held_long_enough(rules: PracticeRules, rule: Rule, pair: Pair, on: date) -> Finding | None:
    """Years of licence in the window before the date, as a sum of stretches that may have gaps and overlaps."""
    origin = rules.on("licence_origin", on)
    stretches = tuple(
        (licence.valid_from, licence.valid_to)
        for licence in pair.licences
        if _for_cars(licence) and (origin is None or licence.country in origin.codes)
    )
    held = days_held(stretches, begin=years_later(on, -rule.window_years), end=on)
    required = (on - years_later(on, -rule.years)).days
    if held >= required:
        return None
    return f"the supervisor's licences cover {held} days of {required}", "Enter earlier licences if there are any."


def pair_is_approved(rules: PracticeRules, _: Rule, pair: Pair, on: date) -> Finding | None:
    """An approval for this learner that covers the date."""
    own = [approval for approval in pair.approvals if approval.rider == pair.learner.rider]
    if any(approval.approved_on <= on <= approved_until(rules, approval) for approval in own):
        return None
    if not own:
        return "there is no approval for this learner", "Apply for it; it takes two to four weeks."
    if all(approval.approved_on > on for approval in own):
        return f"the approval begins on {min(approval.approved_on for approval in own)}", "Wait until then."
    ended = max(approved_until(rules, approval) for approval in own if approval.approved_on <= on)
    return f"the approval ran out after {ended}", "Apply for a new one; it takes two to four weeks."


def approvals_are_not_too_many(rules: PracticeRules, rule: Rule, pair: Pair, on: date) -> Finding | None:
    """Unexpired approvals, those outside the programme first, then by date: the ones beyond the number are refused.

    What was approved under an older, higher number stays.
    """
    running = sorted(
        (approval.approved_on, approval.rider)
        for approval in pair.approvals
        if approval.approved_on <= on <= approved_until(rules, approval)
    )
    for rank, (approved_on, rider) in enumerate(running, start=1 + pair.supervisor.other_approvals):
        most = rules.on("most_approvals", approved_on)
        if rider == pair.learner.rider and (most is None or rank <= most.years):
            return None
    if all(rider != pair.learner.rider for _, rider in running):
        return None  # that it is not approved at all is another rule
    count = len(running) + pair.supervisor.other_approvals
    return f"the supervisor has {count} approvals of at most {rule.years}", _ASK


def intro_course_was_taken(_: PracticeRules, rule: Rule, pair: Pair, on: date) -> Finding | None:
    """The introduction course, both of them, not too long ago."""
    for who, taken in (("learner", pair.learner.intro_course_on), ("supervisor", pair.supervisor.intro_course_on)):
        if taken is None or taken > on or years_later(taken, rule.years) < on:
            return f"the {who} has no such course", "Enter intro_course_on, and check with Transportstyrelsen."
    return None


def car_suits(_: PracticeRules, __: Rule, pair: Pair, on: date) -> Finding | None:
    """The car's transmission suits the learner's wish and the supervisor's licence."""
    valid = _valid(pair.licences, on)
    automatic_only = bool(valid) and all(licence.code.endswith("78") for licence in valid)
    # Who may drive automatic cars only has one, unless the row says otherwise.
    car = pair.supervisor.transmission or ("automatic" if automatic_only else "")
    if automatic_only and car == "manual":
        return "the car is manual and the supervisor's licence is for automatic cars", _ASK
    if pair.learner.transmission and not car:
        return "the transmission of the supervisor's car is not known", "Enter it in `supervisors`."
    if pair.learner.transmission and pair.learner.transmission != car:
        return f"the car is {car} and the learner practises {pair.learner.transmission}", "Find another supervisor."
    return None


def approved_until(rules: PracticeRules, approval: Approval) -> date:
    """The last day of an approval: as given, else the rule's years later, that day included."""
    if approval.valid_until is not None:
        return approval.valid_until
    rule = rules.on("approval", approval.approved_on)
    return years_later(approval.approved_on, rule.years) if rule else date.max


PAIR_RULES: tuple[tuple[str, Callable[[PracticeRules, Rule, Pair, date], Finding | None]], ...] = (
    ("learner_age", learner_is_old_enough),
    ("permit", permit_is_valid),
    ("supervisor_age", supervisor_is_old_enough),
    ("licence_origin", licence_is_of_an_accepted_country),
    ("licence_years", licence_was_held_long_enough),
    ("approval", pair_is_approved),
    ("most_approvals", approvals_are_not_too_many),
    ("intro_course", intro_course_was_taken),
    ("transmission", car_suits),
)
"""A rule's name in the tables -> who judges it. A rule that no row holds on a date is not asked."""


def _valid(licences: tuple[Licence, ...], on: date) -> list[Licence]:
    running = [row for row in licences if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)]
    return [row for row in running if _for_cars(row)]


def _for_cars(licence: Licence) -> bool:
    # Heavier categories include cars, motorcycles and mopeds (A, AM) do not.
    return licence.code[:1] in ("B", "C", "D")


def _age(born: str, age: int, on: date, *, who: str, table: str) -> Finding | None:
    latest = latest_birth(born)
    if latest is None:
        return f"{who}'s birth is not a year or a date", f"Correct `born` in `{table}`."
    turns = birthday(latest, age)
    return None if on >= turns else (f"{who} turns {age} on {turns}", "Wait until then, or correct `born`.")
