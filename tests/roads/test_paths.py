"""Paths through networks that are awkward in shape or size."""

import numpy as np

from ridematch.roads.paths import AT_ONCE, quickest


def test_a_chain_longer_than_any_other() -> None:
    size = 3000
    arcs = {(i, i + 1): (0.5, 7.0) for i in range(size - 1)}
    minutes, metres, _ = quickest(arcs, size=size, nodes=[0, size - 1])
    assert minutes[0, 1] == (size - 1) * 0.5
    assert metres[0, 1] == (size - 1) * 7
    assert np.isinf(minutes[1, 0])
    assert np.isinf(metres[1, 0])


def test_more_sources_than_are_done_at_once() -> None:
    size = 2 * AT_ONCE + 3
    arcs = {(i, (i + 1) % size): (1.0, 10.0) for i in range(size)}
    minutes, metres, _ = quickest(arcs, size=size, nodes=range(size))
    expected = (np.arange(size)[None, :] - np.arange(size)[:, None]) % size
    assert np.array_equal(minutes, expected)
    assert np.array_equal(metres, expected * 10)


def test_rows_and_columns_are_in_the_order_asked_for() -> None:
    minutes, *_ = quickest({(0, 1): (3.0, 1.0), (1, 2): (4.0, 1.0)}, size=3, nodes=[2, 0, 2, 1])
    assert minutes[1].tolist() == [7, 0, 7, 3]
    assert minutes[0, 2] == 0
