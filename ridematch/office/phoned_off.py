"""Somebody was phoned that what was agreed with them does not hold any more."""

from collections.abc import Iterable
from datetime import datetime

from ridematch.language import say
from ridematch.model.agreed import Agreed
from ridematch.model.errors import RidematchError
from ridematch.model.events import Event, sent_off
from ridematch.model.settings import Settings
from ridematch.office.people_found import find_person
from ridematch.office.trouble import find_trouble
from ridematch.tables.findings import quotable


def phoned_off(
    store: str, codes: Iterable[str], text: str, *, settings: Settings, now: datetime, by: str = ""
) -> tuple[Event, ...]:
    """Note for the person meant that these rides, commutes or lessons are not as agreed; all of them or none.

    What was promised of them is no promise any more. RidematchError: nobody is meant, or nothing was agreed with them
    that does not hold.
    """
    from ridematch.store.database import open_store, reading, transaction
    from ridematch.store.editions import release_promises
    from ridematch.store.tables import load_tables
    from ridematch.store.trail import add_events

    engine = open_store(store)
    with reading(engine) as session:
        tables = load_tables(session)
    who = find_person((*(tables.riders or ()), *(tables.volunteers or ())), text)
    trouble = find_trouble(store, settings=settings, now=now)
    counted_on = [one.agreed for one in (*trouble.unkept, *trouble.known) if one.agreed.person == who]
    events = []
    for code in dict.fromkeys(codes):
        about = [one for one in counted_on if one.serves == code or one.serves.startswith(f"{code}:")]
        if not about:
            raise RidematchError(
                say(
                    "Nothing was agreed with {who} about {code} that does not hold any more; nothing was noted. See "
                    "ridematch calls.",
                    who=who,
                    code=_quoted(code),
                )
            )
        events += [_event(one, now=now, by=by) for one in about]
    with transaction(engine) as session:
        release_promises(session, tuple(event.serves for event in events))
        return add_events(session, events)


def _quoted(code: str) -> str:
    """What was typed, unless it may be somebody's name."""
    is_one = any(map(str.isdigit, code)) and quotable(code.partition(":")[0], "code")
    return code if is_one else say("one of the codes")


def _event(one: Agreed, *, now: datetime, by: str) -> Event:
    return Event(
        at=now,
        by=by,
        kind="off",
        serves=one.serves,
        rider=one.rider,
        volunteer=one.volunteer,
        date=one.date,
        because=sent_off(one.role),
    )
