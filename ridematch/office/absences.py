"""The rows of `away` on the telephone: what is covered already, and what is left when somebody is there after all."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from ridematch.model.facts import Away
from ridematch.rules.admit.spans import Span, without

DAY_MINUTES = 24 * 60


def stretch_of(row: Away) -> Span:
    """When somebody is away by this row, in minutes of the clock on the wall (see `wall_time`).

    Over several dates it is one stretch. Without an end, or with 00:00, it lasts until the midnight after the last
    date, and an end at or before the start of a single date is on the next day.
    """
    start, end = row.start or time(), row.end or time()
    overnight = row.first_date == row.last_date and row.start is not None and end <= start
    ends_on = row.last_date + timedelta(days=1) if overnight or end == time() else row.last_date
    return Span(begins=_minute(row.first_date, start), ends=_minute(ends_on, end))


def wall_time(minute: int) -> datetime:
    """A minute of a stretch as local date and time."""
    days, rest = divmod(minute, DAY_MINUTES)
    return datetime.combine(date.fromordinal(days), time(rest // 60, rest % 60))


def wall_minute(at: datetime) -> int:
    """The minute of a stretch at a local date and time, the other way round."""
    return _minute(at.date(), at.time())


def covered(stretch: Span, rows: Iterable[Away]) -> bool:
    """Whether these rows together cover a stretch whole."""
    return not without(stretch, map(stretch_of, rows))


def touched(stretch: Span, rows: Iterable[Away]) -> bool:
    """Whether any of these rows covers some of a stretch."""
    return any(stretch_of(row).overlaps(stretch) for row in rows)


def taken_out(stretch: Span, rows: Iterable[Away]) -> tuple[Away, ...]:
    """The rows without a stretch: those outside it as they are, others shortened, split in two, or gone."""
    left: list[Away] = []
    for row in rows:
        whole = stretch_of(row)
        left += [_shortened(row, piece) for piece in without(whole, [stretch])] if whole.overlaps(stretch) else [row]
    return tuple(left)


def _shortened(row: Away, piece: Span) -> Away:
    begins, ends, last = (wall_time(minute) for minute in (piece.begins, piece.ends, piece.ends - 1))
    return replace(
        row,
        first_date=begins.date(),
        last_date=last.date(),
        start=None if begins.time() == time() else begins.time(),
        end=None if ends.time() == time() else ends.time(),
    )


def _minute(on: date, at: time) -> int:
    return on.toordinal() * DAY_MINUTES + at.hour * 60 + at.minute
