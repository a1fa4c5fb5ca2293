"""What was driven of what was published, by what was noted afterwards."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ridematch.model.edition import PlannedStop
from ridematch.model.events import Answers, Event


def driven(stops: Iterable[PlannedStop], events: Iterable[Event]) -> tuple[PlannedStop, ...]:
    """Without the trips of which every rider was brought otherwise: for these the volunteer did not leave home."""
    found, answers = tuple(stops), Answers(events)
    served: defaultdict[tuple[date, str, int], set[str]] = defaultdict(set)
    for stop in found:
        if stop.serves:
            served[stop.date, stop.volunteer, stop.trip].add(stop.serves)
    undriven = {trip for trip, codes in served.items() if all(map(answers.otherwise, codes))}
    return tuple(stop for stop in found if (stop.date, stop.volunteer, stop.trip) not in undriven)
