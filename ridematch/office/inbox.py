"""Replies to text messages: each is noted once, by the code of who sent it, and promises nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ridematch.model.events import Answer, Event, reply_said, standing_events
from ridematch.model.settings import Settings
from ridematch.office.sms_files import Received, read_folder
from ridematch.views.directory import Directory
from ridematch.views.inbox import Reply

YES = frozenset(("ja", "j", "yes", "y", "ok", "okej", "1", "نعم", "بلی", "بله", "እወ", "haa", "так"))
NO = frozenset(("nej", "n", "no", "2", "لا", "نه", "نخیر", "ኣይፋል", "ኣይኮነን", "maya", "ні"))
"""What is plainly a yes or a no, in every language that messages go out in, or by its number."""

FEWEST_DIGITS = 7
MOST_OF_COUNTRY = 3
"""Numbers are the same where the one ends as the other and has at most a country's digits more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """What came in: replies with what they are about, and how many files there are that nothing is said about.

    `known`: noted before. `strangers`: of nobody to whom a message went. `others`: no messages at all.
    """

    replies: tuple[Reply, ...]
    known: int
    strangers: int
    others: int
    people: Directory


def take_in(store: str, folder: Path, *, settings: Settings, now: datetime, by: str = "") -> Inbox:
    """Read a folder's messages and note those that are replies, each once; what they say is not kept.

    RidematchError: the folder can't be read.
    """
    from ridematch.store.database import open_store, transaction
    from ridematch.store.people import load_people
    from ridematch.store.trail import add_events, load_events

    messages, others = read_folder(folder)
    today = now.astimezone(ZoneInfo(settings.calendar.zone)).date()
    with transaction(open_store(store)) as session:
        people = Directory(load_people(session))
        events = standing_events(load_events(session))
        noted = {(event.because, _receiver(event)) for event in events if event.kind == "replied"}
        ahead = [event for event in events if event.kind == "sent" and event.date >= today - timedelta(days=1)]
        replies, known, strangers = [], 0, 0
        for message in messages:
            about = _sent_to(message.phone, ahead, people)
            if about is None:
                strangers += 1
                continue
            role = about.because.partition("@")[0]
            answer = answer_of(message.text)
            because = reply_said(role, answer, message.file)
            this = because, _receiver(about)
            if this in noted:  # a gateway may give a name again to what somebody else says
                known += 1
                continue
            noted.add(this)
            replies.append(_reply(message, about, answer))
            event = Event(
                at=now,
                by=by,
                kind="replied",
                serves=about.serves,
                rider=about.rider,
                volunteer=about.volunteer,
                date=about.date,
                because=because,
            )
            add_events(session, (event,))
    return Inbox(replies=tuple(replies), known=known, strangers=strangers, others=others, people=people)


def answer_of(text: str) -> Answer:
    """Whether a reply is plainly a yes or a no, as the whole of it."""
    word = text.strip(" .,!?;:()\"'،؟።").casefold()
    return "yes" if word in YES else "no" if word in NO else "read"


def is_same_number(one: str, other: str) -> bool:
    """Whether two numbers are of one telephone, with or without the country: "070-174 06 05", "46701740605"."""
    short, long = sorted((_digits(one), _digits(other)), key=len)
    return len(short) >= FEWEST_DIGITS and long.endswith(short) and len(long) - len(short) <= MOST_OF_COUNTRY


def _digits(phone: str) -> str:
    return "".join(letter for letter in phone if letter.isascii() and letter.isdigit()).lstrip("0")


def _sent_to(phone: str, sent: Iterable[Event], people: Directory) -> Event | None:
    """The last message that went to this number; None where none did."""
    to = (event for event in sent if is_same_number(phone, people.phone(_receiver(event))))
    return max(to, key=lambda event: event.number, default=None)


def _receiver(event: Event) -> str:
    return event.rider if event.because.startswith("rider@") else event.volunteer


def _reply(message: Received, about: Event, answer: Answer) -> Reply:
    role = about.because.partition("@")[0]
    return Reply(who=_receiver(about), role=role, serves=about.serves, answer=answer, text=message.text)
