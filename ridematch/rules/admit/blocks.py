"""One volunteer's availability -> blocks: merged at home, cut by own trips, absences and the past.

What is dated before the horizon is the past's: it does not merge into the horizon's blocks, and these begin only when
the volunteer is home from what was published for it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ridematch.language import say
from ridematch.model.facts import Availability, Volunteer
from ridematch.model.problem import Block
from ridematch.model.travel import NO_ROAD
from ridematch.rules.admit.dates import recurs
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.admit.spans import Span, without

LONGEST_MERGED_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """An availability on one date. `row` is what an issue calls it."""

    date: date
    span: Span
    row: str
    origin: str
    destination: str
    own_trip: bool = False
    max_detour_minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One volunteer's stretches around the horizon: those at home, and those with other ends (own trips too)."""

    at_home: tuple[Stretch, ...]
    elsewhere: tuple[Stretch, ...]


def stretches_of(volunteer: Volunteer, rows: Iterable[Availability], made: tuple[Span, ...], horizon: Horizon) -> Day:
    """A volunteer's availability date by date, what can't be set aside with an issue.

    An absence that was entered afterwards takes nothing from trips that were `made`.
    """
    home = horizon.whereabouts.volunteer_home(volunteer)
    found = [stretch for row in rows for stretch in _expanded(row, volunteer, horizon)]
    found.sort(key=lambda one: (one.span, one.own_trip, one.row))
    at_home = [one for one in found if not one.own_trip and one.origin == one.destination == home]
    away = horizon.absences.get(volunteer.volunteer, ())
    elsewhere = [
        one
        for one in found
        if one not in at_home
        and (any(trip.overlaps(one.span) for trip in made) or not any(absence.overlaps(one.span) for absence in away))
    ]
    return Day(at_home=tuple(at_home), elsewhere=_spaced(elsewhere, horizon))


def blocks_of(
    volunteer: Volunteer, day: Day, made: tuple[Span, ...], home_again: int | None, horizon: Horizon
) -> list[Block]:
    """The blocks dated from the horizon's first date to the day after its last. `made`, `home_again`: see the past."""
    stay = horizon.settings.limits.home_stay_minutes
    at_home = _merged([one for one in day.at_home if one.date >= horizon.first_date])
    holes = [one.span.widened(stay) for one in day.elsewhere]
    holes += [piece for one in horizon.absences.get(volunteer.volunteer, ()) for piece in without(one, made)]
    if home_again is not None and at_home:
        holes.append(Span(begins=min(home_again, at_home[0].span.begins), ends=home_again + stay))
    pieces = [replace(one, span=piece) for one in at_home for piece in without(one.span, holes)]
    kept = [*_at_least_apart(pieces, stay), *day.elsewhere]
    kept = [one for one in kept if horizon.first_date <= one.date <= horizon.wider_dates[-1]]
    count: Counter[date] = Counter()
    blocks = []
    for one in sorted(kept, key=lambda stretch: stretch.span):
        count[one.date] += 1
        blocks.append(
            Block(
                code=f"{volunteer.volunteer}:{one.date}:{count[one.date]}",
                driver=volunteer.volunteer,
                date=one.date,
                start=one.span.begins,
                end=one.span.ends,
                origin=one.origin,
                destination=one.destination,
                own_trip=one.own_trip,
                max_detour_minutes=one.max_detour_minutes,
            )
        )
    return blocks


def _expanded(row: Availability, volunteer: Volunteer, horizon: Horizon) -> list[Stretch]:
    label = f"{row.volunteer} {' '.join(row.days)} {row.start:%H:%M}"
    origin, destination = horizon.whereabouts.block_ends(row, volunteer)
    reason = _why_not(row, origin, destination, horizon)
    if reason:
        horizon.issue("availability", label, *reason)
        return []
    found = []
    for on in horizon.wider_dates:
        if not recurs(
            on, days=row.days, first_date=row.first_date, last_date=row.last_date, every_weeks=row.every_weeks
        ):
            continue
        span = horizon.span("availability", label, on, row.start, row.end)
        if span is None:
            continue
        if origin != destination and span.ends - span.begins < horizon.minutes(origin, destination, on):
            horizon.issue(
                "availability", label, say("The drive takes longer than there is time."), say("Enter other times.")
            )
            continue
        found.append(
            Stretch(
                date=on,
                span=span,
                row=label,
                origin=origin,
                destination=destination,
                own_trip=row.own_trip,
                max_detour_minutes=max(0, row.max_detour_minutes) if row.own_trip else 0,
            )
        )
    return found


def _why_not(row: Availability, origin: str, destination: str, horizon: Horizon) -> tuple[str, str] | None:
    """Why a row can't be used on any date, and the remedy."""
    if row.every_weeks > 1 and row.first_date is None:
        return say("It holds every {weeks} weeks, but from which on is not said.", weeks=row.every_weeks), say(
            "Enter first_date."
        )
    if not all(place and horizon.on_map(place) for place in (origin, destination)):
        return say("One of its places is not known."), say("Enter the place in `places`, or correct its name.")
    if row.own_trip and origin == destination:
        return say("An own trip that ends where it starts goes nowhere."), say(
            "Enter from or to, or take own_trip away."
        )
    if horizon.minutes(origin, destination, horizon.first_date) >= NO_ROAD:
        return say("No road leads from one of its places to the other."), say("Enter the missing stretch in `roads`.")
    return None


def _spaced(stretches: list[Stretch], horizon: Horizon) -> tuple[Stretch, ...]:
    """Own trips and the like at least a stay at home apart; the later of two is set aside with an issue."""
    stay = horizon.settings.limits.home_stay_minutes
    kept: list[Stretch] = []
    for one in stretches:
        if kept and one.span.begins < kept[-1].span.ends + stay:
            horizon.issue(
                "availability",
                one.row,
                say(
                    "On {date} it begins less than {minutes} minutes after {row} ends and is set aside.",
                    date=one.date,
                    minutes=stay,
                    row=kept[-1].row,
                ),
                say("Move one of the two, or enter them as one."),
            )
        else:
            kept.append(one)
    return tuple(kept)


def _merged(stretches: list[Stretch]) -> list[Stretch]:
    """Stretches that overlap or touch as one, which has the date of the first, up to a day's length."""
    merged: list[Stretch] = []
    for one in stretches:
        last = merged[-1] if merged else None
        if last and one.span.begins <= last.span.ends:
            ends = max(last.span.ends, one.span.ends)
            if ends - last.span.begins <= LONGEST_MERGED_MINUTES or ends == last.span.ends:
                merged[-1] = replace(last, span=Span(begins=last.span.begins, ends=ends))
                continue
        merged.append(one)
    return merged


def _at_least_apart(stretches: list[Stretch], minutes: int) -> list[Stretch]:
    """In time order, each beginning so many minutes after the one before ends; what has no time left is dropped."""
    apart: list[Stretch] = []
    for one in sorted(stretches, key=lambda stretch: stretch.span):
        begins = max(one.span.begins, apart[-1].span.ends + minutes) if apart else one.span.begins
        if begins < one.span.ends:
            apart.append(replace(one, span=Span(begins=begins, ends=one.span.ends)))
    return apart
