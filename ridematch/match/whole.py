"""The integer step: a MathOpt model solved by HiGHS to proven optimality, or until it is time to stop."""

from datetime import timedelta
from math import inf, isinf
from typing import Any

from ridematch.match.stop import Stop

TOLERANCE = 1e-6

BRIEF_SECONDS = 3.0
"""For the step when it is time to stop."""


def solve_whole(
    model: Any,
    stop: Stop,
    *,
    known: float = inf,
    hints: Any | None = None,
    most_seconds: float | None = None,
    most_nodes: int | None = None,
) -> Any:
    """MathOpt's result for a `mathopt.Model`; somebody who asks to stop gets the best found by then.

    Somebody who asked before it began still gets a brief one. `known` is an objective known to be possible: nothing
    above it is looked at, and no more than `most_nodes` of the tree. `hints` are MathOpt's `ModelSolveParameters`.
    """
    from ortools.math_opt.python import mathopt
    from ortools.math_opt.solvers import highs_pb2
    from ortools.util.python.solve_interrupter import SolveInterrupter

    interrupter = SolveInterrupter()
    with stop.telling(interrupter.interrupt):  # only now look at the clock: to build the model may have taken long
        limits = (BRIEF_SECONDS if stop.asked else None, stop.left, most_seconds)
        seconds = min((limit for limit in limits if limit is not None), default=None)
        parameters = mathopt.SolveParameters(
            relative_gap_tolerance=0.0,
            absolute_gap_tolerance=TOLERANCE,
            random_seed=1,
            node_limit=most_nodes,
            highs=highs_pb2.HighsOptionsProto(double_options={} if isinf(known) else {"objective_bound": known}),
            time_limit=None if seconds is None else timedelta(seconds=max(0.1, seconds)),
        )
        return mathopt.solve(
            model, mathopt.SolverType.HIGHS, params=parameters, model_params=hints, interrupter=interrupter
        )
