"""Who was left out, why, and what to try."""

from collections.abc import Iterable

from ridematch.model.edition import Unserved
from ridematch.views.clock import day
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table

VERDICTS = {
    "impossible": "impossible, even if nobody else had to be driven",
    "taken": "possible alone, but the cars are taken",
    "dearer": "possible, but dearer than leaving it out",
}

FREE = ": free, but see the cost"
"""How the fact of a volunteer ends whom nothing blocks."""

TO_TRY = {
    "impossible": "Try: another time, another pickup place, or one of the volunteers below with more time.",
    "taken": "Try: ask one of the volunteers below for more time, or mark it as more urgent.",
    "dearer": "Try: mark it as more urgent if it must be driven.",
}


def unmet_page(unserved: Iterable[Unserved], *, people: Directory, title: str) -> Page:
    """For each request left out: the verdict, the blocking facts volunteer by volunteer, what to try."""
    parts = tuple(
        Lines(
            heading=headline(left, people=people),
            lines=(
                f"{VERDICTS[left.verdict].capitalize()}.",
                *(f"  {people.named(fact)}" for fact in left.facts),
                TO_TRY[left.verdict],
            ),
        )
        for left in unserved
    )
    return Page(title=title, parts=parts or (Lines(lines=("Nobody was left out.",)),))


def unmet_table(unserved: Iterable[Unserved], *, people: Directory) -> Table:
    """One line each: who, when, the verdict and the nearest volunteer's blocking fact."""
    return Table(
        heading="Left out",
        columns=("day", "who", "what", "why", "nearest"),
        rows=tuple(
            (
                day(left.date),
                people.who(left.rider),
                what(left),
                VERDICTS[left.verdict],
                people.named(telling_fact(left)),
            )
            for left in unserved
        ),
        grouped=True,
    )


def telling_fact(left: Unserved) -> str:
    """The nearest volunteer's fact, for the way that nobody could drive where a journey has two."""
    ways = {way: [fact for fact in left.facts if fact.startswith(f"{way}, ")] for way in ("out", "back")}
    blocked = [facts for facts in ways.values() if facts and not any(fact.endswith(FREE) for fact in facts)]
    return next(iter(blocked[0] if blocked else left.facts), "")


def headline(left: Unserved, *, people: Directory) -> str:
    """Whose, when and what."""
    week = "week of " if left.kind == "lesson" else ""
    return f"{week}{day(left.date)}, {people.who(left.rider)}, {what(left)}"


def what(left: Unserved) -> str:
    """The kind and the code, with how many where it is more than one."""
    return f"{left.count} {left.kind}s {left.code}" if left.count > 1 else f"{left.kind} {left.code}"


def sentence(left: Unserved) -> str:
    """One sentence in codes, for a spreadsheet: the verdict and every blocking fact."""
    return "; ".join((VERDICTS[left.verdict].capitalize(), *left.facts))
