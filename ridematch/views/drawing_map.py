"""The plan of a day on the map: roads grey, a line for each volunteer, dashed where nobody drives."""

from collections.abc import Sequence
from datetime import date
from math import cos, radians
from typing import TYPE_CHECKING

from ridematch.language import say
from ridematch.views.clock import day
from ridematch.views.drawing import A4_LANDSCAPE, INKS, as_bytes, ink_settings
from ridematch.views.geography import Geography, Position

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ASIDE = 0.004
"""Of the map's height, by which lines of one volunteer stand beside those of the next."""

LABELS_APART = 0.035
"""Of the map's height and width; of villages nearer to one another only one is named."""


def map_picture(found: Geography, *, on: date, kind: str) -> bytes:
    """One date, as "svg" or "png", A4 across; north is up."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(ink_settings()):
        figure = Figure(figsize=A4_LANDSCAPE, layout="constrained")
        axes = figure.add_subplot()
        tracks = [track for track in found.tracks if track.date == on]
        missing = [one for one in found.missing if one.date == on]
        used = [at for track in tracks for at in track.positions] + [
            at for one in missing for at in (one.start, one.end)
        ]
        south, north, west, east = _frame(axes, used or [at for road in found.roads for at in road])
        for start, end in found.roads:
            axes.plot((start[1], end[1]), (start[0], end[0]), color="#cccccc", linewidth=1.2, zorder=1)
        drivers = sorted({track.volunteer for track in tracks})
        for number, driver in enumerate(drivers):
            aside = (number - len(drivers) / 2) * ASIDE * (north - south)
            ink = INKS[number % len(INKS)]
            for track in (one for one in tracks if one.volunteer == driver):
                xs, ys = [at[1] for at in track.positions], [at[0] + aside for at in track.positions]
                axes.plot(xs, ys, color=ink, linewidth=1.6, linestyle=":" if track.practice else "-", zorder=3)
                axes.annotate(
                    driver, (xs[0], ys[0]), (-3, 3), textcoords="offset points", fontsize=6, color=ink, ha="right"
                )
        for one in missing:
            xs, ys = [one.start[1], one.end[1]], [one.start[0], one.end[0]]
            axes.plot(xs, ys, color="#555555", linewidth=3.4, linestyle=(0, (2, 2)), zorder=2)
        _name(axes, found, used, (south, north, west, east))
        axes.set_title(say("Where they drive on {day}", day=day(on)), loc="left", fontsize=12)
        axes.set_axis_off()
        words = say("one colour a volunteer; dotted: with a lesson or practice; grey dashes: nobody drives this")
        figure.text(0.01, 0.01, words, fontsize=8)
        return as_bytes(figure, kind)


def _frame(axes: "Axes", used: Sequence[Position]) -> tuple[float, float, float, float]:
    """The part of the globe that is drawn: south, north, west, east."""
    latitudes, longitudes = [at[0] for at in used] or [0.0], [at[1] for at in used] or [0.0]
    middle = (min(latitudes) + max(latitudes)) / 2
    high, wide = max(max(latitudes) - min(latitudes), 0.02), max(max(longitudes) - min(longitudes), 0.02)
    south, north = min(latitudes) - 0.1 * high, max(latitudes) + 0.1 * high
    west, east = min(longitudes) - 0.05 * wide, max(longitudes) + 0.08 * wide
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_aspect(1 / cos(radians(middle)), adjustable="box")
    return south, north, west, east


def _name(axes: "Axes", found: Geography, used: Sequence[Position], frame: tuple[float, float, float, float]) -> None:
    """Villages that somebody comes through, as far as there is room for their names."""
    south, north, west, east = frame
    taken: list[Position] = []
    near = set(used)
    for name, at in found.villages:
        inside = south <= at[0] <= north and west <= at[1] <= east
        apart = all(
            abs(at[0] - other[0]) > LABELS_APART * (north - south)
            or abs(at[1] - other[1]) > LABELS_APART * (east - west)
            for other in taken
        )
        if inside and apart and at in near:
            taken.append(at)
            axes.plot([at[1]], [at[0]], marker="o", color="black", markersize=3, zorder=4)
            axes.annotate(name, (at[1], at[0]), (4, -9), textcoords="offset points", fontsize=8, zorder=5)
