"""Who is close to a limit, on the page about who carries how much."""

from dataclasses import replace

import pytest

from ridematch.views.directory import Directory
from ridematch.views.load import Carried, load_page
from ridematch.views.terminal import plain_lines

A_QUIET_WEEK = Carried(
    volunteer="V1",
    asks=1,
    noes=0,
    days=0,
    minutes=0,
    metres=0,
    week=0,
    next_week=0,
    most_days=3,
    nights=0,
    most_nights=2,
    ahead=0,
    last=None,
)


def careful(carried: Carried) -> str:
    lines = plain_lines(load_page((carried,), (), people=Directory({})))
    return next(line for line in lines if line.startswith("volunteer: ")).partition("careful: ")[2]


@pytest.mark.parametrize(
    ("carried", "words"),
    [
        (replace(A_QUIET_WEEK, week=1, next_week=1), ""),
        (replace(A_QUIET_WEEK, week=2, next_week=2), "one day left this week, one day left next week"),
        (replace(A_QUIET_WEEK, week=3, next_week=3), "the week is full, next week is full"),
        (replace(A_QUIET_WEEK, nights=1), "one night left"),
        (replace(A_QUIET_WEEK, nights=2), "no more nights"),
        (replace(A_QUIET_WEEK, most_days=1), ""),
    ],
)
def test_a_limit_is_told_before_it_is_reached(carried: Carried, words: str) -> None:
    assert careful(carried) == words


def test_whoever_carries_riders_on_own_trips_is_not_idle() -> None:
    nothing = replace(A_QUIET_WEEK, asks=0)
    driven = replace(nothing, volunteer="V2", own_driven=2, own_metres=12_400, own_ahead=1)
    planned = replace(nothing, volunteer="V3", own_ahead=2)
    lines = plain_lines(load_page((nothing, driven, planned), (), people=Directory({})))
    rows = [line for line in lines if line.startswith("volunteer: ")]
    assert [row.partition(";")[0] for row in rows] == ["volunteer: V2", "volunteer: V3"]
    assert "on own trips: 2 rides driven, 12 km more, 1 ride planned" in rows[0]
    assert "on own trips: 2 rides planned" in rows[1]
    assert "Not asked in four weeks, and nothing planned:" in lines
    assert lines[lines.index("Not asked in four weeks, and nothing planned:") + 1] == "V1"
