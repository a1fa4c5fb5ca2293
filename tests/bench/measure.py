"""Measures the engine against the plain routing library and a greedy coordinator.

    python -m tests.bench.measure --sizes 20 60 --seconds 10

Prints a table (labelled lines in a pipe) and writes bench.json, bench.svg and bench.png.
"""

import argparse
import sys
from pathlib import Path

from ridematch.model.errors import RidematchError
from ridematch.views.terminal import show
from tests.bench.nights import SHAPES
from tests.bench.picture import draw, save
from tests.bench.results import Result, Run, this_machine, to_json
from tests.bench.run import apart
from tests.bench.suite import METHODS, PEOPLE, SECONDS, USUAL_SIZES, Task, tasks
from tests.bench.table import page


def main(arguments: list[str] | None = None) -> int:
    """Measure what the arguments ask for; 0, 1 if a run failed or broke a rule, 2 for wrong use, 130 for Ctrl-C."""
    asked = _parser().parse_args(arguments)
    try:
        todo = tasks(
            sizes=tuple(asked.sizes),
            shapes=tuple(asked.shapes),
            seconds=tuple(asked.seconds),
            methods=tuple(asked.methods),
            seed=asked.seed,
        )
    except RidematchError as mistake:
        print(mistake, file=sys.stderr)
        return 2
    machine = this_machine()
    results, stopped = _measured(todo)
    if not results:
        print("Nothing was measured.", file=sys.stderr)
        return 130
    show(page(results), plain=asked.plain)
    files = [asked.out / f"bench.{ending}" for ending in ("json", "svg", "png")]
    asked.out.mkdir(parents=True, exist_ok=True)
    files[0].write_text(to_json([Run(machine=machine, results=tuple(results))]), encoding="utf-8")
    save(draw(results), *files[1:])
    print(f"\nWrote {', '.join(map(str, files))}")
    if stopped:
        return 130
    return int(any(one.error or one.violations for one in results))


def _measured(todo: list[Task]) -> tuple[list[Result], bool]:
    """The results, one line about each as it comes, and whether Ctrl-C ended it sooner."""
    results: list[Result] = []
    for number, task in enumerate(todo, start=1):
        print(f"{number} of {len(todo)}: {task.name} ...", end=" ", file=sys.stderr, flush=True)
        try:
            result = apart(task)
        except KeyboardInterrupt:
            print("stopped", file=sys.stderr)
            return results, True
        results.append(result)
        said = result.error or f"{result.objective:,.0f} in {result.seconds:.1f} s"
        print(said, file=sys.stderr, flush=True)
    return results, False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.measure", description=__doc__.splitlines()[0])
    limits = "; ".join(f"{size}: {' and '.join(map(str, some))} s" for size, some in SECONDS.items())
    parser.add_argument(
        "--sizes",
        nargs="*",
        type=int,
        default=[],
        help=f"commutes, of {', '.join(map(str, PEOPLE))} (default: {', '.join(map(str, USUAL_SIZES))})",
    )
    parser.add_argument("--shapes", nargs="*", default=[], help=f"of {', '.join(SHAPES)} (default: all)")
    parser.add_argument("--seconds", nargs="*", type=float, default=[], help=f"time limits (default: {limits})")
    parser.add_argument("--methods", nargs="*", default=[], help=f"of {', '.join(METHODS)} (default: all)")
    parser.add_argument("--seed", type=int, default=0, help="other nights of the same kind (default: 0)")
    parser.add_argument("--out", type=Path, default=Path("out/bench"), help="folder to write to (default: out/bench)")
    parser.add_argument("--plain", action="store_true", help="labelled lines also at a terminal")
    return parser


if __name__ == "__main__":
    sys.exit(main())
