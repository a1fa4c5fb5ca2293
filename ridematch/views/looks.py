"""How the lines of volunteers look: of no two in one picture alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import dist
from typing import TYPE_CHECKING, Any

from ridematch.views.placing import Paper

if TYPE_CHECKING:
    from matplotlib.lines import Line2D

INKS = ("#1c5fc4", "#c41e2a", "#137a35", "#8a2fb0", "#a65200", "#111111", "#007c8c", "#d01a8a", "#6b6f00")
"""Dark enough on white to be read as letters, and far enough from one another to be told apart."""

SIGNS = ("", "o", "s", "^", "D", "v", "P", "X", "*", "p", "h")
"""On the lines of those who come after all inks are taken: filled, and after these hollow."""

SIGN = 4.5
"""Height of a sign in points."""


@dataclass(frozen=True, slots=True)
class Look:
    """An ink, and the sign that is set on the lines, if any."""

    ink: str
    sign: str = ""
    hollow: bool = False

    def signed(self) -> dict[str, Any]:
        """The sign as matplotlib has it; nothing without one."""
        if not self.sign:
            return {"marker": ""}
        return {
            "marker": self.sign,
            "markersize": SIGN,
            "markerfacecolor": "white" if self.hollow else self.ink,
            "markeredgecolor": self.ink,
            "markeredgewidth": 0.9,
        }

    def sample(self, name: str) -> "Line2D":
        """A short line for a legend."""
        from matplotlib.lines import Line2D

        return Line2D([], [], color=self.ink, linewidth=1.6, label=name, **self.signed())


LOOKS = tuple(Look(ink) for ink in INKS) + tuple(
    Look(ink, sign, hollow) for hollow in (False, True) for sign in SIGNS[1:] for ink in INKS
)
"""One after the other: 189 of them, more than one coordinator's volunteers of a day."""


def looks(drivers: Iterable[str]) -> dict[str, Look]:
    """A look for each, by their codes."""
    return {driver: LOOKS[number % len(LOOKS)] for number, driver in enumerate(sorted(set(drivers)))}


def longest(pieces: Sequence[tuple[Paper, Paper]]) -> list[tuple[Paper, Paper]]:
    """Of the pieces of a line, in points, those that have room for a sign; the longest one in any case."""
    most = max((dist(*piece) for piece in pieces), default=0.0)
    return [piece for piece in pieces if dist(*piece) >= min(most, 3 * SIGN)]
