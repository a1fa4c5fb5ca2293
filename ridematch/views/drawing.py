"""Pictures on paper: the one home of matplotlib. The same plan gives the same picture, to the byte."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ridematch.language import say
from ridematch.views.clock import day
from ridematch.views.labels import Label, paper, write
from ridematch.views.looks import SIGN, Look, longest, looks
from ridematch.views.placing import Paper, Stroke
from ridematch.views.time_distance import Day, DriverLine, Point, Wish

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

A4_LANDSCAPE = (11.69, 8.27)
"""Inches."""

DPI = 150
"""Of pictures in dots; letters are measured by them too."""

EMPTY, ABOARD, ONE_MORE, FULLEST = 0.9, 2.4, 1.0, 5.5
"""Widths of lines in points."""

NEAR_KM_SHARE = 0.02
"""Of places closer than this share of the corridor one name is written."""


def time_distance_picture(found: Day, *, kind: str) -> bytes:
    """The day as "svg" or "png", A4 across."""
    import matplotlib as mpl

    with mpl.rc_context(ink_settings()):
        return as_bytes(time_distance_figure(found), kind)


def time_distance_figure(found: Day) -> "Figure":
    """The same before it is written."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    engine = ConstrainedLayoutEngine()
    figure = Figure(figsize=A4_LANDSCAPE, dpi=DPI, layout=engine)
    axes = figure.add_subplot()
    _frame(axes, found)
    _legend(figure)
    # Where everything is has to be known, and to stay, before words are set beside it.
    engine.execute(figure)
    figure.set_layout_engine("none")
    drawing = _Drawing(figure, axes)
    for wish in found.wishes:
        drawing.wish(wish)
    look = looks(line.driver for line in found.lines)
    for line in sorted(found.lines, key=lambda line: line.driver):
        drawing.line(line, look[line.driver])
    drawing.write()
    return figure


def _frame(axes: "Axes", found: Day) -> None:
    """Hours below and above, places with their kilometres at the side."""
    hours = [hour for line in found.lines for part in line.stretches for hour in (part.start[0], part.end[0])]
    hours += [hour for wish in found.wishes for hour in (wish.start[0], wish.end[0])]
    first, last = int(min(hours, default=0)), int(max(hours, default=24)) + 1
    axes.set_xlim(first, last)
    axes.set_xticks(range(first, last + 1), [f"{hour % 24:02d}" for hour in range(first, last + 1)])
    axes.tick_params(axis="x", top=True, labeltop=True)
    low, high = _stretch_of_road(found)
    axes.set_ylim(low - 0.03 * (high - low), high + 0.05 * (high - low))
    inside = [(name, km) for name, km in (*found.villages, *found.places) if low <= km <= high]
    rows = _apart(inside, NEAR_KM_SHARE * (high - low))
    axes.set_yticks([km for _, km in rows], [f"{name}  {km:.0f} km" for name, km in rows], fontsize=8)
    axes.grid(color="#dddddd", linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_title(say("Rides on {day}", day=day(found.date)), loc="left", fontsize=12)


def _stretch_of_road(found: Day) -> tuple[float, float]:
    """From where to where somebody drives or wishes to, in kilometres, as far as the next places on either side."""
    named = (*found.villages, *found.places)
    whole = max((km for _, km in named), default=1.0)
    rows = sorted(km for _, km in _apart(named, NEAR_KM_SHARE * whole)) or [0.0, whole]
    used = [part[1] for line in found.lines for one in line.stretches for part in (one.start, one.end)]
    used += [part[1] for wish in found.wishes for part in (wish.start, wish.end)]
    lowest, highest = min(used, default=rows[0]), max(used, default=rows[-1])
    low = max((km for km in rows if km < lowest), default=lowest)
    high = min((km for km in rows if km > highest), default=highest)
    return (low, high) if high > low else (low, low + 1)


def _apart(named: Sequence[tuple[str, float]], near: float) -> list[tuple[str, float]]:
    """Names with room to write them one above the other: villages first, then what lies far from any."""
    rows: list[tuple[str, float]] = []
    for name, km in named:
        if all(abs(km - other) >= near for _, other in rows):
            rows.append((name, km))
    return rows


class _Drawing:
    """Lines on the axes, remembered in points of paper so that words keep clear of them."""

    def __init__(self, figure: "Figure", axes: "Axes") -> None:
        self._figure, self._axes = figure, axes
        self._strokes: list[Stroke] = []
        self._labels: list[Label] = []

    def line(self, line: DriverLine, look: Look) -> None:
        """Thin where nobody is aboard, thick with riders, dashes of white where a learner drives, dots on own trips."""
        for part in line.stretches:
            wide = min(FULLEST, ABOARD + ONE_MORE * (part.aboard - 1)) if part.aboard else EMPTY
            style: Any = (0, (4, 2)) if line.own_trip and not part.aboard else "-"
            # A thin line stays to be seen upon a thick one.
            self._plot(part.start, part.end, wide, color=look.ink, linestyle=style, zorder=3 - wide / 10)
            if part.practice:
                dashes: Any = {"color": "white", "linestyle": (0, (3, 2)), "zorder": 3.01 - wide / 10}
                self._plot(part.start, part.end, wide / 2.5, **dashes)
        for learner, start, end in line.lessons:
            self._plot(start, end, 6, color=look.ink, alpha=0.25)
            self._plot(start, end, 2, color=look.ink, linestyle=(0, (1, 1)))
            self._label(learner, (0.5, 0.35, 0.65, 0.2, 0.8), start, end, ink=look.ink)
        if not line.stretches:
            return
        pieces = longest([(self._paper(part.start), self._paper(part.end)) for part in line.stretches])
        middles = [_between(start, end, 0.5) for start, end in pieces]
        if look.sign:
            self._signs(middles, look)
        anchors = (self._paper(line.stretches[0].start), *middles[:3])
        self._labels.append(Label(text=line.driver, anchors=anchors, ink=look.ink, size=7, bold=True))

    def wish(self, wish: Wish) -> None:
        """The outline of a thick line."""
        self._plot(wish.start, wish.end, 5, color="#555555", solid_capstyle="round")
        self._plot(wish.start, wish.end, 3.4, color="white", solid_capstyle="round")
        self._label(wish.code, (0, 0.25, 0.5, 0.75, 1), wish.start, wish.end, ink="black", italic=True)

    def write(self) -> None:
        """All codes at once, volunteers' first."""
        edges = self._axes.get_window_extent()
        points = 72 / self._figure.dpi
        inside = (edges.x0 * points + 1, edges.y0 * points + 1, edges.x1 * points - 1, edges.y1 * points - 1)
        write(self._figure, sorted(self._labels, key=lambda one: not one.bold), self._strokes, inside)

    def _label(self, text: str, shares: Sequence[float], start: Point, end: Point, **look: Any) -> None:
        anchors = tuple(self._paper(_between(start, end, share)) for share in shares)
        self._labels.append(Label(text=text, anchors=anchors, **look))

    def _plot(self, start: Point, end: Point, width: float, **look: Any) -> None:
        self._axes.plot((start[0], end[0]), (start[1], end[1]), linewidth=width, **({"solid_capstyle": "butt"} | look))
        self._strokes.append(Stroke(start=self._paper(start), end=self._paper(end), width=width))

    def _signs(self, at: Sequence[Paper], look: Look) -> None:
        xs, ys = zip(*at, strict=True)
        self._axes.plot(
            xs, ys, color=look.ink, linestyle="none", zorder=3.5, transform=paper(self._figure), **look.signed()
        )
        self._strokes += [Stroke(start=one, end=one, width=SIGN) for one in at]

    def _paper(self, at: Point) -> Paper:
        x, y = self._axes.transData.transform(at) * 72 / self._figure.dpi
        return float(x), float(y)


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _legend(figure: "Figure") -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patheffects import withStroke

    samples = (
        (say("riders aboard, thicker with each"), {"linewidth": ABOARD}),
        (say("empty"), {"linewidth": EMPTY}),
        (say("own trip, empty"), {"linewidth": EMPTY, "linestyle": (0, (4, 2))}),
        (say("the learner drives"), {"linewidth": 3, "linestyle": (0, (2, 0.7))}),
        (say("lesson"), {"linewidth": 3, "linestyle": (0, (1, 1))}),
    )
    handles = [Line2D([], [], color="black", label=name, **style) for name, style in samples]
    outline = [withStroke(linewidth=5, foreground="#555555")]
    handles.append(Line2D([], [], color="white", linewidth=3.4, path_effects=outline, label=say("nobody drives this")))
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles), fontsize=7, frameon=False)


def ink_settings() -> Any:
    """The same picture to the byte each time, its words as text."""
    return {"svg.hashsalt": "ridematch", "font.family": "DejaVu Sans", "svg.fonttype": "none"}


def as_bytes(figure: "Figure", kind: str) -> bytes:
    """A figure as "svg" or "png", without dates and makers in it."""
    target = BytesIO()
    metadata: dict[str, Any] = {"Date": None} if kind == "svg" else {"Software": None}
    figure.savefig(target, format=kind, dpi=DPI, metadata=metadata)
    return target.getvalue()
