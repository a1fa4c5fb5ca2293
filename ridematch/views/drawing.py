"""Pictures on paper: the one home of matplotlib. The same plan gives the same picture, to the byte."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from ridematch.language import say
from ridematch.views.clock import day
from ridematch.views.time_distance import Day, DriverLine, Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

A4_LANDSCAPE = (11.69, 8.27)
"""Inches."""

INKS = ("#1b4f72", "#922b21", "#196f3d", "#7d6608", "#5b2c6f", "#784212", "#1a5276", "#424949")
"""For drivers, one after the other: dark enough on white to be told from paper; the code beside a line says whose."""

EMPTY, ABOARD, ONE_MORE, FULLEST = 0.9, 2.4, 1.0, 5.5
"""Widths of lines in points."""

NEAR_KM_SHARE = 0.02
"""Of places closer than this share of the corridor one name is written."""


def time_distance_picture(found: Day, *, kind: str) -> bytes:
    """The day as "svg" or "png", A4 across."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(ink_settings()):
        figure = Figure(figsize=A4_LANDSCAPE, layout="constrained")
        axes = figure.add_subplot()
        _frame(axes, found)
        for wish in found.wishes:
            _hollow(axes, wish.start, wish.end)
        labels = _Labels()
        for number, driver in enumerate(sorted({line.driver for line in found.lines})):
            for line in found.lines:
                if line.driver == driver:
                    _draw(axes, line, INKS[number % len(INKS)], labels)
        for wish in found.wishes:
            labels.write(axes, wish.code, wish.start, "black", italic=True)
        _legend(figure)
        return as_bytes(figure, kind)


def _frame(axes: "Axes", found: Day) -> None:
    """Hours below and above, places with their kilometres at the side."""
    hours = [hour for line in found.lines for part in line.stretches for hour in (part.start[0], part.end[0])]
    hours += [hour for wish in found.wishes for hour in (wish.start[0], wish.end[0])]
    first, last = int(min(hours, default=0)), int(max(hours, default=24)) + 1
    axes.set_xlim(first, last)
    axes.set_xticks(range(first, last + 1), [f"{hour % 24:02d}" for hour in range(first, last + 1)])
    axes.tick_params(axis="x", top=True, labeltop=True)
    furthest = max((km for _, km in (*found.villages, *found.places)), default=1.0)
    axes.set_ylim(-0.02 * furthest, 1.04 * furthest)
    rows = _apart(found, NEAR_KM_SHARE * furthest)
    axes.set_yticks([km for _, km in rows], [f"{name}  {km:.0f} km" for name, km in rows], fontsize=8)
    axes.grid(color="#dddddd", linewidth=0.5)
    axes.set_axisbelow(True)
    axes.set_title(say("Rides on {day}", day=day(found.date)), loc="left", fontsize=12)


def _apart(found: Day, near: float) -> list[tuple[str, float]]:
    """Names with room to write them one above the other: villages first, then what lies far from any."""
    rows: list[tuple[str, float]] = []
    for name, km in (*found.villages, *found.places):
        if all(abs(km - other) >= near for _, other in rows):
            rows.append((name, km))
    return rows


def _draw(axes: "Axes", line: DriverLine, ink: str, labels: "_Labels") -> None:
    """Thin where nobody is aboard, thick with riders, dashes of white where a learner drives, dots on own trips."""
    for part in line.stretches:
        xs, ys = (part.start[0], part.end[0]), (part.start[1], part.end[1])
        wide = min(FULLEST, ABOARD + ONE_MORE * (part.aboard - 1)) if part.aboard else EMPTY
        style: Any = (0, (4, 2)) if line.own_trip and not part.aboard else "-"
        axes.plot(xs, ys, color=ink, linewidth=wide, linestyle=style, solid_capstyle="butt")
        if part.practice:
            axes.plot(xs, ys, color="white", linewidth=wide / 2.5, linestyle=(0, (3, 2)))
    for learner, start, end in line.lessons:
        axes.plot((start[0], end[0]), (start[1], end[1]), color=ink, linewidth=6, alpha=0.25, solid_capstyle="butt")
        axes.plot((start[0], end[0]), (start[1], end[1]), color=ink, linewidth=2, linestyle=(0, (1, 1)))
        labels.write(axes, learner, ((start[0] + end[0]) / 2, start[1]), ink)
    if line.stretches:
        labels.write(axes, line.driver, line.stretches[0].start, ink, bold=True)


def _hollow(axes: "Axes", start: Point, end: Point) -> None:
    """The outline of a thick line."""
    xs, ys = (start[0], end[0]), (start[1], end[1])
    axes.plot(xs, ys, color="#555555", linewidth=5, solid_capstyle="round")
    axes.plot(xs, ys, color="white", linewidth=3.4, solid_capstyle="round")


class _Labels:
    """Small words beside lines, each a little aside where another one stands already."""

    WIDE, HIGH = 0.55, 0.021
    """Of one label: hours per four letters, share of the corridor's height."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, float, float]] = []

    def write(self, axes: "Axes", text: str, at: Point, ink: str, *, bold: bool = False, italic: bool = False) -> None:
        hours = axes.get_xlim()[1] - axes.get_xlim()[0]
        height = axes.get_ylim()[1] - axes.get_ylim()[0]
        wide, high = self.WIDE * max(1.0, len(text) / 4) * hours / 24, self.HIGH * height
        x, y = self._free(at[0] + 0.04, at[1] + high * 0.35, wide, high)
        self._taken.append((x, y, wide))
        axes.text(
            x,
            y,
            text,
            color=ink,
            fontsize=6.5,
            fontweight="bold" if bold else "normal",
            fontstyle="italic" if italic else "normal",
            clip_on=True,
        )

    def _free(self, x: float, y: float, wide: float, high: float) -> Point:
        """The nearest place to this one, going up and down, where nothing stands."""
        for step in range(40):
            aside = (step + 1) // 2 * high * (1 if step % 2 else -1)
            if not any(
                abs(y + aside - other_y) < high and x < other_x + other_wide and other_x < x + wide
                for other_x, other_y, other_wide in self._taken
            ):
                return x, y + aside
        return x, y


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
    figure.savefig(target, format=kind, dpi=150, metadata=metadata)
    return target.getvalue()
