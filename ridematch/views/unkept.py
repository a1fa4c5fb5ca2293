"""What somebody was told or has said yes to and does not hold any more: these people are phoned before all others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from ridematch.language import say
from ridematch.model.agreed import Agreed, agreed
from ridematch.model.edition import PlannedStop
from ridematch.model.events import Answers, Event
from ridematch.views.clock import day, local_date, span
from ridematch.views.directory import Directory
from ridematch.views.marks import NEAR
from ridematch.views.page import Lines, Table
from ridematch.views.rides import PlannedRide, lessons, rides


@dataclass(frozen=True, slots=True, kw_only=True)
class Unkept:
    """What one person counts on, and what is planned instead: `now` None where nobody drives it.

    `cancelled`: nobody needs it any more.
    """

    agreed: Agreed
    now: PlannedRide | PlannedStop | None
    cancelled: bool


def unkept(
    events: Iterable[Event], stops: tuple[PlannedStop, ...], *, void: Collection[str], now: datetime
) -> tuple[Unkept, ...]:
    """By time and ride, what is still to come. `void` is what does not hold as it is published."""
    noted = tuple(events)
    answers = Answers(noted)
    both: tuple[PlannedRide | PlannedStop, ...] = (*rides(stops), *lessons(stops))
    planned = {one.serves: one for one in both}
    found = []
    for one in agreed(noted):
        instead = planned.get(one.serves)
        if _is_over(one, instead, now=now):
            continue
        holding = None if one.serves in void else instead
        if holding is None or not _is_as(one, holding):
            cancelled = answers.is_cancelled(one.serves)
            found.append(Unkept(agreed=one, now=None if cancelled else holding, cancelled=cancelled))
    return tuple(sorted(found, key=_when))


def unkept_table(found: Iterable[Unkept], *, people: Directory, zone: tzinfo) -> Table:
    """A group for each call to make."""
    ordered = sorted(found, key=lambda one: (_date(one.agreed, zone), one.agreed.person, _when(one)))
    return Table(
        heading=_heading(),
        columns=(say("day"), say("who"), say("phone"), say("time"), say("with"), say("ride"), say("now")),
        rows=tuple(
            (
                day(_date(one.agreed, zone)),
                people.who(one.agreed.person),
                people.phone(one.agreed.person),
                _agreed_hours(one.agreed, zone),
                people.who(one.agreed.other),
                one.agreed.serves,
                what_holds(one, people=people, zone=zone),
            )
            for one in ordered
        ),
        grouped=3,
        stacks=((say("time"),), (say("with"), say("ride")), (say("now"),)),
    )


def unkept_lines(found: Iterable[Unkept], *, people: Directory, zone: tzinfo) -> Lines:
    """A line each, for paper."""
    lines = (
        ", ".join(
            filter(
                None,
                (
                    people.who(one.agreed.person),
                    people.phone(one.agreed.person),
                    in_a_sentence(one, people=people, zone=zone),
                ),
            )
        )
        for one in found
    )
    return Lines(heading=_heading(), lines=tuple(lines))


def _heading() -> str:
    return say("Agreed by phone, and does not hold any more: phone these people first")


def in_a_sentence(one: Unkept, *, people: Directory, zone: tzinfo) -> str:
    """The same to say on the telephone."""
    when = " ".join(filter(None, (day(_date(one.agreed, zone)), _agreed_hours(one.agreed, zone))))
    return say(
        "Not as agreed: {code}, {when}, with {who}: {now}.",
        code=one.agreed.serves,
        when=when,
        who=people.who(one.agreed.other),
        now=what_holds(one, people=people, zone=zone),
    )


def _date(one: Agreed, zone: tzinfo) -> date:
    """The local date on which it begins, which for a way home after midnight is not the journey's."""
    return local_date(one.begins_at, zone) if one.begins_at else one.date


def _agreed_hours(one: Agreed, zone: tzinfo) -> str:
    """From when to when, empty where the times were not kept."""
    return span(one.begins_at, one.ends_at, zone) if one.begins_at and one.ends_at else ""


def what_holds(one: Unkept, *, people: Directory, zone: tzinfo) -> str:
    """What is planned instead, in a few words."""
    if one.cancelled:
        return say("it is cancelled")
    if one.now is None:
        return say("nobody drives it as things are")
    hours = span(*_times(one.now), zone)
    begins = _times(one.now)[0]
    if local_date(begins, zone) != _date(one.agreed, zone):
        hours = f"{day(local_date(begins, zone))} {hours}"
    if one.now.volunteer == one.agreed.volunteer:
        return say("it is at {hours} now", hours=hours)
    return say("it is with {who} now, {hours}", who=people.who(one.now.volunteer), hours=hours)


def _when(one: Unkept) -> tuple[datetime, str, str]:
    """By the clock; what has no times is last of its date."""
    begins = one.agreed.begins_at or datetime.combine(one.agreed.date, time.max, UTC)
    return begins, one.agreed.serves, one.agreed.role


def _is_as(one: Agreed, planned: PlannedRide | PlannedStop) -> bool:
    """Whether it is planned as it was agreed, near enough."""
    if planned.volunteer != one.volunteer:
        return False
    return one.begins_at is None or abs(_times(planned)[0] - one.begins_at) <= NEAR


def _is_over(one: Agreed, planned: PlannedRide | PlannedStop | None, *, now: datetime) -> bool:
    """Whether nobody counts on it any more; without times it is until the day is over."""
    ends = one.ends_at or (_times(planned)[1] if planned else None)
    return ends < now if ends else one.date < now.date()


def _times(one: PlannedRide | PlannedStop) -> tuple[datetime, datetime]:
    if isinstance(one, PlannedRide):
        return one.pickup.begins_at, one.delivery.begins_at
    return one.begins_at, one.ends_at
