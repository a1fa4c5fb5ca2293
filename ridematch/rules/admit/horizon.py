"""What every part of the admission needs at hand: dates, clock, travel, settings, absences, and the list of issues."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from ridematch.language import say
from ridematch.model.facts import ROW_TYPES, Away, Tables
from ridematch.model.plan import Issue
from ridematch.model.problem import Night, iso_week
from ridematch.model.settings import Settings
from ridematch.model.travel import NO_ROAD, Travel
from ridematch.rules.admit.clock import Clock, make_clock
from ridematch.rules.admit.dates import monday, public_holidays
from ridematch.rules.admit.places import Whereabouts
from ridematch.rules.admit.spans import Span


@dataclass(kw_only=True)
class Horizon:
    """The dates to plan and what goes with them. `issues` grows while rows are read; the rest stays as it is.

    `now` is when the plan is made, for volunteers who need notice; None judges what is planned already.
    """

    tables: Tables = field(repr=False)  # names and addresses stay out of every message
    travel: Travel = field(repr=False)
    settings: Settings
    first_date: date
    days: int
    now: datetime | None = None
    issues: list[Issue] = field(default_factory=list)

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """The dates of the horizon."""
        return tuple(self.first_date + timedelta(days=day) for day in range(self.days))

    @cached_property
    def wider_dates(self) -> tuple[date, ...]:
        """The same with one date more on either side, for what reaches across midnight."""
        return tuple(self.first_date + timedelta(days=day) for day in range(-1, self.days + 1))

    @cached_property
    def journey_dates(self) -> tuple[date, ...]:
        """Dates of journeys that a duty dated in the horizon or on the date after it may serve."""
        return tuple(self.first_date + timedelta(days=day) for day in range(-2, self.days + 2))

    def dates_of(self, week: str) -> tuple[date, ...]:
        """The horizon's dates in an ISO week."""
        return tuple(on for on in self.dates if iso_week(on) == week)

    @cached_property
    def clock(self) -> Clock:
        """The clock on the wall."""
        return make_clock(self.settings.calendar.zone, self.first_date)

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Place ids."""
        return Whereabouts(self.tables)

    @cached_property
    def holidays(self) -> frozenset[date]:
        """Public holidays among the dates of journeys."""
        return public_holidays(self.settings.calendar.holidays, self.journey_dates)

    @cached_property
    def nights(self) -> tuple[Night, ...]:
        """The nights that begin from the day before the horizon to two days after it."""
        return tuple(self.night(self.first_date + timedelta(days=day)) for day in range(-1, self.days + 2))

    @cached_property
    def past_dates(self) -> tuple[date, ...]:
        """Dates before the horizon that weekly and seven-day limits look back on."""
        first = min(monday(self.first_date), self.first_date - timedelta(days=6))
        return tuple(first + timedelta(days=day) for day in range((self.first_date - first).days))

    def night(self, on: date) -> Night:
        """The night that begins on a date."""
        hours = self.settings.nights
        turns, ends, early_until = (
            self.clock.start(on if at > hours.begins else on + timedelta(days=1), at)
            for at in (hours.turns, hours.ends, hours.early_until)
        )
        begins = self.clock.start(on, hours.begins)
        return Night(date=on, begins=begins, turns=turns, ends=ends, early_until=early_until)

    @cached_property
    def _row_of_place(self) -> dict[str, int]:
        return self.travel.index()

    def on_map(self, place: str) -> bool:
        """Whether travel times know a place."""
        return place in self._row_of_place

    def minutes(self, origin: str, destination: str, on: date) -> int:
        """The direct drive, `NO_ROAD` where there is none or a place is not on the map."""
        start, end = self._row_of_place.get(origin), self._row_of_place.get(destination)
        return NO_ROAD if start is None or end is None else self.travel.on(on)[start][end]

    def span(self, table: str, row: str, on: date, start: time, end: time) -> Span | None:
        """From a row's start to its end, with a notice where the clocks change at one of them.

        None, with an issue, where the change leaves nothing of it.
        """
        self.notice(table, row, on, start, what="start")
        self.notice(table, row, on + timedelta(days=1) if end <= start else on, end, what="end")
        span = self.clock.span(on, start, end)
        if span.ends > span.begins:
            return span
        self.issue(
            table,
            row,
            say("On {date} the change of the clocks leaves no time in it.", date=on),
            say("Enter other times."),
        )
        return None

    def notice(self, table: str, row: str, on: date, at: time, *, what: str) -> None:
        """A notice where a local time does not exist or exists twice; `what` is "start" or "end"."""
        if on not in self.wider_dates:
            return
        oddity = self.clock.oddity(on, at)
        if oddity == "skipped":
            told = say(
                "{time:%H:%M} does not exist on {date}, when the clocks go forward: it is taken as one hour later.",
                time=at,
                date=on,
            )
        elif oddity == "twice":
            told = (
                say(
                    "{time:%H:%M} comes twice on {date}, when the clocks go back: the first is taken.", time=at, date=on
                )
                if what == "start"
                else say(
                    "{time:%H:%M} comes twice on {date}, when the clocks go back: the second is taken.",
                    time=at,
                    date=on,
                )
            )
        else:
            return
        self.issue(table, row, told, say("Nothing, if that is right; else enter another time for that date."))

    def issue(self, table: str, row: str, sentence: str, remedy: str, *, source: str = "") -> None:
        """Note something a coordinator should see."""
        self.issues.append(Issue(table=table, row=row, sentence=sentence, remedy=remedy, source=source))

    def sorted_issues(self) -> tuple[Issue, ...]:
        """Each issue once, by table in the order of the templates, then by row."""
        order = {table: number for number, table in enumerate(ROW_TYPES)}
        return tuple(
            sorted(set(self.issues), key=lambda issue: (order.get(issue.table, len(order)), issue.row, issue.sentence))
        )

    @cached_property
    def absences(self) -> dict[str, tuple[Span, ...]]:
        """Who is away when, around the horizon. Over several days one stretch, from the first date to the last."""
        found: defaultdict[str, list[Span]] = defaultdict(list)
        for row in self.tables.away or ():
            span = self._absence(row)
            if span:
                found[row.who].append(span)
        return {who: tuple(sorted(spans)) for who, spans in found.items()}

    def _absence(self, row: Away) -> Span | None:
        near, far = self.wider_dates[0] - timedelta(days=2), self.wider_dates[-1] + timedelta(days=2)
        if row.last_date < near or row.first_date > far:
            return None
        begins = near if row.first_date < near else row.first_date
        ends = far if row.last_date > far else row.last_date
        start = row.start if row.start and begins == row.first_date else time()
        end = row.end if row.end and ends == row.last_date else time()
        # Without an end it is the whole day, and an end at or before the start of one day is on the next.
        if end == time() or (begins == ends and row.start and end <= row.start):
            ends += timedelta(days=1)
        label = f"{row.who} {row.first_date}"
        self.notice("away", label, begins, start, what="start")
        self.notice("away", label, ends, end, what="end")
        span = Span(begins=self.clock.start(begins, start), ends=self.clock.end(ends, end))
        return span if span.ends > span.begins else None
