from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import StatementError

from ridematch.model.edition import Covered, Edition, Past, PlannedStop, Promise, Unserved
from ridematch.store.database import reading, transaction
from ridematch.store.editions import (
    keep_promises,
    latest_edition,
    load_history,
    load_past,
    load_problems,
    load_schedule,
    publish,
    release_promises,
)
from tests.store.examples import utc


def _day(text: str) -> date:
    return date.fromisoformat(text)


def edition(first_date: str, *, days: int = 7, **rest: object) -> Edition:
    base = Edition(
        made_at=utc("2026-12-13T20:15:30.123456"),
        first_date=_day(first_date),
        days=days,
        objective=1234.5,
        bound=1200.25,
        proven=False,
        seconds=3.5,
        problem_json='{"epoch": "2026-12-14"}',
        plan_json="{}",
    )
    return replace(base, **rest)  # type: ignore[arg-type]


def _stop(duty_date: str, serves: str = "", *, journey_date: str = "", trip: int = 1, position: int = 0) -> PlannedStop:
    at = utc(f"{duty_date}T04:00:00") + timedelta(minutes=position)
    return PlannedStop(
        volunteer="V01",
        date=_day(duty_date),
        trip=trip,
        position=position,
        action="pickup" if serves else "depart",
        place="home:V01",
        arrives_at=at,
        begins_at=at,
        ends_at=at,
        minutes=12,
        metres=9500,
        serves=serves,
        rider="R01" if serves else "",
        journey=serves,
        journey_date=_day(journey_date or duty_date) if serves else None,
        seats=1 if serves else 0,
    )


def _unserved(on: str, code: str = "S01") -> Unserved:
    facts = ("V01: 31 min over the day's driving", "V02: not free, by 25 min")
    return Unserved(code=f"{code}:{on}", kind="commute", rider="R01", date=_day(on), verdict="taken", facts=facts)


def _covered(on: str, fallback: str = "bed") -> Covered:
    return Covered(request=f"S01:{on}:back", rider="R01", date=_day(on), fallback=fallback)


def _promise(serves: str, begins: str) -> Promise:
    at = utc(begins)
    return Promise(serves=serves, volunteer="V01", begins_at=at, ends_at=at + timedelta(minutes=20), told_at=at)


def _publish(store: Engine, *editions: Edition) -> None:
    with transaction(store) as session:
        for one in editions:
            publish(session, one)


def _past(store: Engine, first_date: str, days: int) -> Past:
    with reading(store) as session:
        return load_past(session, first_date=_day(first_date), days=days)


def _schedule(store: Engine, first_date: str | None, days: int | None) -> Past:
    with reading(store) as session:
        return load_schedule(session, first_date=_day(first_date) if first_date else None, days=days)


def test_before_the_first_edition_there_is_nothing(store: Engine) -> None:
    with reading(store) as session:
        assert latest_edition(session) is None
    assert _past(store, "2026-12-14", 7) == Past()
    assert _schedule(store, None, None) == Past()


def test_the_latest_edition_comes_back_whole_and_in_its_own_order(store: Engine) -> None:
    first = edition(
        "2026-12-14",
        stops=(_stop("2026-12-15"), _stop("2026-12-15", "S01", position=1), _stop("2026-12-14")),
        unserved=(_unserved("2026-12-16"), _unserved("2026-12-14")),
        covered=(_covered("2026-12-15"),),
    )
    second = edition("2026-12-15", days=3, proven=True, stops=(replace(_stop("2026-12-15"), own_trip=True),))
    for number, published in ((1, first), (2, second)):
        with transaction(store) as session:
            assert publish(session, published) == replace(published, number=number)
        with reading(store) as session:
            assert latest_edition(session) == replace(published, number=number)


def test_instants_come_back_in_utc_whatever_zone_they_had(store: Engine) -> None:
    stockholm = timezone(timedelta(hours=1))
    _publish(store, edition("2026-12-14", made_at=datetime(2026, 12, 14, 0, 30, tzinfo=stockholm)))
    with reading(store) as session:
        found = latest_edition(session)
    assert found is not None
    assert found.made_at.isoformat() == "2026-12-13T23:30:00+00:00"
    assert found.made_at.tzinfo == UTC


def test_an_instant_without_a_zone_is_a_mistake(store: Engine) -> None:
    with pytest.raises(StatementError, match="needs a time zone"), transaction(store) as session:
        publish(session, edition("2026-12-14", made_at=datetime(2026, 12, 14)))  # noqa: DTZ001


def test_each_date_comes_from_the_newest_edition_that_holds_it(store: Engine) -> None:
    old = edition(
        "2026-12-14",
        days=3,
        stops=tuple(_stop(f"2026-12-{day}", f"old-{day}") for day in (14, 15, 16, 17)),
        unserved=tuple(_unserved(f"2026-12-{day}", "old") for day in (14, 15, 16)),
        covered=tuple(_covered(f"2026-12-{day}") for day in (14, 15, 16)),
    )
    new = edition(
        "2026-12-15",
        days=1,
        stops=(_stop("2026-12-15", "new-15"), _stop("2026-12-16", "new-16", journey_date="2026-12-15")),
        unserved=(_unserved("2026-12-15", "new"),),
        covered=(_covered("2026-12-15", "bus"),),
    )
    _publish(store, old, new)
    past = _past(store, "2026-12-14", 4)
    assert [stop.serves for stop in past.stops] == ["old-14", "new-15", "new-16", "old-17"]
    assert [row.code[:3] for row in past.unserved] == ["old", "new", "old"]
    assert [row.fallback for row in past.covered] == ["bed", "bus", "bed"]


def test_a_newer_edition_without_rides_on_a_date_leaves_none_there(store: Engine) -> None:
    _publish(
        store,
        edition("2026-12-14", stops=(_stop("2026-12-14", "S01"),), unserved=(_unserved("2026-12-15"),)),
        edition("2026-12-14"),
    )
    assert _past(store, "2026-12-14", 7) == Past()


def test_the_past_reaches_five_weeks_back_and_to_the_day_after_the_horizon(store: Engine) -> None:
    dates = ("2026-11-08", "2026-11-09", "2026-12-20", "2026-12-21", "2026-12-22")
    _publish(
        store,
        edition(
            "2026-11-01",
            days=60,
            stops=tuple(_stop(on, on) for on in dates),
            unserved=tuple(_unserved(on) for on in dates),
            covered=tuple(_covered(on) for on in dates),
        ),
    )
    past = _past(store, "2026-12-14", 7)
    within = [_day(on) for on in dates[1:4]]
    assert [stop.date for stop in past.stops] == within
    assert [row.date for row in past.unserved] == within
    assert [row.date for row in past.covered] == within


def test_promises_of_the_past_are_those_planned_there_or_begun_since(store: Engine) -> None:
    _publish(store, edition("2026-12-14", stops=(_stop("2026-12-14", "planned"),)))
    promises = (
        _promise("planned", "2026-01-01T06:00:00"),
        _promise("long ago", "2026-11-08T23:59:00"),
        _promise("five weeks ago", "2026-11-09T00:00:00"),
        _promise("next year", "2027-01-05T06:00:00"),
    )
    with transaction(store) as session:
        keep_promises(session, promises)
    assert _past(store, "2026-12-14", 7).promises == (promises[0], promises[2], promises[3])


def test_a_promise_takes_an_older_ones_place_and_is_released(store: Engine) -> None:
    first, other = _promise("S01", "2026-12-14T06:00:00"), _promise("S02", "2026-12-14T07:00:00")
    again = replace(first, volunteer="V02")
    with transaction(store) as session:
        keep_promises(session, (first, other))
        keep_promises(session, (again,))
        keep_promises(session, ())
    assert _schedule(store, None, None).promises == (again, other)
    with transaction(store) as session:
        release_promises(session, ("S01", "never told"))
        release_promises(session, ())
    assert _schedule(store, None, None).promises == (other,)


def test_the_schedule_of_some_days_brings_everybody_home_and_shows_no_more(store: Engine) -> None:
    home = (
        _stop("2026-12-16", trip=1),
        _stop("2026-12-16", "night", journey_date="2026-12-15", trip=1, position=1),
    )
    monday, tuesday = _stop("2026-12-14", "S14"), _stop("2026-12-15", "S15")
    later = _stop("2026-12-16", "S16", trip=2)
    _publish(
        store,
        edition(
            "2026-12-14",
            stops=(monday, tuesday, *home, later),
            unserved=tuple(_unserved(f"2026-12-{day}") for day in (14, 15, 16)),
            covered=tuple(_covered(f"2026-12-{day}") for day in (14, 15, 16)),
        ),
    )
    promises = tuple(_promise(f"P{day}", f"2026-12-{day}T00:00:00") for day in (14, 15, 16))
    with transaction(store) as session:
        keep_promises(session, promises)
    found = _schedule(store, "2026-12-15", 1)
    assert found.stops == (tuesday, *home)
    assert found.unserved == (_unserved("2026-12-15"),)
    assert found.covered == (_covered("2026-12-15"),)
    assert found.promises == promises[1:2]
    assert _schedule(store, "2026-12-15", None).stops == (tuesday, *home, later)
    assert _schedule(store, "2026-12-15", None).promises == promises[1:]
    assert _schedule(store, None, None).stops == (monday, tuesday, *home, later)


def test_the_history_of_some_dates_has_every_edition_that_holds_one_or_the_day_after(store: Engine) -> None:
    def stops(*days: int) -> tuple[PlannedStop, ...]:
        return tuple(_stop(f"2026-12-{day}", f"S{day}") for day in days)

    whole = edition("2026-12-14", days=3, stops=stops(17, 16, 15, 14), unserved=(_unserved("2026-12-15"),))
    before = edition("2026-12-10", days=4, stops=stops(13, 14))
    ends_just_there = edition("2026-12-10", days=5, stops=stops(14, 15))
    begins_just_there = edition("2026-12-16", days=1, stops=stops(16, 17))
    later = edition("2026-12-17", days=1, stops=stops(17))
    _publish(store, whole, before, ends_just_there, begins_just_there, later)
    with reading(store) as session:
        found = load_history(session, first_date=_day("2026-12-15"), days=1)
        assert [(one.number, [stop.date.day for stop in one.stops]) for one in found] == [
            (1, [16, 15]),
            (3, [15]),
            (4, [16]),
        ]
        assert found[0] == replace(whole, number=1, stops=stops(16, 15), unserved=(), problem_json="", plan_json="")
        everything = load_history(session, first_date=_day("2026-12-15"), days=None)
    assert [(one.number, [stop.date.day for stop in one.stops]) for one in everything] == [
        (1, [17, 16, 15]),
        (3, [15]),
        (4, [16, 17]),
        (5, [17]),
    ]


@pytest.mark.slow
def test_the_problem_behind_a_date_is_that_of_the_edition_that_stands(store: Engine) -> None:
    _publish(
        store,
        edition("2026-12-14", days=3, problem_json="first"),
        edition("2026-12-15", days=1, problem_json="second"),
    )
    days = [_day(f"2026-12-{day}") for day in range(13, 19)]
    with reading(store) as session:
        found = load_problems(session, reversed(days))
        assert load_problems(session, ()) == {}
    assert found == {"first": (days[1], days[4]), "second": (days[2], days[3])}
