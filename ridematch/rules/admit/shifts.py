"""When a shift runs: its dates with holidays and changes, and the times of each."""

from collections import defaultdict
from collections.abc import Container
from datetime import date, time

from ridematch.language import say
from ridematch.model.facts import Shift, ShiftChange
from ridematch.rules.admit.dates import on_holidays, recurs
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.admit.spans import Span


class Roster:
    """The shifts of one horizon, date by date."""

    def __init__(self, horizon: Horizon) -> None:
        self._horizon = horizon
        self._changes: defaultdict[tuple[str, date], list[ShiftChange]] = defaultdict(list)
        for change in horizon.tables.shift_changes or ():
            self._changes[change.shift, change.date].append(change)

    def shift_spans(self, shift: Shift) -> list[tuple[date, Span]]:
        """Dates on which a shift runs, around the horizon, each with its start and end."""
        if shift.every_weeks > 1 and shift.first_date is None:
            self._horizon.issue(
                "shifts",
                shift.shift,
                say("It runs every {weeks} weeks, but from which week on is not said.", weeks=shift.every_weeks),
                say("Enter first_date."),
            )
            return []
        found = []
        for on in self._horizon.journey_dates:
            times = self._times(shift, on)
            span = self._horizon.span("shifts", shift.shift, on, *times) if times else None
            if span:
                found.append((on, span))
        return found

    def _times(self, shift: Shift, on: date) -> tuple[time, time] | None:
        changes = self._changes.get((shift.shift, on), [])
        if not self._runs(shift, on):
            if changes and on in self._horizon.dates:
                self._horizon.issue(
                    "shift_changes",
                    f"{shift.shift} {on}",
                    say("{shift} does not run on {date}, so the change has no effect.", shift=shift.shift, date=on),
                    say("Correct the date, or enter a shift for that date."),
                )
            return None
        if any(change.change == "cancelled" for change in changes):
            return None
        start, end = shift.start, shift.end
        for change in changes:
            start, end = change.start or start, change.end or end
        return start, end

    def _runs(self, shift: Shift, on: date) -> bool:
        return runs(shift, on, holidays=() if shift.holidays == "as-usual" else self._horizon.holidays)


def runs(shift: Shift, on: date, *, holidays: Container[date]) -> bool:
    """Whether a shift runs on a date, changes aside; `holidays` matter to shifts that run only or not on them."""
    recurring = recurs(
        on, days=shift.days, first_date=shift.first_date, last_date=shift.last_date, every_weeks=shift.every_weeks
    )
    if not recurring or shift.holidays == "as-usual":
        return recurring
    return on_holidays(on, rule=shift.holidays, holidays=holidays)
