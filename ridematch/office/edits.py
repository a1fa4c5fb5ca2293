"""The changes that people ask for by telephone, each as the row it adds, replaces or takes away.

What was typed is read and judged as in a file; nothing is written here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.model.facts import HOME, Away, Ride, Row, Tables, Volunteer
from ridematch.model.settings import Settings
from ridematch.office.absences import covered, stretch_of, taken_out, touched, wall_time
from ridematch.office.people_found import find_person
from ridematch.tables.cells import point
from ridematch.tables.said import said_date
from ridematch.tables.spellings import folded
from ridematch.views.telephone import Absence, Edit, SingleRide

SomeRow = TypeVar("SomeRow", bound=Row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What is known when the telephone rings; `today` is the local date."""

    tables: Tables
    settings: Settings
    today: date

    def day(self, text: str, *, heading: str, after: date | None = None, past: bool = False) -> date:
        """A date as it was typed; a day of the week is the next one, or the last. RidematchError: it is none."""
        from ridematch.tables.findings import BadCellError
        from ridematch.tables.times import day as read

        try:
            return read(said_date(text, today=self.today, after=after, past=past))
        except BadCellError as bad:
            raise RidematchError(f"{heading}: {bad.cause}. {bad.remedy}") from None

    def read(
        self, kind: type[SomeRow], table: str, cells: dict[str, str], *, headings: dict[str, str]
    ) -> tuple[SomeRow, tuple[str, ...]]:
        """The row, and what is doubtful about it. RidematchError: everything that is wrong with it."""
        from ridematch.roads.geocoder import find_place
        from ridematch.tables.one_row import read_row

        found = read_row(
            table,
            cells,
            headings=headings,
            known=self.tables,
            vocabulary=self.settings.vocabulary,
            finder=find_place,
            today=self.today,
        )
        if not isinstance(found.row, kind):
            raise RidematchError("\n".join(found.errors))
        return found.row, found.warnings

    def past(self, last: date) -> tuple[str, ...]:
        """A warning about something that is over."""
        return (say("This is in the past: no plan to come is changed by it."),) if last < self.today else ()


def away(
    desk: Desk, *, who: str, first: str, last: str = "", start: str = "", end: str = "", back: bool = False
) -> Edit:
    """Somebody is away on these dates, or with `back` there after all. RidematchError: nobody, several, or no dates."""
    code = find_person((*(desk.tables.riders or ()), *(desk.tables.volunteers or ())), who)
    since = desk.day(first, heading="DATE")
    until = desk.day(last, heading="DATE", after=since) if last else since
    row, _ = desk.read(
        Away,
        "away",
        {"who": code, "first_date": f"{since}", "last_date": f"{until}", "start": start, "end": end},
        headings={"who": "WHO", "first_date": "DATE", "last_date": "DATE", "start": "--start", "end": "--end"},
    )
    stretch, stored = stretch_of(row), desk.tables.away or ()
    mine = tuple(one for one in stored if one.who == code)
    left = (*(one for one in stored if one.who != code), *taken_out(stretch, mine)) if back else (*stored, row)
    begins, ends, last_minute = (wall_time(minute) for minute in (stretch.begins, stretch.ends, stretch.ends - 1))
    return Edit(
        who=code,
        about=Absence(begins=begins, ends=ends, there=back),
        first_date=begins.date(),
        last_date=last_minute.date(),
        tables=Tables(away=left),
        changes_nothing=not touched(stretch, mine) if back else covered(stretch, mine),
        warnings=(*desk.past(last_minute.date()), *_not_active(desk.tables.volunteers or (), code)),
        take_back=("away", *_away_arguments(row), *(() if back else ("--back",))),
    )


def _not_active(volunteers: Iterable[Volunteer], code: str) -> tuple[str, ...]:
    if any(volunteer.volunteer == code and not volunteer.active for volunteer in volunteers):
        return (say("{code} is not active, and is asked for nothing anyway.", code=code),)
    return ()


def _away_arguments(row: Away) -> tuple[str, ...]:
    dates = dict.fromkeys((f"{row.first_date}", f"{row.last_date}"))
    times = (("--start", row.start), ("--end", row.end))
    return (row.who, *dates, *(part for name, at in times if at is not None for part in (name, f"{at:%H:%M}")))


def add_ride(
    desk: Desk,
    *,
    rider: str,
    start: str,
    end: str,
    on: str,
    arrive_by: str = "",
    leave_after: str = "",
    return_after: str = "",
    seats: str = "",
    urgency: str = "",
    code: str = "",
) -> Edit:
    """A single ride, with a code of its own unless one is given. RidematchError: all that is wrong with it."""
    who = find_person(desk.tables.riders or (), rider)
    home = next(row.home for row in desk.tables.riders or () if row.rider == who)
    stored = desk.tables.rides or ()
    if any(folded(row.ride) == folded(code) for row in stored):
        raise RidematchError(say("--code: another ride has this code. Give another one, or none."))
    row, warnings = desk.read(
        Ride,
        "rides",
        {
            "ride": code,
            "rider": who,
            "from": start,
            "to": end,
            "date": f"{desk.day(on, heading='DATE')}",
            "arrive_by": arrive_by,
            "leave_after": leave_after,
            "return_after": return_after,
            "seats": seats,
            "urgency": urgency,
        },
        headings={"rider": "RIDER", "from": "FROM", "to": "TO", "date": "DATE", "ride": "--code"}
        | {name: f"--{name.replace('_', '-')}" for name in ("arrive_by", "leave_after", "return_after")}
        | {name: f"--{name}" for name in ("seats", "urgency")},
    )
    wanted = _with_home(row, home)
    same = next(
        (one for one in stored if replace(_with_home(one, home), ride=row.ride, note="", source="") == wanted), None
    )
    return Edit(
        who=who,
        about=_single(same or row, home=home),
        first_date=row.date,
        last_date=row.date + timedelta(days=1),  # its return may be on the next morning
        tables=Tables(rides=(*stored, row)),
        changes_nothing=same is not None,
        warnings=warnings,
        take_back=("cancel", row.ride),
    )


def remove_ride(desk: Desk, row: Ride) -> Edit:
    """A single ride that nobody needs any more."""
    home = next((rider.home for rider in desk.tables.riders or () if rider.rider == row.rider), "")
    return Edit(
        who=row.rider,
        about=_single(row, home=home, removed=True),
        first_date=row.date,
        last_date=row.date + timedelta(days=1),
        tables=Tables(rides=tuple(one for one in desk.tables.rides or () if one != row)),
        changes_nothing=False,
        warnings=desk.past(row.date),
        take_back=_ride_arguments(row, home=home),
    )


def _with_home(row: Ride, home: str) -> Ride:
    """The same ride, with `HOME` also where the row has the place or the coordinates of the home."""
    start, end = (HOME if where == home else where for where in (row.start, row.end))
    return replace(row, start=start, end=end)


def _single(row: Ride, *, home: str, removed: bool = False) -> SingleRide:
    led_home = _with_home(row, home)
    start, end = (f"home:{row.rider}" if where == HOME else where for where in (led_home.start, led_home.end))
    return SingleRide(ride=row, start=start, end=end, removed=removed)


def _ride_arguments(row: Ride, *, home: str) -> tuple[str, ...]:
    """The command that adds it again. It shows no coordinates of a home."""
    start, end = (HOME if where == home and point(where) else where for where in (row.start, row.end))
    times = (("arrive-by", row.arrive_by), ("leave-after", row.leave_after), ("return-after", row.return_after))
    given = [(name, f"{at:%H:%M}") for name, at in times if at is not None]
    given += [("seats", f"{row.seats}")] if row.seats is not None else []
    given += [("urgency", row.urgency)] if row.urgency != "normal" else []
    options = (part for name, value in (*given, ("code", row.ride)) for part in (f"--{name}", value))
    return ("add-ride", row.rider, start, end, f"{row.date}", *options)
