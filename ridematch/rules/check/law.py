"""The law of driving practice, read a second time: one small function for each name in the rule tables.

Nothing here has heard of `rules.admit`, or of how `rules.practice` judges a pair: days are counted one by one, ages by
comparing calendar dates. Whoever changes a rule changes it in both, and a test holds them against each other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from ridematch.model.facts import Approval, Learner, Licence, Supervisor, Tables
from ridematch.rules.practice.rules import PracticeRules, Rule

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenLesson:
    """A lesson as planned: who, the local times, all countries it is in, and the shared car if it is in one.

    A country that nobody knows is empty.
    """

    volunteer: str
    learner: str
    begins: datetime
    ends: datetime
    countries: tuple[str, ...]
    vehicle: str = ""

    @property
    def on(self) -> date:
        """The local date on which it begins."""
        return self.begins.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the tables say about the two of one lesson. `approvals` are the supervisor's, for whomever."""

    rules: PracticeRules
    lesson: GivenLesson
    learner: Learner
    supervisor: Supervisor
    licences: tuple[Licence, ...]
    approvals: tuple[Approval, ...]


Judge = Callable[[Rule, Known], str]
"""What is against the lesson by this rule; empty: nothing."""


def broken_laws(rules: PracticeRules, tables: Tables, lesson: GivenLesson) -> Iterator[tuple[str, str]]:
    """Every rule of law that a lesson breaks: the rule's name, and one sentence with its date and source."""
    learner = next((row for row in tables.learners or () if row.rider == lesson.learner), None)
    supervisor = next((row for row in tables.supervisors or () if row.volunteer == lesson.volunteer), None)
    if learner is None or supervisor is None:
        yield "known", f"{lesson.learner} is not a learner or {lesson.volunteer} not a supervisor in the tables"
        return
    for car in (row for row in tables.vehicles or () if lesson.vehicle and row.vehicle == lesson.vehicle):
        supervisor = replace(supervisor, transmission=car.transmission)
    known = Known(
        rules=rules,
        lesson=lesson,
        learner=learner,
        supervisor=supervisor,
        licences=tuple(row for row in tables.licences or () if row.volunteer == lesson.volunteer),
        approvals=tuple(row for row in tables.approvals or () if row.volunteer == lesson.volunteer),
    )
    for rule in rules.rules:
        judge = LAWS.get(rule.name)
        if judge is not None and _in_force(rule, known):
            against = judge(rule, known)
            if against:
                yield rule.name, f"{against} ({rule.says}, {rule.dated}, {rule.source})"


def _in_force(rule: Rule, known: Known) -> bool:
    on = known.lesson.on
    if rule.since is not None and on < rule.since:
        return False
    if rule.until is not None and on > rule.until:
        return False
    age = _age(known.learner.born, on)
    return rule.learner_under is None or age is None or age < rule.learner_under


def _learner_age(rule: Rule, known: Known) -> str:
    age = _age(known.learner.born, known.lesson.on)
    return f"the learner is {age}" if age is None or age < rule.years else ""


def _supervisor_age(rule: Rule, known: Known) -> str:
    age = _age(known.supervisor.born, known.lesson.on)
    return f"the supervisor is {age}" if age is None or age < rule.years else ""


def _permit(_: Rule, known: Known) -> str:
    until = known.learner.permit_until
    return f"the permit ended on {until}" if until < known.lesson.on else ""


def _licence_origin(rule: Rule, known: Known) -> str:
    on = known.lesson.on
    return "" if any(_covers(row, on, rule) for row in known.licences) else "no such licence is valid"


def _licence_years(rule: Rule, known: Known) -> str:
    """Every day up to the one before, each counted once; without a break, the day itself must be among them."""
    on = known.lesson.on
    origins = [one.codes for one in known.rules.rules if one.name == "licence_origin" and _in_force(one, known)]
    begins = _anniversary(on, -rule.years)
    first, last = date.min, on - DAY
    if rule.window_years:
        first = _anniversary(on, -rule.window_years)
    if rule.unbroken:
        first, last = begins, on
    held: set[int] = set()
    for row in known.licences:
        if _for_cars(row) and all(not codes or row.country in codes for codes in origins):
            ends = min(row.valid_to or date.max, last)
            held |= set(range(max(row.valid_from, first).toordinal(), ends.toordinal() + 1))
    needed = (on - begins).days + int(rule.unbroken)
    return "" if len(held) >= needed else f"the licence was held on {len(held)} days of {needed}"


def _approval(_: Rule, known: Known) -> str:
    own = [row for row in known.approvals if row.rider == known.lesson.learner]
    return "" if any(_runs(row, known) for row in own) else "no approval covers the day"


def _most_approvals(rule: Rule, known: Known) -> str:
    """An approval stands if, when it was given, there was room for its learner among those of before that still run."""
    running = [row for row in known.approvals if _runs(row, known)]
    own = [row for row in running if row.rider == known.lesson.learner]
    for row in own:
        earlier = {one.rider for one in running if (one.approved_on, one.rider) < (row.approved_on, row.rider)}
        before = len(earlier - {row.rider})
        limits = [one.years for one in known.rules.rules if one.name == rule.name and _held_on(one, row.approved_on)]
        if not limits or before + known.supervisor.other_approvals < limits[0]:
            return ""
    learners = len({row.rider for row in running}) + known.supervisor.other_approvals
    return f"there are approvals for {learners} learners" if own else ""


def _intro_course(rule: Rule, known: Known) -> str:
    on = known.lesson.on
    taken = {"learner": known.learner.intro_course_on, "supervisor": known.supervisor.intro_course_on}
    for who in rule.who:
        when = taken[who]
        if when is None or on < when or (rule.years and on > _last_of(when, rule)):
            return f"the {who} has no course that counts"
    return ""


def _transmission(_: Rule, known: Known) -> str:
    codes = [row.code for row in known.licences if _covers(row, known.lesson.on, None)]
    automatic_alone = bool(codes) and not [code for code in codes if not code.endswith("78")]
    manual = known.supervisor.transmission == "manual"
    return "a manual car with an automatic licence" if automatic_alone and manual else ""


def _season(rule: Rule, known: Known) -> str:
    on = known.lesson.on
    course = {"dark_course": known.learner.dark_course_on, "intro_course": known.learner.intro_course_on}[rule.unless]
    if course is not None and course <= on:
        return ""
    first, last = (tuple(int(part) for part in code.split("-")) for code in rule.codes)
    today = (on.month, on.day)
    inside = first <= today <= last if first <= last else today >= first or today <= last
    return "" if inside else "it is outside the season"


def _border(rule: Rule, known: Known) -> str:
    """Every country of it, one after the other: a bit of a way abroad is abroad."""
    for country in known.lesson.countries or ("",):
        if country not in rule.codes:
            return f"it is in {country}" if country else "it is in no country that is known"
    return ""


def _hours(rule: Rule, known: Known) -> str:
    opens, closes = (time.fromisoformat(code) for code in rule.codes)
    begins, ends = known.lesson.begins, known.lesson.ends
    inside = opens <= begins.time() and ends.time() <= closes and begins.date() == ends.date()
    return "" if inside else f"it lasts from {begins:%H:%M} to {ends:%H:%M}"


LAWS: dict[str, Judge] = {
    "learner_age": _learner_age,
    "permit": _permit,
    "season": _season,
    "supervisor_age": _supervisor_age,
    "licence_origin": _licence_origin,
    "licence_years": _licence_years,
    "approval": _approval,
    "most_approvals": _most_approvals,
    "intro_course": _intro_course,
    "transmission": _transmission,
    "border": _border,
    "hours": _hours,
}
"""By the name of the rule in the tables."""


def _age(born: str, on: date) -> int | None:
    """Whole years; of a year alone, by its last day. None: it is neither."""
    parts = born.strip().split("-")
    try:
        year, month, day = (int(part) for part in (parts if len(parts) == 3 else (*parts, "12", "31")))
        date(year, month, day)
    except ValueError:
        return None
    return on.year - year - int((on.month, on.day) < (month, day))


def _anniversary(of: date, years: int) -> date:
    """The same day in another year; 28 February where there is no 29th."""
    try:
        return date(of.year + years, of.month, of.day)
    except ValueError:
        return date(of.year + years, 2, 28) if 0 < of.year + years < 10_000 else (date.max if years > 0 else date.min)


def _last_of(begins: date, rule: Rule) -> date:
    return _anniversary(begins, rule.years) - (DAY if rule.last_day == "excluded" else timedelta())


def _held_on(rule: Rule, on: date) -> bool:
    return (rule.since or date.min) <= on <= (rule.until or date.max)


def _runs(approval: Approval, known: Known) -> bool:
    """Whether an approval covers the day of the lesson, by its own last day or the rule of the day it was given."""
    on = known.lesson.on
    if approval.valid_until is not None:
        return approval.approved_on <= on <= approval.valid_until
    terms = [one for one in known.rules.rules if one.name == "approval" and _held_on(one, approval.approved_on)]
    return approval.approved_on <= on and all(
        not one.years or on <= _last_of(approval.approved_on, one) for one in terms
    )


def _covers(licence: Licence, day: date, origin: Rule | None) -> bool:
    """Whether it is a licence for cars, valid on the day and of a country that counts."""
    if origin is not None and origin.codes and licence.country not in origin.codes:
        return False
    return _for_cars(licence) and licence.valid_from <= day <= (licence.valid_to or date.max)


def _for_cars(licence: Licence) -> bool:
    return licence.code[0:1] in tuple("BCD")
