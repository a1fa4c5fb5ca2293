"""Taking back what was noted last, all that one command noted at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.model.events import FACTS, MESSAGES, Event, standing_events


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What was taken back, in the order in which it was noted, and which requests or lessons are no promises now."""

    events: tuple[Event, ...]
    released: tuple[str, ...] = ()


def undo(store: str, code: str, *, now: datetime, by: str = "") -> TakenBack:
    """Take back what the last command noted, of this ride or of all, and the promises with it.

    The plan itself stays as it is. RidematchError: there is nothing to take back.
    """
    from ridematch.store.database import open_store, transaction
    from ridematch.store.editions import release_promises
    from ridematch.store.trail import add_events, load_events, load_events_about

    with transaction(open_store(store)) as session:
        found = standing_events(load_events_about(session, [code]) if code else load_events(session))
        last = _noted_last(found)
        if not last:
            raise RidematchError(say("There is nothing to take back. What was noted: ridematch history."))
        released = tuple(event.serves for event in last if event.kind == "told" and not _told_before(found, event))
        release_promises(session, released)
        undone = (
            replace(event, number=0, at=now, by=by, kind="undone", because="", undoes=event.number) for event in last
        )
        add_events(session, undone)
        return TakenBack(events=last, released=released)


def _noted_last(found: tuple[Event, ...]) -> tuple[Event, ...]:
    """What somebody said last, with all that was noted by the same command."""
    said = [event for event in found if event.kind not in ("released", *MESSAGES, *FACTS)]
    last = said[-1:]
    if last and last[0].noted_with is not None:
        return tuple(event for event in said if event.noted_with == last[0].noted_with)
    return tuple(last)


def _told_before(found: Iterable[Event], last: Event) -> bool:
    """Whether the same was told to the same volunteer earlier, so that the promise stays."""
    return any(
        event.kind == "told" and event.serves == last.serves and event.volunteer == last.volunteer
        for event in found
        if event.number < last.number
    )
