"""Lesson times as the curriculum asks for: where a part waits for its season, darkness or daylight, others cost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import groupby

from ridematch.model.curriculum import Part
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
        """The slots, those that don't suit the part to practise next with their cost.

        Cut where it gets dark or light if that part asks for either. As they are where any time suits it. What none of
        the slots suits, such as darkness at midsummer, has to wait, and the part after it is next.
        """
        curriculum, log = self._horizon.settings.curriculum, self._horizon.tables.practice_log or ()
        progress = progress_of(learner, log, curriculum)
        dates = sorted({slot.date for slot in slots})
        dark = light = True
        while True:
            chances = [Chance(date=on, dark=dark, light=light) for on in dates]
            part = next_part(progress, curriculum, chances).part
            if part is None or not part.is_bound:
                return slots
            pieces = self._pieces(slots, part, learner.lesson_minutes)
            if any(pieces.values()):
                cost = self._horizon.settings.costs.lesson_in_wrong_light
                return {piece if suits else replace(piece, cost=cost) for piece, suits in pieces.items()}
            dark, light = dark and not part.dark, light and not part.daylight

    def _pieces(self, slots: set[LessonSlot], part: Part, minutes: int) -> dict[LessonSlot, bool]:
        """The slots, cut if the part asks for darkness or daylight, and whether each suits it."""
        if not part.asks_for_light:
            return {slot: part.in_season(slot.date) for slot in slots}
        cut = {piece: dark for slot in slots for piece, dark in self._cut(slot, minutes)}
        return {piece: part.suits(piece.date, dark=dark) for piece, dark in cut.items()}

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
