"""Cuts: broken by halves of duties, never by whole ones, and the plan is the same with them as without."""

from datetime import date
from itertools import combinations
from random import Random

import numpy as np
import pytest

from ridematch.match import cuts, generate
from ridematch.match.cuts import most_pairs, pairs, violated
from ridematch.match.duty import DutyChoice, Rest
from ridematch.match.labels import AT_HOME, EARLIEST, EXACT, KEY_COLUMNS, LABEL_COLUMNS, LATEST, Pool, keep
from ridematch.match.solve import match
from tests.match.nights import crowded


def duty(*serves: int) -> DutyChoice:
    return DutyChoice(0, date(2026, 12, 14), serves, 0.0, True, True, Rest(), ())


def of(rides: int) -> tuple[range, tuple[int, ...]]:
    return range(rides), (1,) * (rides + 1)


def of_classes(*counts: int) -> tuple[range, tuple[int, ...]]:
    return range(len(counts)), counts


def test_three_halves_of_pairs_are_one_too_many() -> None:
    halves = [(duty(0, 1), 0.5), (duty(1, 2), 0.5), (duty(0, 2), 0.5)]
    assert violated(halves, *of(3)) == [(0, 1, 2)]
    assert violated(halves[:2], *of(3)) == []
    assert violated([(duty(0, 1, 2), 1.0)], *of(3)) == []  # one drives all three: a pair
    assert violated([*halves[:2], (duty(0, 2), 0.01)], *of(3)) == []  # a trifle is not worth a row


def test_five_rides_two_at_a_time() -> None:
    ring = [(duty(n, (n + 1) % 5), 0.5) for n in range(5)]
    assert violated(ring, *of(5)) == [(0, 1, 2, 3, 4)]


def test_only_of_rides() -> None:
    halves = [(duty(0, 1), 0.5), (duty(1, 2), 0.5), (duty(0, 2), 0.5)]
    assert violated(halves, range(2), (1, 1, 1)) == []  # (the third is a lesson)


def test_riders_who_are_alike_in_pairs() -> None:
    """Three of a class in two halves of three and one: a pair and a half are driven, there is one."""
    threes = [(duty(0, 0, 0), 0.5), (duty(0, 0), 0.75)]
    assert violated(threes, *of_classes(3)) == [(0,)]
    assert violated(threes, *of_classes(4)) == []
    both = [(duty(0, 0, 1), 0.5), (duty(0, 1), 0.5), (duty(0, 0), 0.5)]
    assert violated(both, *of_classes(2, 1)) == [(0, 1)]


def test_a_class_alone_with_two_and_with_four_others() -> None:
    """A car of eight and a class of five: whatever the number of bits, an odd number of rides."""
    bus = [(duty(0, 0, 0, 0, 1, 1), 0.6), (duty(0, 0, 1, 2), 0.7), (duty(0, 2), 0.6), (duty(1, 2, 0, 0), 0.3)]
    found = violated(bus, *of_classes(5, 3, 1))
    assert found
    for cut in found:
        counts = [(5, 3, 1)[bit] for bit in cut]
        assert sum(counts) % 2 == 1
        driven = sum(part * (sum(ride in cut for ride in its.serves) // 2) for its, part in bus)
        assert driven > sum(counts) // 2 + cuts.VIOLATED


@pytest.mark.parametrize("seed", range(20))
def test_whole_duties_never_break_a_cut(seed: int) -> None:
    """Rides shared out at random, every cut of three and of five: no more pairs than the row allows."""
    rng = Random(seed)
    rides, counts = of_classes(*(rng.choice((1, 1, 2, 3)) for _ in range(8)))
    driver = [(bit, rng.randrange(4)) for bit in rides for _ in range(counts[bit])]
    serves = [tuple(bit for bit, whose in driver if whose == who) for who in range(4)]
    assert violated([(duty(*some), 1.0) for some in serves], rides, counts) == []
    for size in (1, 2, 3, 5):
        for cut in combinations(rides, size):
            of_bit = {bit: [cut] for bit in cut}
            assert sum(len(list(pairs(some, of_bit))) for some in serves) <= most_pairs(cut, counts)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many cuts each look for them found."""
    found: list[int] = []
    look = cuts.violated

    def counting(*about: object) -> list[tuple[int, ...]]:
        broken = look(*about)  # type: ignore[arg-type]
        found.append(len(broken))
        return broken

    monkeypatch.setattr(generate, "violated", counting)
    return found


def test_with_cuts_the_plan_is_as_good_as_without(counted: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "FEW_LABELS", 0)
    for seed in range(25):
        problem = crowded(seed, commutes=9, drivers=5, lessons=1)
        plan = match(problem)
        with monkeypatch.context() as without:
            without.setattr(generate, "violated", lambda *about: [])
            again = match(problem)
        assert plan.proven
        assert again.proven
        assert plan.objective == pytest.approx(again.objective)
    assert sum(counted) > 0, "no night needed a cut"


@pytest.mark.parametrize(
    ("price", "last", "needed"), [(4.0, 700, False), (6.0, 700, True), (6.0, 600, True), (6.0, 599, False)]
)
def test_a_dearer_label_is_needed_where_it_may_save_a_pair(price: float, last: int, needed: bool) -> None:
    """At 10:00 one costs 5 less, but has driven a ride of the cut, of which another may come until `last`."""
    pool = Pool(
        labels=np.zeros((2, LABEL_COLUMNS), dtype=np.int64),
        value=np.array([0.0, 5.0]),
        keys=np.zeros((2, KEY_COLUMNS)),
        bits=np.zeros((2, 1), dtype=np.uint64),
        owes=np.array([1, 0]),
        cut_prices=np.array([price]),
        cut_last=np.array([last]),
        alive=np.zeros(2, dtype=np.int64),
        following=np.zeros(2, dtype=np.int64),
        promise=np.zeros(2),
        heap=np.zeros(2, dtype=np.int64),
        heads=np.full(8, -1),
        expiry=np.zeros(0, dtype=np.int64),
        living=np.zeros((1, 1), dtype=np.uint64),
        strict=np.zeros(1, dtype=np.int64),
        prices=np.zeros(2),
        compare=EXACT,
        waiting_weight=0.5,
    )
    pool.labels[:, [EARLIEST, LATEST, AT_HOME]] = 600, 600, 1
    assert keep(pool, 0)
    assert keep(pool, 1) is needed
