"""What one car can do from empty to empty: sequences of pickups and deliveries, with exact windows and ride times.

Prefixes grow stop by stop. Of two prefixes that served the same riders, have the same aboard, began and stand at the
same stops, one is dropped where the other drives no longer, loads no more and allows every timing it allows: nothing
can be done with it that can't be done as well with the other. (Rist and Forbes, Transportation Science 55, 2021: a
fragment is what a vehicle does between being empty and being empty again.)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ridematch.match.board import Board, Ride
from ridematch.match.timing import Matrix, Span, extended, looser, opening, projected, span_between

Step = tuple[int, bool]
"""(number of the ride, True at its delivery)."""

_EPOCH, _START, _NOW, _ABOARD = 0, 1, 2, 3  # rows of a prefix's network; the pickups of those aboard from _ABOARD on


@dataclass(frozen=True, slots=True)
class Fragment:
    """A sequence from empty to empty. `rides` and `drivers` are bits; minutes; `load` seats, then each equipment."""

    rides: int
    drivers: int
    start_place: int
    end_place: int
    driving: int
    boarding: int
    load: tuple[int, ...]
    span: Span
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Prefix:
    served: int
    drivers: int
    aboard: tuple[int, ...]
    place: int
    service: int
    driving: int
    boarding: int
    load: tuple[int, ...]
    matrix: Matrix
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Fragments:
    """Every fragment of one season's travel times, unless `complete` is false: then the search was cut short."""

    found: tuple[Fragment, ...]
    complete: bool


def all_fragments(board: Board, season: int, *, most: int, late: Callable[[], bool]) -> Fragments:
    """Every undominated fragment that some driver may drive, up to `most` prefixes, until `late()`."""
    search = _Search(board, season)
    layer: dict[object, list[_Prefix]] = {}
    for ride in board.rides:
        for prefix in search.begun(ride):
            _keep(layer, prefix)
    found: dict[object, list[_Prefix]] = {}
    seen, complete = 0, True
    while layer and complete:
        following: dict[object, list[_Prefix]] = {}
        for prefix in (prefix for bucket in layer.values() for prefix in bucket):
            seen += 1
            if seen > most or (seen % 256 == 0 and late()):
                complete = False
                break
            for longer in search.longer(prefix):
                _keep(following if longer.aboard else found, longer)
        layer = following
    done = sorted((prefix for bucket in found.values() for prefix in bucket), key=lambda p: (p.served, p.steps))
    return Fragments(tuple(search.closed(prefix) for prefix in done), complete)


class _Search:
    """Grows prefixes on one board with one season's travel times."""

    def __init__(self, board: Board, season: int) -> None:
        self.rides = board.rides
        self.minutes = board.problem.travel.minutes[season]
        self.kinds = sorted({amount.code for ride in board.rides for amount in ride.request.equipment})
        self.use = [self._use(ride) for ride in board.rides]
        self.room = [
            (driver.seats, *[_count(driver.equipment, kind) for kind in self.kinds]) for driver in board.problem.drivers
        ]
        self.most_driving = board.problem.limits.max_wheel_minutes  # no break is possible with somebody aboard
        self.together = [
            [other.bit for other in board.rides if other is not ride and _may_share(ride, other)]
            for ride in board.rides
        ]

    def _use(self, ride: Ride) -> tuple[int, ...]:
        return (ride.request.seats, *[_count(ride.request.equipment, kind) for kind in self.kinds])

    def begun(self, ride: Ride) -> Iterable[_Prefix]:
        """The ride's pickup as the first stop."""
        pickup = ride.request.pickup
        if not ride.drivers or pickup.window.earliest > pickup.window.latest:
            return
        event = opening(pickup.window.earliest, pickup.window.latest)
        yield _Prefix(
            served=1 << ride.bit,
            drivers=ride.drivers,
            aboard=(ride.bit,),
            place=ride.pickup,
            service=pickup.service_minutes,
            driving=0,
            boarding=pickup.service_minutes,
            load=self.use[ride.bit],
            matrix=projected(event, (_EPOCH, 1, 1, 1)),
            steps=((ride.bit, False),),
        )

    def longer(self, prefix: _Prefix) -> Iterable[_Prefix]:
        """The prefix with one more stop: a delivery of somebody aboard, or a pickup of somebody who may share."""
        for position, bit in enumerate(prefix.aboard):
            yield from self._delivered(prefix, position, self.rides[bit])
        for bit in self.together[prefix.aboard[0]]:
            if not prefix.served >> bit & 1:
                yield from self._picked_up(prefix, self.rides[bit])

    def _delivered(self, prefix: _Prefix, position: int, ride: Ride) -> Iterable[_Prefix]:
        delivery, pickup = ride.request.delivery, ride.request.pickup
        drive = self.minutes[prefix.place][ride.delivery]
        if prefix.driving + drive > self.most_driving:
            return
        matrix = extended(
            prefix.matrix,
            after=_NOW,
            least=prefix.service + drive,
            first=delivery.window.earliest,
            last=delivery.window.latest,
            since=_ABOARD + position,
            most=pickup.service_minutes + ride.request.max_ride_minutes,
        )
        if matrix is None:
            return
        new = len(matrix) - 1
        rest = tuple(_ABOARD + i for i in range(len(prefix.aboard)) if i != position)
        yield _Prefix(
            served=prefix.served,
            drivers=prefix.drivers,
            aboard=tuple(bit for bit in prefix.aboard if bit != ride.bit),
            place=ride.delivery,
            service=delivery.service_minutes,
            driving=prefix.driving + drive,
            boarding=prefix.boarding + delivery.service_minutes,
            load=prefix.load,
            matrix=projected(matrix, (_EPOCH, _START, new, *rest)),
            steps=(*prefix.steps, (ride.bit, True)),
        )

    def _picked_up(self, prefix: _Prefix, ride: Ride) -> Iterable[_Prefix]:
        aboard = tuple(sorted((*prefix.aboard, ride.bit)))
        now = tuple(map(sum, zip(*(self.use[bit] for bit in aboard), strict=True)))
        load = tuple(map(max, prefix.load, now))
        drivers = prefix.drivers & ride.drivers
        if not any(drivers >> number & 1 and _fits(load, room) for number, room in enumerate(self.room)):
            return
        pickup = ride.request.pickup
        drive = self.minutes[prefix.place][ride.pickup]
        matrix = extended(
            prefix.matrix,
            after=_NOW,
            least=prefix.service + drive,
            first=pickup.window.earliest,
            last=pickup.window.latest,
        )
        if matrix is None:
            return
        new = len(matrix) - 1
        rows = tuple(new if bit == ride.bit else _ABOARD + prefix.aboard.index(bit) for bit in aboard)
        longer = _Prefix(
            served=prefix.served | 1 << ride.bit,
            drivers=drivers,
            aboard=aboard,
            place=ride.pickup,
            service=pickup.service_minutes,
            driving=prefix.driving + drive,
            boarding=prefix.boarding + pickup.service_minutes,
            load=load,
            matrix=projected(matrix, (_EPOCH, _START, new, *rows)),
            steps=(*prefix.steps, (ride.bit, False)),
        )
        if self._all_can_still_arrive(longer):
            yield longer

    def _all_can_still_arrive(self, prefix: _Prefix) -> bool:
        """Each of those aboard, driven straight to the end of the ride (a necessary condition, to prune by)."""
        matrix = prefix.matrix
        for position, bit in enumerate(prefix.aboard):
            request = self.rides[bit].request
            ahead = prefix.service + self.minutes[prefix.place][self.rides[bit].delivery]
            elapsed = -matrix[_NOW][_ABOARD + position] + ahead
            if prefix.driving + ahead - prefix.service > self.most_driving:
                return False
            if -matrix[_NOW][_EPOCH] + ahead > request.delivery.window.latest:
                return False
            if elapsed > request.pickup.service_minutes + request.max_ride_minutes:
                return False
        return True

    def closed(self, prefix: _Prefix) -> Fragment:
        """A prefix with nobody aboard as a fragment; drivers without the room are struck off."""
        drivers = sum(
            1 << number
            for number, room in enumerate(self.room)
            if prefix.drivers >> number & 1 and _fits(prefix.load, room)
        )
        return Fragment(
            rides=prefix.served,
            drivers=drivers,
            start_place=self.rides[prefix.steps[0][0]].pickup,
            end_place=prefix.place,
            driving=prefix.driving,
            boarding=prefix.boarding,
            load=prefix.load,
            span=span_between(prefix.matrix, _START, _NOW, ending_minutes=prefix.service),
            steps=prefix.steps,
        )


def _count(amounts: tuple[object, ...], kind: str) -> int:
    return next((amount.count for amount in amounts if amount.code == kind), 0)  # type: ignore[attr-defined]


def _fits(load: tuple[int, ...], room: tuple[int, ...]) -> bool:
    return all(have <= limit for have, limit in zip(load, room, strict=True))


def _may_share(ride: Ride, other: Ride) -> bool:
    """Whether the two can be aboard at once, by their windows and drivers alone."""
    mine, theirs = ride.request, other.request
    return (
        bool(ride.drivers & other.drivers)
        and theirs.pickup.window.earliest <= mine.delivery.window.latest
        and mine.pickup.window.earliest <= theirs.delivery.window.latest
    )


def _keep(buckets: dict[object, list[_Prefix]], new: _Prefix) -> None:
    """Add `new` to its bucket unless another there is as good in every way; drop those it beats."""
    key = (new.served, new.aboard, new.steps[0], new.place)
    bucket = buckets.setdefault(key, [])
    if any(_as_good(old, new) for old in bucket):
        return
    bucket[:] = [old for old in bucket if not _as_good(new, old)]
    bucket.append(new)


def _as_good(one: _Prefix, other: _Prefix) -> bool:
    return (
        one.driving <= other.driving
        and one.service <= other.service
        and one.boarding <= other.boarding
        and _fits(one.load, other.load)
        and looser(one.matrix, other.matrix)
    )
