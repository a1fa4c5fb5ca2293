"""Stopped at any moment the engine has a right plan, says honestly what is known of it, and had a first one early."""

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ridematch.match import solve
from ridematch.match.progress import Standing
from ridematch.match.solve import match
from ridematch.match.stop import Stop
from ridematch.model.plan import Plan
from ridematch.model.problem import Problem
from ridematch.office import deciding
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.match.nights import crowded

PHASES = (
    "what each car can do from empty to empty",
    "what each volunteer can do in a day",
    "which days together are best",
)


@pytest.fixture(autouse=True)
def heeded() -> Iterator[None]:
    """Interrupts, also where the tests run in the background of a shell, which ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def problem() -> Problem:
    """A night whose linear optimum is not whole, so that every phase has something to do."""
    return crowded(6, commutes=9, drivers=6, lessons=2)


@pytest.fixture(scope="module")
def best(problem: Problem) -> Plan:
    plan = match(problem)
    assert plan.proven
    return plan


def is_right(problem: Problem, plan: Plan, best: Plan) -> None:
    assert check(problem, plan) == ()
    assert score(problem, plan).total == pytest.approx(plan.objective)
    assert plan.bound <= best.objective + 1e-6
    assert plan.objective >= best.objective - 1e-6
    assert not plan.proven or plan.objective == pytest.approx(best.objective)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("early", [0, 10**9])
def test_stopped_in_any_phase(
    problem: Problem, best: Plan, phase: str, early: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solve, "MANY_PREFIXES", early)
    stop, said = Stop(), []

    def progress(standing: Standing) -> None:
        said.append(standing)
        if standing.phase.startswith(phase):
            stop.ask()

    is_right(problem, match(problem, stop=stop, progress=progress), best)
    assert stop.asked, said


@pytest.mark.parametrize("phase", ["a draft", "a better draft"])
def test_stopped_while_drafting(problem: Problem, best: Plan, phase: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve, "MANY_PREFIXES", 0)
    monkeypatch.setattr(solve, "MORE_PREFIXES", 0)
    monkeypatch.setattr(solve, "SHORT_PREFIXES", 0)
    monkeypatch.setattr(solve, "MOST_PREFIXES", 0)
    stop = Stop()

    def progress(standing: Standing) -> None:
        if standing.phase == phase:
            stop.ask()

    plan = match(problem, stop=stop, progress=progress)
    is_right(problem, plan, best)
    assert stop.asked
    assert plan.duties


def test_the_first_plan_drives_somebody(problem: Problem, best: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve, "MANY_PREFIXES", 0)
    stop = Stop()

    def progress(standing: Standing) -> None:
        if standing.objective is not None:
            stop.ask()

    plan = match(problem, stop=stop, progress=progress)
    is_right(problem, plan, best)
    everybody_left_out = score(problem, Plan(left_out=tuple(journey.code for journey in problem.journeys))).total
    assert plan.objective < (everybody_left_out + best.objective) / 2


def test_a_first_plan_changes_nothing_about_the_last(
    problem: Problem, best: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solve, "MANY_PREFIXES", 0)
    plan = match(problem)
    assert plan.proven
    assert plan.objective == pytest.approx(best.objective)


def test_interrupted_at_the_keyboard(problem: Problem, best: Plan) -> None:
    """Once: the best so far, and the page says that. The signal comes while the search is at work."""
    said, heard = [], threading.Event()

    def progress(what: str) -> None:
        said.append(what)
        if what == deciding.STOPPING:
            heard.set()
        if sum(line.startswith(PHASES[2]) for line in said) == 1 and what.startswith(PHASES[2]):
            os.kill(os.getpid(), signal.SIGINT)
            heard.wait(60)  # or the search might be over before

    is_right(problem, deciding._matched(problem, None, seconds=None, progress=progress), best)
    assert deciding.STOPPING in said


def test_interrupted_before_anything_was_found(problem: Problem) -> None:
    """A plan that drives nobody is nothing to publish."""

    def progress(what: str) -> None:
        if what.startswith(PHASES[0]) and not heard.is_set():
            os.kill(os.getpid(), signal.SIGINT)
            heard.wait(60)
        if what == deciding.STOPPING:
            heard.set()

    heard = threading.Event()
    with pytest.raises(KeyboardInterrupt):
        deciding._matched(replace(problem, blocks=()), None, seconds=None, progress=progress)


def test_interrupted_twice_keeps_nothing(problem: Problem) -> None:
    waiting, heard = [PHASES[1], deciding.STOPPING], threading.Event()

    def progress(what: str) -> None:
        if waiting and what.startswith(waiting[0]):
            first = waiting.pop(0) == PHASES[1]
            if not first:
                heard.set()
            os.kill(os.getpid(), signal.SIGINT)
            if first:
                heard.wait(60)

    with pytest.raises(KeyboardInterrupt):
        deciding._matched(problem, None, seconds=None, progress=progress)
