"""A night as a model of OR-Tools' routing library: a block is a vehicle, a ride is a pickup with its delivery.

In the model: roads, windows, boarding, ride times, seats, lessons as visits with an empty car, how long a volunteer
waits, detours of own trips, a block's driving, who may drive or teach whom at all. What the library has no words for,
or none that help it, is left to `tests.bench.repair`: with a sum over blocks for a day's driving, for instance, there
was no first plan of 200 commutes after ten times the processor time. Costs are whole minutes of driving; the price of
waiting is left out, because with it the plans were worse.
"""

from collections.abc import Iterator
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from ridematch.model.problem import Block
from ridematch.rules.trial import road_minutes, wanted_lesson, wanted_ride
from tests.bench.draft import Draft
from tests.bench.outing import Call, calls_of, outing, within_reach

Allowed = dict[str, frozenset[str]]
"""By the code of a request or lesson: blocks in which it is possible when nothing else is planned."""

Orders = dict[str, tuple[Call, ...]]
"""By block: what is done in it, in order."""


def allowed_blocks(draft: Draft) -> Allowed:
    """For everything wanted the blocks that could do it alone, by the checker's rules. The draft is empty."""
    problem = draft.problem
    rides = [wanted_ride(request) for request in problem.requests]
    lessons = [wanted_lesson(wish, row) for wish in problem.lessons for row in range(len(wish.slots))]
    found: dict[str, set[str]] = {}
    for wanted in [*rides, *lessons]:
        blocks = found.setdefault(wanted.code, set())
        for block in problem.blocks:
            if within_reach(draft.book, block, wanted):
                alone = outing(draft.book, block, calls_of(wanted), earliest=block.start, latest=block.end)
                if alone and draft.allows(block, (alone,)):
                    blocks.add(block.code)
    return {code: frozenset(blocks) for code, blocks in found.items()}


class RoutingModel:
    """The model of a problem, that of an empty draft, without the journeys named."""

    def __init__(self, draft: Draft, allowed: Allowed, *, without: frozenset[str] = frozenset()) -> None:
        self.draft, self.problem, self.book, self.allowed = draft, draft.problem, draft.book, allowed
        self.blocks = self.problem.blocks
        self.rides = [
            leg.request
            for journey in self.problem.journeys
            if journey.code not in without
            and all(allowed[leg.request.code] for leg in journey.legs if leg.fallback == "none")
            for leg in journey.legs
            if allowed[leg.request.code]
        ]
        self.calls = [call for request in self.rides for call in calls_of(wanted_ride(request))]
        self.slots: dict[str, list[int]] = {}  # by wish: the nodes of its lessons
        for wish in self.problem.lessons:
            wanted = [wanted_lesson(wish, row) for row in range(len(wish.slots))]
            possible = [call for one in wanted if allowed[one.code] for call in calls_of(one)]
            self.slots[wish.code] = list(range(len(self.calls), len(self.calls) + len(possible)))
            self.calls += possible
        ends = list(dict.fromkeys(place for block in self.blocks for place in (block.origin, block.destination)))
        node = {place: len(self.calls) + number for number, place in enumerate(ends)}
        self.places = [*(call.step.place for call in self.calls), *ends]
        self.manager = pywrapcp.RoutingIndexManager(
            len(self.places),
            len(self.blocks),
            [node[block.origin] for block in self.blocks],
            [node[block.destination] for block in self.blocks],
        )
        self.model = pywrapcp.RoutingModel(self.manager)
        self.found: list[list[int]] = []
        self.time, self.driving, self.load = self._dimensions()
        for vehicle, block in enumerate(self.blocks):
            self._drive(vehicle, block)
        for number in range(len(self.rides)):
            self._ride(number)
        self._lessons()

    def _dimensions(self) -> tuple[Any, ...]:
        """Minutes on the clock, minutes driven (which are the cost), seats taken."""
        winter = [block.date in self.problem.travel.winter_dates for block in self.blocks]
        roads = {season: self._roads(season) for season in set(winter)}
        for vehicle, season in enumerate(winter):
            self.model.SetArcCostEvaluatorOfVehicle(roads[season][0], vehicle)
        latest = max([*(block.end for block in self.blocks), *(call.step.window.latest for call in self.calls)])
        longest = max(block.end - block.start for block in self.blocks)
        clocks = [roads[season][1] for season in winter]
        self.model.AddDimensionWithVehicleTransits(clocks, longest, latest, False, "time")
        drivers = [self.book.drivers[block.driver] for block in self.blocks]
        most = [
            driver.max_drive_minutes_per_day + self._direct(block)
            for driver, block in zip(drivers, self.blocks, strict=True)
        ]
        drives = [roads[season][0] for season in winter]
        self.model.AddDimensionWithVehicleTransitAndCapacity(drives, 0, most, True, "driving")
        seats = [seats for request in self.rides for seats in (request.seats, -request.seats)]
        taken = self.model.RegisterUnaryTransitVector([*seats, *[0] * (len(self.places) - len(seats))])
        self.model.AddDimensionWithVehicleCapacity(taken, 0, [driver.seats for driver in drivers], True, "load")
        return tuple(self.model.GetDimensionOrDie(name) for name in ("time", "driving", "load"))

    def _roads(self, winter: bool) -> tuple[int, int]:
        """The library's numbers for the minutes of road between nodes, and the same with the service before it."""
        minutes, rows = self.problem.travel.minutes[winter], self.problem.travel.index()
        columns = [rows[place] for place in self.places]
        drive = [[minutes[row][column] for column in columns] for row in columns]
        service = [*(call.step.minutes for call in self.calls), *[0] * (len(self.places) - len(self.calls))]
        clock = [[busy + road for road in row] for row, busy in zip(drive, service, strict=True)]
        return self.model.RegisterTransitMatrix(drive), self.model.RegisterTransitMatrix(clock)

    def _direct(self, block: Block) -> int:
        """What an own trip would drive anyway."""
        if not block.own_trip:
            return 0
        return road_minutes(self.book, block.date, start=block.origin, end=block.destination)

    def _drive(self, vehicle: int, block: Block) -> None:
        start, end = self.model.Start(vehicle), self.model.End(vehicle)
        self.time.CumulVar(start).SetRange(block.start, block.end)
        self.time.CumulVar(end).SetRange(block.start, block.end)
        self.time.SlackVar(start).SetValue(0)  # no waiting at the first stop
        self.model.AddVariableMinimizedByFinalizer(self.time.CumulVar(end))
        self.model.AddVariableMaximizedByFinalizer(self.time.CumulVar(start))
        if block.own_trip:
            self.model.SetVehicleUsedWhenEmpty(True, vehicle)  # so that only minutes beyond the direct way cost
            self.time.SetSpanUpperBoundForVehicle(self._direct(block) + block.max_detour_minutes, vehicle)

    def _at(self, node: int, wanted: str) -> int:
        """The library's index of a call's node, bound to its window and to who may do it."""
        index: int = self.manager.NodeToIndex(node)
        window = self.calls[node].step.window
        self.time.CumulVar(index).SetRange(window.earliest, window.latest)
        can = [vehicle for vehicle, block in enumerate(self.blocks) if block.code in self.allowed[wanted]]
        self.model.VehicleVar(index).SetValues([-1, *can])  # the method made for this can't be called from Python
        return index

    def _ride(self, number: int) -> None:
        request = self.rides[number]
        pickup, delivery = (self._at(node, request.code) for node in (2 * number, 2 * number + 1))
        self.model.AddPickupAndDelivery(pickup, delivery)
        self.model.AddDisjunction([pickup], self._penalty(request.code))
        self.model.AddDisjunction([delivery], 0)
        longest = request.pickup.service_minutes + request.max_ride_minutes
        self.time.SetPickupToDeliveryLimitFunctionForPair(lambda _pickup, _delivery: longest, number)
        self.time.SlackVar(delivery).SetMax(self._most_wait)

    def _penalty(self, code: str) -> int:
        """A leg's share of what leaving its journey out costs, or its fallback if that is less."""
        journey, leg = self.book.legs[code]
        share = journey.left_out_cost / len(journey.legs)
        if leg.fallback != "none":
            share = min(share, self.problem.weights.fallback_leg)
        return self._minutes(share)

    def _minutes(self, cost: float) -> int:
        return round(cost / self.problem.weights.driving_minute)

    @property
    def _most_wait(self) -> int:
        return max(driver.max_wait_minutes for driver in self.problem.drivers)

    def _lessons(self) -> None:
        for wish in self.problem.lessons:
            indices = [self._at(node, self.calls[node].wanted.code) for node in self.slots[wish.code]]
            for index in indices:
                self.load.CumulVar(index).SetValue(0)
                self.time.SlackVar(index).SetMax(self._most_wait)
            if indices:
                wanted = min(wish.wanted, len(indices))
                self.model.AddDisjunction(indices, self._minutes(wish.left_out_cost), wanted)

    def solved(self, first_plan: str, *, seconds: float) -> Orders | None:
        """What guided local search finds in so many seconds from this way to a first plan; None for nothing.

        Asked again, it goes on from what it found.
        """
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        parameters.first_solution_strategy = getattr(routing_enums_pb2.FirstSolutionStrategy, first_plan)
        parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        parameters.time_limit.FromMilliseconds(max(1, int(1000 * seconds)))
        before = self.model.ReadAssignmentFromRoutes(self.found, True) if self.found else None
        if before is None:
            solution = self.model.SolveWithParameters(parameters)
        else:
            solution = self.model.SolveFromAssignmentWithParameters(before, parameters)
        if solution is None:
            return None
        self.found = [list(self._route(vehicle, solution)) for vehicle in range(len(self.blocks))]
        return {
            block.code: tuple(self.calls[self.manager.IndexToNode(index)] for index in route)
            for block, route in zip(self.blocks, self.found, strict=True)
        }

    def _route(self, vehicle: int, solution: Any) -> Iterator[int]:
        """The library's indices of what this vehicle does, in order."""
        index = solution.Value(self.model.NextVar(self.model.Start(vehicle)))
        while not self.model.IsEnd(index):
            yield index
            index = solution.Value(self.model.NextVar(index))
