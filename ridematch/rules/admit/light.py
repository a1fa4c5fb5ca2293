"""Lesson times in the light that the curriculum asks for: while a part waits for darkness, daylight costs more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import groupby

from ridematch.model.facts import Learner
from ridematch.model.problem import LessonSlot, TimeWindow
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.practice.daylight import Point, mostly_dark
from ridematch.rules.practice.progress import Chance, next_part, progress_of
from ridematch.rules.where import point_of

STEP = 5
"""Minutes between two begins at which the light is looked at."""


class Light:
    """The light of lessons in one horizon."""

    def __init__(self, horizon: Horizon) -> None:
        self._horizon = horizon
        self._dark = cache(self._is_dark)

    def suited(self, learner: Learner, slots: set[LessonSlot]) -> set[LessonSlot]:
        """The slots, cut where it gets dark or light, those by daylight with their cost.

        As they are where the part that comes next needs no darkness, or none of the slots has any.
        """
        curriculum, tables = self._horizon.settings.curriculum, self._horizon.tables
        progress = progress_of(learner, tables.practice_log or (), curriculum)
        dates = sorted({slot.date for slot in slots})
        part = next_part(progress, curriculum, [Chance(date=on, dark=True) for on in dates]).part
        if part is None or not part.dark:
            return slots
        cut = {piece: dark for slot in slots for piece, dark in self._cut(slot, learner.lesson_minutes)}
        if not any(dark for piece, dark in cut.items() if part.in_season(piece.date)):
            return slots
        cost = self._horizon.settings.costs.lesson_in_wrong_light
        return {piece if dark else replace(piece, cost=cost) for piece, dark in cut.items()}

    def _cut(self, slot: LessonSlot, minutes: int) -> Iterator[tuple[LessonSlot, bool]]:
        """Pieces of a slot and whether a lesson that begins in them is for the most part in the dark."""
        where = self._horizon.whereabouts.spots[slot.place].where
        point = point_of(where, self._horizon.tables.places or ())
        begins = range(slot.window.earliest, slot.window.latest + 1, STEP)
        lit = ((begin, point is not None and self._dark(begin, minutes, point)) for begin in begins)
        for dark, group in groupby(lit, key=lambda pair: pair[1]):
            found: list[tuple[int, bool]] = list(group)
            latest = min(found[-1][0] + STEP - 1, slot.window.latest)
            yield replace(slot, window=TimeWindow(earliest=found[0][0], latest=latest)), dark

    def _is_dark(self, begin: int, minutes: int, point: Point) -> bool:
        begins = self._horizon.clock.epoch + timedelta(minutes=begin)
        below = self._horizon.settings.curriculum.dark_below_degrees
        return mostly_dark(begins, begins + timedelta(minutes=minutes), point, below=below)
