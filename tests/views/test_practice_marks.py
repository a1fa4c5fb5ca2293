"""A ride on which the learner drives says so wherever people read of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ridematch.views.answers import planned_words
from ridematch.views.desk import week_page, week_rows
from ridematch.views.page import Page, Table
from ridematch.views.schedule import promises_page
from ridematch.views.terminal import plain_lines
from tests.views.schedules import MONDAY, PEOPLE, PROMISE, STOPS, ZONE
from tests.views.test_telephone import OUT, a_page, away

DATES = tuple(MONDAY + timedelta(days=number) for number in range(7))
DRIVEN = tuple(replace(stop, practice="yes") if stop.serves == PROMISE.serves else stop for stop in STOPS)
SAID = "the learner drives"


def text(page: Page) -> str:
    return "\n".join(plain_lines(page))


@pytest.mark.parametrize("practice", [True, False])
def test_what_is_promised_and_what_was_planned(practice: bool) -> None:
    promise = replace(PROMISE, practice=practice)
    page = promises_page((promise,), stops=STOPS, people=PEOPLE, zone=ZONE)
    assert (SAID in text(page)) == practice
    words = planned_words("V1", PROMISE.begins_at, PROMISE.ends_at, practice=practice, people=PEOPLE, zone=ZONE)
    assert (SAID in words) == practice


@pytest.mark.parametrize("practice", [True, False])
def test_what_does_not_hold_any_more(practice: bool) -> None:
    affected = replace(OUT, practice=practice)
    for page in (a_page(away(), broken=(affected,)), a_page(away(), loose=(affected,))):
        assert (SAID in text(page)) == practice


def test_the_week() -> None:
    for stops, marked in ((STOPS, False), (DRIVEN, True)):
        page = week_page(DATES, stops=stops, people=PEOPLE, zone=ZONE, title="Week")
        (table,) = (part for part in page.parts if isinstance(part, Table))
        assert any("*" in cell for row in table.rows for cell in row) == marked
        assert ("With *: on one of them the learner drives." in text(page)) == marked
        rows = week_rows(DATES, stops=stops, people=PEOPLE, zone=ZONE)
        assert any(SAID in cell for row in rows for cell in row.cells) == marked
