"""The whole way: runs in processes of their own, what they print and write, and what happens when one dies."""

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.bench import measure
from tests.bench.results import from_json
from tests.bench.run import apart, here
from tests.bench.suite import METHODS, Night, Task

TINY = Night(shape="spread", commutes=6, volunteers=6, lessons=1)
MISSHAPED = Night(shape="spread", commutes=6, volunteers=6, lessons=7)  # more learners than riders


def test_a_measured_night_is_printed_and_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--sizes", "20", "--shapes", "spread", "--methods", "greedy", "--out", str(tmp_path)]
    assert measure.main(words) == 0
    printed = capsys.readouterr()
    assert "night: spread-20; method: greedy; objective: " in printed.out
    assert "1 of 1: spread-20, greedy ..." in printed.err
    assert {path.name for path in tmp_path.iterdir()} == {"bench.json", "bench.svg", "bench.png"}
    (run,) = from_json((tmp_path / "bench.json").read_text(encoding="utf-8"))
    (result,) = run.results
    assert (result.violations, result.error) == ((), "")
    assert result.objective is not None
    assert result.peak_mb > 10


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_each_method_runs_in_a_process_of_its_own(method: str) -> None:
    result = apart(Task(night=TINY, method=method, limit=None if method == "greedy" else 0.8))
    assert (result.error, result.violations) == ("", ())
    assert (result.night, result.method, result.journeys) == ("spread-6", method, 6)
    assert (result.bound is not None) == (method == "engine")


def test_a_run_here_counts_what_is_served() -> None:
    result = here(Task(night=TINY, method="engine", limit=600), warm_up=False)
    assert result.proven
    assert result.bound == pytest.approx(result.objective)
    assert 0 <= result.served <= 6


def test_a_run_that_fails_is_a_row_that_says_so() -> None:
    result = apart(Task(night=MISSHAPED, method="greedy"))
    assert result.objective is None
    assert result.error.startswith("ValueError: ")


def test_a_run_that_is_killed_is_a_row_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, -signal.SIGKILL, stdout="", stderr="")

    monkeypatch.setattr(subprocess, "run", killed)
    assert apart(Task(night=TINY, method="routing", limit=5)).error == "ended by signal 9"


def test_a_run_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(command: list[str], *, timeout: float, **_: Any) -> subprocess.CompletedProcess[str]:
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", endless)
    assert apart(Task(night=TINY, method="routing", limit=100)).error == "given up after 1,100 s"


def test_ctrl_c_keeps_what_was_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = here(Task(night=TINY, method="greedy"))
    answers = iter([first])

    def pressed(_: Task) -> object:
        try:
            return next(answers)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(measure, "apart", pressed)
    assert measure.main(["--sizes", "20", "--out", str(tmp_path)]) == 130
    assert len(json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))[0]["results"]) == 1
    assert measure.main(["--sizes", "20", "--out", str(tmp_path / "nothing")]) == 130
    assert "Nothing was measured." in capsys.readouterr().err
    assert not (tmp_path / "nothing").exists()


def test_wrong_use_is_answered_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert measure.main(["--sizes", "21"]) == 2
    assert capsys.readouterr().err == "There are no nights of 21 commutes; choose among 20, 60, 100, 200, 1000.\n"
