"""For the coordinator's desk, on paper: the week at a glance, and a sheet for each day with room to tick and write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from ridematch.language import say, spoken
from ridematch.model.edition import PlannedStop, Promise, Unserved
from ridematch.model.events import Answers, Event
from ridematch.views.clock import day, hours, length, local_date, span, weekday
from ridematch.views.directory import Directory
from ridematch.views.marks import in_a_word, states
from ridematch.views.page import Lines, Page, Table
from ridematch.views.rides import PlannedRide, lessons, rides, trips
from ridematch.views.schedule import FALLBACKS, LEARNER_DRIVES, Practise, lesson_place, way, with_part
from ridematch.views.stranded import stranded_lines
from ridematch.views.templates import template
from ridematch.views.trouble import Trouble
from ridematch.views.unkept import unkept_lines
from ridematch.views.unmet import what
from ridematch.views.without_driver import WithoutDriver, date_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """One ride or lesson of a day, or a leg that nobody drives because a bus goes, or there is a bed."""

    time: str
    rider: str
    rider_phone: str
    where: str
    volunteer: str
    volunteer_phone: str
    state: str
    driven: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDay:
    """One date: rides, lessons and what is covered without a driver by time, and who is left out."""

    title: str
    lines: tuple[DeskLine, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """One volunteer: what they do on each date, in hours."""

    who: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All of it; `first` is what has to be seen before anything else."""

    title: str
    first: tuple[Lines, ...]
    dates: tuple[str, ...]
    week: tuple[WeekRow, ...]
    days: tuple[DeskDay, ...]


def desk_of(
    dates: Iterable[date],
    *,
    stops: tuple[PlannedStop, ...],
    unserved: tuple[Unserved, ...],
    promises: Iterable[Promise],
    events: Iterable[Event],
    people: Directory,
    zone: tzinfo,
    practise: Practise,
    trouble: Trouble,
    command: str,
    without_driver: tuple[WithoutDriver, ...] = (),
) -> Desk:
    """The dates in order; what began the night before them and is not over stands with the first, what the last one's
    volunteers drive after midnight with the last.

    `command`: how the program is called, for commands to type.
    """
    wanted = tuple(dates)
    said = tuple(events)
    known = states(stops, promises, said, void=trouble.void)
    covered = tuple((leg, _is_cancelled(leg, stops, Answers(said))) for leg in without_driver)
    return Desk(
        title=say("{first} to {last}", first=day(wanted[0]), last=day(wanted[-1])) if wanted else "",
        first=(
            stranded_lines(
                trouble.stranded, people=people, command=command, at_hand=trouble.at_hand, could=trouble.could
            ),
            unkept_lines(trouble.unkept, people=people, zone=zone),
        ),
        dates=tuple(day(on) for on in wanted),
        week=week_rows(wanted, stops=stops, people=people, zone=zone),
        days=tuple(
            DeskDay(
                title=day(on),
                lines=tuple(
                    line
                    for _, line in sorted(
                        (
                            *_lines(
                                on,
                                dates=wanted,
                                stops=stops,
                                known=known,
                                people=people,
                                zone=zone,
                                practise=practise,
                            ),
                            *_covered_lines(on, dates=wanted, covered=covered, people=people, zone=zone),
                        ),
                        key=lambda pair: pair[0],
                    )
                ),
                left_out=tuple(f"{people.who(left.rider)}, {what(left)}" for left in unserved if left.date == on),
            )
            for on in wanted
        ),
    )


def week_rows(
    dates: tuple[date, ...], *, stops: Iterable[PlannedStop], people: Directory, zone: tzinfo
) -> tuple[WeekRow, ...]:
    """Volunteers by code; in each cell from when to when they are out, and how many they drive or teach."""
    found: dict[str, dict[date, list[str]]] = {}
    for trip in trips(stops):
        leaves, on = trip[0].ends_at, _sheet(trip[0].ends_at, dates, zone)
        served = len({stop.serves for stop in trip if stop.serves})
        driven = f", {say(LEARNER_DRIVES)}" if any(stop.practice for stop in trip) else ""
        hours_out = f"{_span(leaves, trip[-1].arrives_at, on, zone)} ({served}{driven})"
        found.setdefault(trip[0].volunteer, {}).setdefault(on, []).append(hours_out)
    return tuple(
        WeekRow(who=people.who(code), cells=tuple(", ".join(found[code].get(on, ())) for on in dates))
        for code in sorted(found)
    )


def _sheet(instant: datetime, dates: tuple[date, ...], zone: tzinfo) -> date:
    """On the sheet of which date it is: its own, or of the night before or after them all the first or last."""
    return min(max(local_date(instant, zone), dates[0]), dates[-1])


def _span(begins: datetime, ends: datetime, on: date, zone: tzinfo) -> str:
    """From when to when, with the day where that is not the sheet's: "Tue 00:18-00:57"."""
    own = local_date(begins, zone)
    return span(begins, ends, zone) if own == on else f"{weekday(own)} {span(begins, ends, zone)}"


def week_page(
    dates: tuple[date, ...], *, stops: Iterable[PlannedStop], people: Directory, zone: tzinfo, title: str
) -> Page:
    """The same for a terminal: how many rides and lessons each has on each day, and how long they are out in all."""
    served: dict[tuple[str, date], set[str]] = {}
    out: dict[str, float] = {}
    by_learners: set[tuple[str, date]] = set()
    for trip in trips(stops):
        who, on = trip[0].volunteer, _sheet(trip[0].ends_at, dates, zone)
        by_learners |= {(who, on) for stop in trip if stop.practice}
        served.setdefault((who, on), set()).update(stop.serves for stop in trip if stop.serves)
        out[who] = out.get(who, 0) + (trip[-1].arrives_at - trip[0].ends_at).total_seconds() / 60
    rows = tuple(
        (
            people.who(code),
            *(
                f"{len(served[code, on])}{'*' if (code, on) in by_learners else ''}" if (code, on) in served else ""
                for on in dates
            ),
            length(out[code]),
        )
        for code in sorted(out)
    )
    each_day = tuple(str(sum(len(found) for (_, day), found in served.items() if day == on) or "") for on in dates)
    about = say("How many rides and lessons each has on each day, and how long they are out in all.")
    return Page(
        title=title,
        parts=(
            Lines(lines=(about if rows else say("Nothing is planned."),)),
            Lines(lines=(say("With *: on one of them the learner drives."),) if by_learners else ()),
            Table(
                columns=(say("volunteer"), *(weekday(on) for on in dates), say("in all")),
                rows=(*rows, (say("all"), *each_day, length(sum(out.values())))) if rows else (),
            ),
        ),
    )


def as_desk_html(desk: Desk) -> bytes:
    """One file without anything from elsewhere; each day begins a new sheet of paper."""
    words = {
        "volunteer": say("volunteer"),
        "time": say("time"),
        "rider": say("rider or learner"),
        "where": say("where"),
        "state": say("how it stands"),
        "notes": say("notes"),
        "left_out": say("Left out"),
        "nothing": say("Nothing is planned."),
        "glance": say("The week at a glance"),
    }
    return template("desk.html.j2").render(desk=desk, words=words, language=spoken()).encode("utf-8")


def _lines(
    on: date,
    *,
    dates: tuple[date, ...],
    stops: tuple[PlannedStop, ...],
    known: dict[str, str],
    people: Directory,
    zone: tzinfo,
    practise: Practise,
) -> Iterable[tuple[tuple[object, str], DeskLine]]:
    for ride in rides(stops):
        if _sheet(ride.pickup.begins_at, dates, zone) == on:
            time = _span(ride.pickup.begins_at, ride.delivery.begins_at, on, zone)
            where = with_part(way(ride, people=people), ride.serves, practise)
            line = _line(ride, time=time, where=where, state=known[ride.serves], people=people)
            yield (ride.pickup.begins_at, ride.serves), line
    for stop in lessons(stops):
        if _sheet(stop.begins_at, dates, zone) == on:
            place = with_part(lesson_place(stop, people=people), stop.serves, practise)
            where, time = say("lesson, {place}", place=place), _span(stop.begins_at, stop.ends_at, on, zone)
            yield (
                (stop.begins_at, stop.serves),
                _line(stop, time=time, where=where, state=known[stop.serves], people=people),
            )


def _line(one: PlannedRide | PlannedStop, *, time: str, where: str, state: str, people: Directory) -> DeskLine:
    return DeskLine(
        time=time,
        rider=people.who(one.rider),
        rider_phone=people.phone(one.rider),
        where=where,
        volunteer=people.who(one.volunteer),
        volunteer_phone=people.phone(one.volunteer),
        state=in_a_word(state),
    )


def _covered_lines(
    on: date,
    *,
    dates: tuple[date, ...],
    covered: Iterable[tuple[WithoutDriver, bool]],
    people: Directory,
    zone: tzinfo,
) -> Iterable[tuple[tuple[datetime, str], DeskLine]]:
    for leg, cancelled in covered:
        if _sheet(leg.order(zone), dates, zone) == on:
            way = say("{start} to {end}", start=people.place(leg.start), end=people.place(leg.end)) if leg.at else ""
            line = DeskLine(
                time=_by_or_from(leg, on, zone),
                rider=people.who(leg.rider),
                rider_phone=people.phone(leg.rider),
                where=way or leg.request,
                volunteer=say(FALLBACKS[leg.fallback]),
                volunteer_phone="",
                state=in_a_word("cancelled" if cancelled else "proposed"),
                driven=False,
            )
            yield (leg.order(zone), leg.request), line


def _by_or_from(leg: WithoutDriver, on: date, zone: tzinfo) -> str:
    """By when the rider has to be there, or from when on to go home."""
    if leg.at is None:
        return ""
    own = date_of(leg, zone)
    time = hours(leg.at, zone)
    time = time if own == on else f"{weekday(own)} {time}"
    return say("by {time}", time=time) if leg.is_out else say("from {time}", time=time)


def _is_cancelled(leg: WithoutDriver, stops: Iterable[PlannedStop], answers: Answers) -> bool:
    """Whether its journey is, which is noted of what is driven of it."""
    driven = {stop.serves for stop in stops if stop.journey == leg.journey}
    return any(answers.is_cancelled(code) for code in (leg.request, leg.journey, *driven))
