"""What stands in a picture, measured as it is drawn: words by their real extents, lines in the same dots."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.path import Path as Line
from matplotlib.text import Text
from matplotlib.transforms import Bbox

ROADS = "#cccccc"
"""Grey roads are so faint that a name may lie on them."""


def words(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every visible text with its box; halos are no words."""
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    return [
        (text.get_text(), text.get_window_extent(renderer))
        for text in figure.findobj(Text)
        if isinstance(text, Text) and text.get_text() and text.get_visible() and text.get_gid() != "halo"
    ]


def codes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Of these the ones in the picture itself, set beside lines: neither title nor words around it."""
    (axes,) = figure.axes
    beside = {text.get_text() for text in figure.texts}
    frame = axes.get_window_extent()
    return [
        (name, box)
        for name, box in words(figure)
        if name in beside and frame.contains((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    ]


def meeting(found: Sequence[tuple[str, Bbox]]) -> list[tuple[str, str]]:
    """Pairs of words that share a spot."""
    return [(one, other) for (one, box), (other, over) in combinations(found, 2) if _meet(box, over)]


def _meet(box: Bbox, over: Bbox) -> bool:
    return bool(min(box.x1, over.x1) > max(box.x0, over.x0) and min(box.y1, over.y1) > max(box.y0, over.y0))


def struck(figure: Figure) -> list[str]:
    """Words with a line of somebody through them."""
    pieces = list(_pieces(figure))
    return [name for name, box in codes(figure) if any(piece.intersects_bbox(box, filled=False) for piece in pieces)]


def _pieces(figure: Figure) -> Iterator[Line]:
    for axes in figure.axes:
        for line in axes.lines:
            if line.get_color() == ROADS or line.get_linestyle() == "None":
                continue
            points = line.get_transform().transform(line.get_xydata())
            for start, end in pairwise(points):
                yield Line([start, end])
