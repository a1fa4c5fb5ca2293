"""Shifts and single rides -> journeys, before anybody's own journeys are kept apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ridematch.language import say
from ridematch.model.facts import Ride, Rider, Shift
from ridematch.model.problem import Journey, Leg, Request, TimeWindow, iso_week
from ridematch.rules.admit.groups import Party, cars_of, parts_of
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.admit.legs import Ends, NoWay, Way, arriving, find_way, leaving
from ridematch.rules.admit.needs import sort_codes
from ridematch.rules.admit.past import Memory
from ridematch.rules.admit.shifts import Roster
from ridematch.rules.admit.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A journey with the row it comes from. `work` is the shift itself, None for a single ride."""

    journey: Journey
    table: str
    row: str
    work: Span | None = None

    @property
    def span(self) -> Span:
        """From the first moment the rider may be needed to the last, the shift included."""
        requests = [leg.request for leg in self.journey.legs]
        begins = [request.pickup.window.earliest for request in requests]
        ends = [request.delivery.window.latest for request in requests]
        if self.work:
            begins, ends = [*begins, self.work.begins], [*ends, self.work.ends]
        return Span(begins=min(begins), ends=max(ends))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One leg as asked, before a group is split: "out" or "back", its ends, and what covers it."""

    direction: str
    ends: Ends
    fallback: str = "none"


class Journeys:
    """Makes the drafts of one horizon and its neighbouring dates."""

    def __init__(self, horizon: Horizon, memory: Memory) -> None:
        self._horizon = horizon
        self._memory = memory
        self._cars = cars_of(horizon.tables.volunteers or (), horizon.settings.vocabulary)
        self._parties = {code: self._party(rider) for code, rider in sorted(horizon.whereabouts.riders.items())}

    def drafts(self) -> list[Draft]:
        """All of them, by the rows they come from. Rows that can't be rides are set aside with an issue each."""
        tables = self._horizon.tables
        roster = Roster(self._horizon)
        found: list[Draft] = []
        for shift in sorted(tables.shifts or (), key=lambda row: row.shift):
            found += self._commutes(shift, roster)
        for ride in sorted(tables.rides or (), key=lambda row: row.ride):
            if ride.date in self._horizon.journey_dates:
                found += self._singles(ride)
        if found and not self._cars:
            self._horizon.issue(
                "volunteers",
                "",
                say("No active volunteer has a car: nobody can be driven."),
                say("Enter volunteers and seats."),
            )
        return found

    def _commutes(self, shift: Shift, roster: Roster) -> Iterator[Draft]:
        """The commutes of one shift."""
        rider, party = self._rider("shifts", shift.shift, shift.rider)
        if not rider or not party:
            return
        for on, work in roster.shift_spans(shift):
            try:
                yield self._commute(shift, rider, party, on, work)
            except NoWay as reason:
                self._horizon.issue("shifts", shift.shift, reason.sentence, reason.remedy)

    def _commute(self, shift: Shift, rider: Rider, party: Party, on: date, work: Span) -> Draft:
        start, workplace, back = self._horizon.whereabouts.shift_ends(shift, rider)
        asked = []
        if shift.legs != "back":
            window = TimeWindow(
                earliest=work.begins - shift.earliest_arrival, latest=work.begins - shift.latest_arrival
            )
            way = self._way(start, workplace, on, party)
            asked.append(_Asked(direction="out", ends=arriving(way, window), fallback=shift.fallback_out))
        if shift.legs != "out":
            window = TimeWindow(earliest=work.ends + shift.ready_after, latest=work.ends + shift.longest_wait)
            way = self._way(workplace, back, on, party)
            asked.append(_Asked(direction="back", ends=leaving(way, window), fallback=shift.fallback_back))
        costs = self._horizon.settings.costs
        journey = Journey(
            code=f"{shift.shift}:{on}",
            kind="commute",
            rider=rider.rider,
            date=on,
            week=iso_week(on),
            legs=self._legs(
                f"{shift.shift}:{on}",
                on,
                party,
                asked,
                employer=shift.employer,
                week_before=f"{shift.shift}:{on - timedelta(days=7)}",
            ),
            left_out_cost=costs.commute_left_out * costs.urgency.get(shift.urgency, 1.0)
            + costs.miss_in_four_weeks * self._memory.misses[rider.rider],
        )
        return Draft(journey=journey, table="shifts", row=shift.shift, work=work)

    def _singles(self, ride: Ride) -> Iterator[Draft]:
        """The journey of one single ride."""
        rider, party = self._rider("rides", ride.ride, ride.rider, seats=ride.seats)
        if not rider or not party:
            return
        try:
            yield self._single(ride, rider, party)
        except NoWay as reason:
            self._horizon.issue("rides", ride.ride, reason.sentence, reason.remedy)

    def _single(self, ride: Ride, rider: Rider, party: Party) -> Draft:
        start, end = self._horizon.whereabouts.ride_ends(ride, rider)
        clock, width = self._horizon.clock, self._horizon.settings.rides.single_ride_window_minutes
        way = self._way(start, end, ride.date, party)
        if ride.arrive_by is not None:
            self._horizon.notice("rides", ride.ride, ride.date, ride.arrive_by, what="end")
            by = clock.end(ride.date, ride.arrive_by)
            ends = arriving(way, TimeWindow(earliest=by - width, latest=by))
        elif ride.leave_after is not None:
            self._horizon.notice("rides", ride.ride, ride.date, ride.leave_after, what="start")
            after = clock.start(ride.date, ride.leave_after)
            ends = leaving(way, TimeWindow(earliest=after, latest=after + width))
        else:
            raise NoWay(
                say("It says neither when to arrive nor when to leave."), say("Enter arrive_by or leave_after.")
            )
        asked = [_Asked(direction="out", ends=ends)]
        if ride.return_after is not None:
            outward = ride.arrive_by or ride.leave_after
            overnight = outward is not None and ride.return_after <= outward
            on = ride.date + timedelta(days=1) if overnight else ride.date
            self._horizon.notice("rides", ride.ride, on, ride.return_after, what="start")
            after = clock.start(on, ride.return_after)
            way = self._way(end, start, ride.date, party)
            asked.append(_Asked(direction="back", ends=leaving(way, TimeWindow(earliest=after, latest=after + width))))
        costs = self._horizon.settings.costs
        journey = Journey(
            code=ride.ride,
            kind="ride",
            rider=rider.rider,
            date=ride.date,
            week=iso_week(ride.date),
            legs=self._legs(ride.ride, ride.date, party, asked),
            left_out_cost=costs.ride_left_out * costs.urgency.get(ride.urgency, 1.0),
        )
        return Draft(journey=journey, table="rides", row=ride.ride)

    def _legs(
        self, code: str, on: date, party: Party, asked: list[_Asked], *, employer: str = "", week_before: str = ""
    ) -> tuple[Leg, ...]:
        parts = parts_of(party, self._cars)
        if not parts:
            raise NoWay(
                say("{seats} seats with what they need fit no cars together.", seats=party.seats),
                say("Split the group into rides by hand."),
            )
        legs = []
        for leg in asked:
            for number, part in enumerate(parts, start=1):
                name = leg.direction if len(parts) == 1 else f"{leg.direction}-{number}"
                this = f"{code}:{name}"
                request = Request(
                    code=this,
                    rider=part.rider,
                    date=on,
                    pickup=leg.ends.pickup,
                    delivery=leg.ends.delivery,
                    max_ride_minutes=leg.ends.max_ride_minutes,
                    seats=part.seats,
                    equipment=part.spaces,
                    needs=part.needs,
                    minor=part.minor,
                    employer=employer,
                    asked=self._memory.asked(this),
                    declined_by=self._memory.declined_by(this),
                    proposed_driver=self._memory.proposed(this),
                    accepted=self._memory.accepted(this),
                    usual_driver=self._memory.usual(f"{week_before}:{name}") if week_before else "",
                )
                legs.append(Leg(request=request, fallback=leg.fallback))
        return tuple(legs)

    def _way(self, origin: str, destination: str, on: date, party: Party) -> Way:
        return find_way(self._horizon, origin, destination, on=on, boarding_minutes=party.boarding_minutes)

    def _rider(self, table: str, row: str, code: str, *, seats: int | None = None) -> tuple[Rider | None, Party | None]:
        """The row's rider and who rides. None for the party: the rider's own row has an issue already."""
        rider = self._horizon.whereabouts.riders.get(code)
        if rider is None:
            self._horizon.issue(
                table, row, say("There is no rider {code}.", code=code), say("Enter the rider, or correct the code.")
            )
            return None, None
        party = self._parties[code]
        if party is None or seats is None:
            return rider, party
        return rider, Party(
            rider=code,
            seats=max(1, seats),
            boarding_minutes=party.boarding_minutes,
            minor=party.minor,
            spaces=party.spaces,
            needs=party.needs,
        )

    def _party(self, rider: Rider) -> Party | None:
        """Who rides with a rider; None, with an issue, where the rider can't be planned at all."""
        codes = sort_codes(rider.needs, self._horizon.settings.vocabulary)
        if codes.unknown:
            self._horizon.issue(
                "riders",
                rider.rider,
                say("Nobody can say who meets the need {needs}, so no ride is planned.", needs=" ".join(codes.unknown)),
                say("Correct the code, or add it to the vocabulary in the configuration."),
            )
            return None
        home = self._horizon.whereabouts.places.get(rider.home)
        if rider.limited_visibility and (home is None or home.kind != "meeting-point"):
            self._horizon.issue(
                "riders",
                rider.rider,
                say("A rider with limited visibility needs a meeting point for a home; until then no ride is planned."),
                say("Enter a place of kind meeting-point and use it as the home."),
            )
            return None
        return Party(
            rider=rider.rider,
            seats=max(1, rider.seats),
            boarding_minutes=max(0, rider.boarding_minutes),
            minor=rider.minor,
            spaces=codes.spaces,
            needs=codes.plain,
        )
