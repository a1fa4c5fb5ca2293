"""The duties of one day under given prices: labels grow item by item, trip by trip.

What can still be gained from a place and time on is bounded by a table (`outlook`), which prunes what can't reach the
cutoff; of labels alike for what may follow only the best stay (`labels`). The loops themselves are in `grow`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ridematch.match.around import Around
from ridematch.match.compiled import Ints
from ridematch.match.counting import NOTHING, Counted, in_the_day, since_break
from ridematch.match.days import Day, Prices
from ridematch.match.duty import DutyChoice, Part, Rest, TripChoice
from ridematch.match.grow import grow
from ridematch.match.hours import MOST_PIECES
from ridematch.match.labels import (
    ALL_SETS,
    AT_HOME,
    BLOCK,
    DEAD,
    EARLIEST,
    EARLY,
    FIRST,
    KEY_COLUMNS,
    LABEL_COLUMNS,
    LAST,
    LATE,
    LATEST,
    LEAST,
    MOST,
    NIGHT,
    ON_CALL,
    PARENT,
    PAUSE,
    PROMISED,
    ROUGH,
    TRIP_EARLY,
    TRIP_LATE,
    TRIP_NIGHT,
    WHAT,
    Pool,
    push,
)
from ridematch.match.look import worth_a_look
from ridematch.match.outlook import Outlook
from ridematch.match.timing import Span

LONG_AGO = -(10**9)

MOST_CUTS = 62
"""Of a day, the dearest ones, that a label knows of: others cost nothing between items, so a duty may look too good."""

SOON = 3_000
"""Labels of a search, after which it begins anew with tables that say more and take longer to make."""

LABELS_AT_ONCE = 5_000
"""Labels grown between two looks at the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Duties below the cutoff with their reduced costs, best first; `complete` if the search came to its end.

    No duty's reduced cost is below `least` (0 at most), found or not.
    """

    duties: tuple[DutyChoice, ...]
    reduced_costs: tuple[float, ...]
    least: float
    complete: bool


def search(
    day: Day,
    prices: Prices,
    *,
    cutoff: float,
    compare: int,
    most: int,
    enough: int | None = None,
    wanted: int | None = None,
    again: bool = False,
    late: Callable[[], bool] = lambda: False,
) -> Found:
    """All duties whose reduced cost is below `cutoff` and that no other one makes needless; only the best `wanted`.

    `compare` is one of `labels`: with ALL_SETS all duties below the cutoff are found, with EXACT one of least reduced
    cost is among those found, with ROUGH perhaps not. The search stops, incomplete, at about `most` labels, or `enough`
    of them if something was found by then, or when it is `late`. ROUGH may look `again` only at what was likely before.
    """
    if not np.isfinite(cutoff):
        return _Search(day.opened(), prices, None, cutoff=cutoff, compare=compare, most=most).found(most, wanted, late)
    day, outlook, least = worth_a_look(day, prices, cutoff=cutoff, first_look=compare == ROUGH, again=again)
    if not len(day.which):
        return Found(duties=(), reduced_costs=(), least=least, complete=True)
    enough = most if enough is None else enough
    soon = most if compare == ROUGH else min(most, SOON)
    found = _Search(day, prices, outlook, cutoff=cutoff, compare=compare, most=soon).found(enough, wanted, late)
    if soon < most and not found.complete and not late():
        counts = since_break(outlook), in_the_day(outlook)
        closely = _Search(day, prices, outlook, cutoff=cutoff, compare=compare, most=most, counts=counts)
        sooner, found = found, closely.found(enough, wanted, late)
        least = max(least, sooner.least)
        if not found.complete and not found.duties:  # (it was late)
            found = sooner
    return replace(found, least=least if compare == ROUGH else max(found.least, least))


class _Search:
    """One search under one set of prices."""

    def __init__(
        self,
        day: Day,
        prices: Prices,
        outlook: Outlook | None,
        *,
        cutoff: float,
        compare: int,
        most: int,
        counts: tuple[Counted, Counted] = (NOTHING, NOTHING),
    ) -> None:
        self.day, self.prices, self.most, self.counts = day, prices, most, counts
        self.cutoff = cutoff - prices.duty
        self.gains, self.outlook = day.gains(prices), outlook
        cuts = day.cuts(prices)
        self.owes = (cuts.drives[:, :MOST_CUTS] % 2) @ (1 << np.arange(min(MOST_CUTS, len(cuts.prices))))
        rows = most + 8 * MOST_PIECES + 2 * len(day.which) * (len(day.blocks) + 1)
        self.pool = Pool(
            labels=np.empty((rows, LABEL_COLUMNS), dtype=np.int64),
            value=np.empty(rows),
            keys=np.empty((rows, KEY_COLUMNS)),
            bits=np.empty((rows, day.living.shape[1]), dtype=np.uint64),
            owes=np.empty(rows, dtype=np.int64),
            cut_prices=cuts.prices[:MOST_CUTS],
            cut_last=cuts.last[:MOST_CUTS],
            alive=np.empty(rows, dtype=np.int64),
            following=np.empty(rows, dtype=np.int64),
            promise=np.empty(rows),
            heap=np.empty(rows, dtype=np.int64),
            heads=np.full(max(1024, 4 * most if compare == ALL_SETS else 0), -1, dtype=np.int64),
            expiry=day.expiry,
            living=day.living,
            strict=day.strict,
            prices=self._day_prices(),
            compare=compare,
            waiting_weight=day.weights.waiting_minute,
        )
        self.pool.labels[0] = 0  # dawn: at home, nothing done
        self.pool.labels[0, [EARLIEST, PARENT, AT_HOME]] = LONG_AGO, -1, 1
        self.pool.value[0], self.pool.bits[0], self.pool.owes[0] = 0.0, 0, 0

    def found(self, enough: int, wanted: int | None, late: Callable[[], bool]) -> Found:
        """Search, then read the duties off the labels at home."""
        labels = self.pool.labels
        count, unseen = self._grown(enough, late)
        ended = 1 + np.nonzero((labels[1:count, AT_HOME] == 1) & (labels[1:count, DEAD] == 0))[0]
        costs = self.pool.value[ended] + self._asks(labels[ended]) + self.prices.duty
        best = [int(row) for row in np.argsort(costs, kind="stable") if costs[row] < self.cutoff + self.prices.duty]
        cutoff = self.cutoff + self.prices.duty  # what can't get below it was not looked at
        least = min([0.0, cutoff, unseen + self.prices.duty, *(float(costs[row]) for row in best[:1])])
        duties = []
        for row in best[:wanted]:
            if late():
                break
            duties.append(self._duty(int(ended[row])))
        return Found(
            duties=tuple(duties),
            reduced_costs=tuple(float(costs[row]) for row in best[: len(duties)]),
            least=least,
            complete=unseen == np.inf and len(duties) == len(best[:wanted]),
        )

    def _grown(self, enough: int, late: Callable[[], bool]) -> tuple[int, float]:
        """How many rows are in use at the end of the search, and the least that what was not found can cost."""
        around, any_found = self._around(), False
        self.pool.promise[0] = -np.inf
        count, size = 1, push(self.pool, 0, 0)
        while True:
            count, size, found, unseen = grow(self.pool, around, count, size, min(self.most, count + LABELS_AT_ONCE))
            any_found |= found
            if unseen == np.inf or count > self.most or (any_found and count > enough) or late():
                return count, unseen

    def _around(self) -> Around:
        day, place, outlook = self.day, self.day.board.place, self.outlook
        blocks = [
            (
                *(block.start, block.end, place[block.origin], place[block.destination]),
                *(block.own_trip, day.direct(block), block.max_detour_minutes, day.again(block)),
                day.who.max_drive_minutes_per_day + day.direct(block) > day.limits.max_wheel_minutes,
            )
            for block in day.blocks
        ]
        return Around(
            blocks=np.array(blocks, dtype=np.int64),
            table=day.table,
            served=day.served,
            slot=day.slot,
            gains=self.gains,
            owes=self.owes,
            adds=outlook.adds if outlook else np.zeros(len(day.which), dtype=np.int64),
            keep=outlook.memory.keep if outlook else np.zeros((1, 1), dtype=np.uint8),
            begins_at=day.begins_at,
            by_place=day.by_place,
            begins=day.begins,
            start_places=day.start_places,
            end_number=day.end_number,
            minutes=day.minutes,
            nearest=day.nearest,
            away=outlook.away
            if outlook
            else np.full((len(day.blocks), 1, 1, len(day.end_places), day.longest + 1), np.inf),
            home=outlook.home if outlook else np.full((len(day.blocks), 1, day.longest + 2), np.inf),
            cutoff=self.cutoff,
            toll=outlook.toll if outlook else 0.0,
            levels=outlook.levels if outlook else np.zeros(1, dtype=np.int64),
            nights=day.nights,
            no_late=day.no_late,
            no_early=day.no_early,
            max_wait=day.who.max_wait_minutes,
            pause=day.limits.break_minutes,
            max_wheel=day.limits.max_wheel_minutes,
            max_driving=day.who.max_drive_minutes_per_day,
            stay=day.limits.home_stay_minutes,
            driving_weight=float(day.weights.driving_minute),
            since_break=self.counts[0],
            in_the_day=self.counts[1],
        )

    def _asks(self, labels: Ints) -> npt.NDArray[np.float64]:
        """An ask is paid at the end of a day on which something promised might still have come."""
        asked = labels[:, ON_CALL] * (1 - labels[:, PROMISED])
        return np.asarray(self.prices.ask * asked if self.day.promises else 0.0 * asked, dtype=np.float64)

    def _day_prices(self) -> npt.NDArray[np.float64]:
        """As `labels.Pool` wants them. An ask is paid with being on call where nothing promised can make up for it."""
        late, early = dict(self.prices.late), dict(self.prices.early)
        nights = range(len(self.day.nights))
        on_call = self.prices.on_call + (0.0 if self.day.promises else self.prices.ask)
        by_night = [*(late.get(n, 0.0) for n in nights), *(early.get(n, 0.0) for n in nights)]
        return np.array([on_call, self.prices.night, *by_night])

    def _duty(self, ended: int) -> DutyChoice:
        """Read a duty back from where its label came from."""
        day, trips = self.day, []
        last = self.pool.labels[ended]
        at = ended
        while at > 0:
            closing = self.pool.labels[at]
            at, parts = int(closing[PARENT]), []
            while not self.pool.labels[at, AT_HOME]:
                label = self.pool.labels[at]
                parts.append(Part(day.items.item(int(day.which[label[WHAT]])), int(label[PAUSE])))
                at = int(label[PARENT])
            trips.append(self._trip(closing, parts[::-1]))
        trips.reverse()
        serves = tuple(sorted(bit for trip in trips for part in trip.parts for bit in part.item.serves))
        cost = sum(day.change_cost(bit) for bit in serves)
        cost -= sum(part.item.worth for trip in trips for part in trip.parts)
        cost += sum(
            day.weights.driving_minute * trip.driving + day.weights.waiting_minute * trip.waiting for trip in trips
        )
        return DutyChoice(
            driver=day.driver,
            date=day.date,
            serves=serves,
            cost=cost,
            ask=bool(last[ON_CALL]) and not last[PROMISED],
            on_call=bool(last[ON_CALL]),
            rest=Rest(bool(last[NIGHT]), int(last[LATE]), int(last[EARLY])),
            trips=tuple(trips),
        )

    def _trip(self, closing: Ints, parts: list[Part]) -> TripChoice:
        first, last, earliest, latest, least, most = (
            int(closing[column]) for column in (FIRST, LAST, EARLIEST, LATEST, LEAST, MOST)
        )
        span = Span(first, last, earliest - self.day.limits.home_stay_minutes, latest, least, most)
        rest = Rest(bool(closing[TRIP_NIGHT]), int(closing[TRIP_LATE]), int(closing[TRIP_EARLY]))
        block, minutes, place = self.day.blocks[int(closing[BLOCK])], self.day.minutes, self.day.board.place
        driving, at, busy = 0, place[block.origin], 0
        for part in parts:
            leg = int(minutes[at][part.item.start_place])
            driving += leg + part.item.driving
            busy += leg + part.item.busy
            at = part.item.end_place
        home = int(minutes[at][place[block.destination]])
        return TripChoice(
            block, driving + home - self.day.direct(block), span.least - busy - home, span, rest, tuple(parts)
        )
