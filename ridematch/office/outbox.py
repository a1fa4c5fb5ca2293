"""Text messages about what was promised: each is written or sent once, and once more when something changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ridematch.language import say, speaking_to
from ridematch.model.edition import Edition, PlannedStop, Promise
from ridematch.model.errors import RidematchError
from ridematch.model.events import Event, sent_about, sent_off, standing_events
from ridematch.model.settings import Settings
from ridematch.tables.writer import write_whole
from ridematch.views.directory import Directory
from ridematch.views.rides import PlannedRide, lessons, rides
from ridematch.views.sheets import file_name
from ridematch.views.text_messages import TextMessage, Why, to_rider, to_volunteer

ROLES = ("rider", "volunteer")

Planned = PlannedRide | PlannedStop
_Key = tuple[str, str, str]
"""A request or lesson, the role of the receiver, and the volunteer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A message that is to be sent, and what is noted once it is."""

    message: TextMessage
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """What is to be sent; `silent` are people with no number, or none that may be shown."""

    pending: tuple[Pending, ...]
    silent: tuple[str, ...]
    people: Directory


def open_outbox(store: str, *, settings: Settings, now: datetime, by: str = "") -> Outbox:
    """All messages about promises that lie ahead and were not sent as they are now."""
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import load_history, load_schedule
    from ridematch.store.people import load_people
    from ridematch.store.trail import load_events

    zone = ZoneInfo(settings.calendar.zone)
    today = now.astimezone(zone).date()
    with reading(open_store(store)) as session:
        people = Directory(load_people(session))
        past = load_schedule(session, first_date=today, days=None)
        history = load_history(session, first_date=today, days=None)
        events = load_events(session, since=today)
    ahead = [one for one in past.promises if one.begins_at > now]
    known = _planned(history)
    found = [
        *_to_tell(ahead, known, _sent(events)),
        *_to_take_back(ahead, known, _sent(events), now=now),
    ]
    pending, silent = [], []
    for one, role, why, because in found:
        to = one.rider if role == "rider" else one.volunteer
        phone = _number(people.phone(to))
        if not phone:
            silent.append(to)
            continue
        write = to_rider if role == "rider" else to_volunteer
        with speaking_to(people.language(to)):
            text = write(one, people=people, zone=zone, why=why, office=settings.messages.office_phone)
        event = Event(
            at=now,
            by=by,
            kind="sent",
            serves=one.serves,
            rider=one.rider,
            volunteer=one.volunteer,
            date=_date(one),
            because=because,
        )
        message = TextMessage(to=to, phone=phone, serves=one.serves, text=text, when=because)
        pending.append(Pending(message=message, event=event))
    return Outbox(pending=tuple(pending), silent=tuple(dict.fromkeys(silent)), people=people)


def put_out(store: str, pending: Iterable[Pending], deliver: Callable[[TextMessage], None]) -> int:
    """Deliver one after the other, each noted as soon as it is gone; how many went.

    RidematchError: one could not be delivered. Those before it are noted.
    """
    from ridematch.store.database import open_store, transaction
    from ridematch.store.trail import add_events

    engine, gone = open_store(store), 0
    for one in pending:
        deliver(one.message)
        with transaction(engine) as session:
            add_events(session, (one.event,))
        gone += 1
    return gone


def into(folder: Path) -> Callable[[TextMessage], None]:
    """A way to deliver: a file a message, as the SMS server tools read them (To, Alphabet, an empty line, the text)."""

    def deliver(message: TextMessage) -> None:
        name = file_name(f"{message.serves}-{message.to}-{message.when}.sms".replace(":", "-"))
        content = f"To: {message.phone.removeprefix('+')}\nAlphabet: UTF-8\n\n{message.text}\n"
        write_whole(folder / name, content.encode("utf-8"))

    return deliver


def through(address: str) -> Callable[[TextMessage], None]:
    """A way to deliver: a gateway as apprise addresses it, {phone} in it standing for the number.

    RidematchError: apprise is not there, or the address is none; later, the gateway did not take a message.
    """
    try:
        from apprise import Apprise
    except ImportError:
        raise RidematchError(say("Sending needs one more package: pip install 'ridematch[messages]'.")) from None
    if "{phone}" not in address or not Apprise.instantiate(address.replace("{phone}", "+46701740605")):
        raise RidematchError(
            say("The gateway's address is none that apprise knows, or has no {{phone}} in it: see its documentation.")
        )

    def deliver(message: TextMessage) -> None:
        gateway = Apprise()
        gateway.add(address.replace("{phone}", message.phone))
        if not gateway.notify(body=message.text):
            raise RidematchError(
                say("The gateway did not take the message to {code}. Those before it went.", code=message.to)
            )

    return deliver


def _to_tell(
    promises: Iterable[Promise], known: dict[tuple[str, str], Planned], sent: dict[_Key, str]
) -> Iterator[tuple[Planned, str, Why, str]]:
    """Promises of which somebody does not know, or knows otherwise."""
    for promise in promises:
        one = known.get((promise.serves, promise.volunteer))
        if one is None:
            continue
        for role in ROLES:
            because = sent_about(role, *_times(one))
            before = sent.get((promise.serves, role, promise.volunteer))
            if before == because:
                continue
            heard = any(key[:2] == (promise.serves, role) for key in sent) if role == "rider" else before is not None
            yield one, role, "changed" if heard and before != sent_off(role) else "new", because


def _to_take_back(
    promises: Iterable[Promise], known: dict[tuple[str, str], Planned], sent: dict[_Key, str], *, now: datetime
) -> Iterator[tuple[Planned, str, Why, str]]:
    """What somebody was told and is not promised any more; a rider with another volunteer now is told of that."""
    with_whom = {promise.serves: promise.volunteer for promise in promises}
    for (serves, role, volunteer), because in sent.items():
        one = known.get((serves, volunteer))
        if one is None or because == sent_off(role) or _times(one)[0] <= now:
            continue
        stands = with_whom.get(serves) == volunteer if role == "volunteer" else serves in with_whom
        if not stands:
            yield one, role, "cancelled", sent_off(role)


def _sent(events: Iterable[Event]) -> dict[_Key, str]:
    """What each was told last."""
    found: dict[_Key, str] = {}
    for event in standing_events(events):
        if event.kind in ("sent", "off"):
            found[event.serves, event.because.partition("@")[0], event.volunteer] = event.because
    return found


def _planned(history: Iterable[Edition]) -> dict[tuple[str, str], Planned]:
    """Each ride and lesson with each volunteer who ever had it, as planned last."""
    found: dict[tuple[str, str], Planned] = {}
    for edition in history:
        both: tuple[Planned, ...] = (*rides(edition.stops), *lessons(edition.stops))
        for one in both:
            found[one.serves, one.volunteer] = one
    return found


def _times(one: Planned) -> tuple[datetime, datetime]:
    if isinstance(one, PlannedRide):
        return one.pickup.begins_at, one.delivery.begins_at
    return one.begins_at, one.ends_at


def _date(one: Planned) -> date:
    if isinstance(one, PlannedRide):
        return one.date
    return one.journey_date or one.date


def _number(phone: str) -> str:
    """A number as gateways want it: digits, with its plus where it has one."""
    return "".join(letter for letter in phone if letter.isdigit() or letter == "+")
