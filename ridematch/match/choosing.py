"""Which duties together are best: the rows of `master` with duties as columns, solved with OR-Tools' MathOpt.

The same rows serve the linear relaxation (GLOP), whose duals are the prices for new duties, and the integer step
(HiGHS).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ridematch.match.cuts import Cut
from ridematch.match.duty import DutyChoice
from ridematch.match.master import Key, Rows
from ridematch.match.stop import Stop
from ridematch.match.whole import solve_whole

NEARLY = 1e-6
"""What is as near to a whole number is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """The linear optimum over the duties given, and its price for each row."""

    value: float
    duals: dict[Key, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An integer solution: the duties chosen, journeys left out, requests covered, and what is known of the optimum.

    A code stands as often as it is chosen for one of those alike.
    """

    duties: tuple[DutyChoice, ...]
    left_out: tuple[str, ...]
    covered: tuple[str, ...]
    objective: float
    bound: float


class _Model:
    """The rows with some duties, as a MathOpt model that more duties can be added to."""

    def __init__(self, rows: Rows, duties: Sequence[DutyChoice], *, whole: bool) -> None:
        from ortools.math_opt.python import mathopt

        self.table, self.whole = rows, whole
        self.model = mathopt.Model(name="master")
        self.rows = {key: self.model.add_linear_constraint(lb=low, ub=high) for key, (low, high) in rows.limits.items()}
        self.sides = []
        for side in rows.sides:
            variable = self.model.add_variable(lb=0.0, ub=side.most, is_integer=whole and side.whole)
            self.sides.append(variable)
            self.model.objective.set_linear_coefficient(variable, side.cost)
            for key, factor in side.rows.items():
                self.rows[key].set_coefficient(variable, factor)
        self.model.objective.offset = rows.offset
        self.columns: list[mathopt.Variable] = []
        self.duties: list[DutyChoice] = []
        self.add(duties)

    def add(self, duties: Sequence[DutyChoice]) -> None:
        """More duties as columns."""
        for duty in duties:
            # (no upper bound of 1: the day's row gives it, and a bound would keep a dual of its own)
            variable = self.model.add_variable(lb=0.0, is_integer=self.whole)
            self.columns.append(variable)
            self.duties.append(duty)
            self.model.objective.set_linear_coefficient(variable, duty.cost)
            for key, times in Counter(self.table.of_duty(duty)).items():
                self.rows[key].set_coefficient(variable, times)

    def cut(self, cut: Cut) -> None:
        """One more row, in which those of its duties count that drive a pair of these rides."""
        key = self.table.cut(cut)
        low, high = self.table.limits[key]
        row = self.rows[key] = self.model.add_linear_constraint(lb=low, ub=high)
        rides = set(cut)
        for one, duty in zip(self.columns, self.duties, strict=True):
            if found := len(rides.intersection(duty.serves)) // 2:
                row.set_coefficient(one, found)

    def chosen(self, values: Mapping[Any, float], *, objective: float, bound: float) -> Choice:
        """What these values of the variables choose; those that are nought may be missing."""
        taken = {id(side): round(values.get(one, 0.0)) for side, one in zip(self.table.sides, self.sides, strict=True)}
        return Choice(
            duties=tuple(
                duty for one, duty in zip(self.columns, self.duties, strict=True) if values.get(one, 0.0) > 0.5
            ),
            left_out=tuple(code for code, side in self.table.left_out.items() for _ in range(taken[id(side)])),
            covered=tuple(code for code, side in self.table.covered.items() for _ in range(taken[id(side)])),
            objective=objective,
            bound=bound,
        )

    def read(self, result: Any) -> Choice:
        """What a solver's result chooses."""
        return self.chosen(result.variable_values(), objective=result.objective_value(), bound=result.dual_bound())

    def is_whole(self, values: Mapping[Any, float]) -> bool:
        """Whether all that has to be whole is."""
        parted = {one for side, one in zip(self.table.sides, self.sides, strict=True) if not side.whole}
        return all(one in parted or abs(value - round(value)) < NEARLY for one, value in values.items())


class Relaxing:
    """The linear relaxation over duties that keep being added; each solve starts where the last one ended."""

    def __init__(self, rows: Rows, duties: list[DutyChoice]) -> None:
        from ortools.math_opt.python import mathopt

        self.built = _Model(rows, duties, whole=False)
        self.solver = mathopt.IncrementalSolver(self.built.model, mathopt.SolverType.GLOP)
        # To read values takes longer than to find them, and nearly all of them are nought.
        self._read = mathopt.ModelSolveParameters(
            variable_values_filter=mathopt.VariableFilter(skip_zero_values=True),
            reduced_costs_filter=mathopt.VariableFilter(filtered_items=()),
        )
        self._last: Any = None

    def solved(self, new: list[DutyChoice]) -> Relaxation:
        """The optimum once `new` duties are added too."""
        self.built.add(new)
        self._last = self.solver.solve(model_params=self._read)
        duals = self._last.dual_values()
        return Relaxation(
            value=self._last.objective_value(), duals={key: duals[row] for key, row in self.built.rows.items()}
        )

    def parts(self) -> list[tuple[DutyChoice, float]]:
        """The duties of the last optimum, each with the part of it that is taken."""
        values, built = self._last.variable_values(), self.built
        taken = ((duty, values.get(one, 0.0)) for one, duty in zip(built.columns, built.duties, strict=True))
        return [(duty, part) for duty, part in taken if part > NEARLY]

    def cut(self, cuts: Sequence[Cut]) -> None:
        """So many rows more, for `solved` to count with."""
        for cut in cuts:
            self.built.cut(cut)

    def choice(self) -> Choice | None:
        """The last optimum, where it is whole: nothing chosen among these duties is better."""
        values, value = self._last.variable_values(), self._last.objective_value()
        return self.built.chosen(values, objective=value, bound=value) if self.built.is_whole(values) else None


def choose(
    rows: Rows,
    duties: Sequence[DutyChoice],
    *,
    stop: Stop,
    known: Choice | None = None,
    most_seconds: float | None = None,
) -> Choice | None:
    """The best integer choice among `duties`; None where it was time to stop before any was found.

    `known` is where to begin, and has to be a good one: a poor one leads HiGHS astray. Somebody who asks to stop before
    it began still gets a brief one.
    """
    built = _Model(rows, duties, whole=True)
    result = solve_whole(built.model, stop, hints=_hints(built, known), most_seconds=most_seconds)
    return built.read(result) if result.has_primal_feasible_solution() else None


def _hints(built: _Model, known: Choice | None) -> Any:
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
