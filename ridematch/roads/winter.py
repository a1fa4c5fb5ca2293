"""Which dates are winter, when roads are slow."""

from collections.abc import Iterable
from datetime import date

from ridematch.model.settings import RoadSettings


def winter_dates(dates: Iterable[date], settings: RoadSettings) -> tuple[date, ...]:
    """Those of the dates from `winter_from` to `winter_to`, both included; winter may span the end of the year."""
    first, last = settings.winter_from, settings.winter_to

    def is_winter(day: date) -> bool:
        month_day = f"{day:%m-%d}"
        if first <= last:
            return first <= month_day <= last
        return month_day >= first or month_day <= last

    return tuple(day for day in dates if is_winter(day))
