"""The published schedule on the globe: GeoJSON, and a map of each date. Homes stand in the middle of their villages."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ridematch.model.facts import Place, Tables
from ridematch.model.settings import Settings
from ridematch.office.files_out import Wanted, Written
from ridematch.office.morning import Standing, standing_in
from ridematch.rules.admit import spots
from ridematch.rules.where import point_of
from ridematch.tables.writer import write_whole
from ridematch.views.directory import Directory
from ridematch.views.geography import Geography, Missing, Position, as_geojson, tracks_of
from ridematch.views.json_file import problem_from_json

KINDS = ("svg", "png")

REMOTE = 0.03
"""Degrees of latitude, some three kilometres."""


def export_geojson(store: str, folder: Path, wanted: Wanted, *, settings: Settings, exact: bool) -> Written:
    """All dates in one file. `exact`: homes where they are, but of riders with limited visibility.

    RidematchError: nothing has been published, or the file can't be written.
    """
    found, _ = _geography(store, wanted, settings=settings, exact=exact)
    file = folder / "rides.geojson"
    write_whole(file, as_geojson(found))
    return Written(files=(file,))


def export_maps(store: str, folder: Path, wanted: Wanted, *, settings: Settings) -> Written:
    """A map of every date with something planned or left out, as SVG and PNG.

    RidematchError: nothing has been published, or the files can't be written.
    """
    from ridematch.views.drawing_map import map_picture

    found, dates = _geography(store, wanted, settings=settings, exact=False)
    files = []
    for on in dates:
        for kind in KINDS:
            file = folder / f"map-{on}.{kind}"
            write_whole(file, map_picture(found, on=on, kind=kind))
            files.append(file)
    return Written(files=tuple(files))


def _geography(store: str, wanted: Wanted, *, settings: Settings, exact: bool) -> tuple[Geography, tuple[date, ...]]:
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import load_problems

    with reading(open_store(store)) as session:
        standing = standing_in(session, today=wanted.today, first_date=wanted.first_date, days=wanted.days)
        planned = {stop.date for stop in standing.past.stops} | {left.date for left in standing.past.unserved}
        last = None if wanted.days is None else standing.first_date + timedelta(days=wanted.days - 1)
        dates = tuple(sorted(on for on in planned if last is None or on <= last))
        problems = load_problems(session, dates)
    at = positions(standing.tables, standing.people, exact=exact)
    places = standing.tables.places or ()
    ends = ((point_of(row.start, places), point_of(row.end, places)) for row in standing.tables.roads or ())
    found = Geography(
        tracks=tuple(
            one for one in tracks_of(standing.past.stops, at, ZoneInfo(settings.calendar.zone)) if one.date in dates
        ),
        missing=_missing(standing, problems, at),
        roads=tuple((start, end) for start, end in ends if start and end),
        villages=named(places),
    )
    return found, dates


def positions(tables: Tables, people: Directory, *, exact: bool) -> dict[str, Position]:
    """Where each place id is: a home and other coordinates in the village that pages name, unless `exact`."""
    places = tables.places or ()
    found: dict[str, Position] = {}
    for spot in spots(tables):
        home = people.home_of(spot.place)
        private = spot.place.startswith("at:") or home is not None
        blurred = private and (not exact or (home is not None and home.limited_visibility))
        where = point_of(people.place(spot.place), places) if blurred and home is not None else None
        if blurred and where is None:
            where = _nearest_village(point_of(spot.where, places), tables)
        elif not blurred:
            where = point_of(spot.where, places)
        if where is not None:
            found[spot.place] = where
    return found


def named(places: Iterable[Place]) -> tuple[tuple[str, Position], ...]:
    """What has a name on the map: villages, and places with none near."""
    rows = tuple(places)
    return tuple((row.name, (row.lat, row.lon)) for row in rows if row.kind == "village" or _is_remote(row, rows))


def _is_remote(place: Place, places: Iterable[Place]) -> bool:
    """Whether no village is near enough that its name says where this is."""
    here = place.lat, place.lon
    return all(_apart(here, (row.lat, row.lon)) > REMOTE**2 for row in places if row.kind == "village")


def _apart(one: Position, other: Position) -> float:
    """In squared degrees of latitude; in the north one of longitude is about half as long."""
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 / 4


def _nearest_village(at: Position | None, tables: Tables) -> Position | None:
    villages = [(row.lat, row.lon) for row in tables.places or () if row.kind == "village"]
    if at is None or not villages:
        return None
    return min(villages, key=lambda village: _apart(village, at))


def _missing(standing: Standing, problems: dict[str, tuple[date, ...]], at: dict[str, Position]) -> tuple[Missing, ...]:
    left = {one.code for one in standing.past.unserved}
    found = {}
    for text, dates in problems.items():
        for journey in problem_from_json(text).journeys if text else ():
            for leg in journey.legs if journey.code in left and journey.date in dates else ():
                ends = at.get(leg.request.pickup.place), at.get(leg.request.delivery.place)
                if ends[0] and ends[1]:
                    found[leg.request.code] = Missing(
                        date=journey.date,
                        request=leg.request.code,
                        rider=journey.rider,
                        start=ends[0],
                        end=ends[1],
                    )
    return tuple(found[code] for code in sorted(found))
