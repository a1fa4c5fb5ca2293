"""Where a search stands: said to whoever watches, each time something is known better."""

from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The phase, seconds since the beginning, and the best objective and bound so far, None where there is none yet.

    `bound` may hold only over what was looked at so far while the search goes on; the plan's own says what is certain.
    """

    phase: str
    seconds: float
    objective: float | None = None
    bound: float | None = None

    @property
    def gap(self) -> float | None:
        """(objective - bound) / objective."""
        if self.objective is None or self.bound is None or self.objective <= 0:
            return None
        return max(0.0, (self.objective - self.bound) / self.objective)

    def __str__(self) -> str:
        """One line for a terminal."""
        parts = [self.phase]
        if self.objective is not None:
            parts.append(f"found {self.objective:,.0f}")
        if self.bound is not None:
            parts.append(f"bound {self.bound:,.0f}")
        if self.gap is not None:
            parts.append(f"gap {100 * self.gap:.2f} %")
        return ", ".join(parts)


class Course:
    """Keeps the best that is known and tells each change: the objective only falls, the bound only rises."""

    def __init__(self, clock: Callable[[], float], tell: Callable[[Standing], None] | None) -> None:
        self._clock, self._tell = clock, tell
        self.phase = ""
        self.objective: float | None = None
        self.bound: float | None = None

    def enters(self, phase: str) -> None:
        """Another phase begins."""
        self.phase = phase
        self._say()

    def found(self, objective: float) -> None:
        """A plan that costs so much."""
        if self.objective is None or objective < self.objective:
            self.objective = objective
            self._say()

    def knows(self, bound: float) -> None:
        """No plan costs less than this."""
        if self.bound is None or bound > self.bound:
            self.bound = bound
            self._say()

    def _say(self) -> None:
        if self._tell is not None:
            self._tell(Standing(phase=self.phase, seconds=self._clock(), objective=self.objective, bound=self.bound))


def told(tell: Callable[[Standing], None] | None, *, part: int, parts: int) -> Callable[[Standing], None] | None:
    """Telling how one of several parts stands; what is found and known is then of this part."""
    if tell is None or parts == 1:
        return tell
    return lambda standing: tell(replace(standing, phase=f"part {part} of {parts}: {standing.phase}"))
