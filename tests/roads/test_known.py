"""Travel times are taken from what is known as long as they come from the very same, and only then."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ridematch.model.travel import Travel
from ridematch.roads import known
from ridematch.roads.known import known_or_new
from tests.roads.builders import SETTINGS, at, place, road

DECEMBER, JUNE = date(2026, 12, 14), date(2027, 6, 14)
PLACES = (place("Backe"), place("Dal", lon=13.3))
ROADS = (road("Backe", "Dal", 10, 10),)
SPOTS = (at("Backe", "R1", home=True), at("Dal"))


def found(before: Travel | None, day: date = DECEMBER, **changes: Any) -> Travel:
    given: dict[str, Any] = {"places": PLACES, "roads": ROADS, "spots": SPOTS, "settings": SETTINGS} | changes
    return known_or_new(before, dates=(day,), **given)


def marked() -> Travel:
    """What was worked out, with a mark by which it is known again."""
    return replace(found(None), metres=((0, 1), (1, 0)))


def test_known_again_for_dates_of_any_season() -> None:
    winter, summer = found(marked()), found(marked(), day=JUNE)
    assert winter.metres == summer.metres == marked().metres
    assert (winter.winter_dates, summer.winter_dates) == ((DECEMBER,), ())
    assert found(None, day=JUNE).winter_dates == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"places": (replace(PLACES[0], lat=63.41), PLACES[1])},
        {"roads": (replace(ROADS[0], minutes=11),)},
        {"spots": (replace(SPOTS[0], where="Dal"), SPOTS[1])},
        {"spots": SPOTS[::-1]},
        {"settings": replace(SETTINGS, winter_speed=0.5)},
    ],
)
def test_worked_out_anew_where_anything_changed(changes: dict[str, Any]) -> None:
    assert found(marked(), **changes) == found(None, **changes) != marked()


def test_worked_out_anew_by_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = marked()
    monkeypatch.setattr(known, "__version__", "9.9")
    assert found(before).metres != before.metres
