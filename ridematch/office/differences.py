"""What a run changes against what stood, and why, as far as the facts tell."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from ridematch.model.edition import Edition, Past, PlannedStop
from ridematch.model.events import Answers
from ridematch.model.facts import Tables
from ridematch.model.problem import Problem, way_of
from ridematch.office.consequences import does_not_hold
from ridematch.rules.case import Book
from ridematch.views.changes import Change, changes
from ridematch.views.rides import trips


def differences(
    problem: Problem,
    past: Past,
    *,
    latest: Edition | None,
    edition: Edition,
    dates: Collection[date],
    tables: Tables | None = None,
) -> tuple[Change, ...]:
    """Everything different on these dates, with the reasons. `latest` is the edition published last, if any."""
    found = changes(past.stops, edition.stops, dates=dates)
    if not found:
        return ()
    ground = _Ground(problem=problem, past=past, latest=latest, edition=edition, tables=tables or Tables())
    return tuple(replace(change, why=ground.why(change)) for change in found)


def minutes_saved(past: Past, edition: Edition, dates: Collection[date]) -> int:
    """By how many minutes the volunteers drive less on these dates than in what stood, empty roads counted."""
    before, now = (sum(stop.minutes for stop in stops if stop.date in dates) for stops in (past.stops, edition.stops))
    return before - now


@dataclass(frozen=True, eq=False, kw_only=True)
class _Ground:
    """What a reason is read off: the facts now, what stood, and what is planned now."""

    problem: Problem
    past: Past
    latest: Edition | None
    edition: Edition
    tables: Tables

    @cached_property
    def book(self) -> Book:
        return Book(self.problem)

    @cached_property
    def answers(self) -> Answers:
        return Answers(self.past.events)

    @cached_property
    def loose(self) -> set[str]:
        """What does not hold any more as it stood."""
        ahead = tuple(stop for stop in self.past.stops if stop.date >= self.problem.first_date)
        return does_not_hold(self.problem, ahead, self.latest) if self.latest else set()

    @cached_property
    def trip_of(self) -> dict[str, tuple[PlannedStop, ...]]:
        """By request or lesson, the trip in which it stood."""
        return {stop.serves: trip for trip in trips(self.past.stops) for stop in trip if stop.serves}

    @cached_property
    def served(self) -> set[str]:
        return {stop.serves for stop in self.edition.stops if stop.serves}

    def why(self, change: Change) -> str:
        """One of the codes of reasons."""
        serves, before = change.serves, change.before
        if before is None:
            return "room" if self.latest and f'"{serves}"' in self.latest.problem_json else "new"
        if serves not in self.book.legs and serves not in self.book.lessons:
            if self.answers.is_cancelled(serves):
                return "cancelled"
            return "rider away" if self._is_away(change.rider, change.date) else "gone"
        own = self._own_reason(serves, before.volunteer)
        if own:
            return own
        return "better" if change.after is not None else self._other_way(serves) or "left out"

    def _own_reason(self, serves: str, volunteer: str) -> str:
        """Why it could not stay as it stood, empty where it could."""
        if volunteer in self.answers.with_state(serves, "declined"):
            return "declined"
        if serves not in self.loose:
            return ""
        trip = self.trip_of[serves]
        if volunteer not in self.book.drivers:
            return "no driver"
        if not self._is_asked_for_then(serves, trip):
            return "moved"
        if not self._is_free(volunteer, trip):
            return "away" if self._is_away(volunteer, trip[0].date) else "not free"
        return "notice" if self._is_too_late(serves, volunteer) else "facts"

    def _other_way(self, serves: str) -> str:
        """Whether the same journey lost its other way, so that this one takes nobody anywhere."""
        journey = self.book.legs[serves][0] if serves in self.book.legs else None
        for leg in journey.legs if journey else ():
            other = leg.request.code
            stood = self.trip_of.get(other)
            if other == serves or stood is None or other in self.served:
                continue
            if self._own_reason(other, stood[0].volunteer):
                return "way out" if way_of(other) == "out" else "way back"
        return ""

    def _is_asked_for_then(self, serves: str, trip: tuple[PlannedStop, ...]) -> bool:
        stops = [stop for stop in trip if stop.serves == serves]
        if serves in self.book.legs:
            request = self.book.legs[serves][1].request
            wanted = {"pickup": request.pickup, "delivery": request.delivery}
            return all(
                stop.place == wanted[stop.action].place
                and wanted[stop.action].window.earliest
                <= self._minute(stop.begins_at)
                <= wanted[stop.action].window.latest
                for stop in stops
                if stop.action in wanted
            )
        return any(
            slot.place == stop.place
            and slot.vehicle == stop.vehicle
            and slot.window.earliest <= self._minute(stop.begins_at) <= slot.window.latest
            for _, slot in self.book.lessons[serves]
            for stop in stops
        )

    def _is_free(self, volunteer: str, trip: tuple[PlannedStop, ...]) -> bool:
        leaves, home = self._minute(trip[0].ends_at), self._minute(trip[-1].arrives_at)
        blocks = self.book.blocks_of.get(volunteer, ())
        return any(block.start <= leaves and home <= block.end for block in blocks if block.date == trip[0].date)

    def _is_away(self, who: str, on: date) -> bool:
        return any(row.who == who and row.first_date <= on <= row.last_date for row in self.tables.away or ())

    def _is_too_late(self, serves: str, volunteer: str) -> bool:
        """Whether it begins within the volunteer's notice, and the volunteer was not asked about it."""
        until = self.book.drivers[volunteer].notice_until
        if until is None or volunteer in self.answers.with_state(serves, "asked", "accepted", "told"):
            return False
        if serves in self.book.legs:
            return self.book.legs[serves][1].request.pickup.window.earliest < until
        return any(slot.window.earliest < until for _, slot in self.book.lessons[serves])

    def _minute(self, at: datetime) -> int:
        return int((at - self.problem.epoch).total_seconds()) // 60
