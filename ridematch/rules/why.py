"""Why something was left out: for the nearest volunteers, what stands in the way of a trip for this one ride or lesson.

There is seldom one reason, so there are facts: each volunteer is tried with a trip of their own for it, first with an
otherwise empty week, then beside what the plan already has them drive. The rules of the checker say what is wrong.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from ridematch.model.errors import RidematchError
from ridematch.model.plan import Duty, Plan
from ridematch.model.problem import Block, Journey, LessonWish, Problem
from ridematch.rules.case import Book, Case
from ridematch.rules.check import agreements, days, lessons, rides, trips
from ridematch.rules.check.answers import nobody_is_in_two_places
from ridematch.rules.check.finding import Rule
from ridematch.rules.trial import Trial, Wanted, minutes_away, trials_in, wanted_lesson, wanted_ride

NEAREST = 8
"""How many volunteers are told about, for each leg."""

NEARLY_FREE_MINUTES = 120
"""Up to here "not free then" says by how much."""

WHO: tuple[Rule, ...] = (
    agreements.nobody_is_given_what_they_declined,
    agreements.drivers_are_asked_in_time,
    rides.pairs_to_avoid_are_apart,
    rides.minors_ride_with_drivers_whose_record_is_seen,
    rides.employers_cars_carry_their_own,
    rides.needs_are_offered,
    rides.equipment_is_in_the_car,
    rides.everybody_has_a_seat,
    lessons.lessons_have_an_approved_supervisor,
    lessons.lessons_are_given_with_an_own_car,
    lessons.lessons_are_given_by_drivers_for_everybody,
)
"""Rules about who drives whom: no other time would help."""

ALREADY_DRIVING: tuple[Rule, ...] = (trips.own_trips_are_made_once, days.drivers_are_at_home_between_trips)
WHEN: tuple[Rule, ...] = (
    *ALREADY_DRIVING,
    lessons.lessons_are_not_given_on_own_trips,
    nobody_is_in_two_places,
    trips.own_trips_stay_within_their_detour,
    days.driving_a_day_is_short_enough,
    days.drivers_have_breaks,
    days.days_a_week_are_few_enough,
    days.asks_a_week_are_few_enough,
    days.night_days_in_seven_are_few_enough,
    days.night_days_in_a_row_are_few_enough,
    days.drivers_rest_after_a_late_drive,
    lessons.lessons_are_far_enough_apart,
    lessons.practice_cars_are_in_one_place_at_a_time,
)
"""Rules about the driver's and the rider's time."""

BUT_FOR_THE_GAP: tuple[Rule, ...] = tuple(
    rule for rule in (*WHEN, *WHO) if rule is not lessons.lessons_are_far_enough_apart
)
"""All but the days that a learner wants between two lessons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverFact:
    """What stands in one volunteer's way. `minutes_away` is the road from home; `leg` a request's or a wish's code."""

    driver: str
    minutes_away: int
    leg: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Blocking facts, a few volunteers a leg, nearest first.

    `possible_alone`: with everybody's week otherwise empty each leg could be driven or covered (one at least driven).
    `possible_beside_plan`: that holds as well without touching what the plan has the volunteers drive.
    `possible_sooner`: it would, were the learner's lessons allowed to be nearer to each other. `refused`: the rules let
    nobody practise with the learner, though somebody wants to.
    """

    possible_alone: bool
    possible_beside_plan: bool
    facts: tuple[DriverFact, ...]
    possible_sooner: bool = False
    refused: bool = False


def blocking_facts(problem: Problem, plan: Plan, code: str) -> Reasons:
    """Why the journey or lesson wish with this code has no place (or not every place) in the plan, in codes.

    Raises RidematchError if the problem has neither with this code.
    """
    book = Book(problem)
    if code in book.journeys:
        return _journey(book, plan, book.journeys[code])
    for wish in problem.lessons:
        if wish.code == code:
            return _wish(book, plan, wish)
    raise RidematchError(f"There is neither a journey nor a wish for lessons with the code {code}.")


def _journey(book: Book, plan: Plan, journey: Journey) -> Reasons:
    answers = [_ask_around(book, plan, [wanted_ride(leg.request)], leg.request.code) for leg in journey.legs]
    covered = [leg.fallback != "none" for leg in journey.legs]
    alone, beside = [one.possible_alone for one in answers], [one.possible_beside_plan for one in answers]
    return Reasons(
        possible_alone=_works(alone, covered),
        possible_beside_plan=_works(beside, covered),
        facts=tuple(fact for one in answers for fact in one.facts),
    )


def _works(driven: list[bool], covered: list[bool]) -> bool:
    return any(driven) and all(by_car or other for by_car, other in zip(driven, covered, strict=True))


def _wish(book: Book, plan: Plan, wish: LessonWish) -> Reasons:
    given = {one.date for one in Case(book, plan).practised if one.wish.learner == wish.learner}
    open_dates = [wanted_lesson(wish, row) for row, slot in enumerate(wish.slots) if slot.date not in given]
    reasons = _ask_around(book, plan, open_dates, wish.code)
    return replace(reasons, refused=bool(wish.refused) and not wish.pairings)


def _ask_around(book: Book, plan: Plan, wanted: list[Wanted], leg: str) -> Reasons:
    """Ask the nearest what they say, and everybody whether they could; for a lesson only those who supervise."""
    if not wanted:
        return Reasons(possible_alone=False, possible_beside_plan=False, facts=())
    candidates = tuple(driver for driver in book.problem.drivers if driver.seats > 0)
    is_lesson = wanted[0].steps[0].action == "lesson"
    if is_lesson:
        wishes = book.problem.lessons
        supervisors = {pairing.driver for wish in wishes for pairing in wish.pairings}
        supervisors |= {who for wish in wishes for who, _ in wish.refused}
        candidates = tuple(driver for driver in book.problem.drivers if driver.code in supervisors) or candidates
    asked = sorted((minutes_away(book, driver, wanted), driver.code) for driver in candidates)
    around = _duties_around(book, plan, wanted[0].rider)
    facts = tuple(
        DriverFact(driver=code, minutes_away=minutes, leg=leg, sentence=_answer(book, code, wanted, around(code)))
        for minutes, code in asked[:NEAREST]
    )
    beside = any(could(book, code, wanted, around(code)) for _, code in asked)
    alone = beside or any(could(book, code, wanted, ()) for _, code in asked)
    sooner = is_lesson and any(could(book, code, wanted, around(code), rules=BUT_FOR_THE_GAP) for _, code in asked)
    return Reasons(possible_alone=alone, possible_beside_plan=beside, facts=facts, possible_sooner=sooner)


def _duties_around(book: Book, plan: Plan, rider: str) -> Callable[[str], tuple[Duty, ...]]:
    """By a driver's code: the duties a new trip could get in the way of, the driver's own and those with the rider."""
    codes = {request.code for request in book.problem.requests if request.rider == rider}
    codes |= {code for code, pairs in book.lessons.items() if pairs[0][0].learner == rider}
    cars = {slot.vehicle for wish in book.problem.lessons if wish.learner == rider for slot in wish.slots} - {""}
    with_rider: list[Duty] = []
    duties_of: dict[str, list[Duty]] = defaultdict(list)
    for duty in plan.duties:
        duties_of[duty.driver].append(duty)
        if any(visit.serves in codes or visit.vehicle in cars for trip in duty.trips for visit in trip.visits):
            with_rider.append(duty)
    return lambda driver: (*duties_of[driver], *(duty for duty in with_rider if duty.driver != driver))


def _trials(book: Book, driver: str, wanted: list[Wanted]) -> list[Trial]:
    blocks = book.blocks_of.get(driver, ())
    return [trial for one in wanted for block in blocks for trial in trials_in(book, book.drivers[driver], block, one)]


def _meet(block: Block, wanted: Wanted) -> bool:
    """Whether it is wanted at any time of the block; in others it does not fit."""
    return block.start <= wanted.steps[-1].window.latest and wanted.steps[0].window.earliest <= block.end


def could(
    book: Book,
    driver: str,
    wanted: list[Wanted],
    around: tuple[Duty, ...] = (),
    *,
    rules: tuple[Rule, ...] = (*WHEN, *WHO),
) -> bool:
    """Whether this volunteer could drive one of these beside these duties, in a trip of its own."""
    return any(
        not trial.over and next(_obstacles(book, rules, trial, around), None) is None
        for one in wanted
        for block in book.blocks_of.get(driver, ())
        if _meet(block, one)
        for trial in trials_in(book, book.drivers[driver], block, one)
    )


def _answer(book: Book, driver: str, wanted: list[Wanted], around: tuple[Duty, ...]) -> str:
    """What this volunteer says: is it for me at all, have I time, would my week allow it, does the plan?"""
    absent = all(book.drivers[driver].is_away(*_asked_for(one)) for one in wanted)
    if driver not in book.blocks_of:
        return "away" if absent else "not free then"
    trials = _trials(book, driver, wanted)
    if not trials:
        return "the times asked for leave too little for the road"
    unsuited = {
        code: [*_obstacles(book, WHO, trial)] for code, trial in {one.wanted.code: one for one in trials}.items()
    }
    if all(unsuited.values()):
        return _shortest(unsuited.values())
    trials = [trial for trial in trials if not unsuited[trial.wanted.code]]
    over = min(trial.over for trial in trials)
    if over and absent:
        return "away"
    if over:
        return f"not free then (by {over} min)" if over <= NEARLY_FREE_MINUTES else "not free then"
    fitting = [trial for trial in trials if not trial.over]
    alone = [[*_obstacles(book, WHEN, trial)] for trial in fitting]
    beside = [[*_obstacles(book, WHEN, trial, around)] for trial in fitting]
    if not all(beside):
        return "free, but see the cost"
    if all(alone):
        return _shortest(alone)
    return _shortest(more for more, obstacles in zip(beside, alone, strict=True) if not obstacles)


def _asked_for(wanted: Wanted) -> tuple[int, int]:
    """From the first minute at which its first service may begin to the last at which that ends."""
    first = wanted.steps[0]
    return first.window.earliest, first.window.latest + first.minutes


def _shortest(several: Iterable[list[str]]) -> str:
    shortest = min(several, key=len)
    return ", ".join(dict.fromkeys(shortest))


def _obstacles(book: Book, rules: tuple[Rule, ...], trial: Trial, around: tuple[Duty, ...] = ()) -> Iterator[str]:
    """What these rules say about the trip, beside these duties, each in a few words."""
    driver, on = trial.block.driver, trial.block.date
    same = [duty for duty in around if (duty.driver, duty.date) == (driver, on)]
    mine = Duty(driver=driver, date=on, trips=(*(trip for duty in same for trip in duty.trips), trial.trip))
    case = Case(book, Plan(duties=(*(duty for duty in around if duty not in same), mine)))
    about = {driver, trial.wanted.code, trial.wanted.rider}
    for rule in rules:
        for finding in rule(case):
            others = [code for code in finding.subjects if code not in about]
            if rule in ALREADY_DRIVING and others:
                yield f"already {'teaching' if others[0] in book.lessons else 'driving'} {others[0]} then"
            elif finding.brief and not about.isdisjoint(finding.subjects):
                yield finding.brief
