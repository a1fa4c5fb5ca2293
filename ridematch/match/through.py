"""What a day can gain at best if it does one thing: what leads to it, the thing itself, and what can follow.

What follows is in the tables of `outlook`; what leads to it is the same looked at from the other end. Whatever can't
reach the cutoff even so is in no duty that does, and a search need not look at it.
"""

import numpy as np

from ridematch.match.bounds import Stretch, home_again, still
from ridematch.match.compiled import Floats, compiled, tight
from ridematch.match.labels import BUSY_MINUTES, DRIVING_MINUTES, EARLIEST, END, FIRST, LAST, LEAST, START
from ridematch.match.outlook import Outlook


def at_best(outlook: Outlook) -> Floats:
    """For each item the most that a duty with it can gain (perhaps: never too little), less what the duty costs."""
    day = outlook.day
    if not outlook.tells:
        return np.full(len(day.table), -outlook.root())  # (nothing is known of any)
    best = np.full(len(day.table), -np.inf)
    before = 0.0
    for number in range(len(day.blocks)):
        before = _through(outlook.stretch(number), before, outlook.home[number], outlook.away[number], best)
    return best + outlook.toll * day.who.max_drive_minutes_per_day


@compiled
def _through(stretch: Stretch, before: float, home: Floats, away: Floats, best: Floats) -> float:
    """Raises `best` of each item to what a day can gain with it in this block; returns the most gained by its end.

    `before` is the most that was gained before the block, `home` and `away` are the tables of what can still be gained.
    What leads to an item is not remembered, but of what follows it is known what the item itself served.
    """
    rows = stretch.end - stretch.begin + 1
    places = (len(stretch.start_places), rows)
    straight = np.full(places, -np.inf)  # gained until something may begin at a place, straight from home
    paused = np.full(places, -np.inf)  # ... after a break at this first stop
    ready = np.full((len(stretch.levels), *places), -np.inf)  # ... from elsewhere, something of a level or a lower one
    done = np.full((len(stretch.levels), len(stretch.end_places), rows), -np.inf)  # ... until something has ended there
    order = np.argsort(stretch.table[:, FIRST])
    active = np.empty(len(stretch.table), dtype=np.int64)
    at_home, after, count, coming = np.full(rows, before), before, 0, 0
    for row in range(rows):
        now = stretch.begin + row
        if row > 0:
            at_home[row] = max(at_home[row], at_home[row - 1])
            for level in range(len(stretch.levels)):
                for place in range(len(stretch.start_places)):
                    waited = ready[level, place, row - 1] - stretch.waiting
                    ready[level, place, row] = max(ready[level, place, row], waited)
        if stretch.may_pause and row >= stretch.pause:
            for place in range(len(stretch.start_places)):
                paused[place, row] = straight[place, row - stretch.pause] - stretch.waiting * stretch.pause
        for level in range(len(stretch.levels)):
            for place in range(len(stretch.end_places)):
                if done[level, place, row] > -np.inf:
                    _drive_on(stretch, level, place, row, done[level, place, row], ready)
        for level in range(len(stretch.levels) - 2, -1, -1):
            for place in range(len(stretch.start_places)):
                ready[level, place, row] = max(ready[level, place, row], ready[level + 1, place, row])
        for place in range(len(stretch.start_places)):
            leg = stretch.minutes[stretch.origin, stretch.start_places[place]]
            if row + leg < rows:
                straight[place, row + leg] = max(straight[place, row + leg], at_home[row] - stretch.driving * leg)
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
            start, place = stretch.start_number[item], stretch.end_number[item]
            out = stretch.minutes[stretch.origin, about[START]]
            needs_pause = out + about[DRIVING_MINUTES] > stretch.wheel
            level = stretch.level[item]
            gained = max(ready[level, start, row], paused[start, row] if needs_pause else straight[start, row])
            gained += stretch.net[item] - stretch.waiting * (finished - row - about[BUSY_MINUTES])
            done[level, place, finished] = max(done[level, place, finished], gained)
            served = still(stretch.keep, stretch.adds[item], stretch.offset + row, stretch.offset + finished)
            back = stretch.minutes[about[END], stretch.destination]
            ends = finished + back < rows and about[DRIVING_MINUTES] + back <= stretch.wheel
            on = home_again(stretch, home, served, about[END], finished, about[DRIVING_MINUTES])
            best[item] = max(best[item], gained + max(on, away[served, level, place, finished]))
            if ends:
                total = gained - stretch.driving * back + stretch.direct
                after = max(after, total)
                again = finished + back + stretch.stay
                if stretch.again and again < rows:
                    at_home[again] = max(at_home[again], total)
        count = kept
    return after


@tight
def _drive_on(stretch: Stretch, level: int, place: int, row: int, gained: float, ready: Floats) -> None:
    """From a place to wherever something begins, with a break there or without."""
    rows, all_levels = ready.shape[2], len(stretch.levels) - 1
    for number in range(len(stretch.start_places)):
        leg = stretch.minutes[stretch.end_places[place], stretch.start_places[number]]
        allowed, then, rest = stretch.wheel - stretch.levels[level] - leg, row + leg, gained - stretch.driving * leg
        if allowed < 0 or then >= rows:
            continue
        next_level = all_levels
        while stretch.levels[next_level] > allowed:
            next_level -= 1
        ready[next_level, number, then] = max(ready[next_level, number, then], rest)
        then, rest = then + stretch.pause, rest - stretch.waiting * stretch.pause
        if stretch.may_pause and then < rows:
            ready[all_levels, number, then] = max(ready[all_levels, number, then], rest)
