"""When learners reach the target, and how many rides a week fall away when they have a licence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ridematch.language import say, say_many
from ridematch.model.edition import PlannedStop
from ridematch.rules.practice.outlook import Outlook
from ridematch.views.clock import day, length
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A learner's outlook, the day before which there can be no licence (None: any day), and the rides asked for."""

    outlook: Outlook
    not_before: date | None
    rides_a_week: float

    @property
    def reaches(self) -> date | None:
        """When the target is reached and the learner old enough."""
        return self._with_age(self.outlook.reaches)

    @property
    def as_wished(self) -> date | None:
        """The same with every lesson that is wished for."""
        return self._with_age(self.outlook.as_wished)

    def _with_age(self, on: date | None) -> date | None:
        return None if on is None else max(on, self.not_before or on)


def forecast_page(
    expected: tuple[Expected, ...],
    not_logged: tuple[PlannedStop, ...],
    *,
    target_hours: float,
    today: date,
    people: Directory,
) -> Page:
    """A row a learner, the first to reach the target first, and what falls away by when."""
    return Page(
        title=say("Forecast on {day}: {target} hours of practice", day=day(today), target=f"{target_hours:g}"),
        parts=(
            Table(
                columns=(
                    *(say("learner"), say("practised"), say("planned"), say("a week")),
                    *(say("reached"), say("as wished"), say("rides a week")),
                ),
                rows=tuple(
                    (
                        people.who(one.outlook.rider),
                        length(one.outlook.minutes),
                        length(one.outlook.planned_minutes) if one.outlook.planned_minutes else "",
                        length(one.outlook.weekly_minutes),
                        _when(one.reaches, today),
                        _when(one.as_wished, today),
                        _count(one.rides_a_week),
                    )
                    for one in expected
                ),
                stacks=(
                    (say("learner"),),
                    (say("practised"), say("planned")),
                    (say("a week"), say("rides a week")),
                    (say("reached"), say("as wished")),
                ),
            ),
            Lines(heading=say("What falls away"), lines=tuple(_falling_away(expected, people=people))),
            Lines(heading=say("How it is counted"), lines=tuple(_how(not_logged)) if expected else ()),
            Lines(lines=() if expected else (say("Nobody learns to drive."),)),
        ),
    )


def _falling_away(expected: Iterable[Expected], *, people: Directory) -> Iterable[str]:
    """Learner by learner how many rides a week are gone by then, and all of them together."""
    gone, reaching = 0.0, 0
    for one in expected:
        if one.reaches is None or not one.rides_a_week:
            continue
        gone += one.rides_a_week
        reaching += 1
        yield say(
            "{date}: when {who} passes, {rides} rides a week disappear, {all} in all.",
            date=one.reaches,
            who=people.who(one.outlook.rider),
            rides=_count(one.rides_a_week),
            all=_count(gone),
        )
    if reaching:
        yield say_many(
            "When this one passes, {rides} rides a week disappear.",
            "When these {number} pass, {rides} rides a week disappear.",
            reaching,
            rides=_count(gone),
        )


def _how(not_logged: tuple[PlannedStop, ...]) -> Iterable[str]:
    yield say(
        "The pace is that of the lessons logged in the last four weeks and of those planned; as wished is with every "
        "lesson that the learner wishes for. Hours are no licence: risk training, theory and the test come on top."
    )
    yield say("Rides are those that the shifts of the next four weeks ask for, public holidays aside.")
    if not_logged:
        yield say_many(
            "A lesson of the last four weeks was published and is not in the log: ridematch practice log.",
            "{number} lessons of the last four weeks were published and are not in the log: ridematch practice log.",
            len(not_logged),
        )


def _when(on: date | None, today: date) -> str:
    if on is None:
        return say("not in ten years")
    return say("reached") if on <= today else str(on)


def _count(rides: float) -> str:
    """Whole where it is, else with a decimal."""
    return f"{rides:.0f}" if abs(rides - round(rides)) < 0.05 else f"{rides:.1f}"
