"""Text messages about what was promised: each is written or sent once, and once more when something changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ridematch.language import say, speaking_to
from ridematch.model.edition import Edition, PlannedStop, Promise
from ridematch.model.errors import RidematchError
from ridematch.model.events import (
    Event,
    begins_said,
    ends_said,
    sent_about,
    sent_off,
    standing_events,
    without_places,
)
from ridematch.model.settings import Settings
from ridematch.tables.writer import write_whole
from ridematch.views.directory import Directory
from ridematch.views.rides import PlannedRide, lessons, rides
from ridematch.views.sheets import file_name
from ridematch.views.text_messages import TextMessage, Why, to_rider, to_volunteer

ROLES = ("rider", "volunteer")

Planned = PlannedRide | PlannedStop
_Told = dict[tuple[str, str, str], Event]
"""By request or lesson, role and code of the receiver: what they were told last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A message that is to be sent, and what is noted once it is."""

    message: TextMessage
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """What is to be sent; `silent` are people with no number, or none that may be shown.

    `replies` are those about promises ahead that are no plain yes, until the promise is told anew.
    """

    pending: tuple[Pending, ...]
    silent: tuple[str, ...]
    people: Directory
    replies: tuple[Event, ...] = ()


def open_outbox(store: str, *, settings: Settings, now: datetime, by: str = "") -> Outbox:
    """All messages about promises that lie ahead and were not sent as they are now."""
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import load_history, load_schedule
    from ridematch.store.people import load_people
    from ridematch.store.trail import load_events

    zone = ZoneInfo(settings.calendar.zone)
    since = now.astimezone(zone).date() - timedelta(days=1)  # what is driven after midnight may be of the day before
    with reading(open_store(store)) as session:
        people = Directory(load_people(session))
        past = load_schedule(session, first_date=since, days=None)
        history = load_history(session, first_date=since, days=None)
        events = load_events(session, since=since)
    ahead = [one for one in past.promises if one.begins_at > now]
    plans, sent = _Plans(history), _sent(events)
    found = [
        *_to_tell(ahead, plans, sent, people=people),
        *_to_take_back(ahead, plans, sent, people=people, now=now),
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
    replies = tuple(_to_look_at(events, {promise.serves for promise in ahead}))
    return Outbox(pending=tuple(pending), silent=tuple(dict.fromkeys(silent)), people=people, replies=replies)


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


class _Plans:
    """Each ride and lesson as it was planned, by who drives it and whom: messages may be about what was dropped."""

    def __init__(self, history: Iterable[Edition]) -> None:
        self.standing: dict[tuple[str, str], Planned] = {}
        self._all: dict[tuple[str, str, str], list[Planned]] = {}
        for edition in history:
            both: tuple[Planned, ...] = (*rides(edition.stops), *lessons(edition.stops))
            for one in both:
                self._all.setdefault((one.serves, one.rider, one.volunteer), []).append(one)
                self.standing[one.serves, one.volunteer] = one

    def as_sent(self, before: Event, people: Directory) -> Planned | None:
        """What a message told, whatever has been planned since; None where no plan with these people is left.

        It is the plan that says the same, or where places have other names by now, the one at these times; where no
        edition has that any more, the last one put at the times that were sent.
        """
        role = before.because.partition("@")[0]
        planned = self._all.get((before.serves, before.rider, before.volunteer), [])
        said = [(one, _about(role, one, people)) for one in planned]
        then = [one for one, about in said if without_places(about) == without_places(before.because)]
        exactly = [one for one, about in said if about == before.because]
        found = exactly or then or planned
        return _at_times_of(before, found[-1]) if found else None


def _to_tell(
    promises: Iterable[Promise], plans: _Plans, sent: _Told, *, people: Directory
) -> Iterator[tuple[Planned, str, Why, str]]:
    """Promises of which somebody does not know, or knows another time, place or person.

    Whoever has had a message about it before reads of a change, also where that message took it back.
    """
    for promise in promises:
        one = plans.standing.get((promise.serves, promise.volunteer))
        if one is None:
            continue
        for role in ROLES:
            because = _about(role, one, people)
            before = sent.get((one.serves, role, one.rider if role == "rider" else one.volunteer))
            if before is None:
                yield one, role, "new", because
            elif not _tells(before, one, because):
                yield one, role, "changed", because


def _tells(before: Event, one: Planned, because: str) -> bool:
    """Whether a message that was sent says what is to be told now; of older ones the places are not known."""
    same = before.because in (because, without_places(because))
    return same and (before.rider, before.volunteer) == (one.rider, one.volunteer)


def _to_take_back(
    promises: Iterable[Promise], plans: _Plans, sent: _Told, *, people: Directory, now: datetime
) -> Iterator[tuple[Planned, str, Why, str]]:
    """What somebody was told and is not promised any more, as it was told, unless its time is past.

    A rider with another volunteer now is told of that.
    """
    promised = {promise.serves: plans.standing.get((promise.serves, promise.volunteer)) for promise in promises}
    for (serves, role, to), before in sent.items():
        one = None if before.because == sent_off(role) else plans.as_sent(before, people)
        if one is None or _times(one)[0] <= now:
            continue
        stands = promised.get(serves)
        if stands is None or (stands.rider if role == "rider" else stands.volunteer) != to:
            yield one, role, "cancelled", sent_off(role)


def _to_look_at(events: Iterable[Event], ahead: set[str]) -> Iterator[Event]:
    """The last reply of each about a promise ahead, where it is no plain yes and nobody was told anew since."""
    last: dict[tuple[str, str, str], Event] = {}
    for event in standing_events(events):
        if event.kind == "told":
            last = {key: reply for key, reply in last.items() if reply.serves != event.serves}
        elif event.kind == "replied" and event.serves in ahead:
            role = event.because.partition("@")[0]
            last[event.serves, role, event.rider if role == "rider" else event.volunteer] = event
    return (event for event in last.values() if event.because.split("@")[1] != "yes")


def _sent(events: Iterable[Event]) -> _Told:
    found: _Told = {}
    for event in standing_events(events):
        if event.kind in ("sent", "off"):
            role = event.because.partition("@")[0]
            found[event.serves, role, event.rider if role == "rider" else event.volunteer] = event
    return found


def _times(one: Planned) -> tuple[datetime, datetime]:
    if isinstance(one, PlannedRide):
        return one.pickup.begins_at, one.delivery.begins_at
    return one.begins_at, one.ends_at


def _at_times_of(sent: Event, one: Planned) -> Planned:
    """The same at the times that a message told, where these were kept."""
    times = sent.because.split("@")[1]
    begins, ends = begins_said(times), ends_said(times)
    if begins is None or ends is None:
        return one
    if isinstance(one, PlannedRide):
        pickup, delivery = replace(one.pickup, begins_at=begins), replace(one.delivery, begins_at=ends)
        return replace(one, pickup=pickup, delivery=delivery)
    return replace(one, begins_at=begins, ends_at=ends)


def _about(role: str, one: Planned, people: Directory) -> str:
    """What a message about it tells, as it is noted."""
    return sent_about(role, *_times(one), places=_where_and_how(one, people))


def _where_and_how(one: Planned, people: Directory) -> tuple[str, ...]:
    """The places as they are said, and whether the learner drives there."""
    if not isinstance(one, PlannedRide):
        return (people.place(one.place),)
    return (people.place(one.pickup.place), people.place(one.delivery.place), *(("practice",) if one.practice else ()))


def _date(one: Planned) -> date:
    if isinstance(one, PlannedRide):
        return one.date
    return one.journey_date or one.date


def _number(phone: str) -> str:
    """A number as gateways want it: digits, with its plus where it has one."""
    return "".join(letter for letter in phone if letter.isdigit() or letter == "+")
