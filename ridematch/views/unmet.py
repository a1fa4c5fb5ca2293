"""Who was left out, why, and what to try."""

from collections import Counter
from collections.abc import Iterable, Mapping

from ridematch.model.edition import PlannedStop, Unserved
from ridematch.model.problem import iso_week
from ridematch.views.clock import day
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table
from ridematch.views.rides import practice

VERDICTS = {
    "impossible": "impossible, even if nobody else had to be driven",
    "taken": "possible alone, but the cars are taken",
    "dearer": "possible, but dearer than leaving it out",
}

LESSON_VERDICTS = {
    "impossible": "no time and supervisor fit, even if nobody else had to be driven",
    "taken": "possible alone, but the supervisors are taken",
    "dearer": "possible, but dearer than leaving it out",
}

FREE = ": free, but see the cost"
"""How the fact of a volunteer ends whom nothing blocks."""

NO_TIME_LEFT = "the learner has no other lesson time on these days"

TO_TRY = {
    "impossible": "Try: another time, another pickup place, or one of these volunteers with more time.",
    "taken": "Try: ask one of these volunteers for more time, or mark it as more urgent.",
    "dearer": "Try: mark it as more urgent if it must be driven.",
}

LESSON_TO_TRY = {
    "impossible": "Try: other lesson times, another place, or an approval for one more supervisor.",
    "taken": "Try: ask one of these supervisors for more time, or other lesson times.",
    "dearer": "Try: other lesson times, nearer to a supervisor's drives.",
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
) -> Page:
    """For each request left out: the verdict, the blocking facts volunteer by volunteer, what to try.

    `tested` are the changes that were tried and help, by code, in words; None where nothing was tried.
    """
    parts = tuple(
        Lines(
            heading=headline(left, people=people),
            lines=(
                f"{_capital(verdict(left, given=given))}.",
                *(f"  {people.named(fact)}" for fact in left.facts),
                *((_to_try(left),) if tested is None else tested[left.code]),
            ),
        )
        for left in unserved
    )
    return Page(title=title, parts=parts or (Lines(lines=("Nobody was left out.",)),))


def _to_try(left: Unserved) -> str:
    return (LESSON_TO_TRY if left.kind == "lesson" else TO_TRY)[left.verdict]


def unmet_table(unserved: Iterable[Unserved], *, given: Given, people: Directory) -> Table:
    """One line each: who, when, the verdict and the nearest volunteer's blocking fact; lessons, a week's wish, last."""
    return Table(
        heading="Left out",
        columns=("day", "who", "what", "why", "nearest"),
        rows=tuple(
            (
                when(left),
                people.who(left.rider),
                what(left),
                verdict(left, given=given),
                people.named(telling_fact(left)),
            )
            for left in sorted(unserved, key=lambda left: left.kind == "lesson")
        ),
        grouped=1,
        stacks=(("who", "what"), ("why", "nearest")),
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
    return f"week {left.date.isocalendar().week} from {day(left.date)}"


def what(left: Unserved) -> str:
    """The kind and the code, with how many where it is more than one."""
    return f"{left.count} {left.kind}s {left.code}" if left.count > 1 else f"{left.kind} {left.code}"


def verdict(left: Unserved, *, given: Given) -> str:
    """Which of the three holds; for lessons also how many of how many were given."""
    if left.kind != "lesson":
        return VERDICTS[left.verdict]
    already = given.get(left.code, 0)
    wanted = already + left.count
    lessons_wanted = "1 lesson" if wanted == 1 else f"{wanted} lessons"
    rest = LESSON_VERDICTS[left.verdict] if left.facts else NO_TIME_LEFT
    return f"{already or 'none'} of {lessons_wanted} given; {'for the rest: ' if already else ''}{rest}"


def sentence(left: Unserved, *, given: Given) -> str:
    """One sentence in codes, for a spreadsheet: the verdict and every blocking fact."""
    return "; ".join((_capital(verdict(left, given=given)), *left.facts))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
