"""Who drives whom and when: the coordinator's table, and one volunteer's own."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta, tzinfo
from types import MappingProxyType

from ridematch.language import note, say
from ridematch.model.edition import Covered, Edition, PlannedStop, Promise
from ridematch.model.events import Event
from ridematch.model.plan import Violation
from ridematch.views.clock import day, hours, local_date, span
from ridematch.views.directory import Directory
from ridematch.views.marks import in_a_word, marked, states
from ridematch.views.page import Lines, Page, Table
from ridematch.views.rides import PlannedRide, lessons, rides, trips

LEARNER_DRIVES = note("the learner drives")

Practise = Mapping[str, str]
"""The part to practise in each lesson and practice ride, by its code."""

FALLBACKS = {"bus": note("the bus"), "own": note("own means"), "bed": note("a bed there")}


def schedule_page(
    *,
    stops: Iterable[PlannedStop],
    covered: Iterable[Covered],
    promises: Iterable[Promise],
    events: Iterable[Event],
    people: Directory,
    zone: tzinfo,
    title: str,
    void: Collection[str] = frozenset(),
    practise: Practise = MappingProxyType({}),
) -> Page:
    """All rides and lessons by time, and the legs that a fallback covers. `void`: what does not hold any more."""
    parts = schedule_parts(
        stops=tuple(stops),
        covered=covered,
        promises=promises,
        events=events,
        people=people,
        zone=zone,
        void=void,
        practise=practise,
    )
    nothing = Lines(lines=() if any(part.rows for part in parts) else (say("Nothing is planned."),))
    return Page(title=title, parts=(*parts, nothing))


def schedule_parts(
    *,
    stops: tuple[PlannedStop, ...],
    covered: Iterable[Covered],
    promises: Iterable[Promise],
    events: Iterable[Event],
    people: Directory,
    zone: tzinfo,
    void: Collection[str] = frozenset(),
    practise: Practise = MappingProxyType({}),
) -> tuple[Table, ...]:
    """The tables of a schedule, for any page."""
    known = states(stops, promises, events, void=void)
    return (
        Table(
            heading=say("Rides"),
            columns=(say("day"), say("time"), say("rider"), say("way"), say("volunteer"), say("ride")),
            rows=tuple(
                _ride_row(ride, people=people, zone=zone, known=known, practise=practise) for ride in rides(stops)
            ),
            grouped=1,
            stacks=((say("time"),), (say("rider"), say("volunteer")), (say("way"), say("ride"))),
        ),
        Table(
            heading=say("Lessons"),
            columns=(say("day"), say("time"), say("learner"), say("place"), say("supervisor"), say("lesson")),
            rows=tuple(
                _lesson_row(stop, people=people, zone=zone, known=known, practise=practise) for stop in lessons(stops)
            ),
            grouped=1,
            stacks=((say("time"),), (say("learner"), say("supervisor")), (say("place"), say("lesson"))),
        ),
        covered_table(covered, people=people),
    )


def covered_table(covered: Iterable[Covered], *, people: Directory) -> Table:
    """Legs that need no driver, and why."""
    return Table(
        heading=say("Covered without a driver"),
        columns=(say("day"), say("rider"), say("by"), say("ride")),
        rows=tuple(
            (day(leg.date), people.who(leg.rider), say(FALLBACKS.get(leg.fallback, leg.fallback)), leg.request)
            for leg in covered
        ),
        grouped=1,
    )


def volunteer_page(
    volunteer: str,
    *,
    stops: Iterable[PlannedStop],
    promises: Iterable[Promise],
    events: Iterable[Event],
    people: Directory,
    zone: tzinfo,
    void: Collection[str] = frozenset(),
    practise: Practise = MappingProxyType({}),
) -> Page:
    """What one volunteer drives: every stop with its time, whom to meet, where, and the number to call."""
    own = tuple(stop for stop in stops if stop.volunteer == volunteer)
    known = states(own, promises, events, void=void)
    rows = tuple(
        _stop_row(stop, people=people, zone=zone, known=known, practise=practise)
        for trip in trips(own)
        for stop in trip
    )
    columns = (say("day"), say("time"), say("what"), say("who"), say("where"), say("phone"), say("promise"))
    nothing = Lines(lines=() if rows else (say("Nothing to drive."),))
    return Page(title=people.who(volunteer), parts=(Table(columns=columns, rows=rows, grouped=1), nothing))


def _ride_row(
    ride: PlannedRide, *, people: Directory, zone: tzinfo, known: dict[str, str], practise: Practise
) -> tuple[str, ...]:
    return (
        day(local_date(ride.pickup.begins_at, zone)),
        span(ride.pickup.begins_at, ride.delivery.begins_at, zone),
        people.who(ride.rider),
        with_part(way(ride, people=people), ride.serves, practise),
        people.who(ride.volunteer),
        marked(ride.serves, known),
    )


def _lesson_row(
    stop: PlannedStop, *, people: Directory, zone: tzinfo, known: dict[str, str], practise: Practise
) -> tuple[str, ...]:
    return (
        day(local_date(stop.begins_at, zone)),
        span(stop.begins_at, stop.ends_at, zone),
        people.who(stop.rider),
        with_part(lesson_place(stop, people=people), stop.serves, practise),
        people.who(stop.volunteer),
        marked(stop.serves, known),
    )


def way(ride: PlannedRide, *, people: Directory) -> str:
    """From where to where, and whether it is practice."""
    start, end = people.place(ride.pickup.place), people.place(ride.delivery.place)
    there = say("{start} to {end}", start=start, end=end)
    return f"{there}, {say(LEARNER_DRIVES)}" if ride.practice else there


def with_part(text: str, serves: str, practise: Practise) -> str:
    """The same with the part to practise then, where one is known."""
    return f"{text}: {practise[serves]}" if practise.get(serves) else text


def lesson_place(stop: PlannedStop, *, people: Directory) -> str:
    """Where a lesson begins, and in which shared car."""
    place = people.place(stop.place)
    return say("{place}, in {car}", place=place, car=stop.vehicle) if stop.vehicle else place


def _stop_row(
    stop: PlannedStop, *, people: Directory, zone: tzinfo, known: dict[str, str], practise: Practise
) -> tuple[str, ...]:
    until = say("lesson until {time}", time=hours(stop.ends_at, zone))
    what = {
        "depart": say("leave on your own trip") if stop.own_trip else say("leave"),
        "pickup": say("pick up, the learner drives") if stop.practice else say("pick up"),
        "delivery": say("drop off"),
        "lesson": say("{place}, in {car}", place=until, car=stop.vehicle) if stop.vehicle else until,
        "arrive": say("arrive"),
    }[stop.action]
    return (
        day(local_date(stop.begins_at, zone)),
        hours(stop.begins_at, zone),
        with_part(what, stop.serves, practise) if stop.action in ("pickup", "lesson") else what,
        people.who(stop.rider) if stop.rider else "",
        where(stop.place, people=people),
        people.phone(stop.rider) if stop.action in ("pickup", "lesson") else "",
        in_a_word(known.get(stop.serves, "proposed")),
    )


def where(place: str, *, people: Directory) -> str:
    """A place with the address and the note for the pickup, where it is a home that may be shown."""
    home = people.home_of(place)
    shown = () if home is None or home.limited_visibility else (home.address, home.pickup_note)
    return ", ".join(part for part in (people.place(place), *shown) if part)


def dates_title(first_date: date | None, days: int | None) -> str:
    """Which dates a page is about, in words."""
    if first_date is None:
        return say("The schedule")
    if days is None:
        return say("From {day} on", day=day(first_date))
    last = first_date + timedelta(days=days - 1)
    return day(first_date) if days == 1 else say("{first} to {last}", first=day(first_date), last=day(last))


def promises_page(
    promises: Iterable[Promise], *, stops: Iterable[PlannedStop], people: Directory, zone: tzinfo
) -> Page:
    """What does not move any more."""
    riders = {stop.serves: stop.rider for stop in stops if stop.serves}
    rows = tuple(
        (
            day(local_date(promise.begins_at, zone)),
            span(promise.begins_at, promise.ends_at, zone),
            people.who(riders.get(promise.serves, "")),
            people.who(promise.volunteer),
            f"{promise.serves}, {say(LEARNER_DRIVES)}" if promise.practice else promise.serves,
        )
        for promise in sorted(promises, key=lambda promise: (promise.begins_at, promise.serves))
    )
    return Page(
        title=say("Promised; from now on this does not move"),
        parts=(
            Table(
                columns=(say("day"), say("time"), say("rider"), say("volunteer"), say("ride")),
                rows=rows,
                grouped=1,
                stacks=((say("time"),), (say("rider"), say("volunteer")), (say("ride"),)),
            ),
        ),
    )


def check_page(edition: Edition, violations: tuple[Violation, ...]) -> Page:
    """Whether what was published holds against the tables as they are now."""
    dates = dates_title(edition.first_date, edition.days)
    title = say("Edition {number}, {dates}", number=edition.number, dates=dates)
    if not violations:
        return Page(title=title, parts=(Lines(lines=(say("Everything holds."),)),))
    advice = say("What was published does not fit the tables any more. ridematch match makes a new plan.")
    rows = tuple((found.sentence, found.rule.replace("_", " ")) for found in violations)
    return Page(title=title, parts=(Table(columns=(say("what"), say("rule")), rows=rows), Lines(lines=(advice,))))
