"""Whatever the tables hold: the admission answers, and its problem keeps the promises its types make."""

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.model.edition import Past, PlannedStop, Promise
from ridematch.model.facts import (
    WEEKDAYS,
    Approval,
    Availability,
    Avoid,
    Away,
    Learner,
    LessonTime,
    Licence,
    Ride,
    Rider,
    Shift,
    ShiftChange,
    Supervisor,
    Tables,
    Volunteer,
)
from ridematch.model.problem import Problem, Request
from ridematch.model.travel import NO_ROAD
from tests.rules.rows import (
    PLACES,
    ROAD,
    a_ride,
    a_rider,
    a_shift,
    a_volunteer,
    admitted,
    driven,
    free,
    local,
    missed,
    some_tables,
    told,
)

FIRSTS = (date(2026, 12, 14), date(2026, 12, 28), date(2027, 3, 26), date(2026, 10, 24), date(2028, 2, 27))
RIDERS, DRIVERS, SHIFTS = ("R1", "R2"), ("V1", "V2"), ("S1", "S2", "S3")
WHERES = (*(place.name for place in PLACES), "63.1,13.0", "63.2, 13.1")

times = st.sampled_from([time(hour, minute) for hour in range(24) for minute in (0, 30)])
near_dates = st.sampled_from([first + timedelta(days=number) for first in FIRSTS for number in range(-2, 9)])
dates = st.one_of(near_dates, st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.sampled_from((date.max, date.min)))
odd_dates = (date(2026, 12, 16), date(2027, 3, 28), date.max, date.min)
before = st.sampled_from((*[date(2020, 1, 1)] * 6, *odd_dates))
after = st.sampled_from((*[date(2030, 1, 1)] * 6, *odd_dates))
approved = st.sampled_from((*[date(2024, 5, 1)] * 6, *odd_dates))
begun, ended = (st.sampled_from((*[None] * 6, *odd_dates)) for _ in range(2))
on_road = st.sampled_from(("Backe", "Dal", "Fors", "Hed", "Torget"))
wheres = st.sampled_from((*ROAD, *ROAD, *ROAD, *WHERES))
weeks = st.sampled_from((*[1] * 7, 2))
sometimes = st.sampled_from((*[False] * 7, True))
elsewhere = st.sampled_from((*[""] * 6, "Fors", "Hed", *WHERES))
mostly = st.sampled_from((*[True] * 7, False))
days = st.sampled_from((WEEKDAYS, WEEKDAYS[:5], WEEKDAYS[4:], ("Mon", "Wed", "Sun"), ("2026-12-28",), ("2027-03-28",)))
codes = st.sampled_from((*[()] * 6, ("wheelchair", "child-seat:2"), ("no-dog", "lang:ar"), ("vad:3",)))
maybe = st.none() | dates


def rows(row: type[Any], count: int = 4, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(st.builds(row, **fields), min_size=count // 3, max_size=count).map(tuple)


def people(
    row: type[Any], key: str, names: tuple[str, ...], **fields: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    found = [st.builds(row, **{key: st.just(name), "name": st.just("Påhittad")}, **fields) for name in names]
    return st.tuples(*found)


riders, drivers = st.sampled_from(RIDERS), st.sampled_from(DRIVERS)
tables = st.builds(
    Tables,
    places=st.just(PLACES),
    riders=people(
        Rider, "rider", RIDERS, home=wheres, needs=codes, seats=st.sampled_from((1, 1, 1, 2, 9)), minor=sometimes,
        limited_visibility=sometimes, boarding_minutes=st.integers(0, 10),
    ),
    volunteers=people(
        Volunteer, "volunteer", DRIVERS, home=wheres, offers=codes, active=mostly,
        seats=st.sampled_from((4, 4, 2, 8, 0)),
        only_employer=st.sampled_from(("", "", "", "bageriet")),
    ),
    shifts=st.tuples(*(
        st.builds(
            Shift, shift=st.just(code), rider=riders, workplace=wheres, days=days, start=times, end=times,
            first_date=begun, last_date=ended, every_weeks=weeks, start_from=elsewhere,
            back_to=elsewhere, legs=st.sampled_from(("both", "out", "back")),
            fallback_back=st.sampled_from(("none", "bed")), holidays=st.sampled_from(("as-usual", "not", "only")),
            earliest_arrival=st.integers(4, 60), ready_after=st.integers(0, 41),
        ) for code in SHIFTS
    )),
    shift_changes=rows(
        ShiftChange, shift=st.sampled_from(SHIFTS), date=dates, change=st.sampled_from(("cancelled", "moved")),
        start=times | st.none(), end=times | st.none(),
    ),
    rides=st.tuples(st.builds(
        Ride, ride=st.just("E1"), rider=riders, start=on_road, end=wheres, date=near_dates, arrive_by=times | st.none(),
        leave_after=times | st.none(), return_after=times | st.none(), seats=st.none() | st.integers(1, 20),
    )),
    availability=rows(
        Availability, count=6, volunteer=drivers, days=days, start=times, end=times, start_from=elsewhere,
        back_to=elsewhere, own_trip=sometimes, every_weeks=weeks, first_date=begun,
        last_date=ended,
    ),
    away=rows(
        Away,
        count=2,
        who=st.sampled_from((*RIDERS, *DRIVERS)), first_date=dates, last_date=dates, start=times | st.none(),
        end=times | st.none(),
    ),
    avoid=rows(Avoid, count=1, volunteer=drivers, rider=riders),
    licences=rows(
        Licence,
        volunteer=drivers, valid_from=before, valid_to=ended, code=st.sampled_from(("B", "B", "B78", "A")),
        country=st.sampled_from(("SE", "SE", "NO", "SY")),
    ),
    supervisors=st.tuples(st.builds(
        Supervisor, volunteer=st.just("V1"), born=st.sampled_from(("1960", "1970", "2002-12-15", "?")),
        transmission=st.sampled_from(("", "manual", "automatic")), intro_course_on=maybe,
        other_approvals=st.sampled_from((0, 0, 3, 5)),
    )),
    learners=st.tuples(st.builds(
        Learner, rider=st.just("R1"), born=st.sampled_from(("1990", "1991", "2010-12-16", "")), permit_until=after,
        transmission=st.sampled_from(("", "manual", "automatic")), lesson_minutes=st.integers(0, 120),
        lessons_per_week=st.integers(0, 5), min_days_between=st.integers(0, 4), waiting_since=maybe,
        intro_course_on=maybe,
    )),
    lesson_times=rows(
        LessonTime, rider=riders, days=days, start=times, end=times, place=elsewhere, first_date=begun,
        last_date=ended,
    ),
    approvals=rows(Approval, volunteer=drivers, rider=riders, approved_on=approved, valid_until=ended),
)  # fmt: skip

requests = st.builds(
    lambda shift, on, leg: f"{shift}:{on}:{leg}", st.sampled_from(SHIFTS), near_dates, st.sampled_from(("out", "back"))
)
clock_times = times.map(lambda at: f"{at:%H:%M}")
trips = st.builds(driven, requests, near_dates, clock_times, clock_times, volunteer=drivers)
pasts = st.builds(
    lambda stops, promises, misses: Past(stops=tuple(stop for trip in stops for stop in trip), promises=promises,
                                         unserved=misses),
    st.lists(trips, max_size=3),
    st.lists(st.builds(told, requests, near_dates, clock_times, clock_times, volunteer=drivers), max_size=2).map(tuple),
    st.lists(st.builds(missed, requests, near_dates), max_size=2).map(tuple),
)  # fmt: skip


@given(tables=tables, past=pasts, first=st.sampled_from(FIRSTS), count=st.integers(1, 8))
@settings(max_examples=100, deadline=None)
def test_admission_answers_whatever_the_tables_hold(tables: Tables, past: Past, first: date, count: int) -> None:
    problem, issues = admitted(tables, first=first, days=count, past=past)
    assert all(issue.sentence and issue.remedy for issue in issues)
    assert len(set(issues)) == len(issues)
    assert not any("Påhittad" in f"{issue}" or "63." in f"{issue}" for issue in issues)
    journeys_can_be_driven(problem)
    riders_are_in_one_place(problem)
    blocks_lie_apart(problem)
    lessons_can_be_given(problem)
    assert admitted(tables, first=first, days=count, past=past) == (problem, issues)


EARLY, NIGHT, LATE = (
    a_shift("S1"),
    a_shift("S2", "22:00", "06:00", rider="R2"),
    a_shift("S3", "00:30", "08:00", rider="R3"),
)
OFFICE = some_tables(
    riders=tuple(a_rider(f"R{number}") for number in (1, 2, 3)),
    volunteers=tuple(a_volunteer(code) for code in DRIVERS),
    availability=tuple(free("00:00", "00:00", volunteer=code, days=WEEKDAYS) for code in DRIVERS),
    shifts=tuple(replace(shift, days=WEEKDAYS) for shift in (EARLY, NIGHT, LATE)),
    rides=(a_ride(date=date(2027, 3, 28), arrive_by=time(17), seats=6),),
    learners=(Learner(rider="R1", born="1990", permit_until=date(2030, 1, 1)),),
    lesson_times=(LessonTime(rider="R1", days=WEEKDAYS, start=time(15), end=time(18)),),
)


@given(data=st.data(), first=st.sampled_from(FIRSTS), count=st.integers(1, 8))
@settings(max_examples=40, deadline=None)
def test_the_next_run_stands_on_what_was_published_and_told(data: st.DataObject, first: date, count: int) -> None:
    wider, _ = admitted(OFFICE, first=first - timedelta(days=3), days=count + 6)
    stops: list[PlannedStop] = []
    for request in wider.requests:
        driver = data.draw(st.sampled_from(("", *DRIVERS)))
        if driver:
            stops += published(wider, request, driver)
    pickups = [stop for stop in stops if stop.action == "pickup"]
    promises = tuple(
        Promise(
            serves=stop.serves,
            volunteer=stop.volunteer,
            begins_at=stop.begins_at,
            ends_at=next(end.begins_at for end in stops if end.action == "delivery" and end.serves == stop.serves),
            told_at=stop.begins_at,
        )
        for stop in pickups
        if data.draw(st.booleans())
    )
    problem, issues = admitted(OFFICE, first=first, days=count, past=Past(stops=tuple(stops), promises=promises))
    journeys_can_be_driven(problem)
    riders_are_in_one_place(problem)
    blocks_lie_apart(problem)
    lessons_can_be_given(problem)
    assert not [issue for issue in issues if "clocks" not in issue.sentence]
    last = first + timedelta(days=count)
    pinned, codes = {pin.serves for pin in problem.pins}, {request.code for request in problem.requests}
    assert {promise.serves for promise in promises} & codes <= pinned
    for stop in pickups:
        in_horizon = first <= (stop.journey_date or first) < last
        assert (stop.serves in codes) == (first <= stop.date <= last or (in_horizon and stop.date > last))
        assert in_horizon or stop.serves not in codes or stop.serves in pinned


def published(problem: Problem, request: Request, driver: str) -> tuple[PlannedStop, ...]:
    """A request as an edition would hold it, as early as it can be, in a duty of the date of its pickup."""
    begins = local(problem, request.pickup.window.earliest)
    ends = local(problem, request.delivery.window.earliest)
    code = request.code.rpartition(":")[0]
    plan = {"volunteer": driver, "rider": request.rider, "journey": code, "journey_date": request.date}
    return driven(request.code, begins.date(), f"{begins:%H:%M}", f"{ends:%H:%M}", **plan)


def journeys_can_be_driven(problem: Problem) -> None:
    places = problem.travel.index()
    codes = [request.code for request in problem.requests]
    assert len(set(codes)) == len(codes)
    assert {pin.serves for pin in problem.pins if pin.serves[0] == "S"} <= set(codes)
    assert {pin.driver for pin in problem.pins} <= {driver.code for driver in problem.drivers}
    for request in problem.requests:
        pickup, delivery = request.pickup.window, request.delivery.window
        direct = problem.travel.on(request.date)[places[request.pickup.place]][places[request.delivery.place]]
        assert direct < NO_ROAD
        assert pickup.earliest <= pickup.latest and delivery.earliest <= delivery.latest
        aboard = pickup.earliest + request.pickup.service_minutes + direct
        assert aboard <= delivery.latest
        assert direct <= request.max_ride_minutes
        assert delivery.earliest - pickup.latest - request.pickup.service_minutes <= request.max_ride_minutes


def riders_are_in_one_place(problem: Problem) -> None:
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for request in problem.requests:
        way = request.code.rpartition("-")[0] if request.code[-2] == "-" else request.code
        span = (request.pickup.window.earliest, request.delivery.window.latest, way)
        spans.setdefault(request.rider, []).append(span)
    for found in spans.values():
        for (_, ends, way), (begins, _, other) in pairwise(sorted(found)):
            assert ends <= begins or way == other


def blocks_lie_apart(problem: Problem) -> None:
    stay = problem.limits.home_stay_minutes
    last = problem.first_date + timedelta(days=problem.days)
    assert len({block.code for block in problem.blocks}) == len(problem.blocks)
    for driver in problem.drivers:
        own = [block for block in problem.blocks if block.driver == driver.code]
        assert all(block.start < block.end and problem.first_date <= block.date <= last for block in own)
        assert all(later.start >= earlier.end + stay for earlier, later in pairwise(own))
    assert {block.driver for block in problem.blocks} <= {driver.code for driver in problem.drivers}


def lessons_can_be_given(problem: Problem) -> None:
    for wish in problem.lessons:
        assert wish.wanted > 0
        assert {pairing.driver for pairing in wish.pairings} <= {driver.code for driver in problem.drivers}
        for slot in wish.slots:
            assert slot.window.earliest <= slot.window.latest
            assert slot.place in problem.travel.places
            for request in problem.requests:
                if request.rider == wish.learner:
                    begins, ends = request.pickup.window.earliest, request.delivery.window.latest
                    assert ends <= slot.window.earliest or slot.window.latest + wish.minutes <= begins


def test_the_order_of_rows_does_not_matter() -> None:
    riders = tuple(a_rider(code) for code in ("R2", "R1"))
    shifts = tuple(a_shift(f"S{number}", rider=f"R{number}") for number in (2, 1))
    one = some_tables(riders=riders, shifts=shifts)
    other = some_tables(riders=riders[::-1], shifts=shifts[::-1])
    assert admitted(one) == admitted(other)
