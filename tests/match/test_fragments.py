"""No fragment is missing: every sequence of stops that fits is at least matched by one that was grown."""

from dataclasses import replace

import numpy as np
import pytest

from ridematch.match.board import Board, lay_out
from ridematch.match.crowd import gathered
from ridematch.match.duty import Step
from ridematch.match.fragments import Fragments, growing
from ridematch.match.labels import BUSY_MINUTES, DRIVING_MINUTES, EARLIEST, END, FIRST, LAST, LATEST, LEAST, MOST, START
from ridematch.match.sequence import Done, Sequences
from ridematch.match.town import nearest
from ridematch.match.words import words_of
from ridematch.model.problem import Block, Problem
from tests.match.nights import crowded
from tests.match.test_crowd import in_company

MOST_RIDES = 3


def what(fragments: Fragments) -> list[tuple[object, ...]]:
    """Where each begins and ends, and whom it serves."""
    served = np.sort(fragments.stops, axis=1)
    return [
        (row[START], row[END], *(stop for stop in those if stop >= 0))
        for row, those in zip(fragments.table.tolist(), served.tolist(), strict=True)
    ]


def as_good(some: Fragments, one: int, others: Fragments, other: int) -> bool:
    """At no higher cost, by all who may drive the other, at each of its times."""
    least, most = [FIRST, EARLIEST, LEAST, DRIVING_MINUTES, BUSY_MINUTES], [LAST, LATEST, MOST]
    mine, its = some.table[one], others.table[other]
    by_all = (others.drivers[other] & ~some.drivers[one] == 0).all()
    return bool(by_all and (mine[least] <= its[least]).all() and (mine[most] >= its[most]).all())


def over_detours(problem: Problem) -> Problem:
    """The same with a table as nobody should have it: from pickup to delivery it is far, over another place not."""
    place = problem.travel.index()
    seasons = [[list(row) for row in season] for season in problem.travel.minutes]
    for request in problem.requests:
        for minutes in seasons:
            minutes[place[request.pickup.place]][place[request.delivery.place]] += 120
    bare, winter = (tuple(tuple(row) for row in season) for season in seasons)
    return replace(problem, travel=replace(problem.travel, minutes=(bare, winter)))


def all_sequences(board: Board, season: int) -> list[tuple[list[Step], Done]]:
    """Every sequence with few rides, from empty to empty, that some driver has the time for."""
    sequences, found = Sequences(board, season), []

    def go_on(steps: list[Step], waiting: dict[int, int], aboard: dict[int, int]) -> None:
        if steps and not any(aboard.values()):
            done = sequences.done(steps)
            if done is not None and any(_fits(board, season, block, done) for block in board.problem.blocks):
                found.append((steps, done))
            return
        if steps and not sequences.fits(steps):
            return
        begun = sum(1 for _, at_delivery in steps if not at_delivery)
        for bit, count in waiting.items():
            if count and begun < MOST_RIDES:
                go_on([*steps, (bit, False)], waiting | {bit: count - 1}, aboard | {bit: aboard.get(bit, 0) + 1})
        for bit, count in aboard.items():
            if count:
                go_on([*steps, (bit, True)], waiting, aboard | {bit: count - 1})

    go_on([], {ride.bit: ride.count for ride in board.rides}, {})
    return found


def _fits(board: Board, season: int, block: Block, done: Done) -> bool:
    number = next(n for n, driver in enumerate(board.problem.drivers) if driver.code == block.driver)
    minutes, row = board.problem.travel.minutes[season], done.row
    origin, destination = board.place[block.origin], board.place[block.destination]
    out, home = minutes[origin][row[START]], minutes[row[END]][destination]
    most = board.problem.drivers[number].max_drive_minutes_per_day + block.own_trip * minutes[origin][destination]
    in_time = block.start + out <= row[LAST] and row[EARLIEST] + home <= block.end
    return bool(done.drivers >> number & 1 and in_time and out + row[DRIVING_MINUTES] + home <= most)


@pytest.mark.parametrize("seed", [*range(12), 23, 37, 41, 47])  # the last ones have rides that only a detour serves
def test_no_sequence_is_better_than_what_is_grown(seed: int) -> None:
    plain = in_company(seed, copies=3) if seed % 3 == 0 else crowded(seed, commutes=5, drivers=3, lessons=0)
    crowd = gathered(over_detours(plain) if seed % 2 else plain)
    board = lay_out(crowd.problem, {code: len(members) for code, members in crowd.alike.items()})
    for season in sorted({board.season(block.date) for block in board.problem.blocks}):
        grown = growing(board, season).grown(most=10**6, late=lambda: False)
        assert grown.complete
        tried = all_sequences(board, season)
        every = Fragments(
            table=np.array([done.row for _, done in tried], dtype=np.int64).reshape(-1, grown.table.shape[1]),
            drivers=words_of([done.drivers for _, done in tried], bits=len(board.problem.drivers)),
            stops=np.array([_padded(steps) for steps, _ in tried], dtype=np.int64).reshape(-1, 2 * MOST_RIDES),
            complete=True,
        )
        by_what: dict[tuple[object, ...], list[int]] = {}
        for one, its in enumerate(what(grown)):
            by_what.setdefault(its, []).append(one)
        for other, its in enumerate(what(every)):
            assert any(as_good(grown, one, every, other) for one in by_what.get(its, [])), tried[other]


def _padded(steps: list[Step]) -> list[int]:
    stops = [2 * bit + at_delivery for bit, at_delivery in steps]
    return stops + [-1] * (2 * MOST_RIDES - len(stops))


def test_enough_is_tried() -> None:
    boards = [lay_out(crowded(seed, commutes=5, drivers=3, lessons=0)) for seed in range(1, 12, 3)]
    sizes = [len(steps) for board in boards for steps, _ in all_sequences(board, 0)]
    assert sizes.count(2) > 10
    assert sizes.count(4) > 10


def test_the_nearest_way_may_lead_over_other_places() -> None:
    minutes = np.array([[0, 9, 2], [9, 0, 3], [2, 3, 0]])
    assert nearest(minutes).tolist() == [[0, 5, 2], [5, 0, 3], [2, 3, 0]]
