"""What a run changed, and why, as far as the facts tell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ridematch.match.solve import match
from ridematch.model.edition import Edition, Past
from ridematch.model.events import Event, EventKind
from ridematch.model.facts import Tables
from ridematch.model.problem import Problem
from ridematch.office.differences import differences, minutes_saved
from ridematch.office.publishing import make_edition
from ridematch.views.changes import REASONS
from tests.rules.rows import MONDAY, a_rider, a_shift, a_volunteer, admitted, free, is_away, some_tables

NOW = datetime(2026, 12, 11, tzinfo=UTC)
OUT, BACK = "S1:2026-12-14:out", "S1:2026-12-14:back"


def free_all_day(*codes: str) -> tuple[Any, ...]:
    return tuple(free("03:00", "23:00", volunteer=code) for code in codes)


BOTH = (a_volunteer("V1", "Dal"), a_volunteer("V2", "Backe"))
BEFORE = some_tables(shifts=(a_shift(),), volunteers=BOTH, availability=free_all_day("V1", "V2"))


def planned(tables: Tables, **more: Any) -> tuple[Problem, Edition]:
    problem, _ = admitted(tables, **more)
    return problem, make_edition(problem, match(problem), unserved=(), made_at=NOW)


def why(after: Tables, *events: Event, before: Tables = BEFORE, now: datetime | None = None) -> dict[str, str]:
    _, old = planned(before)
    past = Past(stops=old.stops, events=events)
    problem, new = planned(after, past=past, now=now)
    found = differences(problem, past, latest=old, edition=new, dates={MONDAY}, tables=after)
    return {change.serves: change.why for change in found}


def test_nothing_differs_on_the_same_facts() -> None:
    assert why(BEFORE) == {}


def said(kind: EventKind, serves: str, volunteer: str = "V1") -> Event:
    return Event(number=1, at=NOW, kind=kind, serves=serves, rider="R1", volunteer=volunteer, date=MONDAY)


def test_a_volunteer_who_is_not_free_any_more() -> None:
    assert why(replace(BEFORE, availability=free_all_day("V2"))) == {OUT: "not free", BACK: "not free"}


def test_a_volunteer_who_is_away_or_does_not_drive_any_more() -> None:
    assert why(replace(BEFORE, away=(is_away("V1", MONDAY),))) == {OUT: "away", BACK: "away"}
    inactive = replace(BEFORE, volunteers=(replace(BOTH[0], active=False), BOTH[1]))
    assert why(inactive) == {OUT: "no driver", BACK: "no driver"}


@pytest.mark.parametrize(("hours", "reason"), [(3, {}), (2, {OUT: "notice"})])
def test_a_volunteer_whose_notice_ran_out(hours: int, reason: dict[str, str]) -> None:
    """V1 has the way out and wants two hours; its pickup may begin at the earliest so many hours from now."""
    patient = replace(BOTH[1], notice_hours=0)
    tables = replace(BEFORE, volunteers=(replace(BOTH[0], notice_hours=2), patient))
    problem, _ = planned(tables)
    opens = next(one for one in problem.requests if one.code == OUT).pickup.window.earliest
    now = problem.epoch + timedelta(minutes=opens) - timedelta(hours=hours) + timedelta(minutes=hours == 2)
    assert {serves: why for serves, why in why(tables, before=tables, now=now).items() if serves == OUT} == reason


def test_the_other_way_has_nobody_any_more() -> None:
    alone = replace(BEFORE, volunteers=BOTH[:1], availability=free_all_day("V1"))
    assert why(alone, said("declined", OUT), before=alone) == {OUT: "declined", BACK: "way out"}
    assert why(alone, said("declined", BACK), before=alone) == {OUT: "way back", BACK: "declined"}


def test_a_shift_at_another_time_and_one_that_is_cancelled() -> None:
    assert why(replace(BEFORE, shifts=(a_shift("S1", "08:00", "16:00"),))) == {OUT: "moved", BACK: "moved"}
    assert why(replace(BEFORE, shifts=()), said("cancelled", OUT)) == {OUT: "cancelled", BACK: "gone"}
    assert why(replace(BEFORE, away=(is_away("R1", MONDAY),))) == {OUT: "rider away", BACK: "rider away"}


def test_every_reason_has_its_words() -> None:
    assert all(REASONS[reason] for reason in REASONS if reason)


def test_a_volunteer_who_said_no() -> None:
    assert why(BEFORE, said("declined", OUT))[OUT] == "declined"


def test_what_is_not_asked_for_any_more_and_what_is_left_out() -> None:
    assert why(replace(BEFORE, shifts=())) == {OUT: "gone", BACK: "gone"}
    assert set(why(replace(BEFORE, availability=())).values()) == {"not free"}


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
