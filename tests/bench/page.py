"""Writes what was measured into docs/benchmarks.md, between its two marker lines.

    python -m tests.bench.page out/bench/bench.json

All that the page shows is kept in docs/benchmarks.json. Rows measured anew take the place of the old ones of the same
nights, and each table says on what machine it was measured, so that sizes can be measured one at a time.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ridematch.model.errors import RidematchError
from tests.bench.picture import draw, save
from tests.bench.results import Run, from_json, to_json
from tests.bench.table import markdown

DOCS = Path(__file__).parents[2] / "docs"
BEGIN = "<!-- measured: begin -->"
END = "<!-- measured: end -->"


def main(arguments: Sequence[str] | None = None) -> int:
    """Take over these files of results; 2 where one can't be read."""
    try:
        new = [run for name in arguments or sys.argv[1:] for run in _read(Path(name))]
        write(DOCS, new)
    except RidematchError as mistake:
        print(mistake, file=sys.stderr)
        return 2
    return 0


def write(docs: Path, new: Sequence[Run]) -> None:
    """Add these runs to the page in this folder, and draw its picture."""
    page, kept = docs / "benchmarks.md", docs / "benchmarks.json"
    runs = merged(_read(kept) if kept.exists() else (), new)
    text = with_tables(page.read_text(encoding="utf-8"), runs)
    kept.write_text(to_json(runs), encoding="utf-8")
    page.write_text(text, encoding="utf-8")
    save(draw([result for run in runs for result in run.results]), docs / "benchmarks.svg")


def merged(old: Sequence[Run], new: Sequence[Run]) -> tuple[Run, ...]:
    """The runs in order, each night as it was measured last."""
    runs: list[Run] = []
    for run in (*old, *new):
        nights = {result.night for result in run.results}
        runs = [
            replace(one, results=tuple(result for result in one.results if result.night not in nights)) for one in runs
        ]
        runs.append(run)
    return tuple(run for run in runs if run.results)


def with_tables(text: str, runs: Sequence[Run]) -> str:
    """The page with the tables of these runs between its markers."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise RidematchError(f"docs/benchmarks.md needs the lines {BEGIN} and {END}; what is between them is written.")
    tables = [f"{run.machine.said()}:\n\n{markdown(run.results)}" for run in runs]
    return "\n\n".join([before + begin, *tables, end + after])


def _read(path: Path) -> tuple[Run, ...]:
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except OSError as mistake:
        raise RidematchError(f"{path} can't be read ({mistake.strerror}); make bench writes it.") from mistake
    except (ValueError, KeyError, TypeError) as mistake:
        raise RidematchError(f"{path} is no file of results; make bench writes one.") from mistake


if __name__ == "__main__":
    sys.exit(main())
