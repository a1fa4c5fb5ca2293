"""One volunteer's appointments as an iCalendar file (RFC 5545), to import or to subscribe to.

Titles carry no names. What the description says is what the volunteer's own file says: stops with times, places, first
names and numbers to call; of a rider with limited visibility the code and the meeting point. A cancelled appointment
keeps its title and times and loses all the rest.

The file changes where the schedule or the people changed and nowhere else, so exporting twice gives the same bytes.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.edition import PlannedStop
from ridematch.views.appointments import Appointment
from ridematch.views.clock import hours, span
from ridematch.views.directory import HOME, Directory
from ridematch.views.schedule import where
from ridematch.views.timezone import vtimezone

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//ridematch//calendar//EN"
REFRESH_HOURS = 6
STATUSES = {"proposed": "TENTATIVE", "agreed": "CONFIRMED", "cancelled": "CANCELLED"}


def as_calendar(found: Iterable[Appointment], *, people: Directory, zone: ZoneInfo, first_date: date) -> bytes:
    """The calendar of one volunteer, also where there is nothing in it; `first_date`: from when on it was asked for."""
    from icalendar import Calendar, vDuration

    mine = tuple(found)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")  # without an organizer, as feeds have it: nobody is asked to answer
    name = say("Driving for others")
    for key in ("name", "x-wr-calname"):  # the standard's name (RFC 7986), and what most programs read
        calendar.add(key, name)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", vDuration(timedelta(hours=REFRESH_HOURS)), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH_HOURS}H")
    last_date = max((stop.date for one in mine for stop in one.trip), default=first_date)
    calendar.add_component(vtimezone(zone, first_year=first_date.year, last_year=last_date.year + 1))
    for one in mine:
        calendar.add_component(_event(one, people=people, zone=zone))
    content: bytes = calendar.to_ical()
    return content


def is_calendar(content: bytes) -> bool:
    """Whether a file's content is a calendar that `as_calendar` made."""
    return content.startswith(b"BEGIN:VCALENDAR\r\n") and f"\r\nPRODID:{PRODUCT}\r\n".encode() in content


def _event(one: Appointment, *, people: Directory, zone: tzinfo) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.revised_at.astimezone(UTC))
    event.add("last-modified", one.revised_at.astimezone(UTC))
    event.add("sequence", one.revision)
    event.add("status", STATUSES[one.status])
    event.add("class", "PRIVATE")
    begins, ends = _times(one.trip[0].begins_at, one.trip[-1].begins_at, zone)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    title = _title(one.trip, people)
    if one.status == "cancelled":
        event.add("summary", say("Cancelled: {title}", title=title))
        event.add("transp", "TRANSPARENT")
        return event
    event.add("summary", title)
    event.add("transp", "OPAQUE")
    event.add("description", _description(one, people=people, zone=zone))
    return event


def _times(begins: datetime, ends: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Local times; in UTC where one is of an hour's second round in autumn, which a local time can't say."""
    local = begins.astimezone(zone), ends.astimezone(zone)
    return (begins.astimezone(UTC), ends.astimezone(UTC)) if any(time.fold for time in local) else local


def _title(trip: tuple[PlannedStop, ...], people: Directory) -> str:
    """What is done, and from the first stop's place to the last one's, without a word of who."""
    served = trip[1:-1]
    start, end = (_public_place(stop.place, people) for stop in (served[0], served[-1]))
    taught, driven = (any((stop.action == "lesson") == lesson for stop in served) for lesson in (True, False))
    if not start or not end:
        return _untold_title(taught=taught, driven=driven)
    if not driven:
        return say("Driving practice, {place}", place=start)
    if taught:
        return say("Driving and driving practice, {start} to {end}", start=start, end=end)
    return say("Driving, {start} to {end}", start=start, end=end)


def _untold_title(*, taught: bool, driven: bool) -> str:
    if not driven:
        return say("Driving practice")
    return say("Driving and driving practice") if taught else say("Driving")


def _public_place(place: str, people: Directory) -> str:
    """A place's name; empty for a home that has none, because a code may be a name."""
    home = people.home_of(place)
    if place.startswith("at:") or (place.startswith(HOME) and not (home and home.place)):
        return ""
    return people.place(place)


def _description(one: Appointment, *, people: Directory, zone: tzinfo) -> str:
    lines = [_line(stop, people=people, zone=zone) for stop in one.trip]
    if one.status == "proposed":
        lines += ["", say("This is a proposal: it has not been agreed by phone yet.")]
    return "\n".join(lines)


def _line(stop: PlannedStop, *, people: Directory, zone: tzinfo) -> str:
    time, place = hours(stop.begins_at, zone), where(stop.place, people=people)
    who = people.first_name(stop.rider) if stop.rider else ""
    match stop.action:
        case "depart" if stop.own_trip:
            return say("{time} leave {place} on your own trip", time=time, place=place)
        case "depart":
            return say("{time} leave {place}", time=time, place=place)
        case "arrive":
            return say("{time} arrive at {place}", time=time, place=place)
        case "delivery":
            return say("{time} drop off {who}: {place}", time=time, who=who, place=place)
        case "lesson":
            during = span(stop.begins_at, stop.ends_at, zone)
            place = f"{place} ({stop.vehicle})" if stop.vehicle else place
            return _with_phone(
                say("{time} driving practice with {who}: {place}", time=during, who=who, place=place), stop, people
            )
        case "pickup" if stop.practice:
            line = say("{time} pick up {who}, who drives as practice: {place}", time=time, who=who, place=place)
            return _with_phone(line, stop, people)
        case "pickup":
            return _with_phone(say("{time} pick up {who}: {place}", time=time, who=who, place=place), stop, people)


def _with_phone(line: str, stop: PlannedStop, people: Directory) -> str:
    phone = people.phone(stop.rider)
    return f"{line}, {phone}" if phone else line
