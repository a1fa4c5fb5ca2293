"""What is said to help helps: each suggestion is entered in a store, as it is said, and the next run serves it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ridematch.model.edition import Unserved
from ridematch.model.facts import Availability, Tables
from ridematch.office.advice import advise_all
from ridematch.office.applied import Clock, applied
from ridematch.office.dossier import Dossier, open_dossier
from ridematch.office.night import run_night
from ridematch.office.runs import Order
from ridematch.roads.geocoder import find_place
from ridematch.rules.admit.dates import recurs
from ridematch.store.database import open_store, transaction
from ridematch.store.tables import load_tables, replace_tables
from ridematch.tables.reader import read_tables
from ridematch.views.remedies import Remedy
from tests.rules.rows import (
    MONDAY,
    SETTINGS,
    ZONE,
    a_learner,
    a_licence,
    a_ride,
    a_rider,
    a_shift,
    a_supervisor,
    a_volunteer,
    an_approval,
    an_own_trip,
    can_practise,
    clock,
    day,
    free,
    is_away,
    some_tables,
)

FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)
S1 = "S1:2026-12-14"
VILLAGES = ("Backe", "Dal", "Fors", "Hed")


def published(folder: Path, tables: Tables, *, days: int = 2) -> str:
    """The address of a store with these tables and their plan."""
    store = f"sqlite:///{folder / 'store.sqlite'}"
    with transaction(open_store(store, create=True)) as session:
        replace_tables(session, tables)
    plan(store, days=days)
    return store


def plan(store: str, *, days: int) -> tuple[Unserved, ...]:
    order = Order(settings=SETTINGS, first_date=MONDAY, days=days, now=FRIDAY)
    morning, _ = run_night(store, order=order)
    return morning.edition.unserved


def on_the_desk(store: str) -> Dossier:
    return open_dossier(store, settings=SETTINGS, now=FRIDAY)


def suggestions(dossier: Dossier, code: str = "") -> Iterator[tuple[Unserved, Remedy]]:
    return ((left, remedy) for left, trials in advise_all(dossier, code) for remedy in trials.helps)


def missing_with(store: str, dossier: Dossier, left: Unserved, remedy: Remedy) -> int:
    """How much of it is left out once the suggestion is in a copy of the store, and the dates are planned again."""
    source = Path(store.removeprefix("sqlite:///"))
    other = f"sqlite:///{shutil.copy(source, source.with_name('changed.sqlite'))}"
    with transaction(open_store(other)) as session:
        clock_of = Clock(epoch=dossier.problem.epoch, zone=ZONE)
        replace_tables(session, applied(load_tables(session), remedy, clock=clock_of))
    return sum(one.count for one in plan(other, days=dossier.edition.days) if one.code == left.code)


def all_hold(store: str) -> list[str]:
    """The kinds of all suggestions, each of which was found true."""
    dossier = on_the_desk(store)
    kinds: list[str] = []
    for left, remedy in suggestions(dossier):
        assert missing_with(store, dossier, left, remedy) < left.count, remedy
        kinds.append(remedy.kind)
    return kinds


def crowded(seed: int) -> Tables:
    """More riders than volunteers have hours for on two days: absences, drives of their own, seats, limits, lessons."""
    random = Random(seed)
    volunteers = tuple(
        a_volunteer(
            f"V{n}", random.choice(VILLAGES), max_days_per_week=random.choice((1, 2, 7)), seats=random.choice((1, 4))
        )
        for n in range(1, 5)
    )
    hours = []
    for one in volunteers:
        for on in random.sample(("Mon", "Tue"), random.choice((1, 1, 2))):
            start = random.choice((4, 5, 11, 13, 19))
            span = (f"{start:02d}:{random.choice((0, 20, 40)):02d}", f"{start + random.choice((2, 3)):02d}:50")
            trip = random.random() < 0.2 and one.home != "Fors"
            hours.append((an_own_trip if trip else free)(*span, volunteer=one.volunteer, days=(on,)))
    riders = tuple(a_rider(f"R{n}", random.choice(VILLAGES), needs=needs(random)) for n in range(1, 7))
    shifts = tuple(
        a_shift(
            f"S{n}",
            f"{start:02d}:00",
            f"{start + 8:02d}:00",
            rider=f"R{n}",
            workplace=random.choice([name for name in VILLAGES if name != riders[n - 1].home]),
            days=tuple(random.sample(("Mon", "Tue"), random.choice((1, 2)))),
            legs=random.choice(("both", "out", "back")),
        )
        for n, start in ((n, random.choice((5, 6, 13))) for n in range(1, 6))
    )
    return some_tables(
        riders=riders,
        shifts=shifts,
        rides=(a_ride("E1", rider="R6", arrive_by=clock("10:00"), start="Hed", end="Backe"),),
        volunteers=volunteers,
        availability=tuple(hours),
        away=tuple(is_away(one.volunteer, day(random.choice((0, 1)))) for one in random.sample(volunteers, 2)),
        learners=(a_learner("R6", lessons_per_week=1),),
        supervisors=(a_supervisor("V1"), a_supervisor("V2")),
        licences=(a_licence("V1"), a_licence("V2")),
        approvals=(an_approval("V1", "R6"),),
        lesson_times=(can_practise("08:00", "10:00", rider="R6", days=("Mon",)),),
    )


def needs(random: Random) -> tuple[str, ...]:
    return ("child-seat:1",) if random.random() < 0.2 else ()


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))])
def test_what_is_said_to_help_helps(seed: int, tmp_path: Path) -> None:
    assert all_hold(published(tmp_path, crowded(seed)))


@pytest.mark.slow
@given(st.integers(10, 10**6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_said_to_help_helps_whatever_the_week(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / f"{seed}"
    folder.mkdir(exist_ok=True)
    (folder / "store.sqlite").unlink(missing_ok=True)
    all_hold(published(folder, crowded(seed)))


@pytest.mark.slow
def test_what_is_said_to_help_helps_in_the_week_of_the_demonstration(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "data" / "are"
    tables = read_tables(folder, known=Tables(), vocabulary=SETTINGS.vocabulary, finder=find_place).tables
    kinds = all_hold(published(tmp_path, tables, days=7))
    assert {"time", "hours", "lesson", "approval", "instead"} <= {*kinds}


def a_learner_with_little_time(**more: object) -> Tables:
    """R1 practises on Monday evening, V1 is free at noon; V2 would be free in the evening but is not approved."""
    lessons = {
        "learners": (a_learner(lessons_per_week=1),),
        "supervisors": (a_supervisor("V1"), a_supervisor("V2")),
        "licences": (a_licence("V1"), a_licence("V2")),
        "approvals": (an_approval("V1"),),
        "lesson_times": (can_practise("18:00", "19:30", days=("Mon",)),),
        "volunteers": (a_volunteer("V1"), a_volunteer("V2")),
        "availability": (free("10:00", "13:00"), free("17:00", "21:00", volunteer="V2")),
    }
    return some_tables(**(lessons | more))


def test_a_lesson_may_be_at_another_time_or_with_somebody_newly_approved(tmp_path: Path) -> None:
    store = published(tmp_path, a_learner_with_little_time())
    assert all_hold(store) == ["hours", "lesson", "approval"]
    (_, lesson), (_, approval) = list(suggestions(on_the_desk(store)))[1:]
    begins, ends = (on_the_desk(store).problem.epoch + timedelta(minutes=at) for at in lesson.spans[0])
    assert (lesson.who, lesson.date, ends - begins) == ("R1", MONDAY, timedelta(hours=1))
    assert 10 <= begins.astimezone(ZONE).hour <= 12
    assert (approval.who, approval.rider) == ("V2", "R1")
    assert approval.ready_on is not None and approval.ready_on > FRIDAY.date()


@pytest.mark.parametrize(("until", "kinds"), [("11:30", {"lesson"}), ("11:31", set())])
def test_a_learner_is_not_asked_to_practise_in_an_absence(until: str, kinds: set[str], tmp_path: Path) -> None:
    """V1 can be there from 10:20 to 12:40."""
    away = (is_away("R1", MONDAY, start=clock("09:00"), end=clock(until)),)
    found = suggestions(on_the_desk(published(tmp_path, a_learner_with_little_time(away=away))))
    assert {remedy.kind for _, remedy in found} & {"lesson"} == kinds


def one_shift(**more: object) -> Tables:
    """R1 works from 05:00 to 13:00; V1 next door is free in the evening only, V2 far away too."""
    both = tuple(free("17:00", "18:00", volunteer=code) for code in ("V1", "V2"))
    volunteers = (a_volunteer("V1", "Dal"), a_volunteer("V2", "Hed"))
    return some_tables(**({"shifts": (a_shift(),), "volunteers": volunteers, "availability": both} | more))


def who_helps(tmp_path: Path, tables: Tables) -> set[str]:
    return {remedy.who for _, remedy in suggestions(on_the_desk(published(tmp_path, tables)), S1)}


def test_nobody_is_suggested_who_is_away(tmp_path: Path) -> None:
    assert who_helps(tmp_path, one_shift()) == {"V1", "V2"}
    (tmp_path / "store.sqlite").unlink()
    assert who_helps(tmp_path, one_shift(away=(is_away("V1", MONDAY),))) == {"V2"}


def test_a_way_home_after_midnight_belongs_to_it(tmp_path: Path) -> None:
    """V2 has time for the way home, on a row of Tuesday's; nobody has for the way out."""
    nights = (free("17:00", "18:00"), free("00:05", "03:00", volunteer="V2", days=("Tue",)))
    tables = one_shift(shifts=(a_shift("S1", "15:00", "00:10"),), availability=nights)
    store = published(tmp_path, tables)
    assert [(remedy.kind, remedy.serves) for _, remedy in suggestions(on_the_desk(store))][:1] == [
        ("hours", "S1:2026-12-14:out")
    ]
    all_hold(store)


@pytest.mark.parametrize(("ends", "there"), [("03:35", True), ("03:36", False)])
def test_an_absence_counts_by_its_minutes(ends: str, there: bool, tmp_path: Path) -> None:
    """V1 would be away from home from 03:35 on."""
    away = (is_away("V1", MONDAY, start=clock("00:30"), end=clock(ends)),)
    assert ("V1" in who_helps(tmp_path, one_shift(away=away))) == there


def test_a_volunteer_is_not_asked_for_more_time_in_an_absence(tmp_path: Path) -> None:
    """V1 is free from 04:30 on, twenty minutes too late."""
    volunteers, late = (a_volunteer("V1", "Backe"),), (free("04:30", "23:00"),)
    tables = one_shift(volunteers=volunteers, availability=late)
    assert [remedy.kind for _, remedy in suggestions(on_the_desk(published(tmp_path, tables)), S1)][:1] == ["time"]
    (tmp_path / "store.sqlite").unlink()
    away = (is_away("V1", MONDAY, start=clock("02:00"), end=clock("04:30")),)
    tables = replace(tables, away=away)
    assert "V1" not in who_helps(tmp_path, tables)


def test_a_drive_of_ones_own_is_longer_on_that_date_alone() -> None:
    drive = an_own_trip("06:00", "07:00", days=("Mon", "Tue"), every_weeks=2, first_date=MONDAY)
    remedy = Remedy(
        kind="time",
        who="V1",
        serves="S1:2026-12-28:out",
        date=day(14),
        starts=5 * 60 + 40,
        was_from=6 * 60,
        was_until=7 * 60,
    )
    rows = applied(Tables(availability=(drive,)), remedy, clock=Clock(epoch=EPOCH, zone=ZONE)).availability
    assert rows is not None
    assert [(on(row), row.start) for row in rows] == [
        ((MONDAY, day(1)), clock("06:00")),
        ((day(15), day(28), day(29)), clock("06:00")),
        ((day(14),), clock("05:40")),
    ]


EPOCH = datetime(2026, 12, 27, 23, tzinfo=UTC)


def on(row: Availability) -> tuple[date, ...]:
    """Its dates in five weeks."""
    dates = (MONDAY + timedelta(days=number) for number in range(35))
    return tuple(
        one
        for one in dates
        if recurs(one, days=row.days, first_date=row.first_date, last_date=row.last_date, every_weeks=row.every_weeks)
    )


def test_what_is_left_out_is_found_by_its_rider_and_by_the_shift_behind_it(tmp_path: Path) -> None:
    dossier = on_the_desk(published(tmp_path, crowded(1)))
    left = next(one for one in dossier.edition.unserved if one.kind == "commute")
    for code in (left.code, f"{left.code}:out", left.rider, left.code.partition(":")[0]):
        assert left in [one for one, _ in advise_all(dossier, code)]
