"""Who rides: how many, with what; and groups that no car holds, split over several."""

from dataclasses import dataclass, replace

from ridematch.model.facts import Volunteer
from ridematch.model.problem import Amount
from ridematch.rules.admit.needs import Sorted, amounts, sort_codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Everybody aboard for one request: seats, spaces used up, and what the driver must offer."""

    rider: str
    seats: int
    boarding_minutes: int
    minor: bool
    spaces: tuple[Amount, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Car:
    """What one volunteer's car holds."""

    seats: int
    spaces: tuple[Amount, ...] = ()

    def holds(self, party: Party) -> bool:
        """Whether a party fits with nobody else aboard."""
        room = {amount.code: amount.count for amount in self.spaces}
        return party.seats <= self.seats and all(room.get(space.code, 0) >= space.count for space in party.spaces)


def cars_of(volunteers: tuple[Volunteer, ...], vocabulary: dict[str, str]) -> tuple[Car, ...]:
    """The cars of active volunteers who have one."""
    return tuple(
        Car(seats=volunteer.seats, spaces=offered(volunteer, vocabulary).spaces)
        for volunteer in volunteers
        if volunteer.active and volunteer.seats > 0
    )


def offered(volunteer: Volunteer, vocabulary: dict[str, str]) -> Sorted:
    """What a volunteer offers, sorted by kind."""
    return sort_codes(volunteer.offers, vocabulary)


def parts_of(party: Party, cars: tuple[Car, ...]) -> tuple[Party, ...]:
    """The party itself, or its parts as equal as possible where it has more seats than any car; none: it can't be.

    Without any car the party stays whole: it is left out like everybody else, and that is said once.
    """
    largest = max((car.seats for car in cars), default=0)
    if party.seats <= largest or not cars:
        return (party,)
    for count in range(-(-party.seats // largest), party.seats + 1):
        parts = tuple(_part(party, number, count) for number in range(count))
        if all(any(car.holds(part) for car in cars) for part in parts):
            return parts
    return ()


def _part(party: Party, number: int, count: int) -> Party:
    return replace(
        party,
        seats=_share(party.seats, number, count),
        spaces=amounts({space.code: _share(space.count, number, count) for space in party.spaces}),
    )


def _share(total: int, number: int, count: int) -> int:
    return total // count + (number < total % count)
