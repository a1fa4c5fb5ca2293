"""What stands from earlier editions: who drove what, what was told, what was missed, and when a volunteer is home."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from ridematch.model.driven import driven
from ridematch.model.edition import Past, PlannedStop, Promise
from ridematch.model.events import FACTS, MESSAGES, Answers
from ridematch.model.problem import Pin, iso_week, lesson_code
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.admit.spans import Span

ASK_DAYS = 28
"""Asks and misses are remembered for so many days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One request or lesson as published: who, on which duty's date, where, and when service begins (a lesson ends).

    In a `practice` ride the learner is at the wheel; a lesson may be in a shared practice car, the `vehicle`.
    """

    serves: str
    volunteer: str
    duty_date: date
    place: str
    begins: int
    ends: int
    practice: bool = False
    vehicle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTrip:
    """One published trip: from the departure to the arrival."""

    volunteer: str
    date: date
    span: Span
    own_trip: bool


class Memory:
    """The past of one horizon, looked up by code."""

    def __init__(self, past: Past, horizon: Horizon) -> None:
        self._past = past
        self._horizon = horizon
        self._clock = horizon.clock
        self._first_date = horizon.first_date
        self.promises = {promise.serves: promise for promise in past.promises}
        self.answers = Answers(past.events)

    @cached_property
    def rides(self) -> dict[str, Published]:
        """Published requests by code."""
        deliveries = {stop.serves: stop for stop in self._past.stops if stop.action == "delivery"}
        return {
            stop.serves: self._published(stop, deliveries.get(stop.serves, stop))
            for stop in self._past.stops
            if stop.action == "pickup"
        }

    def driven_before(self, code: str) -> bool:
        """Whether a request belongs to a duty dated before the horizon, so that it is no longer to be planned."""
        return code in self.rides and self.rides[code].duty_date < self._first_date

    def was_driven(self, code: str) -> bool:
        """The same, and nobody said that its rider did not come."""
        if not self.driven_before(code):
            return False
        return self.rides[code].volunteer not in self.answers.with_state(code, "no-show")

    def is_settled(self, code: str) -> bool:
        """Whether a request is in what is published, driven or covered, or was noted as over."""
        covered = any(leg.request == code for leg in self._past.covered)
        noted = self.answers.with_state(code, "done", "no-show") or self.answers.otherwise(code)
        return code in self.rides or covered or bool(noted)

    def under_way(self, code: str) -> bool:
        """Whether a request's pickup was published for a moment that is past: its rider is out there."""
        found, by = self.standing(code), self._horizon.begun_by
        return found is not None and by is not None and found.begins <= self._clock.minute(by)

    def standing(self, code: str) -> Published | None:
        """A request as published in a duty dated in the horizon or on the date after it."""
        found = self.rides.get(code)
        last = self._first_date + timedelta(days=self._horizon.days)
        return found if found and self._first_date <= found.duty_date <= last else None

    def proposed(self, code: str) -> str:
        """Who had a request in the edition before; empty once it is told, which binds more."""
        found = self.standing(code)
        return found.volunteer if found and code not in self.promises else ""

    def accepted(self, code: str) -> bool:
        """Whether whoever had a request or lesson in the edition before has said yes to it."""
        found = self.proposed(code)
        return found != "" and found in self.answers.with_state(code, "accepted")

    def asked(self, code: str) -> tuple[str, ...]:
        """Who was asked about a request or lesson and has not said no."""
        return self.answers.with_state(code, "asked", "accepted", "told")

    def declined_by(self, code: str) -> tuple[str, ...]:
        """Who said no to a request or lesson."""
        return self.answers.with_state(code, "declined")

    def usual(self, code_a_week_ago: str) -> str:
        """Who drove a request of a week ago."""
        found = self.rides.get(code_a_week_ago)
        return found.volunteer if found else ""

    def pin(self, code: str) -> Pin | None:
        """A promise about a request or lesson, in minutes."""
        promise = self.promises.get(code)
        return self.pin_of(promise) if promise else None

    def pin_of(self, promise: Promise) -> Pin:
        """A promise in minutes."""
        begins, ends = self._clock.minute(promise.begins_at), self._clock.minute(promise.ends_at)
        return Pin(
            serves=promise.serves,
            driver=promise.volunteer,
            begins=begins,
            ends=ends,
            practice=promise.practice,
            vehicle=promise.vehicle,
        )

    @cached_property
    def misses(self) -> Counter[str]:
        """Commutes each rider missed in the last 28 days."""
        since = self._first_date - timedelta(days=ASK_DAYS)
        return Counter(rider for rider, on in self._missed_commutes if on >= since)

    @cached_property
    def misses_before(self) -> tuple[tuple[str, str, int], ...]:
        """Commutes each rider missed before the horizon in a week the horizon touches."""
        weeks = {iso_week(on) for on in self._horizon.dates}
        counts = Counter((rider, iso_week(on)) for rider, on in self._missed_commutes if iso_week(on) in weeks)
        return tuple((rider, week, count) for (rider, week), count in sorted(counts.items()))

    @cached_property
    def _missed_commutes(self) -> list[tuple[str, date]]:
        return [
            (missed.rider, missed.date)
            for missed in self._past.unserved
            if missed.kind == "commute" and missed.date < self._first_date
        ]

    @cached_property
    def lessons(self) -> dict[str, dict[date, Published]]:
        """Published lessons by learner and the lesson's date."""
        found: defaultdict[str, dict[date, Published]] = defaultdict(dict)
        for stop in self._past.stops:
            if stop.action == "lesson":
                found[stop.rider][stop.journey_date or stop.date] = self._published(stop, stop)
        return dict(found)

    @cached_property
    def practised(self) -> dict[str, dict[date, str]]:
        """Published rides to work that count as a lesson: their requests' codes by learner and date."""
        found: defaultdict[str, dict[date, str]] = defaultdict(dict)
        for stop in self._past.stops:
            if stop.practice == "lesson":
                found[stop.rider][stop.journey_date or stop.date] = stop.serves
        return dict(found)

    def lesson_promises(self, learner: str, dates: tuple[date, ...]) -> tuple[Promise, ...]:
        """What was told of a learner's lessons on some dates."""
        codes = (lesson_code(learner, on) for on in dates)
        return tuple(self.promises[code] for code in codes if code in self.promises)

    @cached_property
    def trips(self) -> dict[str, tuple[PastTrip, ...]]:
        """Each volunteer's trips of duties dated before the horizon, in time order."""
        before = (stop for stop in driven(self._past.stops, self._past.events) if stop.date < self._first_date)
        found: defaultdict[str, list[PastTrip]] = defaultdict(list)
        for (volunteer, on, _), members in _by_trip(before):
            begins = min(self._clock.minute(stop.begins_at) for stop in members)
            ends = max(self._clock.minute(stop.ends_at) for stop in members)
            own_trip = any(stop.own_trip for stop in members)
            span = Span(begins=begins, ends=ends)
            found[volunteer].append(PastTrip(volunteer=volunteer, date=on, span=span, own_trip=own_trip))
        return {volunteer: tuple(trips) for volunteer, trips in found.items()}

    @cached_property
    def made(self) -> dict[str, tuple[Span, ...]]:
        """Each volunteer's trips of the horizon that had begun by now, ruled out by nothing that was noted before."""
        found: defaultdict[str, list[Span]] = defaultdict(list)
        by = self._horizon.begun_by
        for (volunteer, _, _), members in _by_trip(self._past.stops if by else ()):
            begins, ends = min(stop.ends_at for stop in members), max(stop.begins_at for stop in members)
            is_of_it = members[0].date >= self._first_date and by is not None and begins <= by
            if is_of_it and not any(self.answers.is_ruled_out(stop.serves, stop.begins_at) for stop in members):
                found[volunteer].append(Span(begins=self._clock.minute(begins), ends=self._clock.minute(ends)))
        return {volunteer: tuple(spans) for volunteer, spans in found.items()}

    def home_again(self, volunteer: str) -> int | None:
        """When a volunteer is back from the last trip dated before the horizon; None without one."""
        return max((trip.span.ends for trip in self.trips.get(volunteer, ())), default=None)

    def driven_dates(self, volunteer: str) -> tuple[date, ...]:
        """Dates before the horizon on which a volunteer had a trip that was not an own trip."""
        return tuple(sorted({trip.date for trip in self.trips.get(volunteer, ()) if not trip.own_trip}))

    def asked_dates(self, volunteer: str) -> tuple[date, ...]:
        """The same, and every date about which the volunteer was asked without driving then, said no to included.

        Of the horizon's own dates those said no to: a yes is in the plan, and is counted there.
        """
        dates = {
            event.date
            for event in self.answers.events
            if event.volunteer == volunteer
            and event.kind not in (*MESSAGES, *FACTS)
            and (event.date < self._first_date or event.kind == "declined")
        }
        return tuple(sorted(dates | {*self.driven_dates(volunteer)}))

    def night_dates(self, volunteer: str) -> tuple[date, ...]:
        """Dates of the last days with a trip between the night's beginning and end."""
        found = set()
        for trip in self.trips.get(volunteer, ()):
            if trip.own_trip or trip.date not in self._horizon.past_dates:
                continue
            for day in (-1, 0, 1):
                night = self._horizon.night(trip.date + timedelta(days=day))
                if trip.span.overlaps(Span(begins=night.begins, ends=night.ends)):
                    found.add(trip.date)
        return tuple(sorted(found))

    def late_dates(self, volunteer: str) -> tuple[date, ...]:
        """The night before the horizon, if a volunteer was on the road after its beginning."""
        on = self._first_date - timedelta(days=1)
        night, night_before = self._horizon.night(on), self._horizon.night(on - timedelta(days=1))
        late = any(
            night_before.begins < trip.span.begins < night.turns and trip.span.ends > night.begins
            for trip in self.trips.get(volunteer, ())
            if not trip.own_trip
        )
        return (on,) if late else ()

    def _published(self, begin: PlannedStop, end: PlannedStop) -> Published:
        lesson = begin is end
        return Published(
            serves=begin.serves,
            volunteer=begin.volunteer,
            duty_date=begin.date,
            place=begin.place,
            begins=self._clock.minute(begin.begins_at),
            ends=self._clock.minute(end.ends_at if lesson else end.begins_at),
            practice=bool(begin.practice),
            vehicle=begin.vehicle,
        )


def _by_trip(stops: Iterable[PlannedStop]) -> list[tuple[tuple[str, date, int], list[PlannedStop]]]:
    """The stops of each trip, by volunteer, date and number."""
    found: defaultdict[tuple[str, date, int], list[PlannedStop]] = defaultdict(list)
    for stop in stops:
        found[stop.volunteer, stop.date, stop.trip].append(stop)
    return sorted(found.items())
