"""The configuration as values. The defaults stand in `office/ridematch.toml` and `office/curriculum.toml`, with a
comment each, and only there.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from ridematch.model.curriculum import Curriculum
from ridematch.model.problem import Limits, Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Where the clocks and the public holidays are."""

    zone: str  # IANA name
    holidays: str  # ISO country code


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadSettings:
    """How minutes come from roads, or from distance where there are none."""

    winter_speed: float  # share of the speed on bare ground
    winter_from: str  # "11-01"
    winter_to: str  # "04-30", included
    village_minutes: float  # between two different homes in one village
    access_speed_kmh: float  # from a home off the network to the nearest point of it
    detour_factor: float  # without roads: distance along the road / distance as the crow flies
    speed_kmh: float  # without roads


@dataclass(frozen=True, slots=True, kw_only=True)
class RideSettings:
    """Time aboard is at most the larger of factor x direct and direct + extra; windows of single rides."""

    max_ride_factor: float
    max_ride_extra_minutes: int
    single_ride_window_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSettings:
    """Local times that bound the night for the rules of rest."""

    begins: time  # driving after it is night driving, a drive that ends after it is late
    turns: time  # a drive that starts before it belongs to the evening, after it to the morning
    ends: time  # end of night driving
    early_until: time  # a drive that starts before it is early


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRideSettings:
    """Rides to work with the learner at the wheel."""

    legs: str  # "out", "both" or "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What is worth how much, beyond `Weights`: they go into each journey's and lesson's own cost."""

    commute_left_out: float
    ride_left_out: float
    lesson_left_out: float
    lesson_per_week_waited: float
    lesson_first: float
    lesson_in_wrong_light: float
    miss_in_four_weeks: float
    urgency: dict[str, float]  # normal, high, must


@dataclass(frozen=True, slots=True, kw_only=True)
class MileageRate:
    """What a kilometre is paid from this date on, until another rate begins, and where that was read."""

    first_date: date
    kr_per_km: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mileage:
    """What volunteers are paid for driving, by date; nothing before the first."""

    rates: tuple[MileageRate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSettings:
    """Text messages to riders and volunteers."""

    office_phone: str  # put at the end where there is room


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of it. `vocabulary` maps a code of needs and offers to "space" (counted, used while aboard) or "driver".

    `areas` maps the names of areas to their stores, for one run over all of them.
    """

    calendar: Calendar
    roads: RoadSettings
    rides: RideSettings
    nights: NightSettings
    limits: Limits
    costs: Costs
    weights: Weights
    vocabulary: dict[str, str]
    areas: dict[str, str]
    mileage: Mileage
    curriculum: Curriculum
    practice: str  # ISO country code of the practice rules
    practice_rides: PracticeRideSettings
    messages: MessageSettings
    language: str  # ISO 639-1, in which messages are written
