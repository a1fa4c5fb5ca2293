from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ridematch.model.facts import Away
from ridematch.office.absences import covered, stretch_of, taken_out, touched, wall_time
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.admit.spans import Span
from tests.rules.rows import MONDAY, SETTINGS, day, some_tables, travel_for

TIMES = st.one_of(st.none(), st.builds(time, st.integers(0, 23), st.sampled_from((0, 30))))


@st.composite
def rows(draw: st.DrawFn) -> Away:
    """Some days of December, when no clock changes."""
    first = MONDAY + timedelta(days=draw(st.integers(0, 6)))
    last = first + timedelta(days=draw(st.integers(0, 4)))
    start, end = draw(TIMES), draw(TIMES)
    if first == last and start is None and end == time():
        end = None
    return Away(who="V1", first_date=first, last_date=last, start=start, end=end, note="kept")


def half_hours(stretches: tuple[Span, ...]) -> set[int]:
    """The half hours that stretches cover, numbered."""
    return {number for one in stretches for number in range(one.begins // 30, one.ends // 30)}


def of(found: tuple[Away, ...]) -> set[int]:
    return half_hours(tuple(map(stretch_of, found)))


@given(rows())
def test_a_row_is_read_as_when_it_is_planned_with(row: Away) -> None:
    tables = some_tables(away=(row,))
    horizon = Horizon(tables=tables, travel=travel_for(tables), settings=SETTINGS, first_date=MONDAY, days=14)
    (planned,) = horizon.absences["V1"]
    stretch, epoch = stretch_of(row), datetime.combine(MONDAY - timedelta(days=2), time())
    assert wall_time(stretch.begins) == epoch + timedelta(minutes=planned.begins)
    assert wall_time(stretch.ends) == epoch + timedelta(minutes=planned.ends)


@given(st.lists(rows(), max_size=3).map(tuple), rows())
def test_what_is_taken_out_is_gone_and_the_rest_is_there(found: tuple[Away, ...], out: Away) -> None:
    stretch = stretch_of(out)
    left = taken_out(stretch, found)
    assert of(left) == of(found) - half_hours((stretch,))
    assert not touched(stretch, left)
    assert touched(stretch, found) == bool(of(found) & half_hours((stretch,)))
    assert covered(stretch, found) == (half_hours((stretch,)) <= of(found))
    assert all(row.note == "kept" and row.first_date <= row.last_date for row in left)


def away(first: int, last: int, start: str = "", end: str = "") -> Away:
    begins, ends = (time.fromisoformat(at) if at else None for at in (start, end))
    return Away(who="V1", first_date=day(first), last_date=day(last), start=begins, end=ends)


@pytest.mark.parametrize(
    ("row", "out", "left"),
    [
        (away(0, 2), away(1, 1), (away(0, 0), away(2, 2))),
        (away(0, 2), away(0, 0), (away(1, 2),)),
        (away(0, 2), away(0, 2), ()),
        (away(0, 2), away(3, 3), (away(0, 2),)),
        (away(0, 2, "12:00", "10:00"), away(1, 1), (away(0, 0, "12:00"), away(2, 2, "", "10:00"))),
        (away(0, 0, "22:00", "06:00"), away(1, 1), (away(0, 0, "22:00"),)),
        (away(0, 0), away(0, 0, "12:00", "14:00"), (away(0, 0, "", "12:00"), away(0, 0, "14:00"))),
    ],
)
def test_rows_are_shortened_split_or_gone(row: Away, out: Away, left: tuple[Away, ...]) -> None:
    assert taken_out(stretch_of(out), (row,)) == left


def test_a_year_and_its_last_midnight() -> None:
    """As far as dates can be typed."""
    row = Away(who="V1", first_date=date(1900, 1, 1), last_date=date(2199, 12, 31))
    assert wall_time(stretch_of(row).ends) == datetime.combine(date(2200, 1, 1), time())
