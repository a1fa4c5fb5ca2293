from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from ridematch.language import speak
from ridematch.model.edition import PlannedStop
from ridematch.model.facts import LoggedLesson, Place, Tables
from ridematch.office.practice_coming import coming
from ridematch.office.settings import load_settings
from ridematch.rules.practice import Refusal, load_practice_rules
from ridematch.rules.practice.lesson import left_to_people
from ridematch.rules.practice.progress import Chance, next_part, progress_of
from ridematch.views.page import Page
from ridematch.views.practice import Judged
from ridematch.views.progress import Coming, card_page, logged_page, progress_page
from ridematch.views.terminal import plain_lines
from tests.rules.rows import a_learner
from tests.views.schedules import MONDAY, PEOPLE

CURRICULUM = load_settings(None).curriculum
LESSON = LoggedLesson(rider="R1", volunteer="V1", date=MONDAY, minutes=75, parts=("seat", "gears"), dark=True)
OTHER = replace(LESSON, volunteer=None, minutes=45, dark=False, remarks=("more",), date=date(2026, 12, 13))
LEARNER = a_learner(practised_minutes=60)
CHANCES = (Chance(date=MONDAY, dark=False, light=True),)


def a_log_page(lesson: LoggedLesson | None, before: LoggedLesson | None, *warnings: str) -> Page:
    progress = progress_of(LEARNER, (lesson,) if lesson else (), CURRICULUM)
    return logged_page(
        lesson=lesson,
        before=before,
        progress=progress,
        following=next_part(progress, CURRICULUM, CHANCES),
        warnings=warnings,
        curriculum=CURRICULUM,
        people=PEOPLE,
        take_back="ridematch practice log ...",
    )


def test_a_new_entry_a_changed_one_and_one_that_is_taken_out() -> None:
    v1, r1 = PEOPLE.who("V1"), PEOPLE.who("R1")
    lines = plain_lines(a_log_page(LESSON, None, "Not lawful."))
    new = f"Mon 2026-12-14, 1 h 15 min, {v1}, seat, gears, in the dark"
    assert lines[0] == f"In the log of {r1}: {new}."
    assert lines[2:4] == ["Warnings:", "Not lawful."]
    assert "Practised so far: 2 h 15 min of 120 h, 2 of 15 parts." in lines
    assert "Next: First moves: starting, steering, stopping (first-moves)." in lines
    assert "Waiting for their season, for darkness or daylight: Driving in darkness." in lines
    assert lines[-1] == "  ridematch practice log ..."
    old = "Sun 2026-12-13, 45 min, with somebody from outside, seat, gears, needs more practice"
    assert plain_lines(a_log_page(LESSON, OTHER))[0] == f"In the log of {r1}: {new}, instead of {old}."
    assert plain_lines(a_log_page(None, LESSON))[0] == f"Taken out of the log of {r1}: {new}."


def test_progress_is_a_line_a_learner() -> None:
    progress = progress_of(LEARNER, (LESSON, OTHER), CURRICULUM)
    rows = [(progress, next_part(progress, CURRICULUM, CHANCES))]
    lines = plain_lines(progress_page(rows, curriculum=CURRICULUM, today=MONDAY, people=PEOPLE))
    assert lines[2] == (
        f"learner: {PEOPLE.who('R1')}; practised: 3 h 0 min of 120 h; in the dark: 1 h 15 min; parts: 2 of 15; "
        "last: 2026-12-14; next: First moves: starting, steering, stopping"
    )
    assert lines[-1].startswith("120 hours are advice, not law")
    assert plain_lines(progress_page((), curriculum=CURRICULUM, today=MONDAY, people=PEOPLE))[-1] == (
        "Nobody learns to drive."
    )


def a_card() -> list[str]:
    log = (OTHER, LESSON, replace(LESSON, parts=("town",), remarks=("more",), date=date(2026, 12, 12)))
    progress = progress_of(LEARNER, log, CURRICULUM)
    refusal = Refusal(name="never_matched", found="never matched", remedy="Find another.")
    page = card_page(
        learner=LEARNER,
        progress=progress,
        following=next_part(progress, CURRICULUM, CHANCES),
        log=log,
        supervisors=(
            Judged(volunteer="V1", rider="R1", until=date(2027, 3, 1)),
            Judged(volunteer="V2", rider="R1", refusals=(refusal,)),
        ),
        keep_to=left_to_people(load_practice_rules("SE"), LEARNER, MONDAY),
        coming=(Coming(stop=a_lesson(), dark=True, part=CURRICULUM.parts[0]),),
        curriculum=CURRICULUM,
        today=MONDAY,
        people=PEOPLE,
        zone=ZoneInfo("Europe/Stockholm"),
    )
    return plain_lines(page)


def a_lesson() -> PlannedStop:
    """Somebody's first lesson, from six to seven in the evening."""
    begins = datetime(2026, 12, 14, 17, tzinfo=UTC)
    return PlannedStop(
        volunteer="V1",
        date=MONDAY,
        trip=1,
        position=1,
        action="lesson",
        place="Dal",
        arrives_at=begins,
        begins_at=begins,
        ends_at=begins + timedelta(hours=1),
        minutes=10,
        metres=10_000,
        serves="R1:2026-12-14:lesson",
        rider="R1",
        vehicle="B1",
    )


def test_a_card_says_what_to_practise_in_each_planned_lesson() -> None:
    (planned,) = [line for line in a_card() if "time: 18:00-19:00" in line]
    assert "part: seat; what: Sitting right, mirrors, controls, Dal, B1, in the dark" in planned


def test_planned_lessons_go_on_from_each_other_by_their_light() -> None:
    progress = progress_of(LEARNER, (), CURRICULUM)
    settings = load_settings(None)
    parts = [part for part in CURRICULUM.parts if part.part in progress.left]
    left = replace(progress, left=tuple(part.part for part in parts if part.dark or part.moment == 1))
    tables = Tables(places=(Place(name="Dal", lat=63.4, lon=13.1),))
    evening = a_lesson()
    noon = datetime(2026, 12, 15, 11, tzinfo=UTC)
    by_day = replace(evening, date=date(2026, 12, 15), begins_at=noon, ends_at=noon + timedelta(hours=1), serves="x")
    only_dark = replace(left, left=tuple(part.part for part in parts if part.dark))
    found = coming((evening, by_day), only_dark, tables=tables, settings=settings)
    assert [one.dark for one in found] == [True, False]
    assert found[0].part is not None
    assert found[0].part.dark
    assert found[1].part is None  # what is left wants darkness
    both = coming((evening, replace(evening, serves="y", trip=2)), left, tables=tables, settings=settings)
    assert both[0].part != both[1].part


def test_a_card_has_all_parts_and_whom_to_ask() -> None:
    lines = a_card()
    assert lines[0] == f"Learner's card, Mon 2026-12-14: {PEOPLE.who('R1')}"
    assert "Permit until 2029-01-01." in lines
    assert any(line.endswith("Once more: town.") for line in lines)
    asked = [line for line in lines if line.startswith("supervisor:")]
    assert asked == [f"supervisor: {PEOPLE.who('V1')}; phone: {PEOPLE.phone('V1')}; until: 2027-03-01"]
    assert "on the back of the car: the green and white sign ÖVNINGSKÖR (Körkortsportalen)" in lines
    parts = [line for line in lines if line.startswith("moment:")]
    assert len(parts) == 15
    assert parts[0] == (
        "moment: 1. Manoeuvring, vehicle and environment; part: seat; what: Sitting right, mirrors, controls; "
        "done: 2026-12-14"
    )
    assert any("part: town" in line and line.endswith("done: once more") for line in parts)
    assert any("part: slippery" in line and line.endswith("when: 11-15 - 04-15") for line in parts)
    last = [line for line in lines if line.startswith("date:") and "time:" not in line]
    assert [line[6:20] for line in last] == ["Mon 2026-12-14", "Sun 2026-12-13", "Sat 2026-12-12"]


def test_a_card_in_swedish_has_the_swedish_titles() -> None:
    speak("sv")
    try:
        lines = a_card()
    finally:
        speak("en")
    assert any("del: seat; vad: Körställning, speglar, reglage" in line for line in lines)
