"""What a run changes against what stood, and why, as far as the facts tell."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from ridematch.model.edition import Edition, Past, PlannedStop
from ridematch.model.events import Answers
from ridematch.model.problem import Problem
from ridematch.office.consequences import does_not_hold
from ridematch.rules.case import Book
from ridematch.views.changes import Change, changes


def differences(
    problem: Problem, past: Past, *, latest: Edition | None, edition: Edition, dates: Collection[date]
) -> tuple[Change, ...]:
    """Everything different on these dates, with the reasons. `latest` is the edition published last, if any."""
    found = changes(past.stops, edition.stops, dates=dates)
    book, answers = Book(problem), Answers(past.events)
    asked = {*book.legs, *book.lessons}
    loose = does_not_hold(problem, _ahead(past, problem), latest) if latest and found else set()

    def why(change: Change) -> str:
        if change.before is None:
            return "room" if latest and f'"{change.serves}"' in latest.problem_json else "new"
        if change.serves not in asked:
            return "gone"
        if change.before.volunteer in answers.with_state(change.serves, "declined"):
            return "declined"
        if change.serves in loose:
            return "facts"
        return "left out" if change.after is None else "better"

    return tuple(replace(change, why=why(change)) for change in found)


def minutes_saved(past: Past, edition: Edition, dates: Collection[date]) -> int:
    """By how many minutes the volunteers drive less on these dates than in what stood, empty roads counted."""
    before, now = (sum(stop.minutes for stop in stops if stop.date in dates) for stops in (past.stops, edition.stops))
    return before - now


def _ahead(past: Past, problem: Problem) -> tuple[PlannedStop, ...]:
    return tuple(stop for stop in past.stops if stop.date >= problem.first_date)
