"""On which dates something recurs: days of the week, every so many weeks, first and last dates, public holidays."""

from collections.abc import Container
from datetime import date, timedelta

from ridematch.model.errors import RidematchError
from ridematch.model.facts import WEEKDAYS

SUNDAYS_ARE_LISTED = ("NO", "SE")
"""Countries whose list of holidays may hold every Sunday; a plain Sunday is no public holiday here."""


def monday(on: date) -> date:
    """The Monday of a date's week."""
    return on - timedelta(days=on.weekday())


def recurs(
    on: date, *, days: tuple[str, ...], first_date: date | None, last_date: date | None, every_weeks: int = 1
) -> bool:
    """Whether something recurs on a date. Weeks are counted from the week of `first_date`, Monday to Sunday."""
    if (first_date and on < first_date) or (last_date and on > last_date):
        return False
    if on.isoformat() in days:
        return True
    if WEEKDAYS[on.weekday()] not in days:
        return False
    if every_weeks <= 1 or first_date is None:
        return True
    return (monday(on) - monday(first_date)).days // 7 % every_weeks == 0


def on_holidays(on: date, *, rule: str, holidays: Container[date]) -> bool:
    """Whether a shift with this `holidays` rule, "not" or "only", runs on a date."""
    return (on in holidays) == (rule == "only")


def public_holidays(country: str, dates: tuple[date, ...]) -> frozenset[date]:
    """Which of these dates are public holidays there. Raises RidematchError for a country that is not known."""
    import holidays

    try:
        if country in SUNDAYS_ARE_LISTED:
            calendar = holidays.country_holidays(country, include_sundays=False)
        else:
            calendar = holidays.country_holidays(country)
    except NotImplementedError as error:
        raise RidematchError(
            f"No public holidays are known for {country!r}. Set calendar.holidays to another."
        ) from error
    return frozenset(on for on in dates if on in calendar)
