"""What was measured: one row a run, what follows from all rows of a night, and the machine; to JSON and back."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import ridematch

LIBRARIES = ("ortools", "numba", "numpy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One run. `bound` is what the method itself proved, `error` why there is no plan; `limit` and `seconds` in s."""

    night: str
    method: str
    commutes: int
    limit: float | None = None
    objective: float | None = None
    bound: float | None = None
    proven: bool = False
    served: int = 0
    journeys: int = 0
    lessons: int = 0
    wanted: int = 0
    seconds: float = 0.0
    peak_mb: float = 0.0
    violations: tuple[str, ...] = ()
    remark: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where and with what it was measured. `load` is how many others wanted a core when it began, None if not kept."""

    cpu: str
    cores: int
    load: float | None
    memory_gb: float
    system: str
    python: str
    ridematch: str
    libraries: dict[str, str]
    measured: str
    revision: str

    def said(self) -> str:
        """In one line."""
        libraries = ", ".join(f"{name} {number}" for name, number in self.libraries.items())
        load = "" if self.load is None else f" (load {self.load:.1f} at the start)"
        hardware = f"{self.cpu}, {self.cores} cores{load}, {self.memory_gb:g} GB"
        software = f"{self.system}, Python {self.python}, {libraries}"
        return f"{hardware}; {software}; ridematch {self.ridematch} ({self.revision}), {self.measured}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """All that was measured in one go."""

    machine: Machine
    results: tuple[Result, ...]


def best_bounds(results: Iterable[Result]) -> dict[str, float]:
    """The best bound known for each night, whoever proved it."""
    found: dict[str, float] = {}
    for result in results:
        if result.bound is not None:
            found[result.night] = max(found.get(result.night, 0.0), result.bound)
    return found


def gap(result: Result, bounds: dict[str, float]) -> float | None:
    """(objective - best bound known) / objective."""
    if result.objective is None or result.night not in bounds:
        return None
    return (result.objective - bounds[result.night]) / result.objective if result.objective else 0.0


def ratio(result: Result, results: Sequence[Result]) -> float | None:
    """The objective over the engine's with the same time limit; without a limit, over that with the longest."""
    engine = [one for one in results if one.night == result.night and one.method == "engine" and one.objective]
    engine = [one for one in engine if result.limit in (None, one.limit)]
    if result.objective is None or not engine:
        return None
    best = max(engine, key=lambda one: one.limit or 0.0).objective
    assert best is not None
    return result.objective / best


def this_machine() -> Machine:
    """The machine, the versions and the revision that run now."""
    return Machine(
        cpu=_cpu(),
        cores=os.cpu_count() or 1,
        load=round(os.getloadavg()[0], 1),
        memory_gb=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        ridematch=ridematch.__version__,
        libraries={name: version(name) for name in LIBRARIES},
        measured=f"{datetime.now(UTC):%Y-%m-%d}",
        revision=_revision(),
    )


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _revision() -> str:
    """The commit, with a word if files differ from it; "unknown" where there is no git."""
    command = ["git", "describe", "--always", "--dirty=, changed", "--exclude=*"]
    try:
        said = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return said.stdout.strip()


def to_json(runs: Sequence[Run]) -> str:
    """Runs as JSON, each row with its gap and ratio for whoever reads it elsewhere."""
    content = []
    for run in runs:
        bounds = best_bounds(run.results)
        rows = [asdict(one) | {"gap": gap(one, bounds), "ratio": ratio(one, run.results)} for one in run.results]
        content.append({"machine": asdict(run.machine), "results": rows})
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> tuple[Run, ...]:
    """What `to_json` wrote."""
    return tuple(
        Run(machine=Machine(**run["machine"]), results=tuple(result_from(row) for row in run["results"]))
        for run in json.loads(text)
    )


def result_from(row: dict[str, object]) -> Result:
    """One row; what follows from the others is left aside."""
    kept = {name: value for name, value in row.items() if name not in ("gap", "ratio")}
    violations = kept.pop("violations")
    assert isinstance(violations, list)
    return Result(**kept, violations=tuple(violations))  # type: ignore[arg-type]
