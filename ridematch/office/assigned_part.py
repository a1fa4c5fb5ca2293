"""The part of a problem that is solved again to give one ride or lesson to one volunteer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ridematch.model.plan import Plan
from ridematch.model.problem import Journey, Leg, LessonWish, Problem, lesson_code
from ridematch.office.narrowed import narrowed
from ridematch.rules.case import Book, Case
from ridematch.rules.trial import Wanted, trials_in, wanted_lesson, wanted_ride


def part_for(problem: Problem, plan: Plan, code: str, driver: str, *, dates: set[date]) -> Problem:
    """The drivers concerned, with what they drive and teach in the plan, and `code` that nobody else of them may have.

    Concerned are this driver, those who drive any leg of the same journey and, where nobody does or who does has said
    no, those who could drive its other leg. Nothing that is planned may be left out.
    """
    case = Case(Book(problem), plan)
    drivers = _concerned(case, code, driver)
    return _part(case, drivers, codes=(code,), dates=dates, others=tuple(sorted(drivers - {driver})))


def part_with(
    problem: Problem, plan: Plan, codes: tuple[str, ...], *, drivers: set[str], without: tuple[str, ...] = ()
) -> Problem:
    """These drivers, with what they drive and teach in the plan but for the journeys `without`, and all of `codes`.

    Codes are requests of one journey, or lessons of one wish of which one is to be given.
    """
    case = Case(Book(problem), plan)
    return _part(case, drivers, codes=codes, dates=dates_of(case.book, codes), without=without)


def _part(
    case: Case,
    drivers: set[str],
    *,
    codes: tuple[str, ...],
    dates: set[date],
    others: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> Problem:
    problem = case.problem
    part = narrowed(problem, case.plan, drivers=drivers, dates=dates)
    keep = _Kept(case=case, codes=codes, others=others, drivers=drivers, dates=dates, must=problem.weights.broken_pin)
    journeys = tuple(keep.journey(one) for one in _with_all_of_it(case, part, codes) if one.code not in without)
    asked = {leg.request.code for journey in journeys for leg in journey.legs}
    return replace(
        part,
        journeys=journeys,
        lessons=tuple(wish for wish in map(keep.wish, part.lessons) if wish.wanted),
        practice_rides=tuple(one for one in problem.practice_rides if one.request in asked),
    )


def dates_of(book: Book, codes: Iterable[str]) -> set[date]:
    """The dates whose duties may serve these: their own, and of ways home after midnight the next."""
    found: set[date] = set()
    for code in codes:
        if code in book.legs:
            request = book.legs[code][1].request
            latest, next_date = request.delivery.window.latest, request.date + timedelta(days=1)
            on_the_next = any(block.date == next_date and block.start <= latest for block in book.problem.blocks)
            found |= {request.date, next_date} if on_the_next else {request.date}
        found |= {slot.date for _, slot in book.lessons.get(code, ())}
    return found


def dates_to_try(case: Case, code: str, driver: str) -> Iterator[set[date]]:
    """The dates whose duties may change for it: as few as can be, then the next one too if the driver is busy then.

    The few are those on which it, and what of the same journey has to be arranged with it, can be driven.
    """
    few = dates_of(case.book, (code, *(leg.request.code for leg in _loose(case, code))))
    yield few
    after = max(few) + timedelta(days=1)
    if any((duty.driver, duty.date) == (driver, after) for duty in case.plan.duties):
        yield few | {after}  # a night may be free for it if the next one is given to somebody else


def wanted_for(book: Book, code: str) -> list[Wanted]:
    """A request, or the lessons of one learner and date, as something to try."""
    if code in book.legs:
        return [wanted_ride(book.legs[code][1].request)]
    return [
        wanted_lesson(wish, row)
        for wish in book.problem.lessons
        for row, slot in enumerate(wish.slots)
        if lesson_code(wish.learner, slot.date) == code
    ]


def has_time(book: Book, driver: str, wanted: list[Wanted]) -> bool:
    """Whether it would fit into one of the driver's blocks if there were nothing else to do."""
    return any(
        not trial.over
        for one in wanted
        for block in book.blocks_of.get(driver, ())
        if block.date == one.date
        for trial in trials_in(book, book.drivers[driver], block, one)
    )


def _concerned(case: Case, code: str, driver: str) -> set[str]:
    book = case.book
    legs = book.legs[code][0].legs if code in book.legs else ()
    found = {driver, *(who for one in (code, *(leg.request.code for leg in legs)) for who, _, _ in case.served(one))}
    for leg in _loose(case, code):
        wanted = [wanted_ride(leg.request)]
        found |= {who for who in book.drivers if has_time(book, who, wanted)}
    return found


def _loose(case: Case, code: str) -> Iterator[Leg]:
    """The other legs of the same journey that nobody drives, or somebody who has said no, and that nothing covers."""
    for leg in case.book.legs[code][0].legs if code in case.book.legs else ():
        other = leg.request.code
        willing = any(who not in leg.request.declined_by for who, _, _ in case.served(other))
        if other != code and not willing and other not in case.plan.fallbacks:
            yield leg


def _with_all_of_it(case: Case, part: Problem, codes: tuple[str, ...]) -> tuple[Journey, ...]:
    """The part's journeys, and of the one asked about also what nobody drives yet."""
    known = {one.code: one for one in part.journeys}
    for code in codes:
        if code not in case.book.legs:
            continue
        journey, leg = case.book.legs[code]
        if journey.code not in known:
            legs = (one for one in journey.legs if one is leg or not any(case.served(one.request.code)))
            known[journey.code] = replace(journey, legs=tuple(legs))
        elif leg not in known[journey.code].legs:
            known[journey.code] = replace(known[journey.code], legs=(*known[journey.code].legs, leg))
    return tuple(known.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """Keeps what is planned and what is asked about, the latter from `others`."""

    case: Case
    codes: tuple[str, ...]
    others: tuple[str, ...]
    drivers: set[str]
    dates: set[date]
    must: float

    def journey(self, journey: Journey) -> Journey:
        return replace(journey, legs=tuple(map(self._leg, journey.legs)), left_out_cost=self.must)

    def _leg(self, leg: Leg) -> Leg:
        if leg.request.code not in self.codes:
            return leg
        return Leg(request=replace(leg.request, declined_by=(*leg.request.declined_by, *self.others)))

    def wish(self, wish: LessonWish) -> LessonWish:
        """For the lessons that these drivers give in the plan, and one of those that are asked about."""
        given = {
            one.date
            for one in self.case.practised
            if one.wish.code == wish.code and one.driver in self.drivers and one.date in self.dates
        }
        these = {slot.date for slot in wish.slots if lesson_code(wish.learner, slot.date) in self.codes}
        return replace(
            wish,
            wanted=len(given) + bool(these - given),
            left_out_cost=self.must,
            slots=tuple(slot for slot in wish.slots if slot.date in given | these),
            declined=(*wish.declined, *((who, on) for on in sorted(these) for who in self.others)),
            proposed=tuple(pair for pair in wish.proposed if pair[1] in given | these),
        )
