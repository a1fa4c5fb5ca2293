"""The newest edition as a plan, with all it is about, as the coordinator has it on the desk while somebody phones."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.edition import Edition
from ridematch.model.errors import RidematchError
from ridematch.model.events import Answers, Event, EventKind
from ridematch.model.plan import Plan
from ridematch.model.problem import Journey, Leg, Problem, lesson_code
from ridematch.model.settings import Settings
from ridematch.office.beside import Engine, here
from ridematch.office.gather import Found, find, make_problem
from ridematch.office.holding import void, what_holds
from ridematch.office.morning import edition_at, is_over, unknown_code
from ridematch.office.people_found import find_person
from ridematch.office.replay import replay_priced, standing_edition
from ridematch.views.json_file import plan_from_json, problem_from_json

A_FEW_DAYS = timedelta(days=7)
"""So long before today, or the newest edition, something may lie that is still talked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One ride or lesson somebody talks about. `volunteer` has it in what is published, empty where nobody has."""

    serves: str
    rider: str
    date: date
    volunteer: str = ""
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The newest edition as a plan, and everything it is about, as the coordinator has it on the desk.

    `void` is what was looked for and does not hold any more (see `as_it_holds`); `released` are promises that are to
    be released. `engine` is where something is planned again.
    """

    store: str
    found: Found
    edition: Edition
    problem: Problem
    plan: Plan
    settings: Settings
    now: datetime
    by: str = ""
    as_of: datetime | None = None
    void: frozenset[str] = frozenset()
    released: tuple[str, ...] = ()
    engine: Engine = here

    @property
    def zone(self) -> ZoneInfo:
        """Where local times are."""
        return ZoneInfo(self.settings.calendar.zone)

    def subjects(self, code: str) -> tuple[Subject, ...]:
        """What a request's, a journey's or a lesson's code stands for. RidematchError: for nothing."""
        planned = {stop.serves: stop for stop in self.edition.stops if stop.action in ("pickup", "lesson")}
        told = {promise.serves for promise in self.found.past.promises} - {*self.released}
        asked = {
            leg.request.code: (journey.rider, journey.date)
            for journey in self.problem.journeys
            for leg in journey.legs
            if code in _names(journey, leg)
        }
        asked |= {
            lesson_code(wish.learner, slot.date): (wish.learner, slot.date)
            for wish in self.problem.lessons
            for slot in wish.slots
            if code == lesson_code(wish.learner, slot.date)
        }
        if not asked:
            raise RidematchError(unknown_code(self.found.past, code))
        return tuple(
            Subject(
                serves=serves,
                rider=rider,
                date=on,
                volunteer=planned[serves].volunteer if serves in planned else "",
                told=serves in told,
            )
            for serves, (rider, on) in asked.items()
        )

    def one(self, code: str) -> Subject:
        """The one ride or lesson. RidematchError: the code is a journey's of several."""
        found = self.subjects(code)
        if len(found) > 1:
            codes = ", ".join(one.serves for one in found)
            raise RidematchError(say("{code} is several rides: say which of {codes}.", code=code, codes=codes))
        return found[0]

    def said_by(self, codes: Iterable[str], text: str) -> tuple[tuple[Subject, ...], str]:
        """What somebody answers about, and who: the volunteer meant by `text`, else whoever has it now.

        Of a journey these are the rides the volunteer has or was asked about; all, where that is none of them; and
        none that is over. RidematchError: nobody has it, or several have, or all that a code stands for is over.
        """
        each = [self._not_over(code) for code in dict.fromkeys(codes)]
        having = {one.volunteer for found in each for one in found} - {""}
        if not text and len(having) != 1:
            raise RidematchError(say("Say who answered: --of VOLUNTEER. It is not with one volunteer alone."))
        who = self.volunteer(text) if text else having.pop()
        answers = Answers(self.found.past.events)
        about: list[Subject] = []
        for found in each:
            theirs = [one for one in found if one.volunteer == who or who in answers.with_state(one.serves, "asked")]
            about += theirs or found
        return tuple(dict.fromkeys(about)), who

    def _not_over(self, code: str) -> tuple[Subject, ...]:
        found = self.subjects(code)
        ahead = tuple(one for one in found if (self._ends_at(one.serves) or self.now) >= self.now)
        if not ahead:
            raise RidematchError(is_over(found[0].serves))
        return ahead

    def _ends_at(self, serves: str) -> datetime | None:
        """As planned, or at the latest where nobody has it; None where that is not known."""
        planned = [stop.ends_at for stop in self.edition.stops if stop.serves == serves]
        if planned:
            return max(planned)
        windows = [one.delivery for one in self.problem.requests if one.code == serves]
        return self.problem.epoch + timedelta(minutes=windows[0].window.latest) if windows else None

    def volunteer(self, text: str) -> str:
        """The code of the volunteer meant."""
        return find_person(self.found.tables.volunteers or (), text)

    def event(self, kind: EventKind, about: Subject, volunteer: str, because: str = "") -> Event:
        """Something that is said now."""
        return Event(
            at=self.now,
            by=self.by,
            kind=kind,
            serves=about.serves,
            rider=about.rider,
            volunteer=volunteer,
            date=about.date,
            because=because,
        )


def _names(journey: Journey, leg: Leg) -> set[str]:
    """What a request is called by; of a journey that has begun there are only single rides in a problem."""
    return {leg.request.code, journey.code, leg.request.code.rpartition(":")[0]} - {""}


def open_dossier(
    store: str,
    *,
    settings: Settings,
    now: datetime,
    by: str = "",
    as_of: datetime | None = None,
    about: Iterable[str] = (),
    since: date | None = None,
    engine: Engine = here,
) -> Dossier:
    """Read what is published, and the facts as they are; `as_of` an instant, both as they were then.

    The newest edition often begins tomorrow. With `about`, codes of rides and lessons, or `since`, what stands of the
    editions before it on earlier dates is on the desk as well, as if it were one edition. RidematchError: nothing is
    published, or nothing was.
    """
    from ridematch.store.database import open_store, reading

    with reading(open_store(store)) as session:
        edition = edition_at(session, as_of)
        if as_of is None:
            today = now.astimezone(ZoneInfo(settings.calendar.zone)).date()
            earliest = min(today, edition.first_date) - A_FEW_DAYS
            first = since or _first_of(session, about, earliest, edition.first_date)
            edition = _with_earlier_dates(session, edition, max(first, earliest))
        found = find(session, first_date=edition.first_date, days=edition.days)
    if as_of is None:
        problem, _ = make_problem(
            found, settings=settings, first_date=edition.first_date, days=edition.days, begun_by=now
        )
        plan = replay_priced(problem, edition)
    else:
        problem, plan = problem_from_json(edition.problem_json), plan_from_json(edition.plan_json)
    return Dossier(
        store=store,
        found=found,
        edition=edition,
        problem=problem,
        plan=plan,
        settings=settings,
        now=now,
        by=by,
        as_of=as_of,
        engine=engine,
    )


def _first_of(session: Any, about: Iterable[str], earliest: date, first_date: date) -> date:
    """The first date, from the `earliest` on, on which any of these stands or is left out; else `first_date`."""
    from ridematch.store.editions import load_schedule

    codes = {code for code in about if ":" in code}
    if not codes:
        return first_date
    past = load_schedule(session, first_date=earliest, days=(first_date - earliest).days)
    found = [stop.date for stop in past.stops if codes & {stop.serves, stop.journey}]
    found += [one.date for one in past.unserved if any(map(one.is_about, codes))]
    return min(found, default=first_date)


def _with_earlier_dates(session: Any, edition: Edition, since: date) -> Edition:
    from ridematch.store.editions import load_schedule

    if since >= edition.first_date:
        return edition
    days = (edition.first_date - since).days + edition.days
    past = load_schedule(session, first_date=since, days=days)
    return standing_edition(edition, past, first_date=since, days=days) or edition


def as_it_holds(dossier: Dossier) -> Dossier:
    """The same with a plan in which nothing is left that does not hold any more: for looking, not for publishing."""
    gone = void(dossier.problem, dossier.found.past, dossier.edition, now=dossier.now)
    return replace(dossier, plan=what_holds(dossier.problem, dossier.edition, gone), void=gone)


def open_again(dossier: Dossier) -> Dossier:
    """The same, as it is in the store now."""
    return open_dossier(
        dossier.store,
        settings=dossier.settings,
        now=dossier.now,
        by=dossier.by,
        since=dossier.edition.first_date,
        engine=dossier.engine,
    )
