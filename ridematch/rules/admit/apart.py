"""One person in one place: absences, and a rider's own journeys kept apart from each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from ridematch.language import say
from ridematch.model.problem import Leg, Pin, Request
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.admit.journeys import Draft
from ridematch.rules.admit.legs import clipped, direction
from ridematch.rules.admit.spans import Span


def clear_of(draft: Draft, away: Iterable[Span], horizon: Horizon) -> Draft | None:
    """A draft that keeps clear of the rider's absences, its windows cut where they reach into one; None if it can't."""
    for absence in away:
        if not absence.overlaps(draft.span):
            continue
        cut = None
        if not draft.work or not draft.work.overlaps(absence):
            cut = _inside(draft, horizon, not_after=absence.begins) or _inside(draft, horizon, not_before=absence.ends)
        if cut is None:
            return None
        draft = cut
    return draft


def kept_apart(drafts: list[Draft], pins: Mapping[str, Pin], horizon: Horizon) -> list[Draft]:
    """One rider's drafts without overlap in time: windows that overlap are cut at the middle of the overlap.

    Where that leaves one of two unfeasible, the later one is set aside with an issue; so is a shift during another.
    """
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda one: (one.span.begins, one.journey.code)):
        clash = next((one for one in kept if one.work and draft.work and one.work.overlaps(draft.work)), None)
        together = None if clash else _cut_apart([*kept, draft], pins, horizon)
        if together is not None:
            kept = together
            continue
        if _cut_apart([draft], pins, horizon) is None:
            told = say("The way out and the way back of {code} overlap, so it is set aside.", code=draft.journey.code)
        else:
            other = clash.journey.code if clash else say("another journey")
            told = say(
                "{code} comes too close to {other} of the same rider and is set aside.",
                code=draft.journey.code,
                other=other,
            )
        horizon.issue(draft.table, draft.row, told, say("Cancel or move one of the two."))
    return kept


@dataclass(slots=True, kw_only=True)
class _Turn:
    """A rider's way in one direction, one request for all parts of a group: they have the same windows."""

    journey: str
    direction: str
    request: Request
    pin: Pin | None


def _cut_apart(drafts: list[Draft], pins: Mapping[str, Pin], horizon: Horizon) -> list[Draft] | None:
    turns: dict[tuple[str, str], _Turn] = {}
    for draft in drafts:
        for leg in draft.journey.legs:
            key = (draft.journey.code, direction(leg.request))
            pin = pins.get(leg.request.code)
            turn = turns.setdefault(key, _Turn(journey=key[0], direction=key[1], request=leg.request, pin=pin))
            turn.pin = turn.pin or pin
    ordered = sorted(
        turns.values(),
        key=lambda turn: (turn.request.pickup.window.earliest, turn.request.delivery.window.latest, turn.journey),
    )
    for earlier, later in pairwise(ordered):
        begins, ends = later.request.pickup.window.earliest, earlier.request.delivery.window.latest
        if ends <= begins:
            continue
        cut = _where_to_cut(earlier, later, (begins + min(ends, later.request.delivery.window.latest)) // 2)
        first = _clip(earlier.request, horizon, not_after=cut)
        second = _clip(later.request, horizon, not_before=cut)
        if first is None or second is None:
            return None
        earlier.request, later.request = first, second
    return [_with_windows(draft, turns) for draft in drafts]


def _where_to_cut(earlier: _Turn, later: _Turn, middle: int) -> int:
    """The middle, unless a promised time lies beyond it."""
    if earlier.pin:
        middle = max(middle, earlier.pin.ends)
    return min(middle, later.pin.begins) if later.pin else middle


def _with_windows(draft: Draft, turns: Mapping[tuple[str, str], _Turn]) -> Draft:
    legs = []
    for leg in draft.journey.legs:
        cut = turns[draft.journey.code, direction(leg.request)].request
        legs.append(replace(leg, request=replace(leg.request, pickup=cut.pickup, delivery=cut.delivery)))
    return replace(draft, journey=replace(draft.journey, legs=tuple(legs)))


def _inside(
    draft: Draft, horizon: Horizon, *, not_before: int | None = None, not_after: int | None = None
) -> Draft | None:
    """The whole draft inside a stretch of time; None if a leg or the shift does not fit."""
    if draft.work and not_after is not None and draft.work.ends > not_after:
        return None
    if draft.work and not_before is not None and draft.work.begins < not_before:
        return None
    legs: list[Leg] = []
    for leg in draft.journey.legs:
        request = _clip(leg.request, horizon, not_before=not_before, not_after=not_after)
        if request is None:
            return None
        legs.append(replace(leg, request=request))
    return replace(draft, journey=replace(draft.journey, legs=tuple(legs)))


def _clip(
    request: Request, horizon: Horizon, *, not_before: int | None = None, not_after: int | None = None
) -> Request | None:
    direct = horizon.minutes(request.pickup.place, request.delivery.place, request.date)
    return clipped(request, direct_minutes=direct, not_before=not_before, not_after=not_after)


def by_rider(drafts: Iterable[Draft]) -> dict[str, list[Draft]]:
    """Drafts by their rider."""
    found: defaultdict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        found[draft.journey.rider].append(draft)
    return dict(found)
