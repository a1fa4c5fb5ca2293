"""What became of rides and lessons once their time has come: they took place, nobody came, or somebody else drove."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.edition import Past, PlannedStop, Unserved
from ridematch.model.errors import RidematchError
from ridematch.model.events import Answers, Event
from ridematch.model.facts import Away
from ridematch.model.problem import way_of
from ridematch.model.settings import Settings
from ridematch.office.absences import touched, wall_minute
from ridematch.office.morning import event_about, unknown_code
from ridematch.rules.admit.spans import Span
from ridematch.views.clock import local_date
from ridematch.views.stranded import way_home


class DoubtfulError(RidematchError):
    """Whoever would be credited with it is away by the tables, or has said no; nothing was noted."""


def finish(
    store: str,
    codes: Iterable[str],
    *,
    settings: Settings,
    now: datetime,
    showed_up: bool = True,
    by_other: str = "",
    sure: bool = False,
    by: str = "",
) -> tuple[Event, ...]:
    """Note that rides or lessons took place, or that nobody came. All of them or none.

    `by_other`, one of `BY_OTHER`: the riders were not brought by the volunteer who has it, if anybody has. Of a journey
    of which nobody drives a part it is about that part, on the day itself also before its time.

    RidematchError: one of the codes is not in the published schedule, or still to come. DoubtfulError: whoever has it
    is away then or said no to it, and that is neither `by_other` nor `sure`.
    """
    from ridematch.store.database import open_store, transaction
    from ridematch.store.editions import load_schedule
    from ridematch.store.tables import load_tables
    from ridematch.store.trail import add_events

    with transaction(open_store(store)) as session:
        facts = _Facts(
            past=load_schedule(session, first_date=None, days=None),
            away=load_tables(session).away or (),
            zone=ZoneInfo(settings.calendar.zone),
            now=now,
        )
        events: list[Event] = []
        for code in dict.fromkeys(codes):
            if by_other:
                done = (replace(event, volunteer="", because=by_other) for event in facts.otherwise(code))
            else:
                done = (
                    replace(event, kind="done" if showed_up else "no-show") for event in facts.as_planned(code, sure)
                )
            events += (replace(event, by=by) for event in done)
        return add_events(session, events)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What is published, and who is away."""

    past: Past
    away: tuple[Away, ...]
    zone: tzinfo
    now: datetime

    def as_planned(self, code: str, sure: bool) -> Iterator[Event]:
        """Of all that a code stands for, with whoever has it."""
        about = self._planned(code)
        if not about:
            raise RidematchError(unknown_code(self.past, code))
        for stop in about:
            if stop.begins_at > self.now:
                raise _still_to_come(stop.serves)
            if not sure and self._is_gone(stop):
                raise DoubtfulError(
                    say(
                        "{volunteer} is away then or said no to {code}; nothing was noted. If somebody else brought "
                        "the rider: ridematch done {code} --by-other taxi. If {volunteer} drove all the same: --yes",
                        volunteer=stop.volunteer,
                        code=stop.serves,
                    )
                )
            yield event_about(stop, "done", at=self.now)

    def otherwise(self, code: str) -> Iterator[Event]:
        """Of what nobody drives of it, or else of all of it."""
        today, planned = local_date(self.now, self.zone), self._planned(code)
        gone = [stop for stop in planned if self._is_gone(stop)]
        left = [] if any(stop.serves == code for stop in planned) else [*self._left_out(code)]
        if not planned and not left:
            raise RidematchError(unknown_code(self.past, code))
        for one in left:
            if one.date > today:
                raise _still_to_come(code)
            serves = way_home(one.code) if planned and one.kind == "commute" else max(code, one.code, key=len)
            yield Event(at=self.now, kind="done", serves=serves, rider=one.rider, volunteer="", date=one.date)
        for stop in gone or ([] if left else planned):
            if stop.begins_at > self.now and not (gone and (stop.journey_date or stop.date) <= today):
                raise _still_to_come(stop.serves)
            yield event_about(stop, "done", at=self.now)

    def _planned(self, code: str) -> list[PlannedStop]:
        stops = (stop for stop in self.past.stops if stop.action in ("pickup", "lesson"))
        return [stop for stop in stops if code in (stop.serves, stop.journey)]

    def _left_out(self, code: str) -> Iterator[Unserved]:
        for one in self.past.unserved:
            is_way = way_of(code) in ("out", "back") and code.rpartition(":")[0] == one.code
            if one.kind != "lesson" and (code == one.code or is_way or one.code.startswith(f"{code}:")):
                yield one

    def _is_gone(self, stop: PlannedStop) -> bool:
        """Whether whoever has it said no last, or is away then and that was not noted only after it had begun."""
        answers = Answers(event for event in self.past.events if event.serves == stop.serves)
        if stop.volunteer in answers.with_state(stop.serves, "declined"):
            return True
        ends = max(each.ends_at for each in self.past.stops if each.serves == stop.serves)
        begins, end = (wall_minute(at.astimezone(self.zone)) for at in (stop.begins_at, ends))
        if not touched(Span(begins=begins, ends=end), (row for row in self.away if row.who == stop.volunteer)):
            return False
        noted = [event.at for event in answers.events if event.kind == "away"]
        return not noted or min(noted) <= stop.begins_at


def _still_to_come(serves: str) -> RidematchError:
    return RidematchError(say("{code} is still to come; nothing was noted.", code=serves))
