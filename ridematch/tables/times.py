"""Cells that hold dates, times of day, days of the week, and minutes before or after a time."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

from ridematch.language import note, say
from ridematch.model.facts import WEEKDAYS
from ridematch.tables.findings import BadCellError
from ridematch.tables.spellings import plain

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH_MONTHS = {"may": "maj", "oct": "okt"}
_DATE_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<day>[0-9]{1,2})(?P<mark>[-/.]) ?(?P<month>[0-9]{1,2})[-/. ] ?(?P<year>[0-9]{4})",
        r"(?:den )?(?P<day>[0-9]{1,2})\.?[ -](?P<word>[a-z]{3,9})\.?[ -](?P<year>[0-9]{4}|[0-9]{2})",
    )
)
_MIDNIGHT = re.compile(r"[ t]0?0[:.]00([:.]00)?$")
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_EXCEL_DAYS = range(36526, 73051)  # 2000 to 2099
_YEARS = range(1900, 2200)
_DATE_REMEDY = note("Write it like 2026-12-14.")

_CLOCK = re.compile(r"(?:1899-12-3[01][ t]|1900-01-0[01][ t])?(?:kl\.? ?)?([0-9]{1,2})[:.]([0-9]{2})(?:[:.]00)?")
_TIME_REMEDY = note("Write it like 06:30.")
LONGEST_RELATIVE_MINUTES = 720

_DAY_WORDS = {
    "Mon": "mo mon monday mondays ma man mandag mandagar",
    "Tue": "tu tue tues tuesday tuesdays ti tis tisdag tisdagar",
    "Wed": "we wed wednesday wednesdays on ons onsdag onsdagar",
    "Thu": "th thu thur thurs thursday thursdays to tor tors torsdag torsdagar",
    "Fri": "fr fri friday fridays fre fredag fredagar",
    "Sat": "sa sat saturday saturdays lo lor lordag lordagar",
    "Sun": "su sun sunday sundays so son sondag sondagar",
}
_DAYS: dict[str, tuple[str, ...]] = {word: (day,) for day, words in _DAY_WORDS.items() for word in words.split()}
_DAYS |= dict.fromkeys(("daily", "dagligen", "alla", "alla dagar", "varje dag", "every day", "all days"), WEEKDAYS)
_DAYS |= dict.fromkeys(("weekdays", "weekday", "vardagar", "vardag"), WEEKDAYS[:5])
_DAYS |= dict.fromkeys(("weekends", "weekend", "helger", "helg"), WEEKDAYS[5:])
_ONLY_ENGLISH = re.compile(r"\b(mo|mon|tue?|tues|we|wed|thu?|thurs?|fri|sat?|sun?|\w+days?)\b")
_DAYS_REMEDY = note("Write days such as Mon Tue, daily, weekdays, weekends, or one date.")


def day(cell: str) -> date:
    """A date: ISO, or as Excel writes it in Sweden ("14/12 2026", "14-dec-26", a serial number)."""
    bare = _MIDNIGHT.sub("", plain(cell))
    if bare.isascii() and bare.isdigit() and len(bare) == 5 and int(bare) in _EXCEL_DAYS:
        return _EXCEL_DAY_ZERO + timedelta(days=int(bare))
    for form in _DATE_FORMS:
        found = form.fullmatch(bare)
        if found:
            return _date(found.groupdict())
    raise BadCellError(say("this is not a date"), say(_DATE_REMEDY))


def born(cell: str) -> str:
    """A year of birth, or a date of birth in ISO form."""
    if re.fullmatch(r"[0-9]{4}", cell) and int(cell) in _YEARS:
        return cell
    return day(cell).isoformat()


def clock(cell: str) -> time:
    """A time of day that begins something. 24:00 is refused: it would be a time of the next day."""
    found = _clock(cell)
    if found is None:
        raise BadCellError(say("24:00 belongs to the next day here"), say("Write 00:00 and the date or day after."))
    return found


def end_clock(cell: str) -> time:
    """A time of day that ends something; 24:00 is 00:00, the midnight after."""
    return _clock(cell) or time(0, 0)


def minutes_before(cell: str, start: time) -> int:
    """Minutes before `start`, given as a number or as a time of day before it, across midnight too."""
    return _relative(
        cell,
        lambda at: _minutes(start) - _minutes(at),
        far=note("this is not within {hours} hours before the start"),
        remedy=note("Write minutes before the start, or a time of day before the start."),
    )


def minutes_after(cell: str, end: time) -> int:
    """Minutes after `end`, given as a number or as a time of day after it, across midnight too."""
    return _relative(
        cell,
        lambda at: _minutes(at) - _minutes(end),
        far=note("this is not within {hours} hours after the end"),
        remedy=note("Write minutes after the end, or a time of day after the end."),
    )


def days(cell: str) -> tuple[str, ...]:
    """Days of the week in week order ("må-fr", "vardagar", "Sat Sun"), or one date in ISO form."""
    if any(character.isdigit() for character in cell):
        return (_only_date(cell).isoformat(),)
    bare = re.sub(r"\s*[-–—]\s*", "-", plain(cell)).replace(".", " ").strip()
    if bare in _DAYS:
        return _DAYS[bare]
    if re.search(r"\bto\b", bare) and _ONLY_ENGLISH.search(bare):
        raise BadCellError(
            say('"to" may be "until" or torsdag'), say("Write Mon-Fri for a stretch of days, Thu for Thursday.")
        )
    found: set[str] = set()
    for each in re.split(r"[\s,;/&+]+", bare):
        if each not in ("och", "and", ""):
            found.update(_stretch(each))
    if not found:
        raise BadCellError(say("there are no days of the week in it"), say(_DAYS_REMEDY))
    return tuple(weekday for weekday in WEEKDAYS if weekday in found)


def _only_date(cell: str) -> date:
    try:
        return day(cell)
    except BadCellError as bad:
        raise BadCellError(say("these are neither days of the week nor one date"), bad.remedy) from bad


def _stretch(word: str) -> tuple[str, ...]:
    """One word of a list of days, or two joined by a hyphen."""
    if word in _DAYS:
        return _DAYS[word]
    first, hyphen, last = word.partition("-")
    if hyphen and len(_DAYS.get(first, ())) == 1 and len(_DAYS.get(last, ())) == 1:
        begin = WEEKDAYS.index(_DAYS[first][0])
        count = (WEEKDAYS.index(_DAYS[last][0]) - begin) % 7 + 1
        return tuple(WEEKDAYS[(begin + step) % 7] for step in range(count))
    raise BadCellError(say("these are not days of the week"), say(_DAYS_REMEDY))


def _date(parts: dict[str, str | None]) -> date:
    year, day_of_month = int(parts["year"] or 0), int(parts["day"] or 0)
    month = _month(parts["word"]) if parts.get("word") else int(parts["month"] or 0)
    if parts.get("mark") in ("-", "/") and day_of_month <= 12 and month <= 12 and day_of_month != month:
        raise BadCellError(say("day and month can't be told apart"), say(_DATE_REMEDY))
    if year < 100:
        year += 2000
    if year not in _YEARS:
        raise BadCellError(say("the year can't be"), say(_DATE_REMEDY))
    try:
        return date(year, month, day_of_month)
    except ValueError as impossible:
        raise BadCellError(say("there is no such date"), say(_DATE_REMEDY)) from impossible


def _month(word: str | None) -> int:
    short = (word or "")[:3]
    short = _ENGLISH_MONTHS.get(short, short)
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _clock(cell: str) -> time | None:
    """A time of day; None for 24:00."""
    found = _CLOCK.fullmatch(plain(cell))
    if not found:
        raise BadCellError(say("this is not a time of day"), say(_TIME_REMEDY))
    hour, minute = int(found[1]), int(found[2])
    if (hour, minute) == (24, 0):
        return None
    if hour > 23 or minute > 59:
        raise BadCellError(say("a day has 24 hours of 60 minutes"), say(_TIME_REMEDY))
    return time(hour, minute)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _relative(cell: str, distance: Callable[[time], int], *, far: str, remedy: str) -> int:
    number = re.fullmatch(r"([0-9]{1,5})( ?min\.?)?", plain(cell))
    minutes = int(number[1]) if number else distance(end_clock(cell)) % (24 * 60)
    if minutes > LONGEST_RELATIVE_MINUTES:
        raise BadCellError(say(far, hours=LONGEST_RELATIVE_MINUTES // 60), say(remedy))
    return minutes
