"""Volunteers to look for as a picture: hours to the right, a row for each village and its days, a bar for the hours."""

from collections.abc import Sequence

from ridematch.language import say
from ridematch.views.drawing import A4_LANDSCAPE, as_bytes, ink_settings
from ridematch.views.gaps import MoreVolunteer, days_words, number_words

BAR, HEIGHT = "#1b4f72", 0.5
FEWEST_ROWS = 8
"""There is room for so many, so that two rows are no thicker than eight."""

FIRST_HOUR, LAST_HOUR = 3, 27
"""The day as drivers have it: from before the first shifts to after midnight."""


def recruiting_picture(found: Sequence[MoreVolunteer], *, kind: str) -> bytes:
    """The most helpful on top, as "svg" or "png", A4 across; what each would carry stands beside its hours."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(ink_settings()):
        figure = Figure(figsize=A4_LANDSCAPE, layout="constrained")
        axes = figure.add_subplot()
        for row, one in enumerate(found):
            for start, end in one.hours:
                axes.barh(row, end - start, left=start, height=HEIGHT, color=BAR)
            more = say("{number} more a week", number=number_words(one.gain.served))
            axes.annotate(
                more, (max(end for _, end in one.hours), row), (5, 0), textcoords="offset points", va="center"
            )
        axes.set_yticks(range(len(found)), [f"{one.village}, {days_words(one.weekdays)}" for one in found])
        axes.set_ylim(max(FEWEST_ROWS, len(found)) - 0.3, -0.7)
        axes.set_xlim(FIRST_HOUR, LAST_HOUR + 3)  # room for the words beside the last hour
        hours = range(FIRST_HOUR, LAST_HOUR + 1)
        axes.set_xticks(hours, [f"{hour % 24:02d}" for hour in hours])
        axes.grid(axis="x", color="#dddddd", linewidth=0.5)
        axes.set_axisbelow(True)
        axes.set_title(say("One more volunteer near here at these hours carries so many more"), loc="left")
        return as_bytes(figure, kind)
