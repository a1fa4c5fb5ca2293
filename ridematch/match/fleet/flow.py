"""Cars flow from the depot over pieces back to the depot: a linear program, or one in whole numbers.

A piece leads from a node (pickup, last time to begin) to a node (delivery, earliest end). Between these nodes a car
drives only where it is in time, so any two pieces in a row are possible; what is wrong with longer chains is cut off as
it shows (`chains`). After Rist and Forbes, Transportation Science 55, 2021, with nodes in time.
"""

from collections import defaultdict
from itertools import pairwise
from math import inf
from typing import Any, NamedTuple

import numpy as np

from ridematch.match.compiled import Ints
from ridematch.match.fleet.chains import Cut
from ridematch.match.fleet.pieces import EARLIEST, LAST, Pieces
from ridematch.match.fleet.prices import Nodes, Prices
from ridematch.match.stop import Stop
from ridematch.match.town import Town
from ridematch.match.whole import solve_whole
from ridematch.model.fleet import Fleet


class Answer(NamedTuple):
    """Numbers of the pieces chosen, the drives between them, and a bound: infinite where there is no choice."""

    pieces: Ints
    drives: list[tuple[int, int]]
    bound: float


class Flow:
    """The model. `drives[one, other]` are the variables that lead from the end of one ride to another's beginning.

    With `prices` only those that add no more than `room`.
    """

    def __init__(
        self,
        fleet: Fleet,
        town: Town,
        nodes: Nodes,
        *,
        whole: bool,
        prices: Prices | None = None,
        room: float = inf,
    ) -> None:
        from ortools.math_opt.python import mathopt

        self.whole, self.nodes, rides = whole, nodes, fleet.rides
        self.model = mathopt.Model(name="fleet")
        row = self.model.add_linear_constraint
        self.serve = [row(lb=1.0, ub=1.0) for _ in range(rides)]
        self.cars = row(ub=float(fleet.cars))
        self.into = [row(lb=0.0, ub=0.0) for _ in nodes.last]
        self.out_of = [row(lb=0.0, ub=0.0) for _ in nodes.earliest]
        self.pieces: list[mathopt.Variable] = []
        self.drives: dict[tuple[int, int], list[mathopt.Variable]] = defaultdict(list)
        for rows, first in ((self.into, nodes.first_begin), (self.out_of, nodes.first_end)):
            for ride in range(rides):
                for one, other in pairwise(rows[first[ride] : first[ride + 1]]):
                    self.variable(0.0, {one: -1.0, other: 1.0})  # who is early is in time later too
        for ride in range(rides):
            self.variable(fleet.ways[0][1 + ride], {self.into[nodes.first_begin[ride]]: 1.0, self.cars: 1.0})
            self.variable(fleet.ways[1 + rides + ride][0], {self.out_of[nodes.first_end[ride + 1] - 1]: -1.0})
        ends, begins = nodes.drives(town.minutes)
        ways = np.array(fleet.ways)[1 + rides + nodes.ends[ends], 1 + nodes.begins[begins]]
        which = np.arange(len(ends))
        if prices is not None:
            which = np.flatnonzero(prices.of_drives(nodes, ends, begins, ways) <= room)
        for end, begin, way in zip(ends[which], begins[which], ways[which].tolist(), strict=True):
            variable = self.variable(way, {self.out_of[end]: -1.0, self.into[begin]: 1.0})
            self.drives[int(nodes.ends[end]), int(nodes.begins[begin])].append(variable)

    def variable(self, cost: float, rows: dict[Any, float]) -> Any:
        """A new variable that counts in these rows."""
        variable = self.model.add_variable(lb=0.0, is_integer=self.whole)
        self.model.objective.set_linear_coefficient(variable, cost)
        for row, factor in rows.items():
            row.set_coefficient(variable, factor)
        return variable

    def add(self, pieces: Pieces) -> None:
        """More pieces as columns."""
        begins = self.nodes.of_begins(pieces.begin, pieces.spans[:, LAST])
        ends = self.nodes.of_ends(pieces.end, pieces.spans[:, EARLIEST])
        for begin, end, distance, served in zip(begins, ends, pieces.distance.tolist(), pieces.served, strict=True):
            variable = self.variable(distance, {self.into[begin]: -1.0, self.out_of[end]: 1.0})
            for ride in np.flatnonzero(served):
                self.serve[ride].set_coefficient(variable, 1.0)
            self.pieces.append(variable)

    def cut(self, cut: Cut, pieces: Pieces) -> None:
        """One more row; `pieces` are all that were added."""
        row = self.model.add_linear_constraint(ub=float(cut.most))
        for group in cut.groups:
            for number in np.flatnonzero(group.of(pieces)):
                row.set_coefficient(self.pieces[number], 1.0)
        for pair in cut.drives:
            for variable in self.drives.get(pair, ()):
                row.set_coefficient(variable, 1.0)

    def solved(self, stop: Stop, *, known: float) -> Answer:
        """The best choice in whole numbers, or the best found when it is time to stop; `known` as in `solve_whole`."""
        from ortools.math_opt.python import mathopt

        result = solve_whole(self.model, stop, known=known)
        if not result.has_primal_feasible_solution():
            none = result.termination.reason == mathopt.TerminationReason.INFEASIBLE
            return Answer(np.empty(0, dtype=np.int64), [], inf if none else result.dual_bound())
        values = result.variable_values()
        chosen = [number for number, variable in enumerate(self.pieces) if values[variable] > 0.5]
        drives = [
            pair for pair, variables in self.drives.items() if sum(values[variable] for variable in variables) > 0.5
        ]
        return Answer(np.array(chosen, dtype=np.int64), drives, result.dual_bound())
