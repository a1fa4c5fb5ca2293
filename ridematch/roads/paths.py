"""Quickest paths through a network, the metres along those very paths, and what lies on them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from ridematch.roads.network import Arcs

Floats = npt.NDArray[np.float64]
Nodes = npt.NDArray[np.int32]
Marks = npt.NDArray[np.bool_]

AT_ONCE = 32  # sources a call: keeps the tables of a large network small in memory


class Paths(NamedTuple):
    """From each node (rows) to each (columns): minutes and metres, infinite where no path leads, and `passed[mark]`,
    whether a node with that mark is on the path, its ends included.
    """

    minutes: Floats
    metres: Floats
    passed: Marks


def quickest(arcs: Arcs, *, size: int, nodes: Sequence[int], marks: Marks | None = None) -> Paths:
    """The quickest paths between `nodes`; `marks[mark, node]` says which nodes have a mark.

    `size` is the number of nodes of the whole network. Where two paths are equally quick, the same arcs always give
    the same one.
    """
    marked = np.zeros((0, size), dtype=np.bool_) if marks is None else marks
    order = sorted(arcs)
    start, end = (np.array([arc[side] for arc in order], dtype=np.int32) for side in (0, 1))
    arc_minutes, arc_metres = (np.array([arcs[arc][part] for arc in order], dtype=np.float64) for part in (0, 1))
    # Put together by hand, row by row: an arc of zero minutes stays an arc, and nothing is added up.
    graph = csr_array((arc_minutes, end, np.searchsorted(start, np.arange(size + 1))), shape=(size, size))
    sources = np.unique(np.array(nodes, dtype=np.int32))
    minutes, metres = (np.empty((len(sources), len(sources))) for _ in range(2))
    passed = np.zeros((len(marked), len(sources), len(sources)), dtype=np.bool_)
    for first in range(0, len(sources), AT_ONCE):
        some = sources[first : first + AT_ONCE]
        times, trees = dijkstra(graph, indices=some, return_predecessors=True)
        for offset, source in enumerate(some):
            step = np.zeros(size)
            on_tree = trees[offset][end] == start
            step[end[on_tree]] = arc_metres[on_tree]
            minutes[first + offset] = times[offset][sources]
            metres[first + offset] = _to_root(trees[offset], step, int(source))[sources]
            if len(marked):
                passed[:, first + offset] = _on_the_way(trees[offset], marked, int(source))[:, sources]
    metres[np.isinf(minutes)] = np.inf
    rows = np.searchsorted(sources, nodes)
    return Paths(minutes[np.ix_(rows, rows)], metres[np.ix_(rows, rows)], passed[:, rows][:, :, rows])


def _to_root(tree: Nodes, step: Floats, root: int) -> Floats:
    """The sum of `step` from each node up to the root. Every round looks twice as far, so a long chain takes few."""
    above = np.where(tree < 0, root, tree)
    total = step.copy()
    while (above != root).any():
        total += total[above]
        above = above[above]
    return total


def _on_the_way(tree: Nodes, marks: Marks, root: int) -> Marks:
    """Which marks lie between each node and the root, both included; found as `_to_root` sums."""
    above = np.where(tree < 0, root, tree)
    seen = marks.copy()
    while (above != root).any():
        seen |= seen[:, above]
        above = above[above]
    return np.asarray(seen | marks[:, [root]], dtype=np.bool_)
