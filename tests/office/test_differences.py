"""What a run changed, and why, as far as the facts tell."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from ridematch.match.solve import match
from ridematch.model.edition import Edition, Past
from ridematch.model.events import Event
from ridematch.model.facts import Tables
from ridematch.model.problem import Problem
from ridematch.office.differences import differences, minutes_saved
from ridematch.office.publishing import make_edition
from tests.rules.rows import MONDAY, a_rider, a_shift, a_volunteer, admitted, free, some_tables

NOW = datetime(2026, 12, 11, tzinfo=UTC)
OUT, BACK = "S1:2026-12-14:out", "S1:2026-12-14:back"


def free_all_day(*codes: str) -> tuple[Any, ...]:
    return tuple(free("03:00", "23:00", volunteer=code) for code in codes)


BOTH = (a_volunteer("V1", "Dal"), a_volunteer("V2", "Backe"))
BEFORE = some_tables(shifts=(a_shift(),), volunteers=BOTH, availability=free_all_day("V1", "V2"))


def planned(tables: Tables, **more: Any) -> tuple[Problem, Edition]:
    problem, _ = admitted(tables, **more)
    return problem, make_edition(problem, match(problem), unserved=(), made_at=NOW)


def why(after: Tables, *events: Event, before: Tables = BEFORE) -> dict[str, str]:
    _, old = planned(before)
    past = Past(stops=old.stops, events=events)
    problem, new = planned(after, past=past)
    found = differences(problem, past, latest=old, edition=new, dates={MONDAY})
    return {change.serves: change.why for change in found}


def test_nothing_differs_on_the_same_facts() -> None:
    assert why(BEFORE) == {}


def test_a_volunteer_who_is_not_free_any_more() -> None:
    assert why(replace(BEFORE, availability=free_all_day("V2"))) == {OUT: "facts", BACK: "facts"}


def test_a_volunteer_who_said_no() -> None:
    no = Event(number=1, at=NOW, kind="declined", serves=OUT, rider="R1", volunteer="V1", date=MONDAY)
    assert why(BEFORE, no)[OUT] == "declined"


def test_what_is_not_asked_for_any_more_and_what_is_left_out() -> None:
    assert why(replace(BEFORE, shifts=())) == {OUT: "gone", BACK: "gone"}
    assert set(why(replace(BEFORE, availability=())).values()) == {"facts"}


def test_a_new_request_and_one_there_is_room_for_now() -> None:
    more = replace(BEFORE, riders=(a_rider(), a_rider("R2")), shifts=(a_shift(), a_shift("S2", rider="R2")))
    assert why(more)["S2:2026-12-14:out"] == "new"
    crowded = replace(BEFORE, availability=())
    assert why(BEFORE, before=crowded) == {OUT: "room", BACK: "room"}


def test_a_plan_that_is_better_as_a_whole() -> None:
    far = replace(BEFORE, volunteers=(a_volunteer("V2", "Backe"),), availability=free_all_day("V2"))
    assert set(why(BEFORE, before=far).values()) == {"better"}


@pytest.mark.parametrize("more", [0, 30])
def test_minutes_are_those_of_all_driving(more: int) -> None:
    _, old = planned(BEFORE)
    stops = (replace(old.stops[0], minutes=old.stops[0].minutes + more), *old.stops[1:])
    assert minutes_saved(Past(stops=stops), old, {MONDAY}) == more
