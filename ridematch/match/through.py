"""What a day can gain at best if it does one thing: what leads to it, the thing itself, and what can follow.

What follows is in the tables of `outlook`; what leads to it is the same looked at from the other end. Whatever can't
reach the cutoff even so is in no duty that does, and a search need not look at it.
"""

import numpy as np

from ridematch.match.bounds import Stretch, home_again, still
from ridematch.match.compiled import Floats, compiled, tight, zero
from ridematch.match.labels import BUSY_MINUTES, DRIVING_MINUTES, EARLIEST, END, FIRST, LAST, LEAST, START
from ridematch.match.outlook import Outlook


def at_best(outlook: Outlook, *, need: float = -np.inf) -> Floats:
    """For each item the most that a duty with it can gain (perhaps: never too little), less what the duty costs.

    Where a glance shows that it is less than `need`, it is what the glance shows.
    """
    day = outlook.day
    if not outlook.tells:
        return np.full(len(day.table), -outlook.root())  # (nothing is known of any)
    best = np.full(len(day.table), -np.inf)
    left = outlook.toll * day.who.max_drive_minutes_per_day
    before = 0.0
    for number in range(len(day.blocks)):
        stretch, home, away = outlook.stretch(number), outlook.home[number], outlook.away[number]
        before, straight, paused, ready = _leading(stretch, before)
        _through(stretch, straight, paused, ready, home, away, need - left, best)
    return best + left


@compiled
def _leading(stretch: Stretch, before: float) -> tuple[float, Floats, Floats, Floats]:
    """The most gained by the block's end, and what leads to each place where something begins, in each minute.

    These are: straight from home, after a break at this first stop, and from elsewhere, for something of a level at the
    wheel or a lower one. `before` is the most that was gained before the block. Nothing is remembered.
    """
    rows = stretch.end - stretch.begin + 1
    places = (len(stretch.start_places), rows)
    straight, paused = np.full(places, -np.inf), np.full(places, -np.inf)
    ready = np.full((len(stretch.levels), *places), -np.inf)
    done = np.full((len(stretch.levels), len(stretch.end_places), rows), -np.inf)  # ... until something has ended there
    order = stretch.by_last[np.argsort(stretch.table[stretch.by_last, FIRST])]
    active = np.empty(len(order), dtype=np.int64)
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
            gained = _gained(stretch, straight, paused, ready, item, row, finished)
            level, place = stretch.level[item], stretch.end_number[item]
            done[level, place, finished] = max(done[level, place, finished], gained)
            back = stretch.minutes[about[END], stretch.destination]
            if finished + back < rows and about[DRIVING_MINUTES] + back <= stretch.wheel:
                total = gained - stretch.driving * back + stretch.direct
                after = max(after, total)
                again = finished + back + stretch.stay
                if stretch.again and again < rows:
                    at_home[again] = max(at_home[again], total)
        count = kept
    return after, straight, paused, ready


@tight
def _gained(
    stretch: Stretch, straight: Floats, paused: Floats, ready: Floats, item: int, row: int, finished: int
) -> float:
    """The most gained until an item ends that begins in this minute."""
    about, start = stretch.table[item], stretch.start_number[item]
    out = stretch.minutes[stretch.origin, about[START]]
    from_home = paused if out + about[DRIVING_MINUTES] > stretch.wheel else straight
    gained = max(ready[stretch.level[item], start, row], from_home[start, row])
    return float(gained + stretch.net[item] - stretch.waiting * (finished - row - about[BUSY_MINUTES]))


@compiled
def _through(
    stretch: Stretch,
    straight: Floats,
    paused: Floats,
    ready: Floats,
    home: Floats,
    away: Floats,
    need: float,
    best: Floats,
) -> None:
    """Raises `best` of each item to what a day can gain with it in this block.

    `home` and `away` are the tables of what can still be gained: they know what the item itself served.
    """
    rows = stretch.end - stretch.begin + 1
    led_to, leads_on = _soonest_best(straight, paused, ready), _latest_best(stretch, home, away)
    for item in range(len(stretch.table)):
        about, start, place = stretch.table[item], stretch.start_number[item], stretch.end_number[item]
        first, last = max(zero(), about[FIRST] - stretch.begin), min(rows - 1, about[LAST] - stretch.begin)
        ends = max(first + about[LEAST], about[EARLIEST] - stretch.begin)
        if first > last or ends >= rows:
            continue
        waited = stretch.waiting * (about[LEAST] - about[BUSY_MINUTES])
        glance = led_to[start, last] + stretch.net[item] - waited + leads_on[place, ends]
        if glance < need:
            best[item] = max(best[item], glance)
            continue
        for row in range(first, last + 1):
            finished = max(row + about[LEAST], about[EARLIEST] - stretch.begin)
            if finished >= rows:
                break
            gained = _gained(stretch, straight, paused, ready, item, row, finished)
            served = still(stretch.keep, stretch.adds[item], stretch.offset + row, stretch.offset + finished)
            on = home_again(stretch, home, served, about[END], finished, about[DRIVING_MINUTES])
            best[item] = max(best[item], gained + max(on, away[served, stretch.level[item], place, finished]))


@compiled
def _soonest_best(straight: Floats, paused: Floats, ready: Floats) -> Floats:
    """For each place and minute the most gained until something may begin there by then."""
    best = np.full(straight.shape, -np.inf)
    for place in range(len(best)):
        most = -np.inf
        for row in range(straight.shape[1]):
            most = max(most, straight[place, row], paused[place, row], ready[0, place, row])
            best[place, row] = most
    return best


@compiled
def _latest_best(stretch: Stretch, home: Floats, away: Floats) -> Floats:
    """For each place and minute the most that can still be gained if something ends there then or later."""
    best = np.full((len(stretch.end_places), stretch.end - stretch.begin + 1), -np.inf)
    for place in range(len(best)):
        most = -np.inf
        for row in range(stretch.end - stretch.begin, -1, -1):
            on = home_again(stretch, home, zero(), stretch.end_places[place], row, zero())
            most = max(most, on, away[0, 0, place, row])
            best[place, row] = most
    return best


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
