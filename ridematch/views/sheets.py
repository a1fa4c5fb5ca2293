"""The published schedule as sheets for a spreadsheet program: plain values, the same for CSV files and workbooks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from ridematch.model.edition import Covered, PlannedStop, Promise, Unserved
from ridematch.model.events import Event
from ridematch.views.directory import Directory
from ridematch.views.marks import states
from ridematch.views.rides import PlannedRide, lessons, rides, trips
from ridematch.views.schedule import with_part
from ridematch.views.unmet import lessons_given, sentence

Cell = str | int | Decimal | date | datetime
"""Instants are local and naive, as spreadsheets have them; a Decimal shows as many digits as it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A header and rows of as many cells."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What stands for some dates, and whom it is about; `practise` has the part for each lesson, by its code."""

    stops: tuple[PlannedStop, ...]
    unserved: tuple[Unserved, ...]
    covered: tuple[Covered, ...]
    promises: tuple[Promise, ...]
    events: tuple[Event, ...]
    people: Directory
    zone: tzinfo
    practise: Mapping[str, str] = field(default_factory=dict)


OWN_COLUMNS = (
    *("date", "what", "pickup", "who", "phone", "from", "address", "note", "to", "to_address", "arrival", "ride"),
)
"""The header of a volunteer's own sheet."""


def schedule_sheets(schedule: Schedule) -> tuple[Sheet, ...]:
    """The coordinator's sheets: rides, lessons, duties, and what was left out."""
    return rides_sheet(schedule), lessons_sheet(schedule), duties_sheet(schedule), unserved_sheet(schedule)


def rides_sheet(schedule: Schedule) -> Sheet:
    """A row a ride by pickup time, then the legs that a fallback covers, with the fallback as their status."""
    header: tuple[str, ...] = ("date", "rider", "from", "to", "pickup", "arrival", "volunteer", "with_whom", "minutes")
    known = states(schedule.stops, schedule.promises, schedule.events)
    people = schedule.people
    driven: list[tuple[Cell, ...]] = [
        (
            ride.date,
            ride.rider,
            people.place(ride.pickup.place),
            people.place(ride.delivery.place),
            local(ride.pickup.begins_at, schedule.zone),
            local(ride.delivery.begins_at, schedule.zone),
            ride.volunteer,
            " ".join(ride.companions),
            ride.minutes,
            km(ride.metres),
            known[ride.serves],
            ride.serves,
            people.name(ride.rider),
            people.name(ride.volunteer),
            ride.pickup.practice or "no",
        )
        for ride in rides(schedule.stops)
    ]
    covered: list[tuple[Cell, ...]] = [
        (leg.date, leg.rider, *[""] * 8, leg.fallback, leg.request, people.name(leg.rider), "", "no")
        for leg in schedule.covered
    ]
    header += ("km", "status", "ride", "rider_name", "volunteer_name", "practice")
    return Sheet(name="rides", header=header, rows=(*driven, *covered))


def lessons_sheet(schedule: Schedule) -> Sheet:
    """A row a lesson, by its beginning."""
    header = ("date", "learner", "supervisor", "place", "begins", "ends", "minutes", "status", "lesson")
    known = states(schedule.stops, schedule.promises, schedule.events)
    people = schedule.people
    return Sheet(
        name="lessons",
        header=(*header, "learner_name", "supervisor_name", "vehicle", "to_practise"),
        rows=tuple(
            (
                stop.journey_date or stop.date,
                stop.rider,
                stop.volunteer,
                people.place(stop.place),
                local(stop.begins_at, schedule.zone),
                local(stop.ends_at, schedule.zone),
                round((stop.ends_at - stop.begins_at).total_seconds() / 60),
                known[stop.serves],
                stop.serves,
                people.name(stop.rider),
                people.name(stop.volunteer),
                stop.vehicle,
                schedule.practise.get(stop.serves, ""),
            )
            for stop in lessons(schedule.stops)
        ),
    )


def duties_sheet(schedule: Schedule) -> Sheet:
    """A row a stop: date by date, volunteer by volunteer, in the order in which they are driven."""
    header = ("date", "volunteer", "trip", "stop", "action", "place", "arrives", "begins", "ends", "minutes", "km")
    people, zone = schedule.people, schedule.zone
    return Sheet(
        name="duties",
        header=(*header, "rider", "ride", "own_trip", "volunteer_name", "rider_name", "practice"),
        rows=tuple(
            (
                stop.date,
                stop.volunteer,
                stop.trip,
                stop.position,
                stop.action,
                people.place(stop.place),
                local(stop.arrives_at, zone),
                local(stop.begins_at, zone),
                local(stop.ends_at, zone),
                stop.minutes,
                km(stop.metres),
                stop.rider,
                stop.serves,
                "yes" if stop.own_trip else "no",
                people.name(stop.volunteer),
                people.name(stop.rider) if stop.rider else "",
                stop.practice or "no",
            )
            for trip in sorted(trips(schedule.stops), key=lambda trip: (trip[0].date, trip[0].volunteer))
            for stop in trip
        ),
    )


def unserved_sheet(schedule: Schedule) -> Sheet:
    """A row for each journey or wish that was left out, with the whole sentence in codes."""
    given = lessons_given(schedule.stops)
    return Sheet(
        name="unserved",
        header=("date", "code", "kind", "rider", "count", "verdict", "sentence", "rider_name"),
        rows=tuple(
            (
                left.date,
                left.code,
                left.kind,
                left.rider,
                left.count,
                left.verdict,
                sentence(left, given=given),
                schedule.people.name(left.rider),
            )
            for left in schedule.unserved
        ),
    )


def own_sheet(schedule: Schedule, volunteer: str) -> Sheet:
    """One volunteer's own rides and lessons, with nothing of anybody whom the volunteer does not meet."""
    mine = tuple(stop for stop in schedule.stops if stop.volunteer == volunteer)
    rows = [(ride.pickup.begins_at, ride.serves, _own_ride(schedule, ride)) for ride in rides(mine)]
    rows += [(stop.begins_at, stop.serves, _own_lesson(schedule, stop)) for stop in lessons(mine)]
    ordered = sorted(rows, key=lambda row: row[:2])
    return Sheet(name="rides", header=OWN_COLUMNS, rows=tuple(row for *_, row in ordered))


def file_name(code: str) -> str:
    """A code as a file's name: letters, digits, hyphens and dots, never a way out of the folder."""
    return re.sub(r"[^\w.-]", "-", code).lstrip(".") or "-"


def local(instant: datetime, zone: tzinfo) -> datetime:
    """The local date and time as a spreadsheet has them."""
    return instant.astimezone(zone).replace(tzinfo=None)


def km(metres: int) -> Decimal:
    """Kilometres to a tenth, half a tenth up."""
    return (Decimal(metres) / 1000).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _own_ride(schedule: Schedule, ride: PlannedRide) -> tuple[Cell, ...]:
    people, zone = schedule.people, schedule.zone
    address, note = _address(people, ride.pickup.place)
    return (
        ride.date,
        with_part("practice ride", ride.serves, schedule.practise) if ride.practice else "ride",
        local(ride.pickup.begins_at, zone),
        people.first_name(ride.rider),
        people.phone(ride.rider),
        people.place(ride.pickup.place),
        address,
        note,
        people.place(ride.delivery.place),
        _address(people, ride.delivery.place)[0],
        local(ride.delivery.begins_at, zone),
        ride.serves,
    )


def _own_lesson(schedule: Schedule, stop: PlannedStop) -> tuple[Cell, ...]:
    people, zone = schedule.people, schedule.zone
    address, note = _address(people, stop.place)
    return (
        stop.journey_date or stop.date,
        with_part(f"lesson in {stop.vehicle}" if stop.vehicle else "lesson", stop.serves, schedule.practise),
        local(stop.begins_at, zone),
        people.first_name(stop.rider),
        people.phone(stop.rider),
        people.place(stop.place),
        address,
        note,
        "",
        "",
        local(stop.ends_at, zone),
        stop.serves,
    )


def _address(people: Directory, place: str) -> tuple[str, str]:
    home = people.home_of(place)
    return ("", "") if home is None or home.limited_visibility else (home.address, home.pickup_note)
