"""Which duties together are best: the rows of `master` with duties as columns, solved with OR-Tools' MathOpt.

The same rows serve the linear relaxation (GLOP), whose duals are the prices for new duties, and the integer step
(HiGHS).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ridematch.match.cuts import Cut
from ridematch.match.duty import DutyChoice
from ridematch.match.master import Key, Rows
from ridematch.match.program import Choice, Program
from ridematch.match.stop import Stop
from ridematch.match.whole import solve_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """The linear optimum over the duties given, and its price for each row."""

    value: float
    duals: dict[Key, float]


class UnsolvedError(Exception):
    """GLOP came to no end, neither from where it stood nor from the beginning: numbers too far apart."""


class Relaxing:
    """The linear relaxation over duties that keep being added; each solve starts where the last one ended."""

    def __init__(self, rows: Rows, duties: list[DutyChoice]) -> None:
        from ortools.math_opt.python import mathopt

        self.built = Program(rows, duties, whole=False)
        self.solver = self._from_the_beginning()
        # To read values takes longer than to find them, and nearly all of them are nought.
        self._read = mathopt.ModelSolveParameters(
            variable_values_filter=mathopt.VariableFilter(skip_zero_values=True),
            reduced_costs_filter=mathopt.VariableFilter(filtered_items=()),
        )
        nothing = mathopt.VariableFilter(filtered_items=())
        self._briefly = mathopt.ModelSolveParameters(
            variable_values_filter=nothing,
            reduced_costs_filter=nothing,
            dual_values_filter=mathopt.LinearConstraintFilter(filtered_items=()),
        )
        self._last: Any = None
        self._values: Any = None  # of the last optimum, once somebody asked for them

    def solved(self, new: list[DutyChoice]) -> Relaxation:
        """The optimum once `new` duties are added too."""
        self.built.add(new)
        self._last, self._values = self._solved(self._read), None
        duals = self._last.dual_values()
        return Relaxation(
            value=self._last.objective_value(), duals={key: duals[row] for key, row in self.built.rows.items()}
        )

    def _solved(self, read: Any) -> Any:
        try:
            return self.solver.solve(model_params=read)
        except Exception:  # whatever becomes of a status of GLOP in Python: not always the same
            self.solver = self._from_the_beginning()
        try:
            return self.solver.solve(model_params=read)
        except Exception as error:
            raise UnsolvedError from error

    def _from_the_beginning(self) -> Any:
        from ortools.math_opt.python import mathopt

        return mathopt.IncrementalSolver(self.built.model, mathopt.SolverType.GLOP)

    def parts(self) -> list[tuple[DutyChoice, float]]:
        """The duties of the last optimum, each with the part of it that is taken."""
        return self.built.parts(self._taken())

    def cut(self, cuts: Sequence[Cut]) -> None:
        """So many rows more, for `solved` to count with."""
        for cut in cuts:
            self.built.cut(cut)

    def sides(self) -> dict[int, float]:
        """How much of each side variable is taken in the last optimum, by its identity."""
        return self.built.taken(self._taken())

    def value(self) -> float:
        """The optimum as it is now, and nothing else."""
        return float(self._solved(self._briefly).objective_value())

    def split(self, key: Key, cost: float) -> None:
        """See `Program.split`."""
        self.built.split(key, cost)

    def limit(self, key: Key, low: float, high: float) -> None:
        """See `Program.limit`."""
        self.built.limit(key, low, high)

    def choice(self) -> Choice | None:
        """The last optimum, where it is whole: nothing chosen among these duties is better."""
        values, value = self._taken(), self._last.objective_value()
        return self.built.chosen(values, objective=value, bound=value) if self.built.is_whole(values) else None

    def _taken(self) -> Any:
        """What is not nought in the last optimum."""
        if self._values is None:
            self._values = self._last.variable_values()
        return self._values


def choose(
    rows: Rows,
    duties: Sequence[DutyChoice],
    *,
    stop: Stop,
    known: Choice | None = None,
    most_seconds: float | None = None,
    most_nodes: int | None = None,
) -> Choice | None:
    """The best integer choice among `duties`; None where it was time to stop before any was found.

    `known` is where to begin: a poor one may lead HiGHS astray. Somebody who asks to stop before it began still gets a
    brief one; after `most_nodes` of its tree HiGHS ends with what it has.
    """
    built = Program(rows, duties, whole=True)
    if known is not None:
        built.tally()
    result = solve_whole(
        built.model, stop, hints=_hints(built, known), most_seconds=most_seconds, most_nodes=most_nodes
    )
    if not result.has_primal_feasible_solution():
        return None
    return built.chosen(result.variable_values(), objective=result.objective_value(), bound=result.dual_bound())


def _hints(built: Program, known: Choice | None) -> Any:
    """Where to begin: with a choice that is known, if any. Of duties that are alike only one is taken."""
    from ortools.math_opt.python import mathopt

    hints = mathopt.ModelSolveParameters()
    if known is not None:
        taken = Counter((duty.driver, duty.date, duty.serves, duty.cost) for duty in known.duties)
        hint = {}
        for column, duty in zip(built.columns, built.duties, strict=True):
            its = (duty.driver, duty.date, duty.serves, duty.cost)
            hint[column] = float(taken[its] > 0)
            taken[its] = 0
        hints.solution_hints.append(mathopt.SolutionHint(variable_values=hint))
    return hints
