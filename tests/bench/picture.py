"""Results as a picture: for each night time against gap, a line a method."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.results import Result, best_bounds, gap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STYLES = {
    "greedy": ("#6b7280", "^", ":", "greedy coordinator"),
    "routing": ("#c8553d", "s", "--", "OR-Tools routing, guided local search"),
    "engine": ("#0b6e4f", "o", "-", "ridematch's engine"),
}
"""By method, the engine on top: colour, marker, line and name. No method is told by its colour alone."""

INK, PAPER, RULE = "#1f2933", "#ffffff", "#d9dee3"

GROUND = 0.01
"""Gaps in percent up to here are drawn on the ground line."""

PERCENTS = (0.0, 0.1, 1.0, 10.0, 100.0)
SHORTEST, LONGEST = 0.003, 300.0


def draw(results: Sequence[Result]) -> "Figure":
    """One panel for each night: a column for each shape, a row for each size."""
    from matplotlib.figure import Figure

    bounds = best_bounds(results)
    shown = [one for one in results if gap(one, bounds) is not None]
    if not shown:
        figure = Figure(figsize=(6.5, 2.0), facecolor=PAPER)
        figure.text(0.5, 0.5, "No bound is known, so there are no gaps.", ha="center", va="center", color=INK)
        return figure
    shapes = list(dict.fromkeys(_shape(one) for one in shown))
    sizes = sorted({one.commutes for one in shown})
    longest = max([LONGEST, *(3 * one.seconds for one in shown)])
    wide, high = len(shapes), len(sizes)
    figure = Figure(figsize=(max(8.0, 1.0 + 1.9 * wide), 1.6 + 1.9 * high), facecolor=PAPER, layout="constrained")
    axes = figure.subplots(high, wide, sharex=True, sharey=True, squeeze=False)
    for row, size in enumerate(sizes):
        axes[row, 0].set_ylabel(f"{size:,} commutes\ngap, %", fontsize=10, color=INK)
        for column, shape in enumerate(shapes):
            axis = axes[row, column]
            _scales(axis, longest)
            mine = [one for one in shown if (one.commutes, _shape(one)) == (size, shape)]
            _lines(axis, mine, bounds)
            if row == 0:
                axis.set_title(shape, fontsize=11, color=INK, pad=8)
            if row == high - 1:
                axis.set_xlabel("seconds", fontsize=9, color=INK)
    figure.suptitle("Time against gap to the best bound known", fontsize=13, color=INK, fontweight="bold")
    _legend(figure, list(axes.flat))
    return figure


def save(figure: "Figure", *paths: Path) -> None:
    """Write the picture, SVG or PNG by the names' endings, the same bytes for the same results."""
    import matplotlib

    with matplotlib.rc_context({"svg.hashsalt": "ridematch"}):
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            figure.savefig(path, dpi=160, metadata={"Date": None} if path.suffix == ".svg" else None)


def _scales(axis: "Axes", longest: float) -> None:
    from matplotlib.ticker import FuncFormatter, NullLocator

    axis.set_xscale("log")
    axis.set_xlim(SHORTEST, longest)
    axis.xaxis.set_major_formatter(FuncFormatter(lambda seconds, _: f"{seconds:g}"))
    axis.xaxis.set_minor_locator(NullLocator())
    axis.set_yscale("symlog", linthresh=0.1, linscale=0.5)
    axis.set_ylim(0, 100)
    axis.set_yticks(PERCENTS, [f"{percent:g}" for percent in PERCENTS])
    axis.yaxis.set_minor_locator(NullLocator())
    axis.grid(True, color=RULE, linewidth=0.7)
    axis.tick_params(colors=INK, labelsize=8.5, length=0)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)
    axis.spines["bottom"].set_color(INK)


def _lines(axis: "Axes", results: list[Result], bounds: dict[str, float]) -> None:
    for method, (colour, marker, line, name) in STYLES.items():
        mine = sorted((one for one in results if one.method == method), key=lambda one: one.seconds)
        if not mine:
            continue
        percents = [100 * (gap(one, bounds) or 0.0) for one in mine]
        axis.plot(
            [max(SHORTEST, one.seconds) for one in mine],
            [percent if percent > GROUND else 0.0 for percent in percents],
            color=colour,
            marker=marker,
            linestyle=line,
            linewidth=1.8,
            markersize=6.5,
            markeredgecolor=PAPER,
            markeredgewidth=0.8,
            label=name,
            clip_on=False,
            zorder=3,
        )
    if results and not bounds[results[0].night]:
        words = "no bound above 0\nis known"
        axis.text(0.5, 0.5, words, transform=axis.transAxes, ha="center", va="center", color=INK, fontsize=9)


def _legend(figure: "Figure", axes: "Sequence[Axes]") -> None:
    known = {label: line for axis in axes for line, label in zip(*axis.get_legend_handles_labels(), strict=True)}
    names = [name for _, _, _, name in reversed(STYLES.values()) if name in known]
    figure.legend(
        [known[name] for name in names],
        names,
        loc="outside lower center",
        ncols=len(names),
        frameon=False,
        fontsize=10,
        labelcolor=INK,
    )


def _shape(one: Result) -> str:
    """The spread of spread-60."""
    return one.night.partition(f"-{one.commutes}")[0]
