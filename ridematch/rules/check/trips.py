"""Trips are real: known codes, places in order, minutes that add up, within the driver's block."""

from itertools import pairwise

from ridematch.model.plan import Duty, Visit
from ridematch.rules.case import STOPS, Book, Case
from ridematch.rules.check.finding import Finding, Findings

ENDS = ("depart", "arrive")


def codes_are_known(case: Case) -> Findings:
    """Whatever a plan names exists in the problem."""
    book = case.book
    for code in case.plan.left_out:
        if code not in book.journeys:
            yield _unknown("journey", code)
    for code in case.plan.fallbacks:
        if code not in book.legs:
            yield _unknown("request", code)
    for duty in case.plan.duties:
        if duty.driver not in book.drivers:
            yield _unknown("driver", duty.driver)
        for trip in duty.trips:
            if trip.block not in book.blocks:
                yield _unknown("block", trip.block) if trip.block else _no_time(duty)
            for visit in trip.visits:
                if visit.place not in book.rows:
                    yield _unknown("place", visit.place)
                if visit.action in STOPS and visit.serves not in book.legs:
                    yield _unknown("request", visit.serves)
                if visit.action == "lesson" and visit.serves not in book.lessons:
                    yield _unknown("lesson", visit.serves)


def _no_time(duty: Duty) -> Finding:
    """What was published before may have lost its block since."""
    sentence = f"{duty.driver} has a trip on {duty.date}, but no time for it in the tables any more"
    return Finding(subjects=(duty.driver,), sentence=sentence)


def _unknown(kind: str, code: str) -> Finding:
    return Finding(subjects=(code,), sentence=f"there is no {kind} {code}")


def blocks_are_used_by_their_driver_on_their_date(case: Case) -> Findings:
    """A trip lies in a block of its duty's driver and date."""
    for run in case.runs:
        if run.block.driver != run.driver.code:
            sentence = f"{run.driver.code} drives in {run.block.code}, a block of {run.block.driver}"
            yield Finding(subjects=(run.driver.code, run.block.code), sentence=sentence)
        if run.block.date != run.date:
            sentence = f"{run.block.code} is of {run.block.date} and driven in a duty of {run.date}"
            yield Finding(subjects=(run.driver.code, run.block.code), sentence=sentence)


def trips_go_from_origin_to_destination(case: Case) -> Findings:
    """A trip departs once, first, from the block's origin, and arrives once, last, at its destination."""
    for duty in case.plan.duties:
        for trip in duty.trips:
            block = case.book.blocks.get(trip.block)
            if len(trip.visits) < 2:
                sentence = f"a trip in {trip.block} has {len(trip.visits)} visits, the least is 2"
                yield Finding(subjects=(duty.driver, trip.block), sentence=sentence)
                continue
            first, *between, last = trip.visits
            if first.action != "depart" or last.action != "arrive" or any(visit.action in ENDS for visit in between):
                order = ", ".join(visit.action for visit in trip.visits)
                sentence = f"a trip in {trip.block} goes {order}; it must depart first, arrive last, and only there"
                yield Finding(subjects=(duty.driver, trip.block), sentence=sentence)
            if block is not None and (first.place, last.place) != (block.origin, block.destination):
                sentence = (
                    f"a trip in {trip.block} goes from {first.place} to {last.place}, "
                    f"the block from {block.origin} to {block.destination}"
                )
                yield Finding(subjects=(duty.driver, trip.block), sentence=sentence)


def driving_takes_as_long_as_the_road(case: Case) -> Findings:
    """Each arrival is the departure before it plus the minutes of the road on the duty's date."""
    for run in case.runs:
        for leg, (before, visit) in zip(run.legs[1:], pairwise(run.trip.visits), strict=True):
            if visit.arrives - before.ends != leg:
                sentence = (
                    f"{run.driver.code} drives from {before.place} to {visit.place} on {run.date} "
                    f"in {visit.arrives - before.ends} min, the road takes {leg}"
                )
                yield Finding(subjects=(run.driver.code, run.block.code), sentence=sentence)


def service_begins_after_arrival(case: Case) -> Findings:
    """Nobody is served before the car is there; a trip neither waits before it departs nor after it arrives."""
    for run in case.runs:
        for visit in run.trip.visits:
            if visit.begins < visit.arrives or (visit.action in ENDS and visit.begins != visit.arrives):
                sentence = (
                    f"{visit.action} {visit.serves or run.block.code} begins {case.book.clock(visit.begins)}, "
                    f"the car arrives {case.book.clock(visit.arrives)}"
                )
                yield Finding(subjects=(visit.serves or run.block.code, run.driver.code), sentence=sentence)


def service_lasts_as_long_as_asked(case: Case) -> Findings:
    """Boarding, leaving and lessons take their minutes, departing and arriving none."""
    for run in case.runs:
        for visit in run.trip.visits:
            asked = _service_minutes(case.book, visit)
            if asked is not None and visit.ends - visit.begins != asked:
                sentence = (
                    f"{visit.action} {visit.serves or run.block.code} takes {visit.ends - visit.begins} min, "
                    f"{asked} are asked for"
                )
                yield Finding(subjects=(visit.serves or run.block.code, run.driver.code), sentence=sentence)


def _service_minutes(book: Book, visit: Visit) -> int | None:
    if visit.action in ENDS:
        return 0
    if visit.action == "lesson":
        return book.lessons[visit.serves][0][0].minutes if visit.serves in book.lessons else None
    found = book.stop(visit)
    return found[1].service_minutes if found else None


def stops_are_where_asked(case: Case) -> Findings:
    """A rider is picked up and delivered at the places of the request."""
    for run in case.runs:
        for visit in run.trip.visits:
            found = case.book.stop(visit)
            if found and visit.place != found[1].place:
                sentence = f"{visit.action} of {visit.serves} is at {visit.place}, asked for at {found[1].place}"
                yield Finding(subjects=(visit.serves, run.driver.code), sentence=sentence)


def riders_are_picked_up_then_delivered(case: Case) -> Findings:
    """In a trip, whoever is picked up is delivered later, once, and nobody else is."""
    for run in case.runs:
        for code in run.serves:
            actions = tuple(visit.action for visit in run.trip.visits if visit.serves == code and visit.action in STOPS)
            if actions not in ((), STOPS):
                sentence = (
                    f"{code} has {', '.join(actions)} in a trip, it must be picked up once and then delivered once"
                )
                yield Finding(subjects=(code, run.driver.code), sentence=sentence)


def trips_lie_within_their_block(case: Case) -> Findings:
    """A driver leaves no earlier and is there no later than the block says."""
    for run in case.runs:
        over = max(0, run.block.start - run.departs) + max(0, run.arrives - run.block.end)
        if over:
            clock = case.book.clock
            sentence = (
                f"{run.driver.code} drives {clock(run.departs)} to {clock(run.arrives)}, "
                f"the block {run.block.code} is {clock(run.block.start)} to {clock(run.block.end)}"
            )
            subjects = (run.driver.code, run.block.code)
            yield Finding(subjects=subjects, sentence=sentence, brief=f"not free then (by {over} min)")


def waiting_away_is_short_enough(case: Case) -> Findings:
    """With an empty car nobody waits away from home longer than they want to."""
    for run in case.runs:
        for visit, aboard in zip(run.trip.visits, run.aboard, strict=True):
            wait, limit = visit.begins - visit.arrives, run.driver.max_wait_minutes
            if wait > limit and not aboard:
                sentence = f"{run.driver.code} waits {wait} min at {visit.place} on {run.date}, the limit is {limit}"
                brief = f"would wait {wait} min, {limit} allowed"
                yield Finding(subjects=(run.driver.code, visit.serves), sentence=sentence, brief=brief)


def nobody_leaves_earlier_than_needed(case: Case) -> Findings:
    """At a trip's first stop a driver does not wait, unless it is long enough to be a break."""
    for run in case.runs:
        visit, least = run.trip.visits[1], case.problem.limits.break_minutes
        wait = visit.begins - visit.arrives
        if 0 < wait < least:
            sentence = f"{run.driver.code} waits {wait} min at the first stop of {run.date}, a break is {least} min"
            yield Finding(subjects=(run.driver.code, visit.serves), sentence=sentence, brief="would leave too early")


def own_trips_are_made_once(case: Case) -> Findings:
    """In the block of an own trip there is one trip at most."""
    for driver, runs in case.runs_of.items():
        for block in dict.fromkeys(run.block for run in runs if run.block.own_trip):
            trips = [run for run in runs if run.block.code == block.code]
            if len(trips) > 1:
                sentence = f"{driver} makes {len(trips)} trips in {block.code}, the limit is 1"
                subjects = (driver, *(code for run in trips for code in run.serves))
                yield Finding(subjects=subjects, sentence=sentence, brief="already driving then")


def own_trips_stay_within_their_detour(case: Case) -> Findings:
    """An own trip takes at most the direct road and the detour allowed, waiting included."""
    for run in case.runs:
        detour, limit = run.arrives - run.departs - run.direct, run.block.max_detour_minutes
        if run.block.own_trip and detour > limit:
            sentence = f"{run.driver.code} makes a detour of {detour} min in {run.block.code}, the limit is {limit}"
            brief = f"the detour would be {detour} min, {limit} allowed"
            yield Finding(subjects=(run.driver.code, run.block.code), sentence=sentence, brief=brief)
