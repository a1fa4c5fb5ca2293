"""Input tables of invented people, one small set by hand and any set by Hypothesis."""

from dataclasses import fields
from datetime import date, datetime, time
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from ridematch.model.facts import (
    KEYS,
    ROW_TYPES,
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
    Row,
    Shift,
    ShiftChange,
    Supervisor,
    Tables,
    Vehicle,
    Volunteer,
)

TABLES = Tables(
    places=(
        Place(name="Undersåker", lat=63.32, lon=13.25),
        Place(name="Duved", lat=63.39, lon=12.93, source="survey"),
        Place(name="Duved church", lat=63.391, lon=12.931, kind="meeting-point"),
    ),
    roads=(
        Road(start="Undersåker", end="Duved", km=22.5, minutes=20.25, road="E14", limit_kmh=90),
        Road(start="Duved", end="Duved church", km=0.4, minutes=1, one_way=True),
    ),
    riders=(
        Rider(
            rider="R02",
            name="Berit Example",
            home="Undersåker",
            address="Example lane 2",
            pickup_note="the yellow house",
            phone="070-000 00 02",
            email="berit@example.org",
            language="ar",
            needs=("child-seat:2", "woman-driver"),
            note="calls in the evening",
            source="phone call",
        ),
        Rider(rider="R01", name="Anders Example", home="Duved church", phone="0700000001", limited_visibility=True),
    ),
    shifts=(
        Shift(shift="S02", rider="R02", workplace="Duved", days=("Mon", "Tue"), start=time(5), end=time(13, 30)),
        Shift(shift="S01", rider="R01", workplace="Undersåker", days=("Sun",), start=time(22), end=time(6)),
    ),
    shift_changes=(ShiftChange(shift="S02", date=date(2026, 12, 15), change="cancelled"),),
    rides=(Ride(ride="X1", rider="R01", start="Duved", end="Undersåker", date=date(2026, 12, 16), arrive_by=time(10)),),
    volunteers=(
        Volunteer(
            volunteer="V02", name="Cilla Example", home="63.33,13.26", languages=("sv", "ar"), offers=("no-dog",)
        ),
        Volunteer(volunteer="V01", name="David Example", home="Duved", phone="0700000011", max_asks_per_week=2),
    ),
    availability=(Availability(volunteer="V01", days=("Mon", "Tue"), start=time(4), end=time(7)),),
    away=(Away(who="R02", first_date=date(2026, 12, 24), last_date=date(2026, 12, 26)),),
    avoid=(Avoid(volunteer="V01", rider="R02"),),
    licences=(Licence(volunteer="V01", valid_from=date(2001, 5, 2)),),
    supervisors=(Supervisor(volunteer="V01", born="1960-05-31", transmission="manual"),),
    learners=(Learner(rider="R02", born="1999", permit_until=date(2028, 1, 31)),),
    lesson_times=(LessonTime(rider="R02", days=("Sat",), start=time(10), end=time(14)),),
    approvals=(Approval(volunteer="V01", rider="R02", approved_on=date(2026, 3, 1)),),
    practice_log=(
        LoggedLesson(
            rider="R02",
            volunteer="V01",
            date=date(2026, 10, 4),
            start=time(16, 30),
            minutes=60,
            parts=("gears", "hills"),
        ),
        LoggedLesson(rider="R02", date=date(2026, 10, 6), minutes=45, dark=True, remarks=("more",)),
    ),
    vehicles=(Vehicle(vehicle="car-1", offers=("wheelchair:1",), place="Duved"),),
    overnight=(Overnight(place="Duved", days=("Fri", "Sat"), beds=3, last_date=date(2027, 4, 30)),),
)

PERSONAL = (
    "Berit", "Anders", "Cilla", "David", "Example lane", "yellow", "070-000 00 02", "0700000001", "0700000011",
    "berit@example.org", "63.33", "13.26", "calls in the evening", "phone call",
)  # fmt: skip
"""What identifies the people above, and must stand in the contact tables alone."""

_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
_codes = st.text("ABÅx019-:", min_size=1, max_size=3)
_words = st.lists(st.text("abö:2-", min_size=1, max_size=4), max_size=3).map(tuple)
_of_type: dict[Any, st.SearchStrategy[Any]] = {
    str: _texts,
    int: st.integers(-(2**31), 2**31 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    date: st.dates(),
    time: st.times(),
    tuple[str, ...]: _words,
    str | None: st.none() | _texts,
    int | None: st.none() | st.integers(0, 999),
    date | None: st.none() | st.dates(),
    time | None: st.none() | st.times(),
}
_REFERS_TO = {"rider": "riders", "volunteer": "volunteers", "shift": "shifts"}


@st.composite
def any_tables(draw: st.DrawFn) -> Tables:
    """Any rows at all whose codes are unique and whose references are found."""
    found: dict[str, tuple[Row, ...]] = {}
    for table in ("places", "riders", "volunteers", "shifts", *ROW_TYPES):
        if table not in found:
            found[table] = draw(_rows(table, found))
    rows: dict[str, Any] = found
    return Tables(**rows)


def _rows(table: str, found: dict[str, tuple[Row, ...]]) -> st.SearchStrategy[tuple[Row, ...]]:
    values = {name: _of_type[kind] for name, kind in get_type_hints(ROW_TYPES[table]).items()}
    key = KEYS.get(table)
    if key:
        values[key] = _codes
    for name, other in _REFERS_TO.items():
        if name in values and other != table:
            codes = [getattr(row, name) for row in found[other]]
            if not codes:
                return st.just(())
            maybe_nobody = st.none() if type(None) in get_args(get_type_hints(ROW_TYPES[table])[name]) else st.nothing()
            values[name] = st.sampled_from(codes) | maybe_nobody
    rows: st.SearchStrategy[Row] = st.builds(ROW_TYPES[table], **values)
    unique = (lambda row: getattr(row, key)) if key else None
    return st.lists(rows, max_size=4, unique_by=unique).map(tuple)


def field_names(kind: type[Any]) -> set[str]:
    return {field.name for field in fields(kind)}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text + "+00:00")
