"""Volunteers -> drivers with their limits and their past, and their blocks."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from ridematch.language import say
from ridematch.model.facts import Availability, Tables, Vehicle, Volunteer
from ridematch.model.problem import Block, Driver, iso_week
from ridematch.rules.admit.blocks import Day, blocks_of, stretches_of
from ridematch.rules.admit.groups import offered
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.admit.past import ASK_DAYS, Memory


def drivers_and_blocks(horizon: Horizon, memory: Memory) -> tuple[tuple[Driver, ...], tuple[Block, ...]]:
    """Every active volunteer as a driver, by code, and the blocks by start and code.

    Who has no car is among them to supervise in a shared practice car that stands in the same village.
    """
    rows: defaultdict[str, list[Availability]] = defaultdict(list)
    for row in horizon.tables.availability or ():
        rows[row.volunteer].append(row)
    avoided: defaultdict[str, set[str]] = defaultdict(set)
    for pair in horizon.tables.avoid or ():
        avoided[pair.volunteer].add(pair.rider)
    supervisors = {row.volunteer for row in horizon.tables.supervisors or ()}
    drivers, blocks = [], []
    for code, volunteer in sorted(horizon.whereabouts.volunteers.items()):
        of_use = volunteer.seats > 0 or (code in supervisors and cars_near(volunteer, horizon.tables))
        if not volunteer.active or not of_use or not _has_a_home(volunteer, horizon):
            continue
        made = memory.made.get(code, ())
        day = stretches_of(volunteer, rows[code], made, horizon)
        drivers.append(_driver(volunteer, day, tuple(sorted(avoided[code])), horizon, memory))
        found = blocks_of(volunteer, day, made, memory.home_again(code), horizon)
        blocks += [block for block in found if volunteer.seats > 0 or not block.own_trip]
    return tuple(drivers), tuple(sorted(blocks, key=lambda block: (block.start, block.code)))


def cars_near(volunteer: Volunteer, tables: Tables) -> tuple[Vehicle, ...]:
    """The shared practice cars that a volunteer gets to: on foot in the own village, with an own car all of them."""
    cars = tables.vehicles or ()
    return tuple(car for car in cars if car.place and (volunteer.seats > 0 or car.place == volunteer.home))


def _has_a_home(volunteer: Volunteer, horizon: Horizon) -> bool:
    rider = horizon.whereabouts.riders.get(volunteer.volunteer)
    if rider and rider.home != volunteer.home:
        horizon.issue(
            "volunteers",
            volunteer.volunteer,
            say("A rider has the same code and another home, so this volunteer is set aside."),
            say("Give one of the two another code."),
        )
        return False
    if horizon.on_map(horizon.whereabouts.volunteer_home(volunteer)):
        return True
    horizon.issue(
        "volunteers",
        volunteer.volunteer,
        say("The home is not known, so this volunteer is set aside."),
        say("Enter the place in `places`, or correct the home."),
    )
    return False


def _driver(volunteer: Volunteer, day: Day, avoids: tuple[str, ...], horizon: Horizon, memory: Memory) -> Driver:
    code = volunteer.volunteer
    offers = offered(volunteer, horizon.settings.vocabulary)
    if offers.unknown:
        horizon.issue(
            "volunteers",
            code,
            say("Nobody can say what the offer {offers} means, so it is not counted.", offers=" ".join(offers.unknown)),
            say("Correct the code, or add it to the vocabulary in the configuration."),
        )
    languages = (f"lang:{language}" for language in volunteer.languages)
    asked, driven = memory.asked_dates(code), memory.driven_dates(code)
    weeks = {iso_week(on) for on in horizon.dates}
    by_week = Counter(iso_week(on) for on in asked if iso_week(on) in weeks)
    since = horizon.first_date - timedelta(days=ASK_DAYS)
    return Driver(
        code=code,
        home=horizon.whereabouts.volunteer_home(volunteer),
        seats=volunteer.seats,
        offers=tuple(sorted({*offers.plain, *languages})),
        equipment=offers.spaces,
        avoids=avoids,
        record_seen_on=volunteer.record_seen_on,
        only_employer=volunteer.only_employer,
        max_drive_minutes_per_day=volunteer.max_drive_minutes_per_day,
        max_days_per_week=volunteer.max_days_per_week,
        max_asks_per_week=volunteer.max_asks_per_week,
        max_wait_minutes=volunteer.max_wait_away,
        driven_dates=tuple(on for on in driven if on in horizon.past_dates),
        night_dates=memory.night_dates(code),
        late_dates=_late_dates(code, day, horizon, memory),
        asks_before=sum(on >= since for on in asked),
        asks_by_week=tuple(sorted(by_week.items())),
        notice_until=_notice_until(volunteer, horizon),
        away=tuple((span.begins, span.ends) for span in horizon.absences.get(code, ())),
    )


def _notice_until(volunteer: Volunteer, horizon: Horizon) -> int | None:
    """The end of the notice a volunteer needs, from now on; None where it does not matter when it is asked."""
    if horizon.now is None or volunteer.notice_hours <= 0:
        return None
    return horizon.clock.minute(horizon.now + timedelta(hours=volunteer.notice_hours))


def _late_dates(code: str, day: Day, horizon: Horizon, memory: Memory) -> tuple[date, ...]:
    """The night before the horizon, after a late drive or a late own trip, used or not."""
    on = horizon.first_date - timedelta(days=1)
    night = horizon.night(on)
    own = any(
        one.own_trip and one.date < horizon.first_date and one.span.begins < night.turns
        and one.span.ends > night.begins
        for one in day.elsewhere
    )  # fmt: skip
    return (on,) if own else memory.late_dates(code)
