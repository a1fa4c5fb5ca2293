"""Where a car can stand and whom it can have aboard then: few states, where sequences of stops are without number.

A state allows whatever the windows of its stop and of those aboard allow; how long they have been aboard it does not
know. So it allows more than is possible, never less. (After the events of Gaul, Klamroth and Stiglmayr, European
Journal of Operational Research 301, 2022.)
"""

from typing import NamedTuple

import numpy as np

from ridematch.match.compiled import Ints, compiled, copy_row, is_set, tight, zero
from ridematch.match.town import FROM, FROM_FIRST, FROM_LAST, FROM_SERVICE, TO, TO_FIRST, TO_LAST, TO_SERVICE, Town

MOST_STATES = 1_000_000

MOST_FOLLOWING = 10
"""States that follow one, on average at most."""


class States(NamedTuple):
    """One row a state: the stop just served (twice the ride's number, + 1 at its delivery) and who is aboard after it.

    `aboard` are `many` rides in order. Service may begin from `first` to `last`. The states that may follow state s
    are `following[reach[s] : reach[s + 1]]`. `slots` finds states by their hash.
    """

    stop: Ints
    aboard: Ints
    many: Ints
    first: Ints
    last: Ints
    reach: Ints
    following: Ints
    slots: Ints


def all_states(town: Town) -> States | None:
    """All states of a town whose cars are alike; None where there are more than MOST_STATES."""
    sizes = (MOST_STATES // 100, MOST_STATES // 10, MOST_STATES)  # there is seldom need for so much room
    return next((states for size in sizes if (states := _states(town, size)) is not None), None)


def _states(town: Town, most: int) -> States | None:
    width = max(1, min(int(town.room[0, 0]), len(town.rides)))
    states = States(
        stop=np.empty(most, dtype=np.int64),
        aboard=np.empty((most, width), dtype=np.int64),
        many=np.empty(most, dtype=np.int64),
        first=np.empty(most, dtype=np.int64),
        last=np.empty(most, dtype=np.int64),
        reach=np.zeros(most + 1, dtype=np.int64),
        following=np.empty(MOST_FOLLOWING * most, dtype=np.int64),
        slots=np.full(2 * most + 1, -1, dtype=np.int64),
    )
    count, arcs = _explore(town, states)
    if count < 0:
        return None
    return States(
        stop=states.stop[:count].copy(),
        aboard=states.aboard[:count].copy(),
        many=states.many[:count].copy(),
        first=states.first[:count].copy(),
        last=states.last[:count].copy(),
        reach=states.reach[: count + 1].copy(),
        following=states.following[:arcs].copy(),
        slots=states.slots,
    )


@compiled
def _explore(town: Town, states: States) -> tuple[int, int]:
    """Fill the arrays from each first pickup on; how many states and arcs there are, -1 where they do not fit."""
    count, arcs, room = zero(), zero(), town.room[0, 0]
    new = np.empty(states.aboard.shape[1] + 1, dtype=np.int64)
    for ride in range(len(town.rides)):
        if town.uses[ride, 0] <= room:
            new[0] = ride
            _, count = _reached(town, states, count, 2 * ride, new, zero() + 1)
    state = zero()
    while state < count:
        many, load = states.many[state], zero()
        if count + many + len(town.rides) > len(states.stop) or arcs + many + len(town.rides) > len(states.following):
            return -1, -1
        states.reach[state] = arcs
        for position in range(many):
            load += town.uses[states.aboard[state, position], 0]
        for position in range(many):
            _without(states, state, position, new)
            stop = 2 * states.aboard[state, position] + 1
            if _in_time(town, states, state, stop):
                other, count = _reached(town, states, count, stop, new, many - 1)
                if other >= 0:
                    states.following[arcs] = other
                    arcs += 1
        if 0 < many < states.aboard.shape[1]:
            somebody = states.aboard[state, 0]
            for number in range(town.reach[somebody], town.reach[somebody + 1]):
                ride = town.near[number]
                if load + town.uses[ride, 0] > room or ride == states.stop[state] // 2:
                    continue
                if _joins(town, states, state, ride, new) and _in_time(town, states, state, 2 * ride):
                    other, count = _reached(town, states, count, 2 * ride, new, many + 1)
                    if other >= 0:
                        states.following[arcs] = other
                        arcs += 1
        state += 1
    states.reach[count] = arcs
    return count, arcs


@tight
def _without(states: States, state: int, position: int, new: Ints) -> None:
    """Who is aboard when one of them has got out, into `new`."""
    at = zero()
    for other in range(states.many[state]):
        if other != position:
            new[at] = states.aboard[state, other]
            at += 1


@tight
def _joins(town: Town, states: States, state: int, ride: int, new: Ints) -> bool:
    """Whether the ride is not aboard and may get in beside each who is; all of them, in order, into `new`."""
    at, added = zero(), False
    for position in range(states.many[state]):
        other = states.aboard[state, position]
        if other == ride or not is_set(town.beside[other], ride):
            return False
        if not added and other > ride:
            new[at], at, added = ride, at + 1, True
        new[at] = other
        at += 1
    if not added:
        new[at] = ride
    return True


@tight
def _in_time(town: Town, states: States, state: int, stop: int) -> bool:
    """Whether the stop's window is still open if it comes next."""
    place, _, last, _ = about(town, stop)
    here, _, _, service = about(town, states.stop[state])
    return bool(states.first[state] + service + town.minutes[here, place] <= last)


@tight
def about(town: Town, stop: int) -> tuple[int, int, int, int]:
    """A stop's place, earliest, latest and service."""
    ride = town.rides[stop // 2]
    if stop % 2:
        return ride[TO], ride[TO_FIRST], ride[TO_LAST], ride[TO_SERVICE]
    return ride[FROM], ride[FROM_FIRST], ride[FROM_LAST], ride[FROM_SERVICE]


@tight
def _reached(town: Town, states: States, count: int, stop: int, aboard: Ints, many: int) -> tuple[int, int]:
    """The state, new or known, and how many there are then; -1 where its window is empty."""
    state, slot = find(states, stop, aboard, many)
    if state >= 0:
        return state, count
    place, first, last, service = about(town, stop)
    for position in range(many):
        ride = town.rides[aboard[position]]
        if aboard[position] != stop // 2:
            first = max(first, ride[FROM_FIRST] + ride[FROM_SERVICE] + town.minutes[ride[FROM], place])
        last = min(last, ride[TO_LAST] - service - town.minutes[place, ride[TO]])
    if first > last:
        return -1, count
    states.stop[count], states.many[count], states.first[count], states.last[count] = stop, many, first, last
    copy_row(states.aboard[count, :many], aboard[:many])
    states.slots[slot] = count
    return count, count + 1


@tight
def find(states: States, stop: int, aboard: Ints, many: int) -> tuple[int, int]:
    """The state or -1, and the slot where it is or belongs."""
    mixed = np.uint64(stop + 1)
    for position in range(many):
        mixed = (mixed ^ np.uint64(aboard[position] + 1) ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(31)
    slot = int(np.int64(mixed % np.uint64(len(states.slots))))
    while states.slots[slot] >= 0:
        state = states.slots[slot]
        if states.stop[state] == stop and states.many[state] == many:
            same = True
            for position in range(many):
                same &= states.aboard[state, position] == aboard[position]
            if same:
                return state, slot
        slot = (slot + 1) % len(states.slots)
    return -1, slot
