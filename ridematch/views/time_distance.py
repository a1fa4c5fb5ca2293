"""A day on the road as a time-distance picture has it: kilometres upward, hours to the right, a line for each trip.

Railways have planned by such pictures since the 1840s (E. J. Marey, La methode graphique, 1878, shows the one by
C. Ibry for Paris to Lyon). Here are its lines as numbers; `views.drawing` draws them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from operator import itemgetter

from ridematch.model.edition import PlannedStop
from ridematch.model.problem import Problem, Request
from ridematch.model.travel import NO_ROAD, Travel
from ridematch.views.directory import Directory
from ridematch.views.rides import PlannedRide, trips

NEAR_KM = 2.0
"""Further from the corridor a place is not on the way, and no stop is named after it."""

Point = tuple[float, float]
"""Hours since the local midnight of the day, kilometres along the corridor."""

_Point = Callable[[datetime, str], Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of a line between two stops; `aboard` riders are in the car, `practice`: one of them drives it."""

    start: Point
    end: Point
    aboard: int = 0
    practice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverLine:
    """One trip of one driver. `lessons` are the stretches of standing practice: where, and from when to when."""

    driver: str
    own_trip: bool
    stretches: tuple[Stretch, ...]
    lessons: tuple[tuple[str, Point, Point], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A ride that nobody drives: from its first possible departure to the arrival straight from there.

    `code` is that of the shift or ride, and which way: the date is that of the picture.
    """

    code: str
    start: Point
    end: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Everything drawn for one date. `villages` and other `places` on the way are names with their kilometres.

    Villages with the most homes come first, other places by their kilometres.
    """

    date: date
    villages: tuple[tuple[str, float], ...]
    places: tuple[tuple[str, float], ...]
    lines: tuple[DriverLine, ...]
    wishes: tuple[Wish, ...]


def corridor(travel: Travel) -> dict[str, float]:
    """Kilometres of each place along the way between the two places furthest apart, from the first of them on.

    A place beside that way stands where the way to it branches off: of a triangle with the two ends, that is half of
    what the road from the first end and the corridor together are longer than the road to the last. Where roads form
    a net and no corridor this still orders places from one end to the other. A place that no road reaches has none.
    """
    return {
        place: min(length, max(0, (out + length - back) / 2)) / 1000
        for place, out, back, length in _by_the_ends(travel)
    }


def on_the_way(travel: Travel) -> dict[str, float]:
    """Of the same only places at the corridor, or so near that one could name a stop of it after them."""
    at = corridor(travel)
    return {
        place: at[place] for place, out, back, length in _by_the_ends(travel) if out + back - length <= 2000 * NEAR_KM
    }


def _by_the_ends(travel: Travel) -> Iterator[tuple[str, int, int, int]]:
    """Each place with the metres from the one end and to the other, and those between the ends."""
    metres, places = travel.metres, travel.places
    far = [(row[j], i, j) for i, row in enumerate(metres) for j in range(i + 1, len(row)) if row[j] < NO_ROAD]
    length, first, last = max(far, key=lambda one: (one[0], -one[1], -one[2]), default=(0, 0, 0))
    if places and places[last] < places[first]:
        first, last = last, first
    for row, place in enumerate(places):
        out, back = metres[first][row], metres[row][last]
        if out < NO_ROAD and back < NO_ROAD:
            yield place, out, back, length


def day_of(
    on: date,
    *,
    stops: Iterable[PlannedStop],
    left_out: Iterable[str],
    problem: Problem,
    people: Directory,
    zone: tzinfo,
) -> Day:
    """The lines of one date. `left_out` are journeys; homes are called by their villages."""
    at = corridor(problem.travel)
    midnight = datetime.combine(on, time(), zone)

    def point(instant: datetime, place: str) -> Point:
        return (instant - midnight).total_seconds() / 3600, at[place]

    lines = [
        _line(trip, point)
        for trip in trips(stop for stop in stops if stop.date == on)
        if all(stop.place in at for stop in trip)
    ]
    unserved = set(left_out)
    wishes = [
        _wish(leg.request, problem, point)
        for journey in problem.journeys
        if journey.code in unserved and journey.date == on
        for leg in journey.legs
        if {leg.request.pickup.place, leg.request.delivery.place} <= set(at)
    ]
    near = on_the_way(problem.travel)
    homes = {people.place(place): km for place, km in sorted(near.items()) if people.home_of(place)}
    many = Counter(people.place(place) for place in near if people.home_of(place))
    others = {place: km for place, km in near.items() if ":" not in place and place not in homes}
    return Day(
        date=on,
        villages=tuple(sorted(homes.items(), key=lambda one: (-many[one[0]], one[1], one[0]))),
        places=tuple(sorted(others.items(), key=itemgetter(1, 0))),
        lines=tuple(lines),
        wishes=tuple(wishes),
    )


def _line(trip: tuple[PlannedStop, ...], point: _Point) -> DriverLine:
    stretches, lessons, aboard, at_wheel = [], [], 0, False
    for before, stop in pairwise(trip):
        if before.action == "lesson":
            lessons.append((before.rider, point(before.begins_at, before.place), point(before.ends_at, before.place)))
        if before.action == "pickup":
            aboard, at_wheel = aboard + 1, at_wheel or bool(before.practice)
        elif before.action == "delivery":
            aboard, at_wheel = aboard - 1, at_wheel and not before.practice
        leaves, arrives, begins = (
            point(before.ends_at, before.place),
            point(stop.arrives_at, stop.place),
            stop.begins_at,
        )
        stretches.append(Stretch(start=leaves, end=arrives, aboard=aboard, practice=at_wheel))
        if begins > stop.arrives_at:
            stretches.append(Stretch(start=arrives, end=point(begins, stop.place), aboard=aboard))
    return DriverLine(
        driver=trip[0].volunteer,
        own_trip=any(stop.own_trip for stop in trip),
        stretches=tuple(stretches),
        lessons=tuple(lessons),
    )


def planned_or_wished(request: Request, ride: PlannedRide | None, problem: Problem) -> tuple[datetime, datetime]:
    """When a request leaves and arrives: as planned, or straight from its first possible departure."""
    if ride is not None:
        return ride.pickup.ends_at, ride.delivery.begins_at
    place = problem.travel.index()
    direct = problem.travel.on(request.date)[place[request.pickup.place]][place[request.delivery.place]]
    leaves = request.pickup.window.earliest + request.pickup.service_minutes
    arrives = max(leaves + direct, request.delivery.window.earliest)
    leaves = max(leaves, arrives - direct)
    return problem.epoch + timedelta(minutes=leaves), problem.epoch + timedelta(minutes=arrives)


def _wish(request: Request, problem: Problem, point: _Point) -> Wish:
    start, end = planned_or_wished(request, None, problem)
    shift, _, way = request.code.partition(":")
    code = f"{shift} {way.rpartition(':')[2]}".strip()
    return Wish(code=code, start=point(start, request.pickup.place), end=point(end, request.delivery.place))
