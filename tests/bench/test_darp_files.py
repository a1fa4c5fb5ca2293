"""Instances in Cordeau's format, published optima and solution files: what is read, and what is refused and how."""

from pathlib import Path

import pytest

from ridematch.model.errors import RidematchError
from tests.bench.darp_files import (
    Solution,
    instances,
    read_instance,
    read_optima,
    read_solution,
    write_solution,
)

INSTANCE = """2 4 480 3 30
0  0.0  0.0 0  0   0 1440
1  3.0  4.0 3  1   0 1440
2 -1.5  0.0 2  2 10.5  25
3  0.0  4.0 3 -1 60   75

4  0.0  2.0 2 -2   0 1440
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "one.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_instance(tmp_path: Path) -> None:
    fleet = read_instance(written(tmp_path, INSTANCE))
    assert (fleet.cars, fleet.seats, fleet.longest_route, fleet.longest_ride, fleet.rides) == (2, 3, 480.0, 30.0, 2)
    assert fleet.ways[0][1] == 5.0
    assert fleet.ways[1][3] == 3.0
    third = fleet.halts[2]
    assert (third.earliest, third.latest, third.service, third.load) == (10.5, 25.0, 2.0, 2)
    assert [halt.load for halt in fleet.halts] == [0, 1, 2, -1, -2]


def test_the_first_line_may_count_requests_and_the_depot_may_be_there_twice(tmp_path: Path) -> None:
    fleet = read_instance(written(tmp_path, INSTANCE))
    assert read_instance(written(tmp_path, INSTANCE.replace("2 4 480", "2 2 480"))) == fleet
    assert read_instance(written(tmp_path, INSTANCE + "5 0 0 0 0 0 1440\n")) == fleet


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (INSTANCE, "", "line 1 must have five numbers"),
        ("2 4 480 3 30", "2 4 480 3", "line 1 must have five numbers"),
        ("2 4 480", "2 5 480", "line 1 says 5 nodes, and 5 follow"),
        ("2 4 480", "0 4 480", "line 1 must have whole numbers of cars"),
        ("480 3 30", "480 2.5 30", "line 1 must have whole numbers of cars"),
        ("480 3 30", "480 3 -1", "nothing below 0"),
        ("3.0  4.0 3  1", "3.0  4.0 3", "line 3 must have seven numbers"),
        ("-1.5", "x", "line 4 has something that is no number"),
        ("-1.5", "nan", "line 4 has a number above"),
        ("-1.5", "1e9", "line 4 has a number above 1,000,000"),
        ("\n2 -1.5", "\n7 -1.5", "line 4 is node 7 where node 2 is expected"),
        ("10.5  25", "25  10.5", "line 4 has a service below 0 or a window that ends before it begins"),
        ("0.0 2  2", "0.0 -2  2", "line 4 has a service below 0"),
        ("4.0 3  1", "4.0 3  0", "line 3 has the wrong load"),
        ("4.0 3  1", "4.0 3  1.5", "line 3 has the wrong load"),
        ("2 -2 ", "2 -1 ", "line 7 has the wrong load"),
        ("0.0 0  0 ", "0.0 0  1 ", "line 2 has the wrong load"),
    ],
)
def test_what_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in INSTANCE
    with pytest.raises(RidematchError) as refused:
        read_instance(written(tmp_path, INSTANCE.replace(old, new)))
    assert said in str(refused.value)
    assert "one.txt" in str(refused.value)


def test_one_node_too_many_is_not_the_depot(tmp_path: Path) -> None:
    with pytest.raises(RidematchError, match="line 8 is one node too many"):
        read_instance(written(tmp_path, INSTANCE + "5 1 0 0 0 0 1440\n"))


def test_what_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RidematchError, match="can't be read as text"):
        read_instance(tmp_path / "one.txt")
    with pytest.raises(RidematchError, match="can't be read as text"):
        read_instance(tmp_path / "two.txt")


def test_a_folder_of_instances(tmp_path: Path) -> None:
    with pytest.raises(RidematchError, match="There are no instances"):
        instances(tmp_path)
    with pytest.raises(RidematchError, match="There is no folder"):
        instances(tmp_path / "none")
    for name in ("b.txt", "a.txt", "optima.csv"):
        (tmp_path / name).touch()
    assert [path.name for path in instances(tmp_path)] == ["a.txt", "b.txt"]


def test_optima(tmp_path: Path) -> None:
    assert read_optima(tmp_path) == {}
    (tmp_path / "optima.csv").write_text("instance,optimum,source\na2-16,294.25,some paper\n", encoding="utf-8")
    assert read_optima(tmp_path) == {"a2-16": 294.25}
    for text in ("name,optimum\na,1\n", "instance,optimum\na,x\n", "instance,optimum\na\n"):
        (tmp_path / "optima.csv").write_text(text, encoding="utf-8")
        with pytest.raises(RidematchError, match="must have the columns instance and optimum"):
            read_optima(tmp_path)


def test_a_solution_is_read_as_it_was_written(tmp_path: Path) -> None:
    solution = Solution(distance=1 / 3, routes=((1, 2, 3, 4), ()))
    write_solution(tmp_path / "deep" / "one.txt", solution)
    assert read_solution(tmp_path / "deep" / "one.txt") == solution


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1 must be the total distance"),
        ("1 2\n", "line 1 must be the total distance"),
        ("1.0\n0 1 2\n", "line 2 must be a route"),
        ("1.0\n\n0 1.5 2 0\n", "line 3 must be a route"),
        ("1.0\n0\n", "line 2 must be a route"),
    ],
)
def test_a_solution_file_that_is_none(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RidematchError, match=said):
        read_solution(written(tmp_path, text))
