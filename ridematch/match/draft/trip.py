"""One trip whose stops stand in a given order: home as early as can be, and away as late as that allows. Compiled.

Windows, times aboard and limited waits are bounds on differences of times, so that of all timings one is earliest at
every stop, and of those that are home as early one is latest (Dechter, Meiri and Pearl, 1991). No timing waits less
than that which leaves latest: to come home later never lets it leave later by more.
"""

from typing import NamedTuple

import numpy as np

from ridematch.match.compiled import Ints, compiled, tight, zero
from ridematch.match.draft.scene import (
    DESTINATION,
    DIRECT,
    FIRST,
    LAST,
    MAX_DETOUR,
    MOST_ABOARD,
    MOST_WAIT,
    ORIGIN,
    OWN_TRIP,
    PLACE,
    SEASON,
    SERVICE,
    Scene,
)


class Sheet(NamedTuple):
    """Room to work out a trip's times: for each stop when it begins at the earliest and at the latest, the minutes of
    the leg to it and of a break before it, the row of its pickup or -1, and whether the car comes to it empty. `load`
    and `together` are what is aboard, of each kind, while it is tried who else may get in.
    """

    stops: Ints
    early: Ints
    late: Ints
    legs: Ints
    pause: Ints
    mate: Ints
    empty: Ints
    load: Ints
    together: Ints


@compiled
def new_sheet(most: int, kinds: int) -> Sheet:
    """Room for so many stops and kinds of load."""
    return Sheet(
        np.empty(most, dtype=np.int64),
        np.empty(most, dtype=np.int64),
        np.empty(most, dtype=np.int64),
        np.empty(most + 1, dtype=np.int64),
        np.empty(most, dtype=np.int64),
        np.empty(most, dtype=np.int64),
        np.empty(most, dtype=np.int64),
        np.empty(kinds, dtype=np.int64),
        np.empty(kinds, dtype=np.int64),
    )


@tight
def trip_times(
    scene: Scene, sheet: Sheet, many: int, block: int, low: int, high: int
) -> tuple[bool, int, int, int, int]:
    """Whether the sheet's stops fit between two minutes; when the trip leaves and is back, its driving and waiting.

    Of an own trip only the further minutes count as driving. It is back as early as can be and leaves as late as that
    allows; the sheet then has both for every stop.
    """
    about, stops, nothing = scene.blocks[block], sheet.stops, (False, zero(), zero(), zero(), zero())
    fits, driving, busy = laid_out(scene, sheet, many, block)
    wait = about[MOST_WAIT]
    if not fits or not _earliest(scene, sheet, many, low, wait):
        return nothing
    arrives = sheet.early[many - 1] + scene.stops[stops[many - 1], SERVICE] + sheet.legs[many]
    if arrives > high:
        return nothing
    latest_times(scene, sheet, many, arrives, wait)
    departs = sheet.late[0] - sheet.pause[0] - sheet.legs[0]
    if about[OWN_TRIP] and arrives - departs > about[DIRECT] + about[MAX_DETOUR]:
        return nothing
    return True, departs, arrives, driving - about[DIRECT], arrives - departs - driving - busy


@tight
def laid_out(scene: Scene, sheet: Sheet, many: int, block: int) -> tuple[bool, int, int]:
    """Fills in what does not hang on times; whether there can be breaks, and the minutes of driving and of service."""
    about = scene.blocks[block]
    minutes = scene.minutes[about[SEASON]]
    place, driving, busy, aboard = about[ORIGIN], zero(), zero(), zero()
    for i in range(many):
        stop = sheet.stops[i]
        row = scene.stops[stop]
        sheet.legs[i] = minutes[place, row[PLACE]]
        place = row[PLACE]
        driving += sheet.legs[i]
        busy += row[SERVICE]
        sheet.mate[i], sheet.empty[i] = -1, aboard == 0
        if scene.task[stop // 2, MOST_ABOARD] < 0:
            continue
        if stop % 2 == 0:
            aboard += 1
        else:
            aboard -= 1
            mate = i - 1
            while sheet.stops[mate] != stop - 1:
                mate -= 1
            sheet.mate[i] = mate
    sheet.legs[many] = minutes[place, about[DESTINATION]]
    return _with_breaks(scene, sheet, many, about[MOST_WAIT]), driving + sheet.legs[many], busy


@tight
def _with_breaks(scene: Scene, sheet: Sheet, many: int, most_wait: int) -> bool:
    """A break at the last stop that the car comes to empty before it has been driven too long; False without one."""
    wheel, last, since = zero(), zero() - 1, zero()
    for i in range(many + 1):
        wheel += sheet.legs[i]
        if wheel > scene.most_wheel:
            if last < 0 or scene.pause > most_wait or wheel - since > scene.most_wheel:
                return False
            sheet.pause[last] = scene.pause
            wheel, last = wheel - since, zero() - 1
        if i < many:
            sheet.pause[i] = 0
            if sheet.empty[i]:
                last, since = i, wheel
    return True


@tight
def _earliest(scene: Scene, sheet: Sheet, many: int, low: int, most_wait: int) -> bool:
    """When each stop begins at the earliest, leaving no earlier than `low`; False where no times fit."""
    stops, early = sheet.stops, sheet.early
    for i in range(many):
        early[i] = scene.stops[stops[i], FIRST]
    early[0] = max(early[0], low + sheet.legs[0] + sheet.pause[0])
    moved = True
    while moved:
        moved = False
        for i in range(1, many):
            early[i] = max(early[i], early[i - 1] + scene.stops[stops[i - 1], SERVICE] + sheet.legs[i] + sheet.pause[i])
        for i in range(many - 1, -1, -1):
            if early[i] > scene.stops[stops[i], LAST]:
                return False
            mate = sheet.mate[i]
            if mate >= 0 and early[i] - early[mate] > scene.task[stops[i] // 2, MOST_ABOARD]:
                early[mate] = early[i] - scene.task[stops[i] // 2, MOST_ABOARD]
                moved = True
            if i > 0 and sheet.empty[i]:
                ready = early[i] - most_wait - sheet.legs[i] - scene.stops[stops[i - 1], SERVICE]
                if early[i - 1] < ready:
                    early[i - 1] = ready
                    moved = True
    return True


@tight
def latest_times(scene: Scene, sheet: Sheet, many: int, home: int, most_wait: int) -> None:
    """When each stop begins at the latest to be home by then, of a trip that fits."""
    stops, late = sheet.stops, sheet.late
    for i in range(many):
        late[i] = scene.stops[stops[i], LAST]
    late[many - 1] = min(late[many - 1], home - sheet.legs[many] - scene.stops[stops[many - 1], SERVICE])
    moved = True
    while moved:
        moved = False
        for i in range(many - 2, -1, -1):
            late[i] = min(
                late[i], late[i + 1] - sheet.pause[i + 1] - sheet.legs[i + 1] - scene.stops[stops[i], SERVICE]
            )
        for i in range(1, many):
            mate = sheet.mate[i]
            if mate >= 0 and late[i] > late[mate] + scene.task[stops[i] // 2, MOST_ABOARD]:
                late[i] = late[mate] + scene.task[stops[i] // 2, MOST_ABOARD]
                moved = True
            if sheet.empty[i]:
                begins = late[i - 1] + scene.stops[stops[i - 1], SERVICE] + sheet.legs[i] + most_wait
                if late[i] > begins:
                    late[i] = begins
                    moved = True
