"""Seeded nights on the roads of the demonstration, in sizes and shapes that ask different things of the engine.

spread: homes, workplaces and shifts all over. hotel: one workplace, two shifts, homes in three villages, and one car of
eight seats among the volunteers'. shuttle: the same, and the hotel's bus of eight seats runs around its shifts.
commuters: volunteers take riders along on their own way to work and home. doubling: a night as spread as any, of twice
the riders its volunteers were found for. all-day: volunteers who are free from morning to night. week: the commutes of
a week, with limits on a volunteer's days and asks.
"""

from dataclasses import replace
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
SHAPES = ("spread", "hotel", "shuttle", "commuters", "doubling", "all-day", "week")

_STARTS = {
    "spread": [*range(4 * 60 + 30, 8 * 60, 15)] * 3
    + [*range(12 * 60, 17 * 60, 15)] * 2
    + [*range(20 * 60, 24 * 60, 15)],
    "hotel": [5 * 60, 14 * 60],
}
_BLOCKS = ((4, 8), (4, 7), (5, 8), (11, 15), (12, 16), (15, 19), (19, 23), (21, 25), (22, 26))
_ALL_DAY = ((4, 22), (5, 23), (6, 24))
_WAYS_TO_WORK = (4, 5, 6, 7, 11, 12, 13)
_SHUTTLE = ((3, 8), (12, 17), (20, 25))  # around the changes of a hotel's shifts
_CENTRE = (63.3988, 13.0758)  # where most of the work is


@cache
def corridor() -> tuple[tuple[Place, ...], tuple[Road, ...]]:
    """The demonstration's places and roads."""
    tables = read_tables(DEMONSTRATION, known=Tables(), vocabulary=load_settings(None).vocabulary, finder=find_place)
    return tables.tables.places or (), tables.tables.roads or ()


def bench_night(seed: int, *, commutes: int, volunteers: int, lessons: int, shape: str = "spread") -> Problem:
    """A night (a week for the shape "week") of that many commutes, volunteers and learners."""
    rng = Random(f"{shape} {seed} {commutes} {volunteers} {lessons}")
    days = 7 if shape == "week" else 1
    scene = _Scene(rng, shape, dates=tuple(MONDAY + timedelta(days=day) for day in range(days)))
    riders, shifts = scene.commutes(commutes)
    people, blocks = scene.volunteers(volunteers)
    learners, times, approvals = scene.learners(lessons, among=commutes, volunteers=volunteers)
    places, roads = corridor()
    tables = Tables(
        places=places,
        roads=roads,
        riders=riders,
        shifts=shifts,
        volunteers=people,
        availability=blocks,
        licences=tuple(Licence(volunteer=one.volunteer, valid_from=date(2005, 1, 1)) for one in people),
        supervisors=tuple(Supervisor(volunteer=one.volunteer, born="1965", transmission="manual") for one in people),
        learners=learners,
        lesson_times=times,
        approvals=approvals,
    )
    return _problem(tables, days)


class _Scene:
    """Where people live and work and when, drawn at random in the order in which it is asked for."""

    def __init__(self, rng: Random, shape: str, *, dates: tuple[date, ...]) -> None:
        self.rng, self.shape, self.dates = rng, shape, dates
        places, _ = corridor()
        self.villages = [place for place in places if place.kind == "village" and place.country == "SE"]
        self.work = [place.name for place in places if place.kind == "workplace" and place.country == "SE"]
        self.near = [1 / (0.05 + abs(one.lat - _CENTRE[0]) + abs(one.lon - _CENTRE[1])) for one in self.villages]
        self.one_hotel = shape in ("hotel", "shuttle")

    def home(self) -> str:
        """A point near a village, the nearer to the centre the likelier."""
        rng, village = self.rng, self.rng.choices(self.villages, self.near)[0]
        return f"{village.lat + rng.uniform(-0.02, 0.02):.5f},{village.lon + rng.uniform(-0.04, 0.04):.5f}"

    def commutes(self, count: int) -> tuple[tuple[Rider, ...], tuple[Shift, ...]]:
        """Riders with a shift each, on one of the dates."""
        rng, riders, shifts = self.rng, [], []
        hotel_homes = [village.name for village in rng.choices(self.villages, self.near, k=3)]
        for number in range(count):
            start = rng.choice(_STARTS["hotel" if self.one_hotel else "spread"])
            end = (start + rng.choice((6, 7, 8, 9)) * 60) % (24 * 60)
            if self.one_hotel:
                end = (start + 8 * 60) % (24 * 60)
            home = rng.choice(hotel_homes) if self.one_hotel else self.home()
            riders.append(Rider(rider=f"R{number:04d}", name=f"Rider {number}", home=home))
            shifts.append(
                Shift(
                    shift=f"S{number:04d}",
                    rider=f"R{number:04d}",
                    workplace=self.work[0] if self.one_hotel else rng.choice(self.work),
                    days=(rng.choice(self.dates).isoformat(),),
                    start=time(start // 60, start % 60),
                    end=time(end // 60, end % 60),
                )
            )
        return tuple(riders), tuple(shifts)

    def volunteers(self, count: int) -> tuple[tuple[Volunteer, ...], tuple[Availability, ...]]:
        """People with a car and some hours, all of whom may supervise."""
        rng, several = self.rng, len(self.dates) > 1
        people: list[Volunteer] = []
        blocks: list[Availability] = []
        for number in range(count):
            code, shuttle = f"V{number:04d}", self.shape == "shuttle" and number == 0
            people.append(
                Volunteer(
                    volunteer=code,
                    name=f"Driver {number}",
                    seats=8 if self.one_hotel and number == 0 else rng.choice((3, 4, 4, 4)),
                    home=self.home(),
                    max_drive_minutes_per_day=480 if shuttle else rng.choice((120, 240)),
                    max_days_per_week=rng.choice((2, 3, 7)) if several else 7,
                    max_asks_per_week=rng.choice((1, 2, None)) if several else None,
                )
            )
            if shuttle:
                blocks += [self._free(code, first, last) for first, last in _SHUTTLE]
            elif self.shape == "commuters":
                blocks += self._own_trips(code)
            elif self.shape == "all-day":
                blocks.append(self._free(code, *rng.choice(_ALL_DAY)))
            else:
                blocks += [self._free(code, *rng.choice(_BLOCKS)) for _ in range(rng.choice((1, 1, 2)))]
        return tuple(people), tuple(blocks)

    def _free(self, code: str, first: int, last: int) -> Availability:
        """From one full hour to another, past 24 on the next day."""
        rng, dates = self.rng, self.dates
        return Availability(
            volunteer=code,
            days=(rng.choice(dates).isoformat(),) if len(dates) == 1 else _weekdays(rng),
            start=time(first % 24),
            end=time(last % 24),
        )

    def _own_trips(self, code: str) -> tuple[Availability, Availability]:
        """To work and home again after eight hours, with some time to spare for either way."""
        there, workplace = self.rng.choice(_WAYS_TO_WORK), self.rng.choice(self.work)
        way = self._free(code, there, there + 3)
        way = replace(way, own_trip=True, max_detour_minutes=25)
        home = replace(way, start=time((there + 9) % 24), end=time((there + 12) % 24))
        return replace(way, back_to=workplace), replace(home, start_from=workplace)

    def learners(
        self, count: int, *, among: int, volunteers: int
    ) -> tuple[tuple[Learner, ...], tuple[LessonTime, ...], tuple[Approval, ...]]:
        """So many of the riders learn to drive, each with three of the volunteers."""
        learners: list[Learner] = []
        times: list[LessonTime] = []
        approvals: list[Approval] = []
        for number in self.rng.sample(range(among), count):
            code = f"R{number:04d}"
            learners.append(
                Learner(
                    rider=code, born="1990", permit_until=date(2030, 1, 1), lessons_per_week=2, transmission="manual"
                )
            )
            times.append(LessonTime(rider=code, days=("Mon", "Wed", "Sat"), start=time(9), end=time(19)))
            approvals += [
                Approval(volunteer=f"V{who:04d}", rider=code, approved_on=date(2026, 9, 1))
                for who in self.rng.sample(range(volunteers), min(3, volunteers))
            ]
        return tuple(learners), tuple(times), tuple(approvals)


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
