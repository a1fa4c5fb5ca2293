"""Everything that ties duties together, as the rows of a set-partitioning model; `choosing` solves it.

Each row has a key, and a duty knows the keys it counts in.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from ridematch.match.board import Board
from ridematch.match.cuts import Cut, most_pairs, pairs
from ridematch.match.days import Prices
from ridematch.match.duty import DutyChoice
from ridematch.model.problem import Journey, asks_cost, iso_week

INFINITY = float("inf")

Key = tuple[object, ...]


@dataclass(slots=True)
class Side:
    """A variable besides the duties: what it costs, its largest value, whether it is whole, and its rows."""

    cost: float
    most: float = INFINITY
    whole: bool = False
    rows: dict[Key, float] = field(default_factory=dict)


class Rows:
    """All rows and side variables of one problem; `days` are the (driver, date) that may have a duty."""

    def __init__(self, board: Board, days: list[tuple[int, date]]) -> None:
        self.board, self.problem, self.days = board, board.problem, days
        self.limits: dict[Key, tuple[float, float]] = {}
        self.sides: list[Side] = []
        self.left_out: dict[str, Side] = {}
        self.covered: dict[str, Side] = {}
        self.of_bit: dict[int, list[Key]] = defaultdict(list)
        self.kept: dict[tuple[int, int], Key] = {}  # (bit, driver) of a lesson proposed before -> row
        self.dates: dict[int, list[date]] = defaultdict(list)
        self.night_windows: dict[tuple[int, date], list[Key]] = defaultdict(list)
        self.cuts: list[Cut] = []
        self.cuts_of_bit: dict[int, list[Cut]] = defaultdict(list)
        self.split_by_day: dict[tuple[int, date], dict[int, Key]] = {}
        for driver, on in days:
            self.dates[driver].append(on)
        self._journeys()
        self._lessons()
        self._second_misses()
        for driver, dates in self.dates.items():
            self._driver(driver, sorted(dates))
        unknown = sum(1 for pin in self.problem.pins if pin.serves not in board.codes)
        self.offset = self.problem.weights.broken_pin * unknown

    def cut(self, cut: Cut) -> Key:
        """One more row: of the pairs of these rides."""
        self.cuts.append(cut)
        for bit in cut:
            self.cuts_of_bit[bit].append(cut)
        return self._row(_of_cut(cut), -INFINITY, most_pairs(cut, self.board.counts))

    def split(self, key: Key, cost: float) -> None:
        """A row that plans can be told apart by, once it has limits, and sides that make up for what these ask in vain.

        The key is a "day", or ("drives", bit, driver, date): how many of the rides of a bit that duty drives, or
        ("left out", code), ("covered", code): how many of these there are.
        """
        most = 1.0
        match key:
            case ("drives", int(bit), int(driver), date() as on):
                most = self.board.counts[bit]
                self.split_by_day.setdefault((driver, on), {})[bit] = key
            case ("left out" | "covered" as kind, str(code)):
                side = (self.left_out if kind == "left out" else self.covered)[code]
                side.rows[key], most = 1.0, side.most
        if key not in self.limits:
            self._row(key, -INFINITY, INFINITY)
        for sign in (1.0, -1.0):
            self._side(cost, {key: sign}, most=most, whole=True)

    def _row(self, key: Key, low: float, high: float) -> Key:
        self.limits[key] = (low, high)
        return key

    def _side(self, cost: float, rows: dict[Key, float], *, most: float = INFINITY, whole: bool = False) -> Side:
        side = Side(cost, most, whole, rows)
        self.sides.append(side)
        return side

    def _journeys(self) -> None:
        bit = 0
        for journey in self.problem.journeys:
            self._journey(journey, bit)
            bit += len(journey.legs)

    def _journey(self, journey: Journey, bit: int) -> None:
        """Each leg driven once, or covered, or the whole journey left out; not every leg covered.

        All that as many times as there are journeys like it.
        """
        weights, pinned, many = self.problem.weights, self.board.pinned, self.board.counts[bit]
        out = self._side(journey.left_out_cost, {}, most=many, whole=True)
        self.left_out[journey.code] = out
        covered = []
        for number, leg in enumerate(journey.legs):
            row = self._row(("serve", bit + number), many, many)
            self.of_bit[bit + number].append(row)
            undone = weights.changed(accepted=leg.request.accepted) * bool(leg.request.proposed_driver)
            undone += weights.broken_pin * (pinned >> (bit + number) & 1)
            out.rows[row] = 1.0
            out.cost += undone
            if leg.fallback != "none":
                side = self._side(weights.fallback_leg + undone, {row: 1.0}, most=many, whole=True)
                self.covered[leg.request.code] = side
                covered.append(side)
        if len(covered) == len(journey.legs):
            row = self._row(("some leg driven", journey.code), -INFINITY, many * (len(covered) - 1))
            out.rows[row] = len(covered) - 1
            for side in covered:
                side.rows[row] = 1.0

    def _lessons(self) -> None:
        """Lessons up to the wish, days between two of one learner, shared cars, promises and proposals.

        A ride with the learner at the wheel serves the bit of a lesson too, where it is long enough to count as one.
        """
        weights = self.problem.weights
        driver_of = {driver.code: number for number, driver in enumerate(self.problem.drivers)}
        bit_of = {choice.code: choice.bit for choice in self.board.lessons}
        dates: dict[str, dict[date, int]] = defaultdict(dict)
        between: dict[str, int] = {}
        wish_bits: dict[str, set[int]] = defaultdict(set)
        for choice in self.board.lessons:
            dates[choice.wish.learner][choice.slot.date] = choice.bit
            wish_bits[choice.wish.code].add(choice.bit)
        for practice in self.board.practice:
            if practice.lesson >= 0:
                dates[practice.about.learner][practice.about.date] = practice.lesson
                wish_bits[practice.about.wish].add(practice.lesson)
        for wish in self.problem.lessons:
            between[wish.learner] = max(1, wish.min_days_between, between.get(wish.learner, 1))
            row = self._row(("wish", wish.code), wish.wanted, wish.wanted)
            self._side(wish.left_out_cost, {row: 1.0})
            for bit in sorted(wish_bits[wish.code]):
                self.of_bit[bit].append(row)
            for driver, on in wish.proposed:
                row = self._row(("proposal", wish.code, driver, on), 1.0, 1.0)
                self._side(weights.changed(accepted=(driver, on) in wish.accepted), {row: 1.0})
                proposed = dates[wish.learner].get(on, -1)
                if proposed in wish_bits[wish.code] and driver in driver_of:
                    self.kept[proposed, driver_of[driver]] = row
        self._lesson_shares(wish_bits)
        for bit in sorted({cell for choice in self.board.lessons for cell in choice.cells}):
            self.of_bit[bit].append(self._row(("car", self.board.codes[bit]), -INFINITY, 1.0))
        for learner, by_date in sorted(dates.items()):
            for first in sorted(by_date):
                row = self._row(("between", learner, first), -INFINITY, 1.0)
                for on, bit in by_date.items():
                    if 0 <= (on - first).days < between[learner]:
                        self.of_bit[bit].append(row)
        for code, bit in sorted(bit_of.items()):
            if self.board.pinned >> bit & 1:
                row = self._row(("promise", code), 1.0, 1.0)
                self._side(weights.broken_pin, {row: 1.0})
                self.of_bit[bit].append(row)

    def _lesson_shares(self, wish_bits: dict[str, set[int]]) -> None:
        """What lessons are worth the more, the fewer a learner has: a step for each, the last ones missing first."""
        for number, share in enumerate(self.problem.lesson_shares):
            row = self._row(("share", number), len(share.worth), INFINITY)
            for worth in share.worth:
                self._side(worth, {row: 1.0}, most=1.0)
            for bit in sorted({bit for wish in share.wishes for bit in wish_bits[wish]}):
                self.of_bit[bit].append(row)

    def _second_misses(self) -> None:
        """A rider's second and later missed commutes of one week cost extra."""
        before = {(rider, week): count for rider, week, count in self.problem.misses_before}
        commutes: dict[tuple[str, str], list[str]] = defaultdict(list)
        alike: dict[tuple[str, str], int] = {}
        bit = 0
        for journey in self.problem.journeys:
            if journey.kind == "commute":
                commutes[journey.rider, journey.week].append(journey.code)
                alike[journey.rider, journey.week] = self.board.counts[bit]
            bit += len(journey.legs)
        for key, codes in commutes.items():
            free = max(0, 1 - before.get(key, 0))
            if len(codes) > free:
                # misses of riders who are alike can be shared out evenly: each one's first is free
                row = self._row(("misses", *key), -INFINITY, free * alike[key])
                for code in codes:
                    self.left_out[code].rows[row] = 1.0
                self._side(self.problem.weights.second_miss_in_week, {row: -1.0})

    def _driver(self, driver: int, dates: list[date]) -> None:
        """One duty a date; days, asks and night days within their limits; rest after a late drive."""
        who, limits = self.problem.drivers[driver], self.problem.limits
        for on in dates:
            self._row(("day", driver, on), -INFINITY, 1.0)
        asked = dict(who.asks_by_week)
        for week in sorted({iso_week(on) for on in dates}):
            driven = len({on for on in who.driven_dates if iso_week(on) == week})
            self._row(("days", driver, week), -INFINITY, max(0, who.max_days_per_week - driven))
            if who.max_asks_per_week is not None:
                self._row(("asks", driver, week), -INFINITY, max(0, who.max_asks_per_week - asked.get(week, 0)))
        row = self._row(("asks in all", driver), -INFINITY, 0.0)
        table, before = self.problem.weights.asks, who.asks_before
        for n in range(len(dates)):
            step = asks_cost(table, before + n + 1) - asks_cost(table, before + n)
            self._side(step, {row: -1.0}, most=1.0)
        for length, most in (
            (7, limits.night_days_in_seven),
            (limits.night_days_in_a_row + 1, limits.night_days_in_a_row),
        ):
            self._night_days(driver, dates, length, most)
        for number in range(len(self.problem.nights)):
            self._row(("late or early", driver, number), -INFINITY, 1.0)

    def _night_days(self, driver: int, dates: list[date], length: int, most: int) -> None:
        past = set(self.problem.drivers[driver].night_dates).difference(dates)
        seen = set()
        for first in sorted({on - timedelta(days=back) for on in dates for back in range(length)}):
            window = tuple(on for on in dates if 0 <= (on - first).days < length)
            driven = sum(0 <= (on - first).days < length for on in past)
            if len(window) + driven > most and (window, driven) not in seen:
                seen.add((window, driven))
                row = self._row(("nights", driver, first, length), -INFINITY, max(0, most - driven))
                for on in window:
                    self.night_windows[driver, on].append(row)

    def of_duty(self, duty: DutyChoice) -> Iterator[Key]:
        """The rows a duty counts in; what it serves twice counts twice."""
        splits = self.split_by_day.get((duty.driver, duty.date))
        for bit in duty.serves:
            yield from self.of_bit[bit]
            if (bit, duty.driver) in self.kept:
                yield self.kept[bit, duty.driver]
            if splits and bit in splits:
                yield splits[bit]
        yield ("day", duty.driver, duty.date)
        week = iso_week(duty.date)
        if duty.on_call:
            yield ("days", duty.driver, week)
        if duty.ask:
            yield ("asks in all", duty.driver)
            if ("asks", duty.driver, week) in self.limits:
                yield ("asks", duty.driver, week)
        if duty.rest.night:
            yield from self.night_windows[duty.driver, duty.date]
        for number in _set_bits(duty.rest.late | duty.rest.early):
            yield ("late or early", duty.driver, number)
        for cut in pairs(duty.serves, self.cuts_of_bit):
            yield _of_cut(cut)

    def prices(self, duals: dict[Key, float], driver: int, on: date) -> Prices:
        """What the duals mean to a duty of this driver and date."""

        def price(*key: object) -> float:
            return max(0.0, -duals.get(key, 0.0))

        bits = {bit: sum(duals.get(key, 0.0) for key in keys) for bit, keys in self.of_bit.items()}
        for (bit, who), key in self.kept.items():
            if who == driver:
                bits[bit] = bits.get(bit, 0.0) + duals.get(key, 0.0)
        for bit, key in self.split_by_day.get((driver, on), {}).items():
            bits[bit] = bits.get(bit, 0.0) + duals.get(key, 0.0)
        week = iso_week(on)
        nights = range(len(self.problem.nights))
        rest = tuple((n, price("late or early", driver, n)) for n in nights if price("late or early", driver, n) > 0)
        return Prices(
            bits=bits,
            duty=-duals.get(("day", driver, on), 0.0),  # (below nought where there has to be one)
            on_call=price("days", driver, week),
            ask=price("asks", driver, week) + price("asks in all", driver),
            night=sum(max(0.0, -duals.get(key, 0.0)) for key in self.night_windows[driver, on]),
            late=rest,
            early=rest,
            cuts=tuple((cut, cost) for cut in self.cuts if (cost := price(*_of_cut(cut))) > 0),
        )

    def least(self, duals: dict[Key, float]) -> float:
        """What every plan costs at least by these prices, beside what its duties cost above or below nought by them.

        (Lagrange's bound without the days: each row at the end of its limits that costs least, each side as well.)
        """
        value = self.offset
        for key, (low, high) in self.limits.items():
            if price := duals.get(key, 0.0):
                value += price * (low if price > 0 else high)
        for side in self.sides:
            if (cost := side.cost - sum(duals.get(key, 0.0) * factor for key, factor in side.rows.items())) < 0:
                value += cost * side.most
        return value

    def reduced_cost(self, duty: DutyChoice, duals: dict[Key, float]) -> float:
        """What taking the duty would change, by the prices."""
        return duty.cost - sum(duals.get(key, 0.0) for key in self.of_duty(duty))


def _of_cut(cut: Cut) -> Key:
    return ("pairs", *cut)


def _set_bits(bits: int) -> list[int]:
    """The numbers of the bits that are set."""
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return found
