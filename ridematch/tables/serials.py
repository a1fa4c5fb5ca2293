"""What Excel stores in a cell -> the text that stands there: numbers, dates and times are all numbers to it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from ridematch.language import say
from ridematch.tables.findings import BadCellError

Shown = Literal["number", "date", "time", "both", "duration"]
"""How a cell's format shows its number."""

Holds = Literal["dates", "times", "codes", "other"]
"""What the column of a cell is for."""

Stored = str | float | bool | BadCellError
"""A text, a number, yes or no, or what is wrong with the cell."""

_DAY_ZERO = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_DAYS_BETWEEN = (_DAY_ZERO[True] - _DAY_ZERO[False]).days
_DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCell:
    """A cell as the workbook has it: `position` 0 is column A."""

    position: int
    stored: Stored
    shown: Shown = "number"

    def text(self, *, holds: Holds, from_1904: bool) -> str:
        """What stands in the cell, as a reader of cells understands it. Days count from 1904 in some old workbooks.

        Raises `BadCellError`.
        """
        match self.stored:
            case BadCellError():
                raise self.stored
            case bool():
                return "yes" if self.stored else "no"
            case str():
                return self.stored
        if holds == "codes" and self.shown != "number":  # typed as 1-2
            remedy = say("Format the cell as text, and type it again.")
            raise BadCellError(say("Excel has made a date or a time of this"), remedy)
        if holds == "times":
            return _time_text(self.stored, self.shown, from_1904=from_1904)
        return _text(self.stored, self.shown, holds=holds, from_1904=from_1904)


def shown_by(number_format: str) -> Shown:
    """How a number format ("yyyy\\-mm\\-dd") shows a number."""
    from openpyxl.styles.numbers import STRIP_RE, is_date_format, is_timedelta_format

    if not is_date_format(number_format):
        return "number"
    if is_timedelta_format(number_format):
        return "duration"
    bare = STRIP_RE.sub("", number_format.partition(";")[0]).lower()
    has_time = "h" in bare or "s" in bare
    if not has_time:
        return "date"
    return "both" if "d" in bare or "y" in bare else "time"


def _text(number: float, shown: Shown, *, holds: Holds, from_1904: bool) -> str:
    if holds == "dates" and shown == "time" and number >= 1:
        shown = "date"
    match shown:
        case "number":
            old = holds == "dates" and from_1904
            return _digits(number + _DAYS_BETWEEN if old else number)
        case "date":
            return _date(number, from_1904=from_1904)
        case "time":
            return _clock(_seconds(number % 1) % _DAY_SECONDS)
        case "duration":
            return _clock(_seconds(number))
        case "both":
            seconds = _seconds(number % 1) % _DAY_SECONDS
            on = _date(number, from_1904=from_1904)
            return f"{on} {_clock(seconds)}" if seconds else on


def _time_text(number: float, shown: Shown, *, from_1904: bool) -> str:
    """In a column for times the day before the first one does not matter, and a share of a day is a time."""
    if shown == "number" and number >= 1 and number % 1:  # 14.25 may be a quarter or 25 minutes past
        raise BadCellError(say("this is a number, not a time of day"), say("Write it like 06:30."))
    if 0 < number < 1 or (shown in ("date", "both") and 0 <= number < 2):
        shown = "time"
    return _text(number, shown, holds="times", from_1904=from_1904)


def _digits(number: float) -> str:
    """All its digits, never as a power of ten."""
    return f"{Decimal(repr(number)):f}".removesuffix(".0")


def _seconds(days: float) -> int:
    return round(days * _DAY_SECONDS)


def _clock(seconds: int) -> str:
    if seconds < 0:
        raise BadCellError(say("a time can't be negative"), say("Write it like 06:30."))
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}" + (f":{rest:02}" if rest else "")


def _date(number: float, *, from_1904: bool) -> str:
    try:
        return (_DAY_ZERO[from_1904] + timedelta(days=number // 1)).isoformat()
    except OverflowError as impossible:
        raise BadCellError(say("there is no such date"), say("Write it like 2026-12-14.")) from impossible
