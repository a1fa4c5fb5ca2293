"""Pages to read and to print: one for each volunteer and rider, and one for the coordinator's desk."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ridematch.language import speaking_to
from ridematch.model.settings import Settings
from ridematch.office.files_out import Wanted, Written, last_of, stands, volunteers_wanted, write_files
from ridematch.office.gather import horizon
from ridematch.office.maps import positions
from ridematch.office.morning import Standing
from ridematch.office.practice_coming import lesson_parts, parts_to_practise, titles_of
from ridematch.office.trouble import find_trouble
from ridematch.office.without_driver import legs_without_driver
from ridematch.tables.writer import write_whole
from ridematch.views.desk import as_desk_html, desk_of
from ridematch.views.leaflets import as_html, is_leaflet, rider_leaflet, volunteer_leaflet
from ridematch.views.sheets import file_name


def export_pages(store: str, folder: Path, wanted: Wanted, *, settings: Settings) -> Written:
    """A page for each volunteer and each rider in their language, or for the one volunteer wanted.

    RidematchError: nothing has been published, nobody is the volunteer, or the files can't be written.
    """
    from ridematch.store.database import open_store, reading

    with reading(open_store(store)) as session:
        standing = stands(session, wanted)
        covered = legs_without_driver(session, standing.past.covered)
    named = {row.name: (row.lat, row.lon) for row in standing.tables.places or ()}
    places = named | positions(standing.tables, standing.people, exact=True)
    past, zone = standing.past, ZoneInfo(settings.calendar.zone)
    parts = lesson_parts(past.stops, standing.tables, settings)
    codes = volunteers_wanted(standing, wanted, (stop.volunteer for stop in past.stops))
    files = {}
    for code in codes:
        with speaking_to(standing.people.language(code)):
            leaflet = volunteer_leaflet(
                code,
                stops=past.stops,
                promises=past.promises,
                events=past.events,
                people=standing.people,
                places=places,
                edition=standing.edition.number,
                zone=zone,
                practise=titles_of(parts),
                now=wanted.now,
                past_too=wanted.first_date is not None,
            )
            files[f"volunteers/{file_name(code)}.html"] = as_html(leaflet)
    met = {stop.rider for stop in past.stops if stop.rider} | {leg.rider for leg in covered}
    met |= {left.rider for left in past.unserved if left.kind != "lesson"}
    riders = () if wanted.volunteer else sorted(met)
    for code in riders:
        with speaking_to(standing.people.language(code)):
            leaflet = rider_leaflet(
                code,
                stops=past.stops,
                without_driver=covered,
                unserved=past.unserved,
                people=standing.people,
                places=places,
                edition=standing.edition.number,
                zone=zone,
                practise=titles_of(parts),
                now=wanted.now,
                past_too=wanted.first_date is not None,
            )
            files[f"riders/{file_name(code)}.html"] = as_html(leaflet)
    return write_files(folder, files, others="" if wanted.volunteer else "*/*.html", is_ours=is_leaflet)


def export_desk(
    store: str, folder: Path, wanted: Wanted, *, settings: Settings, now: datetime, command: str = "ridematch"
) -> Written:
    """The week at a glance and a sheet for each day, as one page to print; before it whom to phone first.

    RidematchError: nothing has been published, or the file can't be written.
    """
    from ridematch.store.database import open_store, reading

    standing, dates = look_up_dates(store, wanted)
    with reading(open_store(store)) as session:
        covered = legs_without_driver(session, standing.past.covered)
    desk = desk_of(
        dates,
        stops=standing.past.stops,
        unserved=standing.past.unserved,
        promises=standing.past.promises,
        events=standing.past.events,
        people=standing.people,
        zone=ZoneInfo(settings.calendar.zone),
        practise=parts_to_practise(standing.past.stops, standing.tables, settings),
        trouble=find_trouble(store, settings=settings, now=now),
        command=command,
        without_driver=covered,
    )
    file = folder / "desk.html"
    write_whole(file, as_desk_html(desk))
    return Written(files=(file,))


def look_up_dates(store: str, wanted: Wanted) -> tuple[Standing, tuple[date, ...]]:
    """What stands, and the dates from the first wanted to the last planned."""
    from ridematch.store.database import open_store, reading

    with reading(open_store(store)) as session:
        standing = stands(session, wanted)
    planned = [stop.journey_date or stop.date for stop in standing.past.stops]
    last = last_of(standing.first_date, wanted.days) or max(standing.first_date, *planned)
    return standing, horizon(standing.first_date, (last - standing.first_date).days + 1)
