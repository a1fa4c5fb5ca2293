"""Which places no road reaches: they lie far from every road, or on roads of which none leads to most of the others."""

from collections.abc import Iterable

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ridematch.model.facts import Place, Road
from ridematch.roads.joining import join
from ridematch.roads.network import Network, build_network
from ridematch.roads.where import locate

FAR_METRES = 10_000
"""As the crow flies; at the access speed some twenty minutes over fields."""


def unreached(places: Iterable[Place], roads: Iterable[Road], wheres: Iterable[str]) -> frozenset[str]:
    """Those of `wheres` (names of places or "lat,lon") that no road reaches. Without any road all are reached.

    RidematchError: a road ends nowhere.
    """
    by_name = {place.name: place for place in places}
    network = build_network(by_name, roads)
    points = {where: point for where in wheres if (point := locate(where, by_name)) is not None}
    if not network.arcs or not points:
        return frozenset()
    joined, accesses = join(network, tuple(points.values()))
    main = _main_part(joined)
    return frozenset(
        where
        for where, access in zip(points, accesses, strict=True)
        if access.metres > FAR_METRES or access.node not in main
    )


def _main_part(network: Network) -> frozenset[int]:
    """The most nodes between which one can drive there and back."""
    starts, ends = zip(*network.arcs, strict=True)
    size = len(network.points)
    graph = coo_array((np.ones(len(starts), dtype=np.int8), (starts, ends)), shape=(size, size))
    _, part_of = connected_components(graph, directed=True, connection="strong")
    return frozenset(np.flatnonzero(part_of == np.bincount(part_of).argmax()).tolist())
