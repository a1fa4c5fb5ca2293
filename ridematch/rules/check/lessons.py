"""Driving practice: who may give a lesson, where and when, in which car, and how often."""

from collections import Counter, defaultdict
from datetime import date
from itertools import combinations, pairwise

from ridematch.model.problem import LessonWish
from ridematch.rules.case import Case, PlannedLesson
from ridematch.rules.check.finding import Finding, Findings

REFUSED = {
    "learner_age": "the learner is too young",
    "permit": "the learner's permit does not cover the dates",
    "season": "outside the season for practice",
    "supervisor_age": "too young to supervise",
    "licence_origin": "no licence that counts",
    "licence_years": "licence not held long enough",
    "approval": "the approval does not cover the dates",
    "most_approvals": "more approvals than allowed",
    "intro_course": "no introduction course that counts",
    "transmission": "licence for automatic cars only",
    "never_matched": "never matched with this rider",
    "record_seen": "record not seen",
    "wish": "not the kind of car the learner practises with",
}
"""What the rules have against a pair, by the rule's name, in a few words."""


def lessons_have_an_approved_supervisor(case: Case) -> Findings:
    """The driver is paired with the learner in the car of the lesson, and the pairing covers its date."""
    for lesson in case.lessons:
        driver, on = lesson.run.driver.code, lesson.date
        car = lesson.visit.vehicle
        pairings = [one for one in lesson.wish.pairings if (one.driver, one.vehicle) == (driver, car)]
        if any(pairing.first_date <= on <= pairing.last_date for pairing in pairings):
            continue
        spans = " and ".join(f"{pairing.first_date} to {pairing.last_date}" for pairing in pairings)
        against = _against(lesson.wish, driver)
        who = f"who is approved for {spans}" if pairings else against or "who is not approved for this learner"
        who += f" in {car}" if car else ""
        uncovered = "permit or approval does not cover the dates" if pairings else "not approved for this learner"
        yield Finding(
            subjects=(lesson.visit.serves, driver),
            sentence=f"{lesson.visit.serves} is on {on} with {driver}, {who}",
            brief=against or uncovered,
        )


def _against(wish: LessonWish, driver: str) -> str:
    """What the rules of practice have against the two, empty where the problem does not say."""
    return ", ".join(dict.fromkeys(REFUSED[name] for who, name in wish.refused if who == driver and name in REFUSED))


def lessons_fit_their_slot(case: Case) -> Findings:
    """A lesson begins at a place and in a window in which the learner can."""
    for lesson in case.lessons:
        if not lesson.fits:
            slots = (
                f"{slot.place} {case.book.clock(slot.window.earliest)} to {case.book.clock(slot.window.latest)}"
                for _, slot in case.book.lessons[lesson.visit.serves]
            )
            begins = case.book.clock(lesson.visit.begins)
            sentence = (
                f"{lesson.visit.serves} begins {begins} at {lesson.visit.place}, the learner can at {', '.join(slots)}"
            )
            yield Finding(subjects=(lesson.visit.serves, lesson.run.driver.code), sentence=sentence)


def lessons_are_given_in_an_empty_car(case: Case) -> Findings:
    """Nobody else is in the car during a lesson."""
    for lesson in case.lessons:
        aboard = lesson.run.aboard[lesson.run.trip.visits.index(lesson.visit)]
        if aboard:
            sentence = f"{lesson.visit.serves} is given with {len(aboard)} riders aboard, the limit is 0"
            subjects = (lesson.visit.serves, lesson.run.driver.code, *(request.code for request in aboard))
            yield Finding(subjects=subjects, sentence=sentence)


def lessons_are_given_with_an_own_car(case: Case) -> Findings:
    """A driver without a seat for the learner gives lessons in a shared practice car only."""
    for lesson in case.lessons:
        if lesson.run.driver.seats < 1 and not lesson.visit.vehicle:
            sentence = f"{lesson.visit.serves} is with {lesson.run.driver.code}, who has 0 seats, the least is 1"
            subjects = (lesson.visit.serves, lesson.run.driver.code)
            yield Finding(subjects=subjects, sentence=sentence, brief="no car")


def practice_cars_are_in_one_place_at_a_time(case: Case) -> Findings:
    """No two lessons have the same shared car at once; one may begin when another ends."""
    by_car: dict[str, list[PlannedLesson]] = defaultdict(list)
    for lesson in case.lessons:
        if lesson.visit.vehicle:
            by_car[lesson.visit.vehicle].append(lesson)
    for car, ones in by_car.items():
        for one, other in combinations(sorted(ones, key=lambda lesson: lesson.visit.begins), 2):
            if other.visit.begins < one.visit.ends:
                sentence = (
                    f"{car} is with {one.visit.serves} until {case.book.clock(one.visit.ends)} "
                    f"and with {other.visit.serves} from {case.book.clock(other.visit.begins)}"
                )
                subjects = (one.visit.serves, other.visit.serves, one.run.driver.code, other.run.driver.code)
                yield Finding(subjects=subjects, sentence=sentence, brief="the practice car is taken then")


def lessons_are_not_given_on_own_trips(case: Case) -> Findings:
    """A lesson takes its own time; there is none on the driver's way to something else."""
    for lesson in case.lessons:
        if lesson.run.block.own_trip:
            sentence = f"{lesson.visit.serves} is given on the own trip {lesson.run.block.code}"
            subjects = (lesson.visit.serves, lesson.run.driver.code)
            yield Finding(subjects=subjects, sentence=sentence, brief="on an own trip then")


def lessons_are_given_by_drivers_for_everybody(case: Case) -> Findings:
    """A driver for one employer gives no lessons."""
    for lesson in case.lessons:
        only = lesson.run.driver.only_employer
        if only:
            sentence = f"{lesson.visit.serves} is with {lesson.run.driver.code}, who only drives for employer {only}"
            subjects = (lesson.visit.serves, lesson.run.driver.code)
            yield Finding(subjects=subjects, sentence=sentence, brief=f"only drives for employer {only}")


def lessons_in_a_week_are_those_wanted(case: Case) -> Findings:
    """A learner gets no more lessons in a week than wished for, rides that count as one included."""
    for code, count in case.given.items():
        wish = case.book.wishes[code]
        if count > wish.wanted:
            sentence = f"{wish.code} gets {count} lessons, the limit is {wish.wanted}"
            yield Finding(subjects=(wish.code, wish.learner), sentence=sentence)


def one_lesson_a_date(case: Case) -> Findings:
    """A learner has at most one lesson a date."""
    for code, count in Counter(one.code for one in case.practised).items():
        if count > 1:
            yield Finding(subjects=(code,), sentence=f"{code} is given {count} times, the limit is 1")


def lessons_are_far_enough_apart(case: Case) -> Findings:
    """Between the dates of a learner's lessons, the last one before the plan included, lie the days asked for."""
    planned: dict[str, dict[date, LessonWish]] = defaultdict(dict)
    for one in case.practised:
        planned[one.wish.learner][one.date] = one.wish
    for learner, wishes in planned.items():
        last = {wish.last_lesson for wish in case.problem.lessons if wish.learner == learner and wish.last_lesson}
        for before, after in pairwise(sorted([*wishes, *last])):
            wish, gap = wishes.get(after), (after - before).days
            if wish is not None and gap < wish.min_days_between:
                least = wish.min_days_between
                sentence = f"{learner} has lessons on {before} and {after}, {gap} days apart, the least is {least}"
                brief = f"{gap} days from another lesson, {least} wanted"
                yield Finding(subjects=(wish.code, learner), sentence=sentence, brief=brief)
