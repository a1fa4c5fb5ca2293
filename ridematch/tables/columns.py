"""What each column is: how its cells are read, whether it is required, what it refers to, who may see it."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from types import MappingProxyType, NoneType
from typing import Any, TypeVar, get_args, get_origin

from ridematch.model.facts import KEYS, ROW_TYPES, column_name
from ridematch.tables import cells, times
from ridematch.tables.cells import Reader
from ridematch.tables.findings import Privacy
from ridematch.tables.spellings import key
from ridematch.tables.swedish import CHOICES, COLUMN_NAMES, TABLE_NAMES, YES_NO

Value = TypeVar("Value")

PEOPLE = ("riders", "volunteers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of one table.

    `kind` is the type of its values: str, int, float, bool, date, time or tuple. `choices` are the only words it can
    hold, if there are only some. `default` stands for an empty cell; None is none. `refers` are the tables one of whose
    rows a cell names. `may_be_home`: the word home stands for the home of the row's rider or volunteer.
    """

    table: str
    name: str
    field: str
    read: Reader
    kind: type
    choices: tuple[str, ...]
    default: object
    required: bool
    refers: tuple[str, ...]
    may_be_home: bool
    privacy: Privacy


_READERS: dict[str, Reader] = {
    "note": cells.text,
    "source": cells.text,
    "name": cells.name,
    "places.name": cells.place_name,
    "lat": cells.decimal(-90, 90),
    "lon": cells.decimal(-180, 180),
    "country": cells.country,
    "kind": cells.choice(CHOICES["kind"]),
    "km": cells.decimal(0, 3000),
    "minutes": cells.decimal(0, 3000),
    "road": cells.name,
    "limit_kmh": cells.whole(5, 150),
    "one_way": cells.yes_no,
    "rider": cells.code,
    "volunteer": cells.code,
    "shift": cells.code,
    "ride": cells.code,
    "vehicle": cells.code,
    "address": cells.text,
    "pickup_note": cells.text,
    "phone": cells.phone,
    "email": cells.email,
    "language": cells.word,
    "languages": cells.words,
    "needs": cells.words,
    "offers": cells.words,
    "seats": cells.whole(0, 60),
    "riders.seats": cells.whole(1, 60),
    "rides.seats": cells.whole(1, 60),
    "boarding_minutes": cells.whole(0, 60),
    "minor": cells.yes_no,
    "limited_visibility": cells.yes_no,
    "days": times.days,
    "start": times.clock,
    "end": times.end_clock,
    "employer": cells.name,
    "beds": cells.whole(1, 500),
    "first_date": times.day,
    "last_date": times.day,
    "every_weeks": cells.whole(1, 52),
    "earliest_arrival": cells.text,  # read beside the row's start and end
    "latest_arrival": cells.text,
    "ready_after": cells.text,
    "longest_wait": cells.text,
    "legs": cells.choice(CHOICES["legs"]),
    "fallback_out": cells.choice(CHOICES["fallback_out"]),
    "fallback_back": cells.choice(CHOICES["fallback_back"]),
    "holidays": cells.choice(CHOICES["holidays"]),
    "urgency": cells.choice(CHOICES["urgency"]),
    "date": times.day,
    "change": cells.choice(CHOICES["change"]),
    "arrive_by": times.clock,
    "leave_after": times.clock,
    "return_after": times.clock,
    "max_drive_minutes_per_day": cells.whole(0, 1440),
    "max_days_per_week": cells.whole(0, 7),
    "max_asks_per_week": cells.whole(0, 100),
    "max_wait_away": cells.whole(0, 1440),
    "notice_hours": cells.whole(0, 1000),
    "only_employer": cells.name,
    "record_seen_on": times.day,
    "active": cells.yes_no,
    "own_trip": cells.yes_no,
    "max_detour_minutes": cells.whole(0, 1440),
    "valid_from": times.day,
    "valid_to": times.day,
    "code": cells.upper,
    "born": times.born,
    "transmission": cells.choice(CHOICES["transmission"]),
    "intro_course_on": times.day,
    "dark_course_on": times.day,
    "other_approvals": cells.whole(0, 100),
    "permit_until": times.day,
    "lesson_minutes": cells.whole(10, 480),
    "lessons_per_week": cells.whole(0, 7),
    "min_days_between": cells.whole(1, 60),
    "waiting_since": times.day,
    "practised_minutes": cells.whole(0, 1_000_000),
    "may_practise_on_rides": cells.yes_no,
    "practice_log.minutes": cells.whole(1, 480),
    "parts": cells.words,
    "dark": cells.yes_no,
    "remarks": cells.words,
    "approved_on": times.day,
    "valid_until": times.day,
    # references, looked up in `references`
    "who": cells.name,
    "home": cells.name,
    "workplace": cells.name,
    "from": cells.name,
    "to": cells.name,
    "place": cells.name,
}
"""By column, or by table and column where a table needs a reader of its own."""

_REFERS: dict[str, tuple[str, ...]] = {
    "rider": ("riders",),
    "volunteer": ("volunteers",),
    "who": PEOPLE,
    "shift": ("shifts",),
    "home": ("places",),
    "workplace": ("places",),
    "from": ("places",),
    "to": ("places",),
    "place": ("places",),
}

_FROM_OR_TO_HOME = ("shifts", "rides", "availability", "lesson_times")
"""Tables about somebody who goes from home, goes home, or stays there."""

_PRIVACY: dict[str, Privacy] = {
    "note": "closed",
    "source": "closed",
    "riders.name": "closed",
    "volunteers.name": "closed",
    "address": "closed",
    "pickup_note": "closed",
    "phone": "closed",
    "email": "closed",
    "born": "closed",
    "rider": "code",
    "volunteer": "code",
    "who": "code",
    "shift": "code",
    "ride": "code",
    "vehicle": "code",
    "home": "no-digits",
    "place": "no-digits",
    "rides.from": "no-digits",
    "rides.to": "no-digits",
    "shifts.from": "no-digits",
    "shifts.to": "no-digits",
    "availability.from": "no-digits",
    "availability.to": "no-digits",
}

CODED = ("riders", "volunteers", "shifts", "rides")
"""Tables whose rows get a code when they have none."""

_OWN_CODES = {table: KEYS[table] for table in (*CODED, "vehicles")}

VOCABULARY_COLUMNS = ("needs", "offers")

RELATIVE_COLUMNS = {
    "earliest_arrival": "start",
    "latest_arrival": "start",
    "ready_after": "end",
    "longest_wait": "end",
}
"""Columns that are minutes before the start or after the end, or a time of day instead."""


@cache
def columns_of(table: str) -> Mapping[str, Column]:
    """All columns of `table` by name, in the order of its template."""
    found: dict[str, Column] = {}
    for field in fields(ROW_TYPES[table]):
        name = column_name(table, field.name)
        own_code = name == _OWN_CODES.get(table)
        kind = _kind(field.type)
        found[name] = Column(
            table=table,
            name=name,
            field=field.name,
            read=_of(_READERS, table, name) or cells.text,
            kind=kind,
            choices=tuple(YES_NO if kind is bool else CHOICES.get(name, ())),
            default=None if field.default is MISSING else field.default,
            required=field.default is MISSING and not (own_code and table in CODED),
            refers=() if own_code else _REFERS.get(name, ()),
            may_be_home=table in _FROM_OR_TO_HOME and name in ("from", "to", "place"),
            privacy=_of(_PRIVACY, table, name) or "open",
        )
    return MappingProxyType(found)


@cache
def spellings_of_columns(table: str) -> Mapping[str, str]:
    """Every spelling of a column's name -> the column's name."""
    others = {other: name for name in columns_of(table) for other in _of(COLUMN_NAMES, table, name) or ()}
    return MappingProxyType(others | {name: name for name in columns_of(table)})


@cache
def column_names(table: str) -> Mapping[str, str]:
    """The same by `spellings.key`, so that upper case and the like do not matter."""
    return MappingProxyType({key(spelling): name for spelling, name in spellings_of_columns(table).items()})


def is_column(table: str, heading: str) -> bool:
    """Whether `heading` is the name of a column of `table`, in any spelling."""
    return key(heading) in column_names(table)


@cache
def table_names() -> Mapping[str, str]:
    """Every spelling of a table's name, as `spellings.key` -> the table's name."""
    own = {key(table): table for table in ROW_TYPES}
    others = {key(other): table for table, names in TABLE_NAMES.items() for other in names}
    return MappingProxyType(others | own)


@cache
def fields_referring(table: str) -> tuple[Column, ...]:
    """The columns of `table` that name rows of other tables."""
    return tuple(column for column in columns_of(table).values() if column.refers)


def _kind(annotation: Any) -> type:
    """The type of a field's values, without None: `tuple` for tuple[str, ...], `date` for date | None."""
    if get_origin(annotation) is tuple:
        return tuple
    (kind,) = [each for each in get_args(annotation) if each is not NoneType] or [annotation]
    return kind  # type: ignore[no-any-return]


def _of(by_name: Mapping[str, Value], table: str, name: str) -> Value | None:
    """What is listed for this table's column, or else for columns of this name."""
    return by_name.get(f"{table}.{name}", by_name.get(name))
