"""Driving practice by the law, for people: who may practise with whom, and what is about to end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ridematch.language import say, say_many
from ridematch.rules.practice import PracticeRules, Refusal, Rule
from ridematch.rules.practice.ending import Ending
from ridematch.rules.practice.pair import cited
from ridematch.views.clock import day
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A pair on a date: what stands against it, or until when it may practise (None: for a year and more).

    With a `vehicle` it may in that shared practice car, and not in the supervisor's own. `hours` is the rule that
    allows the learner only some hours of the day.
    """

    volunteer: str
    rider: str
    refusals: tuple[Refusal, ...] = ()
    until: date | None = None
    is_supervisor: bool = True
    vehicle: str = ""
    hours: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Abroad:
    """A learner with lesson times in a country where practice is forbidden, by this rule."""

    rider: str
    country: str
    rule: Rule


def check_page(
    judged: tuple[Judged, ...], abroad: tuple[Abroad, ...], *, on: date, rules: PracticeRules, people: Directory
) -> Page:
    """Who may practise with whom on a date, who may not and why, and where the rules behind that are written."""
    may = [one for one in judged if one.is_supervisor and not one.refusals]
    behind = {refusal.rule: None for one in judged for refusal in one.refusals if refusal.rule}
    behind |= {one.rule: None for one in abroad}
    return Page(
        title=say("Driving practice on {day}, by the rules of {country}", day=day(on), country=rules.code),
        parts=(
            Table(
                heading=say("They may practise"),
                columns=(say("supervisor"), say("learner"), say("until")),
                rows=tuple(
                    (with_whom(one, people), people.who(one.rider), str(one.until or say("more than a year")))
                    for one in may
                ),
            ),
            Table(
                heading=say("They may not"),
                columns=(say("supervisor"), say("learner"), say("why not"), say("what to do")),
                rows=tuple(_why_not(judged, people)),
                grouped=2,
                stacks=((say("why not"), say("what to do")),),
            ),
            Table(
                heading=say("No lessons there"),
                columns=(say("learner"), say("country"), say("why not")),
                rows=tuple((people.who(one.rider), one.country, one.rule.words) for one in abroad),
            ),
            Lines(heading=say("At some hours only"), lines=tuple(dict.fromkeys(_hours(may, people)))),
            Lines(lines=() if judged else (say("There is no pair to judge: enter approvals first."),)),
            _rules(behind, rules, on=on),
        ),
    )


def expiring_page(
    found: tuple[Ending, ...], *, today: date, days: int, rules: PracticeRules, people: Directory
) -> Page:
    """What ends from today on, by day, and what to do about it."""
    return Page(
        title=say_many("What ends today or tomorrow", "What ends from today to {number} days ahead", days),
        parts=(
            Table(
                columns=(say("last day"), say("days left"), say("what"), say("who"), say("what to do")),
                rows=tuple(
                    (
                        day(one.last_day),
                        str((one.last_day - today).days),
                        _ends(one.name),
                        _whose(one, people),
                        _what_to_do(one, rules),
                    )
                    for one in found
                ),
                stacks=((say("last day"), say("days left")), (say("what"), say("who")), (say("what to do"),)),
            ),
            Lines(lines=() if found else (say("Nothing ends in these days."),)),
        ),
    )


def with_whom(judged: Judged, people: Directory) -> str:
    """The supervisor, and the shared practice car where it takes one."""
    who = people.who(judged.volunteer)
    return f"{who}, {judged.vehicle}" if judged.vehicle else who


def _why_not(judged: Iterable[Judged], people: Directory) -> Iterable[tuple[str, ...]]:
    for one in judged:
        names = people.who(one.volunteer), people.who(one.rider)
        if not one.is_supervisor:
            yield *names, say("the volunteer is not among the supervisors"), say("Enter the row in `supervisors`.")
        for refusal in one.refusals:
            yield *names, refusal.sentence, refusal.remedy


def _hours(may: Iterable[Judged], people: Directory) -> Iterable[str]:
    for one in may:
        if one.hours is not None:
            yield say("{who}: {rule}", who=people.who(one.rider), rule=cited(one.hours))


def _rules(behind: Iterable[Rule], rules: PracticeRules, *, on: date) -> Lines:
    """Each rule that refuses in one sentence with its source, then what nobody could confirm."""
    doubts = [
        say("To be confirmed with {authority}: {doubt}.", authority=rules.authority, doubt=rule.doubt)
        for rule in rules.rules
        if rule.confirm and (rule.since is None or rule.since <= on)
    ]
    cites = [say("{rule}: {cited}", rule=rule.called, cited=cited(rule)) for rule in behind]
    return Lines(heading=say("The rules behind it"), lines=(*cites, *doubts))


def _ends(name: str) -> str:
    return {
        "approval": say("approval"),
        "permit": say("permit"),
        "licence_origin": say("licence"),
        "intro_course": say("introduction course"),
        "season": say("season"),
    }[name]


def _whose(one: Ending, people: Directory) -> str:
    if one.volunteer and one.rider:
        return say("{volunteer} for {rider}", volunteer=people.who(one.volunteer), rider=people.who(one.rider))
    return people.who(one.volunteer or one.rider)


def _what_to_do(one: Ending, rules: PracticeRules) -> str:
    match one.name:
        case "approval":
            return say(
                "Apply for a new one at {authority}; it takes up to {weeks} weeks.",
                authority=rules.authority,
                weeks=rules.lead_weeks,
            )
        case "permit":
            rule = rules.on("permit", one.last_day)
            if rule and rule.years:
                return say_many(
                    "Apply for a new one; it is valid for {number} year.",
                    "Apply for a new one; it is valid for {number} years.",
                    rule.years,
                )
            return say("Apply for a new one.")
        case "licence_origin":
            return say("Enter the renewed licence.")
        case "intro_course":
            return say("Take the course again.")
        case _:
            return say("Take the course that lifts the limit.")
