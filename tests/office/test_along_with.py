"""Why something else is different in the plan that an answer led to."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from ridematch.model.edition import PlannedStop
from ridematch.office.along_with import along_with
from ridematch.views.changes import changes
from tests.views.schedules import MONDAY, a_stop

ABOUT, OTHER, THIRD = "S1:2026-12-14:out", "S2:2026-12-14:out", "S3:2026-12-14:out"
LATER = timedelta(minutes=10)


def a_plan(*driven: tuple[str, str, timedelta]) -> tuple[PlannedStop, ...]:
    """A ride each, of a volunteer, so much later than at first."""
    return tuple(stop for ride in driven for stop in a_ride(*ride))


def a_ride(volunteer: str, serves: str, later: timedelta) -> Iterable[PlannedStop]:
    hour = {ABOUT: "04", OTHER: "05", THIRD: "06"}[serves]
    trip = int(hour)
    stops = (
        a_stop(0, "pickup", "A", f"{hour}:00", serves=serves, rider="R1", volunteer=volunteer, trip=trip),
        a_stop(1, "delivery", "B", f"{hour}:20", serves=serves, rider="R1", volunteer=volunteer, trip=trip),
    )
    return (replace(one, begins_at=one.begins_at + later, ends_at=one.ends_at + later) for one in stops)


NO = timedelta()


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        ((("V1", ABOUT, NO), ("V2", OTHER, NO)), (("V2", ABOUT, NO), ("V2", OTHER, LATER)), "made room"),
        ((("V1", ABOUT, NO), ("V2", OTHER, NO)), (("V2", ABOUT, NO), ("V3", OTHER, NO)), "made room"),
        ((("V1", ABOUT, NO), ("V1", OTHER, LATER)), (("V2", ABOUT, NO), ("V1", OTHER, NO)), "room"),
        ((("V1", ABOUT, NO), ("V3", OTHER, LATER)), (("V2", ABOUT, NO), ("V1", OTHER, NO)), "room"),
        ((("V1", ABOUT, NO), ("V2", OTHER, NO)), (("V2", ABOUT, NO), ("V1", OTHER, NO)), "better"),
        ((("V1", ABOUT, NO), ("V3", OTHER, NO)), (("V2", ABOUT, NO), ("V3", OTHER, LATER)), "better"),
        ((("V1", ABOUT, NO),), (("V2", ABOUT, NO), ("V3", OTHER, LATER)), "room"),
    ],
    ids=["at another time", "handed on", "back in time", "back with whoever was relieved", "swapped", "apart", "new"],
)
def test_room_is_made_by_whoever_has_got_more_and_is_there_with_whoever_has_less(
    before: tuple[tuple[str, str, timedelta], ...], now: tuple[tuple[str, str, timedelta], ...], why: str
) -> None:
    old, new = a_plan(*before), a_plan(*now)
    found = along_with({ABOUT}, old, new, changes(old, new, dates={MONDAY}))
    assert [(one.serves, one.why) for one in found] == [(OTHER, why)]


def test_who_makes_room_for_what_was_handed_on_makes_room_too() -> None:
    old = a_plan(("V1", ABOUT, NO), ("V2", OTHER, NO), ("V3", THIRD, NO))
    new = a_plan(("V2", ABOUT, NO), ("V3", OTHER, NO), ("V3", THIRD, LATER))
    found = along_with({ABOUT}, old, new, changes(old, new, dates={MONDAY}))
    assert [(one.serves, one.why) for one in found] == [(OTHER, "made room"), (THIRD, "made room")]
