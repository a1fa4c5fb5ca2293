"""What there is for a ride that nobody drives: beds near the workplace, and buses, as far as the tables tell."""

from collections.abc import Iterable

from ridematch.model.edition import Covered, Edition, Past
from ridematch.model.facts import Tables
from ridematch.rules.beds import beds_for, has_bus
from ridematch.views.ladder import AtHand
from ridematch.views.stranded import stranded, way_home


def at_hand(tables: Tables, request: str, covered: Iterable[Covered]) -> AtHand:
    """Beds and a bus for one request."""
    return AtHand(beds=beds_for(tables, request, covered), bus=has_bus(tables, request))


def at_hand_for_stranded(tables: Tables, past: Past | Edition) -> dict[str, AtHand]:
    """The same for the way home of everybody who is stranded by what stands, by the code of what was left out."""
    return {
        left.code: at_hand(tables, way_home(left.code), past.covered) for left in stranded(past.stops, past.unserved)
    }
