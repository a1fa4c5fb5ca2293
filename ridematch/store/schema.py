"""The input tables in the database, one class each, and in two for riders and volunteers.

A table has the fields of its class in `model.facts` as columns, and `line`, the row's place in the table. What tells
who somebody is (name, home, address, phone, e-mail, remarks) stands in `rider_contact` and `volunteer_contact` alone,
one row a person; all else holds codes. References between tables are checked at the end of a transaction, so that
tables can be replaced in any order.
"""

import datetime as dt

from sqlmodel import Field, SQLModel

from ridematch.store.columns import Words, key, line_as_key, reference


class PlaceRow(SQLModel, table=True):
    """Input table `places`."""

    __tablename__ = "place"
    name: str = key()
    lat: float
    lon: float
    country: str
    kind: str
    note: str
    source: str
    line: int


class RoadRow(SQLModel, table=True):
    """Input table `roads`."""

    __tablename__ = "road"
    line: int = line_as_key()
    start: str
    end: str
    km: float
    minutes: float
    road: str
    limit_kmh: int | None
    one_way: bool
    note: str
    source: str


class RiderRow(SQLModel, table=True):
    """Input table `riders`: what planning needs to know."""

    __tablename__ = "rider"
    rider: str = key()
    needs: tuple[str, ...] = Field(sa_type=Words)
    seats: int
    boarding_minutes: int
    minor: bool
    limited_visibility: bool
    line: int


class RiderContactRow(SQLModel, table=True):
    """Input table `riders`: who it is, and where. `home` as typed: a place's name or coordinates."""

    __tablename__ = "rider_contact"
    rider: str = reference("rider.rider", primary_key=True)
    name: str
    home: str
    address: str
    pickup_note: str
    phone: str
    email: str
    language: str
    note: str
    source: str


class ShiftRow(SQLModel, table=True):
    """Input table `shifts`."""

    __tablename__ = "shift"
    shift: str = key()
    rider: str = reference("rider.rider")
    workplace: str
    days: tuple[str, ...] = Field(sa_type=Words)
    start: dt.time
    end: dt.time
    employer: str
    first_date: dt.date | None
    last_date: dt.date | None
    every_weeks: int
    start_from: str
    back_to: str
    earliest_arrival: int
    latest_arrival: int
    ready_after: int
    longest_wait: int
    legs: str
    fallback_out: str
    fallback_back: str
    holidays: str
    urgency: str
    note: str
    source: str
    line: int


class ShiftChangeRow(SQLModel, table=True):
    """Input table `shift_changes`."""

    __tablename__ = "shift_change"
    line: int = line_as_key()
    shift: str = reference("shift.shift")
    date: dt.date
    change: str
    start: dt.time | None
    end: dt.time | None
    note: str
    source: str


class RideRow(SQLModel, table=True):
    """Input table `rides`."""

    __tablename__ = "ride"
    ride: str = key()
    rider: str = reference("rider.rider")
    start: str
    end: str
    date: dt.date
    arrive_by: dt.time | None
    leave_after: dt.time | None
    seats: int | None
    return_after: dt.time | None
    urgency: str
    note: str
    source: str
    line: int


class VolunteerRow(SQLModel, table=True):
    """Input table `volunteers`: what planning needs to know."""

    __tablename__ = "volunteer"
    volunteer: str = key()
    seats: int
    offers: tuple[str, ...] = Field(sa_type=Words)
    max_drive_minutes_per_day: int
    max_days_per_week: int
    max_asks_per_week: int | None
    max_wait_away: int
    notice_hours: int
    only_employer: str
    record_seen_on: dt.date | None
    active: bool
    line: int


class VolunteerContactRow(SQLModel, table=True):
    """Input table `volunteers`: who it is, and where. `home` as typed: a place's name or coordinates."""

    __tablename__ = "volunteer_contact"
    volunteer: str = reference("volunteer.volunteer", primary_key=True)
    name: str
    home: str
    phone: str
    email: str
    languages: tuple[str, ...] = Field(sa_type=Words)
    note: str
    source: str


class AvailabilityRow(SQLModel, table=True):
    """Input table `availability`."""

    __tablename__ = "availability"
    line: int = line_as_key()
    volunteer: str = reference("volunteer.volunteer")
    days: tuple[str, ...] = Field(sa_type=Words)
    start: dt.time
    end: dt.time
    start_from: str
    back_to: str
    own_trip: bool
    max_detour_minutes: int
    every_weeks: int
    first_date: dt.date | None
    last_date: dt.date | None
    note: str
    source: str


class AwayRow(SQLModel, table=True):
    """Input table `away`. `who` is a rider or a volunteer, so no one table can be referred to."""

    __tablename__ = "away"
    line: int = line_as_key()
    who: str
    first_date: dt.date
    last_date: dt.date
    start: dt.time | None
    end: dt.time | None
    note: str
    source: str


class AvoidRow(SQLModel, table=True):
    """Input table `avoid`."""

    __tablename__ = "avoid"
    line: int = line_as_key()
    volunteer: str = reference("volunteer.volunteer")
    rider: str = reference("rider.rider")
    note: str
    source: str


class LicenceRow(SQLModel, table=True):
    """Input table `licences`."""

    __tablename__ = "licence"
    line: int = line_as_key()
    volunteer: str = reference("volunteer.volunteer")
    valid_from: dt.date
    valid_to: dt.date | None
    country: str
    code: str
    note: str
    source: str


class SupervisorRow(SQLModel, table=True):
    """Input table `supervisors`."""

    __tablename__ = "supervisor"
    volunteer: str = reference("volunteer.volunteer", primary_key=True)
    born: str
    transmission: str
    intro_course_on: dt.date | None
    other_approvals: int
    may_practise_on_rides: bool
    note: str
    source: str
    line: int


class LearnerRow(SQLModel, table=True):
    """Input table `learners`."""

    __tablename__ = "learner"
    rider: str = reference("rider.rider", primary_key=True)
    born: str
    permit_until: dt.date
    transmission: str
    lesson_minutes: int
    lessons_per_week: int
    min_days_between: int
    waiting_since: dt.date | None
    practised_minutes: int
    may_practise_on_rides: bool
    intro_course_on: dt.date | None
    dark_course_on: dt.date | None
    note: str
    source: str
    line: int


class LessonTimeRow(SQLModel, table=True):
    """Input table `lesson_times`."""

    __tablename__ = "lesson_time"
    line: int = line_as_key()
    rider: str = reference("rider.rider")
    days: tuple[str, ...] = Field(sa_type=Words)
    start: dt.time
    end: dt.time
    place: str
    first_date: dt.date | None
    last_date: dt.date | None
    note: str
    source: str


class ApprovalRow(SQLModel, table=True):
    """Input table `approvals`."""

    __tablename__ = "approval"
    line: int = line_as_key()
    volunteer: str = reference("volunteer.volunteer")
    rider: str = reference("rider.rider")
    approved_on: dt.date
    valid_until: dt.date | None
    note: str
    source: str


class LoggedLessonRow(SQLModel, table=True):
    """Input table `practice_log`. It stays when its supervisor is forgotten, who then is nobody."""

    __tablename__ = "logged_lesson"
    line: int = line_as_key()
    rider: str = reference("rider.rider")
    date: dt.date
    start: dt.time | None
    minutes: int
    volunteer: str | None = reference("volunteer.volunteer")
    parts: tuple[str, ...] = Field(sa_type=Words)
    dark: bool
    remarks: tuple[str, ...] = Field(sa_type=Words)
    note: str
    source: str


class VehicleRow(SQLModel, table=True):
    """Input table `vehicles`."""

    __tablename__ = "vehicle"
    vehicle: str = key()
    seats: int
    offers: tuple[str, ...] = Field(sa_type=Words)
    transmission: str
    place: str
    note: str
    source: str
    line: int


class OvernightRow(SQLModel, table=True):
    """Input table `overnight`."""

    __tablename__ = "overnight"
    line: int = line_as_key()
    place: str
    days: tuple[str, ...] = Field(sa_type=Words)
    beds: int
    employer: str
    first_date: dt.date | None
    last_date: dt.date | None
    note: str
    source: str


INPUT_TABLES: dict[str, tuple[type[SQLModel], ...]] = {
    "places": (PlaceRow,),
    "roads": (RoadRow,),
    "riders": (RiderRow, RiderContactRow),
    "shifts": (ShiftRow,),
    "shift_changes": (ShiftChangeRow,),
    "rides": (RideRow,),
    "volunteers": (VolunteerRow, VolunteerContactRow),
    "availability": (AvailabilityRow,),
    "away": (AwayRow,),
    "avoid": (AvoidRow,),
    "licences": (LicenceRow,),
    "supervisors": (SupervisorRow,),
    "learners": (LearnerRow,),
    "lesson_times": (LessonTimeRow,),
    "approvals": (ApprovalRow,),
    "practice_log": (LoggedLessonRow,),
    "vehicles": (VehicleRow,),
    "overnight": (OvernightRow,),
}
"""Where the rows of each input table are kept: the planning columns first, then the contacts."""
