"""The dial-a-ride benchmark as a command, on tiny instances of our own."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from ridematch.model.fleet import FleetPlan
from tests.bench import darp
from tests.bench.darp_files import read_solution

TWO_RIDES = """1 4 100 2 {ride}
0 0 0 0  0  0 100
1 3 4 1  1  0 100
2 6 8 1  1 20  30
3 6 8 1 -1  0 100
4 0 4 1 -1  0 100
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two instances, the second without a plan, solved in this process to save the time of starting another."""
    monkeypatch.setattr(darp, "alone", darp.measured)
    (tmp_path / "easy.txt").write_text(TWO_RIDES.format(ride=20), encoding="utf-8")
    (tmp_path / "none.txt").write_text(TWO_RIDES.format(ride=4), encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_table_with_a_row_for_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "optima.csv").write_text("instance,optimum\neasy,21.21\n", encoding="utf-8")
    assert darp.main([str(folder), "--solutions", str(folder / "out")]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].split() == ["instance", "optimum", "ours", "gap", "%", "proven", "seconds", "MB"]
    assert printed[1].split()[:5] == ["easy", "21.21", "21.21", "0.00", "yes"]
    assert printed[2].split()[:3] == ["none", "none", "yes"]
    assert printed[3].startswith("2 of 2 proven")
    assert printed[4].startswith("1 solution")
    solution = read_solution(folder / "out" / "easy.txt")
    assert solution.routes == ((1, 2, 3, 4),)
    assert not (folder / "out" / "none.txt").exists()


@pytest.mark.slow
def test_what_contradicts_the_published_optimum_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "optima.csv").write_text("instance,optimum\neasy,20.00\n", encoding="utf-8")
    assert darp.main([str(folder)]) == 1
    assert "easy: proven to be 21.21, and 20.00 is published as the optimum." in capsys.readouterr().out


def test_a_wrong_solution_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = FleetPlan(routes=((1, 2, 4, 3),), distance=21.0, bound=21.0, proven=True)
    monkeypatch.setattr(darp, "best_routes", lambda *_, **__: wrong)
    assert darp.main([str(folder)]) == 1
    assert "easy: The distance is" in capsys.readouterr().out


def test_a_process_that_dies_costs_one_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Dying(ThreadPoolExecutor):
        def __init__(self, **_: object) -> None:
            super().__init__(max_workers=1)

    def dies(*_: object) -> None:
        raise BrokenProcessPool

    (tmp_path / "easy.txt").write_text(TWO_RIDES.format(ride=20), encoding="utf-8")
    monkeypatch.setattr(darp, "ProcessPoolExecutor", Dying)
    monkeypatch.setattr(darp, "measured", dies)
    assert darp.main([str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert printed.splitlines()[1].split()[:5] == ["easy", "none", "no,", "at", "least"]
    assert "easy: the process that solved it was ended from outside" in printed


def test_what_cant_be_read_is_said_before_anything_is_solved(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "zzz.txt").write_text("1 2\n", encoding="utf-8")
    assert darp.main([str(folder)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "zzz.txt, line 1 must have five numbers" in printed.err
    assert darp.main([str(folder / "no")]) == 2


def test_without_enough_time_a_gap_is_shown_to_the_bound() -> None:
    plan = FleetPlan(routes=((1, 2),), distance=110.0, bound=100.0, proven=False)
    measured = darp.Measured(name="x", optimum=None, plan=plan, faults=(), seconds=1.0, megabytes=2.0)
    assert measured.row == ("x", "", "110.00", "10.00", "no, at least 100.00", "1.00", "2")
    assert measured.wrong == ()
