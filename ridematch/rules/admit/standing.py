"""Which drafts are in the problem, and what of them stands: published legs around the horizon, and promises."""

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import time, timedelta

from ridematch.language import say
from ridematch.model.facts import Learner
from ridematch.model.problem import Leg, LessonSlot, LessonWish, Pairing, Pin, TimeWindow, iso_week
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.admit.journeys import Draft
from ridematch.rules.admit.legs import direction
from ridematch.rules.admit.past import Memory, Published


def to_plan(draft: Draft, memory: Memory, horizon: Horizon) -> list[Draft]:
    """What is to be planned of a draft.

    Of a journey of the horizon: the legs that no duty dated before the horizon drives. Once one of its rides is under
    way, that one stands as it was published, and the rest must be served as if it were promised. Of a journey dated
    before or after the horizon: the legs that were published in a duty dated in the horizon or on the date after it, at
    their times, each direction a journey of its own; and the way home that a rider who was driven out has no more.
    """
    if draft.journey.date in horizon.dates:
        legs = tuple(leg for leg in draft.journey.legs if not memory.driven_before(leg.request.code))
        under_way = tuple(leg for leg in legs if memory.under_way(leg.request.code))
        rest = tuple(leg for leg in legs if leg not in under_way)
        begun = under_way or len(legs) < len(draft.journey.legs)
        must = horizon.settings.weights.broken_pin if begun else 0.0
        cost = max(draft.journey.left_out_cost, must)
        if under_way:
            rest = tuple(_as_agreed(leg, memory) for leg in rest)
        found = _standing(draft, under_way, memory, horizon)
        return (
            [*found, replace(draft, journey=replace(draft.journey, legs=rest, left_out_cost=cost))] if rest else found
        )
    return _standing(draft, draft.journey.legs, memory, horizon) + _left_behind(draft, memory, horizon)


def _left_behind(draft: Draft, memory: Memory, horizon: Horizon) -> list[Draft]:
    """The way home of a journey from before the horizon whose rider was driven out and has none: it must be served.

    Whatever plan lost it, the next one looks for it again, as long as its windows reach into the horizon.
    """
    journey, midnight = draft.journey, horizon.clock.start(horizon.first_date, time())
    ways = {direction(leg.request): leg.request.code for leg in journey.legs}
    if journey.date >= horizon.first_date or not memory.was_driven(ways.get("out", "")):
        return []
    legs = tuple(
        leg
        for leg in journey.legs
        if direction(leg.request) == "back"
        and leg.request.delivery.window.latest >= midnight
        and not memory.is_settled(leg.request.code)
    )
    return [_rest_of(draft, "back", legs, horizon)] if legs else []


def _as_agreed(leg: Leg, memory: Memory) -> Leg:
    """The rest of a journey that is under way: whoever was to drive it knows of it, by phone or not."""
    published = memory.standing(leg.request.code)
    if published is None:
        return leg
    return replace(leg, request=replace(leg.request, asked=(*leg.request.asked, published.volunteer)))


def _standing(draft: Draft, legs: Iterable[Leg], memory: Memory, horizon: Horizon) -> list[Draft]:
    """Those of these legs that were published, each direction a journey of its own that stays where it is."""
    standing: dict[str, list[Leg]] = {}
    for leg in legs:
        published = memory.standing(leg.request.code)
        if published:
            standing.setdefault(direction(leg.request), []).append(_fixed(leg, published, horizon))
    return [_rest_of(draft, way, tuple(legs), horizon) for way, legs in standing.items()]


def _rest_of(draft: Draft, way: str, legs: tuple[Leg, ...], horizon: Horizon) -> Draft:
    """One direction of a journey as a journey of its own, to be served as if it were promised."""
    journey = replace(
        draft.journey,
        code=f"{draft.journey.code}:{way}",
        kind="fixed",
        legs=legs,
        left_out_cost=horizon.settings.weights.broken_pin,
    )
    return replace(draft, work=None, journey=journey)


def pins_of(drafts: list[Draft], memory: Memory, horizon: Horizon) -> dict[str, Pin]:
    """Promises about the requests of these drafts, and the published times of fixed ones, by request."""
    pins = {}
    for draft in drafts:
        for leg in draft.journey.legs:
            code = leg.request.code
            pin = memory.pin(code) or (_published_pin(leg, memory) if draft.journey.kind == "fixed" else None)
            if pin:
                pins[code] = pin
    return pins


def lesson_pins(lessons: tuple[LessonWish, ...], memory: Memory, horizon: Horizon) -> dict[str, Pin]:
    """Promises about lessons somebody still wishes for, by the lesson's code."""
    pins = {}
    for wish in lessons:
        for promise in memory.lesson_promises(wish.learner, horizon.dates_of(wish.week)):
            pins[promise.serves] = memory.pin_of(promise)
    return pins


def standing_lessons(
    learners: Iterable[Learner], drivers: Container[str], memory: Memory, horizon: Horizon
) -> tuple[tuple[LessonWish, ...], dict[str, Pin]]:
    """Lessons published for the date after the horizon, each as a wish of its own, and the pins that keep them there.

    The duties of that date are made anew for the ways home of the horizon's last night: what is not asked for would be
    gone from them. The run that plans that date judges them by the facts.
    """
    after, slack = horizon.dates[-1] + timedelta(days=1), horizon.settings.limits.pin_minutes
    wishes, pins = [], {}
    for learner in sorted(learners, key=lambda row: row.rider):
        lesson = memory.lessons.get(learner.rider, {}).get(after)
        if not lesson or lesson.volunteer not in drivers or not horizon.on_map(lesson.place):
            continue
        around = 0 if lesson.vehicle else slack  # a shared car is booked by the clock
        window = TimeWindow(earliest=lesson.begins - around, latest=lesson.begins + around)
        wishes.append(
            LessonWish(
                code=f"{learner.rider}:{after}",
                learner=learner.rider,
                week=iso_week(after),
                wanted=1,
                minutes=lesson.ends - lesson.begins,
                left_out_cost=horizon.settings.weights.broken_pin,
                slots=(LessonSlot(date=after, place=lesson.place, window=window, vehicle=lesson.vehicle),),
                pairings=(Pairing(driver=lesson.volunteer, first_date=after, last_date=after, vehicle=lesson.vehicle),),
                min_days_between=max(1, learner.min_days_between),
            )
        )
        pins[lesson.serves] = memory.pin(lesson.serves) or Pin(
            serves=lesson.serves,
            driver=lesson.volunteer,
            begins=lesson.begins,
            ends=lesson.ends,
            vehicle=lesson.vehicle,
        )
    return tuple(wishes), pins


def note_broken_promises(pins: dict[str, Pin], drivers: Container[str], memory: Memory, horizon: Horizon) -> None:
    """An issue for each promise of the horizon's dates that the facts no longer let anybody keep."""
    begin, end = (horizon.clock.start(on, time()) for on in (horizon.first_date, horizon.wider_dates[-1]))
    for serves, promise in sorted(memory.promises.items()):
        pin = memory.pin_of(promise)
        if serves in pins and promise.volunteer not in drivers:
            told = say(
                "It was promised with {volunteer}, who is not among the drivers any more.", volunteer=promise.volunteer
            )
        elif serves not in pins and begin <= pin.begins < end and not memory.driven_before(serves):
            told = say(
                "It was promised with {volunteer} and is not asked for, or can't be planned, any more.",
                volunteer=promise.volunteer,
            )
        else:
            continue
        horizon.issue("promises", serves, told, say("Ring both of them, and correct the rows if they are wrong."))


def _fixed(leg: Leg, published: Published, horizon: Horizon) -> Leg:
    request = replace(leg.request, proposed_driver="", accepted=False, usual_driver="")
    slack = horizon.settings.limits.pin_minutes
    pickup = _near(request.pickup.window, published.begins, slack)
    delivery = _near(request.delivery.window, published.ends, slack)
    if pickup and delivery:
        request = replace(
            request,
            pickup=replace(request.pickup, window=pickup),
            delivery=replace(request.delivery, window=delivery),
        )
    return Leg(request=request)


def _near(window: TimeWindow, at: int, slack: int) -> TimeWindow | None:
    """The part of a window around a published time; None where the facts have moved away from it."""
    if not window.earliest <= at <= window.latest:
        return None
    return TimeWindow(earliest=max(window.earliest, at - slack), latest=min(window.latest, at + slack))


def _published_pin(leg: Leg, memory: Memory) -> Pin | None:
    """The published times of a fixed leg, unless they no longer lie in its windows."""
    published = memory.standing(leg.request.code)
    if published is None:
        return None
    pickup, delivery = leg.request.pickup.window, leg.request.delivery.window
    if not (pickup.earliest <= published.begins <= pickup.latest):
        return None
    if not (delivery.earliest <= published.ends <= delivery.latest):
        return None
    return Pin(
        serves=leg.request.code,
        driver=published.volunteer,
        begins=published.begins,
        ends=published.ends,
        practice=published.practice,
    )
