"""A bound for the whole problem where fragments are too many to list: loose ones, priced like any others.

A loose fragment is at least as good as each that serves the same between the same two stops (`Growing.loose`), so no
plan costs less than the linear optimum over duties made of them. There are far fewer of these: in how many orders
people can be picked up no longer matters, nor which of those who live in one spot it is, learners among them, nor who
was proposed whom before.
"""

from collections.abc import Callable
from dataclasses import replace

from ridematch.match.board import Board, lay_out
from ridematch.match.crowd import Crowd, gathered
from ridematch.match.days import days_of
from ridematch.match.duty import DutyChoice
from ridematch.match.fragments import growing
from ridematch.match.generate import generate
from ridematch.match.items import Items
from ridematch.model.problem import Problem

MOST_LOOSE = 8_000_000
"""Prefixes of loose fragments before there is no such bound."""


def relaxed_bound(
    problem: Problem, board: Board, known: list[DutyChoice], *, seasons: list[int], late: Callable[[], bool]
) -> float:
    """What every plan for the problem costs at least, as far as that is found by the time; 0 where nothing is.

    The prices begin with those that the `known` duties on this board lead to: all of them are possible here too.
    """
    crowd = gathered(_with_nothing_proposed(problem), learners=True)
    loosely = lay_out(crowd.problem, {code: len(members) for code, members in crowd.alike.items()})
    items = {}
    for season in seasons:
        fragments = growing(loosely, season).loose(most=MOST_LOOSE, late=late)
        items[season] = Items(loosely, fragments, season)
        if not (fragments.complete and items[season].complete):
            return 0.0
    duties = _for_classes(known, board, loosely, crowd)
    return generate(loosely, days_of(loosely, items), duties, complete=True, late=late).bound


def _with_nothing_proposed(problem: Problem) -> Problem:
    """The problem in which no change costs anything: riders who were proposed different volunteers are alike again."""
    return replace(
        problem,
        journeys=tuple(
            replace(
                journey,
                legs=tuple(
                    replace(leg, request=replace(leg.request, proposed_driver="", accepted=False))
                    for leg in journey.legs
                ),
            )
            for journey in problem.journeys
        ),
    )


def _for_classes(duties: list[DutyChoice], board: Board, loosely: Board, crowd: Crowd) -> list[DutyChoice]:
    """The duties on the board of larger classes."""
    of_class = crowd.stands_for()
    bit = {code: number for number, code in enumerate(loosely.codes)}
    number = [bit[of_class.get(code, code)] for code in board.codes]
    return [replace(duty, serves=tuple(sorted(number[one] for one in duty.serves))) for duty in duties]
