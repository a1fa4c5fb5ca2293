"""Fleet -> plan: prices, the pieces that can matter, a choice in whole numbers, cuts. Reads top to bottom.

By the prices of the linear optimum every plan within some distance of it is made of pieces that add no more than that
each. All of these are grown, and the best choice among them is the best there is if it lies within that distance; if
not, the distance is made longer.
"""

from math import inf

from ridematch.match.fleet.chains import Chains, Cut, in_order, no_circle
from ridematch.match.fleet.flow import Flow
from ridematch.match.fleet.outlook import Grid, Outlook
from ridematch.match.fleet.pieces import Pieces, pieces_of
from ridematch.match.fleet.prices import Nodes, Prices
from ridematch.match.fleet.relaxing import Relaxing, farthest
from ridematch.match.fleet.states import all_states
from ridematch.match.fleet.town import in_units
from ridematch.match.fragments import Growing
from ridematch.match.stop import Stop
from ridematch.match.whole import TOLERANCE
from ridematch.model.fleet import Fleet, FleetPlan, length

FIRST_PREFIXES = 20_000
"""Prefixes of the pieces that prices are first made of, the shortest ones."""

MOST_PREFIXES = 3_000_000
"""Prefixes of one growth before it is cut short, and nothing called proven."""

FIRST_SHARE = 0.005
"""Of the linear optimum: how far above it the best plan is sought first."""

SAFE = 1e-3
"""The linear optimum and its prices are right to a millionth each; this covers all that add up in a plan."""

SHARES = (0.5, 0.1, 0.0)
"""Of the most by which a piece might lower the optimum: first those are sought that do so by much."""

Routes = tuple[tuple[int, ...], ...]


def best_routes(fleet: Fleet, *, stop: Stop | None = None) -> FleetPlan:
    """The shortest plan that serves all, or the best found by the time `stop` ends.

    The distance is infinite where no plan was found; where that is proven, there is none.
    """
    solving = _Solving(fleet, stop or Stop())
    prices = solving.priced()
    bound = prices.value - SAFE if solving.complete else 0.0
    if bound > farthest(fleet):
        return FleetPlan(routes=(), distance=inf, bound=inf, proven=True)
    room, most = FIRST_SHARE * prices.value + 2 * SAFE, farthest(fleet) - bound + 2 * SAFE
    best: Routes = ()
    distance = inf
    while True:
        pieces = solving.within(prices, room)
        routes, least = solving.chosen(pieces, prices, room, known=distance + SAFE)
        if routes and length(fleet, routes) < distance:
            best, distance = routes, length(fleet, routes)
        if solving.complete:
            bound = max(bound, least if room >= most else min(least, prices.value + room - SAFE))
        proven = solving.complete and (bound == inf or distance - bound <= TOLERANCE * distance < inf)
        if proven or room >= most or not solving.complete or solving.late():
            return FleetPlan(routes=best, distance=distance, bound=min(bound, distance), proven=proven)
        room = min(most, distance - prices.value + 2 * SAFE if best else 2 * room)


class _Solving:
    """One fleet being solved; `complete` as long as nothing that counts was cut short."""

    def __init__(self, fleet: Fleet, stop: Stop) -> None:
        self.fleet, self.stop, self.chains = fleet, stop, Chains(fleet)
        self.late, self.complete = stop.later_than(1.0), True
        self.cuts: list[Cut] = []
        growing = Growing(in_units(fleet))
        self.first = pieces_of(fleet, growing.grown(most=FIRST_PREFIXES, late=self.late))
        self.town = growing.town
        states = all_states(self.town)
        self.grid = Grid(self.town, states) if states else None

    def priced(self) -> Prices:
        """The linear optimum over all pieces: those are added that lower it, first by much, then by little."""
        relaxing = Relaxing(self.fleet, self.town, self.first)
        shares = list(SHARES)
        while True:
            prices = relaxing.solved()
            outlook = self._outlook(prices)
            while True:
                below = shares[0] * outlook.best() if outlook else 0.0
                pieces, complete = self._grown(outlook, min(below, -TOLERANCE))
                pieces = pieces.only(prices.of(pieces) < -TOLERANCE)
                if len(pieces.begin) or len(shares) == 1:
                    break
                shares.pop(0)
            if not len(pieces.begin) or self.late():
                self.complete &= complete and not self.late()
                return prices
            relaxing.add(pieces)

    def _outlook(self, prices: Prices) -> Outlook | None:
        return Outlook(self.grid, prices) if self.grid else None

    def _grown(self, outlook: Outlook | None, room: float) -> tuple[Pieces, bool]:
        """All pieces that add no more than `room`, and more; whether these are all."""
        worth = outlook.worth(room) if outlook else None
        fragments = Growing(self.town).grown(most=MOST_PREFIXES, late=self.late, worth=worth)
        return pieces_of(self.fleet, fragments), fragments.complete

    def within(self, prices: Prices, room: float) -> Pieces:
        """All pieces that add no more than `room`."""
        pieces, complete = self._grown(self._outlook(prices), room)
        self.complete &= complete
        pieces = pieces.only(prices.of(pieces) <= room)
        return pieces.only(self.chains.short_enough(pieces))

    def chosen(self, pieces: Pieces, prices: Prices, room: float, *, known: float) -> tuple[Routes, float]:
        """The shortest routes over these pieces, none where none fit, and a bound on how short they can be.

        Chains that are not possible are cut off as they show. Routes no longer than `known` are known to be possible.
        """
        flow = Flow(self.fleet, self.town, Nodes(self.town, pieces), whole=True, prices=prices, room=room)
        flow.add(pieces)
        for cut in self.cuts:
            flow.cut(cut, pieces)
        while True:
            answer = flow.solved(self.stop, known=known)
            routes, circles = in_order(pieces.only(answer.pieces), answer.drives)
            new = [no_circle(circle) for circle in circles]
            new += [cut for route in routes for cut in self.chains.cuts(route)]
            if not new:
                return tuple(self._halts(route) for route in routes), answer.bound
            if self.late():
                return (), answer.bound
            self.cuts += new
            for cut in new:
                flow.cut(cut, pieces)

    def _halts(self, route: Pieces) -> tuple[int, ...]:
        stops = route.stops[route.stops >= 0]
        return tuple((1 + stops // 2 + self.fleet.rides * (stops % 2)).tolist())
