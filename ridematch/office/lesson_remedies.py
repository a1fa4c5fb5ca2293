"""Small changes that might get a learner a lesson: other times of the learner's, one more approved supervisor."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from ridematch.model.facts import Tables
from ridematch.model.plan import Plan
from ridematch.model.problem import Block, LessonSlot, LessonWish, Problem, TimeWindow, lesson_code
from ridematch.office.approval_candidates import Candidate as NewApproval
from ridematch.office.approval_candidates import candidates as new_approvals
from ridematch.office.approval_candidates import with_candidates
from ridematch.office.dossier import Dossier
from ridematch.office.gather import make_problem
from ridematch.office.remedies import Candidate
from ridematch.rules.case import Book, Case
from ridematch.rules.practice import load_practice_rules
from ridematch.rules.trial import wanted_lesson
from ridematch.rules.why import could
from ridematch.views.remedies import Remedy

EVERY = 30
"""A lesson at another time begins on the half hour, as people agree on times."""

FEW_TIMES = 6
"""So many other times are tried, on different dates or with different supervisors."""

FEW_APPROVALS = 4
"""So many approvals are tried, those with the most dates first."""

Span = tuple[int, int]


def other_times(problem: Problem, plan: Plan, code: str) -> Iterator[Candidate]:
    """The learner practises while a supervisor is free: by day, clear of the learner's own ways, nearest first.

    `code` is a wish's. Whether the law and the learner's absences allow those hours is for the admission to say.
    """
    wish = next((one for one in problem.lessons if one.code == code), None)
    if wish is None or not wish.pairings:
        return
    given = {one.date for one in Case(Book(problem), plan).practised if one.wish.learner == wish.learner}
    home = f"home:{wish.learner}"
    found = sorted(_openings(problem, plan, wish, home, given), key=lambda one: (one[0], one[1].driver, one[2]))
    tried: set[tuple[str, date]] = set()
    for _, block, begins in found:
        if (block.driver, block.date) not in tried and len(tried) < FEW_TIMES:
            tried.add((block.driver, block.date))
            yield _at_another_time(problem, wish, block, begins, home)


def _openings(
    problem: Problem, plan: Plan, wish: LessonWish, home: str, given: set[date]
) -> Iterator[tuple[int, Block, int]]:
    """Half hours at which a lesson fits a supervisor's hours and plan, with minutes from the learner's own times."""
    busy = [
        (leg.request.pickup.window.earliest, leg.request.delivery.window.latest)
        for journey in problem.journeys
        if journey.rider == wish.learner
        for leg in journey.legs
    ]
    supervisors = {pairing.driver for pairing in wish.pairings if not pairing.vehicle}
    blocks = [
        block
        for block in problem.blocks
        if block.driver in supervisors and not block.own_trip and block.date not in given
    ]
    for block in blocks:
        begins = [one for one in _half_hours(block, wish) if _by_day(problem, one, wish) and _clear(one, wish, busy)]
        slots = tuple(_slot(block.date, one, home) for one in begins)
        book = Book(_with_slots(problem, wish, slots))
        changed = book.wishes[wish.code]
        duties = tuple(duty for duty in plan.duties if duty.driver == block.driver)
        for row, one in enumerate(begins, start=len(wish.slots)):
            if could(book, block.driver, [wanted_lesson(changed, row)], duties):
                yield _minutes_off(wish, block.date, one), block, one


def _half_hours(block: Block, wish: LessonWish) -> range:
    first = -(-block.start // EVERY) * EVERY
    return range(first, block.end - wish.minutes + 1, EVERY)


def _by_day(problem: Problem, begins: int, wish: LessonWish) -> bool:
    """Nobody is asked to practise at night."""
    return not any(night.begins < begins + wish.minutes and begins < night.early_until for night in problem.nights)


def _clear(begins: int, wish: LessonWish, busy: Iterable[Span]) -> bool:
    return not any(start < begins + wish.minutes and begins < end for start, end in busy)


def _minutes_off(wish: LessonWish, on: date, begins: int) -> int:
    """How far it is from the times the learner gave for that date; further than any where there are none."""
    own = [slot.window for slot in wish.slots if slot.date == on and not slot.vehicle]
    return min((max(one.earliest - begins, begins - one.latest, 0) for one in own), default=24 * 60)


def _slot(on: date, begins: int, place: str) -> LessonSlot:
    return LessonSlot(date=on, place=place, window=TimeWindow(earliest=begins, latest=begins))


def _with_slots(problem: Problem, wish: LessonWish, slots: tuple[LessonSlot, ...]) -> Problem:
    changed = replace(wish, slots=(*wish.slots, *slots))
    return replace(problem, lessons=tuple(changed if one.code == wish.code else one for one in problem.lessons))


def _at_another_time(problem: Problem, wish: LessonWish, block: Block, begins: int, home: str) -> Candidate:
    remedy = Remedy(
        kind="lesson",
        who=wish.learner,
        serves=lesson_code(wish.learner, block.date),
        spans=((begins, begins + wish.minutes),),
        date=block.date,
    )
    return Candidate(remedy=remedy, problem=_with_slots(problem, wish, (_slot(block.date, begins, home),)))


def approvals(dossier: Dossier, code: str) -> Iterator[Candidate]:
    """New approvals for the learner of this wish that the law would allow, as if they held already."""
    wish = next((one for one in dossier.problem.lessons if one.code == code), None)
    if wish is None:
        return
    today = dossier.now.astimezone(dossier.zone).date()
    rules = load_practice_rules(dossier.settings.practice)
    if rules.on("approval", today) is None:
        return

    def admitting(tables: Tables) -> Problem:
        edition, found = dossier.edition, replace(dossier.found, tables=tables)
        return make_problem(found, settings=dossier.settings, first_date=edition.first_date, days=edition.days)[0]

    allowed = new_approvals(
        dossier.problem,
        dossier.plan,
        tables=dossier.found.tables,
        rules=rules,
        today=today,
        admitting=admitting,
        learner=wish.learner,
    )
    mine = [one for one in allowed if _dates_in(one, wish)]
    for one in sorted(mine, key=lambda one: (-len(_dates_in(one, wish)), one.volunteer))[:FEW_APPROVALS]:
        dates = _dates_in(one, wish)
        remedy = Remedy(
            kind="approval",
            who=one.volunteer,
            rider=one.rider,
            serves=" ".join(lesson_code(one.rider, on) for on in dates),
            date=dates[0],
            ready_on=one.ready_on,
        )
        yield Candidate(remedy=remedy, problem=with_candidates(dossier.problem, [one]))


def _dates_in(one: NewApproval, wish: LessonWish) -> tuple[date, ...]:
    slots = {slot.date for slot in wish.slots}
    return tuple(on for on in one.dates if on in slots)
