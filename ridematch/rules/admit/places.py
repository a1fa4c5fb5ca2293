"""Which place ids are in use and where they are. A home is "home:CODE"; coordinates never become part of an id."""

from collections import Counter
from collections.abc import Iterator

from ridematch.model.facts import HOME, Availability, LessonTime, Ride, Rider, Shift, Tables, Vehicle, Volunteer
from ridematch.model.travel import Spot
from ridematch.rules.where import COORDINATES, country_of


class Whereabouts:
    """Place ids for everything a row can call a place. An id that is empty: the row names no place we know."""

    def __init__(self, tables: Tables) -> None:
        self.places = {place.name: place for place in tables.places or ()}
        self.riders = {rider.rider: rider for rider in tables.riders or ()}
        self.volunteers = {volunteer.volunteer: volunteer for volunteer in tables.volunteers or ()}
        self.spots: dict[str, Spot] = {}
        self._points = _number_points(tables)

    def rider_home(self, rider: Rider) -> str:
        """Where a rider lives or, with a meeting point for a home, waits."""
        place = self.places.get(rider.home)
        if place and place.kind == "meeting-point":
            return self._spot(place.name, where=place.name)
        return self._home(rider.rider, where=rider.home)

    def volunteer_home(self, volunteer: Volunteer) -> str:
        """Where a volunteer starts from."""
        return self._home(volunteer.volunteer, where=volunteer.home)

    def shift_ends(self, shift: Shift, rider: Rider) -> tuple[str, str, str]:
        """Where the way to a shift starts, the workplace, and where the way back ends."""
        home = self.rider_home(rider)
        start, work, back = (
            self._place(where, shift.shift, home=home, home_where=rider.home)
            for where in (shift.start_from, shift.workplace, shift.back_to)
        )
        return start, work, back

    def ride_ends(self, ride: Ride, rider: Rider) -> tuple[str, str]:
        """From and to of a single ride."""
        home = self.rider_home(rider)
        start, end = (self._place(at, ride.ride, home=home, home_where=rider.home) for at in (ride.start, ride.end))
        return start, end

    def block_ends(self, row: Availability, volunteer: Volunteer) -> tuple[str, str]:
        """Where an availability starts and ends."""
        home = self.volunteer_home(volunteer)
        start, end = (
            self._place(where, row.volunteer, home=home, home_where=volunteer.home)
            for where in (row.start_from, row.back_to)
        )
        return start, end

    def lesson_place(self, row: LessonTime, rider: Rider) -> str:
        """Where a lesson starts and ends."""
        return self._place(row.place, row.rider, home=self.rider_home(rider), home_where=rider.home)

    def vehicle_place(self, vehicle: Vehicle) -> str:
        """Where a shared practice car stands."""
        return self._place(vehicle.place, vehicle.vehicle, home="", home_where="")

    def country(self, where: str) -> str:
        """The country of a place, or of the place nearest to some coordinates; empty where that can't be told."""
        return country_of(where, self.places.values())

    def _home(self, code: str, *, where: str) -> str:
        known = where in self.places or COORDINATES.fullmatch(where)
        return self._spot(f"home:{code}", where=where, home=True) if known else ""

    def _place(self, where: str, owner: str, *, home: str, home_where: str) -> str:
        # Who writes the home's own village or coordinates means the home.
        if where in ("", HOME, home_where):
            return home
        if where in self.places:
            return self._spot(where, where=where)
        point = self._points.get((owner, where), "")
        return self._spot(point, where=where) if point else ""

    def _spot(self, place: str, *, where: str, home: bool = False) -> str:
        self.spots.setdefault(place, Spot(place=place, where=where, home=home))
        return place


def spots(tables: Tables) -> tuple[Spot, ...]:
    """Every place id the tables put to use, sorted: homes of riders and active volunteers, and wherever rows lead."""
    found = Whereabouts(tables)
    for rider in found.riders.values():
        found.rider_home(rider)
    for volunteer in found.volunteers.values():
        if volunteer.active:
            found.volunteer_home(volunteer)
    for shift in tables.shifts or ():
        if shift.rider in found.riders:
            found.shift_ends(shift, found.riders[shift.rider])
    for ride in tables.rides or ():
        if ride.rider in found.riders:
            found.ride_ends(ride, found.riders[ride.rider])
    for time in tables.lesson_times or ():
        if time.rider in found.riders:
            found.lesson_place(time, found.riders[time.rider])
    for vehicle in tables.vehicles or ():
        found.vehicle_place(vehicle)
    for row in tables.availability or ():
        driver = found.volunteers.get(row.volunteer)
        if driver and driver.active:
            found.block_ends(row, driver)
    return tuple(found.spots[place] for place in sorted(found.spots))


def _number_points(tables: Tables) -> dict[tuple[str, str], str]:
    """An id for each pair of coordinates a row mentions, numbered per code in the order of the rows."""
    points: dict[tuple[str, str], str] = {}
    count: Counter[str] = Counter()
    for owner, where in _mentioned(tables):
        if (owner, where) not in points and COORDINATES.fullmatch(where):
            count[owner] += 1
            points[owner, where] = f"at:{owner}:{count[owner]}"
    return points


def _mentioned(tables: Tables) -> Iterator[tuple[str, str]]:
    for shift in tables.shifts or ():
        yield from ((shift.shift, where) for where in (shift.workplace, shift.start_from, shift.back_to))
    for ride in tables.rides or ():
        yield from ((ride.ride, where) for where in (ride.start, ride.end))
    for row in tables.availability or ():
        yield from ((row.volunteer, where) for where in (row.start_from, row.back_to))
    for time in tables.lesson_times or ():
        yield time.rider, time.place
    for vehicle in tables.vehicles or ():
        yield vehicle.vehicle, vehicle.place
