"""The roads table as a network: nodes with coordinates, and at most one arc from one node to another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Place, Road
from ridematch.roads.where import Point, locate

Arcs = Mapping[tuple[int, int], tuple[float, float]]
"""(from node, to node) -> (minutes on bare ground, metres). Parallel roads are settled already: the quicker counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """`points[node]` says where a node is, `arcs` which way cars go between them. A two-way road is two arcs."""

    points: tuple[Point, ...]
    arcs: Arcs

    def nodes(self) -> dict[Point, int]:
        """Where -> node."""
        return {point: node for node, point in enumerate(self.points)}


def build_network(places: Mapping[str, Place], roads: Iterable[Road]) -> Network:
    """The network of all roads. Nodes are in order of their names, so that the order of the table's rows says nothing.

    Raises RidematchError for a road that ends nowhere.
    """
    stretches = [(_end(road.start, places), _end(road.end, places), road) for road in roads]
    points = sorted({end for start, end, _ in stretches} | {start for start, _, _ in stretches}, key=_order)
    node = {point: number for number, point in enumerate(points)}
    arcs: dict[tuple[int, int], tuple[float, float]] = {}
    for start, end, road in stretches:
        _keep_quicker(arcs, node[start], node[end], road)
        if not road.one_way:
            _keep_quicker(arcs, node[end], node[start], road)
    return Network(points=tuple(points), arcs=arcs)


def _end(where: str, places: Mapping[str, Place]) -> Point:
    point = locate(where, places)
    if point is None:
        raise RidematchError(
            f"A road ends at {where}, which is not in the table places. Add it there, or mend the road."
        )
    return point


def _order(point: Point) -> tuple[str, float, float]:
    return point.name, point.lat, point.lon


def _keep_quicker(arcs: dict[tuple[int, int], tuple[float, float]], start: int, end: int, road: Road) -> None:
    if start == end:
        return
    new = (road.minutes, road.km * 1000)
    arcs[start, end] = min(new, arcs.get((start, end), new))
