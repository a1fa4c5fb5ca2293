"""Small changes that might get somebody a ride or a lesson, each as the problem it makes; whether it does is tried."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from ridematch.model.plan import Plan
from ridematch.model.problem import Amount, Block, Driver, Leg, Problem, Request, TimeWindow, iso_week, way_of
from ridematch.office.assigned_part import has_time
from ridematch.rules.case import Book, Case
from ridematch.rules.trial import Trial, Wanted, minutes_away, trials_in
from ridematch.rules.why import could
from ridematch.views.remedies import Remedy

NEAREST = 8
"""Of so many volunteers it is tried whether a little more of their time would do, for each leg."""

MOST_MINUTES = 90
"""Nobody is asked for more of their time."""

STEP = 5
"""Minutes are rounded up to so many, as people say times."""

WIDER = (10, 20, 30, 45, 60)
"""Minutes by which a rider might be there earlier, or wait longer for the way home."""

FEW = 3
"""So many volunteers are tried at hours that are not theirs."""

DAY = 24 * 60
"""Minutes."""

MOST_LEFT_OUT = 6
"""So many others' journeys are tried to be left out instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A change, the problem with it, and what it would leave out instead."""

    remedy: Remedy
    problem: Problem
    without: tuple[str, ...] = ()


def candidates(problem: Problem, plan: Plan, wanted: tuple[Wanted, ...]) -> Iterator[Candidate]:
    """The smallest first: minutes of somebody's time, things in a car, a day more of somebody, somebody else's ride.

    `wanted` are the legs of a journey nobody drives, or lessons of a wish of which one more is to be given.
    """
    book = Book(problem)
    timely = chain(_more_time(book, wanted), _wider_windows(problem, wanted))
    yield from sorted(timely, key=lambda one: (one.remedy.minutes, one.remedy.kind, one.remedy.who))
    yield from _things(book, wanted)
    yield from _more_days(book, plan, wanted)
    yield from _other_hours(book, wanted)
    yield from _instead(book, plan, wanted)


def _more_time(book: Book, wanted: tuple[Wanted, ...]) -> Iterator[Candidate]:
    """The nearest volunteers who would fit it if a block of theirs began earlier or ended later."""
    for one in wanted:
        for driver in nearest(book, one)[:NEAREST]:
            trials = [
                trial
                for block in book.blocks_of.get(driver.code, ())
                if block.date == one.date and not (block.own_trip and one.steps[0].action == "lesson")
                for trial in trials_in(book, driver, block, one)
            ]
            best = min(trials, key=lambda trial: trial.over, default=None)
            if best is not None and 0 < best.over <= MOST_MINUTES:
                yield from _stretched(book, best)


def _stretched(book: Book, trial: Trial) -> Iterator[Candidate]:
    block, visits = trial.block, trial.trip.visits
    start = block.start - _rounded(block.start - visits[0].ends)
    end = block.end + _rounded(visits[-1].arrives - block.end)
    stay = book.problem.limits.home_stay_minutes
    clear = not book.drivers[block.driver].is_away(start, end) and all(
        other.end + stay <= start or end + stay <= other.start
        for other in book.blocks_of[block.driver]
        if other.code != block.code
    )
    if clear:
        remedy = Remedy(
            kind="time",
            who=block.driver,
            serves=trial.wanted.code,
            minutes=(block.start - start) + (end - block.end),
            starts=start if start < block.start else None,
            ends=end if end > block.end else None,
            was_from=block.start,
            was_until=block.end,
            date=block.date,
        )
        blocks = tuple(replace(one, start=start, end=end) if one is block else one for one in book.problem.blocks)
        yield Candidate(remedy=remedy, problem=replace(book.problem, blocks=blocks))


def _rounded(minutes: int) -> int:
    return -(-max(0, minutes) // STEP) * STEP


def _wider_windows(problem: Problem, wanted: tuple[Wanted, ...]) -> Iterator[Candidate]:
    """The rider is there earlier, or waits longer: one leg at a time, then both."""
    codes = _rides(wanted)
    for some in ((code,) for code in codes) if len(codes) < 2 else (*((code,) for code in codes), codes):
        for minutes in WIDER:
            yield _with_windows(problem, wanted, some, minutes)


def widest_windows(problem: Problem, wanted: tuple[Wanted, ...]) -> Candidate | None:
    """What every other change of a rider's times lies within; None for a lesson."""
    codes = _rides(wanted)
    return _with_windows(problem, wanted, codes, WIDER[-1]) if codes else None


def _rides(wanted: tuple[Wanted, ...]) -> tuple[str, ...]:
    return tuple(one.code for one in wanted if one.steps[0].action == "pickup")


def _with_windows(problem: Problem, wanted: tuple[Wanted, ...], codes: tuple[str, ...], minutes: int) -> Candidate:
    remedy = Remedy(
        kind="windows",
        who=wanted[0].rider,
        serves=" ".join(codes),
        minutes=minutes * len(codes),
        date=wanted[0].date,
    )
    journeys = tuple(
        replace(journey, legs=tuple(_wider(leg, codes, minutes) for leg in journey.legs))
        for journey in problem.journeys
    )
    return Candidate(remedy=remedy, problem=replace(problem, journeys=journeys))


def _wider(leg: Leg, codes: tuple[str, ...], minutes: int) -> Leg:
    request = leg.request
    if request.code not in codes:
        return leg
    earlier, later = (0, minutes) if way_of(request.code) == "back" else (minutes, 0)

    def wide(window: TimeWindow) -> TimeWindow:
        return TimeWindow(earliest=window.earliest - earlier, latest=window.latest + later)

    pickup = replace(request.pickup, window=wide(request.pickup.window))
    delivery = replace(request.delivery, window=wide(request.delivery.window))
    return replace(leg, request=replace(request, pickup=pickup, delivery=delivery))


def _things(book: Book, wanted: tuple[Wanted, ...]) -> Iterator[Candidate]:
    """A child seat or the like in the car of somebody near who has time."""
    for one in wanted:
        if one.code not in book.legs:
            continue
        request = book.legs[one.code][1].request
        for driver in nearest(book, one)[:NEAREST]:
            missing = _missing(driver, request)
            if missing and has_time(book, driver.code, [one]):
                has = {amount.code: amount.count for amount in driver.equipment}
                has |= {amount.code: amount.count for amount in missing}
                equipment = tuple(Amount(code=code, count=count) for code, count in sorted(has.items()))
                remedy = Remedy(
                    kind="thing",
                    who=driver.code,
                    serves=one.code,
                    things=tuple(_in_code(amount) for amount in missing),
                    date=one.date,
                )
                yield Candidate(remedy=remedy, problem=_with_driver(book.problem, replace(driver, equipment=equipment)))


def _in_code(amount: Amount) -> str:
    return amount.code if amount.count == 1 else f"{amount.code}:{amount.count}"


def _missing(driver: Driver, request: Request) -> tuple[Amount, ...]:
    has = {amount.code: amount.count for amount in driver.equipment}
    return tuple(amount for amount in request.equipment if has.get(amount.code, 0) < amount.count)


def _more_days(book: Book, plan: Plan, wanted: tuple[Wanted, ...]) -> Iterator[Candidate]:
    """One day more in the week of a volunteer who has time and as many days, or asks, as they want."""
    dates = {(duty.driver, iso_week(duty.date)) for duty in plan.duties}
    for one in wanted:
        for driver in nearest(book, one)[:NEAREST]:
            if (
                (driver.code, iso_week(one.date)) in dates
                and _at_a_limit(driver)
                and has_time(book, driver.code, [one])
            ):
                asks = driver.max_asks_per_week
                more = replace(
                    driver,
                    max_days_per_week=min(7, driver.max_days_per_week + 1),
                    max_asks_per_week=None if asks is None else asks + 1,
                )
                remedy = Remedy(kind="day", who=driver.code, serves=one.code, date=one.date)
                yield Candidate(remedy=remedy, problem=_with_driver(book.problem, more))


def _other_hours(book: Book, wanted: tuple[Wanted, ...]) -> Iterator[Candidate]:
    """The nearest volunteers, if they were free at hours that are not theirs: for all that nobody else could have."""
    rides = wanted[0].steps[0].action == "pickup"
    nobody = [one for one in wanted if not any(could(book, driver, [one]) for driver in book.drivers)]
    tried: set[str] = set()
    for some in [nobody or list(wanted)] if rides else ([one] for one in wanted):
        for driver in nearest(book, some[0]):
            blocks = [_hours_for(book, driver, one, number) for number, one in enumerate(some, start=1)]
            if driver.code in tried or driver.seats < 1 or None in blocks:
                continue
            made = tuple(block for block in blocks if block)
            if not _apart(book, driver, made):
                continue
            problem = replace(book.problem, blocks=(*book.problem.blocks, *made))
            if not all(could(Book(problem), driver.code, [one]) for one in some):
                continue
            remedy = Remedy(
                kind="hours",
                who=driver.code,
                serves=" ".join(one.code for one in some),
                spans=tuple((block.start, block.end) for block in made),
                date=some[0].date,
            )
            yield Candidate(remedy=remedy, problem=problem)
            tried.add(driver.code)
            if len(tried) == FEW:
                return


def _hours_for(book: Book, driver: Driver, wanted: Wanted, number: int) -> Block | None:
    """The hours away from home that it would take, to the next five minutes; None: no trip, or they are away then."""
    first, last = wanted.steps[0].window.earliest, wanted.steps[-1].window.latest + wanted.steps[-1].minutes
    day = Block(
        code=f"{driver.code}:{wanted.date}:other-{number}",
        driver=driver.code,
        date=wanted.date,
        start=first - DAY,
        end=last + DAY,
        origin=driver.home,
        destination=driver.home,
    )
    visits = next((trial.trip.visits for trial in trials_in(book, driver, day, wanted) if not trial.over), None)
    if visits is None:
        return None
    start = visits[0].ends // STEP * STEP
    end = start + _rounded(visits[-1].arrives - start)
    return None if driver.is_away(start, end) else replace(day, start=start, end=end)


def _apart(book: Book, driver: Driver, made: tuple[Block, ...]) -> bool:
    """Whether these hours are clear of each other and of the driver's own."""
    stay = book.problem.limits.home_stay_minutes
    spans = sorted((block.start, block.end) for block in (*made, *book.blocks_of.get(driver.code, ())))
    return all(end + stay <= start for (_, end), (start, _) in pairwise(spans))


def _at_a_limit(driver: Driver) -> bool:
    """Whether there is a number of days or asks a week that one more could go beyond."""
    return driver.max_days_per_week < 7 or driver.max_asks_per_week is not None


def _instead(book: Book, plan: Plan, wanted: tuple[Wanted, ...]) -> Iterator[Candidate]:
    """Somebody else's journey, of a volunteer who would have time for this one, left out; never a promised one."""
    problem, case = book.problem, Case(book, plan)
    dates = {one.date for one in wanted}
    timely = {driver for one in wanted for driver in book.drivers if has_time(book, driver, [one])}
    promised = {pin.serves for pin in problem.pins}
    tried = 0
    for journey in sorted(problem.journeys, key=lambda one: (one.left_out_cost, one.code)):
        codes = [leg.request.code for leg in journey.legs]
        driving = {driver for code in codes for driver, _, _ in case.served(code)}
        if journey.date in dates and driving & timely and journey.kind != "fixed" and not promised.intersection(codes):
            remedy = Remedy(
                kind="instead", who=journey.rider, serves=wanted[0].code, instead=journey.code, date=journey.date
            )
            yield Candidate(remedy=remedy, problem=problem, without=(journey.code,))
            tried += 1
            if tried == MOST_LEFT_OUT:
                return


def _with_driver(problem: Problem, driver: Driver) -> Problem:
    return replace(problem, drivers=tuple(driver if one.code == driver.code else one for one in problem.drivers))


def nearest(book: Book, wanted: Wanted) -> list[Driver]:
    """Drivers by the road from their homes; for a lesson those who may practise with the learner."""
    teaching = wanted.steps[0].action == "lesson"
    paired = {
        pairing.driver for wish in book.problem.lessons if wish.learner == wanted.rider for pairing in wish.pairings
    }
    drivers = (driver for driver in book.problem.drivers if not teaching or driver.code in paired)
    return sorted(drivers, key=lambda driver: (minutes_away(book, driver, (wanted,)), driver.code))
