"""Who carries how much: what was asked of each volunteer and what they drove, and who of the riders was left out."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from ridematch.model.driven import driven
from ridematch.model.edition import Past, PlannedStop
from ridematch.model.events import Answers, times_declined
from ridematch.model.facts import Volunteer
from ridematch.model.problem import iso_week
from ridematch.model.settings import Settings
from ridematch.office.own_trips import direct_ways
from ridematch.rules.admit.clock import make_clock
from ridematch.views.clock import local_date
from ridematch.views.directory import Directory
from ridematch.views.load import Carried, Missed
from ridematch.views.mileage import Direct, own_metres
from ridematch.views.rides import trips

FOUR_WEEKS = 28
"""Days that asks, driving and misses are counted over, as the plan's costs count them."""


def load(store: str, *, settings: Settings, now: datetime) -> tuple[tuple[Carried, ...], tuple[Missed, ...], Directory]:
    """Every active volunteer, those of whom most was asked first, and riders left out in the last four weeks."""
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import LOOK_BACK, load_schedule
    from ridematch.store.people import load_people
    from ridematch.store.tables import load_tables

    clock = make_clock(settings.calendar.zone, now.date())
    today = local_date(now, clock.zone)
    with reading(open_store(store)) as session:
        past = load_schedule(session, first_date=today - LOOK_BACK, days=None)
        lately = tuple(stop for stop in past.stops if today - timedelta(days=FOUR_WEEKS) <= stop.date < today)
        direct = direct_ways(session, lately)
        people, tables = Directory(load_people(session)), load_tables(session)
    past = replace(past, stops=driven(past.stops, past.events))
    carried = [
        _carried(volunteer, past, direct, settings=settings, today=today)
        for volunteer in tables.volunteers or ()
        if volunteer.active
    ]
    carried.sort(key=lambda one: (-one.asks, -one.minutes, one.volunteer))
    return tuple(carried), tuple(_missed(past, today)), people


def _carried(volunteer: Volunteer, past: Past, direct: Direct, *, settings: Settings, today: date) -> Carried:
    who, since = volunteer.volunteer, today - timedelta(days=FOUR_WEEKS)
    found = trips(stop for stop in past.stops if stop.volunteer == who)
    mine = [trip for trip in found if not trip[0].own_trip]
    own = [trip for trip in found if trip[0].own_trip]  # made anyway: no ask, no day of the week, no night
    own_driven = [trip for trip in own if since <= trip[0].date < today]
    driven = [trip for trip in mine if since <= trip[0].date < today]
    zone = ZoneInfo(settings.calendar.zone)
    calls = [
        event
        for event in Answers(past.events).events
        if event.volunteer == who
        and event.kind in ("asked", "accepted", "declined", "told")
        and local_date(event.at, zone) >= since
    ]
    days = {trip[0].date for trip in mine}
    nights = {trip[0].date for trip in mine if _at_night(trip, settings)}
    ahead = {trip[0].date for trip in mine if trip[0].date >= today}
    return Carried(
        volunteer=who,
        asks=len({trip[0].date for trip in driven} | {event.date for event in calls}),
        noes=times_declined(calls),
        days=len({trip[0].date for trip in driven}),
        minutes=sum(stop.minutes for stop in chain(*driven)),
        metres=sum(stop.metres for stop in chain(*driven)),
        week=sum(iso_week(on) == iso_week(today) for on in days),
        next_week=sum(iso_week(on) == iso_week(today + timedelta(days=7)) for on in days),
        most_days=min(volunteer.max_days_per_week, volunteer.max_asks_per_week or volunteer.max_days_per_week),
        nights=_most_in_seven_days(nights, today),
        most_nights=settings.limits.night_days_in_seven,
        ahead=len(ahead),
        last=max((trip[0].date for trip in found if trip[0].date < today and _served(trip)), default=None),
        own_driven=sum(map(_served, own_driven)),
        own_ahead=sum(_served(trip) for trip in own if trip[0].date >= today),
        own_metres=sum(sum(stop.metres for stop in trip) - own_metres(trip, direct) for trip in own_driven),
    )


def _served(trip: tuple[PlannedStop, ...]) -> int:
    """How many rides and lessons."""
    return sum(stop.action in ("pickup", "lesson") for stop in trip)


def _most_in_seven_days(nights: set[date], today: date) -> int:
    """Of the seven days that end today, and of those to come until a week from now."""
    ends = (today + timedelta(days=number) for number in range(8))
    return max(sum(0 <= (end - on).days < 7 for on in nights) for end in ends)


def _at_night(trip: tuple[PlannedStop, ...], settings: Settings) -> bool:
    """Whether the car is on the road between the night's beginning and its end."""
    clock, hours = make_clock(settings.calendar.zone, trip[0].date), settings.nights
    leaves, back = clock.minute(trip[0].ends_at), clock.minute(trip[-1].arrives_at)
    for days in (-1, 0):
        on = trip[0].date + timedelta(days=days)
        begins = clock.start(on, hours.begins)
        ends = clock.start(on + timedelta(days=1), hours.ends)
        if leaves < ends and back > begins:
            return True
    return False


def _missed(past: Past, today: date) -> Iterable[Missed]:
    """Riders left out lately, those most often first."""
    since = today - timedelta(days=FOUR_WEEKS)
    dates: defaultdict[str, list[date]] = defaultdict(list)
    for left in past.unserved:
        if left.kind != "lesson" and since <= left.date:
            dates[left.rider].append(left.date)
    served = Counter(
        stop.rider for stop in past.stops if stop.action == "pickup" and (stop.journey_date or stop.date) >= since
    )
    rows = [
        Missed(
            rider=rider,
            before=sum(on < today for on in found),
            ahead=sum(on >= today for on in found),
            rides=served[rider],
        )
        for rider, found in dates.items()
    ]
    return sorted(rows, key=lambda row: (-row.before, -row.ahead, row.rider))
