"""Minutes and metres between places: whole numbers, one table a season, asymmetric allowed."""

from dataclasses import dataclass
from datetime import date

Matrix = tuple[tuple[int, ...], ...]

NO_ROAD = 1_000_000
"""Minutes or metres where no road leads: more than any day holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """A way between two places that leads through these countries, in which neither of the two lies."""

    origin: str
    destination: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """`minutes[season][i][j]` and `metres[i][j]` from `places[i]` to `places[j]`; season 0 is bare ground, 1 is winter.

    `winter_dates` lists the dates of the horizon that use season 1. A duty uses the season of its date throughout.
    `crossings` are all ways that pass through a country of neither end; there are few, if any. `source` is a
    fingerprint of what all this but the winter dates was worked out from.
    """

    places: tuple[str, ...]
    minutes: tuple[Matrix, Matrix]
    metres: Matrix
    winter_dates: tuple[date, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    source: str = ""

    def index(self) -> dict[str, int]:
        """Place -> its row."""
        return {place: row for row, place in enumerate(self.places)}

    def on(self, when: date) -> Matrix:
        """The minutes in force for duties of this date."""
        return self.minutes[1 if when in self.winter_dates else 0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place id in use and where it is: the name of a row in `places`, or "lat,lon".

    Two spots of which at least one is a `home` and whose `where` is the same village are a few minutes apart.
    """

    place: str
    where: str
    home: bool = False
