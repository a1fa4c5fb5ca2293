from datetime import date

from ridematch.rules.practice.outlook import Outlook
from ridematch.views.forecast import Expected, forecast_page
from ridematch.views.terminal import plain_lines
from tests.views.schedules import MONDAY, PEOPLE, STOPS


def expected(rider: str, reaches: date | None, rides: float, **more: date) -> Expected:
    outlook = Outlook(
        rider=rider,
        minutes=90,
        planned_minutes=60,
        weekly_minutes=60.0,
        reaches=reaches,
        as_wished=date(2027, 6, 1),
    )
    return Expected(outlook=outlook, not_before=more.get("not_before"), rides_a_week=rides)


def shown(*rows: Expected, not_logged: int = 0) -> list[str]:
    page = forecast_page(rows, STOPS[:not_logged], target_hours=120.0, today=MONDAY, people=PEOPLE)
    return plain_lines(page)


def test_rides_fall_away_one_learner_after_the_other() -> None:
    lines = shown(
        expected("R1", MONDAY, 4.0),
        expected("R3", date(2027, 3, 1), 1.5, not_before=date(2027, 9, 1)),
        expected("R2", None, 4.0),
    )
    assert lines[0] == "Forecast on Mon 2026-12-14: 120 hours of practice"
    r1, r3 = PEOPLE.who("R1"), PEOPLE.who("R3")
    assert lines[2] == (
        f"learner: {r1}; practised: 1 h 30 min; planned: 1 h 0 min; a week: 1 h 0 min; reached: reached; "
        "as wished: 2027-06-01; rides a week: 4"
    )
    assert "reached: 2027-09-01; as wished: 2027-09-01; rides a week: 1.5" in lines[3]
    assert "reached: not in ten years" in lines[4]
    falling = lines[lines.index("What falls away:") + 1 :]
    assert falling[0] == f"2026-12-14: when {r1} passes, 4 rides a week disappear, 4 in all."
    assert falling[1] == f"2027-09-01: when {r3} passes, 1.5 rides a week disappear, 5.5 in all."
    assert falling[2] == "When these 2 pass, 5.5 rides a week disappear."


def test_who_asks_for_no_rides_frees_none() -> None:
    lines = shown(expected("R1", MONDAY, 0.0))
    assert not any("disappear" in line for line in lines)


def test_lessons_not_in_the_log_are_asked_for() -> None:
    assert any(
        line.startswith("A lesson of the last four weeks") for line in shown(expected("R1", MONDAY, 0.0), not_logged=1)
    )
    assert any(line.startswith("2 lessons of the last") for line in shown(expected("R1", MONDAY, 0.0), not_logged=2))
    assert shown()[-1] == "Nobody learns to drive."
