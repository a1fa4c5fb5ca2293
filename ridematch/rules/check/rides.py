"""What a rider may count on: the time, the ride, the seat, and who drives."""

from collections import Counter

from ridematch.model.problem import Request
from ridematch.rules.case import Case
from ridematch.rules.check.finding import Finding, Findings


def service_begins_in_its_window(case: Case) -> Findings:
    """Pickups and deliveries begin within their windows, both ends included."""
    for run in case.runs:
        for visit in run.trip.visits:
            found = case.book.stop(visit)
            if found is None:
                continue
            window = found[1].window
            if not window.earliest <= visit.begins <= window.latest:
                clock = case.book.clock
                sentence = (
                    f"{visit.action} of {visit.serves} begins {clock(visit.begins)}, "
                    f"the window is {clock(window.earliest)} to {clock(window.latest)}"
                )
                yield Finding(subjects=(visit.serves, run.driver.code), sentence=sentence)


def nobody_rides_too_long(case: Case) -> Findings:
    """Time aboard, from the end of boarding to the delivery, is at most the request's limit."""
    for ride in case.rides:
        minutes, limit = ride.delivery.begins - ride.pickup.ends, ride.request.max_ride_minutes
        if minutes > limit:
            sentence = f"{ride.request.code} rides {minutes} min, the limit is {limit}"
            yield Finding(subjects=(ride.request.code, ride.run.driver.code), sentence=sentence)


def everybody_has_a_seat(case: Case) -> Findings:
    """At every moment no more seats are taken than the car has."""
    for run in case.runs:
        fullest = max(run.aboard, key=_seats)
        if _seats(fullest) > run.driver.seats:
            codes = tuple(request.code for request in fullest)
            sentence = (
                f"{run.driver.code} carries {_seats(fullest)} on {run.date} ({', '.join(codes)}), "
                f"the limit is {run.driver.seats}"
            )
            brief = f"{run.driver.seats} seats, {_seats(fullest)} needed"
            yield Finding(subjects=(run.driver.code, *codes), sentence=sentence, brief=brief)


def _seats(aboard: tuple[Request, ...]) -> int:
    return sum(request.seats for request in aboard)


def equipment_is_in_the_car(case: Case) -> Findings:
    """At every moment no more child seats and the like are in use than the car has of each."""
    for run in case.runs:
        offered = Counter({amount.code: amount.count for amount in run.driver.equipment})
        used: Counter[str] = Counter()
        for aboard in run.aboard:
            used |= Counter(_equipment(aboard))
        for code, count in sorted(used.items()):
            if count > offered[code]:
                sentence = f"{run.driver.code} needs {count} {code} on {run.date}, the limit is {offered[code]}"
                brief = f"no {code}" if count == 1 else f"no {code}:{count}"
                yield Finding(subjects=(run.driver.code, *run.serves), sentence=sentence, brief=brief)


def _equipment(aboard: tuple[Request, ...]) -> dict[str, int]:
    used: Counter[str] = Counter()
    for request in aboard:
        for amount in request.equipment:
            used[amount.code] += amount.count
    return used


def needs_are_offered(case: Case) -> Findings:
    """A driver offers everything the rider needs."""
    for ride in case.rides:
        for need in ride.request.needs:
            if need not in ride.run.driver.offers:
                sentence = f"{ride.request.code} needs {need}, {ride.run.driver.code} does not offer it"
                subjects = (ride.request.code, ride.run.driver.code)
                yield Finding(subjects=subjects, sentence=sentence, brief=f"no {need}")


def pairs_to_avoid_are_apart(case: Case) -> Findings:
    """A driver and a rider who are never matched are not matched, in a ride or a lesson."""
    people = [(ride.request.code, ride.request.rider, ride.run.driver) for ride in case.rides]
    people += [(lesson.visit.serves, lesson.wish.learner, lesson.run.driver) for lesson in case.lessons]
    for code, rider, driver in people:
        if rider in driver.avoids:
            sentence = f"{code} is with {driver.code}, who is never matched with {rider}"
            yield Finding(subjects=(code, driver.code), sentence=sentence, brief="never matched with this rider")


def minors_ride_with_drivers_whose_record_is_seen(case: Case) -> Findings:
    """A minor rides only with a driver whose record was seen on or before the date."""
    for ride in case.rides:
        seen, on = ride.run.driver.record_seen_on, ride.request.date
        if ride.request.minor and (seen is None or seen > on):
            sentence = (
                f"{ride.request.code} is a minor's on {on}, the record of {ride.run.driver.code} "
                f"was {f'seen on {seen}' if seen else 'not seen'}"
            )
            subjects = (ride.request.code, ride.run.driver.code)
            yield Finding(subjects=subjects, sentence=sentence, brief="record not seen")


def employers_cars_carry_their_own(case: Case) -> Findings:
    """A driver for one employer carries that employer's people only."""
    for ride in case.rides:
        only = ride.run.driver.only_employer
        if only and ride.request.employer != only:
            sentence = f"{ride.request.code} is with {ride.run.driver.code}, who only drives for employer {only}"
            subjects = (ride.request.code, ride.run.driver.code)
            yield Finding(subjects=subjects, sentence=sentence, brief=f"only drives for employer {only}")
