"""Words written into a picture where they can be read: measured as they are drawn, with a halo, above all lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ridematch.views.placing import Box, Paper, Place, Stroke, Wanted, places

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform

LEADER = 0.6
"""Width of a line to a label, in points."""

HALO = 2.2
"""Width of the white around letters, half of it outside of them."""

ABOVE = 10
"""Order of words: after everything that is drawn before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words that belong to one of some points, the best first."""

    text: str
    anchors: tuple[Paper, ...]
    ink: str
    size: float = 6.5
    bold: bool = False
    italic: bool = False


def paper(figure: "Figure") -> "Transform":
    """From points to where they are drawn."""
    from matplotlib.transforms import Affine2D

    return Affine2D().scale(1 / 72) + figure.dpi_scale_trans


def write(figure: "Figure", labels: Sequence[Label], strokes: Sequence[Stroke], inside: Box) -> tuple[Place, ...]:
    """All labels, so that they are clear of one another and of the strokes as far as there is room inside."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.lines import Line2D
    from matplotlib.patheffects import Stroke as Outline

    on_paper, points = paper(figure), 72 / figure.dpi
    canvas: Any = FigureCanvasAgg(figure)
    renderer = canvas.get_renderer()  # without it each measurement would make its own
    texts = [
        figure.text(
            0,
            0,
            label.text,
            transform=on_paper,
            color=label.ink,
            fontsize=label.size,
            fontweight="bold" if label.bold else "normal",
            fontstyle="italic" if label.italic else "normal",
            zorder=ABOVE + 2,
        )
        for label in labels
    ]
    extents = [text.get_window_extent(renderer) for text in texts]
    wanted = [
        Wanted(width=extent.width * points, height=extent.height * points, anchors=label.anchors)
        for extent, label in zip(extents, labels, strict=True)
    ]
    found = places(wanted, strokes, inside)
    for text, extent, label, place in zip(texts, extents, labels, found, strict=True):
        text.set_position((place.box[0] - extent.x0 * points, place.box[1] - extent.y0 * points))
        # The halo is a text of its own: one that has an outline is written as shapes, and words are to stay words.
        halo: Any = figure.text(
            *text.get_position(), label.text, transform=on_paper, fontproperties=text.get_fontproperties()
        )
        halo.set(color="white", zorder=ABOVE, path_effects=[Outline(linewidth=HALO, foreground="white")])
        halo.set_gid("halo")
        if place.leader:
            (x, y), (to_x, to_y) = place.leader
            look: dict[str, Any] = {"color": label.ink, "transform": on_paper, "solid_capstyle": "round"}
            figure.add_artist(Line2D((x, to_x), (y, to_y), linewidth=LEADER, zorder=ABOVE + 1, **look))
            figure.add_artist(Line2D((x,), (y,), marker="o", markersize=1.8, zorder=ABOVE + 1, **look))
    return found
