"""Whether it is dark: how far the sun is below the horizon at a place and an instant."""

from datetime import datetime, timedelta

STEP = timedelta(minutes=5)
"""So often the sun is looked at during a lesson."""

Point = tuple[float, float]
"""Latitude and longitude in decimal degrees."""


def is_dark(at: datetime, point: Point, *, below: float) -> bool:
    """Whether the sun's centre is more than `below` degrees under the horizon (a negative number). Refraction aside."""
    from astral import Observer
    from astral.sun import elevation

    latitude, longitude = point
    return elevation(Observer(latitude=latitude, longitude=longitude), at, with_refraction=False) < below


def mostly_dark(begins: datetime, ends: datetime, point: Point, *, below: float) -> bool:
    """Whether it is dark for at least half of the time from one instant to another."""
    moments = range(max(1, (ends - begins) // STEP))
    return 2 * sum(is_dark(begins + number * STEP, point, below=below) for number in moments) >= len(moments)
