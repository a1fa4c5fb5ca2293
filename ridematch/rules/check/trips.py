"""Trips are real: known codes, places in order, minutes that add up, within the driver's block."""

from itertools import pairwise

from ridematch.language import note, say
from ridematch.model.plan import Duty, Visit
from ridematch.rules.case import STOPS, Book, Case
from ridematch.rules.check.finding import Finding, Findings, in_words

ENDS = ("depart", "arrive")


def codes_are_known(case: Case) -> Findings:
    """Whatever a plan names exists in the problem."""
    book = case.book
    for code in case.plan.left_out:
        if code not in book.journeys:
            yield _unknown(note("journey"), code)
    for code in case.plan.fallbacks:
        if code not in book.legs:
            yield _unknown(note("request"), code)
    for duty in case.plan.duties:
        if duty.driver not in book.drivers:
            yield _unknown(note("driver"), duty.driver)
        for trip in duty.trips:
            if trip.block not in book.blocks:
                yield _unknown(note("block"), trip.block) if trip.block else _no_time(duty)
            for visit in trip.visits:
                if visit.place not in book.rows:
                    yield _unknown(note("place"), visit.place)
                if visit.action in STOPS and visit.serves not in book.legs:
                    yield _unknown(note("request"), visit.serves)
                if visit.action == "lesson" and visit.serves not in book.lessons:
                    yield _unknown(note("lesson"), visit.serves)


def _no_time(duty: Duty) -> Finding:
    """What was published before may have lost its block since."""
    sentence = say(
        "{driver} has a trip on {date}, but no time for it in the tables any more", driver=duty.driver, date=duty.date
    )
    return Finding(subjects=(duty.driver,), sentence=sentence)


def _unknown(kind: str, code: str) -> Finding:
    return Finding(subjects=(code,), sentence=say("there is no {kind} {code}", kind=say(kind), code=code))


def blocks_are_used_by_their_driver_on_their_date(case: Case) -> Findings:
    """A trip lies in a block of its duty's driver and date."""
    for run in case.runs:
        if run.block.driver != run.driver.code:
            sentence = say(
                "{driver} drives in {block}, a block of {other}",
                driver=run.driver.code,
                block=run.block.code,
                other=run.block.driver,
            )
            yield Finding(subjects=(run.driver.code, run.block.code), sentence=sentence)
        if run.block.date != run.date:
            sentence = say(
                "{block} is of {other} and driven in a duty of {date}",
                block=run.block.code,
                other=run.block.date,
                date=run.date,
            )
            yield Finding(subjects=(run.driver.code, run.block.code), sentence=sentence)


def trips_go_from_origin_to_destination(case: Case) -> Findings:
    """A trip departs once, first, from the block's origin, and arrives once, last, at its destination."""
    for duty in case.plan.duties:
        for trip in duty.trips:
            block = case.book.blocks.get(trip.block)
            if len(trip.visits) < 2:
                sentence = say(
                    "a trip in {block} has {count} visits, the least is 2", block=trip.block, count=len(trip.visits)
                )
                yield Finding(subjects=(duty.driver, trip.block), sentence=sentence)
                continue
            first, *between, last = trip.visits
            if first.action != "depart" or last.action != "arrive" or any(visit.action in ENDS for visit in between):
                order = in_words(*(visit.action for visit in trip.visits))
                sentence = say(
                    "a trip in {block} goes {order}; it must depart first, arrive last, and only there",
                    block=trip.block,
                    order=order,
                )
                yield Finding(subjects=(duty.driver, trip.block), sentence=sentence)
            if block is not None and (first.place, last.place) != (block.origin, block.destination):
                sentence = say(
                    "a trip in {block} goes from {first} to {last}, the block from {origin} to {destination}",
                    block=trip.block,
                    first=first.place,
                    last=last.place,
                    origin=block.origin,
                    destination=block.destination,
                )
                yield Finding(subjects=(duty.driver, trip.block), sentence=sentence)


def driving_takes_as_long_as_the_road(case: Case) -> Findings:
    """Each arrival is the departure before it plus the minutes of the road on the duty's date."""
    for run in case.runs:
        for leg, (before, visit) in zip(run.legs[1:], pairwise(run.trip.visits), strict=True):
            if visit.arrives - before.ends != leg:
                sentence = say(
                    "{driver} drives from {before} to {place} on {date} in {minutes} min, the road takes {road}",
                    driver=run.driver.code,
                    before=before.place,
                    place=visit.place,
                    date=run.date,
                    minutes=visit.arrives - before.ends,
                    road=leg,
                )
                yield Finding(subjects=(run.driver.code, run.block.code), sentence=sentence)


def service_begins_after_arrival(case: Case) -> Findings:
    """Nobody is served before the car is there; a trip neither waits before it departs nor after it arrives."""
    for run in case.runs:
        for visit in run.trip.visits:
            if visit.begins < visit.arrives or (visit.action in ENDS and visit.begins != visit.arrives):
                sentence = say(
                    "{action} {code} begins {begins}, the car arrives {arrives}",
                    action=in_words(visit.action),
                    code=visit.serves or run.block.code,
                    begins=case.book.clock(visit.begins),
                    arrives=case.book.clock(visit.arrives),
                )
                yield Finding(subjects=(visit.serves or run.block.code, run.driver.code), sentence=sentence)


def service_lasts_as_long_as_asked(case: Case) -> Findings:
    """Boarding, leaving and lessons take their minutes, departing and arriving none."""
    for run in case.runs:
        for visit in run.trip.visits:
            asked = _service_minutes(case.book, visit)
            if asked is not None and visit.ends - visit.begins != asked:
                sentence = say(
                    "{action} {code} takes {minutes} min, {asked} are asked for",
                    action=in_words(visit.action),
                    code=visit.serves or run.block.code,
                    minutes=visit.ends - visit.begins,
                    asked=asked,
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
                sentence = say(
                    "{action} of {code} is at {place}, asked for at {asked}",
                    action=in_words(visit.action),
                    code=visit.serves,
                    place=visit.place,
                    asked=found[1].place,
                )
                yield Finding(subjects=(visit.serves, run.driver.code), sentence=sentence)


def riders_are_picked_up_then_delivered(case: Case) -> Findings:
    """In a trip, whoever is picked up is delivered later, once, and nobody else is."""
    for run in case.runs:
        for code in run.serves:
            actions = tuple(visit.action for visit in run.trip.visits if visit.serves == code and visit.action in STOPS)
            if actions not in ((), STOPS):
                sentence = say(
                    "{code} has {actions} in a trip, it must be picked up once and then delivered once",
                    code=code,
                    actions=in_words(*actions),
                )
                yield Finding(subjects=(code, run.driver.code), sentence=sentence)


def trips_lie_within_their_block(case: Case) -> Findings:
    """A driver leaves no earlier and is there no later than the block says."""
    for run in case.runs:
        over = max(0, run.block.start - run.departs) + max(0, run.arrives - run.block.end)
        if over:
            clock = case.book.clock
            sentence = say(
                "{driver} drives {departs} to {arrives}, the block {block} is {start} to {end}",
                driver=run.driver.code,
                departs=clock(run.departs),
                arrives=clock(run.arrives),
                block=run.block.code,
                start=clock(run.block.start),
                end=clock(run.block.end),
            )
            subjects = (run.driver.code, run.block.code)
            yield Finding(subjects=subjects, sentence=sentence, brief=f"not free then (by {over} min)")


def waiting_away_is_short_enough(case: Case) -> Findings:
    """With an empty car nobody waits away from home longer than they want to."""
    for run in case.runs:
        for visit, aboard in zip(run.trip.visits, run.aboard, strict=True):
            wait, limit = visit.begins - visit.arrives, run.driver.max_wait_minutes
            if wait > limit and not aboard:
                sentence = say(
                    "{driver} waits {minutes} min at {place} on {date}, the limit is {limit}",
                    driver=run.driver.code,
                    minutes=wait,
                    place=visit.place,
                    date=run.date,
                    limit=limit,
                )
                brief = f"would wait {wait} min, {limit} allowed"
                yield Finding(subjects=(run.driver.code, visit.serves), sentence=sentence, brief=brief)


def nobody_leaves_earlier_than_needed(case: Case) -> Findings:
    """At a trip's first stop a driver does not wait, unless it is long enough to be a break."""
    for run in case.runs:
        visit, least = run.trip.visits[1], case.problem.limits.break_minutes
        wait = visit.begins - visit.arrives
        if 0 < wait < least:
            sentence = say(
                "{driver} waits {minutes} min at the first stop of {date}, a break is {least} min",
                driver=run.driver.code,
                minutes=wait,
                date=run.date,
                least=least,
            )
            yield Finding(subjects=(run.driver.code, visit.serves), sentence=sentence, brief="would leave too early")


def own_trips_are_made_once(case: Case) -> Findings:
    """In the block of an own trip there is one trip at most."""
    for driver, runs in case.runs_of.items():
        for block in dict.fromkeys(run.block for run in runs if run.block.own_trip):
            trips = [run for run in runs if run.block.code == block.code]
            if len(trips) > 1:
                sentence = say(
                    "{driver} makes {count} trips in {block}, the limit is 1",
                    driver=driver,
                    count=len(trips),
                    block=block.code,
                )
                subjects = (driver, *(code for run in trips for code in run.serves))
                yield Finding(subjects=subjects, sentence=sentence, brief="already driving then")


def own_trips_stay_within_their_detour(case: Case) -> Findings:
    """An own trip takes at most the direct road and the detour allowed, waiting included."""
    for run in case.runs:
        detour, limit = run.arrives - run.departs - run.direct, run.block.max_detour_minutes
        if run.block.own_trip and detour > limit:
            sentence = say(
                "{driver} makes a detour of {minutes} min in {block}, the limit is {limit}",
                driver=run.driver.code,
                minutes=detour,
                block=run.block.code,
                limit=limit,
            )
            brief = f"the detour would be {detour} min, {limit} allowed"
            yield Finding(subjects=(run.driver.code, run.block.code), sentence=sentence, brief=brief)
