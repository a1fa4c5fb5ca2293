"""One horizon as the engine sees it: requests, drivers, blocks, lessons, and the travel times between their places.

Times are whole minutes since `Problem.epoch` (an instant in UTC), so nights across midnight and clock changes are plain
numbers; `date` fields keep the local date a thing belongs to, for daily and weekly limits. People and places are codes.
A home's place is "home:CODE", so that no village and no coordinates of a home stand in a problem.
"""

from dataclasses import dataclass
from datetime import date, datetime

from ridematch.model.travel import Travel

CAR_BOOKING_MINUTES = 30
"""A shared practice car is taken on the hour or the half hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """When service may begin, minutes since the epoch; both ends inclusive."""

    earliest: int
    latest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A place to serve, as asked. Service begins within the window and lasts `service_minutes`."""

    place: str
    window: TimeWindow
    service_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """So many of something counted that is used up while aboard: child seats, wheelchair spaces."""

    code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One ride. Time aboard runs from the end of boarding (pickup begins + its service minutes) to delivery begins.

    `date` selects the day's travel times and the limits it counts under: the date of the shift for both legs of a
    commute. `equipment` is used while aboard; every code in `needs` must be among the driver's `offers`. Nobody of
    `declined_by` is given it, and at short notice (see `Driver`) nobody but those in `asked`.
    """

    code: str  # "S07:2026-12-14:out"
    rider: str
    date: date
    pickup: Stop
    delivery: Stop
    max_ride_minutes: int
    seats: int = 1
    equipment: tuple[Amount, ...] = ()
    needs: tuple[str, ...] = ()
    minor: bool = False
    employer: str = ""
    asked: tuple[str, ...] = ()
    declined_by: tuple[str, ...] = ()
    proposed_driver: str = ""  # who had it in the edition before; another one costs `Weights.proposal_changed` ...
    accepted: bool = False  # ... or, if that driver has said yes to it, `Weights.accepted_changed`
    usual_driver: str = ""  # who drove it a week ago; another one costs `Weights.other_driver`


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One request of a journey, and what covers it when no driver does: "none", "bus", "own" or "bed"."""

    request: Request
    fallback: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """What is promised as one: both legs of a commute, a single ride, or a ride and its return.

    Served when every leg is driven or, where it has a fallback, covered by that (at least one leg is driven); else left
    out as a whole, at `left_out_cost` (urgency and past misses are in it). A group larger than any car has more legs
    with the same windows.
    """

    code: str  # "S07:2026-12-14", or a ride's code
    kind: str  # commute, ride; fixed: published legs of a journey dated outside the horizon
    rider: str
    date: date
    week: str  # ISO week, "2026-W51"
    legs: tuple[Leg, ...]
    left_out_cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A volunteer. Limits are minutes, days and asks; `max_asks_per_week` None is no limit.

    The past counts: `driven_dates`, `night_dates` (driving between 22 and 06) and `late_dates` (a drive that ended
    after 22 in the night that began on that date) are local dates before the horizon, or others of it that are settled;
    `asks_before` are the asks of the last 28 days, `asks_by_week` those already made in weeks of the horizon. What may
    begin before `notice_until` (minutes since the epoch) comes at short notice. `away` are absences, already cut out of
    the blocks: from minute to minute, so that nobody suggests those hours.
    """

    code: str
    home: str
    seats: int
    offers: tuple[str, ...] = ()
    equipment: tuple[Amount, ...] = ()
    avoids: tuple[str, ...] = ()  # riders
    record_seen_on: date | None = None
    only_employer: str = ""
    max_drive_minutes_per_day: int = 240
    max_days_per_week: int = 7
    max_asks_per_week: int | None = None
    max_wait_minutes: int = 30
    driven_dates: tuple[date, ...] = ()
    night_dates: tuple[date, ...] = ()
    late_dates: tuple[date, ...] = ()
    asks_before: int = 0
    asks_by_week: tuple[tuple[str, int], ...] = ()
    notice_until: int | None = None
    away: tuple[tuple[int, int], ...] = ()

    def is_away(self, start: int, end: int) -> bool:
        """Whether an absence takes any of the time from one minute to another."""
        return any(begins < end and start < ends for begins, ends in self.away)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of one driver's time: leaves `origin` no earlier than `start`, is at `destination` no later than `end`.

    Blocks of one driver never overlap and lie at least `Limits.home_stay_minutes` apart. In an own trip the driver
    makes one trip, whose elapsed minutes are at most the direct minutes + `max_detour_minutes`. Elsewhere there are any
    number of trips, with at least `Limits.home_stay_minutes` at home between them.
    """

    code: str  # "V03:2026-12-14:1"
    driver: str
    date: date
    start: int
    end: int
    origin: str
    destination: str
    own_trip: bool = False
    max_detour_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """This supervisor may practise with this learner from `first_date` to `last_date`, both included.

    In the supervisor's own car or, with a `vehicle`, in that shared practice car.
    """

    driver: str
    first_date: date
    last_date: date
    vehicle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonSlot:
    """One possibility for one lesson on one date: where it starts and ends, and when it may begin.

    In a shared practice car it begins at one minute, on the hour or half hour, and has the car for whole half hours.
    `cost` is what a lesson then costs because the light does not suit what is to be practised next.
    """

    date: date
    place: str
    window: TimeWindow
    vehicle: str = ""
    cost: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonWish:
    """A learner's wish for `wanted` lessons in one week; each one missing costs `left_out_cost`.

    At most one lesson a date, and two lessons of one learner lie at least `min_days_between` dates apart, counting
    `last_lesson` (1: the next day is allowed). Pairs of (driver, date): `proposed` in the edition before,
    `accepted` of these, `asked` and `declined` as in a request. With another than the `usual_driver` a lesson, or a
    ride that counts as one, costs `Weights.other_supervisor`.
    """

    code: str  # "L03:2026-W51"
    learner: str
    week: str
    wanted: int
    minutes: int
    left_out_cost: float
    slots: tuple[LessonSlot, ...]
    pairings: tuple[Pairing, ...]
    min_days_between: int = 1
    last_lesson: date | None = None
    proposed: tuple[tuple[str, date], ...] = ()
    accepted: tuple[tuple[str, date], ...] = ()
    asked: tuple[tuple[str, date], ...] = ()
    declined: tuple[tuple[str, date], ...] = ()
    usual_driver: str = ""
    refused: tuple[tuple[str, str], ...] = ()  # (driver, name of a rule) that stands against some of the dates


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonShare:
    """What the first, the second ... of a learner's lessons in these wishes is worth beyond their `left_out_cost`.

    Worth that never rises: whatever is missing is missing from its end, and costs that.
    """

    wishes: tuple[str, ...]
    worth: tuple[float, ...]

    def left_out_cost(self, given: int) -> float:
        """What is lost where so many of the lessons are given."""
        return sum(self.worth[given:])


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRide:
    """A request on which the rider may be at the wheel, beside one of `drivers`, and with nobody else in the car unless
    `Limits.practice_others_aboard`.

    The road then takes `Limits.practice_percent` of its minutes, rounded up, from the end of boarding, no earlier than
    the window's first minute, to the delivery, no later than its last. It counts as a lesson of `date` and uses up one
    of the wish with this code; no wish: it is too short for that, or was counted before. On `closed` ways (from, to),
    which lead to where others get in or out, the rider may not be at the wheel: they leave the country.
    """

    request: str
    learner: str
    date: date
    drivers: tuple[str, ...]
    window: TimeWindow
    wish: str = ""
    closed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A promise: this driver serves this, and service begins within `Limits.pin_minutes` of these times.

    `serves` is a request's code (`begins` at pickup, `ends` at delivery) or a lesson's code (`begins`, `ends`). A ride
    promised as `practice` is driven by the learner, and another one is not. A lesson is promised in a `vehicle`, or in
    the supervisor's own car.
    """

    serves: str
    driver: str
    begins: int
    ends: int
    practice: bool = False
    vehicle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """The night that begins on `date`, in minutes: 22:00, the turn at 03:00, 06:00 and 07:00 (see `Limits`)."""

    date: date
    begins: int
    turns: int
    ends: int
    early_until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Rules with a number in them, for everybody."""

    home_stay_minutes: int = 15
    max_wheel_minutes: int = 120  # at the wheel without a break
    break_minutes: int = 15  # standing still with nobody aboard and no lesson
    night_days_in_seven: int = 2
    night_days_in_a_row: int = 1
    pin_minutes: int = 5
    practice_percent: int = 125  # minutes of a road with a learner at the wheel, in percent of its usual ones
    practice_others_aboard: bool = False  # whether others may be in the car while a learner drives to work
    practice_lesson_minutes: int = 30  # so long at the wheel, or longer, uses up one of the week's lessons
    night_shift_minutes: int = 180  # at work between a night's beginning and end: a night shift ...
    night_shift_rest_minutes: int = 660  # ... after which a learner does not drive for so long

    def at_wheel(self, road: int) -> int:
        """Minutes of a road with a learner at the wheel, rounded up."""
        return -(-road * self.practice_percent // 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the plan's cost is made of, in minutes of driving (see `rules.score`)."""

    fallback_leg: float = 150
    second_miss_in_week: float = 120
    driving_minute: float = 1
    waiting_minute: float = 0.5
    asks: tuple[float, ...] = (0, 10, 25, 45)  # by asks in 28 days, the first counts 0; goes on convexly
    other_driver: float = 5
    other_supervisor: float = 20
    proposal_changed: float = 15
    accepted_changed: float = 120
    broken_pin: float = 100_000
    practice_minute: float = 0.5  # what a minute at the wheel on the way to work is worth

    def changed(self, *, accepted: bool) -> float:
        """What another driver costs where one was proposed, or had said yes already."""
        return self.accepted_changed if accepted else self.proposal_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Everything a plan depends on. `misses_before` are commutes a rider already missed: (rider, week, how many)."""

    epoch: datetime
    first_date: date
    days: int
    journeys: tuple[Journey, ...]
    drivers: tuple[Driver, ...]
    blocks: tuple[Block, ...]
    lessons: tuple[LessonWish, ...]
    travel: Travel
    practice_rides: tuple[PracticeRide, ...] = ()
    nights: tuple[Night, ...] = ()
    pins: tuple[Pin, ...] = ()
    misses_before: tuple[tuple[str, str, int], ...] = ()
    lesson_shares: tuple[LessonShare, ...] = ()
    limits: Limits = Limits()
    weights: Weights = Weights()

    @property
    def requests(self) -> tuple[Request, ...]:
        """All requests, in the order of their journeys."""
        return tuple(leg.request for journey in self.journeys for leg in journey.legs)


def way_of(code: str) -> str:
    """Which way a request goes by its code, "out" or "back", whichever part of a group it is."""
    return code.rpartition(":")[2].partition("-")[0]


def lesson_code(learner: str, on: date) -> str:
    """The code of a planned lesson: there is at most one a learner and date."""
    return f"{learner}:{on.isoformat()}:lesson"


def iso_week(on: date) -> str:
    """The ISO week of a date, "2026-W53" for 2027-01-01 (ISO 8601: the year is the week's, not the date's)."""
    year, week, _ = on.isocalendar()
    return f"{year}-W{week:02d}"


def asks_cost(asks: tuple[float, ...], count: int) -> float:
    """The cost of `count` asks: the table `asks` by count - 1, continued with steps that grow as its last two did."""
    if count <= 0:
        return 0.0
    if count <= len(asks):
        return asks[count - 1]
    step = asks[-1] - asks[-2]
    growth = step - (asks[-2] - asks[-3])
    more = count - len(asks)
    return asks[-1] + step * more + growth * more * (more + 1) / 2
