"""An edition as CSV files that open right in a spreadsheet program."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo
from pathlib import Path

from ridematch.model.edition import Covered, PlannedStop, Promise, Unserved
from ridematch.views.clock import stamp
from ridematch.views.directory import Directory
from ridematch.views.rides import PlannedRide, empty_metres, lessons, rides, trips
from ridematch.views.unmet import lessons_given, sentence

Cell = str | int | float
Sheet = tuple[tuple[str, ...], list[tuple[Cell, ...]]]

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What stands for some dates, and whom it is about."""

    stops: tuple[PlannedStop, ...]
    unserved: tuple[Unserved, ...]
    covered: tuple[Covered, ...]
    promises: tuple[Promise, ...]
    people: Directory
    zone: tzinfo


def write_csv(
    schedule: Schedule, folder: Path, *, volunteers: Iterable[str], semicolon: bool = False, only: str = ""
) -> tuple[Path, ...]:
    """Write all files and say which; `only` writes nothing but one volunteer's own file.

    Each of `volunteers` gets a file, so that nobody is left with one from before who has nothing to drive now.
    """
    sheets: dict[Path, Sheet] = {}
    if not only:
        sheets = {
            folder / "rides.csv": _rides(schedule),
            folder / "lessons.csv": _lessons(schedule),
            folder / "duties.csv": _duties(schedule),
            folder / "unserved.csv": _unserved(schedule),
            folder / "mileage.csv": _mileage(schedule),
        }
    for code in (only,) if only else volunteers:
        sheets[folder / "volunteers" / f"{file_name(code)}.csv"] = _volunteer(schedule, code)
    for path, sheet in sheets.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_csv(sheet, semicolon=semicolon), encoding="utf-8-sig", newline="")
    return tuple(sheets)


def file_name(code: str) -> str:
    """A code as a file's name: letters, digits, hyphens and dots, never a way out of the folder."""
    return re.sub(r"[^\w.-]", "-", code).lstrip(".") or "-"


def as_csv(sheet: Sheet, *, semicolon: bool) -> str:
    """A sheet as text. With semicolons decimals have a comma, as a Swedish Excel expects."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if semicolon else ",", lineterminator="\r\n")
    header, rows = sheet
    writer.writerow(header)
    writer.writerows([_cell(cell, semicolon=semicolon) for cell in row] for row in rows)
    return text.getvalue()


def _cell(cell: Cell, *, semicolon: bool) -> str:
    if isinstance(cell, float):
        return f"{cell:.1f}".replace(".", ",") if semicolon else f"{cell:.1f}"
    text = str(cell)
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def _rides(schedule: Schedule) -> Sheet:
    header = ("date", "rider", "from", "to", "pickup", "arrival", "volunteer", "with_whom", "minutes", "km", "status")
    told = {promise.serves for promise in schedule.promises}
    people, zone = schedule.people, schedule.zone
    rows: list[tuple[Cell, ...]] = [
        (
            ride.date.isoformat(),
            ride.rider,
            people.place(ride.pickup.place),
            people.place(ride.delivery.place),
            stamp(ride.pickup.begins_at, zone),
            stamp(ride.delivery.begins_at, zone),
            ride.volunteer,
            " ".join(ride.companions),
            ride.minutes,
            ride.metres / 1000,
            "told" if ride.serves in told else "proposed",
            ride.serves,
            people.name(ride.rider),
            people.name(ride.volunteer),
        )
        for ride in rides(schedule.stops)
    ]
    rows += [
        (leg.date.isoformat(), leg.rider, *[""] * 8, leg.fallback, leg.request, people.name(leg.rider), "")
        for leg in schedule.covered
    ]
    return (*header, "ride", "rider_name", "volunteer_name"), rows


def _lessons(schedule: Schedule) -> Sheet:
    header = ("date", "learner", "supervisor", "place", "begins", "ends", "minutes", "status", "lesson")
    told = {promise.serves for promise in schedule.promises}
    people, zone = schedule.people, schedule.zone
    return (*header, "learner_name", "supervisor_name"), [
        (
            (stop.journey_date or stop.date).isoformat(),
            stop.rider,
            stop.volunteer,
            people.place(stop.place),
            stamp(stop.begins_at, zone),
            stamp(stop.ends_at, zone),
            round((stop.ends_at - stop.begins_at).total_seconds() / 60),
            "told" if stop.serves in told else "proposed",
            stop.serves,
            people.name(stop.rider),
            people.name(stop.volunteer),
        )
        for stop in lessons(schedule.stops)
    ]


def _duties(schedule: Schedule) -> Sheet:
    header = ("date", "volunteer", "trip", "stop", "action", "place", "arrives", "begins", "ends", "minutes", "km")
    people, zone = schedule.people, schedule.zone
    return (*header, "rider", "ride", "own_trip", "volunteer_name", "rider_name"), [
        (
            stop.date.isoformat(),
            stop.volunteer,
            stop.trip,
            stop.position,
            stop.action,
            people.place(stop.place),
            stamp(stop.arrives_at, zone),
            stamp(stop.begins_at, zone),
            stamp(stop.ends_at, zone),
            stop.minutes,
            stop.metres / 1000,
            stop.rider,
            stop.serves,
            "yes" if stop.own_trip else "no",
            people.name(stop.volunteer),
            people.name(stop.rider) if stop.rider else "",
        )
        for trip in trips(schedule.stops)
        for stop in trip
    ]


def _unserved(schedule: Schedule) -> Sheet:
    header = ("date", "code", "kind", "rider", "count", "verdict", "sentence", "rider_name")
    given = lessons_given(schedule.stops)
    return header, [
        (
            left.date.isoformat(),
            left.code,
            left.kind,
            left.rider,
            left.count,
            left.verdict,
            sentence(left, given=given),
            schedule.people.name(left.rider),
        )
        for left in schedule.unserved
    ]


def _mileage(schedule: Schedule) -> Sheet:
    header = ("date", "volunteer", "km", "empty_km", "own_trip_km", "minutes", "volunteer_name")
    sums: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for trip in trips(schedule.stops):
        metres = sum(stop.metres for stop in trip)
        day = sums[trip[0].date, trip[0].volunteer]
        day[0] += metres
        day[1] += empty_metres(trip)
        day[2] += metres if trip[0].own_trip else 0
        day[3] += sum(stop.minutes for stop in trip)
    return header, [
        (on.isoformat(), code, *(metres / 1000 for metres in day[:3]), day[3], schedule.people.name(code))
        for (on, code), day in sorted(sums.items())
    ]


def _volunteer(schedule: Schedule, volunteer: str) -> Sheet:
    """One volunteer's own rides and lessons, with nothing of anybody whom the volunteer does not meet."""
    header = ("date", "what", "pickup", "who", "phone", "from", "address", "note", "to", "to_address", "arrival")
    mine = tuple(stop for stop in schedule.stops if stop.volunteer == volunteer)
    rows = [(ride.pickup.begins_at, _own_ride(schedule, ride)) for ride in rides(mine)]
    rows += [(stop.begins_at, _own_lesson(schedule, stop)) for stop in lessons(mine)]
    return (*header, "ride"), [row for _, row in sorted(rows)]


def _own_ride(schedule: Schedule, ride: PlannedRide) -> tuple[Cell, ...]:
    people, zone = schedule.people, schedule.zone
    address, note = _address(people, ride.pickup.place)
    return (
        ride.date.isoformat(),
        "ride",
        stamp(ride.pickup.begins_at, zone),
        people.first_name(ride.rider),
        people.phone(ride.rider),
        people.place(ride.pickup.place),
        address,
        note,
        people.place(ride.delivery.place),
        _address(people, ride.delivery.place)[0],
        stamp(ride.delivery.begins_at, zone),
        ride.serves,
    )


def _own_lesson(schedule: Schedule, stop: PlannedStop) -> tuple[Cell, ...]:
    people, zone = schedule.people, schedule.zone
    address, note = _address(people, stop.place)
    return (
        (stop.journey_date or stop.date).isoformat(),
        "lesson",
        stamp(stop.begins_at, zone),
        people.first_name(stop.rider),
        people.phone(stop.rider),
        people.place(stop.place),
        address,
        note,
        "",
        "",
        stamp(stop.ends_at, zone),
        stop.serves,
    )


def _address(people: Directory, place: str) -> tuple[str, str]:
    home = people.home_of(place)
    return ("", "") if home is None or home.limited_visibility else (home.address, home.pickup_note)
