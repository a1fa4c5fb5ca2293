from datetime import date
from typing import Any

import pytest

from ridematch.model.facts import Shift, ShiftChange, Tables
from tests.rules.rows import (
    MONDAY,
    PLACES,
    a_ride,
    a_rider,
    a_shift,
    a_volunteer,
    admitted,
    clock,
    day,
    free,
    is_away,
    journeys_of,
    some_tables,
    windows,
)


def working(*shifts: Shift, **tables: Any) -> Tables:
    return some_tables(shifts=shifts, **tables)


def test_a_commute_has_windows_from_the_shift_and_the_ride_time() -> None:
    problem, issues = admitted(working(a_shift()))
    (journey,) = problem.journeys
    assert (journey.code, journey.kind, journey.date, journey.week) == ("S1:2026-12-14", "commute", MONDAY, "2026-W51")
    out, back = journey.legs
    assert [leg.request.code for leg in journey.legs] == ["S1:2026-12-14:out", "S1:2026-12-14:back"]
    # Direct 20 minutes, so at most 40; boarding 2.
    assert windows(problem, out) == ("Mon 03:38 - Mon 04:33", "Mon 04:20 - Mon 04:55")
    assert windows(problem, back) == ("Mon 13:05 - Mon 13:40", "Mon 13:27 - Mon 14:22")
    assert out.request.max_ride_minutes == 40
    assert (out.request.pickup.place, out.request.delivery.place) == ("home:R1", "Fors")
    assert (back.request.pickup.place, back.request.delivery.place) == ("Fors", "home:R1")
    assert out.request.pickup.service_minutes == 2
    assert not issues


def test_the_longest_ride_is_the_larger_of_the_factor_and_the_extra_and_follows_the_season() -> None:
    far = working(a_shift(workplace="Utland"), riders=(a_rider(home="Backe"),))
    assert journeys_of(far)["S1:2026-12-14"].legs[0].request.max_ride_minutes == 120
    near = working(a_shift(workplace="Fors"), riders=(a_rider(home="Backe"),))
    assert journeys_of(near)["S1:2026-12-14"].legs[0].request.max_ride_minutes == 60
    assert journeys_of(near, winter=(MONDAY,))["S1:2026-12-14"].legs[0].request.max_ride_minutes == 90


def test_a_night_shift_belongs_to_the_date_it_starts_on() -> None:
    problem, _ = admitted(working(a_shift(start="22:00", end="06:00", days=("Sun",))))
    (journey,) = problem.journeys
    assert (journey.date, journey.week) == (day(6), "2026-W51")
    assert windows(problem, journey.legs[1])[0] == "Mon 06:05 - Mon 06:40"
    assert {leg.request.date for leg in journey.legs} == {day(6)}


def test_new_year_lies_in_week_53() -> None:
    found = journeys_of(working(a_shift(days=("Thu", "Fri"))), first=date(2026, 12, 28))
    assert {journey.week for journey in found.values()} == {"2026-W53"}
    assert sorted(found) == ["S1:2026-12-31", "S1:2027-01-01"]


@pytest.mark.parametrize(("weeks", "found"), [(2, ["2027-01-04", "2027-01-18"]), (3, ["2027-01-11"])])
def test_a_rotation_counts_weeks_over_week_53_and_not_their_numbers(weeks: int, found: list[str]) -> None:
    """From week 52 of 2026; week 53 lies between it and week 1."""
    shift = a_shift(days=("Mon",), every_weeks=weeks, first_date=date(2026, 12, 21))
    ahead = journeys_of(working(shift), first=date(2026, 12, 28), days=28)
    assert sorted(ahead) == [f"S1:{on}" for on in found]


def test_other_ends_than_home() -> None:
    shift = a_shift(start_from="Backe", back_to="Hed", workplace="63.1,13.0")
    problem, _ = admitted(working(shift))
    out, back = problem.journeys[0].legs
    assert (out.request.pickup.place, out.request.delivery.place) == ("Backe", "at:S1:1")
    assert (back.request.pickup.place, back.request.delivery.place) == ("at:S1:1", "Hed")


def test_one_leg_only_and_fallbacks_by_leg() -> None:
    found = journeys_of(
        working(
            a_shift("S1", legs="out"),
            a_shift("S2", legs="back", days=("Tue",)),
            a_shift("S3", fallback_out="bus", fallback_back="bed", days=("Wed",)),
        )
    )
    assert [leg.request.code for leg in found["S1:2026-12-14"].legs] == ["S1:2026-12-14:out"]
    assert [leg.request.code for leg in found["S2:2026-12-15"].legs] == ["S2:2026-12-15:back"]
    assert [leg.fallback for leg in found["S3:2026-12-16"].legs] == ["bus", "bed"]


def test_every_third_week_and_first_and_last_dates() -> None:
    shift = a_shift(days=("Mon", "Tue"), every_weeks=3, first_date=date(2026, 12, 1), last_date=date(2027, 1, 11))
    assert list(journeys_of(working(shift), first=date(2026, 11, 30), days=60)) == [
        "S1:2026-12-01",
        "S1:2026-12-21",
        "S1:2026-12-22",
        "S1:2027-01-11",
    ]


def test_a_rotation_without_a_first_date_is_an_issue() -> None:
    problem, issues = admitted(working(a_shift(every_weeks=2)))
    assert not problem.journeys
    assert [(issue.table, issue.row) for issue in issues] == [("shifts", "S1")]


def test_a_shift_on_one_date() -> None:
    assert list(journeys_of(working(a_shift(days=("2026-12-16",))))) == ["S1:2026-12-16"]


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        ("as-usual", ["S1:2026-12-25", "S1:2026-12-26", "S1:2026-12-27"]),
        ("not", ["S1:2026-12-27"]),  # a plain Sunday is no holiday
        ("only", ["S1:2026-12-25", "S1:2026-12-26"]),
    ],
)
def test_public_holidays(rule: str, dates: list[str]) -> None:
    shift = a_shift(days=("Fri", "Sat", "Sun"), holidays=rule)
    assert list(journeys_of(working(shift), first=date(2026, 12, 21))) == dates


def test_easter_sunday_is_a_holiday() -> None:
    assert not journeys_of(working(a_shift(days=("Sun",), holidays="not")), first=date(2027, 3, 28), days=1)


def test_a_cancelled_and_a_moved_date() -> None:
    shift = a_shift(days=("Mon", "Tue"))
    changes = (
        ShiftChange(shift="S1", date=MONDAY, change="cancelled"),
        ShiftChange(shift="S1", date=day(1), change="moved", start=clock("06:00")),
    )
    problem, issues = admitted(working(shift, shift_changes=changes))
    (journey,) = problem.journeys
    assert windows(problem, journey.legs[0])[1] == "Tue 05:20 - Tue 05:55"
    assert windows(problem, journey.legs[1])[0] == "Tue 13:05 - Tue 13:40"
    assert not issues


def test_a_change_of_a_date_without_the_shift_is_an_issue() -> None:
    changes = (ShiftChange(shift="S1", date=day(1), change="cancelled"),)
    problem, issues = admitted(working(a_shift(), shift_changes=changes))
    assert len(problem.journeys) == 1
    assert [(issue.table, issue.row) for issue in issues] == [("shift_changes", "S1 2026-12-15")]


def test_what_can_be_no_ride_costs_that_ride_only() -> None:
    shifts = (
        a_shift("S1"),
        a_shift("S2", workplace="Holme", days=("Tue",)),
        a_shift("S3", workplace="Dal", days=("Wed",)),
        a_shift("S4", workplace="Ingenstans", days=("Thu",)),
        a_shift("S5", earliest_arrival=4, days=("Fri",)),
        a_shift("S6", rider="R9", days=("Fri",)),
    )
    problem, issues = admitted(working(*shifts))
    assert [journey.code for journey in problem.journeys] == ["S1:2026-12-14"]
    assert [(issue.table, issue.row) for issue in issues] == [("shifts", f"S{number}") for number in range(2, 7)]
    assert all(issue.remedy for issue in issues)


def test_urgency_multiplies_what_leaving_out_costs() -> None:
    shifts = (a_shift("S1", urgency="must"), a_shift("S2", urgency="high", days=("Tue",)))
    found = journeys_of(working(*shifts, rides=(a_ride(date=day(3), arrive_by=clock("10:00"), urgency="high"),)))
    assert {code: journey.left_out_cost for code, journey in found.items()} == {
        "S1:2026-12-14": 6000,
        "S2:2026-12-15": 1200,
        "E1": 600,
    }


def test_a_single_ride_to_arrive_by() -> None:
    problem, _ = admitted(some_tables(rides=(a_ride(arrive_by=clock("10:00"), return_after=clock("11:30")),)))
    (journey,) = problem.journeys
    assert (journey.code, journey.kind, journey.left_out_cost) == ("E1", "ride", 300)
    assert [leg.request.code for leg in journey.legs] == ["E1:out", "E1:back"]
    assert windows(problem, journey.legs[0]) == ("Mon 08:48 - Mon 09:38", "Mon 09:30 - Mon 10:00")
    assert windows(problem, journey.legs[1]) == ("Mon 11:30 - Mon 12:00", "Mon 11:52 - Mon 12:42")


def test_a_single_ride_to_leave_after_and_a_return_past_midnight() -> None:
    problem, _ = admitted(some_tables(rides=(a_ride(leave_after=clock("19:00"), return_after=clock("00:30")),)))
    out, back = problem.journeys[0].legs
    assert windows(problem, out) == ("Mon 19:00 - Mon 19:30", "Mon 19:22 - Mon 20:12")
    assert windows(problem, back)[0] == "Tue 00:30 - Tue 01:00"


def test_a_ride_without_a_time_is_an_issue() -> None:
    problem, issues = admitted(some_tables(rides=(a_ride(),)))
    assert not problem.journeys
    assert "neither" in issues[0].sentence


def test_who_is_away_asks_for_no_ride() -> None:
    shifts = (a_shift("S1", days=("Mon", "Tue", "Wed")),)
    assert list(journeys_of(working(*shifts, away=(is_away("R1", day(1)),)))) == ["S1:2026-12-14", "S1:2026-12-16"]


def test_an_absence_during_the_shift_takes_the_journey_and_one_beside_it_cuts_its_windows() -> None:
    noon = is_away("R1", MONDAY, start=clock("12:00"), end=clock("12:30"))
    assert not journeys_of(working(a_shift(), away=(noon,)))
    later = is_away("R1", MONDAY, start=clock("13:45"), end=clock("20:00"))
    problem, _ = admitted(working(a_shift(), away=(later,)))
    assert windows(problem, problem.journeys[0].legs[1]) == ("Mon 13:05 - Mon 13:23", "Mon 13:27 - Mon 13:45")
    too_soon = is_away("R1", MONDAY, start=clock("13:26"), end=clock("20:00"))
    assert not journeys_of(working(a_shift(), away=(too_soon,)))
    just_so = is_away("R1", MONDAY, start=clock("13:27"), end=clock("20:00"))
    assert journeys_of(working(a_shift(), away=(just_so,)))


def test_windows_of_one_rider_are_cut_in_the_middle_of_their_overlap() -> None:
    # Home between 13:27 and 14:22; out again between 13:48 and 14:38.
    tables = working(a_shift(), rides=(a_ride(arrive_by=clock("15:00")),))
    problem, issues = admitted(tables)
    commute, ride = problem.journeys
    assert windows(problem, commute.legs[1])[1] == "Mon 13:27 - Mon 14:05"
    assert windows(problem, ride.legs[0])[0] == "Mon 14:05 - Mon 14:38"
    assert not issues


def test_of_two_journeys_with_no_room_for_both_the_later_is_set_aside() -> None:
    tables = working(a_shift(), rides=(a_ride(leave_after=clock("13:05")),))
    problem, issues = admitted(tables)
    assert [journey.code for journey in problem.journeys] == ["S1:2026-12-14"]
    assert [(issue.table, issue.row) for issue in issues] == [("rides", "E1")]


def test_two_shifts_at_once_are_one_too_many() -> None:
    problem, issues = admitted(working(a_shift("S1"), a_shift("S2", "09:00", "17:00", workplace="Hed")))
    assert [journey.code for journey in problem.journeys] == ["S1:2026-12-14"]
    assert "S2:2026-12-14 comes too close to S1:2026-12-14" in issues[0].sentence


def test_a_return_before_one_can_be_there_is_set_aside() -> None:
    problem, issues = admitted(some_tables(rides=(a_ride(leave_after=clock("10:00"), return_after=clock("10:01")),)))
    assert not problem.journeys
    assert "overlap" in issues[0].sentence


def test_journeys_are_sorted_by_their_first_window() -> None:
    riders = (a_rider("R1"), a_rider("R2"), a_rider("R3"))
    shifts = (a_shift("S3", rider="R1"), a_shift("S1", rider="R2"), a_shift("S2", "04:00", rider="R3"))
    codes = [journey.code[:2] for journey in admitted(working(*shifts, riders=riders))[0].journeys]
    assert codes == ["S2", "S1", "S3"]


def test_no_place_id_holds_coordinates_or_a_homes_village() -> None:
    tables = some_tables(
        places=PLACES,
        riders=(a_rider(home="63.3,13.1"),),
        volunteers=(a_volunteer(home="63.4,13.2"),),
        shifts=(a_shift(workplace="63.5,13.3", start_from="63.3,13.1"),),
        availability=(free("04:00", "07:00", back_to="63.6,13.4"),),
    )
    problem, _ = admitted(tables)
    assert problem.travel.places == ("at:S1:1", "at:V1:1", "home:R1", "home:V1")
    assert problem.journeys[0].legs[0].request.pickup.place == "home:R1"
