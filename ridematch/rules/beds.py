"""Where somebody can stay for the night who can't get home, or who has to be at work before anybody drives."""

from collections.abc import Iterable
from datetime import date, time, timedelta

from ridematch.model.edition import Covered
from ridematch.model.facts import Overnight, Shift, Tables
from ridematch.model.problem import way_of
from ridematch.rules.admit.dates import recurs
from ridematch.rules.where import km_apart, point_of

NOON = time(12)

WALK_KM = 2.0
"""As the crow flies; so far somebody walks to a bed or from it."""


def beds_for(tables: Tables, request: str, covered: Iterable[Covered] = ()) -> tuple[tuple[str, int], ...]:
    """Places with how many beds are free, for a request of a shift: at its workplace or within a walk of it.

    For the way home the night that begins on the shift's date; for the way out of a shift in the morning the night
    before. What is `covered` by a bed takes one.
    """
    wanted = _stay(tables, request)
    if wanted is None:
        return ()
    shift, night = wanted
    stays = [_stay(tables, leg.request) for leg in covered if leg.fallback == "bed" and leg.request != request]
    taken = [other for other, on in filter(None, stays) if on == night]
    found = []
    for row in tables.overnight or ():
        if _is_for(row, shift, tables) and recurs(
            night, days=row.days, first_date=row.first_date, last_date=row.last_date
        ):
            free = row.beds - sum(_is_for(row, other, tables) for other in taken)
            if free > 0:
                found.append((row.place, free))
    return tuple(found)


def night_of(tables: Tables, request: str) -> date | None:
    """The date on which the night begins that somebody would stay for this request; None where that is no help."""
    wanted = _stay(tables, request)
    return wanted[1] if wanted else None


def has_bus(tables: Tables, request: str) -> bool:
    """Whether the request's shift says that a bus goes this way."""
    shift = _shift(tables, request)
    return shift is not None and "bus" in (shift.fallback_out if way_of(request) == "out" else shift.fallback_back)


def _stay(tables: Tables, request: str) -> tuple[Shift, date] | None:
    """The shift and the date on which the night begins; None where a night there is no help."""
    shift = _shift(tables, request)
    if shift is None:
        return None
    on = date.fromisoformat(request.split(":")[1])
    if way_of(request) != "out":
        return shift, on
    return (shift, on - timedelta(days=1)) if shift.start < NOON else None


def _shift(tables: Tables, request: str) -> Shift | None:
    code, *rest = request.split(":")
    return next((row for row in tables.shifts or () if row.shift == code), None) if len(rest) == 2 else None


def _is_for(row: Overnight, shift: Shift, tables: Tables) -> bool:
    if row.employer not in ("", shift.employer):
        return False
    places = tables.places or ()
    bed, work = point_of(row.place, places), point_of(shift.workplace, places)
    return row.place == shift.workplace or (bed is not None and work is not None and km_apart(bed, work) <= WALK_KM)
