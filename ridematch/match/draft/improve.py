"""Ruin and recreate: what lies near each other is taken out, and put back one by one where it costs least. Compiled.

Schrimpf, Schneider, Stamm-Wilbrandt and Dueck, Journal of Computational Physics 159 (2000); passing over a place now
and then so that the greedy order is not always the same is from Christiaens and Vanden Berghe, Transportation Science
54 (2020). A worse draft is gone on with by the rule of simulated annealing.
"""

from math import exp

import numpy as np
import numpy.typing as npt

from ridematch.match.compiled import Floats, Ints, compiled, tight, zero
from ridematch.match.draft.draft import BEGIN, CLOSE, COVERED, MOST_STOPS, NOWHERE, Draft, by_chance, copied, total
from ridematch.match.draft.moving import put, take_out
from ridematch.match.draft.places import cheapest
from ridematch.match.draft.scene import FIRST, NEAR, NEAR_END, TASKS, TASKS_END, UNIT, WANTED, Scene
from ridematch.match.draft.trip import Sheet, new_sheet

Marks = npt.NDArray[np.uint8]

MOST_OUT = 12
"""Units taken out at once."""

EMPTYING, MOST_BLOCKS = 0.4, 3
"""The chance that some blocks are emptied instead, and how many."""

SKIPPING = 0.03
"""The chance that a block is passed over."""

HOT, COLD, CYCLE = 40.0, 1.0, 2_000
"""Minutes: so much worse is gone on with rather often, at a cycle's beginning and at its end, after so many tries."""


@compiled
def improved(scene: Scene, draft: Draft, best: Draft, tries: int, begun: int) -> float:
    """So many tries more; `best` is the best draft ever, of which the cost is returned.

    Before the first try everything that fits is put in, the earliest first.
    """
    sheet, units = new_sheet(MOST_STOPS + 2, scene.uses.shape[1]), np.empty(len(scene.unit), dtype=np.int64)
    record = total(scene, best)
    if begun == 0:
        _earliest_first(scene, units)
        for n in range(len(units)):
            _serve(scene, draft, sheet, units[n], 0.0)
    now = total(scene, draft)
    if now < record:
        record = now
        copied(draft, best)
    before = copy_of(draft)
    for number in range(begun, begun + tries):
        many = _ruined(scene, draft, sheet, units)
        _in_some_order(scene, draft, units, many)
        for n in range(many):
            _serve(scene, draft, sheet, units[n], SKIPPING)
        cost = total(scene, draft)
        heat = HOT * (COLD / HOT) ** ((number % CYCLE) / CYCLE)
        if cost < now or by_chance(draft) < exp((now - cost) / heat):
            now = cost
            copied(draft, before)
            if now < record - 1e-6:
                record = now
                copied(draft, best)
        else:
            copied(before, draft)
    return float(record)


@compiled
def copy_of(draft: Draft) -> Draft:
    """The same once more."""
    return Draft(
        draft.routes.copy(),
        draft.trips.copy(),
        draft.many.copy(),
        draft.early.copy(),
        draft.late.copy(),
        draft.where.copy(),
        draft.driving.copy(),
        draft.driven.copy(),
        draft.outings.copy(),
        draft.days_used.copy(),
        draft.taken.copy(),
        draft.extra.copy(),
        draft.chance.copy(),
    )


@compiled
def _ruined(scene: Scene, draft: Draft, sheet: Sheet, units: Ints) -> int:
    """Takes out a unit by chance and some near it; these and those near that nobody serves are to be put back.

    Where a trip then waits too long, all who are in it are taken out too.
    """
    seed = int(by_chance(draft) * len(scene.unit))
    most, most_unserved = 1 + int(by_chance(draft) * MOST_OUT), int(by_chance(draft) * MOST_OUT)
    listed = np.zeros(len(scene.unit), dtype=np.uint8)
    units[0], listed[seed] = seed, 1
    many, out, done, near = 1, zero(), zero(), zero()
    if by_chance(draft) < EMPTYING:
        many = _some_blocks(scene, draft, seed, units, listed)
        most = 0
    while done < many or (out < most and near < scene.alike.shape[1]):
        if done == many:
            unit = scene.alike[seed, near]
            near += 1
            served = _is_served(scene, draft, unit)
            if listed[unit] or (served and by_chance(draft) < 0.3) or (not served and most_unserved == 0):
                continue
            most_unserved -= not served
            units[many], listed[unit] = unit, 1
            many += 1
        unit = units[done]
        done += 1
        out += _is_served(scene, draft, unit)
        for n in range(scene.unit[unit, TASKS], scene.unit[unit, TASKS_END]):
            block, trip = take_out(scene, draft, sheet, scene.in_units[n])
            if trip < 0:
                continue
            for row in range(draft.trips[block, trip, BEGIN], draft.trips[block, trip, CLOSE]):
                other = scene.task[draft.routes[block, row] // 2, UNIT]
                if not listed[other]:
                    units[many], listed[other] = other, 1
                    many += 1
    return many


@tight
def _some_blocks(scene: Scene, draft: Draft, seed: int, units: Ints, listed: Marks) -> int:
    """Lists the units served in some blocks that could serve the seed; returns how many are listed then."""
    many = zero() + 1
    for _ in range(1 + int(by_chance(draft) * MOST_BLOCKS)):
        if scene.unit[seed, TASKS_END] == scene.unit[seed, TASKS]:
            break
        pick = scene.unit[seed, TASKS] + int(by_chance(draft) * (scene.unit[seed, TASKS_END] - scene.unit[seed, TASKS]))
        task = scene.in_units[pick]
        within = scene.task[task, NEAR_END] - scene.task[task, NEAR]
        if within == 0:
            continue
        block = scene.near[scene.task[task, NEAR] + int(by_chance(draft) * within)]
        for trip in range(draft.many[block]):
            for row in range(draft.trips[block, trip, BEGIN], draft.trips[block, trip, CLOSE]):
                unit = scene.task[draft.routes[block, row] // 2, UNIT]
                if not listed[unit]:
                    units[many], listed[unit] = unit, 1
                    many += 1
    return int(many)


@tight
def _is_served(scene: Scene, draft: Draft, unit: int) -> bool:
    served = False
    for n in range(scene.unit[unit, TASKS], scene.unit[unit, TASKS_END]):
        served |= draft.where[scene.in_units[n]] >= 0
    return served


@compiled
def _earliest_first(scene: Scene, units: Ints) -> None:
    """All units, lessons last."""
    keys = np.full(len(units), 1e9)
    for unit in range(len(units)):
        units[unit] = unit
        if scene.unit[unit, WANTED] == 0:
            keys[unit] = scene.stops[2 * scene.in_units[scene.unit[unit, TASKS]], FIRST]
    _ordered(units, keys)


@compiled
def _in_some_order(scene: Scene, draft: Draft, units: Ints, many: int) -> None:
    """By chance at random, the dearest first, or those first that the fewest can take."""
    rule = int(by_chance(draft) * 3)
    keys = np.empty(many)
    for n in range(many):
        unit = units[n]
        keys[n] = by_chance(draft)
        if rule == 1:
            keys[n] -= scene.missing[unit]
        elif rule == 2:
            for m in range(scene.unit[unit, TASKS], scene.unit[unit, TASKS_END]):
                task = scene.in_units[m]
                keys[n] += scene.task[task, NEAR_END] - scene.task[task, NEAR]
    _ordered(units[:many], keys)


@compiled
def _ordered(units: Ints, keys: Floats) -> None:
    """Puts them in the order of their keys."""
    in_order = units[np.argsort(keys)]
    for n in range(len(units)):
        units[n] = in_order[n]


@tight
def _serve(scene: Scene, draft: Draft, sheet: Sheet, unit: int, skipping: float) -> None:
    """Each ride of the unit where it costs least, or covered; all, or nothing changes. Lessons one by one."""
    spent, driven = 0.0, zero()
    for n in range(scene.unit[unit, TASKS], scene.unit[unit, TASKS_END]):
        task = scene.in_units[n]
        if draft.where[task] != NOWHERE:
            continue
        if scene.unit[unit, WANTED] and driven == scene.unit[unit, WANTED]:
            return
        place = cheapest(scene, draft, sheet, task, skipping)
        if scene.unit[unit, WANTED]:
            if place.cost < scene.missing[unit]:
                put(scene, draft, sheet, task, place)
                driven += 1
        elif place.cost < scene.covering[task]:
            put(scene, draft, sheet, task, place)
            spent += place.cost
            driven += 1
        elif scene.covering[task] < np.inf:
            draft.where[task] = COVERED
            spent += scene.covering[task]
        else:
            spent = np.inf
            break
    if not scene.unit[unit, WANTED] and (not driven or spent >= scene.missing[unit]):
        for n in range(scene.unit[unit, TASKS], scene.unit[unit, TASKS_END]):
            take_out(scene, draft, sheet, scene.in_units[n])
