"""Results as a picture: for each night time against gap, a line a method."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.results import Result, best_bounds, gap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STYLES = {
    "engine": ("#0b6e4f", "o", "-", "ridematch's engine"),
    "routing": ("#c8553d", "s", "--", "OR-Tools routing, guided local search"),
    "greedy": ("#6b7280", "^", ":", "greedy coordinator"),
}
"""By method: colour, marker, line (none is told by colour alone) and name. The colours differ for the colour-blind."""

INK, PAPER, RULE = "#1f2933", "#ffffff", "#d9dee3"
LEAST_PERCENT = 0.01
"""Gaps up to here are drawn on the ground line: 0, proven."""

TICKS = (0.0, 0.1, 1.0, 10.0, 100.0)


def draw(results: Sequence[Result], *, title: str = "Time against gap") -> "Figure":
    """One small picture for each night with a bound: a column for each shape, a row for each size."""
    from matplotlib.figure import Figure

    bounds = best_bounds(results)
    shown = [one for one in results if gap(one, bounds) is not None]
    shapes = list(dict.fromkeys(_shape(one) for one in shown))
    sizes = sorted({one.commutes for one in shown})
    wide, high = max(1, len(shapes)), max(1, len(sizes))
    figure = Figure(figsize=(max(6.5, 1.0 + 2.05 * wide), 1.75 + 2.0 * high), facecolor=PAPER, layout="constrained")
    axes = figure.subplots(high, wide, sharex=True, sharey=True, squeeze=False)
    for row, size in enumerate(sizes):
        for column, shape in enumerate(shapes):
            mine = [one for one in shown if (one.commutes, _shape(one)) == (size, shape)]
            _panel(axes[row, column], mine, bounds)
            if row == 0:
                axes[row, column].set_title(shape, fontsize=11, color=INK, pad=8)
        axes[row, 0].set_ylabel(f"{size:,} commutes\ngap, %", fontsize=10, color=INK)
    for column in range(wide):
        axes[-1, column].set_xlabel("seconds", fontsize=9, color=INK)
    figure.suptitle(title, fontsize=14, color=INK, fontweight="bold")
    handles = {label: line for axis in axes.flat for line, label in zip(*axis.get_legend_handles_labels(), strict=True)}
    in_order = [name for _, _, _, name in STYLES.values() if name in handles]
    figure.legend(
        [handles[name] for name in in_order],
        in_order,
        loc="outside lower center",
        ncols=len(in_order) or 1,
        frameon=False,
        fontsize=10,
        labelcolor=INK,
    )
    return figure


def save(figure: "Figure", *paths: Path) -> None:
    """Write the picture, SVG or PNG by the names' endings, the same bytes for the same results."""
    import matplotlib

    with matplotlib.rc_context({"svg.hashsalt": "ridematch", "svg.fonttype": "none"}):
        for path in paths:
            path.parent.mkdir(parents=True, exist_ok=True)
            figure.savefig(path, dpi=160, metadata={"Date": None} if path.suffix == ".svg" else None)


def _panel(axis: "Axes", results: list[Result], bounds: dict[str, float]) -> None:
    for method, (colour, marker, line, name) in STYLES.items():
        mine = sorted((one for one in results if one.method == method), key=lambda one: one.seconds)
        if not mine:
            continue
        percents = [_percent(one, bounds) for one in mine]
        axis.plot(
            [max(0.01, one.seconds) for one in mine],
            percents,
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
    axis.set_xscale("log")
    axis.set_yscale("symlog", linthresh=0.1, linscale=0.5)
    axis.set_ylim(0, 100)
    axis.set_yticks(TICKS, ["0", *(f"{tick:g}" for tick in TICKS[1:])])
    axis.yaxis.set_minor_locator(_no_ticks())
    axis.grid(True, color=RULE, linewidth=0.7, zorder=0)
    axis.tick_params(colors=INK, labelsize=9, length=0)
    for side in ("top", "right", "left"):
        axis.spines[side].set_visible(False)
    axis.spines["bottom"].set_color(INK)


def _no_ticks() -> object:
    from matplotlib.ticker import NullLocator

    return NullLocator()


def _percent(one: Result, bounds: dict[str, float]) -> float:
    apart = 100 * (gap(one, bounds) or 0.0)
    return apart if apart > LEAST_PERCENT else 0.0


def _shape(one: Result) -> str:
    """spread of spread-60."""
    return one.night.partition(f"-{one.commutes}")[0]
