"""The facts a coordinator keeps: one frozen class per input table, one field per column.

A field's name is the column's name in the files. Codes identify; everything a person typed is already a value here
(a date, a time of day, minutes), but nothing is converted to instants yet: that happens once, in `rules.admit`.
`note` and `source` exist on every row, are kept, and never matter.

Days of the week are canonical: a tuple of "Mon" ... "Sun" in week order, or of one ISO date ("2026-12-14",).
A `where` (home, workplace, from, to) is the name of a row in `places`, or "lat,lon" in decimal degrees ("63.4,13.08").
In `rides` it may also be `HOME`.
"""

from dataclasses import dataclass, fields
from datetime import date, time

HOME = "home"
"""From or to of a single ride: wherever the rider lives at the time. No place is called so."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A village, bus stop, workplace or meeting point; degrees WGS 84."""

    name: str
    lat: float
    lon: float
    country: str = "SE"
    kind: str = "village"  # village, stop, workplace, meeting-point
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """A stretch between two places; `minutes` on bare ground; both directions unless `one_way`."""

    start: str  # column "from"
    end: str  # column "to"
    km: float
    minutes: float
    road: str = ""
    limit_kmh: int | None = None
    one_way: bool = False
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rider:
    """Somebody who needs rides. `needs` are vocabulary codes such as "child-seat:2"."""

    rider: str
    name: str
    home: str
    address: str = ""
    pickup_note: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    needs: tuple[str, ...] = ()
    seats: int = 1
    boarding_minutes: int = 2
    minor: bool = False
    limited_visibility: bool = False
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A job shift that recurs; an end at or before its start is on the next day.

    `earliest_arrival` and `latest_arrival` are minutes before the start, `ready_after` and `longest_wait` minutes
    after the end. `start_from` and `back_to` (columns "from", "to") are where, empty for the rider's home.
    """

    shift: str
    rider: str
    workplace: str
    days: tuple[str, ...]
    start: time
    end: time
    employer: str = ""
    first_date: date | None = None
    last_date: date | None = None
    every_weeks: int = 1
    start_from: str = ""  # column "from"
    back_to: str = ""  # column "to"
    earliest_arrival: int = 40
    latest_arrival: int = 5
    ready_after: int = 5
    longest_wait: int = 40
    legs: str = "both"  # both, out, back
    fallback_out: str = "none"  # none, bus, own, bed
    fallback_back: str = "none"
    holidays: str = "as-usual"  # as-usual, not, only
    urgency: str = "normal"  # normal, high, must
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftChange:
    """One date on which a shift is cancelled or moved to other times."""

    shift: str
    date: date
    change: str  # cancelled, moved
    start: time | None = None
    end: time | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A single ride: an errand, or a group's outing. One of `arrive_by` and `leave_after` is given."""

    ride: str
    rider: str
    start: str  # column "from"; may be HOME
    end: str  # column "to"; may be HOME
    date: date
    arrive_by: time | None = None
    leave_after: time | None = None
    seats: int | None = None  # the rider's own seats when empty
    return_after: time | None = None
    urgency: str = "normal"
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """Somebody who drives or supervises. `seats` for passengers besides the driver; 0 has no car."""

    volunteer: str
    name: str
    home: str
    phone: str = ""
    email: str = ""
    languages: tuple[str, ...] = ()
    seats: int = 4
    offers: tuple[str, ...] = ()
    max_drive_minutes_per_day: int = 240
    max_days_per_week: int = 7
    max_asks_per_week: int | None = None
    max_wait_away: int = 30
    notice_hours: int = 24
    only_employer: str = ""
    record_seen_on: date | None = None
    active: bool = True
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """When a volunteer can drive: leaves no earlier than `start`, is there no later than `end`."""

    volunteer: str
    days: tuple[str, ...]
    start: time
    end: time
    start_from: str = ""  # column "from"; empty for home
    back_to: str = ""  # column "to"; empty for home
    own_trip: bool = False
    max_detour_minutes: int = 15
    every_weeks: int = 1
    first_date: date | None = None
    last_date: date | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A rider or volunteer is away on these dates (both included), all day unless times are given."""

    who: str
    first_date: date
    last_date: date
    start: time | None = None
    end: time | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Avoid:
    """These two are never matched. No reason is stored."""

    volunteer: str
    rider: str
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A stretch of time during which a volunteer held a driving licence; code B78 is automatic only."""

    volunteer: str
    valid_from: date
    valid_to: date | None = None
    country: str = "SE"
    code: str = "B"
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    """A volunteer who gives driving practice. `born` is a year ("1960") or a date ("1960-05-31")."""

    volunteer: str
    born: str
    transmission: str = ""  # of the car: manual, automatic, or empty for not known
    intro_course_on: date | None = None
    other_approvals: int = 0
    may_practise_on_rides: bool = False
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """A rider who learns to drive. `transmission` empty: any car will do."""

    rider: str
    born: str
    permit_until: date
    transmission: str = ""
    lesson_minutes: int = 60
    lessons_per_week: int = 2
    min_days_between: int = 1
    waiting_since: date | None = None
    practised_minutes: int = 0
    may_practise_on_rides: bool = False
    intro_course_on: date | None = None
    dark_course_on: date | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonTime:
    """When and where a learner can practise; the whole lesson lies between `start` and `end`."""

    rider: str
    days: tuple[str, ...]
    start: time
    end: time
    place: str = ""  # empty for home
    first_date: date | None = None
    last_date: date | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """The authority's approval of one supervisor for one learner. Empty `valid_until`: five years later."""

    volunteer: str
    rider: str
    approved_on: date
    valid_until: date | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedLesson:
    """A lesson that was given. `volunteer` None: with a school or somebody else from outside, or who is forgotten.

    `start` is the local time at which it began, None where nobody said; it tells two lessons of one day apart. `parts`
    are codes of the curriculum, `remarks` of its list of remarks.
    """

    rider: str
    date: date
    start: time | None = None
    minutes: int
    volunteer: str | None = None
    parts: tuple[str, ...] = ()
    dark: bool = False
    remarks: tuple[str, ...] = ()
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A shared practice car and the place where it stands."""

    vehicle: str
    seats: int = 4
    offers: tuple[str, ...] = ()
    transmission: str = ""
    place: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overnight:
    """Beds where somebody who can't get home may stay, on nights that begin on these days."""

    place: str
    days: tuple[str, ...]
    beds: int = 1
    employer: str = ""  # only for those who work here; empty for all who work at the place
    first_date: date | None = None
    last_date: date | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All input tables by their file names. `None` is a table that was absent, which is not an empty one."""

    places: tuple[Place, ...] | None = None
    roads: tuple[Road, ...] | None = None
    riders: tuple[Rider, ...] | None = None
    shifts: tuple[Shift, ...] | None = None
    shift_changes: tuple[ShiftChange, ...] | None = None
    rides: tuple[Ride, ...] | None = None
    volunteers: tuple[Volunteer, ...] | None = None
    availability: tuple[Availability, ...] | None = None
    away: tuple[Away, ...] | None = None
    avoid: tuple[Avoid, ...] | None = None
    licences: tuple[Licence, ...] | None = None
    supervisors: tuple[Supervisor, ...] | None = None
    learners: tuple[Learner, ...] | None = None
    lesson_times: tuple[LessonTime, ...] | None = None
    approvals: tuple[Approval, ...] | None = None
    practice_log: tuple[LoggedLesson, ...] | None = None
    vehicles: tuple[Vehicle, ...] | None = None
    overnight: tuple[Overnight, ...] | None = None


Row = (
    Place | Road | Rider | Shift | ShiftChange | Ride | Volunteer | Availability
    | Away | Avoid | Licence | Supervisor | Learner | LessonTime | Approval | LoggedLesson | Vehicle
    | Overnight
)  # fmt: skip

ROW_TYPES: dict[str, type[Row]] = {
    "places": Place,
    "roads": Road,
    "riders": Rider,
    "shifts": Shift,
    "shift_changes": ShiftChange,
    "rides": Ride,
    "volunteers": Volunteer,
    "availability": Availability,
    "away": Away,
    "avoid": Avoid,
    "licences": Licence,
    "supervisors": Supervisor,
    "learners": Learner,
    "lesson_times": LessonTime,
    "approvals": Approval,
    "practice_log": LoggedLesson,
    "vehicles": Vehicle,
    "overnight": Overnight,
}
"""Table name -> row class, in the order in which a person would fill them in."""

KEYS: dict[str, str] = {
    "places": "name",
    "riders": "rider",
    "shifts": "shift",
    "rides": "ride",
    "volunteers": "volunteer",
    "supervisors": "volunteer",
    "learners": "rider",
    "vehicles": "vehicle",
}
"""Tables whose rows are identified by one column. Rows of the others are compared as whole rows."""

COLUMN_OF_FIELD: dict[str, dict[str, str]] = {
    "roads": {"start": "from", "end": "to"},
    "rides": {"start": "from", "end": "to"},
    "shifts": {"start_from": "from", "back_to": "to"},
    "availability": {"start_from": "from", "back_to": "to"},
}
"""Where a column's name is a word Python keeps for itself or would read wrong, the field has another."""


def column_name(table: str, field: str) -> str:
    """The column of `table` that holds `field`."""
    return COLUMN_OF_FIELD.get(table, {}).get(field, field)


def columns(table: str) -> tuple[str, ...]:
    """All column names of `table`, in the order of its template."""
    return tuple(column_name(table, field.name) for field in fields(ROW_TYPES[table]))


def rows(tables: Tables, table: str) -> tuple[Row, ...]:
    """The rows of one table, none where it is absent."""
    found: tuple[Row, ...] | None = getattr(tables, table)
    return found or ()
