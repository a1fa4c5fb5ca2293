"""What is missing most: one more volunteer, a seat, a bus, an approval, each with what it would bring."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ridematch.language import all_of, say, say_many
from ridematch.views.clock import WEEKDAYS, length
from ridematch.views.demand import Demand
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table
from ridematch.views.schedule import dates_title
from ridematch.views.sheets import Sheet
from ridematch.views.who_could import Tried

FLOWS_SHOWN = 12
"""Stretches and hours with the most riders that nobody drives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a change was found to bring, by planning again: a week's more rides and commutes, and driving in minutes."""

    served: float
    driving: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreVolunteer:
    """Somebody who lives in a village and drives on these weekdays (0 is Monday) between these hours; over 24: after
    midnight.
    """

    village: str
    weekdays: tuple[int, ...]
    hours: tuple[tuple[int, int], ...]
    gain: Gain


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreSeat:
    """One seat more in a volunteer's car."""

    volunteer: str
    gain: Gain


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreBus:
    """A departure from one place to another on these weekdays; `legs` are the rides a week that would go by it."""

    start: str
    end: str
    leaves: str  # "05:10"
    weekdays: tuple[int, ...]
    legs: float
    gain: Gain


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """All that was found over the plans of so many weeks, each kind with the most helpful first."""

    first_date: date
    days: int
    weeks: int
    planned_days: int  # of all plans together
    left_out: float  # journeys a week
    volunteers: tuple[MoreVolunteer, ...]
    seats: tuple[MoreSeat, ...]
    buses: tuple[MoreBus, ...]
    approvals: tuple[Tried, ...]
    demand: Demand
    cut_short: bool = False
    seats_tried: int = 0  # cars in which one more was tried, whether it helped or not


def gaps_page(gaps: Gaps, *, people: Directory) -> Page:
    """For the coordinator: what to look for, and what to tell those who plan buses."""
    about = about_words(gaps)
    if not (gaps.volunteers or gaps.seats or gaps.buses or gaps.approvals):
        about = (*about, nothing_words())
    return Page(
        title=say("What is missing most, {dates}", dates=dates_title(gaps.first_date, gaps.days)),
        parts=(
            Lines(lines=about),
            Lines(heading=say("To recruit"), lines=tuple(volunteer_words(one) for one in gaps.volunteers)),
            Lines(
                heading=say("A seat more"),
                lines=tuple(_seat_words(gaps, people)),
            ),
            Lines(heading=say("For those who plan buses"), lines=tuple(bus_words(one) for one in gaps.buses)),
            Lines(
                heading=say("Approvals to apply for"),
                lines=tuple(
                    say(
                        "{who} for {learner}: {minutes} of practice more a week",
                        who=people.who(one.volunteer),
                        learner=people.who(one.rider),
                        minutes=length(round(7 * one.minutes / gaps.planned_days)),
                    )
                    for one in gaps.approvals
                ),
            ),
            demand_table(gaps.demand),
        ),
    )


def _seat_words(gaps: Gaps, people: Directory) -> Iterator[str]:
    for one in gaps.seats:
        yield say(
            "one more seat in the car of {who} carries {number} more a week",
            who=people.who(one.volunteer),
            number=number_words(one.gain.served),
        )
    if gaps.seats_tried and not gaps.seats:
        yield say_many(
            "It was tried in the one car that was full: nobody more is carried by it.",
            "It was tried in {number} cars that were full: nobody more is carried by it.",
            gaps.seats_tried,
        )


def about_words(gaps: Gaps) -> tuple[str, ...]:
    """How many are left out, how the lines below were found, and whether there was time for all of them."""
    told = say(
        "Left out: {number} rides and commutes a week. Each line below was tried by planning again.",
        number=number_words(gaps.left_out),
    )
    if not gaps.cut_short:
        return (told,)
    return (told, say("Not everything was tried in the time given: say a longer --time-limit."))


def nothing_words() -> str:
    """Said in the place of an empty list."""
    return say("Nothing that was tried would bring anybody a ride more.")


def volunteer_words(one: MoreVolunteer) -> str:
    """In one sentence, without anybody's name."""
    return say(
        "one more volunteer near {village}, {days} {hours}, carries {number} more a week ({driving} of driving)",
        village=one.village,
        days=days_words(one.weekdays),
        hours=_hours(one.hours),
        number=number_words(one.gain.served),
        driving=("+" if one.gain.driving >= 0 else "-") + length(abs(one.gain.driving)),
    )


def bus_words(one: MoreBus) -> str:
    """In one sentence."""
    return say(
        "a bus from {start} at {time} to {end}, {days}, carries {number} more a week (rides by it: {legs})",
        start=one.start,
        time=one.leaves,
        end=one.end,
        days=days_words(one.weekdays),
        legs=number_words(one.legs),
        number=number_words(one.gain.served),
    )


def demand_table(demand: Demand) -> Table:
    """The stretches and hours with the most riders whom nobody drives."""
    worst = sorted(
        (flow for flow in demand.flows if flow.unserved), key=lambda one: (-one.unserved, one.hour, one.start)
    )
    return Table(
        heading=say("Where and when nobody drives, the most first"),
        columns=(say("stretch"), say("hour"), say("not driven"), say("driven")),
        rows=tuple(
            (
                say("{start} to {end}", start=flow.start, end=flow.end),
                f"{flow.hour:02d}-{(flow.hour + 1) % 24:02d}",
                str(flow.unserved),
                str(flow.served),
            )
            for flow in worst[:FLOWS_SHOWN]
        ),
    )


def recruiting_sheet(gaps: Gaps) -> Sheet:
    """A row for each volunteer to look for, without anybody's code."""
    return Sheet(
        name="recruiting",
        header=("village", "days", "hours", "more_a_week", "driving_minutes_a_week"),
        rows=tuple(
            (
                one.village,
                days_words(one.weekdays),
                _hours(one.hours),
                number_words(one.gain.served),
                round(one.gain.driving),
            )
            for one in gaps.volunteers
        ),
    )


def buses_sheet(gaps: Gaps) -> Sheet:
    """A row for each departure, without anybody's code."""
    return Sheet(
        name="buses",
        header=("from", "to", "leaves", "days", "rides_a_week", "more_a_week"),
        rows=tuple(
            (
                one.start,
                one.end,
                one.leaves,
                days_words(one.weekdays),
                number_words(one.legs),
                number_words(one.gain.served),
            )
            for one in gaps.buses
        ),
    )


def days_words(weekdays: Iterable[int]) -> str:
    """Days of the week, 0 is Monday, one after the other."""
    return " ".join(say(WEEKDAYS[day]) for day in weekdays)


def _hours(hours: Iterable[tuple[int, int]]) -> str:
    return all_of(f"{start % 24:02d}-{end % 24:02d}" for start, end in hours)


def number_words(value: float) -> str:
    """Whole where it is, else to a tenth."""
    return f"{value:.0f}" if abs(value - round(value)) < 0.05 else f"{value:.1f}"
