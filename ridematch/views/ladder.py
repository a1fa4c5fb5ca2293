"""What is left to try for a ride, rung by rung: who has it, who else could, a bed, a bus, and whose decision it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo

from ridematch.language import say, say_many
from ridematch.model.edition import PlannedStop
from ridematch.views.answers import Offer
from ridematch.views.clock import day, length, local_date, span
from ridematch.views.directory import Directory
from ridematch.views.marks import in_a_word
from ridematch.views.page import Lines, Page
from ridematch.views.rides import PlannedRide
from ridematch.views.schedule import way


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHand:
    """What there is for a ride without any car of ours: places with how many beds are free, and whether a bus goes.

    `sharers` is how many riders of the same night are referred to these beds, this one included.
    """

    beds: tuple[tuple[str, int], ...] = ()
    bus: bool = False
    sharers: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """One planned ride and what there is if its volunteer falls ill; `others` were found by planning again.

    `void`: its volunteer can't drive it any more as it is.
    """

    ride: PlannedRide
    state: str
    others: tuple[Offer, ...]
    at_hand: AtHand
    void: bool = False


def ladder_page(ladders: Iterable[Ladder], *, people: Directory, zone: tzinfo, title: str, command: str) -> Page:
    """One for each ride, by time."""
    found = tuple(ladders)
    alone = sum(not one.others for one in found)
    first = say("No ride of these dates is late or early.")
    if found:
        first = say("Rides late or early: {all}. For {alone} nobody else was found.", all=len(found), alone=alone)
    parts = (_lines(one, people=people, zone=zone, command=command) for one in found)
    return Page(title=title, parts=(Lines(lines=(first,)), *parts))


def _lines(one: Ladder, *, people: Directory, zone: tzinfo, command: str) -> Lines:
    ride = one.ride
    when = local_date(ride.pickup.begins_at, zone)
    state = in_a_word(one.state) or say("proposed")
    has_it = ", ".join(filter(None, (people.who(ride.volunteer), people.phone(ride.volunteer), state)))
    if one.void:
        has_it = say("Nobody any more: {who} can't, or has said no.", who=people.who(ride.volunteer))
    known = [_other(offer, people) for offer in one.others]
    return Lines(
        heading=(
            f"{day(when)} {span(ride.pickup.begins_at, ride.delivery.begins_at, zone)}, {people.who(ride.rider)}, "
            f"{way(ride, people=people)}"
        ),
        lines=(
            f"1. {has_it}",
            *rungs(ride.serves, others=known, at_hand=one.at_hand, first=2, people=people, command=command),
        ),
    )


def rungs(
    request: str,
    *,
    others: list[str] | None,
    at_hand: AtHand,
    first: int,
    people: Directory,
    command: str,
) -> tuple[str, ...]:
    """The rungs below the volunteer who has it, numbered from `first`. `others`: None where nobody has looked."""
    if others is None or others:
        volunteers = [say("Another volunteer: {command}", command=f"{command} ask {request}"), *(others or ())]
    else:
        volunteers = [say("Another volunteer: nobody was found, even at short notice.")]
    places = [
        say_many("1 bed at {place}", "{number} beds at {place}", count, place=people.place(place))
        for place, count in at_hand.beds
    ]
    employer = _employer(places, at_hand.sharers)
    bus_or_taxi = (
        say("The bus: one goes, as the shift says. Else a taxi, which is for you to decide.")
        if at_hand.bus
        else say("The bus, if one runs; else a taxi, which is for you to decide.")
    )
    numbered = [(volunteers, first), ([employer], first + 1), ([bus_or_taxi], first + 2)]
    return tuple(
        f"{number}. {text}" if place == 0 else f"   {text}"
        for texts, number in numbered
        for place, text in enumerate(texts)
    )


def _employer(places: list[str], sharers: int) -> str:
    if not places:
        return say("The employer: no bed is in the tables (overnight); ask for one, or for a lift.")
    beds = ", ".join(places)
    if sharers == 1:
        return say("The employer: {beds}.", beds=beds)
    return say("The employer: {beds}, for {riders} riders of this list that night.", beds=beds, riders=sharers)


def _other(offer: Offer, people: Directory) -> str:
    more = say("{time} more driving", time=length(max(0, offer.minutes)))
    word = {"declined": say("said no to this one"), "asked": say("was asked about this one")}.get(offer.word, "")
    notice = say("wants more notice") if offer.short_notice else ""
    return ", ".join(filter(None, (people.who(offer.volunteer), people.phone(offer.volunteer), more, word, notice)))


def is_at_an_awkward_hour(stops: Iterable[PlannedStop], *, zone: tzinfo, late: int, early: int) -> bool:
    """Whether anybody gets in or out between these hours of the night (minutes of the day)."""
    local = [stop.begins_at.astimezone(zone) for stop in stops]
    minutes = [at.hour * 60 + at.minute for at in local]
    return any(minute >= late or minute < early for minute in minutes)
