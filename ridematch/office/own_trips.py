"""How far a volunteer would have driven anyway, on a journey of their own."""

from datetime import date
from typing import Any

from ridematch.model.edition import PlannedStop
from ridematch.views.json_file import travel_from_json
from ridematch.views.mileage import Direct
from ridematch.views.rides import trips


def direct_ways(session: Any, stops: tuple[PlannedStop, ...]) -> Direct:
    """The direct ways of the own trips among these, from the roads as they were when the trips were planned."""
    from ridematch.store.editions import load_problems

    own = [trip for trip in trips(stops) if trip[0].own_trip]
    found: dict[tuple[date, str, int], int] = {}
    for problem, dates in load_problems(session, (trip[0].date for trip in own)).items():
        travel = travel_from_json(problem)
        row = travel.index() if travel else {}
        for first, last in ((trip[0], trip[-1]) for trip in own if trip[0].date in dates):
            if travel and first.place in row and last.place in row:
                metres = travel.metres[row[first.place]][row[last.place]]
                found[first.date, first.volunteer, first.trip] = metres
    return found
