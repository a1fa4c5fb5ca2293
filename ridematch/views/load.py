"""Who carries how much, and who was left out: for the choice of whom to ask next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ridematch.language import say, say_many
from ridematch.views.clock import length
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What one volunteer was asked and drove in the last four weeks, and what is planned.

    `asks` are days they were asked about, from the call on, or drove; `noes` calls with an answer of no; `days`,
    `minutes` and `metres` what they drove. `week` and `next_week` are days of these weeks driven or planned, at most
    `most_days`; `nights` the most with driving at night in seven days, by the end of next week, at most `most_nights`;
    `ahead` days planned from today on, `last` the last day they drove. Rides on journeys of their own are in none of
    these but the last: `own_driven` were driven, for `own_metres` beyond the direct ways, and `own_ahead` are planned.
    """

    volunteer: str
    asks: int
    noes: int
    days: int
    minutes: int
    metres: int
    week: int
    next_week: int
    most_days: int
    nights: int
    most_nights: int
    ahead: int
    last: date | None
    own_driven: int = 0
    own_ahead: int = 0
    own_metres: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """How often a rider was left out in the last four weeks, and is in what is planned; `rides` they had or will."""

    rider: str
    before: int
    ahead: int
    rides: int


def load_page(carried: Iterable[Carried], missed: Iterable[Missed], *, people: Directory) -> Page:
    """Volunteers, then riders who were left out; and how to read it."""
    idle: list[Carried] = []
    busy: list[Carried] = []
    for one in carried:
        on_own_trips = one.own_driven or one.own_ahead
        (busy if one.asks or one.noes or one.ahead or one.week or on_own_trips else idle).append(one)
    volunteers = Table(
        heading=say("Volunteers: the last four weeks, and what is planned"),
        columns=(
            *(say("volunteer"), say("asked"), say("said no"), say("days driven"), say("driving")),
            *(say("this week"), say("planned"), say("on own trips"), say("last drove"), say("careful")),
        ),
        rows=tuple(
            (
                people.who(one.volunteer),
                str(one.asks),
                str(one.noes),
                str(one.days),
                f"{length(one.minutes)}, {one.metres / 1000:.0f} km",
                str(one.week),
                str(one.ahead),
                ", ".join(_on_own_trips(one)),
                "" if one.last is None else one.last.isoformat(),
                ", ".join(_careful(one)),
            )
            for one in busy
        ),
        stacks=(
            (say("volunteer"), say("careful")),
            (say("asked"), say("said no")),
            (say("days driven"), say("driving")),
            (say("this week"), say("planned")),
            (say("on own trips"), say("last drove")),
        ),
    )
    riders = Table(
        heading=say("Riders who were left out"),
        columns=(say("rider"), say("in four weeks"), say("in what is planned"), say("rides had or planned")),
        rows=tuple((people.who(one.rider), str(one.before), str(one.ahead), str(one.rides)) for one in missed),
    )
    never = Lines(
        heading=say("Not asked in four weeks, and nothing planned"),
        lines=(", ".join(people.who(one.volunteer) for one in idle),) if idle else (),
    )
    note = say(
        "A day asked about counts from the call on, also where the answer was no; a no to several rides in one call "
        "counts once. Whoever was left out before comes first."
    )
    own = say(
        "What is driven on a volunteer's own trips, which they make anyway, is no day asked about, driven or planned; "
        "its kilometres are those beyond the direct way."
    )
    notes = (note, own) if any(one.own_driven or one.own_ahead for one in busy) else (note,)
    return Page(title=say("Who carries how much"), parts=(volunteers, never, riders, Lines(lines=notes)))


def _on_own_trips(one: Carried) -> Iterable[str]:
    if one.own_driven:
        yield say_many("{number} ride driven", "{number} rides driven", one.own_driven)
        yield say("{km} km more", km=f"{one.own_metres / 1000:.0f}")
    if one.own_ahead:
        yield say_many("{number} ride planned", "{number} rides planned", one.own_ahead)


def _careful(one: Carried) -> Iterable[str]:
    if one.week >= one.most_days:
        yield say("the week is full")
    elif _one_left(one.week, one.most_days):
        yield say("one day left this week")
    if one.next_week >= one.most_days:
        yield say("next week is full")
    elif _one_left(one.next_week, one.most_days):
        yield say("one day left next week")
    if one.nights >= one.most_nights:
        yield say("no more nights")
    elif _one_left(one.nights, one.most_nights):
        yield say("one night left")
    if one.noes >= 2 and one.noes * 2 >= one.asks:
        yield say("said no often")


def _one_left(count: int, most: int) -> bool:
    return count > 0 and count == most - 1
