"""Who was left out, why, and what to try."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ridematch.language import note, say, say_many
from ridematch.model.edition import PlannedStop, Unserved
from ridematch.model.problem import iso_week
from ridematch.views.clock import day
from ridematch.views.directory import Directory
from ridematch.views.facts import fact_in_words
from ridematch.views.page import Lines, Page, Table
from ridematch.views.rides import practice

VERDICTS = {
    "impossible": note("impossible, even if nobody else had to be driven"),
    "taken": note("possible alone, but the cars are taken"),
    "dearer": note("possible, but dearer than leaving it out"),
}

LESSON_VERDICTS = {
    "impossible": note("no time and supervisor fit, even if nobody else had to be driven"),
    "refused": note("the rules of practice allow nobody to practise with the learner then"),
    "apart": note("only possible nearer to another lesson than the learner wants"),
    "taken": note("possible alone, but the supervisors are taken"),
    "dearer": note("possible, but dearer than leaving it out"),
}

FREE = ": free, but see the cost"
"""How the fact of a volunteer ends whom nothing blocks."""

NO_TIME_LEFT = note("the learner has no other lesson time on these days")

TO_TRY = {
    "impossible": note("Try: another time, another pickup place, or one of these volunteers with more time."),
    "taken": note("Try: ask one of these volunteers for more time, or mark it as more urgent."),
    "dearer": note("Try: mark it as more urgent if it must be driven."),
}

LESSON_TO_TRY = {
    "refused": note("Try: what the rules ask for; ridematch practice check says what that is."),
    "apart": note("Try: fewer days between two lessons (min_days_between), or lesson times on other days."),
    "impossible": note("Try: other lesson times, another place, or an approval for one more supervisor."),
    "taken": note("Try: ask one of these supervisors for more time, or other lesson times."),
    "dearer": note("Try: other lesson times, nearer to a supervisor's drives."),
}

Given = Mapping[str, int]
"""Lessons planned by the code of the wish they fulfil, "R07:2026-W51"."""


def lessons_given(stops: Iterable[PlannedStop]) -> Given:
    """How many lessons each learner has in each week, rides that count as one among them."""
    return Counter(
        f"{stop.rider}:{iso_week(stop.journey_date or stop.date)}"
        for stop in practice(stops)
        if stop.action == "lesson" or stop.practice == "lesson"
    )


def unmet_page(
    unserved: Iterable[Unserved],
    *,
    given: Given,
    people: Directory,
    title: str,
    tested: Mapping[str, tuple[str, ...]] | None = None,
    next_steps: tuple[str, ...] = (),
    law: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Page:
    """For each request left out: the verdict, the blocking facts volunteer by volunteer, what to try.

    `tested` are the changes that were tried and help, by code, in words; None where nothing was tried. `next_steps`
    say what to do with all of it. `law` are the rules of practice behind the facts, by code, a sentence each.
    """
    parts = tuple(
        Lines(
            heading=headline(left, people=people),
            lines=(
                f"{_capital(verdict(left, given=given))}.",
                *(f"  {people.named(fact_in_words(fact))}" for fact in left.facts),
                *((say("The rules behind it:"),) if law.get(left.code) else ()),
                *(f"  {people.named(sentence)}" for sentence in law.get(left.code, ())),
                *((_to_try(left),) if tested is None else tested[left.code]),
            ),
        )
        for left in unserved
    )
    if not parts:
        return Page(title=title, parts=(Lines(lines=(say("Nobody was left out."),)),))
    return Page(title=title, parts=(*parts, Lines(heading=say("What next"), lines=next_steps)))


def try_lines(*, command: str) -> tuple[str, ...]:
    """How what would help is found."""
    return (
        say("What would help one of them, tried by planning again: {command}", command=f"{command} unmet CODE"),
        say("And all of them: {command}", command=f"{command} unmet --try"),
    )


def _to_try(left: Unserved) -> str:
    return say((LESSON_TO_TRY if left.kind == "lesson" else TO_TRY)[left.verdict])


def unmet_table(unserved: Iterable[Unserved], *, given: Given, people: Directory) -> Table:
    """One line each: who, when, the verdict and the nearest volunteer's blocking fact; lessons, a week's wish, last."""
    return Table(
        heading=say("Left out"),
        columns=(say("day"), say("who"), say("what"), say("why"), say("nearest")),
        rows=tuple(
            (
                when(left),
                people.who(left.rider),
                what(left),
                verdict(left, given=given),
                people.named(fact_in_words(telling_fact(left))),
            )
            for left in sorted(unserved, key=lambda left: left.kind == "lesson")
        ),
        grouped=1,
        stacks=((say("who"), say("what")), (say("why"), say("nearest"))),
    )


def telling_fact(left: Unserved) -> str:
    """The nearest volunteer's fact, for the way that nobody could drive where a journey has two."""
    ways = {way: [fact for fact in left.facts if fact.startswith(f"{way}, ")] for way in ("out", "back")}
    blocked = [facts for facts in ways.values() if facts and not any(fact.endswith(FREE) for fact in facts)]
    return next(iter(blocked[0] if blocked else left.facts), "")


def headline(left: Unserved, *, people: Directory) -> str:
    """Whose, when and what."""
    return f"{_capital(when(left))}, {people.who(left.rider)}, {what(left)}"


def when(left: Unserved) -> str:
    """The day; for lessons the week, and from which of its days on it is planned."""
    if left.kind != "lesson":
        return day(left.date)
    return say("week {week} from {day}", week=left.date.isocalendar().week, day=day(left.date))


def what(left: Unserved) -> str:
    """The kind and the code, with how many where it is more than one."""
    kind = {"commute": say("commute"), "ride": say("ride"), "lesson": say("lesson")}[left.kind]
    if left.count > 1:
        return say("{count} lessons {code}", count=left.count, code=left.code)
    return f"{kind} {left.code}"


def verdict(left: Unserved, *, given: Given) -> str:
    """Which of them holds; for lessons also how many of how many were given."""
    if left.kind != "lesson":
        return say(VERDICTS[left.verdict])
    already = given.get(left.code, 0)
    wanted = already + left.count
    rest = say(LESSON_VERDICTS[left.verdict] if left.facts else NO_TIME_LEFT)
    if already:
        return say("{given} of {wanted} lessons given; for the rest: {why}", given=already, wanted=wanted, why=rest)
    return say_many("none of 1 lesson given; {why}", "none of {number} lessons given; {why}", wanted, why=rest)


def sentence(left: Unserved, *, given: Given) -> str:
    """One sentence in codes, for a spreadsheet: the verdict and every blocking fact."""
    return "; ".join((_capital(verdict(left, given=given)), *left.facts))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
