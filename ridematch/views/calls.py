"""The morning's telephone calls, in a good order and once a person: what to say, and what to type for the answer."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import TypeVar

from ridematch.language import say
from ridematch.model.edition import PlannedStop, Promise
from ridematch.model.events import Event
from ridematch.views.clock import day, local_date, span
from ridematch.views.directory import Directory
from ridematch.views.marks import states
from ridematch.views.page import Lines, Page
from ridematch.views.rides import PlannedRide, lessons, rides, trips
from ridematch.views.schedule import lesson_place, way
from ridematch.views.still import still_to_come
from ridematch.views.trouble import Trouble, with_stranded
from ridematch.views.unkept import Unkept, in_a_sentence

Planned = PlannedRide | PlannedStop

One = TypeVar("One")

NOT_SETTLED = ("proposed", "asked", "moved")
"""States in which a volunteer has not said yes to what is planned now, and may be asked."""


def calls_page(
    *,
    stops: tuple[PlannedStop, ...],
    promises: Iterable[Promise],
    events: Iterable[Event],
    trouble: Trouble,
    dates: Collection[date],
    now: datetime,
    people: Directory,
    zone: tzinfo,
    title: str,
    command: str,
    notice: Mapping[str, int] = MappingProxyType({}),
) -> Page:
    """First who counts on what does not hold any more; then volunteers, by their first ride; then riders and learners.

    A rider is told once every volunteer of the rider's has said yes. Nobody is phoned about what has begun, nor asked
    about what does not hold. Volunteers want `notice`, in hours, by their codes.
    """
    known = states(stops, promises, events)
    first_date, last_date = min(dates), max(dates)
    coming = still_to_come(stops, now)
    mine = tuple(stop for stop in coming if max(stop.journey_date or stop.date, first_date) <= last_date)
    planned: list[Planned] = sorted((*rides(mine), *lessons(mine)), key=lambda one: (_start(one).begins_at, one.serves))
    ahead = [one for one in planned if _start(one).begins_at > now]
    void = {one.serves for one in ahead if one.serves in trouble.void}
    halves = {one.journey for one in ahead if one.serves in void}  # both ways or neither
    holding = [one for one in ahead if one.serves not in void and one.journey not in halves]
    wrong = _by(trouble.unkept, lambda one: one.agreed.person)
    to_ask = _by((one for one in holding if known[one.serves] in NOT_SETTLED), lambda one: one.volunteer)
    to_tell = _by((one for one in holding if known[one.serves] == "accepted"), lambda one: one.rider)
    waiting = {one.rider for one in ahead if one not in holding or known[one.serves] in NOT_SETTLED}
    ready = {rider: some for rider, some in to_tell.items() if rider not in waiting}
    short = {
        one.serves
        for one in ahead
        if _start(one).begins_at - now < timedelta(hours=notice.get(one.volunteer, 0))
        and known[one.serves] == "proposed"
    }
    calls = _Calls(stops=coming, known=known, short=short, people=people, zone=zone, command=command)
    parts = [
        Lines(
            heading=f"{number}. {_person(who, people)}",
            lines=tuple(calls.lines(who, wrong.get(who, []), to_ask.get(who, []), ready.get(who, []))),
        )
        for number, who in enumerate(dict.fromkeys((*wrong, *to_ask, *ready)), start=1)
    ]
    end = tuple(_end([one for one in ahead if one not in holding], unsaid=len(to_tell) - len(ready), nobody=not parts))
    page = Page(title=title, parts=(_meaning(asked=bool(to_ask), told=bool(ready)), *parts, Lines(lines=end)))
    return with_stranded(page, trouble, people=people, command=command)


def _by(some: Iterable[One], whose: Callable[[One], str]) -> dict[str, list[One]]:
    """In the order in which somebody is named first."""
    found: defaultdict[str, list[One]] = defaultdict(list)
    for one in some:
        found[whose(one)].append(one)
    return dict(found)


def _meaning(*, asked: bool, told: bool) -> Lines:
    """What the answers do, said once."""
    yes = say(
        "Yes: type the line below. It stays with this volunteer at this time, and the rider is listed to be told."
    )
    no = say(
        "No: the same line with no for yes, and why: --because busy (or ill, away, tired, car, too-early, too-far). "
        "The next best volunteer has it at once, and is listed to be asked."
    )
    knows = say("Told: type the line below. From then on it does not move.")
    return Lines(lines=(*((yes, no) if asked else ()), *((knows,) if told else ())))


def _end(loose: list[Planned], *, unsaid: int, nobody: bool) -> Iterator[str]:
    if nobody:
        yield say("Nobody has to be phoned.")
    if unsaid:
        yield say("Riders to tell once all their volunteers have said yes: {number}.", number=unsaid)
    if loose:
        codes = ", ".join(_codes(loose))
        yield say("Not asked about, since it does not hold as published; match again: {codes}", codes=codes)


class _Calls:
    """The lines of each call, in the same words."""

    def __init__(
        self,
        *,
        stops: tuple[PlannedStop, ...],
        known: dict[str, str],
        short: Collection[str],
        people: Directory,
        zone: tzinfo,
        command: str,
    ) -> None:
        self._stops, self._known, self._short = stops, known, short
        self._people, self._zone, self._command = people, zone, command

    def lines(self, who: str, wrong: list[Unkept], asks: list[Planned], tells: list[Planned]) -> Iterator[str]:
        """What does not hold any more, what to ask, what to tell; below each what to type."""
        settled = {one.serves for one in (*asks, *tells)}  # a new answer takes the old one's place
        for one in wrong:
            yield in_a_sentence(one, people=self._people, zone=self._zone)
        off = [one.agreed.serves for one in wrong if one.agreed.serves not in settled]
        if off:
            codes = " ".join(_whole_journeys(off))
            yield "  " + say("once they know: {command}", command=f"{self._command} told {codes} --off {who}")
        for on in sorted({self._date(one) for one in asks}):
            yield self._question(who, on, [one for one in asks if self._date(one) == on])
        yield from dict.fromkeys(filter(None, (self._before(one) for one in asks)))
        if any(one.serves in self._short for one in asks):
            yield say("That is less notice than they want: ask before the next match, which looks for somebody else.")
        if asks:
            yield f"  {self._command} yes {' '.join(_codes(asks))} --of {who}"
        if tells:
            yield say("It is settled: {rides}.", rides="; ".join(self._news(one) for one in tells))
            yield f"  {self._command} told {' '.join(_codes(tells))}"

    def _question(self, who: str, on: date, some: list[Planned]) -> str:
        """What to ask a volunteer about one day, and what it takes: two sentences."""
        named = {"day": day(on), "rides": "; ".join(self._ride(one, one.rider) for one in some)}
        named |= self._effort(some)
        if any(isinstance(one, PlannedRide) for one in some):
            return say("Could you drive on {day}: {rides}? In all away {hours}, {km} km.", **named)
        return say("Could you practise on {day}: {rides}? In all away {hours}, {km} km.", **named)

    def _before(self, one: Planned) -> str:
        return {
            "asked": say("They were asked already and have not answered."),
            "moved": say("They said yes to another time: this one is new."),
        }.get(self._known[one.serves], "")

    def _news(self, one: Planned) -> str:
        """What to tell a rider or learner."""
        return f"{day(self._date(one))} {self._ride(one, one.volunteer)}"

    def _ride(self, one: Planned, other: str) -> str:
        """When, with whom and where."""
        named = {"who": self._people.who(other)}
        if isinstance(one, PlannedRide):
            hours = span(one.pickup.begins_at, one.delivery.begins_at, self._zone)
            return say("{hours} {who}, {where}", hours=hours, where=way(one, people=self._people), **named)
        hours = span(one.begins_at, one.ends_at, self._zone)
        return say(
            "{hours} lesson with {who}, {where}", hours=hours, where=lesson_place(one, people=self._people), **named
        )

    def _effort(self, some: list[Planned]) -> dict[str, str]:
        """When the volunteer is away for these, and how far they drive, home to home."""
        asked = {(one.date, one.volunteer, one.trip) for one in map(_start, some)}
        stops = (stop for stop in self._stops if (stop.date, stop.volunteer, stop.trip) in asked)
        out = trips(stops)  # whole, though the journeys of some of the stops may be of dates that are not listed
        km = sum(stop.metres for trip in out for stop in trip) / 1000
        hours = ", ".join(span(trip[0].ends_at, trip[-1].arrives_at, self._zone) for trip in out)
        return {"hours": hours, "km": f"{km:.0f}"}

    def _date(self, one: Planned) -> date:
        return local_date(_start(one).begins_at, self._zone)


def _person(who: str, people: Directory) -> str:
    """Name, number and language, as far as each is known and may be shown."""
    return ", ".join(part for part in (people.who(who), people.phone(who), people.language(who)) if part)


def _codes(some: list[Planned]) -> list[str]:
    """One code for both ways of a journey that are asked about together, else one a ride."""
    found = []
    for one in some:
        journey = one.journey
        whole = sum(other.journey == journey for other in some) > 1
        found.append(journey if whole and journey else one.serves)
    return list(dict.fromkeys(found))


def _whole_journeys(codes: list[str]) -> list[str]:
    """The same for codes alone: S1:2026-12-14 for both its ways."""
    before = [code.rpartition(":")[0] for code in codes]
    return list(
        dict.fromkeys(
            journey if before.count(journey) > 1 else code for code, journey in zip(codes, before, strict=True)
        )
    )


def _start(one: Planned) -> PlannedStop:
    return one.pickup if isinstance(one, PlannedRide) else one
