"""What was published as files: sheets for a spreadsheet program, calendars, JSON; and the mileage statement.

Each file is written whole or not at all. Files of the same kind that an earlier export left for somebody who neither
volunteers nor drives any more are removed, so that nobody sends them on.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ridematch.language import say, speaking_to
from ridematch.model.driven import driven
from ridematch.model.errors import RidematchError
from ridematch.model.settings import Settings
from ridematch.office.morning import Standing, nothing_published, standing_in
from ridematch.office.own_trips import direct_ways
from ridematch.office.people_found import find_person
from ridematch.office.practice_coming import parts_to_practise
from ridematch.tables.writer import write_whole
from ridematch.views.appointments import appointments
from ridematch.views.calendar import as_calendar, is_calendar
from ridematch.views.csv_files import as_csv, has_header
from ridematch.views.directory import Directory
from ridematch.views.json_file import edition_json, plan_from_json, problem_from_json
from ridematch.views.mileage import Driven, by_day, by_month, days_sheet, last_of_month, months_sheet
from ridematch.views.sheets import OWN_COLUMNS, Schedule, Sheet, file_name, own_sheet, schedule_sheets
from ridematch.views.still import is_over
from ridematch.views.workbook import as_workbook, is_own_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which dates are wanted, and of whom: by default from `today` on, and of everybody."""

    today: date
    first_date: date | None = None
    days: int | None = None
    volunteer: str = ""  # a code or a part of a name
    now: datetime | None = None  # where no first date is named, what of the night before is not over then is wanted too


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The files that were written, and those of an earlier export that were removed."""

    files: tuple[Path, ...]
    removed: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What was driven between two dates, both included, month by month."""

    first_date: date
    last_date: date
    months: tuple[Driven, ...]
    people: Directory


def export_csv(store: str, folder: Path, wanted: Wanted, *, settings: Settings, semicolon: bool) -> Written:
    """The sheets as CSV files, and one with nothing but the own rides for each volunteer, or for the one wanted.

    RidematchError: nothing has been published, nobody is the volunteer, or the files can't be written.
    """
    return _export_sheets(
        store,
        folder,
        wanted,
        settings=settings,
        together=lambda sheets: {f"{sheet.name}.csv": as_csv(sheet, semicolon=semicolon) for sheet in sheets},
        own=lambda sheet: as_csv(sheet, semicolon=semicolon),
        suffix=".csv",
        is_ours=lambda content: has_header(content, OWN_COLUMNS),
    )


def export_xlsx(store: str, folder: Path, wanted: Wanted, *, settings: Settings) -> Written:
    """The same sheets as one workbook, and a workbook for each volunteer, or for the one wanted.

    RidematchError: nothing has been published, nobody is the volunteer, or the files can't be written.
    """
    return _export_sheets(
        store,
        folder,
        wanted,
        settings=settings,
        together=lambda sheets: {"schedule.xlsx": as_workbook(sheets)},
        own=lambda sheet: as_workbook((sheet,)),
        suffix=".xlsx",
        is_ours=is_own_workbook,
    )


def export_ics(store: str, folder: Path, wanted: Wanted, *, settings: Settings) -> Written:
    """A calendar for each volunteer in their language, or for the one wanted.

    Also for who has left, as long as rides are cancelled.
    RidematchError: nothing has been published, nobody is the volunteer, or the files can't be written.
    """
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import load_history

    with reading(open_store(store)) as session:
        standing = stands(session, wanted)
        first_date, days = _calendar_dates(standing, wanted)
        night = None if wanted.first_date else wanted.now
        since = first_date - timedelta(days=1) if night else first_date
        history = load_history(
            session, first_date=since, days=None if days is None else days + (first_date - since).days
        )
    found = tuple(
        one
        for one in appointments(history, standing.past.promises, first_date=first_date, days=days)
        if one.trip[0].date >= first_date or (night and not is_over(one.trip, night))
    )
    files = {}
    for code in volunteers_wanted(standing, wanted, (one.volunteer for one in found)):
        with speaking_to(standing.people.language(code)):
            files[f"calendars/{file_name(code)}.ics"] = as_calendar(
                (one for one in found if one.volunteer == code),
                people=standing.people,
                zone=ZoneInfo(settings.calendar.zone),
                first_date=first_date,
            )
    return write_files(folder, files, others="" if wanted.volunteer else "calendars/*.ics", is_ours=is_calendar)


def export_json(store: str, folder: Path) -> Path:
    """Write the newest edition as it was decided. RidematchError: nothing published, or the file can't be written."""
    from ridematch.rules.check import check
    from ridematch.rules.score import score
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import latest_edition

    with reading(open_store(store)) as session:
        edition = latest_edition(session)
    if edition is None:
        raise nothing_published()
    problem, plan = problem_from_json(edition.problem_json), plan_from_json(edition.plan_json)
    terms = score(problem, plan)
    text = edition_json(
        edition,
        problem=problem,
        plan=plan,
        score=asdict(terms) | {"total": terms.total},
        violations=check(problem, plan),
    )
    path = folder / "edition.json"
    write_whole(path, text.encode("utf-8"))
    return path


def mileage_statement(store: str, *, today: date, month: date | None, settings: Settings) -> Statement:
    """What was driven in the month that begins on this date, or in the last month and in this one, up to today.

    RidematchError: the month has not begun, or nothing has been published.
    """
    from ridematch.store.database import open_store, reading
    from ridematch.store.editions import latest_edition
    from ridematch.store.people import load_people

    if month and month > today:
        raise RidematchError(
            say(
                "{month} has not begun. For what is planned: ridematch export csv --from {date}",
                month=f"{month:%Y-%m}",
                date=month,
            )
        )
    first_date = month or _last_month(today)
    last_date = min(today, last_of_month(first_date)) if month else today
    with reading(open_store(store)) as session:
        if latest_edition(session) is None:
            raise nothing_published()
        days = _driven(session, first_date=first_date, last_date=last_date, settings=settings)
        return Statement(
            first_date=first_date,
            last_date=last_date,
            months=by_month(days, first_date=first_date, last_date=last_date),
            people=Directory(load_people(session)),
        )


def _export_sheets(
    store: str,
    folder: Path,
    wanted: Wanted,
    *,
    settings: Settings,
    together: Callable[[tuple[Sheet, ...]], dict[str, bytes]],
    own: Callable[[Sheet], bytes],
    suffix: str,
    is_ours: Callable[[bytes], bool],
) -> Written:
    """`together` makes the coordinator's files by name, `own` the content of a volunteer's own one."""
    from ridematch.store.database import open_store, reading

    with reading(open_store(store)) as session:
        standing = stands(session, wanted)
        codes = volunteers_wanted(standing, wanted, (stop.volunteer for stop in standing.past.stops))
        mileage = () if wanted.volunteer else _mileage_sheets(session, standing, wanted, settings=settings)
    schedule = Schedule(
        stops=standing.past.stops,
        unserved=standing.past.unserved,
        covered=standing.past.covered,
        promises=standing.past.promises,
        events=standing.past.events,
        people=standing.people,
        zone=ZoneInfo(settings.calendar.zone),
        practise=parts_to_practise(standing.past.stops, standing.tables, settings),
    )
    files = {} if wanted.volunteer else together((*schedule_sheets(schedule), *mileage))
    files |= {f"volunteers/{file_name(code)}{suffix}": own(own_sheet(schedule, code)) for code in codes}
    return write_files(folder, files, others="" if wanted.volunteer else f"volunteers/*{suffix}", is_ours=is_ours)


def _calendar_dates(standing: Standing, wanted: Wanted) -> tuple[date, int | None]:
    """As for the sheets, but from today on also where these begin later: what stood before may be cancelled."""
    first_date = wanted.first_date or min(wanted.today, standing.first_date)
    more = (standing.first_date - first_date).days
    return first_date, None if wanted.days is None else wanted.days + more


def _mileage_sheets(session: Any, standing: Standing, wanted: Wanted, *, settings: Settings) -> tuple[Sheet, ...]:
    """A row a day for the dates wanted; a row a month for the same, or where none were named, up to today."""
    first_date, last_date = standing.first_date, last_of(standing.first_date, wanted.days)
    days = _driven(session, first_date=first_date, last_date=last_date, settings=settings)
    counted = days
    if wanted.first_date is None and wanted.days is None:
        first_date, last_date = _last_month(wanted.today), wanted.today
        counted = _driven(session, first_date=first_date, last_date=last_date, settings=settings)
    months = by_month(counted, first_date=first_date, last_date=last_date)
    return days_sheet(days, people=standing.people), months_sheet(months, people=standing.people)


def _driven(session: Any, *, first_date: date, last_date: date | None, settings: Settings) -> tuple[Driven, ...]:
    """What stands published for these dates, both included, a value for each day and volunteer."""
    from ridematch.store.editions import load_schedule
    from ridematch.store.trail import load_events

    days = None if last_date is None else (last_date - first_date).days + 1
    if days is not None and days < 1:
        return ()
    found = load_schedule(session, first_date=first_date, days=days).stops
    events = load_events(session, since=first_date - timedelta(days=1))  # of what is driven after midnight too
    stops = tuple(stop for stop in driven(found, events) if last_date is None or stop.date <= last_date)
    return by_day(stops, direct=direct_ways(session, stops), rates=settings.mileage.rates)


def stands(session: Any, wanted: Wanted) -> Standing:
    """What stands of what is wanted. RidematchError: nothing has been published yet."""
    return standing_in(session, today=wanted.today, first_date=wanted.first_date, days=wanted.days, now=wanted.now)


def volunteers_wanted(standing: Standing, wanted: Wanted, driving: Iterable[str]) -> tuple[str, ...]:
    """Who gets a file: the one wanted, or all volunteers, and those who drive although their row is gone."""
    if wanted.volunteer:
        return (find_person(standing.tables.volunteers or (), wanted.volunteer),)
    return tuple(dict.fromkeys((*(row.volunteer for row in standing.tables.volunteers or ()), *sorted(driving))))


def write_files(folder: Path, files: dict[str, bytes], *, others: str, is_ours: Callable[[bytes], bool]) -> Written:
    """Writes the files. `others`: which files an earlier export may have left, to be removed if they are ours."""
    for name, content in files.items():
        write_whole(folder / name, content)
    written = {Path(name).name.casefold() for name in files}  # there are disks to which V1 and v1 are the same
    left = sorted(folder.glob(others)) if others else []
    removed = tuple(path for path in left if path.name.casefold() not in written and _removed(path, is_ours))
    return Written(files=tuple(folder / name for name in files), removed=removed)


def _removed(path: Path, is_ours: Callable[[bytes], bool]) -> bool:
    """Removes a file if it is ours, and says whether it was."""
    try:
        ours = path.is_file() and is_ours(path.read_bytes())
        if ours:
            path.unlink()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RidematchError(
            say("{file} is of somebody who has left and can't be removed: {reason}.", file=path, reason=reason)
        ) from None
    return ours


def last_of(first_date: date, days: int | None) -> date | None:
    """The last of so many dates; None where there is no end."""
    return None if days is None else first_date + timedelta(days=days - 1)


def _last_month(today: date) -> date:
    """The first of the month before this one."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
