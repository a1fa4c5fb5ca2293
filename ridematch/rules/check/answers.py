"""Everybody has one answer, in one place at a time, and what was promised stands."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

from ridematch.language import say
from ridematch.model.problem import Journey
from ridematch.rules.case import Case
from ridematch.rules.check.finding import Finding, Findings


def everybody_is_answered(case: Case) -> Findings:
    """Every journey is served or left out; of one left out nothing is served."""
    left_out = set(case.plan.left_out)
    for journey in case.problem.journeys:
        served = len(_served(case, journey))
        if journey.code in left_out and served:
            sentence = say(
                "{code} is left out, but {served} of its {legs} legs are served",
                code=journey.code,
                served=served,
                legs=len(journey.legs),
            )
            yield Finding(subjects=(journey.code,), sentence=sentence)
        elif journey.code not in left_out and not served:
            sentence = say(
                "{code} is not left out, but 0 of its {legs} legs are served", code=journey.code, legs=len(journey.legs)
            )
            yield Finding(subjects=(journey.code,), sentence=sentence)


def both_legs_or_neither(case: Case) -> Findings:
    """A journey that is served is served with every leg, driven or covered."""
    left_out = set(case.plan.left_out)
    for journey in case.problem.journeys:
        served = len(_served(case, journey))
        if journey.code not in left_out and 0 < served < len(journey.legs):
            sentence = say(
                "{code} has {served} legs served, all {legs} must be or none",
                code=journey.code,
                served=served,
                legs=len(journey.legs),
            )
            yield Finding(subjects=(journey.code,), sentence=sentence)


def _served(case: Case, journey: Journey) -> tuple[str, ...]:
    codes = (leg.request.code for leg in journey.legs)
    covered = set(case.plan.fallbacks)
    return tuple(code for code in codes if code in covered or code in case.rides_by_code)


def fallbacks_are_those_allowed(case: Case) -> Findings:
    """Only legs with a fallback are covered by it, and at least one leg of the journey is driven."""
    covered = [code for code in dict.fromkeys(case.plan.fallbacks) if code in case.book.legs]
    for code in covered:
        if case.book.legs[code][1].fallback == "none":
            yield Finding(
                subjects=(code,), sentence=say("{code} is covered by its fallback, and it has none", code=code)
            )
    for journey in dict.fromkeys(case.book.legs[code][0] for code in covered):
        legs = {leg.request.code for leg in journey.legs}
        if legs <= set(covered):
            sentence = say(
                "{code} has all {legs} legs covered by fallbacks, at least 1 must be driven",
                code=journey.code,
                legs=len(legs),
            )
            yield Finding(subjects=(journey.code,), sentence=sentence)


def nothing_is_answered_twice(case: Case) -> Findings:
    """A request is driven once or covered once, a journey left out once."""
    answers = Counter(case.plan.fallbacks) + Counter(ride.request.code for ride in case.rides)
    for code, count in (answers + Counter(case.plan.left_out)).items():
        if count > 1:
            yield Finding(
                subjects=(code,),
                sentence=say("{code} is answered {count} times, the limit is 1", code=code, count=count),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stay:
    """A stretch of time in which a person is somewhere; parts of a group may share theirs."""

    code: str
    group: tuple[str, ...]
    begins: int
    ends: int


def nobody_is_in_two_places(case: Case) -> Findings:
    """A rider's rides and lessons do not overlap; touching is fine, and so are the parts of one group."""
    stays: dict[str, list[_Stay]] = defaultdict(list)
    for ride in case.rides:
        request = ride.request
        stay = _Stay(
            code=request.code,
            group=(ride.journey.code, request.pickup.place, request.delivery.place),
            begins=ride.pickup.begins,
            ends=ride.delivery.begins,
        )
        stays[request.rider].append(stay)
    for lesson in case.lessons:
        visit = lesson.visit
        stay = _Stay(code=visit.serves, group=(visit.serves,), begins=visit.begins, ends=visit.ends)
        stays[lesson.wish.learner].append(stay)
    for rider, ones in stays.items():
        for one, other in combinations(sorted(ones, key=lambda stay: (stay.begins, stay.ends)), 2):
            if other.begins < one.ends and one.group != other.group:
                sentence = say(
                    "{rider} is in {code} until {ends} and in {other} from {begins}",
                    rider=rider,
                    code=one.code,
                    ends=case.book.clock(one.ends),
                    other=other.code,
                    begins=case.book.clock(other.begins),
                )
                subjects = (rider, one.code, other.code)
                yield Finding(subjects=subjects, sentence=sentence, brief="the rider is elsewhere then")


def promises_are_kept(case: Case) -> Findings:
    """What was promised is served by that driver, and each end moves by no more than the limit."""
    limit = case.problem.limits.pin_minutes
    for pin in case.problem.pins:
        if case.keeps(pin):
            continue
        moves = [
            case.moved(pin, begins=begins, ends=ends)
            for driver, begins, ends in case.served(pin.serves)
            if driver == pin.driver
        ]
        if moves and pin.practice != case.is_practice(pin.serves):
            drives = say("the learner") if pin.practice else pin.driver
            sentence = say("{code} was promised with {who} at the wheel", code=pin.serves, who=drives)
        elif moves and not case.goes_as_promised(pin):
            car = pin.vehicle or say("the car of {driver}", driver=pin.driver)
            sentence = say("{code} was promised in {car}", code=pin.serves, car=car)
        elif moves:
            sentence = say(
                "{code} is {minutes} min from the times promised, the limit is {limit}",
                code=pin.serves,
                minutes=min(moves),
                limit=limit,
            )
        else:
            sentence = say(
                "{code} was promised with {driver}, who serves it 0 times", code=pin.serves, driver=pin.driver
            )
        yield Finding(subjects=(pin.serves, pin.driver), sentence=sentence)
