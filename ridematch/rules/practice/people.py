"""What the law asks of learner and supervisor: ages, permit, licence, course, and when in the year."""

from datetime import date

from ridematch.language import say
from ridematch.model.facts import Learner, Licence
from ridematch.rules.practice.pair import Found, Pair
from ridematch.rules.practice.rules import PracticeRules, Rule
from ridematch.rules.practice.years import birthday, days_held, held_since, latest_birth, term_ends, years_later


def learner_is_old_enough(_: PracticeRules, rule: Rule, pair: Pair, on: date) -> Found | None:
    """The learner's age."""
    turns = _turns(pair.learner.born, rule.years)
    if turns is None:
        return say("the learner's birth is not a year or a date"), say("Correct `born` in `learners`.")
    if on >= turns:
        return None
    if pair.rider is not None and pair.rider.limited_visibility:  # a birthday tells who somebody is
        return say("the learner has not turned {age} by then", age=rule.years), _wait()
    return say("the learner turns {age} on {date}", age=rule.years, date=turns), _wait()


def supervisor_is_old_enough(_: PracticeRules, rule: Rule, pair: Pair, on: date) -> Found | None:
    """The supervisor's age."""
    turns = _turns(pair.supervisor.born, rule.years)
    if turns is None:
        return say("the supervisor's birth is not a year or a date"), say("Correct `born` in `supervisors`.")
    if on >= turns:
        return None
    return say("the supervisor turns {age} on {date}", age=rule.years, date=turns), _wait()


def permit_is_valid(_: PracticeRules, __: Rule, pair: Pair, on: date) -> Found | None:
    """The learner's permit; its last day counts."""
    until = pair.learner.permit_until
    if on <= until:
        return None
    return (
        say("the learner's permit ran out after {date}", date=until),
        say("Apply for a new permit, then enter its last day."),
    )


def licence_is_of_an_accepted_country(_: PracticeRules, rule: Rule, pair: Pair, on: date) -> Found | None:
    """A licence valid on the date, its last day included, from a country that counts."""
    if any(counts(licence, rule) for licence in valid(pair.licences, on)):
        return None
    return say("the supervisor has no such licence valid that day"), say("Enter it in `licences` if there is one.")


def licence_was_held_long_enough(rules: PracticeRules, rule: Rule, pair: Pair, on: date) -> Found | None:
    """Years of licence up to the date: without a break, or in all, as a sum of stretches with gaps and overlaps."""
    origin = rules.on("licence_origin", on)
    stretches = tuple(
        (row.valid_from, row.valid_to)
        for row in pair.licences
        if for_cars(row) and (origin is None or counts(row, origin))
    )
    needed_from = years_later(on, -rule.years)
    if rule.unbroken:
        since = held_since(stretches, on=on)
        if since is not None and since <= needed_from:
            return None
        found = (
            say("the supervisor's licence is unbroken only since {date}", date=since)
            if since
            else say("the supervisor's licence is broken off on that day")
        )
        return found, say("Enter earlier licences if there are any.")
    begin = years_later(on, -rule.window_years) if rule.window_years else date.min
    held, needed = days_held(stretches, begin=begin, end=on), (on - needed_from).days
    if held >= needed:
        return None
    return (
        say("the supervisor's licences cover {held} days of {needed}", held=held, needed=needed),
        say("Enter earlier licences if there are any."),
    )


def intro_course_was_taken(rules: PracticeRules, rule: Rule, pair: Pair, on: date) -> Found | None:
    """The introduction course, by those who need it, not too long ago."""
    remedy = say("Enter intro_course_on, and check with {authority}.", authority=rules.authority)
    learner = "learner" in rule.who and not _counts_still(pair.learner.intro_course_on, rule, on)
    supervisor = "supervisor" in rule.who and not _counts_still(pair.supervisor.intro_course_on, rule, on)
    if learner and supervisor:
        return say("neither the learner nor the supervisor has such a course"), remedy
    if learner:
        return say("the learner has no such course"), remedy
    return (say("the supervisor has no such course"), remedy) if supervisor else None


def it_is_the_season(_: PracticeRules, rule: Rule, pair: Pair, on: date) -> Found | None:
    """The time of the year, for who did not take the course that lifts the limit."""
    first, last = rule.codes
    day = f"{on:%m-%d}"
    within = first <= day <= last if first <= last else day >= first or day <= last
    if within or took(pair.learner, rule.unless, on):
        return None
    return (
        say("it is outside the season, and the learner has not taken the course that lifts the limit"),
        say("Enter {course}_on in `learners` when the course is taken.", course=rule.unless),
    )


def licence_covers_the_car(rules: PracticeRules, _: Rule, pair: Pair, on: date) -> Found | None:
    """Who may drive automatic cars only supervises in no other."""
    if is_automatic_only(pair, on) and pair.supervisor.transmission == "manual":
        remedy = say("Ask {authority}, or correct the row.", authority=rules.authority)
        return say("the car is manual and the supervisor's licence is for automatic cars"), remedy
    return None


def is_automatic_only(pair: Pair, on: date) -> bool:
    """Whether no licence of that day is for other cars than automatic ones."""
    running = valid(pair.licences, on)
    return bool(running) and all(licence.code.endswith("78") for licence in running)


def valid(licences: tuple[Licence, ...], on: date) -> list[Licence]:
    """The licences for cars on a date; first and last day count."""
    running = [row for row in licences if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)]
    return [row for row in running if for_cars(row)]


def for_cars(licence: Licence) -> bool:
    """Heavier categories include cars, motorcycles and mopeds (A, AM) do not."""
    return licence.code[:1] in ("B", "C", "D")


def counts(licence: Licence, origin: Rule) -> bool:
    """Whether a licence is from a country that counts."""
    return not origin.codes or licence.country in origin.codes


def _counts_still(taken: date | None, rule: Rule, on: date) -> bool:
    return taken is not None and taken <= on <= term_ends(taken, rule.years, last_day=rule.last_day)


def took(learner: Learner, course: str, on: date) -> bool:
    """Whether the learner has taken a course of that name by then."""
    taken = {"dark_course": learner.dark_course_on, "intro_course": learner.intro_course_on}.get(course)
    return taken is not None and taken <= on


def _turns(born: str, age: int) -> date | None:
    latest = latest_birth(born)
    return None if latest is None else birthday(latest, age)


def _wait() -> str:
    return say("Wait until then, or correct `born`.")
