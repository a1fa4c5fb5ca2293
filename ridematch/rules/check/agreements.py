"""Nobody is given what they said no to, or were not asked about in time."""

from collections.abc import Iterator
from dataclasses import dataclass

from ridematch.language import say
from ridematch.rules.case import Case
from ridematch.rules.check.finding import Finding, Findings


def nobody_is_given_what_they_declined(case: Case) -> Findings:
    """A driver who said no to a ride or lesson does not get it, unless it was promised with them since."""
    for given in _given(case):
        if given.driver in given.declined_by:
            sentence = say("{code} is with {driver}, who said no to it", code=given.serves, driver=given.driver)
            yield Finding(subjects=(given.serves, given.driver), sentence=sentence, brief="said no to it")


def drivers_are_asked_in_time(case: Case) -> Findings:
    """What may begin within a driver's notice is theirs only if they were asked about it, or it was promised."""
    for given in _given(case):
        notice_until = case.book.drivers[given.driver].notice_until
        if notice_until is not None and given.opens < notice_until and given.driver not in given.asked:
            sentence = say(
                "{code} may begin at {opens}, {driver} was not asked about it, and needs more notice of what begins "
                "before {until}",
                code=given.serves,
                opens=case.book.clock(given.opens),
                driver=given.driver,
                until=case.book.clock(notice_until),
            )
            brief = "too late to ask, by their notice"
            yield Finding(subjects=(given.serves, given.driver), sentence=sentence, brief=brief)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A ride or lesson that a driver serves without a promise; `opens` is when it may begin, as asked for."""

    serves: str
    driver: str
    opens: int
    asked: tuple[str, ...]
    declined_by: tuple[str, ...]


def _given(case: Case) -> Iterator[_Given]:
    promised = {(pin.serves, pin.driver) for pin in case.problem.pins}
    for ride in case.rides:
        request, driver = ride.request, ride.run.driver.code
        if (request.code, driver) not in promised:
            yield _Given(
                serves=request.code,
                driver=driver,
                opens=request.pickup.window.earliest,
                asked=request.asked,
                declined_by=request.declined_by,
            )
    for lesson in case.lessons:
        wish, on, driver = lesson.wish, lesson.date, lesson.run.driver.code
        if (lesson.visit.serves, driver) not in promised:
            yield _Given(
                serves=lesson.visit.serves,
                driver=driver,
                opens=lesson.slot.window.earliest,
                asked=tuple(who for who, asked_for in wish.asked if asked_for == on),
                declined_by=tuple(who for who, asked_for in wish.declined if asked_for == on),
            )
