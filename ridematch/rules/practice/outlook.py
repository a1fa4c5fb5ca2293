"""When a learner will have practised for as long as the target asks, if things go on as they do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from ridematch.rules.practice.years import DAY

LOOK_BACK = timedelta(weeks=4)
"""So far back lessons tell the pace."""

FAR = timedelta(days=3653)
"""Ten years: nobody plans for what is farther away."""

Lessons = Iterable[tuple[date, int]]
"""Dates of lessons and their minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Minutes practised, minutes planned from today on, and minutes a week at the pace of both.

    `reaches` is the date on which the target is reached at that pace, `as_wished` the one with all the lessons a week
    that the learner wishes for; None is not within ten years.
    """

    rider: str
    minutes: int
    planned_minutes: int
    weekly_minutes: float
    reaches: date | None
    as_wished: date | None


def outlook(
    rider: str,
    *,
    minutes: int,
    logged: Lessons,
    planned: Lessons,
    planned_days: tuple[date, date] | None,
    wished_weekly_minutes: float,
    target_minutes: float,
    today: date,
) -> Outlook:
    """`minutes` are all so far, those of `logged` included; `planned` are lessons from today on.

    The pace is that of the lessons logged in the last four weeks, or since the first one if that is later, and of those
    planned, by the days from then to today and the `planned_days` from today on (first and last, None where nothing is
    planned); never by less than a week.
    """
    rows, ahead = sorted(logged), sorted(planned)
    since = max(today - LOOK_BACK, rows[0][0]) if rows else today
    until = max(planned_days[1], today) if planned_days else today
    days = (today - since).days + (_length(planned_days, today) if planned_days else 0)
    recent = sum(length for on, length in rows if since <= on <= today) + sum(length for _, length in ahead)
    weekly = recent / max(1.0, days / 7)
    missing = target_minutes - minutes
    return Outlook(
        rider=rider,
        minutes=minutes,
        planned_minutes=sum(length for _, length in ahead),
        weekly_minutes=weekly,
        reaches=_reached(missing, ahead, weekly=weekly, today=today, until=until),
        as_wished=_reached(missing, (), weekly=wished_weekly_minutes, today=today, until=today - DAY),
    )


def _length(planned: tuple[date, date], today: date) -> int:
    """How many of the planned days are not over."""
    return max(0, (planned[1] - max(planned[0], today)).days + 1)


def _reached(missing: float, ahead: Lessons, *, weekly: float, today: date, until: date) -> date | None:
    """The date on which nothing is missing: today, that of a planned lesson, or so many days after the last planned."""
    if missing <= 0:
        return today
    for on, length in ahead:
        missing -= length
        if missing <= 0:
            return on
    if weekly <= 0 or ceil(missing / weekly * 7) > FAR.days:
        return None
    return until + timedelta(days=ceil(missing / weekly * 7))
