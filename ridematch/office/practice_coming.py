"""What to practise in each lesson that is planned, by its own date and light."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ridematch.model.curriculum import Part
from ridematch.model.edition import PlannedStop
from ridematch.model.facts import Tables
from ridematch.model.settings import Settings
from ridematch.office.practice_published import day_of
from ridematch.rules.practice.daylight import mostly_dark
from ridematch.rules.practice.progress import Chance, Progress, next_part, progress_of
from ridematch.rules.where import point_of
from ridematch.views.progress import Coming, title_of
from ridematch.views.rides import practice


def is_dark_then(tables: Tables, settings: Settings, lesson: PlannedStop) -> bool:
    """Whether it is dark for most of a published lesson, by its place (or the learner's home) and time."""
    homes = {row.rider: row.home for row in tables.riders or ()}
    places = tables.places or ()
    point = point_of(lesson.place, places) or point_of(homes.get(lesson.rider, ""), places)
    below = settings.curriculum.dark_below_degrees
    return point is not None and mostly_dark(lesson.begins_at, lesson.ends_at, point, below=below)


def parts_to_practise(stops: Iterable[PlannedStop], tables: Tables, settings: Settings) -> dict[str, str]:
    """The title of the part for each lesson and practice ride among these stops, by its code."""
    return titles_of(lesson_parts(stops, tables, settings))


def titles_of(parts: Mapping[str, Part]) -> dict[str, str]:
    """The titles in the language that is spoken, by the code of the lesson or ride."""
    return {serves: title_of(part) for serves, part in parts.items()}


def lesson_parts(stops: Iterable[PlannedStop], tables: Tables, settings: Settings) -> dict[str, Part]:
    """The part for each lesson and practice ride among these stops, by its code."""
    planned, log = tuple(practice(stops)), tables.practice_log or ()
    learning = {stop.rider for stop in planned}
    found = {}
    for learner in tables.learners or ():
        if learner.rider in learning:
            progress = progress_of(learner, log, settings.curriculum)
            for one in coming(planned, progress, tables=tables, settings=settings):
                if one.part is not None:
                    found[one.stop.serves] = one.part
    return found


def coming(
    stops: Iterable[PlannedStop], progress: Progress, *, tables: Tables, settings: Settings
) -> tuple[Coming, ...]:
    """The learner's lessons and practice rides among these stops, each with the part that then comes next.

    Each lesson is taken to go well: the next one goes on from there.
    """
    found = []
    for stop in practice(stop for stop in stops if stop.rider == progress.rider):
        dark = is_dark_then(tables, settings, stop)
        chance = Chance(date=day_of(stop), dark=dark, light=not dark)
        part = next_part(progress, settings.curriculum, [chance]).part
        found.append(Coming(stop=stop, dark=dark, part=part))
        if part is not None:
            progress = replace(
                progress,
                done=(*progress.done, part.part),
                again=tuple(code for code in progress.again if code != part.part),
                left=tuple(code for code in progress.left if code != part.part),
            )
    return tuple(found)
