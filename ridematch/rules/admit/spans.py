"""Stretches of time in minutes: what overlaps, and what is left when something is taken out."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """From `begins` to `ends`, minutes since the epoch. Two spans that only touch do not overlap."""

    begins: int
    ends: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two have time in common."""
        return self.begins < other.ends and other.begins < self.ends

    def widened(self, minutes: int) -> "Span":
        """The same with so many minutes more on either side."""
        return Span(begins=self.begins - minutes, ends=self.ends + minutes)


def without(span: Span, holes: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of a span when the holes are taken out, in order; never an empty piece."""
    pieces = []
    reached = span.begins
    for hole in sorted(holes):
        if not hole.overlaps(span):
            continue
        if hole.begins > reached:
            pieces.append(Span(begins=reached, ends=hole.begins))
        reached = max(reached, hole.ends)
    if reached < span.ends:
        pieces.append(Span(begins=reached, ends=span.ends))
    return tuple(pieces)
