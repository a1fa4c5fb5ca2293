"""Learners -> one wish a week: how many lessons, when and where they can be, and with whom."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time, timedelta
from itertools import groupby
from operator import attrgetter

from ridematch.language import say
from ridematch.model.events import EventKind
from ridematch.model.facts import HOME, Learner, LessonTime
from ridematch.model.problem import (
    CAR_BOOKING_MINUTES,
    LessonShare,
    LessonSlot,
    LessonWish,
    Pairing,
    TimeWindow,
    iso_week,
    lesson_code,
)
from ridematch.rules.admit.dates import recurs
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.admit.light import Light
from ridematch.rules.admit.pairings import Supervision
from ridematch.rules.admit.past import Memory
from ridematch.rules.admit.spans import Span, without
from ridematch.rules.admit.turns import LessonsBefore, shares
from ridematch.rules.practice import PracticeRules
from ridematch.rules.practice.lesson import forbids, hours_on, hours_rule
from ridematch.rules.practice.pair import cited


class Lessons:
    """The wishes of one horizon. `busy` holds when each rider is on the way or at work.

    Once they are made: `pairings` are those of each learner, `shares` what the lessons are worth for being few.
    """

    def __init__(
        self,
        horizon: Horizon,
        memory: Memory,
        supervision: Supervision,
        busy: Mapping[str, tuple[Span, ...]],
        rules: PracticeRules,
    ) -> None:
        self._horizon = horizon
        self._memory = memory
        self._supervision = supervision
        self._rules = rules
        self._busy = busy
        self.pairings: dict[str, tuple[Pairing, ...]] = {}
        self.shares: tuple[LessonShare, ...] = ()
        self._light = Light(horizon)
        self._times: defaultdict[str, list[LessonTime]] = defaultdict(list)
        for row in horizon.tables.lesson_times or ():
            self._times[row.rider].append(row)
        self._logged: defaultdict[str, dict[date, str]] = defaultdict(dict)
        lasts = {row.rider: row.lesson_minutes for row in horizon.tables.learners or ()}
        least = horizon.settings.limits.practice_lesson_minutes
        for lesson in horizon.tables.practice_log or ():
            if lesson.minutes >= min(least, lasts.get(lesson.rider, least)):  # else a short ride to work: no lesson
                self._logged[lesson.rider][lesson.date] = lesson.volunteer or ""

    def wishes(self) -> tuple[LessonWish, ...]:
        """A wish for each learner and week of the horizon with a lesson left to wish for, by learner and week."""
        self._supervision.note_supervisors_without_a_car()
        found: list[LessonWish] = []
        for learner in sorted(self._horizon.tables.learners or (), key=lambda row: row.rider):
            if learner.rider in self._horizon.whereabouts.riders:
                found += self._wishes(learner)
            else:
                self._horizon.issue(
                    "learners", learner.rider, f"There is no rider {learner.rider}.", "Enter the rider first."
                )
        return tuple(found)

    def _wishes(self, learner: Learner) -> list[LessonWish]:
        costs = self._horizon.settings.costs
        pairings = self.pairings[learner.rider] = self._supervision.pairings(learner)
        slots = self._slots(learner)
        published = self._memory.lessons.get(learner.rider, {})
        on_the_way = self._memory.practised.get(learner.rider, {})
        given = {on for on, lesson in published.items() if lesson.duty_date < self._horizon.first_date}
        given |= {on for on in self._logged[learner.rider] if on < self._horizon.first_date}
        given |= {on for on in on_the_way if on < self._horizon.first_date}
        elsewhere = {*given, *(on for on in (*published, *on_the_way) if on > self._horizon.dates[-1])}
        before = self._before(learner, given)
        wishes, had = [], []
        for week, days in groupby(self._horizon.dates, key=iso_week):
            dates = tuple(days)
            promised = self._memory.lesson_promises(learner.rider, dates)
            told = {promise.serves for promise in promised}
            told |= {code for on, code in on_the_way.items() if on in dates and code in self._memory.promises}
            given_this_week = sum(iso_week(on) == week for on in elsewhere)
            possible = len({slot.date for slot in slots if slot.date in dates})
            wanted = self._wanted(learner, dates, possible=possible, given=given_this_week, told=len(told))
            if wanted <= 0:
                continue
            proposed = tuple(
                (lesson.volunteer, on)
                for on, lesson in sorted(published.items())
                if on in dates and on not in given and lesson.serves not in told
            )
            had.append(given_this_week)
            wishes.append(
                LessonWish(
                    code=f"{learner.rider}:{week}",
                    learner=learner.rider,
                    week=week,
                    wanted=wanted,
                    minutes=learner.lesson_minutes,
                    left_out_cost=costs.lesson_left_out,
                    slots=tuple(slot for slot in slots if slot.date in dates),
                    pairings=pairings,
                    min_days_between=max(1, learner.min_days_between),
                    last_lesson=max(given, default=None),
                    proposed=proposed,
                    accepted=tuple(pair for pair in proposed if pair in self._with_answer(learner, dates, "accepted")),
                    asked=self._with_answer(learner, dates, "asked", "accepted", "told"),
                    declined=self._with_answer(learner, dates, "declined"),
                    refused=tuple(self._supervision.refused[learner.rider]),
                    usual_driver=before.usual_supervisor({pairing.driver for pairing in pairings}),
                )
            )
        first_date = self._horizon.first_date
        self.shares += shares(
            wishes,
            had,
            before=before.in_four_weeks(first_date),
            weeks_waited=before.weeks_waited(first_date, learner.waiting_since),
            costs=costs,
        )
        return wishes

    def _before(self, learner: Learner, given: set[date]) -> LessonsBefore:
        """The lessons before the horizon: what the log says of one goes before what was published."""
        published = self._memory.lessons.get(learner.rider, {})
        with_whom = {on: published[on].volunteer for on in given if on in published} | {
            on: who for on, who in self._logged[learner.rider].items() if on in given
        }
        return LessonsBefore(dates=frozenset(given), with_whom={on: who for on, who in with_whom.items() if who})

    def _with_answer(
        self, learner: Learner, dates: tuple[date, ...], *kinds: EventKind
    ) -> tuple[tuple[str, date], ...]:
        """Supervisors about whom the last word on a lesson of these dates is one of these."""
        answers = self._memory.answers
        return tuple((who, on) for on in dates for who in answers.with_state(lesson_code(learner.rider, on), *kinds))

    def _wanted(self, learner: Learner, dates: tuple[date, ...], *, possible: int, given: int, told: int) -> int:
        """The week's share of the dates in the horizon, rounded up, never above what the week's cap has left.

        A part of a week asks for no more lessons than it has `possible` dates: the others still have theirs to come.
        What was promised counts even where the share is smaller.
        """
        share = -(-learner.lessons_per_week * len(dates) // 7)
        if len(dates) < 7:
            share = min(share, possible)
        return min(max(share, told), learner.lessons_per_week - given)

    def _slots(self, learner: Learner) -> tuple[LessonSlot, ...]:
        """Where and when a lesson can begin: clear of the learner's own journeys, shifts and absences, and lawful."""
        code = learner.rider
        holes = (*self._busy.get(code, ()), *self._horizon.absences.get(code, ()))
        slots = set()
        for row in self._times[code]:
            label = f"{code} {' '.join(row.days)} {row.start:%H:%M}"
            place = self._lesson_place(row, label)
            for on in self._allowed_there(row, label) if place else ():
                if not recurs(on, days=row.days, first_date=row.first_date, last_date=row.last_date):
                    continue
                span = self._horizon.span("lesson_times", label, on, row.start, row.end)
                at_any_hour = _windows(span, holes, learner)
                windows = _windows(span, (*holes, *self._outside_hours(learner, span, on)), learner)
                if at_any_hour and not windows:
                    self._note_hours(learner, label, on)
                for window in windows:
                    slots.add(LessonSlot(date=on, place=place, window=window))
                    slots |= self._in_shared_cars(row, on, window)
        order = attrgetter("window.earliest", "window.latest", "place", "date", "vehicle")
        return tuple(sorted(self._light.suited(learner, slots), key=order))

    def _in_shared_cars(self, row: LessonTime, on: date, window: TimeWindow) -> set[LessonSlot]:
        """Bookings of the practice cars that stand where the learner wants to begin, in the same village at least."""
        known = self._horizon.whereabouts
        where = row.place if row.place not in ("", HOME) else known.riders[row.rider].home
        found = set()
        for car in self._horizon.tables.vehicles or ():
            place = known.vehicle_place(car)
            in_use = any(pairing.vehicle == car.vehicle for pairing in self.pairings.get(row.rider, ()))
            if car.place != where or not in_use or not self._horizon.on_map(place):
                continue
            first = -(-window.earliest // CAR_BOOKING_MINUTES) * CAR_BOOKING_MINUTES
            for begins in range(first, window.latest + 1, CAR_BOOKING_MINUTES):
                exactly = TimeWindow(earliest=begins, latest=begins)
                found.add(LessonSlot(date=on, place=place, window=exactly, vehicle=car.vehicle))
        return found

    def _lesson_place(self, row: LessonTime, label: str) -> str:
        """The place of a row; empty, with an issue, where it is not on the map."""
        rider = self._horizon.whereabouts.riders[row.rider]
        place = self._horizon.whereabouts.lesson_place(row, rider)
        if place and self._horizon.on_map(place):
            return place
        self._horizon.issue(
            "lesson_times", label, "Its place is not known.", "Enter the place in `places`, or correct its name."
        )
        return ""

    def _allowed_there(self, row: LessonTime, label: str) -> list[date]:
        """The dates on which practice is allowed in the country of the row's place; an issue where it is not."""
        rider = self._horizon.whereabouts.riders[row.rider]
        country = self._horizon.whereabouts.country(row.place or rider.home)
        against = {on: forbids(self._rules, country=country, on=on) for on in self._horizon.dates}
        for rule in filter(None, against.values()):
            told = say(
                "Its place is in {country} (rule: {rule}, {dated}, {by}).",
                country=country,
                rule=rule.called,
                dated=rule.dated,
                by=rule.by,
            )
            remedy = say("Enter a place on this side of the border.")
            self._horizon.issue("lesson_times", label, told, remedy, source=cited(rule))
        return [on for on, rule in against.items() if rule is None]

    def _note_hours(self, learner: Learner, label: str, on: date) -> None:
        """A notice that a lesson time lies outside the hours in which the learner may practise."""
        rule = hours_rule(self._rules, learner, on)
        if rule is not None:
            first, last = rule.codes
            told = say(
                "No lesson fits into the hours that are allowed (rule: {rule}, {dated}, {by}).",
                rule=rule.called,
                dated=rule.dated,
                by=rule.by,
            )
            remedy = say("Enter a time from {first} to {last}.", first=first, last=last)
            self._horizon.issue("lesson_times", label, told, remedy, source=cited(rule))

    def _outside_hours(self, learner: Learner, span: Span | None, on: date) -> tuple[Span, ...]:
        """What of a span lies outside the hours in which the learner may practise, on its date and the next."""
        holes: list[Span] = []
        for night in (on, on + timedelta(days=1)) if span else ():
            hours = hours_on(self._rules, learner, night)
            if hours:
                opens, closes = (self._horizon.clock.start(night, at) for at in hours)
                holes += [
                    Span(begins=self._horizon.clock.start(night, time()), ends=opens),
                    Span(begins=closes, ends=self._horizon.clock.start(night + timedelta(days=1), time())),
                ]
        return tuple(holes)


def _windows(span: Span | None, holes: tuple[Span, ...], learner: Learner) -> tuple[TimeWindow, ...]:
    """When a lesson can begin in a span clear of holes, so that it is over in time."""
    pieces = without(span, holes) if span else ()
    latest = [(piece.begins, piece.ends - max(1, learner.lesson_minutes)) for piece in pieces]
    return tuple(TimeWindow(earliest=first, latest=last) for first, last in latest if last >= first)
