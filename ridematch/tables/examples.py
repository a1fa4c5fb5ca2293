"""Examples of what goes into the tables: a row each, of invented people, and a value for each column."""

from datetime import date, time
from types import MappingProxyType

from ridematch.language import note, say
from ridematch.model.facts import (
    HOME,
    WEEKDAYS,
    Approval,
    Availability,
    Avoid,
    Away,
    Learner,
    LessonTime,
    Licence,
    LoggedLesson,
    Overnight,
    Place,
    Ride,
    Rider,
    Road,
    Shift,
    ShiftChange,
    Supervisor,
    Tables,
    Vehicle,
    Volunteer,
    rows,
)
from ridematch.tables.columns import Column

_VILLAGE = "Exempelby"
_FAR = "63.4012,13.1455"  # a place may be given by its coordinates


def example_tables() -> Tables:
    """One row a table, in the language spoken; together they import."""
    return Tables(
        places=(Place(name=_VILLAGE, lat=63.3988, lon=13.0758, note=say("example: write over it or remove it")),),
        roads=(Road(start=_VILLAGE, end=_FAR, km=4.2, minutes=4.5, road="E14", limit_kmh=80),),
        riders=(
            Rider(
                rider="R01",
                name="Exempel Resenär",
                home=_VILLAGE,
                address="Exempelvägen 1",
                pickup_note=say("red gate"),
                phone="070-174 06 05",
                email="rider@example.org",
                language="sv",
                needs=("child-seat:1",),
            ),
        ),
        shifts=(
            Shift(
                shift="S01",
                rider="R01",
                workplace=_FAR,
                days=("Mon", "Tue", "Wed", "Thu", "Fri"),
                start=time(6, 0),
                end=time(14, 30),
                employer="Exempelbageriet",
            ),
        ),
        shift_changes=(
            ShiftChange(shift="S01", date=date(2099, 12, 14), change="moved", start=time(7, 0), end=time(15, 30)),
        ),
        rides=(Ride(ride="E01", rider="R01", start=HOME, end=_FAR, date=date(2099, 12, 16), arrive_by=time(10, 0)),),
        volunteers=(
            Volunteer(
                volunteer="V01",
                name="Exempel Förare",
                home=_VILLAGE,
                phone="070-174 06 06",
                email="driver@example.org",
                languages=("sv", "en"),
                offers=("child-seat:1",),
                max_asks_per_week=2,
            ),
        ),
        availability=(Availability(volunteer="V01", days=("Tue", "Thu"), start=time(4, 30), end=time(8, 0)),),
        away=(Away(who="V01", first_date=date(2099, 12, 23), last_date=date(2099, 12, 27)),),
        avoid=(Avoid(volunteer="V01", rider="R01"),),
        licences=(Licence(volunteer="V01", valid_from=date(2008, 5, 20)),),
        supervisors=(
            Supervisor(volunteer="V01", born="1970", transmission="manual", intro_course_on=date(2026, 9, 5)),
        ),
        learners=(Learner(rider="R01", born="1998", permit_until=date(2099, 6, 30), transmission="manual"),),
        lesson_times=(LessonTime(rider="R01", days=("Sat", "Sun"), start=time(10, 0), end=time(15, 0)),),
        approvals=(Approval(volunteer="V01", rider="R01", approved_on=date(2026, 9, 20)),),
        practice_log=(
            LoggedLesson(
                rider="R01",
                volunteer="V01",
                date=date(2026, 10, 4),
                start=time(13, 0),
                minutes=60,
                parts=("seat", "first-moves"),
                remarks=("well",),
            ),
        ),
        vehicles=(Vehicle(vehicle="car-1", transmission="manual", place=_VILLAGE),),
        overnight=(Overnight(place=_VILLAGE, days=WEEKDAYS, beds=2, employer="Exempelbageriet"),),
    )


_OTHERS = MappingProxyType(
    {
        "note": note("prefers the front seat"),
        "source": note("phone call on 3 December"),
        "country": "NO",
        "riders.seats": 2,
        "boarding_minutes": 5,
        "first_date": date(2026, 12, 14),
        "last_date": date(2027, 3, 31),
        "every_weeks": 2,
        "from": _VILLAGE,
        "to": _FAR,
        "earliest_arrival": 30,
        "latest_arrival": 10,
        "ready_after": 15,
        "longest_wait": 60,
        "leave_after": time(9, 30),
        "rides.seats": 8,
        "return_after": time(12, 0),
        "seats": 3,
        "offers": ("child-seat:1",),
        "max_drive_minutes_per_day": 120,
        "max_days_per_week": 5,
        "max_wait_away": 60,
        "notice_hours": 48,
        "only_employer": "Exempelbageriet",
        "record_seen_on": date(2026, 10, 1),
        "max_detour_minutes": 10,
        "away.start": time(8, 0),
        "away.end": time(12, 0),
        "valid_to": date(2019, 6, 30),
        "code": "B78",
        "intro_course_on": date(2026, 9, 5),
        "dark_course_on": date(2026, 11, 14),
        "other_approvals": 1,
        "may_practise_on_rides": True,
        "lesson_minutes": 45,
        "lessons_per_week": 3,
        "min_days_between": 2,
        "waiting_since": date(2026, 8, 15),
        "practised_minutes": 300,
        "place": _VILLAGE,
        "valid_until": date(2031, 9, 19),
    }
)
"""By column, or by table and column, where the row above has nothing but the default."""


def example_value(column: Column) -> object:
    """A value of this column that shows what may stand there, other than its default."""
    (row,) = rows(example_tables(), column.table)
    value: object = getattr(row, column.field)
    if column.name not in ("note", "source") and value not in (column.default, None):
        return value
    other: object = _OTHERS.get(f"{column.table}.{column.name}", _OTHERS.get(column.name))
    return say(other) if isinstance(other, str) else other
