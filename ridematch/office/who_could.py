"""Which approval to apply for: each that would be allowed is tried by planning the week again with it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ridematch.language import say
from ridematch.model.facts import Approval, Learner
from ridematch.model.plan import Plan
from ridematch.model.problem import LessonWish, Pairing, Problem
from ridematch.model.settings import Settings
from ridematch.office.gather import Found, find, horizon, make_problem
from ridematch.office.narrowed import narrowed
from ridematch.office.replay import replay
from ridematch.office.telephone import DEFAULT_DAYS
from ridematch.rules.case import Book, Case
from ridematch.rules.practice import PracticeRules, load_practice_rules, refusals
from ridematch.rules.practice.approvals import running_approvals
from ridematch.rules.practice.known import KnownPairs
from ridematch.rules.practice.pair import Pair
from ridematch.rules.trial import trials_in, wanted_lesson
from ridematch.views.who_could import Advice, Tried

Progress = Callable[[str], None]

EACH_SECONDS = 5.0
"""For planning with one approval more."""

MOST_TRIED = 12
"""So many approvals are tried one by one: those that the plan with all of them uses, then by dates that fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A new approval that would be allowed: `pairings` by wish, and the dates on which a lesson would fit alone."""

    volunteer: str
    rider: str
    ready_on: date
    approvals: int
    pairings: tuple[tuple[str, tuple[Pairing, ...]], ...]
    dates: tuple[date, ...]


def who_could(
    store: str,
    *,
    settings: Settings,
    today: date,
    first_date: date | None = None,
    days: int | None = None,
    seconds: float,
    progress: Progress = lambda phase: None,
) -> tuple[Advice, Found]:
    """Try new approvals on so many dates: by default those of the newest edition, else a week from tomorrow.

    Nothing is written. RidematchError: no store there, or no rules for the country of the settings.
    """
    from ridematch.match.stop import Stop
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import latest_edition

    stop = Stop(seconds)
    progress(say("reading the store"))
    with reading(open_store(store)) as session:
        latest = latest_edition(session)
        newest = latest if latest and latest.first_date + timedelta(days=latest.days) > today else None
        first_date = first_date or (newest.first_date if newest else today + timedelta(days=1))
        days = days or (newest.days if newest and newest.first_date == first_date else DEFAULT_DAYS)
        found = find(session, first_date=first_date, days=days)
    progress(say("measuring the roads"))
    problem, _ = make_problem(found, settings=settings, first_date=first_date, days=days)
    rules = load_practice_rules(settings.practice)
    if rules.on("approval", today) is None:
        return Advice(first_date=first_date, days=days, needed=False), found
    plan = _standing(problem, found, progress=progress, seconds=seconds / 2)
    allowed = candidates(problem, plan, found, rules=rules, today=today)
    fitting = [one for one in allowed if one.dates]
    advice = _tried(problem, plan, fitting, stop_left=lambda: stop.left or 0.0, progress=progress)
    return replace(advice, allowed=len(allowed), no_time=len(allowed) - len(fitting)), found


def candidates(
    problem: Problem, plan: Plan, found: Found, *, rules: PracticeRules, today: date
) -> tuple[Candidate, ...]:
    """Every supervisor with a car and learner who misses lessons, not paired yet, whom the law would let be approved.

    An application made today is granted after the weeks it takes; on that day nothing else may stand against the pair.
    """
    known, book = KnownPairs(found.tables), Book(problem)
    ready_on = today + timedelta(weeks=rules.lead_weeks)
    missing = _missing(problem, plan)
    wishes: dict[str, list[LessonWish]] = {}
    for wish in problem.lessons:
        wishes.setdefault(wish.learner, []).append(wish)
    made = []
    for volunteer in sorted(set(known.supervisors) & set(book.drivers)):
        for rider, own in sorted(wishes.items()):
            paired = any(pairing.driver == volunteer for wish in own for pairing in wish.pairings)
            learner = known.learners.get(rider)
            if paired or learner is None or not any(missing[wish.code] for wish in own):
                continue
            one = _candidate(book, known, volunteer, learner, own, rules=rules, ready_on=ready_on)
            if one:
                made.append(one)
    return tuple(made)


def _candidate(
    book: Book,
    known: KnownPairs,
    volunteer: str,
    learner: Learner,
    wishes: Iterable[LessonWish],
    *,
    rules: PracticeRules,
    ready_on: date,
) -> Candidate | None:
    pair = known.pair(volunteer, learner)
    if pair is None or refusals(rules, _approved(pair, ready_on), on=ready_on):
        return None
    as_if = _approved(pair, book.problem.first_date)
    dates = horizon(book.problem.first_date, book.problem.days)
    open_dates = {on for on in dates if not refusals(rules, as_if, on=on)}
    pairings = tuple(
        (wish.code, tuple(Pairing(driver=volunteer, first_date=on, last_date=on) for on in sorted(open_dates)))
        for wish in wishes
    )
    return Candidate(
        volunteer=volunteer,
        rider=learner.rider,
        ready_on=ready_on,
        approvals=running_approvals(rules, _approved(pair, ready_on), ready_on),
        pairings=pairings,
        dates=tuple(sorted(_fitting(book, volunteer, wishes, open_dates))),
    )


def _approved(pair: Pair, on: date) -> Pair:
    """The same two with one more approval from a date on, in place of those of their own that end."""
    new = Approval(volunteer=pair.supervisor.volunteer, rider=pair.learner.rider, approved_on=on)
    return replace(pair, approvals=(*pair.approvals, new))


def _fitting(book: Book, volunteer: str, wishes: Iterable[LessonWish], dates: set[date]) -> set[date]:
    """Dates on which the supervisor could give the lesson if there were nothing else to do."""
    driver = book.drivers[volunteer]
    found = set()
    for wish in wishes:
        for row, slot in enumerate(wish.slots):
            if slot.date not in dates or slot.date in found or driver.only_employer:
                continue
            blocks = [one for one in book.blocks_of.get(volunteer, ()) if one.date == slot.date and not one.own_trip]
            trials = (trial for block in blocks for trial in trials_in(book, driver, block, wanted_lesson(wish, row)))
            if any(not trial.over for trial in trials):
                found.add(slot.date)
    return found


def _standing(problem: Problem, found: Found, *, progress: Progress, seconds: float) -> Plan:
    """The plan that is published for these dates if it still holds, else a new one that nobody sees."""
    from ridematch.match.solve import match
    from ridematch.rules.check import check

    latest = found.latest
    if latest and (latest.first_date, latest.days) == (problem.first_date, problem.days):
        plan = replay(problem, latest)
        if not check(problem, plan):
            return plan
    progress(say("planning these dates first"))
    return match(problem, seconds=seconds)


def _tried(
    problem: Problem, plan: Plan, fitting: list[Candidate], *, stop_left: Callable[[], float], progress: Progress
) -> Advice:
    """Plan with none of them, with all of them, then with one at a time, as long as there is time."""
    first_date, days = problem.first_date, problem.days
    if not fitting:
        return Advice(first_date=first_date, days=days)
    supervising = {pairing.driver for wish in problem.lessons for pairing in wish.pairings}
    part = narrowed(problem, plan, drivers=supervising | {one.volunteer for one in fitting})
    progress(say("planning with the approvals there are"))
    before = _solved(part)
    progress(say("planning with all approvals that would be allowed"))
    together = with_approvals(part, fitting)
    most = _solved(together)
    if most.complete and _lesson_minutes(together, most) <= _lesson_minutes(part, before):
        return Advice(first_date=first_date, days=days, no_use=len(fitting))
    used = {(lesson.run.driver.code, lesson.wish.learner) for lesson in Case(Book(together), most).lessons}
    order = sorted(fitting, key=lambda one: ((one.volunteer, one.rider) not in used, -len(one.dates)))[:MOST_TRIED]
    tried: list[Tried] = []
    for number, one in enumerate(order, start=1):
        if stop_left() < EACH_SECONDS:
            break
        progress(say("planning with one more approval, {number} of {all}", number=number, all=len(order)))
        tried.append(_compared(part, one, before, _solved(with_approvals(part, [one]))))
    gained = [one for one in tried if one.minutes > 0]
    return Advice(
        first_date=first_date,
        days=days,
        tried=tuple(sorted(gained, key=lambda one: (-one.minutes, one.rides, one.driving, one.volunteer, one.rider))),
        no_use=len(tried) - len(gained),
        not_tried=len(fitting) - len(tried),
    )


def with_approvals(part: Problem, more: Iterable[Candidate]) -> Problem:
    """The problem with these pairings as well."""
    extra: dict[str, list[Pairing]] = {}
    for one in more:
        for wish, pairings in one.pairings:
            extra.setdefault(wish, []).extend(pairings)
    lessons = tuple(replace(wish, pairings=(*wish.pairings, *extra.get(wish.code, ()))) for wish in part.lessons)
    return replace(part, lessons=lessons)


def _solved(problem: Problem) -> Plan:
    from ridematch.match.solve import match

    return match(problem, seconds=EACH_SECONDS)


def _compared(part: Problem, one: Candidate, before: Plan, after: Plan) -> Tried:
    return Tried(
        volunteer=one.volunteer,
        rider=one.rider,
        ready_on=one.ready_on,
        approvals=one.approvals,
        minutes=_lesson_minutes(with_approvals(part, [one]), after) - _lesson_minutes(part, before),
        rides=len(after.left_out) - len(before.left_out),
        driving=_driving(with_approvals(part, [one]), after) - _driving(part, before),
    )


def _missing(problem: Problem, plan: Plan) -> Counter[str]:
    given = Case(Book(problem), plan).given
    return Counter({wish.code: max(0, wish.wanted - given[wish.code]) for wish in problem.lessons})


def _lesson_minutes(problem: Problem, plan: Plan) -> int:
    return sum(lesson.wish.minutes for lesson in Case(Book(problem), plan).lessons)


def _driving(problem: Problem, plan: Plan) -> int:
    return sum(run.driving for run in Case(Book(problem), plan).runs)
