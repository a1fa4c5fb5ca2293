"""Which nights are measured, and for how long."""

from dataclasses import dataclass

from ridematch.model.errors import RidematchError
from ridematch.model.problem import Problem
from tests.bench.nights import SHAPES, bench_night

METHODS = ("engine", "routing", "greedy")

PEOPLE = {20: (15, 5), 60: (40, 15), 100: (70, 20), 200: (120, 40), 1000: (600, 200)}
"""By commutes: volunteers and learners."""

SECONDS = {20: (10,), 60: (5, 20), 100: (20,), 200: (60,), 1000: (600,)}
"""By commutes: time limits, each a run of its own."""

USUAL_SIZES = (20, 60, 100, 200)
"""What is measured if nothing else is said: more would take longer than a coffee."""

ONE_SHAPE = {100: ("spread",), 1000: ("spread",)}
"""Sizes of which not every shape is measured unless it is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A night to be planned, by what it is drawn from."""

    shape: str
    commutes: int
    volunteers: int
    lessons: int
    seed: int = 0

    @property
    def name(self) -> str:
        """Such as spread-60, with the seed if it is not the usual one."""
        return f"{self.shape}-{self.commutes}" + (f"-{self.seed}" if self.seed else "")

    def problem(self) -> Problem:
        """The night itself."""
        return bench_night(
            self.seed, commutes=self.commutes, volunteers=self.volunteers, lessons=self.lessons, shape=self.shape
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One run: a night, a method, and its time limit (greedy needs none)."""

    night: Night
    method: str
    limit: float | None = None

    @property
    def name(self) -> str:
        """The same in words."""
        return f"{self.night.name}, {self.method}" + (f", {self.limit:g} s" if self.limit is not None else "")


def night(shape: str, commutes: int, *, seed: int = 0) -> Night:
    """A night of the suite. A doubled one has the volunteers of half as many riders."""
    if commutes not in PEOPLE:
        raise RidematchError(f"There are no nights of {commutes} commutes; choose among {_listed(PEOPLE)}.")
    if shape not in SHAPES:
        raise RidematchError(f"There is no shape {shape}; choose among {_listed(SHAPES)}.")
    volunteers, lessons = PEOPLE[commutes]
    if shape == "doubling":
        volunteers, lessons = volunteers // 2, lessons // 2
    return Night(shape=shape, commutes=commutes, volunteers=volunteers, lessons=lessons, seed=seed)


def tasks(
    *,
    sizes: tuple[int, ...] = (),
    shapes: tuple[str, ...] = (),
    seconds: tuple[float, ...] = (),
    methods: tuple[str, ...] = (),
    seed: int = 0,
) -> list[Task]:
    """All runs in order; what is empty is as usual."""
    for method in methods:
        if method not in METHODS:
            raise RidematchError(f"There is no method {method}; choose among {_listed(METHODS)}.")
    if any(limit <= 0 for limit in seconds):
        raise RidematchError("A time limit is a number of seconds above 0.")
    found = []
    for size in sizes or USUAL_SIZES:
        for shape in shapes or ONE_SHAPE.get(size, SHAPES):
            one = night(shape, size, seed=seed)
            wanted = [method for method in METHODS if method in (methods or METHODS)]
            for limit in sorted(seconds or SECONDS[size]):
                found += [Task(night=one, method=method, limit=limit) for method in wanted if method != "greedy"]
            found += [Task(night=one, method=method) for method in wanted if method == "greedy"]
    return found


def _listed(choices: object) -> str:
    return ", ".join(map(str, choices))  # type: ignore[call-overload]
