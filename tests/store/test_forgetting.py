"""After somebody is forgotten there is history, and nothing of the person."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from ridematch.model.edition import Covered, Edition, PlannedStop, Promise, Unserved
from ridematch.model.facts import (
    Approval,
    Availability,
    Avoid,
    Away,
    Learner,
    LessonTime,
    Licence,
    LoggedLesson,
    Place,
    Ride,
    Rider,
    Shift,
    ShiftChange,
    Supervisor,
    Tables,
    Volunteer,
)
from ridematch.model.keeping import Erasure
from ridematch.store.database import open_store, overwrite_traces, reach, reading, rehearsal, transaction
from ridematch.store.editions import keep_promises, latest_edition, load_schedule, publish
from ridematch.store.forgetting import forget
from ridematch.store.tables import load_tables, replace_tables
from ridematch.views.json_file import plan_from_json, problem_from_json, to_json
from tests.builders import a_block, a_commute, a_driver, a_lesson_wish, a_line, a_plan, a_problem, a_slot, a_trip
from tests.store.examples import utc
from tests.store.legacy import Rows, everything_in

MONDAY = date(2026, 12, 14)
NOON, MIDNIGHT = time(12), time(0)

TABLES = Tables(
    places=(Place(name="Duved", lat=63.39, lon=12.93, note="Kim Bergs farm is on the left"),),
    roads=(),
    riders=(
        Rider(
            rider="kim-berg", name="Kim Berg", home="63.4012,12.9034", address="Påhittsvägen 17", phone="070-1740605",
            email="kim@example.org", pickup_note="the yellow house", note="likes coffee",
        ),
        Rider(
            rider="R2", name="Bo Bergman", home="Duved", address="Påhittsvägen 17", phone="070-1740606",
            note="same car as kim-berg; call 070-1740605 first", pickup_note="Kim Bergman waits too",
        ),
    ),
    shifts=(
        Shift(shift="kim-berg-bageri", rider="kim-berg", workplace="Duved", days=("Mon",), start=NOON, end=MIDNIGHT),
        Shift(shift="S2", rider="R2", workplace="Duved", days=("Mon",), start=NOON, end=MIDNIGHT),
    ),
    shift_changes=(
        ShiftChange(shift="kim-berg-bageri", date=MONDAY, change="cancelled"),
        ShiftChange(shift="S2", date=MONDAY, change="cancelled"),
    ),
    rides=(
        Ride(ride="kim-berg-2026-12-14", rider="kim-berg", start="", end="Duved", date=MONDAY, arrive_by=NOON),
        Ride(ride="E2", rider="R2", start="", end="Duved", date=MONDAY, arrive_by=NOON),
    ),
    volunteers=(
        Volunteer(volunteer="V1", name="Åsa Påhitt", home="Duved", note="asks for kim@example.org"),
        Volunteer(volunteer="V2", name="Bo Skjuts", home="Duved", phone="070-1740607"),
    ),
    availability=(
        Availability(volunteer="V1", days=("Mon",), start=MIDNIGHT, end=NOON),
        Availability(volunteer="V2", days=("Mon",), start=MIDNIGHT, end=NOON),
    ),
    away=(
        Away(who="kim-berg", first_date=MONDAY, last_date=MONDAY),
        Away(who="V2", first_date=MONDAY, last_date=MONDAY),
    ),
    avoid=(Avoid(volunteer="V2", rider="kim-berg"), Avoid(volunteer="V2", rider="R2")),
    licences=(Licence(volunteer="V1", valid_from=MONDAY), Licence(volunteer="V2", valid_from=MONDAY)),
    supervisors=(Supervisor(volunteer="V1", born="1960"), Supervisor(volunteer="V2", born="1961")),
    learners=(Learner(rider="kim-berg", born="1999", permit_until=MONDAY),),
    lesson_times=(LessonTime(rider="kim-berg", days=("Mon",), start=MIDNIGHT, end=NOON),),
    approvals=(Approval(volunteer="V1", rider="kim-berg", approved_on=MONDAY),),
    practice_log=(
        LoggedLesson(rider="kim-berg", volunteer="V2", date=MONDAY, minutes=60),
        LoggedLesson(rider="R2", volunteer="V1", date=MONDAY, minutes=60, note="with Kim Berg in the back"),
        LoggedLesson(rider="R2", volunteer="V2", date=MONDAY, minutes=45),
    ),
    vehicles=(),
    overnight=(),
)  # fmt: skip

LOG = TABLES.practice_log or ()

SECRETS = (
    "Kim Berg,", "Kim Bergs", "kim-berg", "63.4012", "070-1740605", "kim@example.org", "yellow house", "coffee",
)  # fmt: skip

COMMUTE, LESSON = f"kim-berg-bageri:{MONDAY}", f"kim-berg:{MONDAY}:lesson"

PROBLEM = a_problem(
    replace(a_line("A", 10, "B", 10, "C", 10, "D", 10, "E"), source="a fingerprint"),
    a_commute("kim-berg-bageri", rider="kim-berg"),
    a_commute("S2", rider="R2"),
    a_lesson_wish(a_slot(), learner="kim-berg"),
    a_driver("V1", avoids=("kim-berg",)),
    a_driver("V2"),
    a_block("V1"),
    misses_before=(("kim-berg", "2026-W51", 1),),
)
PLAN = a_plan(
    PROBLEM,
    a_trip(
        PROBLEM,
        f"V1:{MONDAY}:1",
        ("pickup", f"{COMMUTE}:out", "05:10"),
        ("delivery", f"{COMMUTE}:out", None),
        ("lesson", LESSON, "08:00"),
    ),
    left_out=(f"S2:{MONDAY}",),
)


def a_stop(position: int, serves: str = "", **more: object) -> PlannedStop:
    at = utc(f"{MONDAY}T05:00:00") + timedelta(minutes=position)
    stop = PlannedStop(
        volunteer="V1", date=MONDAY, trip=1, position=position, action="pickup" if serves else "depart",
        place="home:V1", arrives_at=at, begins_at=at, ends_at=at, minutes=position, metres=position * 1000,
        serves=serves, rider="kim-berg" if serves else "", journey=serves.removesuffix(":out"),
        journey_date=MONDAY if serves else None, seats=1 if serves else 0,
    )  # fmt: skip
    return replace(stop, **more)  # type: ignore[arg-type]


EDITION = Edition(
    made_at=utc("2026-12-13T20:00:00"), first_date=MONDAY, days=7, objective=1, bound=1, proven=True, seconds=1,
    stops=(
        a_stop(0),
        a_stop(1, f"{COMMUTE}:out", place="home:kim-berg"),
        a_stop(2, f"{COMMUTE}:out", place="at:kim-berg-bageri:1", action="delivery"),
        a_stop(3, LESSON, place="at:kim-berg:1", action="lesson", journey=LESSON),
        a_stop(4, f"S2:{MONDAY}:out", rider="R2", place="kim-berg"),
    ),
    unserved=(
        Unserved(
            code=f"S2:{MONDAY}", kind="commute", rider="R2", date=MONDAY, verdict="taken",
            facts=(f"out, V1 (12 min away): already driving {COMMUTE}:out then", "back, V2 (3 min away): no car"),
        ),
        Unserved(code="kim-berg-2026-12-14", kind="ride", rider="kim-berg", date=MONDAY, verdict="dearer"),
        Unserved(code="kim-berg:2026-W51", kind="lesson", rider="kim-berg", date=MONDAY, verdict="taken", count=2),
    ),
    covered=(
        Covered(request=f"{COMMUTE}:back", rider="kim-berg", date=MONDAY, fallback="bus"),
        Covered(request=f"S2:{MONDAY}:back", rider="R2", date=MONDAY, fallback="bed"),
    ),
    problem_json=to_json(PROBLEM),
    plan_json=to_json(PLAN),
)  # fmt: skip


def a_promise(serves: str, volunteer: str = "V1") -> Promise:
    at = utc(f"{MONDAY}T05:01:00")
    return Promise(serves=serves, volunteer=volunteer, begins_at=at, ends_at=at, told_at=at)


PROMISES = tuple(a_promise(serves) for serves in (f"{COMMUTE}:out", LESSON, f"S2:{MONDAY}:out"))


@pytest.fixture
def filled(store: Engine) -> Engine:
    with transaction(store) as session:
        replace_tables(session, TABLES)
        publish(session, EDITION)
        keep_promises(session, PROMISES)
    return store


def forgotten(store: Engine, code: str) -> Erasure:
    with transaction(store) as session:
        return forget(session, code)


def words(rows: Rows) -> str:
    return repr(rows)


def test_a_rider_is_gone_and_is_told_in_numbers(filled: Engine) -> None:
    assert forgotten(filled, "kim-berg") == Erasure(
        code="kim-berg",
        pseudonym="gone-1",
        rows=(
            *(("riders", 1), ("shifts", 1), ("shift_changes", 1), ("rides", 1), ("away", 1), ("avoid", 1)),
            *(("learners", 1), ("lesson_times", 1), ("approvals", 1), ("practice_log", 1)),
        ),
        remarks=4,
        editions=1,
        promises=2,
        events=0,
        runs=0,
        lessons=0,
        still_named=(),
    )
    everything = words(everything_in(filled))
    assert [secret for secret in SECRETS if secret in everything.replace("'kim-berg'", "")] == []


def test_rows_of_others_stay_as_they_were_but_for_the_name(filled: Engine) -> None:
    forgotten(filled, "kim-berg")
    _, bo = TABLES.riders or ()
    asa, lars = TABLES.volunteers or ()
    (duved,) = TABLES.places or ()
    with reading(filled) as session:
        assert load_tables(session) == replace(
            TABLES,
            places=(replace(duved, note="gone-1 farm is on the left"),),
            riders=(replace(bo, note="same car as gone-1; call gone-1 first"),),
            volunteers=(replace(asa, note="asks for gone-1"), lars),
            **{table: (getattr(TABLES, table)[1],) for table in ("shifts", "shift_changes", "rides", "away", "avoid")},
            learners=(), lesson_times=(), approvals=(),
            practice_log=(replace(LOG[1], note="with gone-1 in the back"), LOG[2]),
        )  # fmt: skip


def test_lessons_of_a_forgotten_supervisor_stay_in_the_learners_log(filled: Engine) -> None:
    done = forgotten(filled, "V1")
    assert (done.lessons, dict(done.rows).get("practice_log")) == (1, None)
    with reading(filled) as session:
        assert load_tables(session).practice_log == (LOG[0], replace(LOG[1], volunteer=None), LOG[2])


def test_history_keeps_its_counts_and_times_under_another_name(filled: Engine) -> None:
    forgotten(filled, "kim-berg")
    shift = "gone-1-2"  # the ride is the first of the two
    commute, lesson = f"{shift}:{MONDAY}", f"gone-1:{MONDAY}:lesson"
    with reading(filled) as session:
        found = latest_edition(session)
        promises = load_schedule(session, first_date=None, days=None).promises
    assert found is not None
    depart, pickup, delivery, taught, other = EDITION.stops
    assert found.stops == (
        depart,
        replace(pickup, rider="gone-1", place="home:gone-1", serves=f"{commute}:out", journey=commute),
        replace(delivery, rider="gone-1", place=f"at:{shift}:1", serves=f"{commute}:out", journey=commute),
        replace(taught, rider="gone-1", place="at:gone-1:1", serves=lesson, journey=lesson),
        other,
    )
    left, ride, wish = EDITION.unserved
    assert found.unserved == (
        replace(left, facts=(f"out, V1 (12 min away): already driving {commute}:out then", left.facts[1])),
        replace(ride, code="gone-1-1", rider="gone-1"),
        replace(wish, code="gone-1:2026-W51", rider="gone-1"),
    )
    covered, bed = EDITION.covered
    assert found.covered == (replace(covered, request=f"{commute}:back", rider="gone-1"), bed)
    told = {promise.serves: promise for promise in promises}
    assert told == {
        f"{commute}:out": replace(PROMISES[0], serves=f"{commute}:out"),
        lesson: replace(PROMISES[1], serves=lesson),
        PROMISES[2].serves: PROMISES[2],
    }
    problem, plan = problem_from_json(found.problem_json), plan_from_json(found.plan_json)
    assert [journey.rider for journey in problem.journeys] == ["gone-1", "R2"]
    assert (problem.drivers[0].avoids, problem.misses_before) == (("gone-1",), (("gone-1", "2026-W51", 1),))
    assert [visit.serves for visit in plan.duties[0].trips[0].visits[1:4]] == [*[f"{commute}:out"] * 2, lesson]
    assert plan.left_out == PLAN.left_out
    assert problem.travel.source == ""
    assert (found.number, found.made_at, found.days, found.seconds) == (1, EDITION.made_at, 7, 1)


def test_a_volunteer_is_gone_from_the_tables_and_from_every_trip(filled: Engine) -> None:
    done = forgotten(filled, "V1")
    assert (done.pseudonym, done.editions, done.promises) == ("gone-1", 1, 3)
    assert dict(done.rows) == dict.fromkeys(("volunteers", "availability", "licences", "supervisors", "approvals"), 1)
    everything = words(everything_in(filled))
    assert "'V1'" not in everything
    assert '"V1' not in everything
    assert ":V1" not in everything
    assert "Åsa" not in everything
    with reading(filled) as session:
        found = latest_edition(session)
    assert found is not None
    assert found.unserved[0].facts[0].startswith("out, gone-1 (12 min away)")
    assert {stop.volunteer for stop in found.stops} == {"gone-1"}
    assert found.stops[0].place == "home:gone-1"


def test_who_rides_and_drives_is_gone_as_both(filled: Engine) -> None:
    kim = Volunteer(volunteer="kim-berg", name="Kim Berg", home="Duved", phone="070-1740608")
    with transaction(filled) as session:
        replace_tables(session, Tables(volunteers=(*(TABLES.volunteers or ()), kim)))
    rows = dict(forgotten(filled, "kim-berg").rows)
    assert (rows["riders"], rows["volunteers"]) == (1, 1)
    assert "070-1740608" not in words(everything_in(filled))


def test_the_next_one_has_the_next_name(filled: Engine) -> None:
    assert forgotten(filled, "kim-berg").pseudonym == "gone-1"
    assert forgotten(filled, "V1").pseudonym == "gone-2"
    assert forgotten(filled, "V2").pseudonym == "gone-3"  # planned for, and never on the road


def test_a_name_that_somebody_has_is_not_given(filled: Engine) -> None:
    with transaction(filled) as session:
        volunteers = (*(TABLES.volunteers or ()), Volunteer(volunteer="gone-4", name="Gone Fore", home="Duved"))
        replace_tables(session, Tables(volunteers=volunteers))
    assert forgotten(filled, "kim-berg").pseudonym == "gone-5"


def test_who_left_the_tables_long_ago_is_still_found_in_history(filled: Engine) -> None:
    with transaction(filled) as session:
        without = {
            table: tuple(row for row in getattr(TABLES, table) if "kim-berg" not in repr(row))
            for table in (
                *("shifts", "shift_changes", "rides", "away", "avoid"),
                *("learners", "lesson_times", "approvals", "practice_log"),
            )
        }
        replace_tables(session, Tables(riders=(TABLES.riders or ())[1:], **without))
    done = forgotten(filled, "kim-berg")
    assert (done.rows, done.editions, done.promises) == ((), 1, 2)
    assert "kim-berg-bageri" not in words(everything_in(filled))
    assert "home:kim-berg" not in words(everything_in(filled))


def test_nobody_has_that_code(filled: Engine) -> None:
    before = everything_in(filled)
    for code in ("nobody", "bus", "out", "lesson", "A"):
        assert forgotten(filled, code).is_nothing, code
    with pytest.raises(ValueError, match="empty"):
        forgotten(filled, "")
    assert everything_in(filled) == before


def test_a_shift_that_somebody_else_has_now_keeps_its_code(filled: Engine) -> None:
    """Shifts change hands; what the tables say now is whose it is."""
    with transaction(filled) as session:
        shifts = tuple(replace(shift, rider="R2") for shift in TABLES.shifts or ())
        replace_tables(session, Tables(shifts=shifts))
    done = forgotten(filled, "kim-berg")
    assert ("shifts", 1) not in done.rows
    with reading(filled) as session:
        found = latest_edition(session)
        assert {shift.shift for shift in load_tables(session).shifts or ()} == {"kim-berg-bageri", "S2"}
    assert found is not None
    assert (found.stops[1].serves, found.stops[1].rider) == (f"{COMMUTE}:out", "gone-1")


def test_what_cannot_be_taken_out_is_told(filled: Engine) -> None:
    (duved,) = TABLES.places or ()
    (_, bos) = TABLES.shifts or ()
    with transaction(filled) as session:
        replace_tables(session, Tables(places=(duved, replace(duved, name="kim berg hemma"))))
        replace_tables(session, Tables(shifts=((TABLES.shifts or ())[0], replace(bos, employer="Kim Berg AB"))))
    assert forgotten(filled, "kim-berg").still_named == (("places", 1), ("shifts", 1))


def test_a_code_of_digits_is_not_taken_for_a_number(store: Engine) -> None:
    riders = (Rider(rider="31", name="Kim Berg", home="Duved"), Rider(rider="R2", name="Bo", home="", note="31 stairs"))
    fact = "V1 (31 min away): already driving 31:2026-12-14:out then"
    left = Unserved(code=f"S2:{MONDAY}", kind="commute", rider="R2", date=MONDAY, verdict="taken", facts=(fact,))
    stop = a_stop(1, f"31:{MONDAY}:out", rider="R2")
    with transaction(store) as session:
        replace_tables(session, Tables(riders=riders))
        publish(session, replace(EDITION, stops=(stop,), unserved=(left,), covered=()))
    done = forgotten(store, "31")
    assert (done.remarks, done.rows, done.editions) == (0, (("riders", 1),), 0)
    with reading(store) as session:
        found = latest_edition(session)
    assert found is not None
    assert (found.stops, found.unserved) == ((stop,), (left,))  # somebody else's shift 31


def test_a_rehearsal_changes_nothing_and_says_the_same(filled: Engine) -> None:
    before = everything_in(filled)
    with rehearsal(filled) as session:
        rehearsed = forget(session, "kim-berg")
    assert everything_in(filled) == before
    assert forgotten(filled, "kim-berg") == rehearsed


def in_files(folder: Path) -> Iterator[bytes]:
    for file in sorted(folder.iterdir()):
        yield file.read_bytes()


def test_no_byte_of_the_person_is_left_in_the_files(tmp_path: Path) -> None:
    """Neither what was there last, nor what had been changed or deleted before by programs that leave traces."""
    folder = tmp_path / "store"
    folder.mkdir()
    store = open_store(f"sqlite:///{folder}/store.sqlite", create=True)
    old_phone = "070-1740699"
    kim, bo = TABLES.riders or ()
    with transaction(store) as session:
        replace_tables(session, TABLES)
        publish(session, EDITION)
        keep_promises(session, PROMISES)
    with closing(sqlite3.connect(folder / "store.sqlite")) as careless:
        careless.execute("PRAGMA secure_delete = OFF")
        careless.execute("UPDATE rider_contact SET phone = ? WHERE rider = 'kim-berg'", (old_phone,))
        careless.commit()
        careless.execute("DELETE FROM rider_contact WHERE rider = 'kim-berg'")
        careless.commit()
    assert any(old_phone.encode() in found for found in in_files(folder)), "the test shows nothing"
    for riders in ((replace(kim, address="Fantasigatan 98"), bo), (kim, bo)):
        with transaction(store) as session:
            replace_tables(session, Tables(riders=riders))
    forgotten(store, "kim-berg")
    assert overwrite_traces(store)
    found = b"".join(in_files(folder))
    assert b"Bo Bergman" in found
    left = [trace for trace in (*SECRETS, old_phone, "Fantasigatan") if trace.encode() in found]
    assert left == ["kim-berg"]  # a village of that name, where somebody else is fetched
    assert found.count(b"kim-berg") == 1


def test_what_is_deleted_is_overwritten_even_if_nothing_comes_after(sqlite_file: Path) -> None:
    store = open_store(f"sqlite:///{sqlite_file}", create=True)
    with transaction(store) as session:
        replace_tables(session, TABLES)
    with transaction(store) as session:
        forget(session, "kim-berg")
    assert b"070-1740605" not in b"".join(in_files(sqlite_file.parent))


def test_traces_can_stay_while_somebody_reads(sqlite_file: Path) -> None:
    url = f"sqlite:///{sqlite_file}"
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
    store = open_store(url, wait_seconds=0.05)
    with reading(open_store(url)) as session:
        load_tables(session)
        forgotten(store, "kim-berg")
        assert not overwrite_traces(store)
    assert overwrite_traces(store)


def test_a_server_overwrites_in_its_own_time(postgres: str) -> None:
    assert overwrite_traces(reach(postgres))
