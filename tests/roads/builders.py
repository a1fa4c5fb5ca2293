"""Small networks and settings for the tests of roads."""

from datetime import date

from ridematch.model.facts import Place, Road
from ridematch.model.settings import RoadSettings
from ridematch.model.travel import Spot, Travel
from ridematch.roads.travel import travel_times

SETTINGS = RoadSettings(
    winter_speed=0.85,
    winter_from="11-01",
    winter_to="04-30",
    village_minutes=3.0,
    access_speed_kmh=30.0,
    detour_factor=1.3,
    speed_kmh=60.0,
)


def place(name: str, lat: float = 63.0, lon: float = 13.0) -> Place:
    return Place(name=name, lat=lat, lon=lon)


def road(start: str, end: str, minutes: float, km: float = 1.0, *, one_way: bool = False) -> Road:
    return Road(start=start, end=end, minutes=minutes, km=km, one_way=one_way)


def at(where: str, code: str = "", *, home: bool = False) -> Spot:
    return Spot(place=code or where, where=where, home=home)


def travel(
    places: list[Place],
    roads: list[Road],
    spots: list[Spot],
    *,
    settings: RoadSettings = SETTINGS,
    dates: tuple[date, ...] = (),
) -> Travel:
    return travel_times(places=tuple(places), roads=tuple(roads), spots=tuple(spots), settings=settings, dates=dates)


def minutes(result: Travel, start: str, end: str, *, winter: bool = False) -> int:
    index = result.index()
    return result.minutes[winter][index[start]][index[end]]


def metres(result: Travel, start: str, end: str) -> int:
    index = result.index()
    return result.metres[index[start]][index[end]]
