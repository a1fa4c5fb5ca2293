"""What is old goes, and whatever a coming night, a page or a calendar asks for is as it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from ridematch.model.edition import Covered, Edition, Past, PlannedStop, Promise, Unserved
from ridematch.model.facts import (
    Availability,
    Away,
    Learner,
    LessonTime,
    LoggedLesson,
    Ride,
    Rider,
    Shift,
    ShiftChange,
    Tables,
    Volunteer,
)
from ridematch.model.keeping import Pruning
from ridematch.store.database import open_store, rehearsal
from ridematch.store.editions import (
    keep_promises,
    latest_edition,
    load_history,
    load_past,
    load_problems,
    load_schedule,
    publish,
)
from ridematch.store.pruning import prune
from ridematch.store.tables import load_tables, replace_tables
from tests.rules.rows import admitted
from tests.rules.test_admit_anything import tables as any_tables
from tests.store.examples import utc

TODAY = date(2026, 12, 14)
NOON, MIDNIGHT = time(12), time(0)


def day(number: int) -> date:
    """So many days from today."""
    return TODAY + timedelta(days=number)


def at(on: date, hour: int = 5) -> datetime:
    return utc(f"{on}T{hour:02}:00:00")


def a_stop(on: date, serves: str = "") -> PlannedStop:
    return PlannedStop(
        volunteer="V1", date=on, trip=1, position=0, action="pickup" if serves else "depart", place="home:V1",
        arrives_at=at(on), begins_at=at(on), ends_at=at(on), minutes=1, metres=1, serves=serves, rider="R1",
        journey=serves, journey_date=on,
    )  # fmt: skip


def an_edition(first: date, days: int = 7, *, dates: tuple[date, ...] | None = None, **more: Any) -> Edition:
    """With a stop, something left out and something covered on each of its dates, and a way home on the day after."""
    own = tuple(first + timedelta(days=number) for number in range(days)) if dates is None else dates
    way_home = a_stop(first + timedelta(days=days), f"S:{first}:back")
    edition = Edition(
        made_at=at(first - timedelta(days=1), 20), first_date=first, days=days, objective=1, bound=1, proven=True,
        seconds=1, problem_json=f'{{"first_date": "{first}"}}', plan_json="{}",
        stops=(*(a_stop(on, f"S:{on}:out") for on in own), way_home),
        unserved=tuple(Unserved(code=f"T:{on}", kind="commute", rider="R1", date=on, verdict="taken") for on in own),
        covered=tuple(Covered(request=f"S:{on}:back", rider="R1", date=on, fallback="bed") for on in own),
    )  # fmt: skip
    return replace(edition, **more)


def a_promise(serves: str, on: date) -> Promise:
    return Promise(serves=serves, volunteer="V1", begins_at=at(on), ends_at=at(on), told_at=at(on))


@pytest.fixture
def session(store: Engine) -> Iterator[Session]:
    with rehearsal(store) as session:
        yield session


def fill(
    session: Session, *editions: Edition, promises: tuple[Promise, ...] = (), tables: Tables | None = None
) -> None:
    for edition in editions:
        publish(session, edition)
    keep_promises(session, promises)
    if tables:
        replace_tables(session, tables)


def standing_dates(session: Session) -> set[date]:
    found = load_schedule(session, first_date=None, days=None)
    rows: tuple[PlannedStop | Unserved | Covered, ...] = (*found.stops, *found.unserved, *found.covered)
    return {row.date for row in rows}


def test_nothing_to_prune(session: Session) -> None:
    nothing = Pruning(
        rows_before=day(-30), plans_before=day(-30), rows=(), editions=0, parts=0, promises=0, events=0, runs=0
    )
    assert prune(session, before=day(-30), today=TODAY) == replace(nothing, plans_before=day(-35))
    fill(session, an_edition(day(-35)))
    assert prune(session, before=day(-365), today=TODAY).is_nothing


def test_an_edition_goes_when_the_day_after_its_last_is_over(session: Session) -> None:
    """Its ways home are on the day after."""
    fill(session, an_edition(day(-57)), an_edition(day(-56)), an_edition(TODAY))
    before = load_schedule(session, first_date=day(-49), days=None)
    done = prune(session, before=day(-49), today=TODAY)
    assert (done.editions, done.plans_before) == (1, day(-49))
    assert load_schedule(session, first_date=day(-49), days=None) == before
    assert min(standing_dates(session)) == day(-49)
    assert load_problems(session, (day(-49),)) == {an_edition(day(-56)).problem_json: (day(-49),)}


def test_what_a_newer_edition_had_replaced_does_not_come_to_light(session: Session) -> None:
    month = an_edition(day(-60), 70)
    fill(session, month, an_edition(day(-60), 3, dates=()), an_edition(day(1)))
    before = load_schedule(session, first_date=day(-40), days=None)
    assert day(-60) not in standing_dates(session)
    done = prune(session, before=day(-40), today=TODAY)
    assert (done.editions, done.parts) == (1, 20 * 3 + 1)
    assert min(standing_dates(session)) == day(-40)
    assert load_schedule(session, first_date=day(-40), days=None) == before


def test_five_weeks_before_the_coming_night_are_kept_whatever_is_asked(session: Session) -> None:
    fill(session, an_edition(day(-60), 60), an_edition(TODAY))
    done = prune(session, before=day(-1), today=TODAY)
    assert (done.plans_before, done.rows_before) == (day(-35), day(-3))
    assert min(standing_dates(session)) == day(-35)


def test_the_newest_edition_stays_with_five_weeks_before_it_however_old(session: Session) -> None:
    fill(session, an_edition(day(-450)), an_edition(day(-430)), an_edition(day(-400)))
    before = latest_edition(session)
    past = load_past(session, first_date=day(-400), days=7)
    done = prune(session, before=day(-30), today=TODAY)
    assert (done.editions, done.plans_before, done.rows_before) == (1, day(-435), day(-403))
    assert latest_edition(session) == before
    assert load_past(session, first_date=day(-400), days=7) == past


def test_promises_go_with_what_they_promise(session: Session) -> None:
    on, kept = day(-50), day(-40)
    promises = (
        a_promise(f"S:{on}:out", on),
        a_promise(f"S:{kept}:out", kept),
        a_promise("S9:2026-01-01:out", day(-45)),  # planned by no edition any more
        a_promise(f"S:{day(2)}:out", on),  # the day that it is for is still to come
    )
    fill(session, an_edition(on), an_edition(kept), an_edition(TODAY), promises=promises)
    assert prune(session, before=kept, today=TODAY).promises == 2
    assert load_schedule(session, first_date=None, days=None).promises == (promises[3], promises[1])


histories = st.lists(
    st.builds(
        lambda first, days, gaps: an_edition(
            day(first), days, dates=tuple(day(first + number) for number in range(days) if number not in gaps)
        ),
        st.integers(-90, 10),
        st.integers(1, 30),
        st.sets(st.integers(0, 29), max_size=4),
    ),
    max_size=5,
)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=histories,
    promised=st.lists(st.tuples(st.integers(-90, 20), st.integers(-90, 20)), max_size=6),
    age=st.integers(1, 90),
)
def test_whatever_was_published_what_stands_for_dates_that_remain_is_as_it_was(
    store: Engine, history: list[Edition], promised: list[tuple[int, int]], age: int
) -> None:
    promises = tuple(a_promise(f"S:{day(of)}:out", day(on)) for of, on in dict(promised).items())
    night = min(history[-1].first_date, TODAY) if history else TODAY
    since = min(night - timedelta(weeks=5), day(-age))
    with rehearsal(store) as session:
        fill(session, *history, promises=promises)
        before = seen(session, since=since, nights_from=night)
        assert prune(session, before=day(-age), today=TODAY).plans_before == since
        assert seen(session, since=since, nights_from=night) == before
        assert all(on >= since for on in standing_dates(session))
        assert prune(session, before=day(-age), today=TODAY).is_nothing


def seen(session: Session, *, since: date, nights_from: date) -> tuple[object, ...]:
    """What pages show from a date on, what nights look at, and what calendars follow from one edition to the next."""
    dates = [since + timedelta(days=number) for number in (0, 1, 20)]
    schedules: list[Past] = [load_schedule(session, first_date=on, days=days) for on in dates for days in (1, None)]
    nights = [load_past(session, first_date=nights_from + timedelta(days=number), days=7) for number in (0, 9)]
    history = load_history(session, first_date=max(since, nights_from), days=None)
    return latest_edition(session), schedules, nights, history, load_problems(session, dates)


RIDERS = (Rider(rider="R1", name="Kim Berg", home="63.1,13.1"), Rider(rider="R2", name="Bo Berg", home="63.1,13.2"))
VOLUNTEERS = (Volunteer(volunteer="V1", name="Åsa Påhitt", home=""), Volunteer(volunteer="V2", name="Asta", home=""))


def a_shift(code: str, last: date | None, days: tuple[str, ...] = ("Mon",)) -> Shift:
    return Shift(shift=code, rider="R1", workplace="", days=days, start=NOON, end=MIDNIGHT, last_date=last)


def free(last: date | None, start_from: str = "", volunteer: str = "V1") -> Availability:
    return Availability(
        volunteer=volunteer, days=("Mon",), start=MIDNIGHT, end=NOON, last_date=last, start_from=start_from
    )


def can_practise(last: date | None, place: str = "", rider: str = "R1") -> LessonTime:
    return LessonTime(rider=rider, days=("Mon",), start=MIDNIGHT, end=NOON, last_date=last, place=place)


def test_rows_go_whose_last_date_is_before_that_day(session: Session) -> None:
    """On the day itself is not before it; without an end is never over."""
    line, past = day(-30), day(-31)
    kept = Tables(
        riders=RIDERS,
        volunteers=VOLUNTEERS,
        shifts=(a_shift("S1", line), a_shift("S2", None), a_shift("S3", None, (line.isoformat(),))),
        shift_changes=(ShiftChange(shift="S2", date=line, change="cancelled"),),
        rides=(Ride(ride="E1", rider="R1", start="", end="", date=line),),
        availability=(free(line), free(None)),
        away=(Away(who="V1", first_date=day(-90), last_date=line), Away(who="R1", first_date=TODAY, last_date=TODAY)),
        lesson_times=(can_practise(line), can_practise(None)),
    )
    old: dict[str, Any] = {
        "shifts": (a_shift("S4", past), a_shift("S5", None, (past.isoformat(),)), a_shift("S6", line, ("2020-01-01",))),
        "shift_changes": (
            ShiftChange(shift="S2", date=past, change="cancelled"),
            ShiftChange(shift="S4", date=TODAY, change="cancelled"),  # of a shift that is over
        ),
        "rides": (Ride(ride="E2", rider="R1", start="", end="", date=past),),
        "availability": (free(past),),
        "away": (Away(who="V1", first_date=past, last_date=past),),
        "lesson_times": (can_practise(past),),
    }
    everything = replace(kept, **{table: (*rows, *getattr(kept, table)) for table, rows in old.items()})
    fill(session, tables=everything)
    assert dict(prune(session, before=line, today=TODAY).rows) == {table: len(rows) for table, rows in old.items()}
    found = load_tables(session)
    assert {table: getattr(found, table) for table in old} == {table: getattr(kept, table) for table in old}
    assert (found.riders, found.volunteers) == (RIDERS, VOLUNTEERS)


def test_coordinates_that_later_rows_are_counted_after_stay(session: Session) -> None:
    """What is published calls them at:V1:1 and at:V1:2, by their order in the table."""
    old, over = day(-60), day(-31)
    availability = (
        free(old, "63.1,13.1"),
        free(old, "Duved"),
        free(None, "63.2,13.2"),
        free(old, "63.1,13.1", "V2"),
        free(None, "Duved", "V2"),
    )
    lesson_times = (
        can_practise(old, "63.1,13.1"),
        can_practise(over),
        can_practise(None, "63.2,13.2"),
        can_practise(over, "63.1,13.1", "R2"),
    )
    fill(
        session,
        tables=Tables(riders=RIDERS, volunteers=VOLUNTEERS, availability=availability, lesson_times=lesson_times),
    )
    assert dict(prune(session, before=day(-30), today=TODAY).rows) == {"availability": 2, "lesson_times": 2}
    found = load_tables(session)
    assert found.availability == (availability[0], availability[2], availability[4])
    assert found.lesson_times == (lesson_times[0], lesson_times[2])


def test_the_log_of_who_still_learns_is_kept_whole(session: Session) -> None:
    line, past = day(-30), day(-31)
    r1, r2 = (Rider(rider=code, name=code, home="") for code in ("R1", "R2"))

    def lesson(rider: str, on: date) -> LoggedLesson:
        return LoggedLesson(rider=rider, date=on, minutes=60)

    log = (lesson("R1", past), lesson("R2", past), lesson("R2", line))
    learners = (Learner(rider="R1", born="1990", permit_until=TODAY),)
    fill(session, tables=Tables(riders=(r1, r2), learners=learners, practice_log=log))
    assert dict(prune(session, before=line, today=TODAY).rows) == {"practice_log": 1}
    assert load_tables(session).practice_log == (log[0], log[2])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tables=any_tables,
    today=st.sampled_from([date(2026, 12, 14), date(2027, 3, 26)]),
    age=st.integers(1, 60),
    night=st.integers(0, 8),
)
def test_whatever_the_tables_hold_the_coming_nights_have_the_same_problem(
    sqlite_file: Path, tables: Tables, today: date, age: int, night: int
) -> None:
    with rehearsal(open_store(f"sqlite:///{sqlite_file}", create=True)) as session:
        replace_tables(session, tables)
        whole = load_tables(session)
        prune(session, before=today - timedelta(days=age), today=today)
        rest = load_tables(session)
    first = today + timedelta(days=night)
    (before, was_said), (after, is_said) = (admitted(one, first=first, days=4) for one in (whole, rest))
    # Places that nobody goes to any more need no travel times.
    assert replace(after, travel=before.travel) == before
    assert set(after.travel.places) <= set(before.travel.places)
    assert set(is_said) <= set(was_said)
