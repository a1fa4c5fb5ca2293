from datetime import date

import pytest

from ridematch.tables.said import said_date

TODAY = date(2026, 12, 14)  # a Monday


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", "2026-12-14"),
        ("Idag", "2026-12-14"),
        ("tomorrow", "2026-12-15"),
        ("i morgon", "2026-12-15"),
        ("i övermorgon", "2026-12-16"),
        ("tue", "2026-12-15"),
        ("Söndag", "2026-12-20"),
        ("to", "2026-12-17"),
        ("mon", "2026-12-21"),  # who means today says today
    ],
)
def test_words_for_dates(text: str, meant: str) -> None:
    assert said_date(text, today=TODAY) == meant


@pytest.mark.parametrize("text", ["2026-12-14", "14/12 2026", "soon", "mon tue", "weekdays", "daily", "", "må-fr"])
def test_anything_else_is_left_to_the_reader(text: str) -> None:
    assert said_date(text, today=TODAY) == text


def test_a_second_day_of_the_week_comes_after_the_first() -> None:
    friday = date(2026, 12, 18)
    assert said_date("mon", today=TODAY, after=friday) == "2026-12-21"
    assert said_date("fri", today=TODAY, after=friday) == "2026-12-25"
    assert said_date("tomorrow", today=TODAY, after=friday) == "2026-12-15"
