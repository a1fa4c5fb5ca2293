"""Compiled loops give back the memory they take, also those that do not count who holds an array."""

import gc
from collections.abc import Iterator
from importlib import import_module

import pytest

from ridematch.match import solve
from ridematch.match.solve import match
from tests.match.nights import crowded

runtime = import_module("numba.core.runtime")


@pytest.fixture(autouse=True)
def _counted() -> Iterator[None]:
    runtime._nrt_python.memsys_enable_stats()
    yield
    runtime._nrt_python.memsys_disable_stats()


def held() -> int:
    """Arrays that compiled loops made and nobody gave back."""
    gc.collect()
    stats = runtime.rtsys.get_allocation_stats()
    return int(stats.mi_alloc - stats.mi_free)


@pytest.mark.parametrize("early", [0, 10**9])
def test_no_array_is_left_behind(early: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With drafts and without; the night has trips by night, whose spans are cut into pieces."""
    monkeypatch.setattr(solve, "MANY_PREFIXES", early)
    problem = crowded(3, commutes=12, drivers=6, lessons=1)
    match(problem, seconds=60)
    before = held()
    match(problem, seconds=60)
    assert held() == before
