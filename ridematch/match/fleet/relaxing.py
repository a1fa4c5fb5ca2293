"""The flow as a linear program, over pieces that keep being added."""

import numpy as np

from ridematch.match.compiled import Ints
from ridematch.match.fleet.flow import Flow
from ridematch.match.fleet.pieces import Pieces
from ridematch.match.fleet.prices import Nodes, Prices
from ridematch.match.town import Town
from ridematch.match.whole import TOLERANCE
from ridematch.model.fleet import Fleet

AT_ONCE = 3_000
"""Pieces that the linear program begins with, and takes in at once."""


class Relaxing:
    """The linear program over pieces that keep being added; each solve starts where the last one ended."""

    def __init__(self, fleet: Fleet, town: Town, pieces: Pieces) -> None:
        from ortools.math_opt.python import mathopt

        self.pieces, self.nodes = pieces, Nodes(town, pieces)
        self.flow = Flow(fleet, town, self.nodes, whole=False)
        for row in self.flow.serve:  # whatever the pieces, there is an optimum; none so dear is one of the fleet
            self.flow.variable(10.0 * farthest(fleet), {row: 1.0})
        self.solver = mathopt.IncrementalSolver(self.flow.model, mathopt.SolverType.GLOP)
        self.waiting = np.ones(len(pieces.begin), dtype=bool)
        self._take(np.argsort(pieces.served.sum(axis=1), kind="stable")[:AT_ONCE])

    def _take(self, which: Ints) -> None:
        self.waiting[which] = False
        self.flow.add(self.pieces.only(which))

    def add(self, pieces: Pieces) -> None:
        """More pieces to choose from."""
        self.pieces = self.pieces.and_more(pieces)
        self.waiting = np.append(self.waiting, np.ones(len(pieces.begin), dtype=bool))

    def solved(self) -> Prices:
        """The optimum over all pieces; into the program come only those that lower it."""
        flow = self.flow
        while True:
            result = self.solver.solve()
            rows = (flow.serve, flow.into, flow.out_of)
            duals = (np.array(result.dual_values(some), dtype=np.float64) for some in rows)
            prices = Prices(result.objective_value(), self.nodes, *duals)
            more = prices.of(self.pieces)
            useful = np.flatnonzero(self.waiting & (more < -TOLERANCE))
            if not len(useful):
                return prices
            self._take(useful[np.argsort(more[useful], kind="stable")[:AT_ONCE]])


def farthest(fleet: Fleet) -> float:
    """No plan is longer: each stop is left once, and the depot by each car."""
    longest = [max(ways) for ways in fleet.ways]
    return fleet.cars * longest[0] + sum(longest[1:])
