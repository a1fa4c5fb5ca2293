"""Which items of a day are worth a search under given prices, by tables that say less and less too much."""

import numpy as np

from ridematch.match.days import LIKELY, Day, Prices
from ridematch.match.labels import TIE
from ridematch.match.outlook import Memory, Outlook, Way
from ridematch.match.through import at_best

MOST_WORK = 30_000_000
"""Steps of work on the tables of a day, beyond which no more bits are remembered."""

PROMISING = 500
"""Items that a first look goes by, the best ones."""

SAME_TOLL = 1e-3
"""Tolls that differ by less are one."""


def at_least(day: Day, prices: Prices) -> float:
    """A lower bound on the reduced cost of any duty, without searching; 0 at most. Of very many items none is known."""
    if day.likely is not None:
        return -np.inf
    day = day.opened()
    return min(0.0, _entry(day, prices) + Outlook(day, day.gains(prices), Memory(day.most_rows)).root())


def _entry(day: Day, prices: Prices) -> float:
    """What any duty pays, whatever it serves."""
    if any(block.own_trip for block in day.blocks):
        return prices.duty
    return prices.duty + prices.on_call + (0.0 if day.promises else prices.ask)


def worth_a_look(
    day: Day, prices: Prices, *, cutoff: float, first_look: bool, again: bool = False
) -> tuple[Day, Outlook, float]:
    """The day with the items that can be in a duty below the cutoff, its tables, and a least that no duty is below.

    The tables remember more and more of what would be served twice, until nothing is or it is too much work. For a
    `first_look` only the most promising items remain. To look `again` is to look only at those that were likely under
    other prices, when all were looked at: quick, but then of the least nothing is known.
    """
    likely = day.likely if again else None
    whole, day = day, day.opened(likely)
    memory, tolls = Memory(day.most_rows), Tolls(day.who.max_drive_minutes_per_day, whole.toll)
    outlook = Outlook(day, day.gains(prices), memory, whole.toll)
    entry = _entry(day, prices)
    least = min(0.0, entry + outlook.root()) if likely is None else -np.inf
    work = outlook.work
    while True:
        best = at_best(outlook, need=entry - cutoff - TIE)
        which = entry - best < cutoff + TIE
        if likely is None and len(best) == len(whole.which) > LIKELY:
            whole.likely = best >= np.partition(best, -LIKELY)[-LIKELY]
        if first_look and which.sum() > PROMISING:
            which &= best >= np.partition(best, -PROMISING)[-PROMISING]
        if not which.any():
            return day.opened(which), outlook, least if likely is not None else min(0.0, cutoff)
        way = outlook.best_way()
        twice = [(bit, *day.rows(bit)) for bit in way.twice]
        fewer = not which.all()
        if fewer:
            day = day.opened(which)
        toll = tolls.after(way)
        more = False
        if not first_look and work < MOST_WORK:
            added = [memory.add(*about) for about in twice] if toll == outlook.toll else []
            more = toll != outlook.toll or any(added)
            if any(added):  # the ways so far may be none any more
                tolls = Tolls(day.who.max_drive_minutes_per_day, toll)
        if not (fewer or more):
            return day, outlook, least
        whole.toll = toll  # prices change little from round to round
        outlook = Outlook(day, day.gains(prices), memory, toll)
        work += outlook.work
        if not first_look:
            least = min(0.0, cutoff, max(least, entry + outlook.root()))
        if not more:
            return day, outlook, least


class Tolls:
    """Looks for what a minute of driving must cost beside its weight so that the tables say least.

    What they say is the largest of a line for each way: its gain + toll * (what the limit leaves). The toll tried next
    is where the line of the best way too long and that of one short enough meet (Kelley's method in one dimension).
    """

    def __init__(self, limit: int, toll: float) -> None:
        self.limit = limit
        self.long: Way | None = None
        self.short = Way(twice=[], driving=0, gain=0.0)
        self.toll = toll

    def after(self, way: Way) -> float:
        """The toll to try after it has led to this way; the same one if there is none better."""
        if way.driving > self.limit:
            self.long = way
        else:
            self.short = way
        if self.long is None:
            self.toll = 0.0
            return self.toll
        meets = max(0.0, (self.long.gain - self.short.gain) / (self.long.driving - self.short.driving))
        self.toll = meets if abs(meets - self.toll) > SAME_TOLL else self.toll
        return self.toll
