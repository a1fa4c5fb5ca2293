"""What one more driver could be worth, against planning again with that driver."""

from dataclasses import replace

import pytest

from ridematch.match.more import worth_of_more
from ridematch.match.solve import match
from ridematch.model.problem import Block, Driver, Problem
from tests.match.nights import crowded

SEEDS = (2, 3, 4, 5, 6, 7, 8)


def another(problem: Problem, seed: int) -> tuple[Driver, Block]:
    """Somebody like one of the drivers, at home all day."""
    one = problem.drivers[seed % len(problem.drivers)]
    driver = Driver(code="more", home=one.home, seats=4)
    on = problem.first_date
    first = min(block.start for block in problem.blocks)
    last = max(block.end for block in problem.blocks)
    return driver, Block(
        code="more:1", driver="more", date=on, start=first, end=last, origin=one.home, destination=one.home
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_driver_brings_no_more_than_the_prices_promise(seed: int) -> None:
    """On nights whose linear optimum is a plan the bound is one of the plans too."""
    problem = crowded(seed, commutes=8, drivers=3, lessons=0)
    driver, block = another(problem, seed)
    larger = replace(problem, drivers=(*problem.drivers, driver), blocks=(*problem.blocks, block))
    gain = match(problem).objective - match(larger).objective
    worth = worth_of_more(problem, (driver,), (block,)).get(("more", problem.first_date), 0.0)
    assert gain <= worth + 1e-6
    assert (worth > 0) == (gain > 0)


def test_each_is_looked_at_alone() -> None:
    problem = crowded(3, commutes=8, drivers=3, lessons=0)
    driver, block = another(problem, 3)
    twin = replace(driver, code="twin")
    both = worth_of_more(problem, (driver, twin), (block, replace(block, code="twin:1", driver="twin")))
    assert both["more", problem.first_date] == pytest.approx(both["twin", problem.first_date])


def test_who_can_help_nobody_is_left_out() -> None:
    problem = crowded(3, commutes=8, drivers=3, lessons=0)
    driver, block = another(problem, 3)
    short = replace(block, end=block.start + 1)
    assert worth_of_more(problem, (driver,), (short,)) == {}
