"""What makes a plan right. `CHECKS` is the specification: one small function a rule, with no solver in mind.

A rule reads a `Case` and yields a `Finding` for each thing it forbids. A plan may be any nonsense: it gets findings,
never an exception.
"""

from ridematch.model.plan import Plan, Violation
from ridematch.model.problem import Problem
from ridematch.rules.case import Book, Case
from ridematch.rules.check.agreements import drivers_are_asked_in_time, nobody_is_given_what_they_declined
from ridematch.rules.check.answers import (
    both_legs_or_neither,
    everybody_is_answered,
    fallbacks_are_those_allowed,
    nobody_is_in_two_places,
    nothing_is_answered_twice,
    promises_are_kept,
)
from ridematch.rules.check.days import (
    a_day_is_one_duty_in_time_order,
    asks_a_week_are_few_enough,
    days_a_week_are_few_enough,
    drivers_are_at_home_between_trips,
    drivers_have_breaks,
    drivers_rest_after_a_late_drive,
    driving_a_day_is_short_enough,
    night_days_in_a_row_are_few_enough,
    night_days_in_seven_are_few_enough,
)
from ridematch.rules.check.finding import Finding, Findings, Rule
from ridematch.rules.check.lessons import (
    lessons_are_far_enough_apart,
    lessons_are_given_by_drivers_for_everybody,
    lessons_are_given_in_an_empty_car,
    lessons_are_given_with_an_own_car,
    lessons_are_not_given_on_own_trips,
    lessons_fit_their_slot,
    lessons_have_an_approved_supervisor,
    lessons_in_a_week_are_those_wanted,
    one_lesson_a_date,
    practice_cars_are_in_one_place_at_a_time,
)
from ridematch.rules.check.practice_rides import (
    learners_drive_where_they_may,
    nobody_tired_from_a_night_shift_drives,
    practice_rides_carry_nobody_else,
    practice_rides_keep_off_closed_ways,
    practice_rides_lie_in_their_hours,
    supervisors_sit_beside_the_learner,
)
from ridematch.rules.check.rides import (
    employers_cars_carry_their_own,
    equipment_is_in_the_car,
    everybody_has_a_seat,
    minors_ride_with_drivers_whose_record_is_seen,
    needs_are_offered,
    nobody_rides_too_long,
    pairs_to_avoid_are_apart,
    service_begins_in_its_window,
)
from ridematch.rules.check.trips import (
    blocks_are_used_by_their_driver_on_their_date,
    codes_are_known,
    driving_takes_as_long_as_the_road,
    nobody_leaves_earlier_than_needed,
    own_trips_are_made_once,
    own_trips_stay_within_their_detour,
    riders_are_picked_up_then_delivered,
    service_begins_after_arrival,
    service_lasts_as_long_as_asked,
    stops_are_where_asked,
    trips_go_from_origin_to_destination,
    trips_lie_within_their_block,
    waiting_away_is_short_enough,
)

CHECKS: tuple[Rule, ...] = (
    # Trips are real
    codes_are_known,
    blocks_are_used_by_their_driver_on_their_date,
    trips_go_from_origin_to_destination,
    driving_takes_as_long_as_the_road,
    service_begins_after_arrival,
    service_lasts_as_long_as_asked,
    stops_are_where_asked,
    riders_are_picked_up_then_delivered,
    # ... and lie where the driver has time
    trips_lie_within_their_block,
    waiting_away_is_short_enough,
    nobody_leaves_earlier_than_needed,
    own_trips_are_made_once,
    own_trips_stay_within_their_detour,
    # Riders
    service_begins_in_its_window,
    nobody_rides_too_long,
    everybody_has_a_seat,
    equipment_is_in_the_car,
    needs_are_offered,
    pairs_to_avoid_are_apart,
    minors_ride_with_drivers_whose_record_is_seen,
    employers_cars_carry_their_own,
    # Drivers' days, nights and weeks
    a_day_is_one_duty_in_time_order,
    drivers_are_at_home_between_trips,
    driving_a_day_is_short_enough,
    drivers_have_breaks,
    days_a_week_are_few_enough,
    asks_a_week_are_few_enough,
    night_days_in_seven_are_few_enough,
    night_days_in_a_row_are_few_enough,
    drivers_rest_after_a_late_drive,
    # Driving practice
    lessons_have_an_approved_supervisor,
    lessons_fit_their_slot,
    lessons_are_given_in_an_empty_car,
    lessons_are_given_with_an_own_car,
    lessons_are_not_given_on_own_trips,
    lessons_are_given_by_drivers_for_everybody,
    lessons_in_a_week_are_those_wanted,
    one_lesson_a_date,
    lessons_are_far_enough_apart,
    practice_cars_are_in_one_place_at_a_time,
    # ... and on the way to work
    learners_drive_where_they_may,
    supervisors_sit_beside_the_learner,
    practice_rides_keep_off_closed_ways,
    practice_rides_lie_in_their_hours,
    practice_rides_carry_nobody_else,
    nobody_tired_from_a_night_shift_drives,
    # Answers and promises
    everybody_is_answered,
    both_legs_or_neither,
    fallbacks_are_those_allowed,
    nothing_is_answered_twice,
    nobody_is_in_two_places,
    nobody_is_given_what_they_declined,
    drivers_are_asked_in_time,
    promises_are_kept,
)
"""Every rule, in the order in which a coordinator would tell them."""

__all__ = ["CHECKS", "Finding", "Findings", "Rule", "check"]


def check(problem: Problem, plan: Plan) -> tuple[Violation, ...]:
    """All rules the plan breaks, in the order of `CHECKS`; empty for a plan that is right. Never raises."""
    case = Case(Book(problem), plan)
    return tuple(
        Violation(rule=rule.__name__, subjects=finding.subjects, sentence=finding.sentence)
        for rule in CHECKS
        for finding in rule(case)
    )
