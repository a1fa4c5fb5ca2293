"""A page of their own for each volunteer and each rider: one file without anything from elsewhere, right on a phone.

Who sees what is as in the sheets: a volunteer first name, number and address of those they meet, a rider first name and
number of whoever fetches them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from itertools import groupby
from types import MappingProxyType
from urllib.parse import quote

from ridematch.language import day_in_words, is_right_to_left, say, spoken
from ridematch.model.edition import PlannedStop, Promise, Unserved
from ridematch.model.events import Event
from ridematch.views.clock import hours, local_date, midnight
from ridematch.views.directory import Directory
from ridematch.views.fonts import letters_for
from ridematch.views.marks import in_a_word, states
from ridematch.views.rides import lessons, rides, trips
from ridematch.views.still import is_over
from ridematch.views.templates import template
from ridematch.views.without_driver import WithoutDriver, date_of, in_words, nobody_drives

Coordinates = Mapping[str, tuple[float, float]]
"""Latitude and longitude of places by name, and of homes that may be shown by place id ("home:R06")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One stop: when, what, where and whom to phone; `geo` opens a map, `tel` the telephone."""

    time: str
    what: str
    where: str = ""
    note: str = ""
    geo: str = ""
    phone: str = ""
    tel: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What belongs together: a trip, or a ride. `is_next`: it is the first that is not over."""

    lines: tuple[Line, ...]
    foot: str = ""
    is_next: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """A card with its local date, and whether what it tells is over."""

    on: date
    over: bool
    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCards:
    """The cards of one date."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """A whole page."""

    title: str
    about: str
    days: tuple[DayCards, ...]


def volunteer_leaflet(
    code: str,
    *,
    stops: Iterable[PlannedStop],
    promises: Iterable[Promise],
    events: Iterable[Event],
    people: Directory,
    places: Coordinates,
    edition: int,
    zone: tzinfo,
    practise: Mapping[str, str] = MappingProxyType({}),
    now: datetime | None = None,
    past_too: bool = True,
) -> Leaflet:
    """What one volunteer drives and teaches, trip by trip.

    `now` an instant: the first trip that is not over then is the next one, and unless `past_too` it is the first.
    """
    own = tuple(stop for stop in stops if stop.volunteer == code)
    known = states(own, promises, events)
    cards = [
        _Dated(
            on=local_date(trip[0].ends_at, zone),
            over=now is not None and is_over(trip, now),
            card=Card(
                lines=tuple(
                    _stop_line(stop, known, people=people, places=places, zone=zone, practise=practise) for stop in trip
                ),
                foot=say("{km} km from home and back", km=f"{sum(stop.metres for stop in trip) / 1000:.0f}"),
            ),
        )
        for trip in trips(own)
    ]
    return Leaflet(
        title=say("What {who} drives", who=people.name(code)),
        about=_about(edition),
        days=_by_day(cards, past_too=past_too),
    )


def rider_leaflet(
    code: str,
    *,
    stops: Iterable[PlannedStop],
    people: Directory,
    places: Coordinates,
    edition: int,
    zone: tzinfo,
    without_driver: Iterable[WithoutDriver] = (),
    unserved: Iterable[Unserved] = (),
    practise: Mapping[str, str] = MappingProxyType({}),
    now: datetime | None = None,
    past_too: bool = True,
) -> Leaflet:
    """When, where and by whom one rider is fetched or taught, and which ways nobody drives because a bus goes.

    Of what is `unserved` it says on which dates nobody was found for a commute or ride.
    `now` and `past_too` as for a volunteer, ride by ride.
    """
    found = tuple(stops)
    cards: list[tuple[datetime, _Dated]] = []
    for ride in rides(found):
        if ride.rider == code:
            fetched = say("{who} fetches you", who=people.first_name(ride.volunteer))
            pickup = _line_at(ride.pickup, fetched, people=people, places=places, zone=zone)
            lines = (
                _with_phone(
                    pickup,
                    people.phone(ride.volunteer),
                    mark=_marks(say("you drive") if ride.practice else "", practise.get(ride.serves)),
                ),
                _line_at(ride.delivery, say("you are there"), people=people, places=places, zone=zone),
            )
            over, on = now is not None and is_over(ride, now), local_date(ride.pickup.begins_at, zone)
            cards.append((ride.pickup.begins_at, _Dated(on=on, over=over, card=Card(lines=lines))))
    for stop in lessons(found):
        if stop.rider == code:
            until = say(
                "practice with {who} until {time}",
                who=people.first_name(stop.volunteer),
                time=hours(stop.ends_at, zone),
            )
            line = _line_at(stop, until, people=people, places=places, zone=zone)
            line = _with_phone(line, people.phone(stop.volunteer), mark=_marks(stop.vehicle, practise.get(stop.serves)))
            over, on = now is not None and is_over(stop, now), local_date(stop.begins_at, zone)
            cards.append((stop.begins_at, _Dated(on=on, over=over, card=Card(lines=(line,)))))
    for leg in without_driver:
        if leg.rider == code:
            line = _line_at(leg.at_work(zone), in_words(leg), people=people, places=places, zone=zone)
            card = Card(lines=(line if leg.at else replace(line, time=""),), foot=nobody_drives())
            over = now is not None and leg.is_over(now, zone)
            cards.append((leg.order(zone), _Dated(on=date_of(leg, zone), over=over, card=card)))
    for left in unserved:
        if left.rider == code and left.kind != "lesson":
            over = now is not None and left.date < local_date(now, zone)
            line = Line(time="", what=say("Nobody has been found to drive you on this day so far."))
            cards.append((midnight(left.date, zone), _Dated(on=left.date, over=over, card=Card(lines=(line,)))))
    cards.sort(key=lambda one: one[0])
    return Leaflet(
        title=say("Rides for {who}", who=people.name(code)),
        about=_about(edition),
        days=_by_day([card for _, card in cards], past_too=past_too),
    )


def as_html(leaflet: Leaflet) -> bytes:
    """The page in the language that is spoken; whatever stands in names and places is text in it and nothing else."""
    words = {"first": say("Next:"), "nothing": say("Nothing is planned.")}
    direction = "rtl" if is_right_to_left() else "ltr"

    def page(letters: str) -> str:
        sheet = template("sheet.html.j2")
        return sheet.render(sheet=leaflet, language=spoken(), direction=direction, letters=letters, **words)

    return page(letters_for(page(""))).encode("utf-8")


def is_leaflet(content: bytes) -> bool:
    """Whether a file is such a page."""
    return content.startswith(b"<!doctype html>") and b'<meta name="generator" content="ridematch">' in content


def _about(edition: int) -> str:
    return say("As planned in edition {number}. What was said on the phone since comes first.", number=edition)


def _by_day(cards: Sequence[_Dated], *, past_too: bool) -> tuple[DayCards, ...]:
    """The cards by date, without those that are over unless these are wanted too; the first that is not is marked."""
    coming = next((number for number, one in enumerate(cards) if not one.over), None)
    marked = [
        replace(one, card=replace(one.card, is_next=number == coming))
        for number, one in enumerate(cards)
        if past_too or not one.over
    ]
    return tuple(
        DayCards(title=day_in_words(on), cards=tuple(one.card for one in some))
        for on, some in groupby(marked, key=lambda one: one.on)
    )


def _stop_line(
    stop: PlannedStop,
    known: Mapping[str, str],
    *,
    people: Directory,
    places: Coordinates,
    zone: tzinfo,
    practise: Mapping[str, str],
) -> Line:
    who = people.first_name(stop.rider) if stop.rider else ""
    what = {
        "depart": say("leave on your own trip") if stop.own_trip else say("leave"),
        "pickup": say("fetch {who}", who=who),
        "delivery": say("{who} gets out", who=who),
        "lesson": say("practice with {who} until {time}", who=who, time=hours(stop.ends_at, zone)),
        "arrive": say("arrive"),
    }[stop.action]
    line = _line_at(stop, what, people=people, places=places, zone=zone)
    if stop.action not in ("pickup", "lesson"):
        return line
    drives, state = say("{who} drives", who=who), in_a_word(known.get(stop.serves, "proposed"))
    mark = _marks(drives if stop.practice else "", stop.vehicle, practise.get(stop.serves), state)
    return _with_phone(line, people.phone(stop.rider), mark=mark)


def _marks(*some: str | None) -> str:
    return ", ".join(filter(None, some))


def _line_at(stop: PlannedStop, what: str, *, people: Directory, places: Coordinates, zone: tzinfo) -> Line:
    """At a stop; of a home with its address and the way to it, where these may be shown to whoever goes there."""
    place, home = people.place(stop.place), people.home_of(stop.place)
    address, note = ("", "") if home is None or home.limited_visibility else (home.address, home.pickup_note)
    meets = stop.action in ("pickup", "delivery", "lesson")
    where = f"{place}, {address}" if address and meets else place
    at = _point(stop, people=people, places=places)
    return Line(
        time=hours(stop.begins_at, zone),
        what=what,
        where=where,
        note=note if meets else "",
        geo=_geo(at, where) if at and meets else "",
    )


def _point(stop: PlannedStop, *, people: Directory, places: Coordinates) -> tuple[float, float] | None:
    """Where a stop is: the home itself of whoever is met there, or what the page names where that is not to be seen."""
    rider, home = people.people.get(stop.rider), people.home_of(stop.place)
    hidden = (rider is not None and rider.limited_visibility) or (home is not None and home.code != stop.rider)
    named = places.get(people.place(stop.place))
    return named if hidden else places.get(stop.place, named)


def _geo(at: tuple[float, float], where: str) -> str:
    """A link that opens a map (RFC 5870).

    The query marks the same point with a label, as map programs know it: words alone would be looked up by them, and
    the village found instead of the home.
    """
    point = f"{at[0]:.5f},{at[1]:.5f}"
    return f"geo:{point}?q={point}({quote(where)})"


def _with_phone(line: Line, phone: str, *, mark: str) -> Line:
    """The same with a number to call (RFC 3966)."""
    digits = "".join(letter for letter in phone if letter.isdigit() or letter == "+")
    return replace(line, phone=phone, tel=f"tel:{digits}" if digits else "", mark=mark)
