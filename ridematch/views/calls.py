"""The morning's telephone calls, in a good order and once a person: what to say, and what to type for the answer."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, tzinfo

from ridematch.language import say
from ridematch.model.edition import PlannedStop, Promise, Unserved
from ridematch.model.events import Event
from ridematch.views.clock import day, length, local_date, span
from ridematch.views.directory import Directory
from ridematch.views.ladder import AtHand
from ridematch.views.marks import states
from ridematch.views.page import Lines, Page
from ridematch.views.rides import PlannedRide, lessons, rides, trips
from ridematch.views.schedule import lesson_place, way
from ridematch.views.still import still_to_come
from ridematch.views.stranded import stranded, stranded_lines

Planned = PlannedRide | PlannedStop

NOT_SETTLED = ("proposed", "asked", "declined", "moved")
"""States in which a volunteer has not said yes to what is planned now."""


def calls_page(
    *,
    stops: tuple[PlannedStop, ...],
    promises: Iterable[Promise],
    events: Iterable[Event],
    unserved: Iterable[Unserved],
    at_hand: Mapping[str, AtHand],
    dates: Collection[date],
    people: Directory,
    zone: tzinfo,
    title: str,
    command: str,
    now: datetime | None = None,
) -> Page:
    """Volunteers first, by their first ride; then the riders and learners whose every ride that day has its yes.

    `now` an instant: nobody is phoned about trips that are over then.
    """
    known = states(stops, promises, events)
    first_date, last_date = min(dates), max(dates)
    coming = stops if now is None else still_to_come(stops, now)
    mine = tuple(stop for stop in coming if max(stop.journey_date or stop.date, first_date) <= last_date)
    ahead: list[Planned] = sorted((*rides(mine), *lessons(mine)), key=lambda one: (_start(one).begins_at, one.serves))
    to_ask: dict[str, list[Planned]] = defaultdict(list)
    for one in ahead:
        if known[one.serves] in NOT_SETTLED:
            to_ask[one.volunteer].append(one)
    to_tell: dict[str, list[Planned]] = defaultdict(list)
    for one in ahead:
        if known[one.serves] == "accepted":
            to_tell[one.rider].append(one)
    waiting = {one.rider for some in to_ask.values() for one in some}
    ready = {rider: some for rider, some in to_tell.items() if rider not in waiting}
    volunteers = [
        _volunteer(number, who, some, mine, known, people=people, zone=zone, command=command)
        for number, (who, some) in enumerate(to_ask.items(), start=1)
    ]
    riders = [
        _rider(number, who, some, people=people, zone=zone, command=command)
        for number, (who, some) in enumerate(ready.items(), start=len(volunteers) + 1)
    ]
    later = len(to_tell) - len(ready)
    nothing = say("Nobody has to be phoned.") if not volunteers and not riders else ""
    wait = say("Riders to tell once all their volunteers have said yes: {number}.", number=later) if later else ""
    first = stranded_lines(stranded(stops, unserved), people=people, command=command, at_hand=at_hand)
    return Page(title=title, parts=(first, *volunteers, *riders, Lines(lines=tuple(filter(None, (nothing, wait))))))


def _volunteer(
    number: int,
    who: str,
    some: list[Planned],
    stops: tuple[PlannedStop, ...],
    known: dict[str, str],
    *,
    people: Directory,
    zone: tzinfo,
    command: str,
) -> Lines:
    asks = [_question(one, people=people, zone=zone) for one in some]
    dates = sorted({_start(one).date for one in some})
    effort = [_effort(stops, who, on, zone=zone) for on in dates]
    again = {
        "asked": say("They were asked already and have not answered."),
        "moved": say("They said yes to another time: this one is new."),
        "declined": say("They said no: nobody else was found; match again, or ask once more."),
    }
    words = dict.fromkeys(again[known[one.serves]] for one in some if known[one.serves] in again)
    codes = " ".join(_codes(some))
    return Lines(
        heading=f"{number}. {_person(who, people)}",
        lines=(
            *asks,
            *effort,
            *words,
            "  " + say("yes: {command}", command=f"{command} yes {codes} --of {who}"),
            "  " + say("no: {command}", command=f"{command} no {codes} --of {who} --because busy"),
        ),
    )


def _rider(number: int, who: str, some: list[Planned], *, people: Directory, zone: tzinfo, command: str) -> Lines:
    return Lines(
        heading=f"{number}. {_person(who, people)}",
        lines=(
            *(_news(one, people=people, zone=zone) for one in some),
            "  " + say("once they know: {command}", command=f"{command} told {' '.join(_codes(some))}"),
        ),
    )


def _person(who: str, people: Directory) -> str:
    """Name, number and language, as far as each is known and may be shown."""
    person = people.people.get(who)
    language = person.language if person and not person.limited_visibility else ""
    return ", ".join(part for part in (people.who(who), people.phone(who), language) if part)


def _codes(some: list[Planned]) -> list[str]:
    """One code for both ways of a journey that are asked about together, else one a ride."""
    found = []
    for one in some:
        journey = one.journey
        whole = sum(other.journey == journey for other in some) > 1
        found.append(journey if whole and journey else one.serves)
    return list(dict.fromkeys(found))


def _question(one: Planned, *, people: Directory, zone: tzinfo) -> str:
    """What to ask a volunteer."""
    when, hours, where = _when_and_where(one, people=people, zone=zone)
    named = {"who": people.who(one.rider), "where": where, "day": when, "hours": hours}
    if isinstance(one, PlannedRide):
        return say("Could you take {who}, {where}, on {day} {hours}?", **named)
    return say("Could you practise with {who}, {where}, on {day} {hours}?", **named)


def _news(one: Planned, *, people: Directory, zone: tzinfo) -> str:
    """What to tell a rider or learner."""
    when, hours, where = _when_and_where(one, people=people, zone=zone)
    named = {"who": people.who(one.volunteer), "where": where, "day": when, "hours": hours}
    if isinstance(one, PlannedRide):
        return say("It is settled: {who} takes you, {where}, on {day} {hours}.", **named)
    return say("It is settled: {who} practises with you, {where}, on {day} {hours}.", **named)


def _when_and_where(one: Planned, *, people: Directory, zone: tzinfo) -> tuple[str, str, str]:
    when = day(local_date(_start(one).begins_at, zone))
    if isinstance(one, PlannedRide):
        return when, span(one.pickup.begins_at, one.delivery.begins_at, zone), way(one, people=people)
    return when, span(one.begins_at, one.ends_at, zone), lesson_place(one, people=people)


def _effort(stops: tuple[PlannedStop, ...], who: str, on: date, *, zone: tzinfo) -> str:
    """How long a volunteer is away that day, and how far they drive, home to home."""
    mine = trips(stop for stop in stops if stop.volunteer == who and stop.date == on)
    minutes = sum((trip[-1].arrives_at - trip[0].ends_at).total_seconds() / 60 for trip in mine)
    km = sum(stop.metres for trip in mine for stop in trip) / 1000
    first, last = mine[0][0].ends_at, mine[-1][-1].arrives_at
    return say(
        "In all on {day}: {hours}, {time} on the way, {km} km from home and back.",
        day=day(on),
        time=length(minutes),
        hours=span(first, last, zone),
        km=f"{km:.0f}",
    )


def _start(one: Planned) -> PlannedStop:
    return one.pickup if isinstance(one, PlannedRide) else one
