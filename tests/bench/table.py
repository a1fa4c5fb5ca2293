"""Results as a page for a terminal or a pipe, and as a table for a document."""

from collections.abc import Iterator, Sequence

from ridematch.views.page import Lines, Page, Table
from tests.bench.results import Result, best_bounds, gap, ratio

COLUMNS = (
    "night",
    "limit",
    "method",
    "objective",
    "bound",
    "gap, %",
    "served",
    "lessons",
    "seconds",
    "peak MB",
    "ratio",
)

HOW = (
    "Gap: to the best bound known for the night. Ratio: to the engine's objective with the same limit.",
    "Served: commutes, both ways.",
    "Routing serves leg by leg; a commute served by half is completed by the nearest volunteer who can, or dropped.",
    "All plans are judged by the same checker and score.",
)


def page(results: Sequence[Result]) -> Page:
    """The table, what its words mean, and what went wrong."""
    wrong = [f"{_name(one)}: {one.error}" for one in results if one.error]
    wrong += [f"{_name(one)}: breaks a rule. {one.violations[0]}" for one in results if one.violations]
    return Page(
        title="Planned by three methods",
        parts=(
            Table(columns=COLUMNS, rows=tuple(rows(results)), grouped=2),
            Lines(lines=HOW),
            Lines(heading="What went wrong", lines=tuple(wrong)),
        ),
    )


def markdown(results: Sequence[Result]) -> str:
    """The same table for a document."""
    lines = [COLUMNS, ("---", "---:", "---", *["---:"] * (len(COLUMNS) - 3)), *rows(results)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def rows(results: Sequence[Result]) -> Iterator[tuple[str, ...]]:
    """The cells of each run."""
    bounds = best_bounds(results)
    for one in results:
        name = (one.night, f"{one.limit:g} s" if one.limit is not None else "", one.method)
        if one.objective is None:
            yield *name, "no plan", *[""] * (len(COLUMNS) - 4)
            continue
        apart, times = gap(one, bounds), ratio(one, results)
        yield (
            *name,
            f"{one.objective:,.0f}" + (", not right" if one.violations else ""),
            f"{one.bound:,.0f}" if one.bound is not None else "",
            "proven" if one.proven else f"{100 * apart:.2f}" if apart is not None else "",
            f"{one.served}/{one.journeys}",
            f"{one.lessons}/{one.wanted}",
            f"{one.seconds:.1f}" if one.seconds >= 0.1 else f"{one.seconds:.2f}",
            f"{one.peak_mb:,.0f}",
            f"{times:.3f}" if times is not None else "",
        )


def _name(one: Result) -> str:
    return f"{one.night}, {one.method}" + (f", {one.limit:g} s" if one.limit is not None else "")
