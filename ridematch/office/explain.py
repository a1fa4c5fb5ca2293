"""Who was left out of a plan, and why."""

from datetime import date

from ridematch.model.edition import Unserved
from ridematch.model.plan import Plan
from ridematch.model.problem import Journey, LessonWish, Problem, iso_week
from ridematch.model.travel import NO_ROAD
from ridematch.office.gather import horizon
from ridematch.rules.case import Book, Case
from ridematch.rules.why import DriverFact, Reasons, blocking_facts


def explain(problem: Problem, plan: Plan) -> tuple[Unserved, ...]:
    """Every journey left out and every lesson missing, by date, with the verdict and the blocking facts."""
    left_out = set(plan.left_out)
    found = [
        _unserved(problem, plan, code=journey.code, kind=_kind(journey), rider=journey.rider, on=_on(problem, journey))
        for journey in problem.journeys
        if journey.code in left_out
    ]
    for wish, missing in _missing(problem, plan):
        on = _date(problem, wish)
        found.append(_unserved(problem, plan, code=wish.code, kind="lesson", rider=wish.learner, on=on, count=missing))
    return tuple(sorted(found, key=lambda left: (left.date, left.kind, left.code)))


def verdict(reasons: Reasons) -> str:
    """What holds: "dearer", "apart", "taken", "refused" or "impossible" (see `Unserved`)."""
    if reasons.possible_beside_plan:
        return "dearer"
    if reasons.possible_sooner:
        return "apart"
    if reasons.possible_alone:
        return "taken"
    return "refused" if reasons.refused else "impossible"


def _unserved(problem: Problem, plan: Plan, *, code: str, kind: str, rider: str, on: date, count: int = 1) -> Unserved:
    reasons = blocking_facts(problem, plan, code)
    facts = tuple(_in_words(fact) for fact in reasons.facts)
    return Unserved(code=code, kind=kind, rider=rider, date=on, verdict=verdict(reasons), facts=facts, count=count)


def _on(problem: Problem, journey: Journey) -> date:
    """Its date; of the rest of a journey from before the horizon the first on which it is planned."""
    return max(journey.date, problem.first_date)


def _kind(journey: Journey) -> str:
    return "commute" if journey.kind == "fixed" else journey.kind  # the rest of one that began before the horizon


def _in_words(fact: DriverFact) -> str:
    """ "out, V03 (12 min away): not free then (by 25 min)": which way, where a journey has two."""
    way = fact.leg.rsplit(":", 1)[-1]
    which = f"{way}, " if way in ("out", "back") else ""
    away = "no road" if fact.minutes_away >= NO_ROAD else f"{fact.minutes_away} min away"
    return f"{which}{fact.driver} ({away}): {fact.sentence}"


def _missing(problem: Problem, plan: Plan) -> list[tuple[LessonWish, int]]:
    given = Case(Book(problem), plan).given
    counted = ((wish, wish.wanted - given[wish.code]) for wish in problem.lessons)
    return [(wish, missing) for wish, missing in counted if missing > 0]


def _date(problem: Problem, wish: LessonWish) -> date:
    """The first date of the horizon in the wish's week; the lesson's own where it was published for the date after."""
    dates = horizon(problem.first_date, problem.days)
    return next((on for on in dates if iso_week(on) == wish.week), wish.slots[0].date if wish.slots else dates[-1])
