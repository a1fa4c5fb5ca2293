"""Seeded nights on the roads of the demonstration, in sizes and shapes that ask different things of the engine."""

from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from random import Random

from ridematch.model.edition import Past
from ridematch.model.facts import (
    Approval,
    Availability,
    Learner,
    LessonTime,
    Licence,
    Place,
    Rider,
    Road,
    Shift,
    Supervisor,
    Tables,
    Volunteer,
)
from ridematch.model.problem import Problem
from ridematch.office.settings import load_settings
from ridematch.roads.geocoder import find_place
from ridematch.roads.travel import travel_times
from ridematch.rules.admit import admit, spots
from ridematch.tables.reader import read_tables

DEMONSTRATION = Path(__file__).parents[2] / "data" / "are"
MONDAY = date(2026, 12, 14)
SHAPES = ("spread", "hotel", "commuters", "week")

_STARTS = {
    "spread": [*range(4 * 60 + 30, 8 * 60, 15)] * 3
    + [*range(12 * 60, 17 * 60, 15)] * 2
    + [*range(20 * 60, 24 * 60, 15)],
    "hotel": [5 * 60, 14 * 60],
}
_BLOCKS = ((4, 8), (4, 7), (5, 8), (11, 15), (12, 16), (15, 19), (19, 23), (21, 25), (22, 26))
_CENTRE = (63.3988, 13.0758)  # where most of the work is


@cache
def corridor() -> tuple[tuple[Place, ...], tuple[Road, ...]]:
    """The demonstration's places and roads."""
    tables = read_tables(DEMONSTRATION, known=Tables(), vocabulary=load_settings(None).vocabulary, finder=find_place)
    return tables.tables.places or (), tables.tables.roads or ()


def bench_night(seed: int, *, commutes: int, volunteers: int, lessons: int, shape: str = "spread") -> Problem:
    """A night (a week for the shape "week") of that many commutes, volunteers and learners."""
    rng = Random(f"{shape} {seed} {commutes} {volunteers} {lessons}")
    places, roads = corridor()
    villages = [place for place in places if place.kind == "village" and place.country == "SE"]
    work = [place.name for place in places if place.kind == "workplace" and place.country == "SE"]
    near = [1 / (0.05 + abs(place.lat - _CENTRE[0]) + abs(place.lon - _CENTRE[1])) for place in villages]

    def home() -> str:
        village = rng.choices(villages, near)[0]
        return f"{village.lat + rng.uniform(-0.02, 0.02):.5f},{village.lon + rng.uniform(-0.04, 0.04):.5f}"

    days = 7 if shape == "week" else 1
    dates = [MONDAY + timedelta(days=day) for day in range(days)]
    hotel_homes = [village.name for village in rng.choices(villages, near, k=3)]
    riders, shifts = [], []
    for number in range(commutes):
        start = rng.choice(_STARTS["hotel" if shape == "hotel" else "spread"])
        end = (start + rng.choice((6, 7, 8, 9)) * 60) % (24 * 60)
        if shape == "hotel":
            end = (start + 8 * 60) % (24 * 60)
        riders.append(
            Rider(
                rider=f"R{number:04d}",
                name=f"Rider {number}",
                home=rng.choice(hotel_homes) if shape == "hotel" else home(),
            )
        )
        shifts.append(
            Shift(
                shift=f"S{number:04d}",
                rider=f"R{number:04d}",
                workplace=work[0] if shape == "hotel" else rng.choice(work),
                days=(rng.choice(dates).isoformat(),),
                start=time(start // 60, start % 60),
                end=time(end // 60, end % 60),
            )
        )
    people, blocks, licences, supervisors = [], [], [], []
    for number in range(volunteers):
        code = f"V{number:04d}"
        seats = 8 if shape == "hotel" and number == 0 else rng.choice((3, 4, 4, 4))
        people.append(
            Volunteer(
                volunteer=code,
                name=f"Driver {number}",
                home=home(),
                seats=seats,
                max_drive_minutes_per_day=rng.choice((120, 240)),
                max_days_per_week=rng.choice((2, 3, 7)) if days > 1 else 7,
                max_asks_per_week=rng.choice((1, 2, None)) if days > 1 else None,
            )
        )
        licences.append(Licence(volunteer=code, valid_from=date(2005, 1, 1)))
        supervisors.append(Supervisor(volunteer=code, born="1965", transmission="manual"))
        for _ in range(rng.choice((1, 1, 2))):
            first, last = rng.choice(_BLOCKS)
            destination = rng.choice(work) if shape == "commuters" else ""
            blocks.append(
                Availability(
                    volunteer=code,
                    days=tuple(sorted({rng.choice(dates).isoformat()})) if days == 1 else _weekdays(rng),
                    start=time(first % 24),
                    end=time(last % 24),
                    back_to=destination,
                    own_trip=shape == "commuters",
                    max_detour_minutes=25,
                )
            )
    learners, times, approvals = [], [], []
    for number in rng.sample(range(commutes), lessons):
        code = f"R{number:04d}"
        learners.append(
            Learner(rider=code, born="1990", permit_until=date(2030, 1, 1), lessons_per_week=2, transmission="manual")
        )
        times.append(LessonTime(rider=code, days=("Mon", "Wed", "Sat"), start=time(9), end=time(19)))
        approvals += [
            Approval(volunteer=f"V{who:04d}", rider=code, approved_on=date(2026, 9, 1))
            for who in rng.sample(range(volunteers), min(3, volunteers))
        ]
    tables = Tables(
        places=places,
        roads=roads,
        riders=tuple(riders),
        shifts=tuple(shifts),
        volunteers=tuple(people),
        availability=tuple(blocks),
        licences=tuple(licences),
        supervisors=tuple(supervisors),
        learners=tuple(learners),
        lesson_times=tuple(times),
        approvals=tuple(approvals),
    )
    return _problem(tables, days)


def _weekdays(rng: Random) -> tuple[str, ...]:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    chosen = rng.sample(names, 3)
    return tuple(name for name in names if name in chosen)


def _problem(tables: Tables, days: int) -> Problem:
    settings = load_settings(None)
    travel = travel_times(
        places=tables.places or (),
        roads=tables.roads or (),
        spots=spots(tables),
        settings=settings.roads,
        dates=tuple(MONDAY + timedelta(days=day) for day in range(days + 1)),
    )
    problem, _ = admit(tables=tables, past=Past(), travel=travel, settings=settings, first_date=MONDAY, days=days)
    return problem
