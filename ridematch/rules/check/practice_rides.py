"""Rides to work with the learner at the wheel: who may, beside whom, when, and with nobody else in the car."""

from itertools import pairwise

from ridematch.rules.case import Case, DrivenRide
from ridematch.rules.check.finding import Finding, Findings


def learners_drive_where_they_may(case: Case) -> Findings:
    """The rider of a practice ride may be at the wheel on it, from the pickup to the delivery."""
    for ride in _practised(case):
        subjects = (ride.request.code, ride.run.driver.code)
        if not (ride.pickup.practice and ride.delivery.practice):
            sentence = f"{ride.request.code} is a practice ride at 1 of its ends, it must be at both or neither"
            yield Finding(subjects=subjects, sentence=sentence)
        if ride.request.code not in case.book.practice_rides:
            sentence = f"{ride.request.code} is driven by {ride.request.rider}, who may not be at the wheel on it"
            yield Finding(subjects=subjects, sentence=sentence)
    for run in case.runs:
        for visit in run.trip.visits:
            if visit.practice and visit.action not in ("pickup", "delivery"):
                sentence = f"{visit.action} {visit.serves or run.block.code} is no ride, and marked as a practice ride"
                yield Finding(subjects=(visit.serves or run.block.code, run.driver.code), sentence=sentence)


def supervisors_sit_beside_the_learner(case: Case) -> Findings:
    """The volunteer in a practice ride is one of those who may supervise it."""
    for ride in _practised(case):
        about, driver = case.book.practice_rides.get(ride.request.code), ride.run.driver.code
        if about is not None and driver not in about.drivers:
            sentence = f"{ride.request.code} is driven by {about.learner} beside {driver}, who may not supervise it"
            yield Finding(subjects=(ride.request.code, driver), sentence=sentence)


def practice_rides_lie_in_their_hours(case: Case) -> Findings:
    """The learner is at the wheel within the hours for practice, both ends included."""
    for ride in _practised(case):
        about = case.book.practice_rides.get(ride.request.code)
        if about is None:
            continue
        begins, ends, window = ride.pickup.ends, ride.delivery.begins, about.window
        if begins < window.earliest or ends > window.latest:
            clock = case.book.clock
            sentence = (
                f"{about.learner} drives {ride.request.code} from {clock(begins)} to {clock(ends)}, "
                f"may do so from {clock(window.earliest)} to {clock(window.latest)}"
            )
            yield Finding(subjects=(ride.request.code, ride.run.driver.code), sentence=sentence)


def practice_rides_keep_off_closed_ways(case: Case) -> Findings:
    """From the pickup to the delivery no way that is closed to the learner, wherever others get in or out."""
    for ride in _practised(case):
        about, visits = case.book.practice_rides.get(ride.request.code), ride.run.trip.visits
        way = visits[visits.index(ride.pickup) : visits.index(ride.delivery) + 1]
        for before, after in pairwise(way if about else ()):
            if about and (before.place, after.place) in about.closed:
                sentence = f"{about.learner} drives {ride.request.code} from {before.place} to {after.place}, "
                sentence += "where practice is not allowed"
                yield Finding(subjects=(ride.request.code, ride.run.driver.code), sentence=sentence)


def practice_rides_carry_nobody_else(case: Case) -> Findings:
    """From the pickup straight to the delivery, and nobody but these two in the car; or else one learner at a time."""
    if case.problem.limits.practice_others_aboard:
        yield from _one_learner_at_a_time(case)
        return
    for run in case.runs:
        for number, (pickup, following) in enumerate(pairwise(run.trip.visits)):
            if pickup.action != "pickup" or not pickup.practice:
                continue
            if (following.action, following.serves) != ("delivery", pickup.serves):
                sentence = f"{pickup.serves} is a practice ride, and the next stop is {following.action} of "
                sentence += following.serves or run.block.code
                yield Finding(subjects=(pickup.serves, run.driver.code), sentence=sentence)
            aboard = tuple(request.code for request in run.aboard[number])
            if aboard:
                sentence = f"{pickup.serves} is a practice ride with {len(aboard)} others aboard, the limit is 0"
                yield Finding(subjects=(pickup.serves, run.driver.code, *aboard), sentence=sentence)


def _one_learner_at_a_time(case: Case) -> Findings:
    for run in case.runs:
        at_wheel: list[str] = []
        for visit in run.trip.visits:
            if visit.practice and visit.action == "pickup":
                at_wheel.append(visit.serves)
                if len(at_wheel) > 1:
                    sentence = f"{visit.serves} is driven by its rider while {at_wheel[0]} is, 1 can be at the wheel"
                    yield Finding(subjects=(visit.serves, run.driver.code, at_wheel[0]), sentence=sentence)
            elif visit.action == "delivery" and visit.serves in at_wheel:
                at_wheel.remove(visit.serves)


def nobody_tired_from_a_night_shift_drives(case: Case) -> Findings:
    """Neither home from a night shift nor until rested from one.

    At work is who is between the latest arrival and the earliest way home of one commute.
    """
    limits = case.problem.limits
    for ride in _practised(case):
        for journey in case.problem.journeys:
            out = [leg.request for leg in journey.legs if leg.request.code.split(":")[-1].startswith("out")]
            back = [leg.request for leg in journey.legs if leg.request.code.split(":")[-1].startswith("back")]
            if journey.rider != ride.request.rider or not out or not back:
                continue
            begins, ends = out[0].delivery.window.latest, back[0].pickup.window.earliest
            at_night = [min(ends, night.ends) - max(begins, night.begins) for night in case.problem.nights]
            rested = ride.pickup.begins - ends
            if 0 <= rested < limits.night_shift_rest_minutes and max(at_night, default=0) >= limits.night_shift_minutes:
                sentence = f"{ride.request.rider} drives {ride.request.code} {rested} min after a night shift, "
                sentence += f"the least is {limits.night_shift_rest_minutes}"
                yield Finding(subjects=(ride.request.code, ride.run.driver.code), sentence=sentence)


def _practised(case: Case) -> tuple[DrivenRide, ...]:
    return tuple(ride for ride in case.rides if ride.practice)
