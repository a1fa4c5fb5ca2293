"""Demand along the corridor as a picture: hours to the right, stretches upward, a disc for riders, hollow where none
drives them.
"""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ridematch.language import say
from ridematch.views.demand import Demand
from ridematch.views.drawing import A4_LANDSCAPE, as_bytes, ink_settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DRIVEN, NOT_DRIVEN = "#1b4f72", "#922b21"
POINTS_A_RIDER = 26.0
"""Area of a disc for each rider, in points squared."""


def demand_picture(demand: Demand, *, kind: str) -> bytes:
    """Both directions one above the other, as "svg" or "png", A4 across."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(ink_settings()):
        figure = Figure(figsize=A4_LANDSCAPE, layout="constrained")
        out, back = figure.subplots(2, 1, sharex=True)
        for axes, forward in ((out, True), (back, False)):
            _direction(axes, demand, forward=forward)
        figure.legend(handles=_legend(), loc="outside lower center", ncols=3, fontsize=8, frameon=False)
        return as_bytes(figure, kind)


def _direction(axes: "Axes", demand: Demand, *, forward: bool) -> None:
    """A row a stretch; the ring around a disc is as large as all who want to go there then."""
    order = {name: number for number, (name, _) in enumerate(demand.stops)}
    rows = [(start[0], end[0]) for start, end in pairwise(demand.stops)]
    for flow in demand.flows:
        first, last = order[flow.start], order[flow.end]
        if (first < last) != forward:
            continue
        at, row, both = flow.hour + 0.5, min(first, last), flow.served + flow.unserved
        if flow.unserved:
            axes.scatter(
                [at], [row], s=POINTS_A_RIDER * both, facecolors="white", edgecolors=NOT_DRIVEN, linewidths=1.6
            )
            axes.annotate(
                str(flow.unserved), (at, row), (9, 4), textcoords="offset points", fontsize=7, color=NOT_DRIVEN
            )
        if flow.served:
            axes.scatter([at], [row], s=POINTS_A_RIDER * flow.served, color=DRIVEN, linewidths=0)
    axes.set_yticks(range(len(rows)), [f"{low} – {high}" for low, high in rows], fontsize=8)
    axes.set_ylim(-0.7, max(0.7, len(rows) - 0.3))
    axes.set_xlim(0, 24)
    axes.set_xticks(range(25), [f"{hour % 24:02d}" for hour in range(25)], fontsize=8)
    axes.grid(color="#dddddd", linewidth=0.5)
    axes.set_axisbelow(True)
    ends = (demand.stops[0][0], demand.stops[-1][0]) if demand.stops else ("", "")
    end = ends[1] if forward else ends[0]
    axes.set_title(say("Towards {end}, in {days} days", end=end, days=demand.days), loc="left", fontsize=11)


def _legend() -> list[Any]:
    from matplotlib.lines import Line2D

    disc: dict[str, Any] = {"marker": "o", "linestyle": "none", "markersize": 8}
    return [
        Line2D([], [], color=DRIVEN, label=say("driven"), **disc),
        Line2D([], [], markerfacecolor="white", markeredgecolor=NOT_DRIVEN, label=say("not driven (how many)"), **disc),
    ]
