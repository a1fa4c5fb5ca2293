"""What volunteers drove and what they are paid for it, a row a day and a row a month.

Kilometres go from home to home, empty ones included. On an own trip the volunteer would have driven the direct way
anyway, so only what is beyond it is paid. Kilometres are shown to a tenth and kronor to the öre; every sum is the sum
of the rows shown, so that a person who adds them up comes to the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from ridematch.language import say
from ridematch.model.edition import PlannedStop
from ridematch.model.settings import MileageRate
from ridematch.views.clock import day
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table
from ridematch.views.rides import empty_metres, trips
from ridematch.views.sheets import Cell, Sheet, km

ORE = Decimal("0.01")

Direct = Mapping[tuple[date, str, int], int]
"""The metres of the direct way of an own trip, by the duty's date, the volunteer and the trip's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """What one volunteer drove on some days at one rate: km to a tenth, kronor to the öre.

    `km` is all of it, `empty_km` the part with nobody else in the car, `own_trip_km` the direct ways of own trips.
    """

    volunteer: str
    first_date: date
    last_date: date
    days: int
    minutes: int
    km: Decimal
    empty_km: Decimal
    own_trip_km: Decimal
    kr_per_km: Decimal
    kr: Decimal

    @property
    def paid_km(self) -> Decimal:
        """What is driven for others."""
        return self.km - self.own_trip_km


def by_day(stops: Iterable[PlannedStop], *, direct: Direct, rates: tuple[MileageRate, ...]) -> tuple[Driven, ...]:
    """A value for each volunteer and date, by date. An own trip whose direct way is not known is not paid at all."""
    found: dict[tuple[date, str], list[tuple[PlannedStop, ...]]] = defaultdict(list)
    for trip in trips(stops):
        found[trip[0].date, trip[0].volunteer].append(trip)
    return tuple(_day(found[key], direct=direct, rates=rates) for key in sorted(found))


def by_month(days: Iterable[Driven], *, first_date: date, last_date: date | None) -> tuple[Driven, ...]:
    """The days of each month, volunteer and rate together, with the dates of the month that were looked at."""
    found: dict[tuple[date, str, date, Decimal], list[Driven]] = defaultdict(list)
    for one in days:
        month = one.first_date.replace(day=1)
        found[month, one.volunteer, max(month, first_date), one.kr_per_km].append(one)
    return tuple(
        Driven(
            volunteer=volunteer,
            first_date=since,
            last_date=min(last_of_month(month), last_date or date.max),
            days=len(rows),
            minutes=sum(row.minutes for row in rows),
            km=sum((row.km for row in rows), Decimal(0)),
            empty_km=sum((row.empty_km for row in rows), Decimal(0)),
            own_trip_km=sum((row.own_trip_km for row in rows), Decimal(0)),
            kr_per_km=rate,
            kr=sum((row.kr for row in rows), Decimal(0)),
        )
        for (month, volunteer, since, rate), rows in sorted(found.items())
    )


def days_sheet(days: Iterable[Driven], *, people: Directory) -> Sheet:
    """A row a volunteer and day."""
    header = ("date", "volunteer", "km", "empty_km", "own_trip_km", "paid_km", "kr_per_km", "kr", "minutes")
    return Sheet(
        name="mileage",
        header=(*header, "volunteer_name"),
        rows=tuple(
            (one.first_date, one.volunteer, *_kilometres_and_kronor(one), one.minutes, people.name(one.volunteer))
            for one in days
        ),
    )


def months_sheet(months: Iterable[Driven], *, people: Directory) -> Sheet:
    """A row a volunteer and month, two where the rate changed, each saying from and to which date it counts."""
    header = ("month", "volunteer", "from", "to", "days", "km", "empty_km", "own_trip_km", "paid_km", "kr_per_km", "kr")
    return Sheet(
        name="mileage_months",
        header=(*header, "volunteer_name"),
        rows=tuple(
            (
                _month(one),
                one.volunteer,
                one.first_date,
                one.last_date,
                one.days,
                *_kilometres_and_kronor(one),
                people.name(one.volunteer),
            )
            for one in months
        ),
    )


def mileage_page(
    months: tuple[Driven, ...], *, first_date: date, last_date: date, rates: tuple[MileageRate, ...], people: Directory
) -> Page:
    """The statement: a table a month, what each month comes to, and the rates behind it."""
    return Page(
        title=say("Mileage, {first} to {last}", first=day(first_date), last=day(last_date)),
        parts=(
            Table(
                columns=("month", "rate", "volunteer", "days", "km", "empty", "own trip", "paid km", "kr"),
                rows=tuple(
                    (
                        _month(one),
                        f"{one.kr_per_km} kr/km",
                        people.who(one.volunteer),
                        *map(str, (one.days, one.km, one.empty_km, one.own_trip_km, one.paid_km, one.kr)),
                    )
                    for one in sorted(months, key=lambda one: (_month(one), one.kr_per_km))
                ),
                grouped=2,
                stacks=(("volunteer",), ("days", "km"), ("empty", "own trip"), ("paid km", "kr")),
            ),
            Lines(lines=_sums(months) or (say("Nobody drove on these days."),)),
            Lines(heading=say("How it is counted"), lines=(_what_counts(), *_rates(months, rates))),
        ),
    )


def last_of_month(first: date) -> date:
    """The last date of the month that begins on this one."""
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _day(found: list[tuple[PlannedStop, ...]], *, direct: Direct, rates: tuple[MileageRate, ...]) -> Driven:
    first = found[0][0]
    metres = sum(stop.metres for trip in found for stop in trip)
    whole, own = km(metres), km(sum(own_metres(trip, direct) for trip in found))
    rate = _rate(first.date, rates)
    return Driven(
        volunteer=first.volunteer,
        first_date=first.date,
        last_date=first.date,
        days=1,
        minutes=sum(stop.minutes for trip in found for stop in trip),
        km=whole,
        empty_km=km(sum(empty_metres(trip) for trip in found)),
        own_trip_km=own,
        kr_per_km=rate,
        kr=((whole - own) * rate).quantize(ORE, rounding=ROUND_HALF_UP),
    )


def own_metres(trip: tuple[PlannedStop, ...], direct: Direct) -> int:
    """What the volunteer would have driven anyway, never more than was driven."""
    if not trip[0].own_trip:
        return 0
    driven = sum(stop.metres for stop in trip)
    return min(driven, direct.get((trip[0].date, trip[0].volunteer, trip[0].trip), driven))


def _rate(on: date, rates: tuple[MileageRate, ...]) -> Decimal:
    """Of the newest rate that has begun; nothing before the first."""
    begun = [rate.kr_per_km for rate in rates if rate.first_date <= on]
    return _with_ore(begun[-1] if begun else Decimal(0))


def _with_ore(kr: Decimal) -> Decimal:
    """2.5 as 2.50, and 1.855 as it is."""
    return kr.quantize(ORE) if kr == kr.quantize(ORE) else kr


def _kilometres_and_kronor(one: Driven) -> tuple[Cell, ...]:
    return one.km, one.empty_km, one.own_trip_km, one.paid_km, one.kr_per_km, one.kr


def _month(one: Driven) -> str:
    return f"{one.first_date:%Y-%m}"


def _sums(months: tuple[Driven, ...]) -> tuple[str, ...]:
    sums: dict[str, list[Driven]] = defaultdict(list)
    for one in months:
        sums[_month(one)].append(one)
    return tuple(
        say(
            "{month}: {km} km paid, {kr} kr in all.",
            month=month,
            km=sum((row.paid_km for row in rows), Decimal(0)),
            kr=sum((row.kr for row in rows), Decimal(0)),
        )
        for month, rows in sums.items()
    )


def _what_counts() -> str:
    return say(
        "What was published for these dates counts as driven, from home to home. The direct way of a volunteer's own "
        "trip is not paid."
    )


def _rates(months: tuple[Driven, ...], rates: tuple[MileageRate, ...]) -> tuple[str, ...]:
    """The rates that were used."""
    used = {one.kr_per_km for one in months}
    return tuple(
        say(
            "{kr} kr for a kilometre from {date} on: {source}",
            kr=_with_ore(rate.kr_per_km),
            date=rate.first_date,
            source=rate.source,
        )
        for rate in rates
        if rate.kr_per_km in used
    )
