"""What people answer on the phone: asked, yes and no."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from ridematch.language import say
from ridematch.model.edition import Edition
from ridematch.model.errors import RidematchError
from ridematch.model.events import Answers, Event, times_said
from ridematch.office.along_with import along_with
from ridematch.office.assigning import (
    MOST_TRIED,
    Choice,
    as_if_asked,
    as_if_declined,
    by_cost,
    choice,
    choices,
    with_time,
)
from ridematch.office.dossier import Dossier, Subject, as_it_holds, open_again
from ridematch.office.gather import Found, find, horizon
from ridematch.office.holding import what_holds
from ridematch.office.publishing import make_edition
from ridematch.office.replay import replay_priced
from ridematch.rules.case import Book, Case
from ridematch.views.changes import Change, changes


class ChangedError(RidematchError):
    """Somebody else wrote to the store since it was read; nothing of this was written."""

    def __init__(self) -> None:
        super().__init__(say("The store changed in the meantime; nothing was changed. Say it again."))


TRIES = 5
"""So often a plan is made anew for what is noted already, where somebody else at the desk was faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """After a no: who else could have it, the cheapest first, and who has it now in what is published, if anybody.

    `untried` others have time for it and were not tried; `edition` is what was published with it, if anything was.
    `before` is the same no, where it stood already and was not noted again.
    """

    about: Subject
    others: tuple[Choice, ...]
    has_it: str
    untried: int = 0
    edition: Edition | None = None
    before: Event | None = None


def rank(dossier: Dossier, about: Subject, *, most: int | None = MOST_TRIED) -> tuple[Choice, ...]:
    """Who else could have it, the cheapest first, of the `most` nearest; who said no to it comes last."""
    return _ranked(dossier, about, dossier.engine(choices, dossier.problem, dossier.plan, about.serves, most=most))


def _ranked(dossier: Dossier, about: Subject, found: Iterable[Choice]) -> tuple[Choice, ...]:
    declined = Answers(dossier.found.past.events).with_state(about.serves, "declined")
    return tuple(sorted(found, key=lambda one: (one.driver in declined, by_cost(one))))


def untried(dossier: Dossier, about: Subject) -> int:
    """How many others have time for it alone and are further away than those who are tried."""
    return max(0, len(with_time(dossier.problem, dossier.plan, about.serves)) - MOST_TRIED)


def ask(dossier: Dossier, subjects: Iterable[Subject], volunteer: str) -> tuple[Event, ...]:
    """Note that a volunteer was asked, about all of these or none."""
    return _write(dossier, tuple(dossier.event("asked", about, volunteer) for about in subjects))


def accept(dossier: Dossier, subjects: Iterable[Subject], volunteer: str) -> tuple[tuple[Event, ...], Edition | None]:
    """Note a yes to each. Where somebody else or nobody has it in the plan, that is made anew for it and published.

    RidematchError: one of them would break a promise or a rule, or somebody else would lose a ride; those noted before
    it stay noted.
    """
    asked = tuple(subjects)
    has = tuple(one for one in asked if one.volunteer == volunteer)
    yes = (dossier.event("accepted", one, volunteer, _times(dossier.edition, one.serves)) for one in has)
    events = _write(dossier, tuple(yes))
    published = None
    for one in asked:
        if one not in has:
            now = dossier if published is None and not events else open_again(dossier)
            first = events[0].number if events else None
            more, published = _given_to(now, one.serves, volunteer, noted_with=first)
            events += more
    return events, published


def _given_to(now: Dossier, code: str, volunteer: str, *, noted_with: int | None) -> tuple[tuple[Event, ...], Edition]:
    """The yes and the plan with it, written together; tried again where somebody else at the desk was faster."""
    for _ in range(TRIES):
        now = _freed(now, now.one(code))
        about = now.one(code)
        edition = _edition_with(now, about, volunteer)
        try:
            yes = now.event("accepted", about, volunteer, _times(edition, code))
            return _write(now, (yes,), edition=edition, release=now.released, noted_with=noted_with), edition
        except ChangedError:
            now = open_again(now)
    raise ChangedError


def _freed(dossier: Dossier, about: Subject) -> Dossier:
    """The dossier in which nobody has a ride that whoever has it can't drive any more, promised or not; else as it is.

    Who counts on it is listed to be phoned as before.
    """
    problem, plan, released = dossier.problem, dossier.plan, dossier.released
    if about.told and about.serves in as_it_holds(dossier).void:
        problem = replace(problem, pins=tuple(pin for pin in problem.pins if pin.serves != about.serves))
        released = (about.serves,)
    if about.volunteer and not any(Case(Book(problem), plan).served(about.serves)):  # no time of theirs holds the trip
        plan = what_holds(problem, dossier.edition, frozenset({about.serves}))
    return replace(dossier, problem=problem, plan=plan, released=released)


def _times(edition: Edition, serves: str) -> str:
    """To what somebody says yes: when it begins and ends as planned."""
    stops = [stop for stop in edition.stops if stop.serves == serves]
    if not stops:
        return ""
    last = stops[-1]
    return times_said(stops[0].begins_at, last.ends_at if last.action == "lesson" else last.begins_at)


def _edition_with(dossier: Dossier, about: Subject, volunteer: str) -> Edition:
    """The plan in which this volunteer has it."""
    if about.told:
        raise RidematchError(
            say(
                "{code} is promised with {volunteer}. If that does not hold any more, say so first: "
                "ridematch no {code} --because ...",
                code=about.serves,
                volunteer=about.volunteer,
            )
        )
    found = choice(dossier.problem, dossier.plan, about.serves, volunteer)
    if found is None:
        raise RidematchError(
            say(
                "{volunteer} can't have {code} beside what is planned and allowed; nothing was noted about it. "
                "Who can: ridematch ask {code}",
                volunteer=volunteer,
                code=about.serves,
            )
        )
    return _edition(dossier, about, found)


def made_room(before: Edition, now: Edition, about: Iterable[Subject]) -> tuple[Change, ...]:
    """What else is different in what was published anew for an answer about these, and why."""
    codes, dates = {one.serves for one in about}, horizon(now.first_date, now.days)
    return along_with(codes, before.stops, now.stops, changes(before.stops, now.stops, dates=dates))


def decline(dossier: Dossier, subjects: Iterable[Subject], volunteer: str, because: str) -> tuple[Next, ...]:
    """Note a no, and where the volunteer had it, propose it to the next best at once: the plan is published with that.

    What was promised with this volunteer is released. Where nobody else can, what is published stays until the next
    match looks at everything anew. A no that is the last word already is not noted again.
    """
    about = tuple(subjects)
    standing = Answers(dossier.found.past.events)
    said = {one.serves: standing.last(one.serves, volunteer) for one in about}
    before = {serves: last for serves, last in said.items() if last and last.kind == "declined"}
    events = tuple(dossier.event("declined", one, volunteer, because) for one in about if one.serves not in before)
    release = {one.serves for one in about if one.told and one.volunteer == volunteer}
    noted = _write(dossier, events, release=tuple(release))
    now = _after_no(dossier, about, volunteer, noted, release)
    found: list[Next] = []
    for one in about:
        if found and found[-1].edition:
            now = _with_edition(now, found[-1].edition)
        no = before.get(one.serves) or noted[0]
        has_it = now.one(one.serves).volunteer
        if found and found[-1].edition and has_it not in ("", volunteer):  # it went along with the way before
            found.append(Next(about=one, others=(), has_it=has_it, before=before.get(one.serves)))
            continue
        after, now = _proposed_next(now, one, volunteer, noted_with=no.noted_with)
        found.append(replace(after, before=before.get(one.serves)))
    return tuple(found)


def _proposed_next(now: Dossier, about: Subject, volunteer: str, *, noted_with: int | None) -> tuple[Next, Dossier]:
    """The next best has it, published; and the dossier before that. The no is noted already, so it is tried again."""
    for _ in range(TRIES):
        has_it = now.one(about.serves).volunteer
        now = _freed(now, now.one(about.serves))
        others, more = _others(now, about, volunteer)
        willing = _willing(now, about, others)
        if not willing or has_it != volunteer:
            has_it = "" if has_it == volunteer else has_it
            return Next(about=about, others=others, has_it=has_it, untried=more), now
        edition = _edition(now, about, willing[0])
        try:
            _write(now, (), edition=edition, noted_with=noted_with)
        except ChangedError:
            now = open_again(now)
            continue
        return Next(about=about, others=others, has_it=willing[0].driver, untried=more, edition=edition), now
    return Next(about=about, others=others, has_it=""), now


def _others(now: Dossier, about: Subject, volunteer: str) -> tuple[tuple[Choice, ...], int]:
    """Who else could have it, and how many were not tried; all are where none of those nearest is willing."""
    others, more = rank(now, about, most=MOST_TRIED), untried(now, about)
    if more and not _willing(now, about, others):
        farther = now.engine(choices, now.problem, now.plan, about.serves, most=None, beyond=MOST_TRIED)
        others, more = _ranked(now, about, (*others, *farther)), 0
    return tuple(other for other in others if other.driver != volunteer), more


def _willing(now: Dossier, about: Subject, others: tuple[Choice, ...]) -> list[Choice]:
    noes = Answers(now.found.past.events).with_state(about.serves, "declined")
    return [other for other in others if other.driver not in noes]


def _after_no(
    dossier: Dossier, about: tuple[Subject, ...], volunteer: str, noted: tuple[Event, ...], released: set[str]
) -> Dossier:
    """The dossier once it is noted, without reading and admitting all the rows again."""
    codes = {one.serves for one in about}
    problem = dossier.problem
    for one in about:
        problem = as_if_declined(problem, one.serves, volunteer)
    pins = tuple(pin for pin in problem.pins if not (pin.serves in codes and pin.driver == volunteer))
    past = dossier.found.past
    promises = tuple(promise for promise in past.promises if promise.serves not in released)
    past = replace(past, events=(*past.events, *noted), promises=promises)
    return replace(dossier, problem=replace(problem, pins=pins), found=replace(dossier.found, past=past))


def _with_edition(dossier: Dossier, edition: Edition) -> Dossier:
    from ridematch.store.database import open_store, reading

    with reading(open_store(dossier.store)) as session:
        found = _found_in(session, dossier)
    return replace(dossier, edition=edition, plan=replay_priced(dossier.problem, edition), found=found)


def _edition(dossier: Dossier, about: Subject, found: Choice) -> Edition:
    """What is published with this choice; who is left out still is, for the same reasons, but for this ride."""
    problem = as_if_asked(dossier.problem, about.serves, found.driver)
    left = set(found.plan.left_out)
    unserved = tuple(one for one in dossier.edition.unserved if one.kind == "lesson" or one.code in left)
    return make_edition(problem, found.plan, unserved=unserved, made_at=dossier.now, by=dossier.by)


def _write(
    dossier: Dossier,
    events: tuple[Event, ...],
    *,
    edition: Edition | None = None,
    release: tuple[str, ...] = (),
    noted_with: int | None = None,
) -> tuple[Event, ...]:
    """In one transaction, if the store is still what it was. RidematchError: it is not."""
    from ridematch.store.database import open_store, transaction
    from ridematch.store.editions import publish, release_promises
    from ridematch.store.trail import add_events

    with transaction(open_store(dossier.store)) as session:
        if _found_in(session, dossier) != dossier.found:
            raise ChangedError
        release_promises(session, release)
        noted = add_events(session, events, noted_with=noted_with)
        if edition is not None:
            publish(session, replace(edition, noted_with=noted[0].noted_with if noted else noted_with))
        return noted


def _found_in(session: Any, dossier: Dossier) -> Found:
    return find(session, first_date=dossier.edition.first_date, days=dossier.edition.days)
