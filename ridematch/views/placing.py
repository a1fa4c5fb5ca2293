"""Where words go on paper: no two over one another, none on a line where there is a free place near by.

Every label tries places around the points it may belong to, from near to far, and takes the one that disturbs least;
then each looks again with all the others where they are. The same wishes give the same places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray

Paper = tuple[float, float]
"""Points, 1/72 inch, to the right of and above the lower left corner of the picture."""

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""

_Numbers = NDArray[np.float64]
_Flags = NDArray[np.bool_]

GAPS = (2.0, 4.0, 7.0, 11.0, 16.0, 22.0, 30.0, 40.0, 54.0, 72.0, 96.0)
"""Between a label and what it belongs to, in points."""

DIRECTIONS = 16
APART = 1.2
"""Between two labels at least, in points."""

LED = 5.0
"""From a gap wider than this a line leads from the label to what it belongs to."""

ON_LABEL, LEADER_OVER_LABEL, LABEL_OVER_LEADER = 1e6, 1e4, 1e3
LEADERS_CROSS, ON_LINE, LEADER_OVER_LINE = 60.0, 40.0, 5.0
"""What disturbs, in points of distance that one would rather go."""

LATER_ANCHOR = 4.0
"""For each point that a label prefers to the one it stands at, likewise."""

SWEEPS = 6
"""Rarely more than three are needed until nothing moves any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A straight piece of a line, or a dot where it starts and ends at once. A faint one disturbs less."""

    start: Paper
    end: Paper
    width: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Room for a label so wide and high, at any of these points, the best first."""

    width: float
    height: float
    anchors: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a label stands, and from where to where a line leads to it, if one has to."""

    box: Box
    leader: tuple[Paper, Paper] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choices:
    """All places for one label. `leaders` are x and y of both ends; those that are not drawn are not `led`."""

    boxes: _Numbers
    leaders: _Numbers
    led: _Flags
    cost: _Numbers


def places(wanted: Sequence[Wanted], strokes: Sequence[Stroke], inside: Box) -> tuple[Place, ...]:
    """A place for each, in their order; earlier ones choose first. Only where all is full do labels meet."""
    lines = np.array([(*one.start, *one.end) for one in strokes]).reshape(-1, 4)
    widths, weights = np.array([one.width for one in strokes]), np.array([one.weight for one in strokes])
    choices = [_choices(one, lines, widths, weights, inside) for one in wanted]
    chosen: list[int | None] = [None] * len(choices)
    for _ in range(SWEEPS):
        before = list(chosen)
        for number, mine in enumerate(choices):
            others = [
                (one.boxes[at], one.leaders[at], one.led[at])
                for k, (one, at) in enumerate(zip(choices, chosen, strict=True))
                if k != number and at is not None
            ]
            chosen[number] = int(np.argmin(mine.cost + _among(mine, others)))
        if chosen == before:
            break
    return tuple(_place(one, at) for one, at in zip(choices, chosen, strict=True) if at is not None)


def _place(one: _Choices, at: int) -> Place:
    left, bottom, right, top = map(float, one.boxes[at])
    x, y, to_x, to_y = map(float, one.leaders[at])
    return Place(box=(left, bottom, right, top), leader=((x, y), (to_x, to_y)) if one.led[at] else None)


def _choices(wanted: Wanted, lines: _Numbers, widths: _Numbers, weights: _Numbers, inside: Box) -> _Choices:
    """Places in rings around each anchor with what lines they would hide or cross."""
    rows = []
    for number, (x, y) in enumerate(wanted.anchors):
        for gap in GAPS:
            for step in range(DIRECTIONS):
                angle = 2 * pi * step / DIRECTIONS
                # A box beside the point, flush with it where the way to it is level or upright.
                middle_x = x + cos(angle) * (gap + wanted.width / 2)
                middle_y = y + sin(angle) * (gap + wanted.height / 2)
                turned = 0.5 * (1 - cos(angle - pi / 4))  # all else alike, above and to the right
                rows.append((middle_x, middle_y, x, y, gap + LATER_ANCHOR * number + turned))
    table = np.array(rows)
    half = np.array([wanted.width / 2, wanted.height / 2])
    middles = np.clip(table[:, :2], np.array(inside[:2]) + half, np.maximum(np.array(inside[2:]) - half, half))
    boxes = np.hstack((middles - half, middles + half))
    anchors = table[:, 2:4]
    ends = np.clip(anchors, boxes[:, :2], boxes[:, 2:])
    away = np.hypot(*(ends - anchors).T)
    leaders = np.hstack((anchors, ends))
    led = away > LED
    # A leader begins on its own line: what it crosses there is nobody's trouble.
    begun = np.hstack((anchors + (ends - anchors) * (1.5 / np.maximum(away, 1.5))[:, None], ends))
    hidden = _touch(boxes, lines, widths / 2) @ (ON_LINE * weights)
    crossed = _cross(begun, lines) @ (LEADER_OVER_LINE * weights) * led
    return _Choices(boxes=boxes, leaders=leaders, led=led, cost=table[:, 4] + hidden + crossed)


def _among(mine: _Choices, others: Sequence[tuple[Any, Any, Any]]) -> _Numbers:
    """What each place costs beside the labels and leaders that stand already."""
    if not others:
        return np.zeros(len(mine.boxes))
    boxes, leaders = np.array([box for box, _, _ in others]), np.array([leader for _, leader, _ in others])
    led = np.array([led for _, _, led in others])
    meeting = _shared(mine.boxes, boxes)
    cost = ON_LABEL * (meeting > 0).sum(axis=1) + ON_LABEL * meeting.sum(axis=1)
    half_gap = np.full(len(leaders), APART / 2)
    cost += LABEL_OVER_LEADER * (_touch(mine.boxes, leaders, half_gap) & led).sum(axis=1)
    over = _touch(boxes, mine.leaders, np.full(len(mine.leaders), APART / 2)).T
    cost += LEADER_OVER_LABEL * over.sum(axis=1) * mine.led
    crossing: _Numbers = cost + LEADERS_CROSS * (_cross(mine.leaders, leaders) & led).sum(axis=1) * mine.led
    return crossing


def _shared(some: _Numbers, others: _Numbers) -> _Numbers:
    """The area that each box, with the gap around it, has in common with each of the others."""
    low = np.maximum(some[:, None, :2], others[None, :, :2])
    high = np.minimum(some[:, None, 2:], others[None, :, 2:])
    sides = np.maximum(high - low + APART, 0)
    area: _Numbers = sides[:, :, 0] * sides[:, :, 1]
    return area


def _touch(boxes: _Numbers, lines: _Numbers, reach: _Numbers) -> _Flags:
    """Whether a line comes into a box or so near: they are apart if an axis, or the line's own normal, parts them."""
    middle, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    centre, arm = (lines[:, :2] + lines[:, 2:]) / 2, (lines[:, 2:] - lines[:, :2]) / 2
    x, y = (centre[None, :, axis] - middle[:, None, axis] for axis in (0, 1))
    wide, high = (half[:, None, axis] + reach[None, :] for axis in (0, 1))
    along, up = arm[None, :, 0], arm[None, :, 1]
    touching: _Flags = (
        (np.abs(x) < wide + np.abs(along))
        & (np.abs(y) < high + np.abs(up))
        & (np.abs(x * up - y * along) <= wide * np.abs(up) + high * np.abs(along))
    )
    return touching


def _cross(some: _Numbers, others: _Numbers) -> _Flags:
    """Whether two lines cross: the ends of each lie on either side of the other."""

    def side(first: Any, second: Any, point: Any) -> _Numbers:
        turn: _Numbers = np.sign(
            (second[..., 0] - first[..., 0]) * (point[..., 1] - first[..., 1])
            - (second[..., 1] - first[..., 1]) * (point[..., 0] - first[..., 0])
        )
        return turn

    a, b, c, d = some[:, None, :2], some[:, None, 2:], others[None, :, :2], others[None, :, 2:]
    crossing: _Flags = (side(a, b, c) != side(a, b, d)) & (side(c, d, a) != side(c, d, b))
    return crossing
