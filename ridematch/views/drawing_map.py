"""The plan of a day on the map: roads grey, a line for each volunteer, dashed where nobody drives."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import cos, dist, hypot, radians
from typing import TYPE_CHECKING, Any

from ridematch.language import say
from ridematch.views.clock import day
from ridematch.views.drawing import A4_LANDSCAPE, DPI, as_bytes, ink_settings
from ridematch.views.geography import Geography, Missing, Position, Track
from ridematch.views.labels import Label, write
from ridematch.views.looks import SIGN, Look, longest, looks
from ridematch.views.placing import Box, Paper, Stroke

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIDE, EDGE, HEAD, FOOT, LEGEND_ROW = 34.0, 36.0, 26.0, 22.0, 13.0
"""In points: beside, above and below what is drawn, for the title, for the words below, for each row of volunteers."""

LINE, NOBODY, ROAD, DOT = 1.6, 3.4, 1.2, 3.0
"""Widths in points."""

LANE = 2.4
"""From the line of one volunteer to that of the next along the same way, in points."""

IN_A_ROW = 14
"""Volunteers explained below the map."""

NEAR = 6.0
"""Who stops so near to a village, in points, stops there: nearer lines could not be told apart."""

SMALLEST = 0.02
"""Degrees drawn at least, so that a single village is not the whole globe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A paper as large as what is drawn: where a position is on it. All in points."""

    width: float
    height: float
    foot: float
    south: float
    west: float
    scale: float
    narrowing: float

    def point(self, at: Position) -> Paper:
        """Of latitude and longitude."""
        return (
            SIDE + (at[1] - self.west) * self.narrowing * self.scale,
            self.foot + EDGE + (at[0] - self.south) * self.scale,
        )

    @property
    def inside(self) -> Box:
        """The map without title and foot."""
        return 4.0, self.foot, self.width - 4, self.height - HEAD


def map_picture(found: Geography, *, on: date, kind: str) -> bytes:
    """One date, as "svg" or "png"; north is up, and the picture is as large as it must be, A4 at most."""
    import matplotlib as mpl

    with mpl.rc_context(ink_settings()):
        return as_bytes(map_figure(found, on=on), kind)


def map_figure(found: Geography, *, on: date) -> "Figure":
    """The same before it is written."""
    from matplotlib.figure import Figure

    tracks = [track for track in found.tracks if track.date == on]
    missing = [one for one in found.missing if one.date == on]
    used = [at for track in tracks for at in track.positions] + [at for one in missing for at in (one.start, one.end)]
    look = looks(track.volunteer for track in tracks)
    sheet = sheet_for(used or [at for road in found.roads for at in road], rows=-(-len(look) // IN_A_ROW))
    home = _nearest(found, used, sheet)
    tracks = [replace(track, positions=tuple(home[at] for at in track.positions)) for track in tracks]
    missing = [replace(one, start=home[one.start], end=home[one.end]) for one in missing]
    figure = Figure(figsize=(sheet.width / 72, sheet.height / 72), dpi=DPI)
    left, bottom, right, top = 0.0, sheet.foot, sheet.width, sheet.height - HEAD
    axes = figure.add_axes((0, bottom / sheet.height, 1, (top - bottom) / sheet.height))
    axes.set(xlim=(left, right), ylim=(bottom, top))
    axes.set_axis_off()
    drawn = _Drawn(axes)
    for start, end in found.roads:
        drawn.line((sheet.point(start), sheet.point(end)), ROAD, weight=0.2, color="#cccccc", zorder=1)
    for one in missing:
        _nobody(drawn, one, sheet)
    labels = _villages(drawn, found, set(home.values()), sheet) + _volunteers(drawn, tracks, look, sheet)
    write(figure, labels, drawn.strokes, sheet.inside)
    title = say("Where they drive on {day}", day=day(on))
    figure.text(8 / sheet.width, 1 - 18 / sheet.height, title, fontsize=12)
    words = say(
        "each volunteer with an ink or sign of their own; dotted: with a lesson or practice; "
        "grey dashes or grey ring: nobody drives this"
    )
    figure.text(8 / sheet.width, 8 / sheet.height, words, fontsize=8)
    if look:
        columns = min(IN_A_ROW, len(look))
        handles = [one.sample(driver) for driver, one in look.items()]
        handles = [one for column in range(columns) for one in handles[column::columns]]  # read row by row
        place: Any = {"loc": "lower left", "bbox_to_anchor": (2 / sheet.width, (FOOT - 4) / sheet.height)}
        figure.legend(handles=handles, ncols=columns, fontsize=7, frameon=False, columnspacing=1.2, **place)
    return figure


def sheet_for(used: Sequence[Position], *, rows: int) -> Sheet:
    """The largest map of these positions that fits on A4, across or upright, and no more paper than it needs."""
    latitudes, longitudes = [at[0] for at in used] or [0.0], [at[1] for at in used] or [0.0]
    narrowing = cos(radians((min(latitudes) + max(latitudes)) / 2))
    high = max(max(latitudes) - min(latitudes), SMALLEST)
    wide = max(max(longitudes) - min(longitudes), SMALLEST / narrowing)
    longer, shorter = (72 * side for side in A4_LANDSCAPE)
    room = (longer, shorter) if wide * narrowing >= high else (shorter, longer)
    foot = FOOT + LEGEND_ROW * rows
    scale = min((room[0] - 2 * SIDE) / (wide * narrowing), (room[1] - HEAD - foot - 2 * EDGE) / high)
    return Sheet(
        width=max(shorter, 2 * SIDE + wide * narrowing * scale),  # words below are as wide as that
        height=HEAD + foot + 2 * EDGE + high * scale,
        foot=foot,
        south=min(latitudes),
        west=min(longitudes) - max(0.0, (shorter - 2 * SIDE) / scale / narrowing - wide) / 2,
        scale=scale,
        narrowing=narrowing,
    )


class _Drawn:
    """What is drawn is remembered, so that words keep clear of it."""

    def __init__(self, axes: "Axes") -> None:
        self.axes = axes
        self.strokes: list[Stroke] = []

    def line(self, points: Sequence[Paper], width: float, *, weight: float = 1.0, **look: Any) -> None:
        self.axes.plot([x for x, _ in points], [y for _, y in points], linewidth=width, **look)
        self.strokes += [
            Stroke(start=start, end=end, width=width, weight=weight) for start, end in pairwise(points) if start != end
        ]

    def dots(self, points: Sequence[Paper], width: float, **look: Any) -> None:
        looking: dict[str, Any] = {"linestyle": "none", "markersize": width} | look
        self.axes.plot([x for x, _ in points], [y for _, y in points], **looking)
        self.strokes += [Stroke(start=at, end=at, width=width) for at in points]


def _nobody(drawn: _Drawn, one: Missing, sheet: Sheet) -> None:
    """Grey dashes, or a grey ring where both ends are in the same village."""
    start, end = sheet.point(one.start), sheet.point(one.end)
    if start == end:
        drawn.dots((start,), 9, marker="o", markerfacecolor="none", markeredgecolor="#555555", zorder=2)
    else:
        drawn.line((start, end), NOBODY, color="#555555", linestyle=(0, (2, 2)), zorder=2)


def _nearest(found: Geography, used: Iterable[Position], sheet: Sheet) -> dict[Position, Position]:
    """The village where each position is, or the position itself where none is near."""
    centres = [at for _, at in found.villages]
    home = {}
    for position in used:
        near = min(centres, key=lambda centre: dist(sheet.point(centre), sheet.point(position)), default=position)
        home[position] = near if dist(sheet.point(near), sheet.point(position)) <= NEAR else position
    return home


def _villages(drawn: _Drawn, found: Geography, used: Container[Position], sheet: Sheet) -> list[Label]:
    """Those that somebody comes through, each with a dot."""
    names = []
    for name, position in found.villages:
        if position in used:
            at = sheet.point(position)
            drawn.dots((at,), DOT, marker="o", color="black", zorder=4)
            names.append(Label(text=name, anchors=(at,), ink="black", size=8))
    return names


def _volunteers(drawn: _Drawn, tracks: Sequence[Track], look: dict[str, Look], sheet: Sheet) -> list[Label]:
    """Their lines side by side. A code stands at the first trip from each place where a volunteer sets out."""
    lanes = _lanes(tracks)
    begun: set[tuple[str, Position]] = set()
    labels = []
    for number, track in enumerate(sorted(tracks, key=lambda one: (one.volunteer, one.leaves))):
        mine = look[track.volunteer]
        pieces = [
            _aside(sheet.point(start), sheet.point(end), lanes[_way(start, end)][track.volunteer])
            for start, end in pairwise(track.positions)
            if start != end
        ]
        if pieces:
            drawn.line(
                [at for piece in pieces for at in piece],
                LINE,
                color=mine.ink,
                linestyle=":" if track.practice else "-",
                zorder=3,
            )
            if mine.sign:
                middles = [_between(*piece, 0.5) for piece in longest(pieces)]
                drawn.dots(middles, SIGN, color=mine.ink, zorder=3.5, **mine.signed())
        else:  # all in one village: a ring around it
            ring = {"marker": "o", "markerfacecolor": "none", "markeredgecolor": mine.ink}
            drawn.dots((sheet.point(track.positions[0]),), 7 + 2 * (number % 4), zorder=3, **ring)
        if (track.volunteer, track.positions[0]) not in begun:
            begun |= {(track.volunteer, at) for at in track.positions}
            anchors = _anchors(pieces) or (sheet.point(track.positions[0]),)
            labels.append(Label(text=track.volunteer, anchors=anchors, ink=mine.ink, size=7, bold=True))
    return labels


def _way(start: Position, end: Position) -> tuple[Position, Position]:
    return (start, end) if start <= end else (end, start)


def _lanes(tracks: Iterable[Track]) -> dict[tuple[Position, Position], dict[str, float]]:
    """How far from the middle of each way each volunteer's line is, in points."""
    users: defaultdict[tuple[Position, Position], set[str]] = defaultdict(set)
    for track in tracks:
        for start, end in pairwise(track.positions):
            users[_way(start, end)].add(track.volunteer)
    return {
        way: {driver: (lane - (len(drivers) - 1) / 2) * LANE for lane, driver in enumerate(sorted(drivers))}
        for way, drivers in users.items()
    }


def _aside(start: Paper, end: Paper, by: float) -> tuple[Paper, Paper]:
    """A line moved sideways, the same way whichever end it starts from."""
    along, up = end[0] - start[0], end[1] - start[1]
    if (along, up) < (0, 0):
        by = -by
    length = hypot(along, up) or 1.0
    x, y = -up / length * by, along / length * by
    return (start[0] + x, start[1] + y), (end[0] + x, end[1] + y)


def _between(start: Paper, end: Paper, share: float) -> Paper:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _anchors(pieces: Sequence[tuple[Paper, Paper]]) -> tuple[Paper, ...]:
    """Where a code may stand: at the start, then along the way."""
    if not pieces:
        return ()
    along = [_between(*piece, share) for piece in pieces[:3] for share in (0.25, 0.5, 0.75)]
    return (pieces[0][0], *along)
