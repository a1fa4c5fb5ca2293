"""Compiled loops give back the memory they take, and what is kept of them on disk is never of other sources."""

import gc
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from subprocess import run
from sys import executable

import pytest

from ridematch.match import compiled, solve
from ridematch.match.compiled import fingerprint
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


PARTS = {
    "far": "ONE = 1\n",
    "near": """
from ridematch.match.compiled import compiled
from ridematch.match.far import ONE

@compiled
def one(number: int) -> int:
    return number + ONE
""",
    "loop": """
from ridematch.match.compiled import compiled
from ridematch.match.near import one

@compiled
def loop(number: int) -> int:
    return one(number)

if __name__ != "__main__":
    print(loop(41))
""",
    "other": "",
}
"""A loop that calls a function of another file, which counts with a constant of a third."""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of its own around the real `compiled`."""
    folder = tmp_path / "ridematch" / "match"
    folder.mkdir(parents=True)
    for name, text in {**PARTS, "__init__": "", "../__init__": ""}.items():
        (folder / f"{name}.py").write_text(text)
    real = str(compiled.__file__)
    (folder / "compiled.py").write_text(Path(real).read_text())
    return tmp_path


def looped(package: Path) -> str:
    done = run(
        [executable, "-c", "import ridematch.match.loop"], cwd=package, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_what_is_kept_is_used_again_and_never_for_other_sources(package: Path) -> None:
    """The far file is another one after an upgrade; the file of the loop itself is as it was."""
    assert looped(package) == "42"
    kept = {path: path.stat().st_mtime_ns for path in package.rglob("*.nb?")}
    assert kept
    assert looped(package) == "42"
    assert {path: path.stat().st_mtime_ns for path in package.rglob("*.nb?")} == kept
    (package / "ridematch" / "match" / "far.py").write_text("ONE = 2\n")
    assert looped(package) == "43"


@pytest.mark.parametrize(("changed", "is_other"), [("far", True), ("near", True), ("loop", True), ("other", False)])
def test_a_fingerprint_is_of_all_that_is_imported(package: Path, changed: str, is_other: bool) -> None:
    loop, one = package / "ridematch" / "match" / "loop.py", package / "ridematch" / "match" / f"{changed}.py"
    before = fingerprint(loop, package)
    one.write_text(one.read_text() + "# another word\n")
    for cached in (fingerprint, compiled._imports, compiled._files, compiled._source):
        cached.cache_clear()
    assert (fingerprint(loop, package) != before) == is_other
