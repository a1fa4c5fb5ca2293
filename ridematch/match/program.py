"""The rows of `master` with duties as columns, as a model for OR-Tools' MathOpt."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ridematch.match.cuts import Cut, pairs
from ridematch.match.duty import DutyChoice
from ridematch.match.master import Key, Rows

NEARLY = 1e-6
"""What is as near to a whole number is one."""


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


class Program:
    """The rows with some duties, as a MathOpt model that more duties and cuts can be added to."""

    def __init__(self, rows: Rows, duties: Sequence[DutyChoice], *, whole: bool) -> None:
        from ortools.math_opt.python import mathopt

        self.table, self.whole = rows, whole
        self.duties = list(duties)
        self.model = mathopt.Model.from_model_proto(_written(rows, duties, whole=whole))
        self.rows = dict(zip(rows.limits, self.model.linear_constraints(), strict=True))
        variables = list(self.model.variables())
        self.sides, self.columns = variables[: len(rows.sides)], variables[len(rows.sides) :]

    def add(self, duties: Sequence[DutyChoice]) -> None:
        """More duties as columns."""
        for duty in duties:
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
        of_bit = {bit: [cut] for bit in cut}
        for one, duty in zip(self.columns, self.duties, strict=True):
            if driven := sum(1 for _ in pairs(duty.serves, of_bit)):
                row.set_coefficient(one, driven)

    def split(self, key: Key, cost: float) -> None:
        """One more row, or one of a day, that plans can be told apart by (`Rows.split`)."""
        self.table.split(key, cost)
        if key not in self.rows:
            row = self.rows[key] = self.model.add_linear_constraint()
            for side, variable in zip(self.table.sides, self.sides, strict=False):
                if key in side.rows:
                    row.set_coefficient(variable, side.rows[key])
            for column, duty in zip(self.columns, self.duties, strict=True):
                if key[2:] == (duty.driver, duty.date) and key[1] in duty.serves:
                    row.set_coefficient(column, duty.serves.count(key[1]))
        for side in self.table.sides[len(self.sides) :]:
            variable = self.model.add_variable(lb=0.0, ub=side.most, is_integer=self.whole)
            self.sides.append(variable)
            self.model.objective.set_linear_coefficient(variable, side.cost)
            self.rows[key].set_coefficient(variable, side.rows[key])

    def limit(self, key: Key, low: float, high: float) -> None:
        """Other limits for a row."""
        self.table.limits[key] = low, high
        self.rows[key].lower_bound, self.rows[key].upper_bound = low, high

    def tally(self) -> None:
        """Whole numbers for how many of the riders who are alike each day drives.

        To branch on these tells more plans apart than to branch on a duty, which has many likes.
        """
        drives: dict[tuple[int, date, int], dict[Any, int]] = defaultdict(dict)
        for column, duty in zip(self.columns, self.duties, strict=True):
            for bit, times in Counter(duty.serves).items():
                if self.table.board.counts[bit] > 1:
                    drives[duty.driver, duty.date, bit][column] = times
        for (_, _, bit), its in drives.items():
            many = self.model.add_variable(lb=0.0, ub=self.table.board.counts[bit], is_integer=True)
            row = self.model.add_linear_constraint(lb=0.0, ub=0.0)
            row.set_coefficient(many, -1.0)
            for column, times in its.items():
                row.set_coefficient(column, times)

    def chosen(self, values: Mapping[Any, float], *, objective: float, bound: float) -> Choice:
        """What these values of the variables choose; those that are nought may be missing."""
        taken = self.taken(values)
        return Choice(
            duties=tuple(duty for duty, part in self.parts(values) if part > 0.5),
            left_out=tuple(code for code, side in self.table.left_out.items() for _ in range(round(taken[id(side)]))),
            covered=tuple(code for code, side in self.table.covered.items() for _ in range(round(taken[id(side)]))),
            objective=objective,
            bound=bound,
        )

    def taken(self, values: Mapping[Any, float]) -> dict[int, float]:
        """How much of each side variable is taken, by its identity."""
        return {id(side): values.get(one, 0.0) for side, one in zip(self.table.sides, self.sides, strict=True)}

    def parts(self, values: Mapping[Any, float]) -> list[tuple[DutyChoice, float]]:
        """The duties that are taken, each with the part of it that is."""
        taken = ((duty, values.get(one, 0.0)) for one, duty in zip(self.columns, self.duties, strict=True))
        return [(duty, part) for duty, part in taken if part > NEARLY]

    def is_whole(self, values: Mapping[Any, float]) -> bool:
        """Whether all that has to be whole is."""
        parted = {one for side, one in zip(self.table.sides, self.sides, strict=True) if not side.whole}
        return all(one in parted or abs(value - round(value)) < NEARLY for one, value in values.items())


def _written(rows: Rows, duties: Sequence[DutyChoice], *, whole: bool) -> Any:
    """The whole model at once, side variables first: less than half as long as one coefficient after the other."""
    from ortools.math_opt import model_pb2, sparse_containers_pb2

    number = {key: row for row, key in enumerate(rows.limits)}
    sides, columns = len(rows.sides), len(rows.sides) + len(duties)
    entries = [(number[key], at, factor) for at, side in enumerate(rows.sides) for key, factor in side.rows.items()]
    for at, duty in enumerate(duties, start=sides):
        entries += [(number[key], at, float(times)) for key, times in Counter(rows.of_duty(duty)).items()]
    row, column, factor = np.array(entries, dtype=np.float64).reshape(-1, 3).T
    order = np.lexsort((column, row))
    costs = np.array([*(side.cost for side in rows.sides), *(duty.cost for duty in duties)], dtype=np.float64)
    some = np.nonzero(costs)[0]
    infinity = float("inf")
    return model_pb2.ModelProto(
        name="master",
        variables=model_pb2.VariablesProto(
            ids=range(columns),
            lower_bounds=[0.0] * columns,
            # (duties have none: the day's row gives it, and a bound would keep a dual of its own)
            upper_bounds=[*(side.most for side in rows.sides), *[infinity] * len(duties)],
            integers=[*(whole and side.whole for side in rows.sides), *[whole] * len(duties)],
        ),
        objective=model_pb2.ObjectiveProto(
            offset=rows.offset,
            linear_coefficients=sparse_containers_pb2.SparseDoubleVectorProto(
                ids=some.tolist(), values=costs[some].tolist()
            ),
        ),
        linear_constraints=model_pb2.LinearConstraintsProto(
            ids=range(len(number)),
            lower_bounds=[low for low, _ in rows.limits.values()],
            upper_bounds=[high for _, high in rows.limits.values()],
        ),
        linear_constraint_matrix=sparse_containers_pb2.SparseDoubleMatrixProto(
            row_ids=row[order].astype(np.int64).tolist(),
            column_ids=column[order].astype(np.int64).tolist(),
            coefficients=factor[order].tolist(),
        ),
    )
