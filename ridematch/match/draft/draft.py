"""What is planned so far, and what it costs. Compiled."""

from typing import NamedTuple

import numpy as np

from ridematch.match.compiled import Floats, Ints, Words, compiled, tight, zero
from ridematch.match.draft.scene import TASKS, TASKS_END, WANTED, Scene

MOST_STOPS = 64
"""Stops of one block."""

MOST_TRIPS = 16
"""Trips of one block."""

BEGIN, CLOSE, DEPARTS, ARRIVES, DRIVING, WAITING = range(6)
"""Columns of trips: the rows of its stops in the block's route, its times, its minutes."""

NOWHERE, COVERED = -1, -2
"""In `where`: nobody serves the task, or its fallback covers it."""


class Draft(NamedTuple):
    """The stops of each block trip by trip, by which block each task is served, and what that uses up.

    `early` and `late` say for each stop within which minutes it can begin as things stand.
    """

    routes: Ints
    trips: Ints
    many: Ints
    early: Ints
    late: Ints
    where: Ints
    driving: Ints
    driven: Ints
    outings: Ints
    days_used: Ints
    taken: Ints
    extra: Floats
    chance: Words


@compiled
def empty_draft(scene: Scene, seed: int) -> Draft:
    """Nothing is planned yet."""
    blocks, days = len(scene.blocks), len(scene.days)
    chance = np.empty(1, dtype=np.uint64)
    chance[0] = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(0x1234567)
    return Draft(
        np.full((blocks, MOST_STOPS), -1, dtype=np.int64),
        np.zeros((blocks, MOST_TRIPS, 6), dtype=np.int64),
        np.zeros(blocks, dtype=np.int64),
        np.zeros(len(scene.stops), dtype=np.int64),
        np.zeros(len(scene.stops), dtype=np.int64),
        np.full(len(scene.task), NOWHERE, dtype=np.int64),
        np.zeros(days, dtype=np.int64),
        np.zeros(blocks, dtype=np.int64),
        np.zeros(days, dtype=np.int64),
        np.zeros(len(scene.days_a_week), dtype=np.int64),
        np.zeros(1 + (scene.locks.max() + 1 if len(scene.locks) else 0), dtype=np.int64),
        np.zeros(blocks),
        chance,
    )


@compiled
def copied(draft: Draft, other: Draft) -> None:
    """Make `other` the same, but for chance."""
    other.routes[:], other.trips[:], other.many[:] = draft.routes, draft.trips, draft.many
    other.early[:], other.late[:], other.where[:] = draft.early, draft.late, draft.where
    other.driving[:], other.driven[:], other.outings[:] = draft.driving, draft.driven, draft.outings
    other.days_used[:], other.taken[:], other.extra[:] = draft.days_used, draft.taken, draft.extra


@tight
def by_chance(draft: Draft) -> float:
    """A number from 0 up to 1 (xorshift64*: Vigna, ACM Transactions on Mathematical Software 42, 2016)."""
    x = draft.chance[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    draft.chance[0] = x
    return float((x * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(11)) / 9007199254740992.0


@tight
def total(scene: Scene, draft: Draft) -> float:
    """What the draft costs."""
    cost = 0.0
    for block in range(len(scene.blocks)):
        cost += draft.extra[block]
        for trip in range(draft.many[block]):
            cost += scene.driving_minute * draft.trips[block, trip, DRIVING]
            cost += scene.waiting_minute * draft.trips[block, trip, WAITING]
    for day in range(len(scene.days)):
        if draft.outings[day] > 0:
            cost += scene.asking[day]
    for unit in range(len(scene.unit)):
        cost += unit_cost(scene, draft, unit)
    return cost


@tight
def unit_cost(scene: Scene, draft: Draft, unit: int) -> float:
    """What is missing of it, or covered."""
    served, covered = zero(), 0.0
    for n in range(scene.unit[unit, TASKS], scene.unit[unit, TASKS_END]):
        task = scene.in_units[n]
        if draft.where[task] >= 0:
            served += 1
        elif draft.where[task] == COVERED:
            covered += scene.covering[task]
    if scene.unit[unit, WANTED]:
        return float(scene.missing[unit] * max(0, scene.unit[unit, WANTED] - served))
    return float(covered if served else scene.missing[unit])
