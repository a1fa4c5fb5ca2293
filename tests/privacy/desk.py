"""The program in a pipe, and what it says."""

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from ridematch.cli.app import run
from tests.privacy.scenes import Line


@dataclass(frozen=True, slots=True)
class Heard:
    """What one command said on standard output and standard error; `line` is what was typed."""

    line: Line
    status: int
    out: str
    err: str


def in_a_pipe(store: Path, line: Line, *options: str) -> Heard:
    """In this process, which spares a start of the program for each line."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = run(["--store", f"sqlite:///{store}", *options, *line.arguments])
    return Heard(line, status, out.getvalue(), err.getvalue())
