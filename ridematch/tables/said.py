"""Dates as people say them on the telephone: today, tomorrow, a day of the week."""

from datetime import date, timedelta

from ridematch.model.facts import WEEKDAYS
from ridematch.tables import times
from ridematch.tables.findings import BadCellError
from ridematch.tables.spellings import one_line, plain

_DAYS_AHEAD = {
    -2: ("day before yesterday", "forrgar", "i forrgar"),
    -1: ("yesterday", "igar", "i gar"),
    0: ("today", "idag", "i dag"),
    1: ("tomorrow", "imorgon", "i morgon", "imorron"),
    2: ("day after tomorrow", "overmorgon", "i overmorgon"),
}
_AHEAD = {word: days for days, words in _DAYS_AHEAD.items() for word in words}


def said_date(text: str, *, today: date, after: date | None = None, past: bool = False) -> str:
    """The date that is meant, in ISO form; what is no such word stays as it is, for the reader of dates.

    A day of the week is the next such day after `after`, by default after today: who means today says so. Of something
    that is `past` it is the last one before today.
    """
    word = plain(one_line(text))
    if word in _AHEAD:
        return (today + timedelta(days=_AHEAD[word])).isoformat()
    week = ((after or today) + timedelta(days=-days if past else days) for days in range(1, 8))
    return next((on.isoformat() for on in week if _is(word, on)), text)


def _is(word: str, on: date) -> bool:
    """Whether the word is this date's day of the week and no other's."""
    try:
        return times.days(word) == (WEEKDAYS[on.weekday()],)
    except BadCellError:
        return False
