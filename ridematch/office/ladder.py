"""The evening before: for each ride at an awkward hour, what there is if its volunteer falls ill."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.facts import Tables
from ridematch.office.asking import offers
from ridematch.office.at_hand import at_hand
from ridematch.office.dossier import Dossier, as_it_holds
from ridematch.rules.beds import night_of
from ridematch.views.ladder import Ladder, is_at_an_awkward_hour
from ridematch.views.marks import states
from ridematch.views.rides import rides

ENOUGH = 3
"""So many others are named for one ride."""


def ladders(
    dossier: Dossier, dates: Collection[date], *, progress: Callable[[str], None] = lambda phase: None
) -> tuple[Ladder, ...]:
    """By time, for the rides of these dates that begin or end in the night or before the early hours are over."""
    dossier = as_it_holds(dossier)
    zone, nights, past = ZoneInfo(dossier.settings.calendar.zone), dossier.settings.nights, dossier.found.past
    known = states(dossier.edition.stops, past.promises, past.events)
    wanted = [
        one
        for one in rides(dossier.edition.stops)
        if (one.pickup.journey_date or one.pickup.date) in dates
        and is_at_an_awkward_hour(
            (one.pickup, one.delivery), zone=zone, late=_minutes(nights.begins), early=_minutes(nights.early_until)
        )
    ]
    found = []
    for number, one in enumerate(sorted(wanted, key=lambda one: (one.pickup.begins_at, one.serves)), start=1):
        progress(say("looking for others, {number} of {all}", number=number, all=len(wanted)))
        found.append(
            Ladder(
                ride=one,
                state=known.get(one.serves, "proposed"),
                void=one.serves in dossier.void,
                others=offers(dossier, dossier.one(one.serves))[:ENOUGH],
                at_hand=at_hand(dossier.found.tables, one.serves, dossier.edition.covered),
            )
        )
    return tuple(_sharing_beds(found, dossier.found.tables))


def _sharing_beds(found: list[Ladder], tables: Tables) -> Iterator[Ladder]:
    """With how many riders of the same night the same beds would have to do for."""
    nights = {one.ride.serves: night_of(tables, one.ride.serves) for one in found}
    for one in found:
        sharers = {
            other.ride.rider
            for other in found
            if nights[other.ride.serves] == nights[one.ride.serves] and {*other.at_hand.beds} & {*one.at_hand.beds}
        }
        yield replace(one, at_hand=replace(one.at_hand, sharers=max(1, len(sharers))))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
