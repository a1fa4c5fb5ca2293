"""Riders who are out there without a way home: the first line of every page about the schedule."""

from collections.abc import Iterable, Mapping

from ridematch.language import say
from ridematch.model.edition import PlannedStop, Unserved
from ridematch.model.problem import way_of
from ridematch.views.clock import day
from ridematch.views.directory import Directory
from ridematch.views.page import Lines


def stranded(stops: Iterable[PlannedStop], unserved: Iterable[Unserved]) -> tuple[Unserved, ...]:
    """Of what was left out the ways home of those whose way out stands: it was driven, or its rider is on the way."""
    driven = {stop.journey for stop in stops if stop.action == "pickup" and way_of(stop.serves) == "out"}
    return tuple(
        left for left in unserved if left.kind != "lesson" and (left.code in driven or way_of(left.code) == "back")
    )


def stranded_lines(
    found: Iterable[Unserved], *, people: Directory, command: str, could: Mapping[str, tuple[str, ...]] | None = None
) -> Lines:
    """Each with the ladder: who else could drive, in the order found, what else there is, and whose decision it is.

    `could` has, by code, the volunteers who were found by planning again; None where nobody looked.
    """
    lines = []
    for left in found:
        way = left.code if way_of(left.code) == "back" else f"{left.code}:back"
        phone = people.phone(left.rider)
        lines.append(
            say(
                "{who}, {day}: the way out stands, and nobody drives {code}.",
                who=", ".join(part for part in (people.who(left.rider), phone) if part),
                day=day(left.date),
                code=way,
            )
        )
        if could is None or could.get(left.code):
            lines.append("  " + say("1. Another volunteer: {command}", command=f"{command} ask {way}"))
            lines += [
                f"     {', '.join(filter(None, (people.who(who), people.phone(who))))}"
                for who in (could or {}).get(left.code, ())
            ]
        else:
            lines.append("  " + say("1. Another volunteer: nobody was found, even at short notice."))
        lines.append("  " + say("2. The employer: a shuttle, or a bed for the night."))
        lines.append("  " + say("3. The bus, if one runs; else a taxi, which is for you to decide."))
    return Lines(heading=say("STRANDED: no way home"), lines=tuple(lines))
