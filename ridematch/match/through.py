"""What a day can gain at best if it does one thing: what leads to it, the thing itself, and what can follow.

What follows is in the tables of `bounds`; what leads to it is the same looked at from the other end. Whatever can't
reach the cutoff even so is in no duty that does, and a search need not look at it.
"""

from typing import TYPE_CHECKING

import numpy as np

from ridematch.match.bounds import Outlook, Stretch, stretch_of
from ridematch.match.compiled import Floats, compiled
from ridematch.match.labels import BUSY_MINUTES, EARLIEST, FIRST, LAST, LEAST

if TYPE_CHECKING:
    from ridematch.match.days import Day


def at_best(day: "Day", gains: Floats) -> Floats:
    """For each item the most that a duty with it can gain (perhaps: never too little), less what the duty costs."""
    outlook = Outlook(day, gains, np.zeros(len(day.local)))  # at no prices it remembers nobody: it is for a rough look
    if not outlook.tells:
        return np.full(len(day.table), -outlook.root())
    best = np.full(len(day.table), -np.inf)
    before = 0.0
    for number in range(len(day.blocks)):
        stretch = stretch_of(day, number, outlook.net, outlook.remembered)
        before = _through(stretch, before, outlook.away[number, 0], best)
    return best


@compiled
def _through(stretch: Stretch, before: float, away: Floats, best: Floats) -> float:
    """Raises `best` of each item to what a day can gain with it in this block; returns the most gained by its end.

    `before` is the most that was gained before the block, `away[place, minute]` what can still be gained after it.
    """
    rows = stretch.end - stretch.begin + 1
    ready = np.full((len(stretch.start_places), rows), -np.inf)  # gained until something may begin at a place
    done = np.full((len(stretch.end_places), rows), -np.inf)  # ... until something has ended there
    order = np.argsort(stretch.table[:, FIRST])
    active = np.empty(len(stretch.table), dtype=np.int64)
    home, after, count, coming = np.full(rows, before), before, 0, 0
    for row in range(rows):
        now = stretch.begin + row
        if row > 0:
            home[row] = max(home[row], home[row - 1])
            for place in range(len(stretch.start_places)):
                ready[place, row] = max(ready[place, row], ready[place, row - 1] - stretch.waiting)
        for place in range(len(stretch.end_places)):
            if done[place, row] == -np.inf:
                continue
            here = stretch.end_places[place]
            back = stretch.minutes[here, stretch.destination]
            if row + back < rows:
                gained = done[place, row] - stretch.driving * back + stretch.direct
                after = max(after, gained)
                again = row + back + stretch.stay
                if stretch.again and again < rows:
                    home[again] = max(home[again], gained)
            _drive_on(stretch, here, row, done[place, row], ready)
        _drive_on(stretch, stretch.origin, row, home[row], ready)
        while coming < len(order) and stretch.table[order[coming], FIRST] <= now:
            active[count] = order[coming]
            count, coming = count + 1, coming + 1
        kept = 0
        for number in range(count):
            item = active[number]
            about = stretch.table[item]
            if about[LAST] < now:
                continue
            active[kept] = item
            kept += 1
            finished = max(row + about[LEAST], about[EARLIEST] - stretch.begin)
            if finished >= rows:
                continue
            place = stretch.end_number[item]
            gained = ready[stretch.start_number[item], row] + stretch.net[item]
            gained -= stretch.waiting * (finished - row - about[BUSY_MINUTES])
            done[place, finished] = max(done[place, finished], gained)
            best[item] = max(best[item], gained + away[place, finished])
        count = kept
    return after


@compiled
def _drive_on(stretch: Stretch, here: int, row: int, gained: float, ready: Floats) -> None:
    """From a place to wherever something begins."""
    for number in range(len(stretch.start_places)):
        leg = stretch.minutes[here, stretch.start_places[number]]
        if row + leg < ready.shape[1]:
            ready[number, row + leg] = max(ready[number, row + leg], gained - stretch.driving * leg)
