"""A line for each area of a run over many."""

from collections.abc import Iterable
from dataclasses import dataclass

from ridematch.language import say
from ridematch.views.morning import Morning, goodness
from ridematch.views.page import Lines, Page, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaResult:
    """What became of one area: its morning, or why there is none."""

    name: str
    morning: Morning | None = None
    failed: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether a right plan stands."""
        return self.morning is not None and not self.morning.violations


def areas_page(results: Iterable[AreaResult]) -> Page:
    """Areas by name: how many are served, how good the plan is known to be, and what failed and why."""
    found = sorted(results, key=lambda one: one.name)
    planned = [(one.name, one.morning) for one in found if one.morning is not None]
    return Page(
        title=say("Areas"),
        parts=(
            Lines(
                heading=say("No new plan; the last one stands"),
                lines=tuple(f"{one.name}: {one.failed}" for one in found if one.failed),
            ),
            Table(
                columns=(
                    *(say("area"), say("served"), say("left out"), say("broken promises")),
                    *(say("edition"), say("seconds"), say("how good")),
                ),
                rows=tuple(
                    (
                        name,
                        ", ".join(f"{one.served}/{one.asked} {one.kind}" for one in morning.tallies if one.asked),
                        str(len(morning.edition.unserved)),
                        str(len(morning.broken)),
                        _outcome(morning),
                        f"{morning.edition.seconds:.1f}",
                        goodness(
                            proven=morning.edition.proven,
                            gap=morning.gap,
                            searched_gap=morning.searched_gap,
                            complete=morning.complete,
                        ),
                    )
                    for name, morning in planned
                ),
                stacks=(
                    (say("area"), say("edition")),
                    (say("served"), say("left out")),
                    (say("broken promises"), say("seconds")),
                    (say("how good"),),
                ),
            ),
        ),
    )


def _outcome(morning: Morning) -> str:
    return {
        "published": say("edition {number}, new", number=morning.edition.number),
        "unchanged": say("edition {number} stands", number=morning.edition.number),
        "unsound": say("not sound, not published"),
        "dry run": say("a trial"),
    }[morning.outcome]
