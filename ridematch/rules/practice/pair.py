"""A supervisor and a learner, and what stands against their practising together."""

from dataclasses import dataclass, replace
from datetime import date

from ridematch.language import say
from ridematch.model.facts import Approval, Learner, Licence, Rider, Supervisor, Vehicle, Volunteer
from ridematch.rules.practice.rules import Rule
from ridematch.rules.practice.years import age_on, latest_birth

Found = tuple[str, str]
"""What was found, and what to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A supervisor and a learner, and what is known of both. `approvals` are all of the supervisor's.

    `volunteer` and `rider` are the same two as the rest of the tables knows them. `avoided`: never to be matched.
    """

    supervisor: Supervisor
    learner: Learner
    licences: tuple[Licence, ...] = ()
    approvals: tuple[Approval, ...] = ()
    volunteer: Volunteer | None = None
    rider: Rider | None = None
    avoided: bool = False

    def in_car(self, car: Vehicle) -> "Pair":
        """The two in a shared practice car in place of the supervisor's own."""
        return replace(self, supervisor=replace(self.supervisor, transmission=car.transmission))

    def learner_age(self, on: date) -> int | None:
        """How old the learner is, at least; None where the birth is neither a year nor a date."""
        born = latest_birth(self.learner.born)
        return None if born is None else age_on(born, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a pair may not practise on a date: what was found, what to do about it, and the rule of law behind it.

    `name` is the law's row or, where `rule` is None, one of the programme's own rules. `about` is the code of the one
    of them it is about, empty where it is about both.
    """

    name: str
    found: str
    remedy: str
    rule: Rule | None = None
    about: str = ""

    @property
    def sentence(self) -> str:
        """What was found, and by which rule: its name, its date and who says so."""
        if self.rule is None:
            return self.found
        return say(
            "{found} (rule: {rule}, {dated}, {by})",
            found=self.found,
            rule=self.rule.called,
            dated=self.rule.dated,
            by=self.rule.by,
        )

    @property
    def source(self) -> str:
        """What the rule says, when, and where it can be read; empty for a rule of the programme."""
        return "" if self.rule is None else cited(self.rule)


def cited(rule: Rule) -> str:
    """A rule of law in one sentence: what it says, when, by whom, and where it can be read."""
    return say("{says} ({dated}, {by}), {source}", says=rule.words, dated=rule.dated, by=rule.by, source=rule.source)
