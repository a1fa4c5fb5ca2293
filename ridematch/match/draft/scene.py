"""A board as arrays for drafting: units (journeys, lesson wishes) made of tasks (rides, lessons), blocks and days.

Whoever drafts may see less than the rules know: rests between days and the learner at the wheel are left to the choice
among duties that comes after.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ridematch.match.board import Board
from ridematch.match.compiled import Floats, Ints
from ridematch.match.days import change_cost
from ridematch.match.master import Rows
from ridematch.match.town import amounts, kinds_of
from ridematch.model.problem import Block, Problem, asks_cost, iso_week

PLACE, FIRST, LAST, SERVICE = range(4)
"""Columns of stops."""

DRIVER, DAY, START, END, ORIGIN, DESTINATION, OWN_TRIP, DIRECT, MAX_DETOUR, AGAIN, SEASON, MOST_WAIT = range(12)
"""Columns of blocks; DIRECT is an own trip's way with nobody aboard, else 0."""

MOST_ABOARD, UNIT, NEAR, NEAR_END, LOCKS, LOCKS_END = range(6)
"""Columns of tasks: the longest from a pickup's begin to its delivery's (-1 for a lesson), its unit, rows of `near`
with the blocks within reach, rows of `locks` with what only one task at a time can have."""

TASKS, TASKS_END, WANTED = range(3)
"""Columns of units: rows of `in_units` with its tasks, and how many of them are wanted (0: all or none)."""

MAX_DRIVING, WEEK = range(2)
"""Columns of days."""

NEIGHBOURS = 80
"""Units known as nearest to each."""

FAR = 10**6


class Scene(NamedTuple):
    """What is given. Task t has the stops 2t and, if it is a ride, 2t + 1; lessons stand behind the rides.

    `extra[t, driver]` is what it costs that they do it. A unit that is not served costs `missing` (for each one
    wanted), a ride that is left to its fallback `covering`. `alike[u]` are the nearest units of unit u.
    """

    minutes: Ints
    stops: Ints
    task: Ints
    near: Ints
    locks: Ints
    unit: Ints
    in_units: Ints
    uses: Ints
    room: Ints
    extra: Floats
    missing: Floats
    covering: Floats
    alike: Ints
    blocks: Ints
    days: Ints
    asking: Floats
    days_a_week: Ints
    most_wheel: int
    pause: int
    stay: int
    driving_minute: float
    waiting_minute: float


def days_in_order(problem: Problem) -> list[tuple[int, date]]:
    """Who may drive on which date, drivers by their numbers: the days of a scene."""
    number = {driver.code: n for n, driver in enumerate(problem.drivers)}
    return sorted({(number[block.driver], block.date) for block in problem.blocks})


def scene_of(board: Board) -> Scene:
    """The board as a scene."""
    return _Setting(board).scene()


class _Setting:
    def __init__(self, board: Board) -> None:
        self.board, self.problem = board, board.problem
        self.number = {driver.code: n for n, driver in enumerate(self.problem.drivers)}
        self.minutes: Ints = np.array(self.problem.travel.minutes, dtype=np.int64)
        days = days_in_order(self.problem)
        self.day = {day: n for n, day in enumerate(days)}
        self.rows = Rows(board, days)
        self.kinds = kinds_of(board)

    def scene(self) -> Scene:
        """All of it."""
        board, problem = self.board, self.problem
        stops, blocks = self._stops(), self._blocks()
        allowed = [*(ride.drivers for ride in board.rides), *(choice.drivers for choice in board.lessons)]
        may = np.array([[bits >> n & 1 for n in range(len(problem.drivers))] for bits in allowed], dtype=bool)
        may = may.reshape(len(allowed), len(problem.drivers))
        units, wanted, missing = self._units()
        near = self._near(stops, blocks, may)
        locks = self._locks()
        days, asking, most = self._days()
        most_aboard = [ride.request.pickup.service_minutes + ride.request.max_ride_minutes for ride in board.rides]
        of_unit = [unit for unit, some in enumerate(units) for _ in some]
        task = (most_aboard + [-1] * len(board.lessons), of_unit, *_rows(near), *_rows(locks))
        uses = [amounts(self.kinds, ride.request.seats, ride.request.equipment) for ride in board.rides]
        uses += [amounts(self.kinds, 0, ())] * len(board.lessons)
        room = [amounts(self.kinds, driver.seats, driver.equipment) for driver in problem.drivers]
        return Scene(
            minutes=self.minutes,
            stops=stops,
            task=np.array(task, dtype=np.int64).T.reshape(-1, 6).copy(),
            near=_flat(near),
            locks=_flat(locks),
            unit=np.array((*_rows(units), wanted), dtype=np.int64).T.reshape(-1, 3).copy(),
            in_units=_flat(units),
            uses=np.array(uses, dtype=np.int64).reshape(-1, 1 + len(self.kinds)),
            room=np.array(room, dtype=np.int64).reshape(-1, 1 + len(self.kinds)),
            extra=self._extra(),
            missing=missing,
            covering=self._covering(),
            alike=self._alike(units, stops),
            blocks=blocks,
            days=days,
            asking=asking,
            days_a_week=most,
            most_wheel=problem.limits.max_wheel_minutes,
            pause=problem.limits.break_minutes,
            stay=problem.limits.home_stay_minutes,
            driving_minute=float(problem.weights.driving_minute),
            waiting_minute=float(problem.weights.waiting_minute),
        )

    def _stops(self) -> Ints:
        rows = []
        for ride in self.board.rides:
            for place, stop in ((ride.pickup, ride.request.pickup), (ride.delivery, ride.request.delivery)):
                rows.append((place, stop.window.earliest, stop.window.latest, stop.service_minutes))
        for choice in self.board.lessons:
            window = choice.slot.window
            rows += [(choice.place, window.earliest, window.latest, choice.wish.minutes)] * 2
        return np.array(rows, dtype=np.int64).reshape(-1, 4)

    def _blocks(self) -> Ints:
        in_order = sorted(self.problem.blocks, key=lambda block: (block.date, block.driver, block.start))
        return np.array([self._block(block) for block in in_order], dtype=np.int64).reshape(-1, 12)

    def _block(self, block: Block) -> tuple[int, ...]:
        driver, season = self.number[block.driver], self.board.season(block.date)
        wait = self.problem.drivers[driver].max_wait_minutes
        origin, destination = self.board.place[block.origin], self.board.place[block.destination]
        direct = int(self.minutes[season, origin, destination]) if block.own_trip else 0
        again = not block.own_trip and block.origin == block.destination
        return (
            *(driver, self.day[driver, block.date], block.start, block.end, origin, destination),
            *(int(block.own_trip), direct, block.max_detour_minutes, int(again), season, wait),
        )

    def _days(self) -> tuple[Ints, Floats, Ints]:
        """Days, what asking for each costs, and how many days of each driver and week there may be."""
        problem = self.problem
        weeks: dict[tuple[int, str], int] = {}
        promised: set[tuple[int, date]] = set()
        on = {request.code: request.date for request in problem.requests}
        on |= {choice.code: choice.slot.date for choice in self.board.lessons}
        for pin in problem.pins:
            if pin.serves in on and pin.driver in self.number:
                promised.add((self.number[pin.driver], on[pin.serves]))
        rows, asking = [], []
        for driver, day in self.day:
            who, week = problem.drivers[driver], iso_week(day)
            rows.append((who.max_drive_minutes_per_day, weeks.setdefault((driver, week), len(weeks))))
            table, before = problem.weights.asks, who.asks_before
            step = asks_cost(table, before + 1) - asks_cost(table, before)
            asking.append(0.0 if (driver, day) in promised else step)
        return (
            np.array(rows, dtype=np.int64).reshape(-1, 2),
            np.array(asking, dtype=np.float64),
            np.array([self._most_days(*week) for week in weeks], dtype=np.int64),
        )

    def _most_days(self, driver: int, week: str) -> int:
        """By the master's rows: as many as there may be days, and asks."""
        rows = [self.rows.limits.get((name, driver, week)) for name in ("days", "asks")]
        return int(min(row[1] for row in rows if row is not None))

    def _extra(self) -> Floats:
        """What it costs that a driver serves a task: changes, and a lesson's light."""
        weights, drivers = self.problem.weights, self.problem.drivers
        costs = np.zeros((len(self.board.rides) + len(self.board.lessons), len(drivers)))
        for ride in self.board.rides:
            costs[ride.bit] = [change_cost(ride.request, driver.code, weights) for driver in drivers]
        for task, choice in enumerate(self.board.lessons, start=len(self.board.rides)):
            usual = choice.wish.usual_driver
            others = np.array([usual not in ("", driver.code) for driver in drivers])
            costs[task] = choice.slot.cost + weights.other_supervisor * others
            for driver, on in choice.wish.proposed:
                if on == choice.slot.date and driver in self.number:
                    accepted = (driver, on) in choice.wish.accepted
                    costs[task, self.number[driver]] -= weights.changed(accepted=accepted)
        return costs

    def _units(self) -> tuple[list[list[int]], list[int], Floats]:
        units: list[list[int]] = []
        bit = 0
        for journey in self.problem.journeys:
            units.append(list(range(bit, bit + len(journey.legs))))
            bit += len(journey.legs)
        missing = [self.rows.left_out[journey.code].cost for journey in self.problem.journeys]
        wanted, shared = [0] * len(units), self._shared()
        for wish in self.problem.lessons:
            some = [task for task, one in enumerate(self.board.lessons, start=bit) if one.wish.code == wish.code]
            promised = any(self.board.pinned >> self.board.lessons[task - bit].bit & 1 for task in some)
            units.append(some)
            wanted.append(wish.wanted)
            missing.append(wish.left_out_cost + shared[wish.code] + self.problem.weights.broken_pin * promised)
        return units, wanted, np.array(missing, dtype=np.float64)

    def _shared(self) -> Mapping[str, float]:
        """By wish: what a lesson is worth for being one of few, on average."""
        shared: defaultdict[str, float] = defaultdict(float)
        for share in self.problem.lesson_shares:
            for wish in share.wishes:
                shared[wish] += sum(share.worth) / max(1, len(share.worth))
        return shared

    def _covering(self) -> Floats:
        costs = np.full(len(self.board.rides) + len(self.board.lessons), np.inf)
        for ride in self.board.rides:
            if ride.request.code in self.rows.covered:
                costs[ride.bit] = self.rows.covered[ride.request.code].cost
        return costs

    def _near(self, stops: Ints, blocks: Ints, may: npt.NDArray[np.bool_]) -> list[list[int]]:
        """Blocks that could serve each task as far as ways, windows and drivers go."""
        found = []
        for task in range(len(may)):
            start, end = stops[2 * task], stops[2 * task + 1]
            out = self.minutes[blocks[:, SEASON], blocks[:, ORIGIN], start[PLACE]]
            home = self.minutes[blocks[:, SEASON], end[PLACE], blocks[:, DESTINATION]]
            ready = np.maximum(blocks[:, START] + out, start[FIRST])
            between = start[SERVICE] + self.minutes[blocks[:, SEASON], start[PLACE], end[PLACE]]
            there = np.maximum(ready + between, end[FIRST])
            if task >= len(self.board.rides):
                there = ready
            fits = (ready <= start[LAST]) & (there <= end[LAST]) & (there + end[SERVICE] + home <= blocks[:, END])
            fits &= may[task, blocks[:, DRIVER]]
            if task >= len(self.board.rides):
                fits &= blocks[:, OWN_TRIP] == 0
            found.append([int(block) for block in np.nonzero(fits)[0]])
        return found

    def _locks(self) -> list[list[int]]:
        """What a lesson takes that only one can have at a time: a date with the days between, a car's half hours."""
        number: dict[object, int] = {}
        found: list[list[int]] = [[] for _ in self.board.rides]
        for choice in self.board.lessons:
            keys = [key for bit in (choice.bit, *choice.cells) for key in self.rows.of_bit[bit]]
            found.append([number.setdefault(key, len(number)) for key in keys if key[0] in ("between", "car")])
        return found

    def _alike(self, units: list[list[int]], stops: Ints) -> Ints:
        """The nearest units of each: by minutes between their stops, in time and on the road."""
        nobody = len(units)
        first = np.array([some[0] if some else -1 for some in units], dtype=np.int64)
        last = np.array([some[-1] if some else -1 for some in units], dtype=np.int64)
        apart = np.zeros((nobody, nobody))
        for ends in (first, last):
            at = 2 * np.maximum(ends, 0)
            for stop in (at, at + 1):
                middle = (stops[stop, FIRST] + stops[stop, LAST]) / 2
                apart += np.abs(middle[:, None] - middle[None, :])
                apart += self.minutes[0][stops[stop, PLACE][:, None], stops[stop, PLACE][None, :]]
        apart[:, first < 0] = FAR
        np.fill_diagonal(apart, 2 * FAR)
        return np.argsort(apart, axis=1, kind="stable")[:, : min(NEIGHBOURS, max(0, nobody - 1))].astype(np.int64)


def _flat(lists: list[list[int]]) -> Ints:
    return np.array([one for some in lists for one in some], dtype=np.int64)


def _rows(lists: list[list[int]]) -> tuple[list[int], list[int]]:
    """From which row to which each of them stands in `_flat`."""
    ends = [0, *accumulate(map(len, lists))]
    return ends[:-1], ends[1:]
