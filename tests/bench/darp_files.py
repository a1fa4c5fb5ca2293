"""Files of the dial-a-ride benchmark: instances in Cordeau's format, published optima, and solutions of ours."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, isfinite
from pathlib import Path

from ridematch.model.errors import RidematchError
from ridematch.model.fleet import Fleet, Halt

MOST = 1e6
"""No number of an instance is above it: minutes, miles, cars."""


def instances(folder: Path) -> list[Path]:
    """The instances of a folder by name: every .txt file in it."""
    if not folder.is_dir():
        raise RidematchError(f"There is no folder {folder}: name the one with the instances.")
    found = sorted(path for path in folder.iterdir() if path.suffix == ".txt")
    if not found:
        raise RidematchError(f"There are no instances (.txt files) in {folder}: name the folder with the instances.")
    return found


def read_instance(path: Path) -> Fleet:
    """An instance of Cordeau (Operations Research 54, 2006); ways are Euclidean distances in double precision.

    First line: cars, nodes without the depot (or requests), longest route, seats, longest ride. Then a line a node: its
    number, x, y, service, load, earliest and latest beginning. The depot may be there once more at the end.
    """
    rows = list(_rows(path))
    if not rows or len(rows[0][1]) != 5:
        _refuse(path, 1, "must have five numbers: cars, nodes, longest route, seats, longest ride")
    (_, (cars, said, longest_route, seats, longest_ride)), *nodes = rows
    for line, node in nodes:
        if len(node) != 7:
            _refuse(path, line, "must have seven numbers: node, x, y, service, load, earliest, latest")
    rides = (len(nodes) - 1) // 2
    if said not in {rides, 2 * rides} or not rides:
        _refuse(
            path, 1, f"says {said:g} nodes, and {len(nodes)} follow: as many pickups as deliveries, after the depot"
        )
    if len(nodes) == 2 * rides + 2:
        line, last = nodes.pop()
        if last[1:3] != nodes[0][1][1:3]:
            _refuse(path, line, "is one node too many, unless it is the depot once more")
    for number, (line, node) in enumerate(nodes):
        if node[0] != number:
            _refuse(path, line, f"is node {node[0]:g} where node {number} is expected")
        if node[3] < 0 or node[5] > node[6]:
            _refuse(path, line, "has a service below 0 or a window that ends before it begins")
        pickup = nodes[number - rides][1] if number > rides else None
        load = node[4]
        if load != (0 if not number else -pickup[4] if pickup else max(1, round(load))):
            _refuse(path, line, "has the wrong load: the depot 0, a pickup 1 or more, its delivery as much below 0")
    if cars < 1 or cars != round(cars) or seats != round(seats) or min(seats, longest_route, longest_ride) < 0:
        _refuse(path, 1, "must have whole numbers of cars and seats, and nothing below 0")
    places = [(node[1], node[2]) for _, node in nodes]
    return Fleet(
        cars=round(cars),
        seats=round(seats),
        longest_ride=longest_ride,
        longest_route=longest_route,
        halts=tuple(Halt(earliest=node[5], latest=node[6], service=node[3], load=round(node[4])) for _, node in nodes),
        ways=tuple(tuple(hypot(x - to_x, y - to_y) for to_x, to_y in places) for x, y in places),
    )


def _rows(path: Path) -> Iterator[tuple[int, list[float]]]:
    """Lines with something in them: their number, and the numbers in them."""
    for line, text in enumerate(_text(path).splitlines(), start=1):
        try:
            numbers = [float(word) for word in text.split()]
        except ValueError:
            _refuse(path, line, "has something that is no number")
        if not all(isfinite(number) and abs(number) <= MOST for number in numbers):
            _refuse(path, line, f"has a number above {MOST:,.0f}")
        if numbers:
            yield line, numbers


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RidematchError(f"{path} can't be read as text.") from error


def _refuse(path: Path, line: int, why: str) -> None:
    raise RidematchError(f"{path}, line {line} {why}.")


def read_optima(folder: Path) -> dict[str, float]:
    """Published optima by instance, from optima.csv with columns instance and optimum; none where there is no file."""
    path = folder / "optima.csv"
    if not path.exists():
        return {}
    try:
        return {row["instance"]: float(row["optimum"]) for row in csv.DictReader(_text(path).splitlines())}
    except (KeyError, TypeError, ValueError) as error:
        raise RidematchError(f"{path} must have the columns instance and optimum, a number in each optimum.") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What a solution file says."""

    distance: float
    routes: tuple[tuple[int, ...], ...]


def write_solution(path: Path, solution: Solution) -> None:
    """First line: the total distance. Then a line a car: its nodes in order, from depot to depot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [repr(solution.distance), *(" ".join(map(str, (0, *route, 0))) for route in solution.routes)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_solution(path: Path) -> Solution:
    """What `write_solution` wrote."""
    (_, first), *rows = list(_rows(path)) or [(1, [])]
    if len(first) != 1:
        _refuse(path, 1, "must be the total distance")
    for line, row in rows:
        if len(row) < 2 or row[0] or row[-1] or any(node != round(node) for node in row):
            _refuse(path, line, "must be a route from depot to depot: whole numbers, 0 at both ends")
    return Solution(distance=first[0], routes=tuple(tuple(map(round, row[1:-1])) for _, row in rows))
