"""New approvals that would be allowed, and what each would open on the dates of a problem: lessons, practice rides."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ridematch.model.facts import Approval, Tables
from ridematch.model.plan import Plan
from ridematch.model.problem import LessonSlot, LessonWish, Pairing, PracticeRide, Problem
from ridematch.rules.admit.drivers import cars_near
from ridematch.rules.case import Book, Case
from ridematch.rules.practice import PracticeRules, refusals
from ridematch.rules.practice.approvals import running_approvals
from ridematch.rules.practice.known import KnownPairs
from ridematch.rules.practice.pair import Pair
from ridematch.rules.trial import trials_in, wanted_lesson

Admitting = Callable[[Tables], Problem]
"""The problem of the same dates, by other tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a new approval adds to one wish: with whom on which dates, and the lessons that can be in a shared car."""

    wish: str
    pairings: tuple[Pairing, ...]
    slots: tuple[LessonSlot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A new approval that would be allowed, as if it held on all dates already.

    `approvals` are how many the supervisor has then, `lessons` what it opens by wish, `rides` the rides to work on
    which the learner could drive beside this supervisor, and `dates` those on which one of all these would fit alone.
    """

    volunteer: str
    rider: str
    ready_on: date
    approvals: int
    lessons: tuple[Opened, ...]
    rides: tuple[PracticeRide, ...]
    dates: tuple[date, ...]


def candidates(
    problem: Problem,
    plan: Plan,
    *,
    tables: Tables,
    rules: PracticeRules,
    today: date,
    admitting: Admitting,
    learner: str = "",
) -> tuple[Candidate, ...]:
    """Every supervisor and learner whom the law would let be approved, where that opens practice the plan has not.

    With `learner` only those for this one.

    An application made today is granted after the weeks it takes; on that day nothing else may stand against the pair,
    in the supervisor's own car or in a shared one. What it opens is what admission makes of the tables with it.
    """
    ready_on = today + timedelta(weeks=rules.lead_weeks)
    book, known = Book(problem), KnownPairs(tables)
    case = Case(book, plan)
    missing = {wish.code for wish in problem.lessons if case.given[wish.code] < wish.wanted}
    driven = {ride.request.code for ride in case.rides if ride.practice}
    counts = {
        (volunteer, rider): running_approvals(rules, _approved(pair, ready_on), ready_on)
        for volunteer, rider, pair in _pairs(known, book)
        if learner in ("", rider) and _may_then(_approved(pair, ready_on), tables, rules, ready_on)
    }
    found = []
    for together in _rounds(counts):
        more = [Approval(volunteer=who, rider=rider, approved_on=problem.first_date) for who, rider in together]
        then = Book(admitting(replace(tables, approvals=(*(tables.approvals or ()), *more))))
        for volunteer, rider in together:
            lessons = tuple(_lessons(book, then, volunteer, rider, missing))
            rides = tuple(ride for ride in _rides(book, then, volunteer, rider) if ride.request not in driven)
            if lessons or rides:
                found.append(
                    Candidate(
                        volunteer=volunteer,
                        rider=rider,
                        ready_on=ready_on,
                        approvals=counts[volunteer, rider],
                        lessons=lessons,
                        rides=rides,
                        dates=tuple(sorted(_fitting(then, volunteer, lessons, rides))),
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.volunteer, one.rider)))


def with_candidates(part: Problem, more: Iterable[Candidate]) -> Problem:
    """The problem with what these open as well, as far as it asks for it."""
    chosen = tuple(more)
    lessons = [_opened(wish, chosen) for wish in part.lessons]
    asked = {leg.request.code for journey in part.journeys for leg in journey.legs}
    rides = {ride.request: ride for ride in part.practice_rides}
    for one in chosen:
        for ride in one.rides:
            if ride.request in asked:
                before = rides.get(ride.request)
                rides[ride.request] = replace(ride, drivers=(*(before.drivers if before else ()), *ride.drivers))
    return replace(part, lessons=tuple(lessons), practice_rides=tuple(rides.values()))


def _opened(wish: LessonWish, chosen: Iterable[Candidate]) -> LessonWish:
    pairings, slots = list(wish.pairings), list(wish.slots)
    for one in chosen:
        for opened in one.lessons:
            if opened.wish == wish.code:
                longer = {(pairing.driver, pairing.vehicle) for pairing in opened.pairings}
                pairings = [pairing for pairing in pairings if (pairing.driver, pairing.vehicle) not in longer]
                pairings += opened.pairings
                slots += [slot for slot in opened.slots if slot not in slots]
    return replace(wish, pairings=tuple(pairings), slots=tuple(slots))


def _pairs(known: KnownPairs, book: Book) -> Iterable[tuple[str, str, Pair]]:
    for volunteer in sorted(set(known.supervisors) & set(book.drivers)):
        for rider, learner in sorted(known.learners.items()):
            pair = known.pair(volunteer, learner)
            if pair is not None and pair.rider is not None:
                yield volunteer, rider, pair


def _approved(pair: Pair, on: date) -> Pair:
    """The same two with one more approval from a date on, in place of those of their own that end."""
    new = Approval(volunteer=pair.supervisor.volunteer, rider=pair.learner.rider, approved_on=on)
    return replace(pair, approvals=(*pair.approvals, new))


def _may_then(pair: Pair, tables: Tables, rules: PracticeRules, on: date) -> bool:
    """Whether nothing stands against the two in a car that the supervisor has or gets to."""
    own = [pair] if pair.volunteer and pair.volunteer.seats > 0 else []
    lent = [pair.in_car(car) for car in (cars_near(pair.volunteer, tables) if pair.volunteer else ())]
    return any(not refusals(rules, there, on=on) for there in (*own, *lent))


def _rounds(pairs: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The pairs in rounds with each supervisor once: two new approvals of one would count against each other."""
    rounds: list[list[tuple[str, str]]] = []
    number: defaultdict[str, int] = defaultdict(int)
    for volunteer, rider in pairs:
        if number[volunteer] == len(rounds):
            rounds.append([])
        rounds[number[volunteer]].append((volunteer, rider))
        number[volunteer] += 1
    return rounds


def _lessons(book: Book, then: Book, volunteer: str, rider: str, missing: set[str]) -> Iterable[Opened]:
    """What is new for the learner's wishes that miss lessons."""
    for wish in then.problem.lessons:
        before = book.wishes.get(wish.code)
        if wish.learner != rider or before is None or wish.code not in missing:
            continue
        pairings = tuple(one for one in wish.pairings if one.driver == volunteer and one not in before.pairings)
        cars = {one.vehicle for one in pairings if one.vehicle}
        slots = tuple(slot for slot in wish.slots if slot.vehicle in cars and slot not in before.slots)
        if pairings:
            yield Opened(wish=wish.code, pairings=pairings, slots=slots)


def _rides(book: Book, then: Book, volunteer: str, rider: str) -> Iterable[PracticeRide]:
    """The learner's rides that could be driven beside this supervisor and could not before, with no one else named."""
    for code, ride in then.practice_rides.items():
        before = book.practice_rides.get(code)
        if ride.learner == rider and volunteer in ride.drivers and (before is None or volunteer not in before.drivers):
            yield replace(ride, drivers=(volunteer,))


def _fitting(then: Book, volunteer: str, lessons: Iterable[Opened], rides: Iterable[PracticeRide]) -> Iterable[date]:
    """Dates on which the supervisor could give a lesson if there were nothing else to do, or drives for others."""
    driver, blocks = then.drivers[volunteer], then.blocks_of.get(volunteer, ())
    found = {ride.date for ride in rides} & {block.date for block in blocks}
    for opened in lessons:
        wish = then.wishes[opened.wish]
        for row, slot in enumerate(wish.slots):
            allowed = any(
                one.vehicle == slot.vehicle and one.first_date <= slot.date <= one.last_date for one in opened.pairings
            )
            if not allowed or slot.date in found:
                continue
            of_that_day = [block for block in blocks if block.date == slot.date and not block.own_trip]
            trials = (
                trial for block in of_that_day for trial in trials_in(then, driver, block, wanted_lesson(wish, row))
            )
            if any(not trial.over for trial in trials):
                found.add(slot.date)
    return found
