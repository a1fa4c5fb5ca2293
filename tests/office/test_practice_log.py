"""One line after a lesson: into the log, over the one before, and out again."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from ridematch.model.errors import RidematchError
from ridematch.model.facts import LessonTime, LoggedLesson, Tables
from ridematch.office.practice_log import Entry, Typed, log_lesson
from ridematch.office.practice_progress import chances
from ridematch.office.settings import load_settings
from ridematch.store.database import open_store, reading, transaction
from ridematch.store.editions import publish
from ridematch.store.tables import load_tables, replace_tables
from tests.rules.rows import (
    MONDAY,
    a_learner,
    a_licence,
    a_rider,
    a_supervisor,
    a_volunteer,
    an_approval,
    can_practise,
    day,
    some_tables,
    taught,
)
from tests.store.test_pruning import an_edition

SETTINGS = load_settings(None)
NOW = datetime(2026, 12, 16, 12, tzinfo=UTC)  # a Wednesday

TABLES = some_tables(
    riders=(a_rider("R1"), a_rider("R2")),
    learners=(a_learner("R1", practised_minutes=100),),
    volunteers=(a_volunteer("V1"), a_volunteer("V2")),
    supervisors=(a_supervisor("V1"),),
    licences=(a_licence("V1"),),
    approvals=(an_approval("V1", "R1"),),
    roads=(),
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """R1 had a lesson published on Monday at 16:00 with V1, in Dal."""
    url = f"sqlite:///{tmp_path}/store.sqlite"
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
        publish(session, replace(an_edition(MONDAY, dates=()), stops=(taught("R1", MONDAY, "16:00"),)))
    return url


def logged(url: str) -> tuple[LoggedLesson, ...]:
    with reading(open_store(url)) as session:
        return load_tables(session).practice_log or ()


def log(url: str, learner: str = "R1", on: str = "2026-12-14", **more: Any) -> Entry:
    return log_lesson(url, Typed(learner=learner, on=on, **more), settings=SETTINGS, now=NOW)


def test_what_was_published_need_not_be_said_again(url: str) -> None:
    entry = log(url, on="monday", parts=("Gears, hills",), remarks=("well",))
    lesson = LoggedLesson(
        rider="R1",
        date=MONDAY,
        start=time(16),
        minutes=60,
        volunteer="V1",
        parts=("gears", "hills"),
        dark=True,
        remarks=("well",),
    )
    assert (entry.lesson, entry.before, entry.warnings) == (lesson, None, ())
    assert logged(url) == (lesson,)
    assert (entry.course.progress.minutes, entry.course.progress.done) == (160, ("gears", "hills"))
    assert entry.take_back == ("practice", "log", "R1", "2026-12-14", "--at", "16:00", "--with", "V1", "--undo")


def test_what_is_said_comes_before_what_was_published(url: str) -> None:
    entry = log(url, minutes="45", supervisor="V2", dark=False)
    assert entry.lesson == LoggedLesson(rider="R1", date=MONDAY, minutes=45, volunteer="V2")
    assert entry.warnings == ("V2 is not among the supervisors.",)
    entry = log(url, outside=True)
    assert entry.lesson is not None
    assert (entry.lesson.volunteer, entry.warnings) == (None, ())
    assert len(logged(url)) == 2


def test_a_second_entry_takes_the_place_of_the_first_and_can_be_taken_back(url: str) -> None:
    log(url, parts=("seat",), remarks=("more",))
    with transaction(open_store(url)) as session:
        noted = tuple(replace(row, note="by phone") for row in logged(url))
        replace_tables(session, Tables(practice_log=noted))
    entry = log(url, minutes="50", parts=("seat", "gears"))
    assert entry.before == noted[0]
    (now,) = logged(url)
    assert (now.minutes, now.parts, now.remarks, now.note) == (50, ("seat", "gears"), (), "by phone")
    options = ("--at", "16:00", "--with", "V1", "--part", "seat", "--remark", "more", "--dark")
    assert entry.take_back == ("practice", "log", "R1", "2026-12-14", "60", *options)


def test_undo_takes_one_lesson_out_and_says_how_to_log_it_again(url: str) -> None:
    log(url, outside=True, minutes="30", dark=False)
    log(url)
    with pytest.raises(RidematchError, match="30 --outside and 60 --at 16:00 --with V1"):
        log(url, undo=True)
    entry = log(url, undo=True, outside=True)
    assert entry.lesson is None
    assert entry.take_back == ("practice", "log", "R1", "2026-12-14", "30", "--outside", "--daylight")
    assert [row.volunteer for row in logged(url)] == ["V1"]
    log(url, undo=True)
    assert logged(url) == ()
    with pytest.raises(RidematchError, match="no such lesson of R1 on 2026-12-14"):
        log(url, undo=True)
    with pytest.raises(RidematchError, match="no such lesson"):
        log(url, undo=True, supervisor="V2")


@pytest.fixture
def two(url: str) -> str:
    """On Tuesday R1 had two with V1: 30 minutes at 05:00 and 60 at 16:00."""
    early, late = taught("R1", day(1), "05:00"), taught("R1", day(1), "16:00")
    early = replace(early, serves="early", ends_at=early.begins_at + timedelta(minutes=30), position=7)
    with transaction(open_store(url)) as session:
        publish(session, replace(an_edition(MONDAY, dates=()), stops=(early, late)))
    return url


def test_two_lessons_of_a_day_are_both_kept(two: str) -> None:
    log(two, on="2026-12-15", at="5.00", dark=False)
    entry = log(two, on="2026-12-15", minutes="60", dark=False)  # only one of them was so long
    assert entry.before is None
    assert [(row.start, row.minutes) for row in logged(two)] == [(time(5), 30), (time(16), 60)]
    assert entry.course.progress.minutes == 190
    entry = log(two, on="2026-12-15", minutes="50", at="16:00")
    assert entry.before is not None and entry.before.minutes == 60
    assert [(row.start, row.minutes) for row in logged(two)] == [(time(5), 30), (time(16), 50)]
    with pytest.raises(RidematchError, match="30 --at 05:00 --with V1 and 50 --at 16:00 --with V1"):
        log(two, on="2026-12-15", undo=True)
    log(two, on="2026-12-15", undo=True, at="05:00")
    log(two, on="2026-12-15", undo=True)
    assert logged(two) == ()


@pytest.mark.parametrize("typed", [{}, {"minutes": "45"}, {"supervisor": "V1"}])
def test_which_of_two_lessons_is_asked_where_it_could_be_either(two: str, typed: dict[str, str]) -> None:
    with pytest.raises(
        RidematchError, match=r"several: 05:00 \(30 min\) and 16:00 \(1 h 0 min\). Say which: --at 05:00"
    ):
        log(two, on="2026-12-15", **typed)
    assert logged(two) == ()


def test_a_school_between_two_lessons_is_neither_of_them(two: str) -> None:
    entry = log(two, on="2026-12-15", minutes="40", outside=True)
    assert entry.lesson == LoggedLesson(rider="R1", date=day(1), minutes=40)


@pytest.mark.parametrize(
    ("at", "count"),
    [("16:59", 1), ("17:00", 2), ("15:01", 1), ("15:00", 2)],  # published and logged: 16:00, an hour long
)
def test_a_time_means_the_lesson_with_which_it_would_overlap(url: str, at: str, count: int) -> None:
    log(url)
    entry = log(url, at=at, minutes="60", supervisor="V1")
    assert entry.lesson is not None and entry.lesson.start == time.fromisoformat(at)
    assert len(logged(url)) == count


def test_a_row_without_a_time_is_the_only_lesson_of_its_day(url: str) -> None:
    row = LoggedLesson(rider="R1", date=MONDAY, minutes=40, volunteer="V1")
    with transaction(open_store(url)) as session:
        replace_tables(session, Tables(practice_log=(row,)))
    assert log(url).before == row
    assert [(row.start, row.minutes) for row in logged(url)] == [(time(16), 60)]


def test_a_row_without_a_time_stands_for_the_one_as_long_where_there_are_two(two: str) -> None:
    row = LoggedLesson(rider="R1", date=day(1), minutes=30, volunteer="V1")
    with transaction(open_store(two)) as session:
        replace_tables(session, Tables(practice_log=(row,)))
    log(two, on="2026-12-15", minutes="60")
    assert [(row.start, row.minutes) for row in logged(two)] == [(None, 30), (time(16), 60)]
    log(two, on="2026-12-15", minutes="30")
    assert [(row.start, row.minutes) for row in logged(two)] == [(time(16), 60), (time(5), 30)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"on": "2026-12-17"}, "2026-12-17 is still to come"),
        ({"on": "2026-12-15"}, "No lesson is published for that date: say MINUTES"),
        ({"on": "2026-12-15", "minutes": "60"}, "--with SUPERVISOR or --outside"),
        ({"on": "14/12"}, "DATE"),
        ({"minutes": "481"}, r'MINUTES "481".*from 1 to 480'),
        ({"minutes": "an hour"}, "MINUTES"),
        ({"at": "late"}, "--at"),
        ({"at": "19:00"}, "No lesson is published for that date"),
        ({"parts": ("gaers",)}, "--part: this is not in the list. Maybe you meant gears. The list: braking"),
        ({"remarks": ("sleepy",)}, "--remark: this is not in the list. .*well"),
        ({"learner": "R2"}, "R2 is no learner"),
        ({"learner": "R7"}, "Nobody has that code or name"),
        ({"supervisor": "V7"}, "Nobody has that code or name"),
        ({"supervisor": "V1", "outside": True}, "either --with or --outside"),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_written(url: str, typed: dict[str, Any], said: str) -> None:
    with pytest.raises(RidematchError, match=said):
        log(url, **typed)
    assert logged(url) == ()


def test_today_counts_and_weekdays_are_the_last_ones(url: str) -> None:
    for on, date_of_it in (("today", 16), ("yesterday", 15), ("igår", 15), ("wednesday", 9), ("tisdag", 15)):
        entry = log(url, on=on, minutes="30", outside=True)
        assert entry.lesson is not None
        assert entry.lesson.date == date(2026, 12, date_of_it)


def test_a_pair_that_may_not_have_practised_is_a_warning(url: str) -> None:
    with transaction(open_store(url)) as session:
        replace_tables(session, Tables(approvals=()))
    entry = log(url)
    assert len(entry.warnings) == 1
    assert (
        "They may not have practised that day: there is no approval for this learner (rule: approval"
        in (entry.warnings[0])
    )
    assert len(logged(url)) == 1


def a_time(start: str, end: str, **more: Any) -> LessonTime:
    return can_practise(start, end, **({"days": ("Mon", "Wed")} | more))


@pytest.mark.parametrize(
    ("start", "end", "dark", "light"),
    [
        ("15:50", "16:50", True, False),
        ("10:00", "14:00", False, True),
        ("15:00", "16:15", False, False),  # dark from 15:44 on, which leaves 31 minutes of 60
        ("14:35", "16:45", True, True),
        ("23:00", "01:00", True, False),
    ],
)
def test_a_chance_in_the_dark_or_by_daylight_holds_a_whole_lesson(
    start: str, end: str, dark: bool, light: bool
) -> None:
    tables = replace(TABLES, lesson_times=(a_time(start, end),))
    found = chances(tables, a_learner("R1"), settings=SETTINGS, today=MONDAY)
    told = [(chance.date.day, chance.dark, chance.light) for chance in found]
    assert told == [(on, dark, light) for on in (14, 16, 21, 23)]


def test_chances_without_lesson_times_or_without_a_place() -> None:
    assert len(chances(TABLES, a_learner("R1"), settings=SETTINGS, today=MONDAY)) == 14
    nowhere = replace(TABLES, lesson_times=(a_time("20:00", "22:00", place="Nirgends"),))
    for tables in (TABLES, nowhere):
        found = chances(tables, a_learner("R1"), settings=SETTINGS, today=MONDAY)
        assert {(chance.dark, chance.light) for chance in found} == {(False, True)}
