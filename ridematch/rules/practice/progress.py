"""How far a learner has come, and which part to practise next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from ridematch.model.curriculum import Curriculum, Part
from ridematch.model.facts import Learner, LoggedLesson


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a learner has practised: minutes before the log and in it, those in the dark, lessons logged, the last one.

    `done` are codes of parts practised, `again` of those that the last lesson with them said need more; both in the
    order of the curriculum. `left` are all others that the learner's kind of car has.
    """

    rider: str
    minutes: int
    dark_minutes: int
    lessons: int
    last: date | None
    done: tuple[str, ...]
    again: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A date on which the learner can practise, and whether a whole lesson in the dark is possible, or by daylight."""

    date: date
    dark: bool
    light: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The part to practise next, and those not done that have to wait for their season, for darkness or daylight."""

    part: Part | None
    waiting: tuple[Part, ...]


def progress_of(learner: Learner, log: Iterable[LoggedLesson], curriculum: Curriculum) -> Progress:
    """By the rows of the log that are the learner's."""
    rows = in_order(row for row in log if row.rider == learner.rider)
    open_still = {part: curriculum.again(row.remarks) for row in rows for part in row.parts}  # the last one says
    parts = [part.part for part in curriculum.parts_for(learner.transmission)]
    return Progress(
        rider=learner.rider,
        minutes=learner.practised_minutes + sum(row.minutes for row in rows),
        dark_minutes=sum(row.minutes for row in rows if row.dark),
        lessons=len(rows),
        last=rows[-1].date if rows else None,
        done=tuple(part for part in parts if open_still.get(part) is False),
        again=tuple(part for part in parts if open_still.get(part) is True),
        left=tuple(part for part in parts if part not in open_still),
    )


def in_order(log: Iterable[LoggedLesson]) -> tuple[LoggedLesson, ...]:
    """Lessons by date and time; of one day those without a time come first."""
    return tuple(sorted(log, key=lambda row: (row.date, row.start or time.min)))


def next_part(progress: Progress, curriculum: Curriculum, chances: Iterable[Chance]) -> Next:
    """The first part that is not done and can be practised at one of the chances, moment by moment.

    A part that is bound to a season, to darkness or to daylight goes before the others of its moment while it can be
    practised: it may have to wait for long if it is not.
    """
    coming = tuple(chances)
    undone = [part for part in curriculum.parts if part.part in (*progress.again, *progress.left)]
    undone.sort(key=lambda part: part.moment)
    possible = [part for part in undone if any(_suits(part, chance) for chance in coming)]
    moment = min((part.moment for part in possible), default=0)
    ready = [part for part in possible if part.moment == moment]
    first = next((part for part in ready if part.is_bound), ready[0] if ready else None)
    return Next(part=first, waiting=tuple(part for part in undone if part.is_bound and part not in possible))


def _suits(part: Part, chance: Chance) -> bool:
    return part.in_season(chance.date) and (chance.dark or not part.dark) and (chance.light or not part.daylight)
