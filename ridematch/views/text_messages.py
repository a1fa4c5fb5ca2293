"""Text messages for telephones: what riders and volunteers are told about each ride, in two segments at most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal

from ridematch.language import day_in_words, say
from ridematch.model.edition import PlannedStop
from ridematch.views.clock import hours, local_date
from ridematch.views.directory import Directory
from ridematch.views.rides import PlannedRide

Why = Literal["new", "changed", "cancelled"]

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The basic alphabet of short messages (3GPP TS 23.038, 6.2.1), seven bits a letter."""

GSM_TWICE = frozenset("^{}\\[~]|€")
"""Letters of its extension table, which take the room of two."""

SEGMENT = {True: (160, 153), False: (70, 67)}
"""Letters of a message alone, and of a part of a longer one (3GPP TS 23.040): in that alphabet, and in UCS-2."""

MOST_SEGMENTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMessage:
    """One message to one person about one ride or lesson. `when` says what it tells, to know whether that changed."""

    to: str
    phone: str
    serves: str
    text: str
    when: str


def segments(text: str) -> int:
    """How many parts a message is sent in."""
    plain = all(letter in GSM or letter in GSM_TWICE for letter in text)
    twice = sum(letter in GSM_TWICE for letter in text)
    length = len(text) + twice if plain else len(text.encode("utf-16-be")) // 2
    alone, part = SEGMENT[plain]
    return 1 if length <= alone else -(-length // part)


def to_rider(one: PlannedRide | PlannedStop, *, people: Directory, zone: tzinfo, why: Why, office: str) -> str:
    """What a rider or learner is told, in the language that is spoken."""
    start = one.pickup if isinstance(one, PlannedRide) else one
    words = _words(start, who=people.first_name(one.volunteer), people=people, zone=zone)
    if isinstance(one, PlannedRide) and one.practice:
        arrives = hours(one.delivery.begins_at, zone)
        there = say(
            "{day} {time}: you drive; {who} fetches you, {place}. You are there at {arrives}.", arrives=arrives, **words
        )
        shorter = say("{day} {time}: you drive; {who} fetches you, {place}.", **words)
        return _fitting((there, shorter), why=why, office=office)
    if isinstance(one, PlannedRide):
        arrives = hours(one.delivery.begins_at, zone)
        both = words | {"place": f"{words['place']} - {people.place(one.delivery.place)}"}
        texts = [
            say("{day} {time}: {who} fetches you, {place}. You are there at {arrives}.", arrives=arrives, **some)
            for some in (both, words)
        ]
        short = say("{day} {time}: {who} fetches you, {place}.", **words)
        return _fitting((*texts, short), why=why, office=office)
    return _fitting((say("{day} {time}: driving practice with {who}, {place}.", **words),), why=why, office=office)


def to_volunteer(one: PlannedRide | PlannedStop, *, people: Directory, zone: tzinfo, why: Why, office: str) -> str:
    """What a volunteer is told, in the language that is spoken."""
    start = one.pickup if isinstance(one, PlannedRide) else one
    words = _words(start, who=people.first_name(one.rider), people=people, zone=zone)
    if isinstance(one, PlannedRide):
        words["end"] = people.place(one.delivery.place)
        if one.practice:
            text = say("{day} {time}: you fetch {who}, who drives, {place}, to {end}.", **words)
        else:
            text = say("{day} {time}: you fetch {who}, {place}, to {end}.", **words)
    else:
        text = say("{day} {time}: you practise driving with {who}, {place}.", **words)
    return _fitting((text,), why=why, office=office)


def _words(start: PlannedStop, *, who: str, people: Directory, zone: tzinfo) -> dict[str, str]:
    return {
        "day": day_in_words(local_date(start.begins_at, zone), short=True),
        "time": hours(start.begins_at, zone),
        "who": who,
        "place": people.place(start.place),
    }


def _fitting(texts: Iterable[str], *, why: Why, office: str) -> str:
    """The first that fits with the office's number after it, else without, else cut."""
    marked = []
    for text in texts:
        if why == "changed":
            marked.append(say("Changed: {message}", message=text))
        elif why == "cancelled":
            marked.append(say("Not any more: {message}", message=text))
        else:
            marked.append(text)
    number = say("Questions: {phone}", phone=office) if office else ""
    for text in (*(f"{text} {number}".strip() for text in marked), *marked):
        if segments(text) <= MOST_SEGMENTS:
            return text
    shortest = marked[-1]
    while segments(shortest) > MOST_SEGMENTS:
        shortest = shortest[:-1]
    return shortest
