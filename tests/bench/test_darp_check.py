"""Each rule of the judge: a solution on the line, and one past it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ridematch.model.fleet import Fleet, Halt
from tests.bench.darp_check import faults

PAST = 0.001
"""Minutes or miles past a line."""


def fleet() -> Fleet:
    """Along a line: from 10 to 20 and from 12 to 30, served by one car of two seats within exactly its limits.

    Leaving at 0: 10 at node 1, there until 12; 14 at node 2 until 16; 24 at node 3 until 26; 36 at node 4 until 38;
    back at 68.
    """
    at = (0.0, 10.0, 12.0, 20.0, 30.0)
    windows = ((0.0, 68.0), (10.0, 10.0), (14.0, 20.0), (20.0, 24.0), (0.0, 100.0))
    loads = (0, 1, 1, -1, -1)
    return Fleet(
        cars=1,
        seats=2,
        longest_ride=20.0,
        longest_route=68.0,
        halts=tuple(
            Halt(earliest=first, latest=last, service=2.0 if load else 0.0, load=load)
            for (first, last), load in zip(windows, loads, strict=True)
        ),
        ways=tuple(tuple(abs(one - other) for other in at) for one in at),
    )


def with_halt(node: int, **changes: float) -> Fleet:
    halts = list(fleet().halts)
    halts[node] = replace(halts[node], **changes)  # type: ignore[arg-type]
    return replace(fleet(), halts=tuple(halts))


def wrong(of: Fleet, routes: Sequence[Sequence[int]] = ((1, 2, 3, 4),), distance: float = 60.0) -> str:
    return " ".join(faults(of, routes, distance))


def test_all_on_the_line() -> None:
    assert wrong(fleet()) == ""
    assert wrong(replace(fleet(), longest_ride=20.0 + PAST)) == ""


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (replace(fleet(), cars=0), "1 routes for 0 cars"),
        (replace(fleet(), seats=1), "2 are aboard after node 2, with 1 seats"),
        (replace(fleet(), longest_ride=20.0 - PAST), "aboard for too long"),
        (replace(fleet(), longest_route=68.0 - PAST), "the route takes too long"),
        (with_halt(0, latest=68.0 - PAST), "too late for a window"),
        (with_halt(0, earliest=PAST), "too late for a window"),
        (with_halt(1, latest=10.0 - PAST, earliest=0.0), "too late for a window"),
        (with_halt(3, latest=24.0 - PAST), "too late for a window"),
        (with_halt(1, service=2.0 + PAST), "too late for a window"),
        (with_halt(3, service=2.0 + PAST), "too late for a window"),
    ],
)
def test_one_past_the_line(of: Fleet, said: str) -> None:
    assert said in wrong(of)


def test_ways_count_in_time() -> None:
    ways = [list(row) for row in fleet().ways]
    ways[1][2] += PAST
    longer = replace(fleet(), ways=tuple(map(tuple, ways)))
    assert "too late for a window" in wrong(longer, distance=60.0 + PAST)


def test_waiting_aboard_counts_as_riding() -> None:
    """Node 2's window opens so late that whoever got in at node 1 waits; leaving later helps as long as it may."""
    later = replace(with_halt(2, earliest=20.0), longest_route=100.0)
    open_end = [replace(halt, latest=200.0) if node in {0, 1, 3} else halt for node, halt in enumerate(later.halts)]
    loose = replace(later, halts=tuple(open_end))
    assert wrong(loose) == ""
    held = [replace(halt, latest=10.0) if node == 1 else halt for node, halt in enumerate(loose.halts)]
    # from 12 to 30: in at 10, out at 12, then node 2 from 20 to 22, and node 3 at 30
    assert wrong(replace(loose, halts=tuple(held), longest_ride=18.0)) != ""
    assert wrong(replace(loose, halts=tuple(held), longest_ride=20.0)) == ""


@pytest.mark.parametrize(
    ("routes", "said"),
    [
        ([], "Node 1 is visited 0 times"),
        ([[1, 2, 3]], "Node 4 is visited 0 times"),
        ([[1, 2, 3, 4, 4]], "Node 4 is visited 2 times"),
        ([[1, 2, 3, 4, 5]], "There is no node 5"),
        ([[1, 2, 3, 4, 0]], "There is no node 0"),
        ([[3, 2, 1, 4]], "node 1 is not brought to node 3"),
        ([[1, 2, 4], [3]], "2 routes for 1 cars"),
    ],
)
def test_everybody_once_in_order(routes: list[list[int]], said: str) -> None:
    assert said in wrong(fleet(), routes)


def test_the_same_car_takes_and_brings() -> None:
    said = wrong(replace(fleet(), cars=2), [[1, 2, 4], [3]])
    assert "Car 1: node 1 is not brought to node 3." in said
    assert "Car 2: node 3 is reached without having been at node 1." in said


def test_cars_that_stay_are_no_routes() -> None:
    assert wrong(fleet(), [[1, 2, 3, 4], []]) == ""


@pytest.mark.parametrize("distance", [60.0 - PAST, 60.0 + PAST])
def test_the_distance_is_added_up_again(distance: float) -> None:
    assert f"The distance is 60.000000, not {distance:.6f}." in wrong(fleet(), distance=distance)
