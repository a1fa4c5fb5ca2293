"""A geocoder over the table places, in geopy's interface. It knows nothing else, and no network is touched."""

from collections.abc import Iterable
from typing import Any, Protocol

from geopy.adapters import BaseSyncAdapter
from geopy.distance import geodesic, great_circle
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from ridematch.model.facts import Place
from ridematch.roads.names import SUGGESTIONS, FoundPlace, Names

__all__ = ["FoundPlace", "PlacesGeocoder", "find_place"]


class Find(Protocol):
    """From what somebody typed to the place that is meant, or to suggestions."""

    def __call__(self, text: str, *, suggest: bool = True) -> FoundPlace:
        """Without `suggest`, which takes time, no name is suggested that is only close."""


def find_place(places: Iterable[Place]) -> Find:
    """A way to find these places by what somebody typed."""
    return Names(places).find


class PlacesGeocoder(Geocoder):  # type: ignore[misc]
    """Names to coordinates and back, from the rows of places."""

    def __init__(self, places: Iterable[Place]) -> None:
        super().__init__(adapter_factory=_Offline)
        self._places = {place.name: place for place in places}
        self._names = Names(self._places.values())

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Any:
        """The place of this name as a Location, or None where it is not certain which is meant.

        With `exactly_one=False` a list: the place, or else the suggestions; None where there are none. A location's
        `raw["match"]` is "exact", "folded" (case or accents overlooked) or "suggestion".
        """
        found = self._names.find(query)
        if found.name is not None:
            location = self._location(found.name, match="exact" if found.exact else "folded")
            return location if exactly_one else [location]
        if exactly_one:
            return None
        return [self._location(name, match="suggestion") for name in found.suggestions] or None

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Any:
        """The place nearest to a point ("lat,lon", a pair or a geopy Point), or a list of the three nearest.

        A location's `raw["metres"]` is its distance from the point as the crow flies.
        """
        point = Point(query)
        nearest = sorted(self._places.values(), key=lambda place: _rank(point, place))[:SUGGESTIONS]
        locations = [self._location(place.name, metres=_metres(point, place)) for place in nearest]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _location(self, name: str, **raw: object) -> Location:
        place = self._places[name]
        return Location(place.name, Point(place.lat, place.lon), {"country": place.country, "kind": place.kind, **raw})


def _rank(point: Point, place: Place) -> tuple[float, str]:
    # The sphere will do to put thousands of places in order, and is much quicker.
    return great_circle(point, (place.lat, place.lon)).meters, place.name


def _metres(point: Point, place: Place) -> float:
    return float(geodesic(point, (place.lat, place.lon)).meters)


class _Offline(BaseSyncAdapter):  # type: ignore[misc]
    """What geopy would ask the network with. It refuses."""

    def get_json(self, url: str, *, timeout: Any, headers: Any) -> Any:
        raise RuntimeError("Places are looked up in the table places, never online.")

    get_text = get_json
