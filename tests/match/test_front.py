"""What the tables leave out changes nothing in them, and a glance says too little of no item."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.match import outlook
from ridematch.match.board import lay_out
from ridematch.match.days import Day, Prices, days_of
from ridematch.match.fragments import growing
from ridematch.match.front import in_front
from ridematch.match.items import Items
from ridematch.match.labels import DRIVING_MINUTES, EARLIEST, FIRST, ITEM_COLUMNS, LAST, LEAST
from ridematch.match.outlook import Memory, Outlook
from ridematch.match.through import at_best
from tests.bench import suite


def days(shape: str, seed: int) -> list[Day]:
    board = lay_out(suite.night(shape, 20, seed=seed).problem())
    seasons = {board.season(block.date) for block in board.problem.blocks}
    fragments = {season: growing(board, season).grown(most=20_000, late=lambda: False) for season in seasons}
    items = {season: Items(board, some, season) for season, some in fragments.items()}
    return [day.opened() for day in days_of(board, items)]


@pytest.mark.parametrize("shape", ["hotel", "all-day", "commuters"])
@given(st.integers(0, 10**6))
@settings(max_examples=4, deadline=None)
def test_tables_of_the_items_in_front_are_the_tables_of_all(shape: str, seed: int) -> None:
    rng = Random(seed)
    left_out = 0
    for day in days(shape, seed % 7):
        gains = day.gains(Prices(bits={bit: float(rng.randint(0, 200)) for bit in day.local}))
        memory = Memory(day.most_rows)
        for bit in rng.sample(day.local, min(2, len(day.local))):
            memory.add(bit, *day.rows(bit))
        few = Outlook(day, gains, memory, rng.choice((0.0, 1.5)))
        with pytest.MonkeyPatch.context() as everything:
            everything.setattr(outlook, "in_front", lambda table, *about: np.ones(len(table), dtype=np.bool_))
            all_items = Outlook(day, gains, memory, few.toll)
        left_out += len(all_items.by_last) - len(few.by_last)
        best = at_best(few)
        np.testing.assert_allclose(few.home, all_items.home)
        np.testing.assert_allclose(few.away, all_items.away)
        np.testing.assert_allclose(best, at_best(all_items))
        for need in (0.0, 50.0, 200.0):
            glance = at_best(few, need=need)
            assert (glance >= best - 1e-9).all()
            np.testing.assert_allclose(glance[best >= need], best[best >= need])
    assert left_out > 0 or shape != "hotel", "nothing was left out"


BETTER = {FIRST: 600, LAST: 630, EARLIEST: 640, LEAST: 30, DRIVING_MINUTES: 25}


@pytest.mark.parametrize(
    ("column", "its"), [(FIRST, 599), (LAST, 631), (EARLIEST, 639), (LEAST, 29), (DRIVING_MINUTES, 24)]
)
def test_an_item_that_gains_less_is_needed_for_a_minute_of_anything(column: int, its: int) -> None:
    """It may begin sooner or later, be over sooner, take less, drive less: where it is just alike it is not needed."""
    table = np.zeros((2, ITEM_COLUMNS), dtype=np.int64)
    for which, value in BETTER.items():
        table[:, which] = value
    gains, nothing = np.array([50.0, 49.0]), np.zeros(2, dtype=np.int64)
    assert in_front(table, gains, nothing, nothing).tolist() == [True, False]
    table[1, column] = its
    assert in_front(table, gains, nothing, nothing).tolist() == [True, True]


def test_an_item_that_gains_less_is_needed_where_it_fills_fewer_slots_or_leads_elsewhere() -> None:
    table, gains = np.zeros((2, ITEM_COLUMNS), dtype=np.int64), np.array([50.0, 49.0])
    one, other = np.array([0, 0]), np.array([0, 1])
    assert in_front(table, gains, np.array([1, 3]), one).tolist() == [True, False]
    assert in_front(table, gains, np.array([1, 2]), one).tolist() == [True, True]
    assert in_front(table, gains, one, other).tolist() == [True, True]
