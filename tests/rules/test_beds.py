"""Where somebody can stay, by the table `overnight`: which nights, whose beds, how near, how many are free."""

from dataclasses import replace
from datetime import date

import pytest

from ridematch.model.edition import Covered
from ridematch.model.facts import Overnight, Place, Tables
from ridematch.rules.beds import beds_for, has_bus
from tests.rules.rows import MONDAY, a_shift, some_tables

OUT, BACK = f"S1:{MONDAY}:out", f"S1:{MONDAY}:back"
BED = Overnight(place="Inn", days=("Mon",), beds=2)
SUNDAY = replace(BED, days=("Sun",))


def tables(*beds: Overnight, shift: str = "06:00", employer: str = "Hotel", inn: float = 63.0, **more: str) -> Tables:
    """The workplace is at 63 degrees north, the inn due north or south of it."""
    places = (Place(name="Work", lat=63.0, lon=13.0), Place(name="Inn", lat=inn, lon=13.0))
    one = a_shift("S1", shift, "14:00", workplace="Work", employer=employer, **more)
    two = a_shift("S2", "07:00", "15:00", rider="R2", workplace="Work", employer=employer)
    return replace(some_tables(), places=places, shifts=(one, two), overnight=beds)


def covered(request: str, fallback: str = "bed") -> Covered:
    return Covered(request=request, rider="R2", date=MONDAY, fallback=fallback)


def test_home_from_work_the_night_is_that_of_the_shift_and_to_work_the_one_before() -> None:
    assert beds_for(tables(BED), BACK) == (("Inn", 2),)
    assert beds_for(tables(SUNDAY), BACK) == ()
    assert beds_for(tables(SUNDAY), OUT) == (("Inn", 2),)
    assert beds_for(tables(BED), OUT) == ()


@pytest.mark.parametrize(("start", "found"), [("11:59", True), ("12:00", False)])
def test_a_bed_the_night_before_helps_in_the_morning(start: str, found: bool) -> None:
    assert bool(beds_for(tables(SUNDAY, shift=start), OUT)) == found


@pytest.mark.parametrize(("inn", "found"), [(63.0 + 2.0 / 111.2 - 1e-6, True), (63.0 + 2.0 / 111.2 + 1e-4, False)])
def test_a_bed_is_within_a_walk(inn: float, found: bool) -> None:
    assert bool(beds_for(tables(BED, inn=inn), BACK)) == found


@pytest.mark.parametrize(("employer", "found"), [("", True), ("Hotel", True), ("Mill", False)])
def test_some_beds_are_for_one_employers_people(employer: str, found: bool) -> None:
    assert bool(beds_for(tables(replace(BED, employer=employer)), BACK)) == found


def test_beds_have_first_and_last_dates() -> None:
    assert beds_for(tables(replace(BED, last_date=MONDAY)), BACK)
    assert not beds_for(tables(replace(BED, last_date=date(2026, 12, 13))), BACK)
    assert not beds_for(tables(replace(BED, first_date=date(2026, 12, 15))), BACK)


def test_who_stays_there_by_the_plan_has_taken_one() -> None:
    other = f"S2:{MONDAY}:back"
    assert beds_for(tables(BED), BACK, [covered(other)]) == (("Inn", 1),)
    assert beds_for(tables(replace(BED, beds=1)), BACK, [covered(other)]) == ()
    assert beds_for(tables(BED), BACK, [covered(other, "bus"), covered(BACK)]) == (("Inn", 2),)
    assert beds_for(tables(BED), BACK, [covered(f"S2:{date(2026, 12, 15)}:back")]) == (("Inn", 2),)


def test_an_errand_has_no_bed_and_no_bus() -> None:
    assert beds_for(tables(BED), "E1:back") == ()
    assert not has_bus(tables(BED), "E1:back")


def test_the_shift_says_whether_a_bus_goes() -> None:
    assert has_bus(tables(fallback_back="bus"), BACK)
    assert not has_bus(tables(fallback_back="bus"), OUT)
