"""What a day can gain at best if it does one thing: what leads to it, the thing itself, and what can follow.

What follows is in the tables of `outlook`; what leads to it is the same looked at from the other end. Whatever can't
reach the cutoff even so is in no duty that does, and a search need not look at it.
"""

import numpy as np

from ridematch.match.bounds import Stretch, home_again, legs_of, next_levels_of, still
from ridematch.match.compiled import Floats, Ints, compiled, tight, zero
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
    """The most gained by the block's end, and what leads, in each minute, to each place where something begins.

    These are: straight from home, after a break at this first stop, and from elsewhere, for something of a level at the
    wheel or a lower one. `before` is the most that was gained before the block. Nothing is remembered.
    """
    rows = stretch.end - stretch.begin + 1
    starts, levels = len(stretch.start_places), len(stretch.levels)
    legs, next_levels = legs_of(stretch), next_levels_of(stretch)
    straight, paused = np.full((rows, starts), -np.inf), np.full((rows, starts), -np.inf)
    ready = np.full((rows, starts, levels), -np.inf)
    done = np.full((rows, len(stretch.end_places), levels), -np.inf)  # gained until something has ended there
    order = stretch.by_last[np.argsort(stretch.table[stretch.by_last, FIRST])]
    active = np.empty(len(order), dtype=np.int64)
    at_home, after, count, coming = np.full(rows, before), before, 0, 0
    for row in range(rows):
        now = stretch.begin + row
        if row > 0:
            at_home[row] = max(at_home[row], at_home[row - 1])
        for place in range(len(stretch.end_places)):
            for level in range(levels):
                if done[row, place, level] > -np.inf:
                    _drive_on(stretch, legs[place], next_levels[:, level], row, done[row, place, level], ready)
        for place in range(starts):
            if stretch.may_pause and row >= stretch.pause:
                paused[row, place] = straight[row - stretch.pause, place] - stretch.waiting * stretch.pause
            best = -np.inf
            for level in range(levels - 1, -1, -1):
                if row > 0:
                    best = max(best, ready[row - 1, place, level] - stretch.waiting)
                best = max(best, ready[row, place, level])
                ready[row, place, level] = best
            leg = stretch.minutes[stretch.origin, stretch.start_places[place]]
            if row + leg < rows:
                straight[row + leg, place] = max(straight[row + leg, place], at_home[row] - stretch.driving * leg)
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
            done[finished, place, level] = max(done[finished, place, level], gained)
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
    gained = max(ready[row, start, stretch.level[item]], from_home[row, start])
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
        glance = led_to[last, start] + stretch.net[item] - waited + leads_on[place, ends]
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
    """For each minute and place the most gained until something may begin there by then."""
    best = np.full(straight.shape, -np.inf)
    for row in range(len(straight)):
        for place in range(straight.shape[1]):
            most = max(straight[row, place], paused[row, place], ready[row, place, 0])
            best[row, place] = max(best[row - 1, place], most) if row > 0 else most
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
def _drive_on(stretch: Stretch, legs: Ints, next_levels: Ints, row: int, gained: float, ready: Floats) -> None:
    """By these legs to wherever something begins, with a break there or without; `next_levels` by leg."""
    rows, all_levels = len(ready), len(stretch.levels) - 1
    for number in range(len(legs)):
        leg = legs[number]
        then, rest = row + leg, gained - stretch.driving * leg
        if then >= rows or leg >= len(next_levels) or next_levels[leg] < 0:
            continue
        level = next_levels[leg]
        ready[then, number, level] = max(ready[then, number, level], rest)
        then, rest = then + stretch.pause, rest - stretch.waiting * stretch.pause
        if stretch.may_pause and then < rows:
            ready[then, number, all_levels] = max(ready[then, number, all_levels], rest)
