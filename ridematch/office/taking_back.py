"""Taking back what was noted last, all that one command noted at once, and the plan that was published with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ridematch.language import say
from ridematch.model.edition import Edition, Promise
from ridematch.model.errors import RidematchError
from ridematch.model.events import FACTS, MESSAGES, Answers, Event, begins_said, ends_said, standing_events
from ridematch.model.settings import Settings
from ridematch.office.gather import find, horizon, make_problem
from ridematch.office.morning import promise_about
from ridematch.office.replay import replay, standing_edition
from ridematch.views.changes import Change, changes


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What was taken back, in the order in which it was noted, and which requests or lessons are no promises now.

    `promised` are promises again, and `changes` is what the plan has otherwise now; `stays` where its plan had to stay,
    since the one before would break a rule by now.
    """

    events: tuple[Event, ...]
    released: tuple[str, ...] = ()
    promised: tuple[Promise, ...] = ()
    changes: tuple[Change, ...] = ()
    stays: bool = False


def undo(store: str, code: str, *, settings: Settings, now: datetime, by: str = "") -> TakenBack:
    """Take back what the last command noted, of this ride or of all, and the promises with it.

    Where it published a plan and nothing was published since, the plan before is published again, with the promises
    that were given up. RidematchError: there is nothing to take back, or another command takes back what was last.
    """
    from ridematch.store.database import open_store, transaction
    from ridematch.store.editions import release_promises
    from ridematch.store.trail import add_events, load_events, load_events_about

    with transaction(open_store(store)) as session:
        found = standing_events(load_events_about(session, [code]) if code else load_events(session))
        last = _noted_last(found)
        if not code:
            _refuse_facts(found, last)
        if not last:
            raise RidematchError(say("There is nothing to take back. What was noted: ridematch history."))
        released = tuple(event.serves for event in last if event.kind == "told" and not _told_before(found, event))
        release_promises(session, released)
        undone = (
            replace(event, number=0, at=now, by=by, kind="undone", because="", undoes=event.number) for event in last
        )
        add_events(session, undone)
        return _with_the_plan_before(session, TakenBack(events=last, released=released), settings, now=now, by=by)


def _noted_last(found: tuple[Event, ...]) -> tuple[Event, ...]:
    """What somebody said last, with all that was noted by the same command."""
    said = [event for event in found if event.kind not in ("released", *MESSAGES, *FACTS)]
    last = said[-1:]
    if last and last[0].noted_with is not None:
        return tuple(event for event in said if event.noted_with == last[0].noted_with)
    return tuple(last)


def _refuse_facts(found: tuple[Event, ...], last: tuple[Event, ...]) -> None:
    """RidematchError: after what would be taken back, the tables were changed by telephone or import."""
    since = last[-1].number if last else 0
    changed = next((event for event in reversed(found) if event.kind in FACTS and event.number > since), None)
    if changed is not None:
        raise RidematchError(
            say(
                "What was noted last is a change of the tables, about {code}; nothing was taken back. Take that back "
                "with its own command (ridematch cancel --undo, move --undo, away --back), or name the ride: ridematch "
                "undo CODE.",
                code=changed.serves,
            )
        )


def _told_before(found: Iterable[Event], last: Event) -> bool:
    """Whether the same was told to the same volunteer earlier, so that the promise stays."""
    return any(
        event.kind == "told" and event.serves == last.serves and event.volunteer == last.volunteer
        for event in found
        if event.number < last.number
    )


def _with_the_plan_before(session: Any, taken: TakenBack, settings: Settings, *, now: datetime, by: str) -> TakenBack:
    """The plan and the promises that there were, where they keep what the plan now keeps; else what is stays."""
    from ridematch.rules.check import check
    from ridematch.store.editions import keep_promises, latest_edition, publish, release_promises

    latest = latest_edition(session)
    before = _plan_before(session, latest)
    if latest is None or before is None:
        return taken
    promised = tuple(_given_up(session, taken.events, before))
    if before == latest and not promised:
        return taken
    keep_promises(session, promised)
    found = find(session, first_date=before.first_date, days=before.days)
    problem, _ = make_problem(found, settings=settings, first_date=before.first_date, days=before.days, begun_by=now)
    breaks, broke = (set(check(problem, replay(problem, edition))) for edition in (before, latest))
    if breaks - broke:
        release_promises(session, tuple(promise.serves for promise in promised))
        return replace(taken, stays=before != latest)
    if before != latest:
        publish(session, replace(before, made_at=now, by=by))
    dates = horizon(before.first_date, before.days)
    differ = tuple(replace(one, why="undone") for one in changes(latest.stops, before.stops, dates=dates))
    return replace(taken, promised=promised, changes=differ)


def _plan_before(session: Any, latest: Edition | None) -> Edition | None:
    """The newest edition of which not all that was noted with it is taken back; None where that is gone."""
    from ridematch.store.editions import load_edition, load_standing
    from ridematch.store.trail import load_events

    events = load_events(session)
    standing = {event.noted_with for event in standing_events(events)}
    undone = {event.noted_with for event in events if event.kind != "undone"} - standing - {None}
    before = latest
    while before is not None and before.noted_with in undone:
        before = load_edition(session, before.number - 1)
    if latest is None or before is None or (before.first_date, before.days) == (latest.first_date, latest.days):
        return before
    # The plan taken back may be one for more dates: what stood on these, of whichever editions.
    stood = load_standing(session, first_date=latest.first_date, days=latest.days, up_to=before.number)
    return standing_edition(before, stood, first_date=latest.first_date, days=latest.days)


def _given_up(session: Any, events: tuple[Event, ...], before: Edition) -> Iterator[Promise]:
    """What is told by the trail again, is as told in the plan before, and is no promise."""
    from ridematch.store.editions import load_schedule
    from ridematch.store.trail import load_events_about

    past = load_schedule(session, first_date=before.first_date, days=None)
    kept = {promise.serves for promise in past.promises}
    for serves in dict.fromkeys(event.serves for event in events):
        answers = Answers(load_events_about(session, [serves]))
        stops = [stop for stop in before.stops if stop.serves == serves]
        for volunteer in answers.with_state(serves, "told") if serves not in kept else ():
            told = answers.last(serves, volunteer)
            if told and {stop.volunteer for stop in stops} == {volunteer}:
                promise = promise_about(serves, stops, now=told.at)
                begins, ends = begins_said(told.because), ends_said(told.because)
                yield replace(promise, begins_at=begins or promise.begins_at, ends_at=ends or promise.ends_at)
