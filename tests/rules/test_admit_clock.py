from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridematch.rules.admit.clock import make_clock
from ridematch.rules.admit.spans import Span, without
from tests.rules.rows import ZONE, a_shift, admitted, blocks_of, free, some_tables, windows

SPRING, AUTUMN, AUTUMN_2027 = date(2027, 3, 28), date(2026, 10, 25), date(2027, 10, 31)


@pytest.mark.parametrize(
    ("on", "hours"), [(date(2027, 3, 27), 7), (date(2026, 10, 24), 9), (date(2027, 10, 30), 9), (date(2026, 12, 31), 8)]
)
def test_a_night_from_22_to_06_is_as_long_as_it_is(on: date, hours: int) -> None:
    span = make_clock("Europe/Stockholm", on).span(on, time(22), time(6))
    assert span.ends - span.begins == hours * 60


def test_a_skipped_time_is_one_hour_later_at_both_ends() -> None:
    clock = make_clock("Europe/Stockholm", SPRING)
    assert clock.start(SPRING, time(2, 30)) == clock.start(SPRING, time(3, 30))
    assert clock.end(SPRING, time(2, 30)) == clock.end(SPRING, time(3, 30))
    assert clock.start(SPRING, time(3)) - clock.start(SPRING, time(1, 59)) == 1


@pytest.mark.parametrize("on", [AUTUMN, AUTUMN_2027])
def test_of_a_time_that_comes_twice_a_start_is_the_first_and_an_end_the_second(on: date) -> None:
    clock = make_clock("Europe/Stockholm", on)
    assert clock.end(on, time(2, 30)) - clock.start(on, time(2, 30)) == 60
    assert clock.start(on, time(2)) - clock.start(on, time(1, 59)) == 1
    assert clock.end(on, time(2, 59)) == clock.start(on, time(3)) - 1


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_what_goes_in_comes_back_unless_the_clocks_skip_it(on: date, at: time) -> None:
    clock = make_clock("Europe/Stockholm", on)
    for minute in (clock.start(on, at), clock.end(on, at)):
        back = (clock.epoch + timedelta(minutes=minute)).astimezone(ZONE).replace(tzinfo=None)
        skipped = clock.oddity(on, at) == "skipped"
        assert back == datetime.combine(on, at) + timedelta(hours=skipped)
        assert minute >= 0


def test_a_shift_over_the_change_keeps_its_clock_times_and_needs_no_notice() -> None:
    tables = some_tables(shifts=(a_shift(start="22:00", end="06:00", days=("Sat",)),))
    problem, issues = admitted(tables, first=date(2027, 3, 22))
    out, back = problem.journeys[0].legs
    assert windows(problem, out)[1] == "Sat 21:20 - Sat 21:55"
    assert windows(problem, back)[0] == "Sun 06:05 - Sun 06:40"
    assert back.request.pickup.window.earliest - out.request.delivery.window.latest == 7 * 60 + 10
    assert not issues


def test_a_start_in_the_gap_moves_with_a_notice() -> None:
    tables = some_tables(shifts=(a_shift(start="02:30", end="10:00", days=("Sun",)),))
    problem, issues = admitted(tables, first=SPRING, days=1)
    assert windows(problem, problem.journeys[0].legs[0])[1] == "Sun 01:50 - Sun 03:25"
    assert [issue.row for issue in issues] == ["S1"]
    assert "02:30 does not exist on 2027-03-28" in issues[0].sentence


def test_an_end_in_the_doubled_hour_is_the_second_with_a_notice() -> None:
    tables = some_tables(availability=(free("20:00", "02:30", days=("Sat",)),))
    problem, issues = admitted(tables, first=date(2026, 10, 24), days=1)
    assert problem.blocks[0].end - problem.blocks[0].start == 7 * 60 + 30
    assert "02:30 comes twice on 2026-10-25" in issues[0].sentence


def test_a_stretch_the_change_leaves_nothing_of_is_set_aside() -> None:
    tables = some_tables(availability=(free("02:30", "03:10", days=("Sun",)), free("08:00", "09:00", days=("Sun",))))
    assert blocks_of(tables, first=SPRING, days=1) == ["Sun 08:00 - Sun 09:00"]


def test_nights_have_the_times_of_the_settings() -> None:
    problem, _ = admitted(some_tables(), first=SPRING, days=1)
    assert [night.date for night in problem.nights] == [SPRING + timedelta(days=day) for day in range(-1, 3)]
    change, plain = problem.nights[0], problem.nights[1]
    assert plain.ends - plain.begins == 8 * 60
    assert change.ends - change.begins == 7 * 60
    assert change.turns - change.begins == 4 * 60
    assert change.early_until - change.ends == 60


def test_what_touches_is_not_taken_out() -> None:
    day = Span(begins=0, ends=100)
    assert without(day, [Span(begins=-10, ends=0), Span(begins=100, ends=110)]) == (day,)
    assert without(day, [Span(begins=40, ends=60), Span(begins=30, ends=45)]) == (
        Span(begins=0, ends=30),
        Span(begins=60, ends=100),
    )
    assert without(day, [Span(begins=-1, ends=101)]) == ()
