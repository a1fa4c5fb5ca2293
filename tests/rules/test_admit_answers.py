"""What people were asked and answered, and the notice they need, as the engine sees it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ridematch.model.edition import Past
from ridematch.model.events import Event, EventKind
from ridematch.model.problem import Driver, Problem, Request
from ridematch.rules.admit import admit
from tests.rules import rows
from tests.rules.rows import (
    MONDAY,
    ZONE,
    a_ride,
    a_shift,
    a_volunteer,
    an_own_trip,
    can_practise,
    clock,
    day,
    driven,
    free,
    is_away,
    practising,
    shown,
    some_tables,
    told,
    travel_for,
)

OUT, LESSON = "S1:2026-12-14:out", "R1:2026-12-14:lesson"
NOW = datetime(2026, 12, 12, 8, tzinfo=UTC)


def said(kind: EventKind, volunteer: str = "V1", serves: str = OUT, on: date = MONDAY, **more: Any) -> Event:
    return Event(number=1, at=NOW, kind=kind, serves=serves, rider="R1", volunteer=volunteer, date=on, **more)


def seen(*events: Event, now: datetime | None = None, past: Past | None = None, **tables: Any) -> Problem:
    found = some_tables(**({"shifts": (a_shift(),)} | tables))
    before = past or Past()
    return admit(
        tables=found,
        past=Past(stops=before.stops, promises=before.promises, events=events),
        travel=travel_for(found),
        settings=rows.SETTINGS,
        first_date=MONDAY,
        days=7,
        now=now,
    )[0]


def out_of(problem: Problem) -> Request:
    return next(request for request in problem.requests if request.code == OUT)


def v1_of(problem: Problem) -> Driver:
    return problem.drivers[0]


@pytest.mark.parametrize(
    ("kind", "asked", "declined"),
    [
        ("asked", ("V1",), ()),
        ("accepted", ("V1",), ()),
        ("told", ("V1",), ()),
        ("declined", (), ("V1",)),
        ("released", (), ()),
    ],
)
def test_who_was_asked_and_who_said_no(kind: EventKind, asked: tuple[str, ...], declined: tuple[str, ...]) -> None:
    request = out_of(seen(said(kind)))
    assert (request.asked, request.declined_by) == (asked, declined)


def test_a_yes_weighs_more_than_a_proposal_if_it_is_that_volunteers() -> None:
    published = Past(stops=driven(OUT, MONDAY, "04:20", "04:45"))
    assert out_of(seen(said("accepted"), past=published)).accepted
    assert not out_of(seen(said("asked"), past=published)).accepted
    assert not out_of(seen(said("accepted", "V2"), past=published)).accepted
    assert not out_of(seen(said("accepted"))).accepted  # nobody is proposed


def test_a_promise_binds_more_than_a_yes() -> None:
    published = Past(stops=driven(OUT, MONDAY, "04:20", "04:45"), promises=(told(OUT, MONDAY, "04:20", "04:45"),))
    request = out_of(seen(said("accepted"), past=published))
    assert (request.proposed_driver, request.accepted) == ("", False)


def test_lessons_have_answers_by_date() -> None:
    tables = practising(lesson_times=(can_practise("16:00", "20:00", days=("Mon", "Tue")),), shifts=())
    wish = seen(said("declined", serves=LESSON), **tables).lessons[0]
    assert (wish.asked, wish.declined) == ((), (("V1", MONDAY),))
    wish = seen(said("accepted", serves=LESSON), **tables).lessons[0]
    assert (wish.asked, wish.declined) == ((("V1", MONDAY),), ())


@pytest.mark.parametrize("hours", [0, 24, 48])
def test_notice_runs_from_now(hours: int) -> None:
    problem = seen(now=NOW, volunteers=(a_volunteer(notice_hours=hours),))
    wanted = round((NOW + timedelta(hours=hours) - problem.epoch).total_seconds() / 60)
    assert v1_of(problem).notice_until == (wanted if hours else None)
    assert v1_of(seen(volunteers=(a_volunteer(notice_hours=hours),))).notice_until is None


def test_a_day_asked_about_is_an_ask_also_where_the_answer_was_no() -> None:
    last_week = day(-7)
    assert v1_of(seen()).asks_before == 0
    assert v1_of(seen(said("declined", serves="S1:2026-12-07:out", on=last_week))).asks_before == 1
    assert v1_of(seen(said("asked", serves="S1:2026-12-07:out", on=last_week))).asks_before == 1
    assert v1_of(seen(said("declined"))).asks_before == 1
    assert v1_of(seen(said("accepted"))).asks_before == 0  # in the plan, and counted there
    assert v1_of(seen(said("asked", serves="S1:2026-11-01:out", on=day(-29)))).asks_before == 0


def test_driving_and_being_asked_on_one_day_is_one_ask() -> None:
    last_week = "S1:2026-12-07:out"
    past = Past(stops=driven(last_week, day(-7), "04:20", "04:45"))
    driver = v1_of(seen(said("accepted", serves=last_week, on=day(-7)), past=past))
    assert driver.asks_before == 1
    assert v1_of(seen(said("declined", serves=last_week, on=day(-3)), past=Past())).driven_dates == ()


def test_what_is_under_way_stands_and_its_way_home_is_as_good_as_promised() -> None:
    errand = a_ride(arrive_by=clock("10:00"), return_after=clock("12:00"))
    tables: dict[str, Any] = {"shifts": (), "rides": (errand,)}
    before = Past(stops=driven("E1:out", MONDAY, "09:10", "09:35", journey_date=MONDAY))
    began = datetime(2026, 12, 14, 9, 10, tzinfo=ZONE)

    def journeys(now: datetime) -> dict[str, float]:
        found = seen(past=before, now=now, **tables).journeys
        return {journey.code: journey.left_out_cost for journey in found}

    soon = journeys(began - timedelta(minutes=1))
    assert list(soon) == ["E1"]
    later = journeys(began)
    assert sorted(later) == ["E1", "E1:out"]
    assert set(later.values()) == {rows.SETTINGS.weights.broken_pin}
    assert soon["E1"] < later["E1"]


@pytest.mark.parametrize(
    ("minute", "events", "hours"),
    [
        (-1, (), []),  # still to come
        (0, (), [("Mon 04:10", "Mon 04:55")]),
        (0, (said("away"),), []),  # known two days before
        (0, (said("declined"),), []),
    ],
)
@pytest.mark.parametrize("own_trip", [False, True])
def test_an_absence_entered_afterwards_takes_nothing_from_what_was_driven(
    minute: int, events: tuple[Event, ...], hours: list[tuple[str, str]], own_trip: bool
) -> None:
    at_home = free("04:00", "12:00")
    tables: dict[str, Any] = {
        "away": (is_away("V1", MONDAY),),
        "availability": (an_own_trip("04:10", "04:55") if own_trip else at_home,),
    }
    past = Past(stops=driven(OUT, MONDAY, "04:20", "04:45"))
    problem = seen(
        *events, now=datetime(2026, 12, 14, 4, 10, tzinfo=ZONE) + timedelta(minutes=minute), past=past, **tables
    )
    mine = [block for block in problem.blocks if block.date == MONDAY]
    assert [(shown(problem, block.start), shown(problem, block.end)) for block in mine] == hours
