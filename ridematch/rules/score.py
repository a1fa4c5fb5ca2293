"""What a plan costs, in minutes of driving, term by term: the one measure by which two plans are compared."""

from collections import Counter
from dataclasses import asdict, dataclass, fields

from ridematch.model.plan import Plan
from ridematch.model.problem import Problem, asks_cost
from ridematch.rules.case import Book, Case, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The cost of a plan by its terms, in minutes of driving; less is better (see `Weights`).

    Practice on the way to work is worth something: its term is negative.
    """

    left_out: float = 0.0
    fallbacks: float = 0.0
    lessons_left_out: float = 0.0
    lessons_in_wrong_light: float = 0.0
    second_misses: float = 0.0
    driving: float = 0.0
    waiting: float = 0.0
    asks: float = 0.0
    other_driver: float = 0.0
    proposals_changed: float = 0.0
    broken_pins: float = 0.0
    practice: float = 0.0

    @property
    def total(self) -> float:
        """The sum of all terms."""
        return sum((float(getattr(self, term.name)) for term in fields(self)), 0.0)


def score(problem: Problem, plan: Plan) -> Score:
    """The cost of this plan. Unknown codes in it cost nothing; whether it is allowed at all says `check`."""
    case = Case(Book(problem), plan)
    weights, left_out = problem.weights, set(plan.left_out)
    terms = Score(
        left_out=sum(journey.left_out_cost for journey in problem.journeys if journey.code in left_out),
        fallbacks=weights.fallback_leg * sum(code in case.book.legs for code in plan.fallbacks),
        lessons_left_out=_lessons_left_out(case),
        lessons_in_wrong_light=sum(lesson.slot.cost for lesson in case.lessons),
        second_misses=weights.second_miss_in_week * _second_misses(case),
        driving=weights.driving_minute * sum(run.driving for run in case.runs),
        waiting=weights.waiting_minute * sum(_waiting(run) for run in case.runs),
        asks=_asks(case),
        other_driver=weights.other_driver * _other_drivers(case) + weights.other_supervisor * _other_supervisors(case),
        proposals_changed=_proposals_changed(case),
        broken_pins=weights.broken_pin * sum(not case.keeps(pin) for pin in problem.pins),
        practice=-weights.practice_minute * sum(ride.at_wheel for ride in case.rides),
    )
    return Score(**{term: float(cost) for term, cost in asdict(terms).items()})


def _lessons_left_out(case: Case) -> float:
    """Each by its own cost, and the more, the fewer its learner has."""
    alone = sum(max(0, wish.wanted - case.given[wish.code]) * wish.left_out_cost for wish in case.problem.lessons)
    return alone + sum(
        share.left_out_cost(sum(case.given[wish] for wish in share.wishes)) for share in case.problem.lesson_shares
    )


def _second_misses(case: Case) -> int:
    """How many commutes of a rider are missed in a week beyond the first, those missed before not counted again."""
    left_out = set(case.plan.left_out)
    before = Counter({(rider, week): count for rider, week, count in case.problem.misses_before})
    missed = Counter(
        (journey.rider, journey.week)
        for journey in case.problem.journeys
        if journey.kind == "commute" and journey.code in left_out
    )
    return sum(max(0, before[key] + count - 1) - max(0, before[key] - 1) for key, count in missed.items())


def _waiting(run: Run) -> int:
    """Minutes away from home neither driving nor serving."""
    return run.arrives - run.departs - sum(run.legs) - sum(visit.ends - visit.begins for visit in run.trip.visits)


def _asks(case: Case) -> float:
    table = case.problem.weights.asks
    before = {code: case.book.drivers[code].asks_before for code in case.asks}
    return sum(
        asks_cost(table, before[code] + len(dates)) - asks_cost(table, before[code])
        for code, dates in case.asks.items()
    )


def _other_drivers(case: Case) -> int:
    return sum(ride.request.usual_driver not in ("", ride.run.driver.code) for ride in case.rides)


def _other_supervisors(case: Case) -> int:
    """Of lessons, rides that count as one included."""
    return sum(one.wish.usual_driver not in ("", one.driver) for one in case.practised)


def _proposals_changed(case: Case) -> float:
    """A change of what was only proposed costs less than of what somebody said yes to."""
    weights = case.problem.weights
    rides = {(ride.request.code, ride.run.driver.code) for ride in case.rides}
    lessons = {(one.wish.code, one.driver, one.date) for one in case.practised}
    changed = [
        request.accepted
        for request in case.problem.requests
        if request.proposed_driver != "" and (request.code, request.proposed_driver) not in rides
    ]
    changed += [
        proposed in wish.accepted
        for wish in case.problem.lessons
        for proposed in wish.proposed
        if (wish.code, *proposed) not in lessons
    ]
    return sum(weights.accepted_changed if accepted else weights.proposal_changed for accepted in changed)
