"""The published schedule as pictures, one a date."""

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ridematch.model.settings import Settings
from ridematch.office.files_out import Wanted, Written
from ridematch.office.morning import standing_in
from ridematch.tables.writer import write_whole
from ridematch.views.json_file import problem_from_json
from ridematch.views.time_distance import Day, day_of

KINDS = ("svg", "png")


def export_pictures(store: str, folder: Path, wanted: Wanted, *, settings: Settings) -> Written:
    """The time-distance picture of every date with something planned or left out, each as SVG and PNG.

    RidematchError: nothing has been published, or the files can't be written.
    """
    from ridematch.views.drawing import time_distance_picture

    files = []
    for found in _days(store, wanted, settings=settings):
        for kind in KINDS:
            file = folder / f"{found.date}.{kind}"
            write_whole(file, time_distance_picture(found, kind=kind))
            files.append(file)
    return Written(files=tuple(files))


def _days(store: str, wanted: Wanted, *, settings: Settings) -> tuple[Day, ...]:
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import load_problems

    with reading(open_store(store)) as session:
        standing = standing_in(session, today=wanted.today, first_date=wanted.first_date, days=wanted.days)
        last = None if wanted.days is None else standing.first_date + timedelta(days=wanted.days - 1)
        planned = {stop.date for stop in standing.past.stops} | {left.date for left in standing.past.unserved}
        dates = sorted(on for on in planned if last is None or on <= last)
        problems: dict[date, str] = {
            on: text for text, some in load_problems(session, dates).items() for on in some if text
        }
    zone = ZoneInfo(settings.calendar.zone)
    read = {text: problem_from_json(text) for text in dict.fromkeys(problems.values())}
    return tuple(
        day_of(
            on,
            stops=standing.past.stops,
            left_out=(left.code for left in standing.past.unserved),
            problem=read[problems[on]],
            people=standing.people,
            zone=zone,
        )
        for on in dates
        if on in problems
    )
