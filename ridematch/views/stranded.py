"""Riders who are out there without a way home: the first line of every page about the schedule."""

from collections.abc import Iterable, Mapping

from ridematch.language import say
from ridematch.model.edition import PlannedStop, Unserved
from ridematch.model.problem import way_of
from ridematch.views.clock import day
from ridematch.views.directory import Directory
from ridematch.views.ladder import AtHand, rungs
from ridematch.views.page import Lines

CANCELLED = "cancelled"
"""The verdict on a way home that was cancelled while its rider was out there."""


def stranded(stops: Iterable[PlannedStop], unserved: Iterable[Unserved]) -> tuple[Unserved, ...]:
    """Of what was left out the ways home of those whose way out stands: it was driven, or its rider is on the way."""
    driven = {stop.journey for stop in stops if stop.action == "pickup" and way_of(stop.serves) == "out"}
    return tuple(
        left for left in unserved if left.kind != "lesson" and (left.code in driven or way_of(left.code) == "back")
    )


def way_home(code: str) -> str:
    """The request that brings them home."""
    return code if way_of(code) == "back" else f"{code}:back"


def stranded_lines(
    found: Iterable[Unserved],
    *,
    people: Directory,
    command: str,
    at_hand: Mapping[str, AtHand],
    could: Mapping[str, tuple[str, ...]] | None = None,
) -> Lines:
    """Each with the ladder: who else could drive, in the order found, what else there is, and whose decision it is.

    By code, `at_hand` has the beds and buses there are, and `could` the volunteers who were found by planning again;
    None where nobody looked.
    """
    lines = []
    for left in found:
        way = way_home(left.code)
        named = {
            "who": ", ".join(part for part in (people.who(left.rider), people.phone(left.rider)) if part),
            "day": day(left.date),
            "code": way,
        }
        if left.verdict == CANCELLED:
            lines.append(say("{who}, {day}: out there already, and {code} is cancelled since.", **named))
            below = _cancelled_rungs(way, left, command=command)
        else:
            lines.append(say("{who}, {day}: the way out stands, and nobody drives {code}.", **named))
            others = None
            if could is not None:
                names = could.get(left.code, ())
                others = [", ".join(filter(None, (people.who(who), people.phone(who)))) for who in names]
            rest = at_hand.get(left.code, AtHand())
            below = rungs(way, others=others, at_hand=rest, first=1, people=people, command=command)
        lines += [f"  {rung}" for rung in below]
        closes = say("once they are home in another way: {command}", command=f"{command} done {way} --by-other taxi")
        lines.append(f"  {closes}")
    return Lines(heading=say("STRANDED: no way home"), lines=tuple(lines))


def _cancelled_rungs(request: str, left: Unserved, *, command: str) -> tuple[str, ...]:
    """A way home that nobody asks for any more has to be asked for first."""
    code, *rest = request.split(":")
    if len(rest) < 2:  # a single ride is gone from the tables
        again = f"{command} add-ride {left.rider} FROM home {left.date} --leave-after HH:MM"
        return (say("1. If a way home is needed, enter the ride anew and match again: {command}", command=again),)
    again = f"{command} cancel {code} {rest[0]} --undo"
    return (say("1. If a way home is needed, take it back and match again: {command}", command=again),)
