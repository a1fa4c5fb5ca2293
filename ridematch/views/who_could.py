"""Which approvals to apply for, and what each would unlock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ridematch.language import say, say_many
from ridematch.rules.practice import PracticeRules
from ridematch.views.clock import day, length
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A new approval that was tried: from when it could hold, how many the supervisor would have then.

    And what it changes on these dates: minutes of practice, rides left out, minutes of driving.
    """

    volunteer: str
    rider: str
    ready_on: date
    approvals: int
    minutes: int
    rides: int
    driving: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What was found for so many dates: approvals that unlock practice, the most first, and how many were not that.

    `needed` False: in this country nobody has to be approved.
    """

    first_date: date
    days: int
    tried: tuple[Tried, ...] = ()
    allowed: int = 0
    no_time: int = 0
    no_use: int = 0
    not_tried: int = 0
    needed: bool = True


def who_could_page(advice: Advice, *, rules: PracticeRules, today: date, people: Directory) -> Page:
    """A row for each approval that unlocks practice, the best first, and how it was found."""
    last = advice.first_date + timedelta(days=advice.days - 1)
    return Page(
        title=say("New approvals, tried on {first} to {last}", first=day(advice.first_date), last=day(last)),
        parts=(
            Table(
                columns=(
                    *(say("supervisor"), say("learner"), say("more practice"), say("more driving")),
                    *(say("rides"), say("approvals"), say("ready about")),
                ),
                rows=tuple(_row(one, rules, today, people) for one in advice.tried),
                stacks=(
                    (say("supervisor"), say("learner")),
                    (say("more practice"), say("more driving"), say("rides")),
                    (say("approvals"), say("ready about")),
                ),
            ),
            Lines(lines=tuple(_findings(advice, rules))),
        ),
    )


def _row(one: Tried, rules: PracticeRules, today: date, people: Directory) -> tuple[str, ...]:
    most = rules.on("most_approvals", today)
    if one.rides:
        rides = (
            say("{number} left out instead", number=one.rides)
            if one.rides > 0
            else say("{number} more", number=-one.rides)
        )
    else:
        rides = ""
    return (
        people.who(one.volunteer),
        people.who(one.rider),
        length(one.minutes),
        length(max(0, one.driving)),
        rides,
        say("{count} of {most}", count=one.approvals, most=most.years) if most else str(one.approvals),
        str(one.ready_on),
    )


def _findings(advice: Advice, rules: PracticeRules) -> Iterable[str]:
    if not advice.needed:
        yield say(
            "By the rules of {country} nobody has to be approved: every supervisor may be asked.", country=rules.code
        )
        return
    if not advice.allowed:
        yield say("No new approval would be allowed, or none would open more practice on these dates.")
        return
    if not advice.tried:
        yield say("None of the approvals that would be allowed unlocks practice on these dates.")
    else:
        yield say(
            "Each was tried alone, by planning again the days of those who supervise; what others drive stayed "
            "as it is."
        )
        yield say(
            "An application to {authority} takes up to {weeks} weeks.",
            authority=rules.authority,
            weeks=rules.lead_weeks,
        )
    counts = (
        say_many("{number} more has no common time.", "{number} more have no common time.", advice.no_time)
        if advice.no_time
        else "",
        say_many("{number} unlocks nothing.", "{number} unlock nothing.", advice.no_use) if advice.no_use else "",
        say_many(
            "{number} was not tried: say --time-limit for more time.",
            "{number} were not tried: say --time-limit for more time.",
            advice.not_tried,
        )
        if advice.not_tried
        else "",
    )
    yield from filter(None, counts)
