"""What is different between the schedule before and the one now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from ridematch.language import note, say, say_many
from ridematch.model.edition import PlannedStop
from ridematch.views.clock import day, length, span
from ridematch.views.directory import Directory
from ridematch.views.page import Table
from ridematch.views.rides import lessons, rides

REASONS = {
    "": "",
    "new": note("it is a new request"),
    "room": note("there is room for it now"),
    "gone": note("it is not asked for any more"),
    "cancelled": note("it is cancelled"),
    "rider away": note("the rider is away then"),
    "left out": note("it is left out: see ridematch unmet"),
    "declined": note("the volunteer said no"),
    "moved": note("it is asked for at another time or place"),
    "no driver": note("the volunteer does not drive any more"),
    "away": note("the volunteer is away then"),
    "not free": note("the volunteer is not free then any more"),
    "notice": note("it is too late to ask the volunteer, by their notice"),
    "way out": note("nobody drives the way out any more"),
    "way back": note("nobody drives the way back any more"),
    "needs": note("the volunteer's car or help is not what the rider needs any more"),
    "too long": note("the rider would be on the way for too long"),
    "supervisor": note("the volunteer may not supervise it any more"),
    "impossible": note("it is not asked for any more, or not possible any more, by the tables"),
    "together": note("it can't be kept together with the other promises"),
    "facts": note("it can't stay as it was, by the tables"),
    "made room": note("to make room for it"),
    "undone": note("what led to it is taken back"),
    "better": note("the plan is better as a whole"),
}
"""Why something changed, by a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Who serves a ride or lesson, when it begins and ends, and whether a learner is at the wheel of the ride."""

    volunteer: str
    begins_at: datetime
    ends_at: datetime
    practice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One ride or lesson that is new, gone, driven by another volunteer or at another time.

    `why` is one of `REASONS`, as far as the facts tell.
    """

    serves: str
    rider: str
    date: date
    before: Served | None
    after: Served | None
    why: str = ""

    @property
    def words(self) -> str:
        """What kind of change it is."""
        if self.before is None:
            return say("new")
        if self.after is None:
            return say("no longer driven")
        if self.before.volunteer != self.after.volunteer:
            return say("other volunteer")
        if self.before.practice != self.after.practice:
            return say("the learner drives") if self.after.practice else say("the volunteer drives")
        return say("other time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """All that is different against the edition before, and by how many minutes the driving is less."""

    changes: tuple[Change, ...]
    minutes_saved: int = 0


def changes(
    before: Iterable[PlannedStop], after: Iterable[PlannedStop], *, dates: Collection[date]
) -> tuple[Change, ...]:
    """Everything different for journeys and lessons of these dates, by date and code."""
    old, new = _served(before), _served(after)
    found = (
        Change(serves=serves, rider=rider, date=on, before=old.get(key), after=new.get(key))
        for key in sorted(old.keys() | new.keys(), key=lambda key: (key[2], key[0]))
        for serves, rider, on in (key,)
        if on in dates and old.get(key) != new.get(key)
    )
    return tuple(found)


def changed_words(changed: Changed) -> str:
    """How much is different, in a sentence or two."""
    count = len(changed.changes)
    if not count:
        return say("No ride differs from the edition before.")
    differ = say_many(
        "1 ride or lesson differs from the edition before.",
        "{number} rides or lessons differ from the edition before.",
        count,
    )
    less = changed.minutes_saved
    if not less:
        return differ
    saved = length(abs(less))
    driving = (
        say("Driving is {time} less there.", time=saved)
        if less > 0
        else say("Driving is {time} more there.", time=saved)
    )
    return f"{differ} {driving}"


def changes_table(found: Iterable[Change], *, people: Directory, zone: tzinfo, heading: str = "") -> Table:
    """The changes, one a row; by default of an edition against the one before."""
    return Table(
        heading=heading or say("Changed against the edition before"),
        columns=(say("day"), say("rider"), say("ride"), say("change"), say("before"), say("now"), say("why")),
        rows=tuple(
            (
                day(change.date),
                people.who(change.rider),
                change.serves,
                change.words,
                _words(change.before, people=people, zone=zone),
                _words(change.after, people=people, zone=zone),
                say(REASONS[change.why]),
            )
            for change in found
        ),
        grouped=1,
        stacks=((say("rider"), say("ride")), (say("change"), say("why")), (say("before"), say("now"))),
    )


def _served(stops: Iterable[PlannedStop]) -> dict[tuple[str, str, date], Served]:
    kept = tuple(stops)
    served = {
        (ride.serves, ride.rider, ride.date): Served(
            volunteer=ride.volunteer,
            begins_at=ride.pickup.begins_at,
            ends_at=ride.delivery.begins_at,
            practice=ride.practice,
        )
        for ride in rides(kept)
    }
    for stop in lessons(kept):
        key = (stop.serves, stop.rider, stop.journey_date or stop.date)
        served[key] = Served(volunteer=stop.volunteer, begins_at=stop.begins_at, ends_at=stop.ends_at)
    return served


def _words(served: Served | None, *, people: Directory, zone: tzinfo) -> str:
    if served is None:
        return ""
    return f"{people.who(served.volunteer)} {span(served.begins_at, served.ends_at, zone)}"
