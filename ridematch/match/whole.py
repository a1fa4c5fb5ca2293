"""The integer step: a MathOpt model solved by HiGHS to proven optimality, or until it is time to stop.

(Among many thousand duties HiGHS may look for long before it has a good plan; SCIP begins there.)
"""

from datetime import timedelta
from math import inf, isinf
from typing import Any

from ridematch.match.stop import Stop

TOLERANCE = 1e-6

FEW_NODES = 20
"""Of branching, for a good solution soon."""

BRIEF_SECONDS = 3.0
"""For the step when it is time to stop."""


def solve_whole(
    model: Any, stop: Stop, *, known: float = inf, hints: Any | None = None, most_seconds: float | None = None
) -> Any:
    """MathOpt's result for a `mathopt.Model`; somebody who asks to stop gets the best found by then.

    Somebody who asked before it began still gets a brief one. `known` is an objective known to be possible: nothing
    above it is looked at. `hints` are MathOpt's `ModelSolveParameters`.
    """
    from ortools.math_opt.python import mathopt
    from ortools.math_opt.solvers import highs_pb2
    from ortools.util.python.solve_interrupter import SolveInterrupter

    interrupter = SolveInterrupter()
    with stop.telling(interrupter.interrupt):  # only now look at the clock: to build the model may have taken long
        seconds = _seconds(stop, most_seconds)
        parameters = mathopt.SolveParameters(
            relative_gap_tolerance=0.0,
            absolute_gap_tolerance=TOLERANCE,
            random_seed=1,
            highs=highs_pb2.HighsOptionsProto(double_options={} if isinf(known) else {"objective_bound": known}),
            time_limit=None if seconds is None else timedelta(seconds=max(0.1, seconds)),
        )
        return mathopt.solve(
            model, mathopt.SolverType.HIGHS, params=parameters, model_params=hints, interrupter=interrupter
        )


def solve_soon(model: Any, stop: Stop, *, hints: Any, most_seconds: float | None) -> Any:
    """MathOpt's result of SCIP after a few nodes: on large models a good solution sooner, sometimes the best.

    Whoever asks to stop meanwhile waits for its end: told of an interrupter, SCIP complains to the terminal.
    """
    from ortools.math_opt.python import mathopt

    seconds = _seconds(stop, most_seconds)
    parameters = mathopt.SolveParameters(
        relative_gap_tolerance=0.0,
        absolute_gap_tolerance=TOLERANCE,
        random_seed=1,
        node_limit=FEW_NODES,
        time_limit=None if seconds is None else timedelta(seconds=max(0.1, seconds)),
    )
    return mathopt.solve(model, mathopt.SolverType.GSCIP, params=parameters, model_params=hints)


def _seconds(stop: Stop, most: float | None) -> float | None:
    """How long a solver may take; None for as long as it takes."""
    limits = (BRIEF_SECONDS if stop.asked else None, stop.left, most)
    return min((limit for limit in limits if limit is not None), default=None)
