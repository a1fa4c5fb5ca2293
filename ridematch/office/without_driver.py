"""What is covered without a driver, with the times and places that the plan behind it has."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from ridematch.model.edition import Covered
from ridematch.model.problem import way_of
from ridematch.views.json_file import journeys_from_json
from ridematch.views.without_driver import WithoutDriver


def legs_without_driver(session: Any, covered: Iterable[Covered]) -> tuple[WithoutDriver, ...]:
    """These legs as the editions that hold their dates planned them."""
    from ridematch.store.editions import load_problems

    legs = {leg.request: _untold(leg) for leg in covered}
    for text, dates in load_problems(session, (leg.date for leg in legs.values())).items():
        epoch, journeys = journeys_from_json(text)
        for request in (leg.request for journey in journeys for leg in journey.legs):
            known = legs.get(request.code)
            if known is None or epoch is None or known.date not in dates:
                continue
            is_out, there = way_of(request.code) == "out", epoch + timedelta(minutes=request.delivery.window.latest)
            legs[request.code] = WithoutDriver(
                request=known.request,
                rider=known.rider,
                date=known.date,
                fallback=known.fallback,
                start=request.pickup.place,
                end=request.delivery.place,
                at=there if is_out else epoch + timedelta(minutes=request.pickup.window.earliest),
                ends_at=there,
            )
    return tuple(legs.values())


def _untold(leg: Covered) -> WithoutDriver:
    return WithoutDriver(request=leg.request, rider=leg.rider, date=leg.date, fallback=leg.fallback)
