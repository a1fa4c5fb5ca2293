"""Drafts of a plan, each begun with other chances, and what there is in them for the choice among duties."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

import numpy as np

from ridematch.match.board import Board
from ridematch.match.crowd import Crowd
from ridematch.match.days import days_of
from ridematch.match.draft.draft import CLOSE, Draft, empty_draft, total
from ridematch.match.draft.improve import copy_of, improved
from ridematch.match.draft.scene import DAY, days_in_order, scene_of
from ridematch.match.duty import DutyChoice, Step
from ridematch.match.fragments import Fragments
from ridematch.match.items import Items
from ridematch.match.known import all_of, by_season, emptied
from ridematch.match.threads import at_once

DRAFTS = 2
"""So many drafts, one a core of a usual machine; more would look further and take longer."""

TRIES_AT_ONCE = 100
"""Tries between two looks at the clock, and between two looks at what is best."""

Route = tuple[int, ...]
"""Stops of one day in order as in `scene`."""


class Drafts:
    """Drafts for all riders of a problem, and what comes of them on the board of its crowd."""

    def __init__(self, whole: Board, board: Board, crowd: Crowd) -> None:
        self.board = board
        self.scene = scene_of(whole)
        number = {code: bit for bit, code in enumerate(board.codes)}
        codes = crowd.stands_for()
        self.bit = [number[codes[ride.request.code]] for ride in whole.rides]
        self.days = days_in_order(whole.problem)
        self.drafts = [empty_draft(self.scene, seed) for seed in range(1, DRAFTS + 1)]
        self.best = [copy_of(draft) for draft in self.drafts]
        self.tries = 0
        self.routes: dict[tuple[int, date], dict[Route, None]] = {}
        self.fragments: dict[int, Fragments] = {}  # all sequences that were seen, by season
        self._done: dict[tuple[int, date, Route], DutyChoice | None] = {}

    def improve(self, tries: int, *, late: Callable[[], bool]) -> None:
        """So many tries more with each draft, or fewer where it is late; at first some in any case."""
        until = self.tries + tries

        def one(number: int) -> tuple[list[Draft], int]:
            draft, best, seen, at = self.drafts[number], self.best[number], [], self.tries
            record = np.inf
            while at < until and (at == 0 or not late()):
                found = improved(self.scene, draft, best, TRIES_AT_ONCE, at)
                at += TRIES_AT_ONCE
                if found < record:
                    record = found
                    seen.append(copy_of(best))
            return seen, at

        answers = at_once(one, range(len(self.drafts)))
        self.tries = max(at for _, at in answers)
        for seen, _ in answers:
            for best in seen:
                self._seen(best)
        self.fragments = self._fragments()

    def _seen(self, draft: Draft) -> None:
        """Note what everybody does in a draft."""
        for key, route in self._day_routes(draft).items():
            self.routes.setdefault(key, {})[route] = None

    def _day_routes(self, draft: Draft) -> dict[tuple[int, date], Route]:
        """The stops of each day on which somebody drives."""
        routes: dict[tuple[int, date], Route] = {}
        for block in np.nonzero(draft.many)[0]:
            day = self.scene.blocks[block, DAY]
            used = draft.trips[block, draft.many[block] - 1, CLOSE]
            key = self.days[day]
            routes[key] = (*routes.get(key, ()), *draft.routes[block, :used].tolist())
        return routes

    def _fragments(self) -> dict[int, Fragments]:
        """All sequences from empty to empty that were seen in a best draft, by season."""
        return by_season(
            self.board,
            (
                (on, steps)
                for (_, on), routes in self.routes.items()
                for route in routes
                for steps in self._steps(route)
            ),
        )

    def _steps(self, route: Route) -> Iterator[tuple[Step, ...]]:
        """The rides of a route, cut where the car is empty."""
        rides = len(self.bit)
        return emptied((self.bit[stop // 2], stop % 2 == 1) for stop in route if stop // 2 < rides)

    def duties(self) -> list[DutyChoice]:
        """What was seen in the best drafts as duties by all rules, those that can be."""
        fragments = self.fragments
        row: dict[tuple[int, tuple[Step, ...]], int] = {}
        for season, some in fragments.items():
            for number, stops in enumerate(some.stops.tolist()):
                row[season, tuple((stop // 2, stop % 2 == 1) for stop in stops if stop >= 0)] = number
        items = {season: Items(self.board, some, season) for season, some in fragments.items()}
        days = {(day.driver, day.date): day for day in days_of(self.board, items)}
        wanted = [(key, route) for key, routes in self.routes.items() for route in routes]
        new = [(key, route) for key, route in wanted if (*key, route) not in self._done and key in days]

        def one(about: tuple[tuple[int, date], Route]) -> DutyChoice | None:
            key, route = about
            season = self.board.season(key[1])
            numbers = [row[season, steps] for steps in self._steps(route) if (season, steps) in row]
            lessons = {stop // 2 - len(self.bit) for stop in route if stop // 2 >= len(self.bit)}
            numbers += [len(fragments[season].stops) + lesson for lesson in lessons]
            day = days[key]
            served = Counter(bit for number in numbers for bit in day.items.serves[number].tolist() if bit >= 0)
            return all_of(day, np.isin(day.which, numbers), served)

        for (key, route), duty in zip(new, at_once(one, new), strict=True):
            self._done[*key, route] = duty
        return [duty for duty in self._done.values() if duty is not None]

    def best_duties(self) -> list[DutyChoice]:
        """Those of the best draft alone, of `duties` that were made before."""
        best = min(self.best, key=lambda draft: total(self.scene, draft))
        duties = [self._done.get((*key, route)) for key, route in self._day_routes(best).items()]
        return [duty for duty in duties if duty is not None]
