"""Who is behind a code, as far as a page may say it."""

import re
from collections import defaultdict
from dataclasses import replace
from math import cos, radians

from sqlmodel import Session

from ridematch.model.edition import Person
from ridematch.model.facts import Place, Rider, Volunteer
from ridematch.store.remarks import names_in_remarks
from ridematch.store.tables import load_tables


def load_people(session: Session) -> dict[str, Person]:
    """Riders and volunteers by code. One with limited visibility has the code as name, and only the meeting point."""
    tables = load_tables(session)
    places = tables.places or ()
    people = {row.volunteer: _volunteer(row, places) for row in tables.volunteers or ()}
    hidden = {row.rider: names_in_remarks(session, row.rider) for row in tables.riders or () if row.limited_visibility}
    seats: dict[str, int] = defaultdict(int)
    for ride in tables.rides or ():
        seats[ride.rider] = max(seats[ride.rider], ride.seats or 0)
    # Riders last: should a code stand for both, limited visibility wins.
    return people | {
        row.rider: _rider(_discreet(row, hidden), places, seats=max(row.seats, seats[row.rider]))
        for row in tables.riders or ()
    }


def _discreet(rider: Rider, hidden: dict[str, re.Pattern[str]]) -> Rider:
    """Without the names of others, who are hidden, in what is said about the pickup."""
    address, note = rider.address, rider.pickup_note
    for code, named in hidden.items():
        address, note = named.sub(code, address), named.sub(code, note)
    return replace(rider, address=address, pickup_note=note)


def _rider(rider: Rider, places: tuple[Place, ...], *, seats: int) -> Person:
    if rider.limited_visibility:
        meeting_points = {place.name for place in places if place.kind == "meeting-point"}
        place = rider.home if rider.home in meeting_points else ""
        return Person(code=rider.rider, name=rider.rider, place=place, limited_visibility=True)
    return Person(
        code=rider.rider,
        name=rider.name,
        place=_village(rider.home, places),
        address=rider.address,
        pickup_note=rider.pickup_note,
        phone=rider.phone,
        email=rider.email,
        language=rider.language,
        seats=seats,
    )


def _volunteer(volunteer: Volunteer, places: tuple[Place, ...]) -> Person:
    return Person(
        code=volunteer.volunteer,
        name=volunteer.name,
        place=_village(volunteer.home, places),
        phone=volunteer.phone,
        email=volunteer.email,
        language=volunteer.languages[0] if volunteer.languages else "",
    )


def _village(home: str, places: tuple[Place, ...]) -> str:
    """The place's name, or for coordinates the nearest village's; never the coordinates themselves."""
    if home in {place.name for place in places}:
        return home
    try:
        lat, lon = (float(part) for part in home.split(","))
    except ValueError:
        return ""
    villages = [place for place in places if place.kind == "village"]
    # A degree of longitude is shorter the farther north; on the scale of a municipality the earth is flat.
    shrink = cos(radians(lat))
    nearest = min(villages, key=lambda place: (place.lat - lat) ** 2 + ((place.lon - lon) * shrink) ** 2, default=None)
    return nearest.name if nearest else ""
