"""The duties of one day under given prices: labels grow item by item, trip by trip, all of them at once in arrays.

What can still be gained from a place and time on is bounded by a table (`bounds`), which prunes what can't reach the
cutoff; of labels alike for what may follow only the best stay (`labels`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from ridematch.match.days import Day, Prices
from ridematch.match.duty import DutyChoice, Part, Rest, TripChoice, by_rest
from ridematch.match.labels import Ints, Labels, Pool, joined
from ridematch.match.timing import Span
from ridematch.model.problem import Block

LONG_AGO = -(10**9)

PRODUCTS_AT_ONCE = 50_000
"""Pairs of a label and an item tried in one step: bounds memory, and lets a search stop between steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Duties below the cutoff with their reduced costs, best first; `complete` unless labels ran over."""

    duties: tuple[DutyChoice, ...]
    reduced_costs: tuple[float, ...]
    complete: bool


def search(day: Day, prices: Prices, *, cutoff: float, same_sets: bool, most: int) -> Found:
    """All duties whose reduced cost is below `cutoff` and that no other one makes needless.

    With `same_sets` false only the best of those that are alike for what may follow are kept: among them is one of
    least reduced cost. The search stops, incomplete, at `most` labels.
    """
    return _Search(day, prices, cutoff=cutoff, same_sets=same_sets, most=most).found()


class _Search:
    """One search under one set of prices."""

    def __init__(self, day: Day, prices: Prices, *, cutoff: float, same_sets: bool, most: int) -> None:
        self.day, self.prices, self.most = day, prices, most
        self.same_sets = same_sets
        self.cutoff = cutoff - prices.duty
        self.bounded = np.isfinite(cutoff)
        self.gains = day.gains(prices)
        self.outlook = day.outlook(prices) if self.bounded else None
        self.origins: list[tuple[int, Any]] = []
        self.complete = True
        self.count = 0

    def _pool(self) -> Pool:
        return Pool(
            same_sets=self.same_sets,
            waiting_weight=self.day.weights.waiting_minute,
            expiry=self.day.expiry,
            words=self.day.words,
        )

    def _trace(self, parents: Ints, what: list[Any]) -> Ints:
        start = len(self.origins)
        self.origins.extend(zip(parents.tolist(), what, strict=True))
        return np.arange(start, len(self.origins), dtype=np.int64)

    def found(self) -> Found:
        """Search, then read the duties off the labels at home."""
        home_pool = self._pool()
        homes = [self._dawn()]
        for number, block in enumerate(self.day.blocks):
            frontier = joined(homes)
            again = not block.own_trip and block.origin == block.destination
            while len(frontier) and self.complete:
                frontier = home_pool.needed(self._one_trip(number, block, frontier))
                if len(frontier):
                    homes.append(frontier)
                if not again:
                    break
        ended = joined(homes[1:]) if len(homes) > 1 else homes[0].take(np.zeros(0, dtype=np.int64))
        costs = ended.value + self._counts_for(ended) + self.prices.duty
        rows = [int(row) for row in np.argsort(costs, kind="stable") if costs[row] < self.cutoff + self.prices.duty]
        return Found(
            duties=tuple(self._duty(ended, row) for row in rows),
            reduced_costs=tuple(float(costs[row]) for row in rows),
            complete=self.complete,
        )

    def _counts_for(self, labels: Labels) -> npt.NDArray[np.float64]:
        prices = self.prices
        asked = labels.on_call * (1 - labels.promised)
        total = prices.on_call * labels.on_call + prices.ask * asked + prices.night * labels.night
        for number, price in prices.late:
            total = total + price * (labels.late >> number & 1)
        for number, price in prices.early:
            total = total + price * (labels.early >> number & 1)
        return np.asarray(total, dtype=np.float64)

    def _dawn(self) -> Labels:
        zero = np.zeros(1, dtype=np.int64)
        names = ("first", "last", "latest", "least", "most", "place", "driving", "wheel", "busy")
        flags = ("on_call", "night", "late", "early", "promised")
        return Labels(
            **dict.fromkeys((*names, *flags), zero),
            earliest=zero + LONG_AGO,
            value=np.zeros(1),
            bits=np.zeros((1, self.day.words.shape[1]), dtype=np.uint64),
            trace=zero - 1,
        )

    def _one_trip(self, number: int, block: Block, homes: Labels) -> Labels:
        """Labels at home after one more trip in this block."""
        pool, place = self._pool(), self.day.board.place
        ready = np.maximum(homes.earliest, block.start)
        homes = homes.take(np.nonzero(ready <= block.end)[0])
        count, ready = len(homes), np.maximum(homes.earliest, block.start)
        nothing, end = np.zeros(count, dtype=np.int64), np.full(count, block.end, dtype=np.int64)
        layer = replace(
            homes,
            first=ready,
            last=end,
            earliest=ready,
            latest=end,
            least=nothing,
            most=nothing,
            place=nothing + place[block.origin],
            wheel=nothing,
            busy=nothing,
        )
        closed: list[Labels] = []
        leaving = True
        while len(layer) and self.complete:
            kept = []
            for some in self._longer(number, block, layer, leaving=leaving):
                kept.append(pool.needed(some))
                self.count += len(kept[-1])
                self.complete = self.count <= self.most
                if not self.complete:
                    break
            layer, leaving = joined(kept), False
            if len(layer):
                closed.append(self._closed(number, block, layer))
        return joined(closed) if closed else homes.take(np.zeros(0, dtype=np.int64))

    def _longer(self, number: int, block: Block, layer: Labels, *, leaving: bool) -> Iterator[Labels]:
        """Each label with each item that can follow, without a break before it and with one."""
        most_wait, pause = self.day.who.max_wait_minutes, self.day.limits.break_minutes
        wait = 0 if leaving else most_wait  # waiting at the first stop is of no use, except as a break
        with_break = pause <= most_wait and (leaving or self._breaks_matter(block))
        size = max(1, PRODUCTS_AT_ONCE // max(1, len(self.day.items)))
        for start in range(0, len(layer), size):
            some = layer.take(np.arange(start, min(start + size, len(layer))))
            longer = [self._followed(number, block, some, wait=wait, pause=0)]
            if with_break:
                longer.append(self._followed(number, block, some, wait=most_wait, pause=pause))
            yield joined(longer)

    def _breaks_matter(self, block: Block) -> bool:
        longest = self.day.who.max_drive_minutes_per_day + self.day.direct(block)
        return longest > self.day.limits.max_wheel_minutes

    def _followed(self, number: int, block: Block, layer: Labels, *, wait: int, pause: int) -> Labels:
        day, limits = self.day, self.day.limits
        leg = day.minutes[layer.place][:, day.start_place]
        back = day.minutes[day.end_place, day.board.place[block.destination]][None, :]
        direct = day.direct(block)
        wheel_there = layer.wheel[:, None] + leg
        wheel = day.item_driving[None, :] + (np.zeros_like(wheel_there) if pause else wheel_there)
        driving = layer.driving[:, None] + leg + day.item_driving[None, :]
        low = np.maximum(layer.earliest[:, None] + leg + pause, day.first[None, :])
        high = np.minimum(layer.latest[:, None] + leg + wait, day.last[None, :])
        apart = ((layer.bits[:, None, :] & day.item_bits[None, :, :]) == 0).all(axis=2)
        fine = (
            apart
            & (day.rides_along[None, :] if block.own_trip else True)
            & (low <= high)
            & (wheel_there <= limits.max_wheel_minutes)
            & (wheel <= limits.max_wheel_minutes)
            & (driving + back - direct <= day.who.max_drive_minutes_per_day)
            & (low + day.least[None, :] + back <= block.end)
        )
        rows, items = np.nonzero(fine)
        leg, low, high = leg[rows, items], low[rows, items], high[rows, items]
        old = layer.take(rows)
        # `timing.then`, on whole arrays
        least, most = old.least + leg + pause, old.most + leg + wait
        first, last = np.maximum(old.first, low - most), np.minimum(old.last, high - least)
        low, high = np.maximum(low, first + least), np.minimum(high, last + most)
        earliest = np.maximum(day.earliest[items], low + day.least[items])
        latest = np.minimum(day.latest[items], high + day.most[items])
        ok = (first <= last) & (low <= high) & (earliest <= latest)
        least = np.maximum(least + day.least[items], earliest - last)
        most = np.minimum(most + day.most[items], latest - first)
        first, last = np.maximum(first, earliest - most), np.minimum(last, latest - least)
        earliest, latest = np.maximum(earliest, first + least), np.minimum(latest, last + most)
        ok &= (least <= most) & (earliest + back[0][items] <= block.end)
        value = old.value + day.weights.driving_minute * (leg + day.item_driving[items]) - self.gains[items]
        busy = old.busy + leg + day.item_busy[items]
        if self.outlook is not None:
            waited = day.weights.waiting_minute * (least - busy)
            ahead = self.outlook.away(number, day.end_place[items], earliest)
            ok &= value + waited - ahead < self.cutoff + 1e-9
        keep = np.nonzero(ok)[0]
        rows, items = rows[keep], items[keep]
        before = old.take(keep)
        return replace(
            before,
            first=first[keep],
            last=last[keep],
            earliest=earliest[keep],
            latest=latest[keep],
            least=least[keep],
            most=most[keep],
            place=day.end_place[items],
            driving=driving[rows, items],
            wheel=wheel[rows, items],
            busy=busy[keep],
            value=value[keep],
            bits=before.bits | day.item_bits[items],
            on_call=before.on_call if block.own_trip else np.ones(len(keep), dtype=np.int64),
            promised=before.promised | day.item_promised[items],
            trace=self._trace(before.trace, [(int(item), pause) for item in items]),
        )

    def _closed(self, number: int, block: Block, layer: Labels) -> Labels:
        """Back at the block's destination: what the trip waited and counts for is settled."""
        day = self.day
        destination = day.board.place[block.destination]
        back = day.minutes[layer.place, destination]
        direct = day.direct(block)
        fine = layer.wheel + back <= day.limits.max_wheel_minutes
        if block.own_trip:
            fine &= layer.least + back <= direct + block.max_detour_minutes
        layer, back = layer.take(np.nonzero(fine)[0]), back[fine]
        latest = np.minimum(layer.latest + back, block.end)
        most, least, earliest = layer.most + back, layer.least + back, layer.earliest + back
        last = np.minimum(layer.last, latest - least)
        first = np.maximum(layer.first, earliest - most)
        earliest, latest = np.maximum(earliest, first + least), np.minimum(latest, last + most)
        spans = np.stack([first, last, earliest, latest, least, most], axis=1)
        near = np.zeros(len(layer), dtype=bool)
        for night in day.board.problem.nights if not block.own_trip else ():
            near |= (first < night.early_until) & (latest > night.begins)
        index, grid, rests = self._cut_by_rest(spans, near)
        what = [(number, span, rest) for span, rest in zip(grid.tolist(), rests, strict=True)]
        old, minutes_back = layer.take(index), back[index]
        waiting = grid[:, 4] - old.busy - minutes_back
        value = old.value + day.weights.driving_minute * (minutes_back - direct) + day.weights.waiting_minute * waiting
        late = old.late | np.array([rest.late for rest in rests], dtype=np.int64)
        early = old.early | np.array([rest.early for rest in rests], dtype=np.int64)
        zero = np.zeros(len(index), dtype=np.int64)
        ready = grid[:, 2] + day.limits.home_stay_minutes
        ok = (late & early) == 0
        if self.outlook is not None:
            ok &= value - self.outlook.at_home(number, ready) < self.cutoff + 1e-9
        labels = replace(
            old,
            first=zero,
            last=zero,
            earliest=ready,
            latest=zero,
            least=zero,
            most=zero,
            place=zero,
            driving=old.driving + minutes_back - direct,
            wheel=zero,
            busy=zero,
            value=value,
            night=old.night | np.array([rest.night for rest in rests], dtype=np.int64),
            late=late,
            early=early,
            trace=self._trace(old.trace, what),
        )
        return labels.take(np.nonzero(ok)[0])

    def _cut_by_rest(self, spans: Ints, near: npt.NDArray[np.bool_]) -> tuple[Ints, Ints, list[Rest]]:
        """Spans (and their rows) cut where the rules of rest change their answer, without those that are barred."""
        day, plain = self.day, np.nonzero(~near)[0]
        rows, cut, rests = plain.tolist(), [spans[plain]], [Rest()] * len(plain)
        for row in np.nonzero(near)[0].tolist():
            for span, rest in by_rest(Span(*spans[row].tolist()), day.board.problem.nights):
                if not (rest.late & day.no_late or rest.early & day.no_early):
                    rows.append(row)
                    cut.append(np.array([span], dtype=np.int64))
                    rests.append(rest)
        return np.array(rows, dtype=np.int64), np.concatenate(cut), rests

    def _duty(self, ended: Labels, row: int) -> DutyChoice:
        """Read a duty back from where its label came from."""
        day, trips = self.day, []
        parts: list[Part] = []
        closing: tuple[int, list[int], Rest] | None = None
        at = int(ended.trace[row])
        while at >= 0:
            at, what = self.origins[at]
            if len(what) == 3:
                if closing is not None:
                    trips.append(self._trip(closing, parts))
                closing, parts = what, []
            else:
                parts.append(Part(day.items[what[0]], what[1]))
        assert closing is not None  # noqa: S101
        trips.append(self._trip(closing, parts))
        trips.reverse()
        bits = sum(part.item.bits for trip in trips for part in trip.parts)
        change = sum(day.change_cost(bit) for bit in day.local if bits >> bit & 1)
        return DutyChoice(
            driver=day.driver,
            date=day.date,
            bits=bits,
            cost=change
            + sum(
                day.weights.driving_minute * trip.driving + day.weights.waiting_minute * trip.waiting for trip in trips
            ),
            ask=bool(ended.on_call[row]) and not ended.promised[row],
            on_call=bool(ended.on_call[row]),
            rest=Rest(bool(ended.night[row]), int(ended.late[row]), int(ended.early[row])),
            trips=tuple(trips),
        )

    def _trip(self, closing: tuple[int, list[int], Rest], backwards: list[Part]) -> TripChoice:
        number, span, rest = closing[0], Span(*closing[1]), closing[2]
        block, minutes, place = self.day.blocks[number], self.day.minutes, self.day.board.place
        parts = tuple(reversed(backwards))
        driving, at, busy = 0, place[block.origin], 0
        for part in parts:
            leg = int(minutes[at][part.item.start_place])
            driving += leg + part.item.driving
            busy += leg + part.item.busy
            at = part.item.end_place
        home = int(minutes[at][place[block.destination]])
        return TripChoice(block, driving + home - self.day.direct(block), span.least - busy - home, span, rest, parts)
