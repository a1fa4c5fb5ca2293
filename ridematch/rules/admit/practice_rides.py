"""Rides on which the learner may be at the wheel: a lesson on the way to work, without anybody driving further for it.

Learner and volunteer both said yes, may practise with each other that day, and the road lies where practice is
allowed. A tired learner does not drive: not home from a night shift, and not until rested from one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from ridematch.model.facts import Learner
from ridematch.model.problem import Journey, LessonWish, Pairing, Pin, PracticeRide, Request, Stop, TimeWindow, iso_week
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.admit.legs import direction
from ridematch.rules.admit.past import Memory
from ridematch.rules.admit.spans import Span
from ridematch.rules.practice import PracticeRules
from ridematch.rules.practice.lesson import forbids, hours_on


class PracticeRides:
    """The practice rides of one horizon. `work` holds each rider's shifts, `pairings` who may sit beside a learner."""

    def __init__(
        self,
        horizon: Horizon,
        memory: Memory,
        rules: PracticeRules,
        work: Mapping[str, tuple[Span, ...]],
        pairings: Mapping[str, tuple[Pairing, ...]],
    ) -> None:
        self._horizon = horizon
        self._memory = memory
        self._rules = rules
        self._work = work
        self._pairings = pairings
        self._willing = {row.volunteer for row in horizon.tables.supervisors or () if row.may_practise_on_rides}

    def found(
        self, journeys: Iterable[Journey], wishes: Iterable[LessonWish], pins: Mapping[str, Pin]
    ) -> tuple[PracticeRide, ...]:
        """In the order of the journeys. What was published around the horizon stays as it was published."""
        learners = {row.rider: row for row in self._horizon.tables.learners or ()}
        journeys = tuple(journeys)
        places = {stop.place for journey in journeys for leg in journey.legs for stop in _stops(leg.request)}
        open_wishes = {(wish.learner, wish.week): wish.code for wish in wishes}
        rides = []
        for journey in journeys:
            for leg in journey.legs:
                request, learner = leg.request, learners.get(leg.request.rider)
                if journey.kind == "fixed":
                    ride = self._as_published(request)
                elif learner is None or journey.kind != "commute":
                    ride = None
                else:
                    wish = open_wishes.get((learner.rider, iso_week(request.date)), "")
                    ride = self._ride(request, learner, wish, pins.get(request.code))
                    if ride and self._horizon.settings.limits.practice_others_aboard:
                        ride = replace(ride, closed=self._closed(request.date, places))
                if ride is not None:
                    rides.append(ride)
        return tuple(rides)

    def _as_published(self, request: Request) -> PracticeRide | None:
        published = self._memory.standing(request.code)
        if published is None or not published.practice:
            return None
        return PracticeRide(
            request=request.code,
            learner=request.rider,
            date=request.date,
            drivers=(published.volunteer,),
            window=TimeWindow(earliest=request.pickup.window.earliest, latest=request.delivery.window.latest),
        )

    def _ride(self, request: Request, learner: Learner, wish: str, pin: Pin | None) -> PracticeRide | None:
        legs, limits, on = self._horizon.settings.practice_rides.legs, self._horizon.settings.limits, request.date
        ways = {"out": ("out",), "both": ("out", "back")}.get(legs, ())
        if not learner.may_practise_on_rides or direction(request) not in ways or request.seats > 1:
            return None
        road = self._horizon.minutes(request.pickup.place, request.delivery.place, on)
        long = limits.at_wheel(road) >= limits.practice_lesson_minutes
        if (pin is not None and not pin.practice) or (long and not wish):
            return None
        for dates in self._dates(request):
            drivers, window = self._drivers(learner, dates), self._window(learner, request, dates)
            if drivers and window is not None and all(self._allowed_there(request, one) for one in dates):
                return PracticeRide(
                    request=request.code,
                    learner=learner.rider,
                    date=on,
                    drivers=drivers,
                    window=window,
                    wish=wish if long else "",
                )
        return None

    def _dates(self, request: Request) -> list[tuple[date, ...]]:
        """The dates it may be on the road: all together, for a drive across midnight, or one of them.

        A way home after midnight is on the date after its shift's, a way to a shift soon after midnight on the one
        before.
        """
        clock = self._horizon.clock
        first = clock.date_of(request.pickup.window.earliest)
        last = clock.date_of(request.delivery.window.latest - 1)
        together = tuple(first + timedelta(days=day) for day in range((last - first).days + 1))
        apart = sorted(together, key=lambda on: (on != request.date, on))
        return list(dict.fromkeys([together, *((on,) for on in apart)]))

    def _drivers(self, learner: Learner, dates: tuple[date, ...]) -> tuple[str, ...]:
        """Who may sit beside the learner on all of these dates."""
        return tuple(
            dict.fromkeys(
                pairing.driver
                for pairing in self._pairings.get(learner.rider, ())
                if pairing.driver in self._willing
                and not pairing.vehicle  # the way to work is driven in the volunteer's own car
                and pairing.first_date <= dates[0]
                and dates[-1] <= pairing.last_date
            )
        )

    def _rested(self, request: Request) -> int:
        """From when on the learner is rested from the last night shift before the ride, and has boarded."""
        rest = self._horizon.settings.limits.night_shift_rest_minutes + request.pickup.service_minutes
        return max(
            (
                work.ends + rest
                for work in self._work.get(request.rider, ())
                if work.ends <= request.pickup.window.latest and self._at_night(work)
            ),
            default=request.pickup.window.earliest,
        )

    def _at_night(self, work: Span) -> bool:
        nights = self._horizon.nights
        longest = max((min(work.ends, night.ends) - max(work.begins, night.begins) for night in nights), default=0)
        return longest >= self._horizon.settings.limits.night_shift_minutes

    def _allowed_there(self, request: Request, on: date) -> bool:
        """Whether the way lies where practice is allowed: both its ends, and all countries between them."""
        start, end = (stop.place for stop in _stops(request))
        countries = {self._country(start), self._country(end), *self._horizon.countries_between.get((start, end), ())}
        return not any(self._is_abroad(country, on) for country in countries)

    def _closed(self, on: date, places: set[str]) -> tuple[tuple[str, str], ...]:
        """Ways between these places on which nobody practises: across another country, or into one."""
        abroad = {place for place in places if self._is_abroad(self._country(place), on)}
        across = {
            (one.origin, one.destination)
            for one in self._horizon.travel.crossings
            if {one.origin, one.destination} <= places and any(self._is_abroad(land, on) for land in one.countries)
        }
        return tuple(sorted(across | {(start, end) for start in places for end in abroad if start != end}))

    def _country(self, place: str) -> str:
        known = self._horizon.whereabouts
        return known.country(known.spots[place].where)

    def _is_abroad(self, country: str, on: date) -> bool:
        return forbids(self._rules, country=country, on=on) is not None

    def _window(self, learner: Learner, request: Request, dates: tuple[date, ...]) -> TimeWindow | None:
        """These local days, or what of one the law allows to this learner, once rested; None where no time is left."""
        clock = self._horizon.clock
        opens, closes = clock.start(dates[0], time()), clock.start(dates[-1] + timedelta(days=1), time())
        if any(hours_on(self._rules, learner, on) for on in dates):
            if len(dates) > 1:
                return None  # the hours of one day end before those of the next begin
            hours = hours_on(self._rules, learner, dates[0])
            opens, closes = (clock.start(dates[0], at) for at in hours) if hours else (opens, closes)
        pickup, delivery = request.pickup, request.delivery
        opens = max(opens, self._rested(request))
        if opens > pickup.window.latest + pickup.service_minutes or closes < delivery.window.earliest:
            return None
        return TimeWindow(earliest=opens, latest=closes)


def _stops(request: Request) -> tuple[Stop, Stop]:
    return request.pickup, request.delivery
