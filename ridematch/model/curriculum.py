"""What learners practise, as the configuration says it. The defaults stand in `office/curriculum.toml`."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A group of parts."""

    moment: int
    title: str
    title_sv: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing to practise. Season: month-day, both included, empty for all year. `transmission` empty: any car."""

    part: str
    moment: int
    title: str
    title_sv: str = ""
    season_from: str = ""
    season_to: str = ""
    dark: bool = False
    daylight: bool = False
    transmission: str = ""

    @property
    def is_bound(self) -> bool:
        """Whether it can't be practised at any time."""
        return self.asks_for_light or bool(self.season_from)

    @property
    def asks_for_light(self) -> bool:
        """Whether it is practised in the dark, or by daylight, only."""
        return self.dark or self.daylight

    def suits(self, on: date, *, dark: bool) -> bool:
        """Whether a lesson on a date, in the dark or by daylight, is one in which it can be practised."""
        return self.in_season(on) and not (self.daylight if dark else self.dark)

    def in_season(self, on: date) -> bool:
        """Whether a date lies in its season."""
        if not self.season_from:
            return True
        day = f"{on:%m-%d}"
        if self.season_from <= self.season_to:
            return self.season_from <= day <= self.season_to
        return day >= self.season_from or day <= self.season_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What may be remarked on a lesson. `again`: the parts it had are not done yet."""

    remark: str
    title: str
    title_sv: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Curriculum:
    """All of it: parts in the order in which they are suggested."""

    target_hours: float
    dark_below_degrees: float
    moments: tuple[Moment, ...]
    parts: tuple[Part, ...]
    remarks: tuple[Remark, ...]

    @property
    def words(self) -> dict[str, frozenset[str]]:
        """The codes that may stand in the log's columns of words."""
        return {
            "parts": frozenset(part.part for part in self.parts),
            "remarks": frozenset(one.remark for one in self.remarks),
        }

    def parts_for(self, transmission: str) -> tuple[Part, ...]:
        """The parts for somebody who learns in such a car; "" is any."""
        return tuple(part for part in self.parts if not (transmission and part.transmission not in ("", transmission)))

    def again(self, remarks: tuple[str, ...]) -> bool:
        """Whether one of these remarks says that the parts are not done yet."""
        return any(one.again for one in self.remarks if one.remark in remarks)
