from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ridematch.model.edition import Past
from ridematch.model.facts import Avoid, LoggedLesson, Place, Tables, Vehicle
from ridematch.model.problem import LessonWish, Pairing
from tests.rules.rows import (
    MONDAY,
    PLACES,
    a_learner,
    a_licence,
    a_ride,
    a_rider,
    a_shift,
    a_supervisor,
    a_volunteer,
    admitted,
    an_approval,
    can_practise,
    clock,
    day,
    is_away,
    practising,
    shown,
    some_tables,
    taught,
    told,
    window,
)

SUNDAY = day(6)
ANY_DAY = (can_practise("16:00", "20:00", days=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")),)


def learning(**tables: Any) -> Tables:
    """R1 learns, V1 supervises, and everything is in order, unless the tables are given."""
    rows = practising(lesson_times=(can_practise("16:00", "20:00", days=("Mon",)),))
    return some_tables(**(rows | tables))


def all_in(country: str) -> tuple[Place, ...]:
    return tuple(replace(place, country=country) for place in PLACES)


def wishes(tables: Tables, **more: Any) -> tuple[LessonWish, ...]:
    return admitted(tables, **more)[0].lessons


def slots(tables: Tables, **more: Any) -> list[str]:
    problem, _ = admitted(tables, **more)
    return [window(problem, slot.window) for wish in problem.lessons for slot in wish.slots]


def test_a_wish_holds_everything_for_the_week() -> None:
    problem, issues = admitted(learning())
    (wish,) = problem.lessons
    assert (wish.code, wish.learner, wish.week) == ("R1:2026-W51", "R1", "2026-W51")
    assert (wish.wanted, wish.minutes, wish.left_out_cost, wish.min_days_between) == (2, 60, 150, 1)
    assert wish.pairings == (Pairing(driver="V1", first_date=MONDAY, last_date=SUNDAY),)
    assert [(slot.date, slot.place) for slot in wish.slots] == [(MONDAY, "home:R1")]
    assert slots(learning()) == ["Mon 16:00 - Mon 19:00"]
    assert not issues


def test_weeks_are_wished_for_in_proportion() -> None:
    eager = learning(learners=(a_learner(lessons_per_week=3),), lesson_times=ANY_DAY)
    found = wishes(eager, first=day(4), days=7)
    assert [(wish.week, wish.wanted) for wish in found] == [("2026-W51", 2), ("2026-W52", 2)]
    assert [wish.wanted for wish in wishes(learning(lesson_times=ANY_DAY), first=day(6), days=1)] == [1]


def test_a_part_of_a_week_asks_for_no_more_than_it_has_dates() -> None:
    eager = learning(learners=(a_learner(lessons_per_week=3),))  # on Mondays only
    assert [(wish.week, wish.wanted) for wish in wishes(eager, first=day(4), days=7)] == [("2026-W52", 1)]
    assert [wish.wanted for wish in wishes(eager)] == [3]


def test_lessons_already_given_in_the_week_count() -> None:
    daily = learning(lesson_times=ANY_DAY)
    past = Past(stops=(taught("R1", MONDAY, "16:00"), taught("R1", day(-1), "16:00")))
    (wish,) = wishes(daily, first=day(2), days=5, past=past)
    assert (wish.wanted, wish.last_lesson) == (1, MONDAY)
    past = Past(stops=(taught("R1", MONDAY, "16:00"), taught("R1", day(1), "16:00")))
    assert wishes(daily, first=day(2), days=5, past=past) == ()


def test_lessons_that_were_logged_count_once_also_where_none_was_published() -> None:
    daily = learning(lesson_times=ANY_DAY)
    log = (LoggedLesson(rider="R1", date=MONDAY, minutes=60), LoggedLesson(rider="R2", date=day(1), minutes=60))
    past = Past(stops=(taught("R1", MONDAY, "16:00"),))
    for stops in (Past(), past):
        (wish,) = wishes(replace(daily, practice_log=log), first=day(2), days=5, past=stops)
        assert (wish.wanted, wish.last_lesson) == (1, MONDAY)
    later = (LoggedLesson(rider="R1", date=day(3), minutes=60),)
    assert wishes(replace(daily, practice_log=later))[0].last_lesson is None


@pytest.mark.parametrize(("minutes", "wanted", "last"), [(29, 2, None), (30, 1, MONDAY)])
def test_a_ride_too_short_to_be_a_lesson_is_none_in_the_log_either(
    minutes: int, wanted: int, last: date | None
) -> None:
    daily = learning(lesson_times=ANY_DAY)
    log = (LoggedLesson(rider="R1", date=MONDAY, minutes=minutes),)
    (wish,) = wishes(replace(daily, practice_log=log), first=day(2), days=5)
    assert (wish.wanted, wish.last_lesson) == (wanted, last)


def test_lessons_as_short_as_the_learner_has_them_count() -> None:
    daily = learning(lesson_times=ANY_DAY)
    short = tuple(replace(row, lesson_minutes=20) for row in daily.learners or ())
    log = (LoggedLesson(rider="R1", date=MONDAY, minutes=20),)
    (wish,) = wishes(replace(daily, learners=short, practice_log=log), first=day(2), days=5)
    assert wish.last_lesson == MONDAY


def test_the_week_of_new_year_is_one_week_for_lessons() -> None:
    past = Past(stops=(taught("R1", date(2026, 12, 30), "16:00"),))
    (wish,) = wishes(learning(lesson_times=ANY_DAY), first=date(2026, 12, 31), days=4, past=past)
    assert (wish.week, wish.wanted) == ("2026-W53", 1)


@pytest.mark.parametrize(("seen", "first_date"), [(day(-1), MONDAY), (MONDAY, MONDAY), (day(1), day(1))])
def test_a_minor_practises_from_the_day_on_which_the_record_is_seen(seen: date, first_date: date) -> None:
    minor = learning(riders=(a_rider(minor=True),), volunteers=(a_volunteer(record_seen_on=seen),))
    problem, issues = admitted(minor)
    assert [wish.pairings for wish in problem.lessons] == [
        (Pairing(driver="V1", first_date=first_date, last_date=SUNDAY),)
    ]
    told = "Not on 2026-12-14: R1 is a minor, and the record of V1 was not seen by then."
    assert [issue.sentence for issue in issues] == ([told] if first_date > MONDAY else [])


def test_a_minor_practises_with_nobody_whose_record_is_not_seen() -> None:
    minor = learning(riders=(a_rider(minor=True),))
    assert [wish.pairings for wish in wishes(minor)] in ([], [()])
    assert wishes(learning(riders=(a_rider(minor=False),)))[0].pairings


def test_a_lesson_needs_its_whole_length() -> None:
    assert slots(learning(lesson_times=(can_practise("16:00", "17:00", days=("Mon",)),))) == ["Mon 16:00 - Mon 16:00"]
    assert slots(learning(lesson_times=(can_practise("16:00", "16:59", days=("Mon",)),))) == []


def test_lessons_keep_clear_of_the_learners_journeys_and_of_the_shift_between_them() -> None:
    # On the way from 03:38, back by 14:22.
    times = (can_practise("02:00", "16:00", days=("Mon",)),)
    tables = learning(lesson_times=times, shifts=(a_shift(),))
    assert slots(tables) == ["Mon 02:00 - Mon 02:38", "Mon 14:22 - Mon 15:00"]
    only_out = learning(lesson_times=times, shifts=(a_shift(legs="out"),))
    assert slots(only_out) == ["Mon 02:00 - Mon 02:38", "Mon 13:00 - Mon 15:00"]


def test_lessons_keep_clear_of_errands_and_of_a_night_shift_that_began_before_the_horizon() -> None:
    times = (can_practise("04:00", "12:00", days=("Mon",)),)
    errand = a_ride(arrive_by=clock("09:00"))
    assert slots(learning(lesson_times=times, rides=(errand,))) == ["Mon 04:00 - Mon 06:48", "Mon 09:00 - Mon 11:00"]
    night = a_shift(start="22:00", end="06:00", days=("Sun",))
    assert slots(learning(lesson_times=times, shifts=(night,)), days=3) == ["Mon 07:22 - Mon 11:00"]


def test_lessons_keep_clear_of_absences() -> None:
    away = (is_away("R1", MONDAY, start=clock("17:30"), end=clock("18:00")),)
    assert slots(learning(away=away)) == ["Mon 16:00 - Mon 16:30", "Mon 18:00 - Mon 19:00"]
    assert slots(learning(away=(is_away("R1", MONDAY),))) == []


def test_lessons_stay_in_the_country() -> None:
    times = tuple(can_practise("16:00", "20:00", place=place, days=("Mon",)) for place in ("Utland", "63.0,11.01"))
    problem, issues = admitted(learning(lesson_times=times))
    assert problem.lessons[0].slots == ()
    (issue,) = issues
    assert issue.sentence == "Its place is in NO (rule: border, as read on 2026-11-23, Transportstyrelsen)."
    assert issue.source.startswith("permit and approval are decisions for Sweden")
    assert slots(learning(lesson_times=times), practice="NO") == ["Mon 16:00 - Mon 19:00"] * 2


def test_where_nobody_is_approved_every_supervisor_may_be_asked() -> None:
    people = {"places": all_in("NO"), "volunteers": (a_volunteer("V1"), a_volunteer("V2")), "approvals": ()}
    supervisors, licences = (a_supervisor("V1"), a_supervisor("V2", born="2001-12-16")), (a_licence(), a_licence("V2"))
    tables = learning(**people, supervisors=supervisors, licences=licences)
    problem, issues = admitted(tables, practice="NO")
    assert [(pairing.driver, pairing.first_date) for pairing in problem.lessons[0].pairings] == [
        ("V1", MONDAY),
        ("V2", day(2)),
    ]
    (issue,) = issues  # about the supervisor, not about a pair that nobody thought of
    assert (issue.table, issue.row) == ("supervisors", "V2")
    assert "the supervisor turns 25 on 2026-12-16" in issue.sentence
    assert admitted(replace(tables, places=PLACES))[0].lessons[0].pairings == ()


def test_who_nobody_approved_is_no_issue_where_no_approval_is_needed() -> None:
    tables = learning(
        learners=(a_learner(transmission="manual", permit_until=day(1)),),
        supervisors=(a_supervisor(transmission="automatic"),),
        approvals=(),
        places=all_in("GB"),
    )
    _, issues = admitted(tables, practice="GB")
    assert [(issue.table, issue.row) for issue in issues] == [("learners", "R1")]
    assert "permit ran out" in issues[0].sentence


@pytest.mark.parametrize(
    ("times", "found"),
    [
        (("04:00", "06:00"), ["Mon 05:00 - Mon 05:00"]),
        (("04:00", "05:59"), []),
        (("19:00", "23:00"), ["Mon 19:00 - Mon 20:00"]),
        (("20:01", "23:00"), []),
        (("19:30", "06:30"), ["Mon 19:30 - Mon 20:00", "Tue 05:00 - Tue 05:30"]),
    ],
)
def test_lessons_of_the_young_keep_to_lawful_hours(times: tuple[str, str], found: list[str]) -> None:
    rows = {"places": all_in("US"), "lesson_times": (can_practise(*times, days=("Mon",)),)}
    young = learning(**rows, learners=(a_learner(born="2009-06-01"),))
    assert slots(young, practice="US-NY") == found
    noted = [issue for issue in admitted(young, practice="US-NY")[1] if issue.table == "lesson_times"]
    assert len(noted) == (0 if found else 1)
    assert all("hours that are allowed (rule: " in issue.sentence and "dmv.ny.gov" in issue.source for issue in noted)
    grown = learning(**rows, learners=(a_learner(),))
    assert len(slots(grown, practice="US-NY")) == 1


def test_a_learner_without_slots_or_pairings_still_has_a_wish() -> None:
    (wish,) = wishes(learning(lesson_times=(), approvals=()))
    assert (wish.slots, wish.pairings) == ((), ())


def test_a_pairing_lasts_as_long_as_the_rules_allow() -> None:
    # The permit and the approval both count their last day.
    problem, issues = admitted(learning(learners=(a_learner(permit_until=day(3)),)))
    assert problem.lessons[0].pairings == (Pairing(driver="V1", first_date=MONDAY, last_date=day(3)),)
    (issue,) = issues
    assert (issue.table, issue.row) == ("approvals", "V1 R1")
    assert "Not on 2026-12-18" in issue.sentence
    assert "https://www.transportstyrelsen.se" in issue.source
    assert "http" not in issue.sentence
    later = learning(approvals=(an_approval(approved_on=day(2)),))
    assert wishes(later)[0].pairings == (Pairing(driver="V1", first_date=day(2), last_date=SUNDAY),)


def test_two_approvals_with_a_gap_are_two_pairings() -> None:
    rows = (an_approval(valid_until=day(1)), an_approval(approved_on=day(4)))
    assert wishes(learning(approvals=rows))[0].pairings == (
        Pairing(driver="V1", first_date=MONDAY, last_date=day(1)),
        Pairing(driver="V1", first_date=day(4), last_date=SUNDAY),
    )


def test_pairs_that_are_never_planned_are_issues() -> None:
    people = (a_volunteer("V1", only_employer="bageriet"), a_volunteer("V2"), a_volunteer("V3"))
    tables = learning(
        volunteers=people,
        supervisors=(a_supervisor("V1"), a_supervisor("V2")),
        licences=tuple(a_licence(code) for code in ("V1", "V2", "V3")),
        approvals=tuple(an_approval(code) for code in ("V1", "V2", "V3")),
        avoid=(Avoid(volunteer="V2", rider="R1"),),
    )
    problem, issues = admitted(tables)
    assert problem.lessons[0].pairings == ()
    assert [(issue.table, issue.row) for issue in issues] == [("approvals", f"V{number} R1") for number in (1, 2, 3)]
    assert problem.drivers[1].avoids == ("R1",)


def test_a_supervisor_without_a_car_is_a_notice() -> None:
    people = (a_volunteer("V1", seats=0), a_volunteer("V2"))
    problem, issues = admitted(learning(volunteers=people))
    assert problem.lessons[0].pairings == ()
    assert [(issue.table, issue.row) for issue in issues] == [("supervisors", "V1")]
    assert issues[0].sentence == "V1 has no car, and no practice car stands in the village."


def in_cars(**tables: Any) -> Tables:
    """V1 has no car, and the practice car B1 stands in the village of both."""
    people = (a_volunteer("V1", seats=0, home="Dal"), a_volunteer("V2"))
    rows = {"volunteers": people, "vehicles": (Vehicle(vehicle="B1", place="Dal", transmission="manual"),)}
    return learning(**(rows | tables))


def test_a_supervisor_without_a_car_meets_the_learner_at_a_practice_car() -> None:
    problem, issues = admitted(in_cars())
    (wish,) = problem.lessons
    assert wish.pairings == (Pairing(driver="V1", first_date=MONDAY, last_date=SUNDAY, vehicle="B1"),)
    booked = [slot for slot in wish.slots if slot.vehicle]
    assert {(slot.place, slot.vehicle) for slot in booked} == {("Dal", "B1")}
    assert [shown(problem, slot.window.earliest) for slot in booked] == [
        f"Mon {at}" for at in ("16:00", "16:30", "17:00", "17:30", "18:00", "18:30", "19:00")
    ]
    assert all(slot.window.earliest == slot.window.latest for slot in booked)
    assert [driver.code for driver in problem.drivers] == ["V1", "V2"]
    assert not issues


@pytest.mark.parametrize(
    "tables",
    [
        {"vehicles": (Vehicle(vehicle="B1", place="Fors"),)},  # V1 can't get there
        {"learners": (a_learner(transmission="automatic"),)},
        {"licences": (a_licence(code="B78"),)},
        {"approvals": ()},
    ],
)
def test_a_practice_car_has_to_suit_both_and_be_near(tables: dict[str, Any]) -> None:
    (wish,) = admitted(in_cars(**tables))[0].lessons
    assert wish.pairings == ()
    assert not [slot for slot in wish.slots if slot.vehicle]


def test_a_car_of_the_wrong_kind_stays_at_home_where_a_practice_car_suits() -> None:
    tables = in_cars(
        volunteers=(a_volunteer("V1"),),
        supervisors=(a_supervisor(transmission="manual"),),
        learners=(a_learner(transmission="automatic"),),
        vehicles=(Vehicle(vehicle="B1", place="Dal", transmission="automatic"),),
    )
    problem, issues = admitted(tables)
    assert [pairing.vehicle for pairing in problem.lessons[0].pairings] == ["B1"]
    assert not issues


def test_a_learner_from_elsewhere_says_that_lessons_begin_at_the_car() -> None:
    there = (can_practise("16:00", "20:00", days=("Mon",), place="Dal"),)
    for place, booked in (("Dal", True), ("Fors", False)):
        tables = in_cars(riders=(a_rider(home="Fors"),), lesson_times=(replace(there[0], place=place),))
        (wish,) = admitted(tables)[0].lessons
        assert any(slot.vehicle == "B1" for slot in wish.slots) == booked


def test_a_lesson_told_in_a_practice_car_stays_in_it() -> None:
    stops = (replace(taught("R1", MONDAY, "16:30"), vehicle="B1"),)
    promise = replace(told(f"R1:{MONDAY}:lesson", MONDAY, "16:30", "17:30"), vehicle="B1")
    problem, issues = admitted(in_cars(), past=Past(stops=stops, promises=(promise,)))
    assert [(pin.vehicle, pin.driver) for pin in problem.pins] == [("B1", "V1")]
    assert not issues


def test_proposals_and_promises_of_lessons() -> None:
    past = Past(
        stops=(taught("R1", MONDAY, "16:30"), taught("R1", day(2), "17:00")),
        promises=(told(f"R1:{MONDAY}:lesson", MONDAY, "16:30", "17:30"),),
    )
    problem, issues = admitted(learning(), past=past)
    assert problem.lessons[0].proposed == (("V1", day(2)),)
    (pin,) = problem.pins
    assert (pin.serves, pin.driver) == (f"R1:{MONDAY}:lesson", "V1")
    assert (shown(problem, pin.begins), shown(problem, pin.ends)) == ("Mon 16:30", "Mon 17:30")
    assert not issues


def test_promised_lessons_are_wanted_even_beyond_the_weeks_share() -> None:
    promises = tuple(told(f"R1:{day(number)}:lesson", day(number), "16:30", "17:30") for number in (0, 1))
    (wish,) = wishes(learning(), days=2, past=Past(promises=promises))
    assert wish.wanted == 2


def test_a_lesson_published_for_the_date_after_the_horizon_stays_where_it_is() -> None:
    tuesday = replace(taught("R1", day(1), "16:30"), place="home:R1")
    problem, issues = admitted(learning(), days=1, past=Past(stops=(tuesday,)))
    week, standing = problem.lessons
    assert (week.code, standing.code, standing.wanted) == ("R1:2026-W51", f"R1:{day(1)}", 1)
    assert [window(problem, slot.window) for slot in standing.slots] == ["Tue 16:25 - Tue 16:35"]
    assert standing.pairings == (Pairing(driver="V1", first_date=day(1), last_date=day(1)),)
    (pin,) = problem.pins
    assert (pin.serves, pin.driver, shown(problem, pin.begins)) == (f"R1:{day(1)}:lesson", "V1", "Tue 16:30")
    assert not issues
    (alone,) = wishes(learning(), days=1, past=Past(stops=(taught("R1", day(2), "16:30"),)))
    assert alone.code == "R1:2026-W51"


def test_lessons_published_after_the_horizon_count_for_their_week() -> None:
    past = Past(stops=(taught("R1", day(3), "16:30"), taught("R1", day(5), "16:30")))
    assert wishes(learning(), days=2, past=past) == ()


def test_without_learners_nobody_asks_for_rules_of_practice() -> None:
    assert wishes(learning(learners=())) == ()


def test_who_is_refused_and_by_which_rules_is_known() -> None:
    norway = {"places": all_in("NO"), "licences": (a_licence(country="NO"),)}
    (wish,) = wishes(learning(**norway, learners=(a_learner(born="2005", intro_course_on=day(-60)),)), practice="NO")
    assert (wish.pairings, wish.refused) == ((), (("V1", "season"),))
    trained = learning(**norway, learners=(a_learner(born="2005", intro_course_on=day(-60), dark_course_on=day(-30)),))
    assert wishes(trained, practice="NO")[0].refused == ()
    ended = learning(learners=(a_learner(permit_until=day(2)),), approvals=(an_approval(valid_until=day(4)),))
    assert wishes(ended)[0].refused == (("V1", "permit"), ("V1", "approval"))
    assert wishes(learning(approvals=()))[0].refused == ()  # nobody applied
