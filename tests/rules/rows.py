"""Rows of invented people for the tests of the admission, on one road: Backe - Dal (20 min) - Fors (40) - Hed (60).

Utland lies 80 minutes out, across the border; no road leads to Holme. A home is 3 minutes from its village.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ridematch.model.edition import Past, PlannedStop, Promise, Unserved
from ridematch.model.facts import (
    Approval,
    Availability,
    Away,
    Learner,
    LessonTime,
    Licence,
    Place,
    Ride,
    Rider,
    Shift,
    Supervisor,
    Tables,
    Volunteer,
)
from ridematch.model.plan import Action, Issue
from ridematch.model.problem import Journey, Leg, Problem, TimeWindow
from ridematch.model.travel import NO_ROAD, Crossing, Spot, Travel
from ridematch.office.settings import load_settings
from ridematch.rules.admit import admit, spots

MONDAY = date(2026, 12, 14)
ZONE = ZoneInfo("Europe/Stockholm")
SETTINGS = load_settings(None)
ROAD = {"Backe": 0, "Dal": 20, "Fors": 40, "Hed": 60, "Utland": 80}
PLACES = (
    *(Place(name=name, lat=63.0, lon=12.0 + at / 100) for name, at in ROAD.items() if name != "Utland"),
    Place(name="Utland", lat=63.0, lon=11.0, country="NO"),
    Place(name="Holme", lat=64.0, lon=14.0),
    Place(name="Torget", lat=63.0, lon=12.2, kind="meeting-point"),
)


def clock(text: str) -> time:
    return time.fromisoformat(text)


def day(number: int) -> date:
    """So many days after the Monday."""
    return MONDAY + timedelta(days=number)


def a_rider(code: str = "R1", home: str = "Dal", **more: Any) -> Rider:
    return Rider(rider=code, name=f"Påhittad {code}", home=home, **more)


def a_shift(code: str = "S1", start: str = "05:00", end: str = "13:00", **more: Any) -> Shift:
    row = {"rider": "R1", "workplace": "Fors", "days": ("Mon",)} | more
    return Shift(shift=code, start=clock(start), end=clock(end), **row)


def a_ride(code: str = "E1", **more: Any) -> Ride:
    row: dict[str, Any] = {"ride": code, "rider": "R1", "start": "Dal", "end": "Fors", "date": MONDAY} | more
    return Ride(**row)


def a_volunteer(code: str = "V1", home: str = "Backe", **more: Any) -> Volunteer:
    return Volunteer(volunteer=code, name=f"Påhittad {code}", home=home, **more)


def free(start: str, end: str, **more: Any) -> Availability:
    row: dict[str, Any] = {"volunteer": "V1", "days": ("Mon",), "start": clock(start), "end": clock(end)} | more
    return Availability(**row)


def an_own_trip(start: str, end: str, **more: Any) -> Availability:
    return free(start, end, **({"own_trip": True, "back_to": "Fors"} | more))


def is_away(who: str, first: date, last: date | None = None, **more: Any) -> Away:
    return Away(who=who, first_date=first, last_date=last or first, **more)


def a_learner(code: str = "R1", **more: Any) -> Learner:
    row: dict[str, Any] = {"rider": code, "born": "1990", "permit_until": date(2029, 1, 1)} | more
    return Learner(**row)


def a_supervisor(code: str = "V1", **more: Any) -> Supervisor:
    row: dict[str, Any] = {"volunteer": code, "born": "1960"} | more
    return Supervisor(**row)


def a_licence(volunteer: str = "V1", **more: Any) -> Licence:
    row: dict[str, Any] = {"volunteer": volunteer, "valid_from": date(1980, 6, 1)} | more
    return Licence(**row)


def an_approval(code: str = "V1", rider: str = "R1", **more: Any) -> Approval:
    row: dict[str, Any] = {"volunteer": code, "rider": rider, "approved_on": date(2026, 3, 1)} | more
    return Approval(**row)


def practising(**more: Any) -> dict[str, Any]:
    """The tables of R1 who learns and V1 who supervises, everything in order, unless they are given."""
    tables: dict[str, Any] = {
        "learners": (a_learner(),),
        "supervisors": (a_supervisor(),),
        "licences": (a_licence(),),
        "approvals": (an_approval(),),
    }
    return tables | more


def can_practise(start: str, end: str, **more: Any) -> LessonTime:
    row: dict[str, Any] = {"rider": "R1", "days": ("daily",), "start": clock(start), "end": clock(end)} | more
    return LessonTime(**row)


def some_tables(**tables: Any) -> Tables:
    """R1 in Dal and V1 in Backe, who is free on Mondays, unless the tables are given."""
    rows = {"places": PLACES, "riders": (a_rider(),), "volunteers": (a_volunteer(),)}
    return Tables(**(rows | {"availability": (free("00:00", "23:00"),)} | tables))


def travel_for(tables: Tables, *, winter_dates: tuple[date, ...] = ()) -> Travel:
    """Minutes along the road between the spots of some tables, half as many again in winter."""
    found = spots(tables)
    names = tuple(spot.place for spot in found)
    minutes = tuple(tuple(_minutes(a, b) for b in found) for a in found)
    winter = tuple(tuple(value if value == NO_ROAD else value * 3 // 2 for value in row) for row in minutes)
    metres = tuple(tuple(value * 1000 for value in row) for row in minutes)
    return Travel(places=names, minutes=(minutes, winter), metres=metres, winter_dates=winter_dates)


def admitted(
    tables: Tables,
    *,
    first: date = MONDAY,
    days: int = 7,
    past: Past | None = None,
    winter: tuple[date, ...] = (),
    practice: str = "SE",
    now: datetime | None = None,
    crossings: tuple[Crossing, ...] = (),
) -> tuple[Problem, tuple[Issue, ...]]:
    return admit(
        tables=tables,
        past=past or Past(),
        travel=replace(travel_for(tables, winter_dates=winter), crossings=crossings),
        settings=replace(SETTINGS, practice=practice),
        first_date=first,
        days=days,
        now=now,
    )


def journeys_of(tables: Tables, **more: Any) -> dict[str, Journey]:
    return {journey.code: journey for journey in admitted(tables, **more)[0].journeys}


def blocks_of(tables: Tables, **more: Any) -> list[str]:
    """Blocks as "Mon 04:00 - Mon 07:00"."""
    problem, _ = admitted(tables, **more)
    return [f"{shown(problem, block.start)} - {shown(problem, block.end)}" for block in problem.blocks]


def block_dates(tables: Tables, **more: Any) -> list[date]:
    return [block.date for block in admitted(tables, **more)[0].blocks]


def local(problem: Problem, minute: int) -> datetime:
    return (problem.epoch + timedelta(minutes=minute)).astimezone(ZONE)


def shown(problem: Problem, minute: int) -> str:
    """A minute as "Mon 04:00", local."""
    return f"{local(problem, minute):%a %H:%M}"


def window(problem: Problem, of: TimeWindow) -> str:
    return f"{shown(problem, of.earliest)} - {shown(problem, of.latest)}"


def windows(problem: Problem, leg: Leg) -> tuple[str, str]:
    """A leg's windows at pickup and delivery."""
    return window(problem, leg.request.pickup.window), window(problem, leg.request.delivery.window)


def instant(on: date, text: str) -> datetime:
    return datetime.combine(on, clock(text), ZONE)


def driven(  # one published request, from its departure to the arrival
    code: str, on: date, begins: str, ends: str, **more: Any
) -> tuple[PlannedStop, ...]:
    """The stops of a published trip that serves one request: "S1:2026-12-14:out" by V1 on a date of duty."""
    journey, _, _ = code.rpartition(":")
    row: dict[str, Any] = {"volunteer": "V1", "date": on, "trip": 1, "rider": "R1", "journey": journey} | more
    serving = {"serves": code} | row
    plain = {key: value for key, value in row.items() if key not in ("rider", "journey", "journey_date")}
    start, end = instant(on, begins), instant(on, ends)
    if end <= start:
        end += timedelta(days=1)
    return (
        _stop("depart", 0, start - timedelta(minutes=10), **plain),
        _stop("pickup", 1, start, **serving),
        _stop("delivery", 2, end, **serving),
        _stop("arrive", 3, end + timedelta(minutes=10), **plain),
    )


def taught(code: str, on: date, begins: str, **more: Any) -> PlannedStop:
    row: dict[str, Any] = {"volunteer": "V1", "date": on, "trip": 1, "rider": code, "journey_date": on} | more
    begun = instant(on, begins)
    return PlannedStop(
        action="lesson",
        position=1,
        place="Dal",
        arrives_at=begun,
        begins_at=begun,
        ends_at=begun + timedelta(hours=1),
        minutes=20,
        metres=20_000,
        serves=f"{code}:{on}:lesson",
        **row,
    )


def missed(code: str, on: date, rider: str = "R1", kind: str = "commute") -> Unserved:
    return Unserved(code=code, kind=kind, rider=rider, date=on, verdict="taken")


def told(serves: str, on: date, begins: str, ends: str, volunteer: str = "V1") -> Promise:
    begun, ended = instant(on, begins), instant(on, ends)
    return Promise(serves=serves, volunteer=volunteer, begins_at=begun, ends_at=ended, told_at=begun)


def _stop(action: Action, position: int, at: datetime, **more: Any) -> PlannedStop:
    return PlannedStop(
        action=action,
        position=position,
        place="Dal",
        arrives_at=at,
        begins_at=at,
        ends_at=at,
        minutes=10,
        metres=10_000,
        **more,
    )


def _minutes(a: Spot, b: Spot) -> int:
    if a.place == b.place:
        return 0
    start, end = _village(a), _village(b)
    if start is None or end is None:
        return NO_ROAD
    return abs(ROAD[start] - ROAD[end]) if start != end else 3


def _village(spot: Spot) -> str | None:
    """The village a spot is in; coordinates are all in Hed, and the meeting point is in Dal."""
    if "," in spot.where:
        return "Hed"
    return {"Torget": "Dal", "Holme": None}.get(spot.where, spot.where)
