"""What a rider may count on: the time, the ride, the seat, and who drives."""

from collections import Counter

from ridematch.language import say
from ridematch.model.problem import Request
from ridematch.rules.case import Case
from ridematch.rules.check.finding import Finding, Findings, in_words


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
                sentence = say(
                    "{action} of {code} begins {begins}, the window is {earliest} to {latest}",
                    action=in_words(visit.action),
                    code=visit.serves,
                    begins=clock(visit.begins),
                    earliest=clock(window.earliest),
                    latest=clock(window.latest),
                )
                yield Finding(subjects=(visit.serves, run.driver.code), sentence=sentence)


def nobody_rides_too_long(case: Case) -> Findings:
    """Time aboard, from the end of boarding to the delivery, is at most the request's limit."""
    for ride in case.rides:
        minutes, limit = ride.delivery.begins - ride.pickup.ends, ride.request.max_ride_minutes
        if minutes > limit:
            sentence = say(
                "{code} rides {minutes} min, the limit is {limit}", code=ride.request.code, minutes=minutes, limit=limit
            )
            yield Finding(subjects=(ride.request.code, ride.run.driver.code), sentence=sentence)


def everybody_has_a_seat(case: Case) -> Findings:
    """At every moment no more seats are taken than the car has."""
    for run in case.runs:
        fullest = max(run.aboard, key=_seats)
        if _seats(fullest) > run.driver.seats:
            codes = tuple(request.code for request in fullest)
            sentence = say(
                "{driver} carries {count} on {date} ({codes}), the limit is {limit}",
                driver=run.driver.code,
                count=_seats(fullest),
                date=run.date,
                codes=", ".join(codes),
                limit=run.driver.seats,
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
                sentence = say(
                    "{driver} needs {count} {code} on {date}, the limit is {limit}",
                    driver=run.driver.code,
                    count=count,
                    code=code,
                    date=run.date,
                    limit=offered[code],
                )
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
                sentence = say(
                    "{code} needs {need}, {driver} does not offer it",
                    code=ride.request.code,
                    need=need,
                    driver=ride.run.driver.code,
                )
                subjects = (ride.request.code, ride.run.driver.code)
                yield Finding(subjects=subjects, sentence=sentence, brief=f"no {need}")


def pairs_to_avoid_are_apart(case: Case) -> Findings:
    """A driver and a rider who are never matched are not matched, in a ride or a lesson."""
    people = [(ride.request.code, ride.request.rider, ride.run.driver) for ride in case.rides]
    people += [(lesson.visit.serves, lesson.wish.learner, lesson.run.driver) for lesson in case.lessons]
    for code, rider, driver in people:
        if rider in driver.avoids:
            sentence = say(
                "{code} is with {driver}, who is never matched with {rider}", code=code, driver=driver.code, rider=rider
            )
            yield Finding(subjects=(code, driver.code), sentence=sentence, brief="never matched with this rider")


def minors_ride_with_drivers_whose_record_is_seen(case: Case) -> Findings:
    """A minor rides only with a driver whose record was seen on or before the date."""
    for ride in case.rides:
        seen, on = ride.run.driver.record_seen_on, ride.request.date
        if ride.request.minor and (seen is None or seen > on):
            about = {"code": ride.request.code, "date": on, "driver": ride.run.driver.code}
            if seen:
                sentence = say(
                    "{code} is a minor's on {date}, the record of {driver} was seen on {seen}", seen=seen, **about
                )
            else:
                sentence = say("{code} is a minor's on {date}, the record of {driver} was not seen", **about)
            subjects = (ride.request.code, ride.run.driver.code)
            yield Finding(subjects=subjects, sentence=sentence, brief="record not seen")


def employers_cars_carry_their_own(case: Case) -> Findings:
    """A driver for one employer carries that employer's people only."""
    for ride in case.rides:
        only = ride.run.driver.only_employer
        if only and ride.request.employer != only:
            sentence = say(
                "{code} is with {driver}, who only drives for employer {employer}",
                code=ride.request.code,
                driver=ride.run.driver.code,
                employer=only,
            )
            subjects = (ride.request.code, ride.run.driver.code)
            yield Finding(subjects=subjects, sentence=sentence, brief=f"only drives for employer {only}")
