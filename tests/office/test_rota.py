"""An employer's calendar file brought in as dated shifts: again without twins, changed with a difference."""

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from ridematch.model.errors import RidematchError
from ridematch.model.facts import Place, Shift
from ridematch.office.intake import Intake, apply_intake
from ridematch.office.rota import Wanted, is_from_a_rota, read_rota_intake
from ridematch.store.database import open_store, reading, transaction
from ridematch.store.tables import load_tables, replace_tables
from ridematch.tables import rota
from tests.rules.rows import SETTINGS, a_rider, a_shift, some_tables

FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)
HIDDEN = replace(a_rider("R3", "Dal"), name="Hemlig Person", limited_visibility=True)
TABLES = some_tables(
    riders=(a_rider(), a_rider("R2", "Hed"), HIDDEN),
    shifts=(a_shift("S9", "14:00", "20:00", rider="R2", days=("Wed",)),),
)
WORK = next(place.name for place in TABLES.places or () if isinstance(place, Place))


def event(*lines: str, title: str = "R1", where: str = WORK) -> str:
    return "\n".join(
        ("BEGIN:VEVENT", "DTSTAMP:20261201T000000Z", f"SUMMARY:{title}", f"LOCATION:{where}", *lines, "END:VEVENT")
    )


def turn(begins: str, ends: str, *lines: str, uid: str = "1", title: str = "R1", where: str = WORK) -> str:
    zone = ";TZID=Europe/Stockholm"
    return event(f"UID:{uid}", f"DTSTART{zone}:{begins}", f"DTEND{zone}:{ends}", *lines, title=title, where=where)


@pytest.fixture
def store(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
    return url


def read(store: str, tmp_path: Path, *events: str, **wanted: Any) -> Intake:
    file = tmp_path / "rota.ics"
    file.write_text("\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *events, "END:VCALENDAR")))
    return read_rota_intake(Wanted(path=file, **wanted), store=store, settings=SETTINGS, now=FRIDAY)


def dated(intake: Intake) -> list[tuple[str, str, time, time]]:
    return sorted(
        (row.shift, row.days[0], row.start, row.end) for row in intake.tables.shifts or () if is_from_a_rota(row)
    )


WEEKLY = turn(
    "20261214T053000",
    "20261214T133000",
    "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3",
    "EXDATE;TZID=Europe/Stockholm:20261221T053000",
)


def test_a_recurrence_is_a_shift_a_date_without_its_exceptions(store: str, tmp_path: Path) -> None:
    intake = read(store, tmp_path, WEEKLY)
    assert intake.errors == ()
    assert dated(intake) == [
        ("R1-261214", "2026-12-14", time(5, 30), time(13, 30)),
        ("R1-261228", "2026-12-28", time(5, 30), time(13, 30)),
    ]
    assert intake.tables.shifts
    assert intake.tables.shifts[0].shift == "S9"


def test_again_it_changes_nothing_and_moved_it_is_a_change(store: str, tmp_path: Path) -> None:
    apply_intake(read(store, tmp_path, WEEKLY), store=store)
    assert read(store, tmp_path, WEEKLY).changes_nothing
    moved = turn("20261228T063000", "20261228T143000", "RECURRENCE-ID;TZID=Europe/Stockholm:20261228T053000")
    (shifts, _) = read(store, tmp_path, WEEKLY, moved).changes
    assert [row.code for row in shifts.changed] == ["R1-261228"]
    assert (shifts.added, shifts.removed) == ((), ())
    (shifts, _) = read(store, tmp_path, rider="R1").changes
    assert [row.code for row in shifts.removed] == ["R1-261214", "R1-261228"]


def test_what_people_entered_about_a_turn_stays(store: str, tmp_path: Path) -> None:
    apply_intake(read(store, tmp_path, WEEKLY), store=store)
    with transaction(open_store(store)) as session:
        known = load_tables(session)
        urgent = tuple(
            replace(row, urgency="must", note="x") if is_from_a_rota(row) else row for row in known.shifts or ()
        )
        replace_tables(session, replace(known, shifts=urgent))
    later = read(store, tmp_path, WEEKLY.replace("T133000", "T140000"))
    apply_intake(later, store=store)
    with reading(open_store(store)) as session:
        rows = [row for row in load_tables(session).shifts or () if is_from_a_rota(row)]
    assert {(row.urgency, row.note, row.end) for row in rows} == {("must", "x", time(14))}


@pytest.mark.parametrize(
    ("one", "cause"),
    [
        (turn("20261214T053000", "20261214T133000", title="Frukost"), "it names no rider"),
        (turn("20261214T053000", "20261214T133000", title="R1 och R2"), "it names several riders: R1, R2"),
        (turn("20261214T053000", "20261214T133000", title="Hemlig Person"), "it names no rider"),
        (turn("20261214T053000", "20261214T133000", title="R10"), "it names no rider"),
        (turn("20261214T053000", "20261214T133000", where="Hemlighetsvägen 7"), "its place is no place in the tables"),
        (turn("20261214T053000", "20261214T133000", where=""), "it names no place"),
        (event("UID:1", "DTSTART;VALUE=DATE:20261214"), "it has a date and no times"),
        (turn("20261214T053000", "20261214T053000"), "it ends when it begins or before"),
        (turn("20261214T053000", "20261215T053100"), "it is longer than a day"),
    ],
)
def test_what_is_unclear_is_told_by_its_time_and_quotes_nothing(
    store: str, tmp_path: Path, one: str, cause: str
) -> None:
    (finding,) = read(store, tmp_path, one).errors
    assert cause in finding.sentence
    assert "2026-12-14" in finding.sentence
    assert "Hemlig" not in finding.sentence


def test_a_turn_that_is_unclear_takes_nothing_away(store: str, tmp_path: Path) -> None:
    apply_intake(read(store, tmp_path, WEEKLY), store=store)
    unclear = WEEKLY.replace("SUMMARY:R1", "SUMMARY:Frukost")
    intake = read(store, tmp_path, unclear)
    assert len(intake.errors) == 2
    assert intake.changes_nothing


def test_rider_and_place_may_be_given_for_all(store: str, tmp_path: Path) -> None:
    one = turn("20261214T053000", "20261214T133000", title="Frukost", where="")
    intake = read(store, tmp_path, one, rider="r2", workplace=WORK.lower(), employer="Hotel")
    (shift,) = [row for row in intake.tables.shifts or () if is_from_a_rota(row)]
    assert (shift.rider, shift.workplace, shift.employer) == ("R2", WORK, "Hotel")
    assert read(store, tmp_path, one, rider="R2", workplace="Nowhere").errors[0].file == "--workplace"


def test_two_turns_of_a_day_and_one_over_midnight_in_other_zones(store: str, tmp_path: Path) -> None:
    """21:00 UTC is 22:00 in Åre, and what has no zone is meant there."""
    intake = read(
        store,
        tmp_path,
        event("UID:1", "DTSTART:20261214T210000Z", "DURATION:PT9H"),
        event("UID:2", "DTSTART:20261214T060000", "DTEND:20261214T100000"),
    )
    assert dated(intake) == [
        ("R1-261214", "2026-12-14", time(6), time(10)),
        ("R1-261214b", "2026-12-14", time(22), time(7)),
    ]


def test_only_from_today_on_and_for_so_many_weeks(store: str, tmp_path: Path) -> None:
    daily = turn("20261201T053000", "20261201T133000", "RRULE:FREQ=DAILY")
    found = dated(read(store, tmp_path, daily))
    assert (found[0][1], found[-1][1], len(found)) == ("2026-12-11", "2027-02-04", 56)


def test_who_has_a_weekly_shift_too_is_warned_of(store: str, tmp_path: Path) -> None:
    wednesday = turn("20261216T053000", "20261216T133000", title="R2")
    (warning,) = read(store, tmp_path, wednesday).warnings
    assert "R2 works by the shift S9 on 2026-12-16 too" in warning.sentence


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("no calendar", "no calendar"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20261214T050000Z\nRRULE:FREQ=MINUTELY\nEND:VEVENT\nEND:VCALENDAR",
            "more than 50 turns",
        ),
    ],
)
def test_a_file_that_is_no_rota_is_refused(
    store: str, tmp_path: Path, text: str, cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rota, "MOST_TURNS", 50)
    file = tmp_path / "rota.ics"
    file.write_text(text)
    with pytest.raises(RidematchError, match=cause):
        read_rota_intake(Wanted(path=file), store=store, settings=SETTINGS, now=FRIDAY)


def test_a_shift_by_hand_is_no_rota() -> None:
    assert not is_from_a_rota(a_shift("S1", days=("2026-12-14",)))
    shift = a_shift("R1-261214", days=("2026-12-14",))
    assert isinstance(shift, Shift)
    assert is_from_a_rota(shift)
    assert not is_from_a_rota(replace(shift, days=("Mon",)))
