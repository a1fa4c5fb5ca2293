"""Facts -> a problem and what is wrong in the facts. A bad row costs one ride, not the night.

Here local times become minutes since an instant, rows become requests, blocks and lessons, and what stands from
earlier editions joins them. Rows that can't be planned are set aside with an issue that says what to do.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from ridematch.model.edition import Past
from ridematch.model.facts import Tables
from ridematch.model.plan import Issue
from ridematch.model.problem import Journey, Pin, Problem
from ridematch.model.settings import Settings
from ridematch.model.travel import Travel
from ridematch.rules.admit.apart import by_rider, clear_of, kept_apart
from ridematch.rules.admit.drivers import drivers_and_blocks
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.admit.journeys import Draft, Journeys
from ridematch.rules.admit.legs import direction
from ridematch.rules.admit.lessons import Lessons
from ridematch.rules.admit.pairings import Supervision
from ridematch.rules.admit.past import Memory
from ridematch.rules.admit.places import spots
from ridematch.rules.admit.practice_rides import PracticeRides
from ridematch.rules.admit.spans import Span
from ridematch.rules.admit.standing import lesson_pins, note_broken_promises, pins_of, standing_lessons, to_plan
from ridematch.rules.practice import PracticeRules, load_practice_rules

__all__ = ["admit", "spots"]


def admit(
    *,
    tables: Tables,
    past: Past,
    travel: Travel,
    settings: Settings,
    first_date: date,
    days: int,
    now: datetime | None = None,
    begun_by: datetime | None = None,
) -> tuple[Problem, tuple[Issue, ...]]:
    """The problem of `days` dates from `first_date`, and the issues of all rows that were set aside or need a look.

    `travel` knows the places of `spots(tables)`. `now` is when the plan is made: volunteers who need notice are not
    given what is nearer, unless they were asked about it; without it nobody needs any. What was published to begin by
    `begun_by`, or else by `now`, stands as it was published. Raises RidematchError only for settings that can't be
    used: a country without practice rules or without known public holidays.
    """
    horizon = Horizon(
        tables=tables,
        travel=travel,
        settings=settings,
        first_date=first_date,
        days=days,
        now=now,
        begun_by=begun_by or now,
    )
    memory = Memory(past, horizon)
    drivers, blocks = drivers_and_blocks(horizon, memory)
    codes = {driver.code for driver in drivers}
    journeys, busy, work, ride_pins = _journeys(horizon, memory)
    rules = _practice_rules(tables, settings)
    practice = Lessons(horizon, memory, Supervision(horizon, rules, codes), busy, rules)
    lessons = practice.wishes()
    standing, standing_pins = standing_lessons(tables.learners or (), codes, memory, horizon)
    pins = {**ride_pins, **lesson_pins(lessons, memory, horizon), **standing_pins}
    note_broken_promises(pins, codes, memory, horizon)
    practice_rides = PracticeRides(horizon, memory, rules, work, practice.pairings).found(journeys, lessons, pins)
    problem = Problem(
        epoch=horizon.clock.epoch,
        first_date=first_date,
        days=days,
        journeys=journeys,
        drivers=drivers,
        blocks=blocks,
        lessons=(*lessons, *standing),
        travel=travel,
        practice_rides=practice_rides,
        nights=horizon.nights,
        pins=tuple(pin for _, pin in sorted(pins.items()) if pin.driver in codes),
        misses_before=memory.misses_before,
        lesson_shares=practice.shares,
        limits=settings.limits,
        weights=settings.weights,
    )
    return problem, horizon.sorted_issues()


def _practice_rules(tables: Tables, settings: Settings) -> PracticeRules:
    """The country's rules; without learners nobody asks for them, wherever the office is."""
    return load_practice_rules(settings.practice) if tables.learners else PracticeRules(code=settings.practice)


_Spans = dict[str, tuple[Span, ...]]


def _journeys(horizon: Horizon, memory: Memory) -> tuple[tuple[Journey, ...], _Spans, _Spans, dict[str, Pin]]:
    """Journeys by first window and code, and the pins of their requests.

    In between, when each rider is on the way or at work, and when at work.
    """
    present = []
    for draft in Journeys(horizon, memory).drafts():
        clear = clear_of(draft, horizon.absences.get(draft.journey.rider, ()), horizon)
        if clear:
            present.append(clear)
    drafts = [part for draft in present for part in to_plan(draft, memory, horizon)]
    pins = pins_of(drafts, memory, horizon)
    kept: list[Draft] = []
    for _, own in sorted(by_rider(drafts).items()):
        kept += kept_apart(own, pins, horizon)
    busy = _busy(present, kept)
    journeys = sorted((draft.journey for draft in kept), key=lambda journey: (_first_window(journey), journey.code))
    served = {leg.request.code for journey in journeys for leg in journey.legs}
    return tuple(journeys), busy, _work((*present, *kept)), {code: pin for code, pin in pins.items() if code in served}


def _busy(present: Iterable[Draft], kept: Iterable[Draft]) -> dict[str, tuple[Span, ...]]:
    """When each rider is on the way or at work: as kept where it is kept, else (driven already, set aside) as asked."""
    spans = {draft.journey.code: draft for draft in present} | {draft.journey.code: draft for draft in kept}
    busy: defaultdict[str, list[Span]] = defaultdict(list)
    for draft in spans.values():
        busy[draft.journey.rider].append(draft.span)
    return {rider: tuple(sorted(found)) for rider, found in busy.items()}


def _work(drafts: Iterable[Draft]) -> dict[str, tuple[Span, ...]]:
    """When each rider is at work, the time to be there before and to get ready after included."""
    found: defaultdict[str, list[Span]] = defaultdict(list)
    for draft in drafts:
        if draft.work:
            ways = {direction(leg.request): leg.request for leg in draft.journey.legs}
            begins = [way.delivery.window.latest for name, way in ways.items() if name == "out"]
            ends = [way.pickup.window.earliest for name, way in ways.items() if name == "back"]
            span = Span(begins=min([draft.work.begins, *begins]), ends=max([draft.work.ends, *ends]))
            found[draft.journey.rider].append(span)
    return {rider: tuple(sorted(spans)) for rider, spans in found.items()}


def _first_window(journey: Journey) -> int:
    return min(leg.request.pickup.window.earliest for leg in journey.legs)
