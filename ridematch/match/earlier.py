"""An earlier plan to begin with: what it has each volunteer do, and what its search thought each row worth in the end.

Where little has changed since, the duties are nearly the best ones still, and by the prices hardly any other could be
in a better plan: column generation is begun where it ended (a warm start: Desaulniers, Desrosiers and Solomon, Column
Generation, 2005). What is proven is proven anew; a price is only where to look.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

import numpy as np

from ridematch.match.board import Board
from ridematch.match.crowd import Crowd
from ridematch.match.cuts import Cut
from ridematch.match.days import days_of
from ridematch.match.duty import DutyChoice, Step
from ridematch.match.fragments import Fragments
from ridematch.match.items import Items
from ridematch.match.known import all_of, by_season, emptied
from ridematch.match.master import Key, Rows
from ridematch.match.threads import at_once
from ridematch.model.plan import Duty, Plan

FEW_NEW, MANY_NEW = 0.05, 0.5
"""With more than the first share of the rides unknown to the earlier plan drafts are made as well; with more than the
second its prices say little."""

NEARLY_NOTHING = 1e-6
"""A price that is none."""


class Earlier:
    """An earlier plan on the board of a crowd, of perhaps somewhat other people and rides."""

    def __init__(self, plan: Plan, board: Board, crowd: Crowd) -> None:
        self.board = board
        self.names = Names(board, crowd)
        self.prices = dict(plan.prices)
        self._bit = {code: self.names.bit[of_class] for code, of_class in crowd.stands_for().items()}
        self._planned = {(duty.driver, duty.date): duty for duty in plan.duties}
        driven = {visit.serves for duty in plan.duties for trip in duty.trips for visit in trip.visits}
        codes = {*driven, *plan.left_out, *plan.fallbacks}
        whole = [journey for alike in crowd.alike.values() for journey in alike]
        new = [one for one in whole if one.code not in codes and not any(leg.request.code in codes for leg in one.legs)]
        self.knows_most, self.knows_some = (len(new) <= share * len(whole) for share in (FEW_NEW, MANY_NEW))

    @cached_property
    def fragments(self) -> dict[int, Fragments]:
        """The plan's sequences from empty to empty that are possible still, by season."""
        return by_season(
            self.board, ((duty.date, steps) for duty in self._planned.values() for steps in self._sequences(duty))
        )

    @cached_property
    def duties(self) -> list[DutyChoice]:
        """For each of the plan's duties the one that serves the same now, or as much of it as is still possible."""
        items = {season: Items(self.board, some, season) for season, some in self.fragments.items()}
        drivers = self.board.problem.drivers

        def one(about: tuple[tuple[str, date], Duty]) -> DutyChoice | None:
            key, duty = about
            day, lessons = days[key], self._lessons(duty)
            served = self._served(duty, lessons)
            lesson = day.which - len(day.items.stops)
            fits = np.all(np.isin(day.items.serves[day.which], [-1, *served]), axis=1)
            is_lesson = (lesson >= 0) & (lesson < len(self.board.lessons))
            return all_of(day, fits & (~is_lesson | np.isin(lesson, lessons)), served)

        days = {(drivers[day.driver].code, day.date): day for day in days_of(self.board, items)}
        found = at_once(one, [(key, duty) for key, duty in self._planned.items() if key in days])
        return [duty for duty in found if duty is not None]

    def _lessons(self, duty: Duty) -> list[int]:
        """The lessons of the duty, by their numbers, at the hours and in the cars they have."""
        taught = [visit for trip in duty.trips for visit in trip.visits if visit.action == "lesson"]
        return [
            number
            for number, choice in enumerate(self.board.lessons)
            for visit in taught
            if (choice.code, choice.slot.vehicle) == (visit.serves, visit.vehicle)
            and choice.slot.window.earliest <= visit.begins <= choice.slot.window.latest
        ]

    def _served(self, duty: Duty, lessons: list[int]) -> Counter[int]:
        """The bits that the duty serves, of rides, lessons, and cars for these."""
        visits = [visit for trip in duty.trips for visit in trip.visits]
        served = Counter(self._bit[one.serves] for one in visits if one.action == "pickup" and one.serves in self._bit)
        taught = [self.board.lessons[number] for number in lessons]
        served |= Counter({bit: 1 for choice in taught for bit in (choice.bit, *choice.cells)})
        learning = {visit.serves for visit in visits if visit.practice}
        practised = (one for one in self.board.practice if one.lesson >= 0 and one.about.request in learning)
        return served | Counter({one.lesson: 1 for one in practised})

    def _sequences(self, duty: Duty) -> Iterator[tuple[Step, ...]]:
        """Of those who are still asked for, trip by trip."""
        for trip in duty.trips:
            yield from emptied(
                (self._bit[visit.serves], visit.action == "delivery")
                for visit in trip.visits
                if visit.action in ("pickup", "delivery") and visit.serves in self._bit
            )

    def duals(self, rows: Rows) -> dict[Key, float]:
        """The earlier prices of these rows, which get the cuts of then; what nobody asked for then is worth its cost.

        Where a side variable without limit would earn something by them, they are moved until it does not.
        """
        for cut in self.names.cuts(self.prices):
            rows.cut(cut)
        duals = {}
        for key in rows.limits:
            known = [self.prices[name] for name in self.names.of(key, rows) if name in self.prices]
            price = known[0] if known else self.names.left_out_cost[key[1]] if key[0] == "serve" else 0.0
            low, high = rows.limits[key]
            duals[key] = min(price, 0.0) if np.isinf(low) else max(price, 0.0) if np.isinf(high) else price
        for side in rows.sides:
            if np.isinf(side.most):
                ((key, factor),) = side.rows.items()
                duals[key] = min(duals[key], side.cost / factor) if factor > 0 else max(duals[key], side.cost / factor)
        return duals


class Names:
    """Names for rows that hold for another problem with the same people too, made of a word and codes."""

    def __init__(self, board: Board, crowd: Crowd) -> None:
        self.board = board
        self.bit = {code: number for number, code in enumerate(board.codes)}
        # by the code of a rider, journey or request: the codes of all those it stands for
        self._alike: dict[str, dict[str, None]] = defaultdict(dict)
        self.left_out_cost: dict[object, float] = {}
        for journey in crowd.problem.journeys:
            for member in crowd.alike[journey.code]:
                self._alike[journey.code][member.code] = None
                self._alike[journey.rider][member.rider] = None
                for leg, its in zip(journey.legs, member.legs, strict=True):
                    self._alike[leg.request.code][its.request.code] = None
            for leg in journey.legs:
                self.left_out_cost[self.bit[leg.request.code]] = journey.left_out_cost / len(journey.legs)

    def given(self, rows: Rows, duals: Mapping[Key, float]) -> tuple[tuple[str, float], ...]:
        """What is not free, and each ride, with its price, by name."""
        return tuple(
            (name, round(price, 6))
            for key, price in duals.items()
            if abs(price) > NEARLY_NOTHING or key[0] == "serve"
            for name in self.of(key, rows)
        )

    def of(self, key: Key, rows: Rows) -> list[str]:
        """Of a row the name, and the names it would have for each of those alike."""
        kind, *about = key
        problem = self.board.problem
        match key:
            case ("serve", int(bit)):
                return [_name(kind, code) for code in self._members(self.board.codes[bit])]
            case ("misses" | "some leg driven", str(code), *more):
                return [_name(kind, member, *more) for member in self._members(code)]
            case ("pairs", *bits):
                return [_name(kind, *(self.board.codes[int(str(bit))] for bit in bits))]
            case ("share", int(number)):
                wishes = problem.lesson_shares[number].wishes
                before = sum(share.wishes == wishes for share in problem.lesson_shares[:number])
                return [_name(f"{kind}-{before}", *wishes)]
            case ("late or early", int(driver), int(night)):
                return [_name(kind, problem.drivers[driver].code, problem.nights[night].date)]
            case ("nights", int(driver), first, length):
                return [_name(f"{kind}-{length}", problem.drivers[driver].code, first)]
            case (_, int(driver), *more):
                return [_name(kind, problem.drivers[driver].code, *more)]
        return [_name(kind, *about)]

    def cuts(self, prices: Mapping[str, float]) -> list[Cut]:
        """The cuts among them whose rides are still asked for and odd in number."""
        found: dict[Cut, None] = {}
        for name in prices:
            kind, *codes = name.split(" ")
            bits = tuple(sorted({self.bit.get(code, -1) for code in codes}))
            rides = all(0 <= bit < len(self.board.rides) for bit in bits)
            if kind == "pairs" and rides and sum(self.board.counts[bit] for bit in bits) % 2:
                found[bits] = None
        return list(found)

    def _members(self, code: str) -> list[str]:
        return list(self._alike.get(code, {code: None}))


def _name(kind: object, *about: object) -> str:
    return " ".join((str(kind).replace(" ", "-"), *map(str, about)))
