"""What began the night before is there until it is over, and the next is the first that is not over."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ridematch.model.edition import Edition, PlannedStop
from ridematch.office.files_out import Wanted, export_csv, export_ics
from ridematch.office.morning import look_up, tell
from ridematch.office.outbox import open_outbox
from ridematch.office.pages_out import export_desk, export_pages, look_up_dates
from ridematch.views.calls import calls_page
from ridematch.views.desk import week_page
from ridematch.views.schedule import schedule_page, volunteer_page
from ridematch.views.terminal import plain_lines
from ridematch.views.trouble import Trouble
from tests.builders import MONDAY
from tests.office.test_files_out import SETTINGS, an_edition, publish_all
from tests.rules.rows import ZONE
from tests.views.diary import read

TUESDAY = MONDAY + timedelta(days=1)
LEAVES = datetime(2026, 12, 14, 22, 50, tzinfo=UTC)  # ten to midnight; home again well after it


def a_night() -> Edition:
    """Monday's only trip leaves before midnight, and nothing else is planned."""
    edition = replace(an_edition(own_trip=False), days=1)
    return replace(edition, stops=shifted(edition.stops, LEAVES - edition.stops[0].begins_at))


def shifted(stops: tuple[PlannedStop, ...], by: timedelta) -> tuple[PlannedStop, ...]:
    return tuple(
        replace(
            stop,
            arrives_at=stop.arrives_at + by,
            begins_at=stop.begins_at + by,
            ends_at=stop.ends_at + by,
        )
        for stop in stops
    )


NIGHT = a_night()
HOME = NIGHT.stops[-1].ends_at
RUNNING = HOME - timedelta(minutes=1)
ABOARD = next(stop.ends_at for stop in NIGHT.stops if stop.action == "delivery") - timedelta(minutes=1)


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    publish_all(url, NIGHT)
    return url


def wanted(now: datetime, first_date: date | None = None) -> Wanted:
    return Wanted(today=TUESDAY, first_date=first_date, now=now)


def test_a_trip_of_the_night_before_stands_until_the_volunteer_is_home(url: str) -> None:
    assert RUNNING.astimezone(ZONE).date() == TUESDAY
    standing = look_up(url, today=TUESDAY, now=RUNNING)
    assert standing.first_date == TUESDAY
    assert standing.past.stops == NIGHT.stops
    page = volunteer_page("V1", stops=standing.past.stops, promises=(), events=(), people=standing.people, zone=ZONE)
    assert "what: pick up" in "\n".join(plain_lines(page))


def test_a_trip_whose_volunteer_is_home_does_not(url: str) -> None:
    publish_all(url, replace(NIGHT, first_date=TUESDAY, stops=tomorrow()))
    assert {stop.date for stop in look_up(url, today=TUESDAY, now=RUNNING).past.stops} == {MONDAY, TUESDAY}
    assert {stop.date for stop in look_up(url, today=TUESDAY, now=HOME).past.stops} == {TUESDAY}


def test_dates_that_are_asked_for_are_just_these(url: str) -> None:
    publish_all(url, replace(NIGHT, first_date=TUESDAY, stops=tomorrow()))
    found = look_up(url, today=TUESDAY, first_date=TUESDAY, now=RUNNING)
    assert {stop.date for stop in found.past.stops} == {TUESDAY}


def tomorrow() -> tuple[PlannedStop, ...]:
    day = timedelta(days=1)
    return tuple(
        replace(stop, date=TUESDAY, journey_date=stop.journey_date and TUESDAY, serves=stop.serves and "R9")
        for stop in shifted(NIGHT.stops, day)
    )


def test_its_promise_stands_too(url: str) -> None:
    tell(url, ["R1"], now=LEAVES)
    standing = look_up(url, today=TUESDAY, now=RUNNING)
    assert [promise.serves for promise in standing.past.promises] == ["R1"]
    assert [event.kind for event in standing.past.events] == ["told"]


def test_everything_that_is_sent_and_printed_has_it(url: str, tmp_path: Path) -> None:
    export_pages(url, tmp_path, wanted(ABOARD), settings=SETTINGS)
    export_desk(url, tmp_path, wanted(ABOARD), settings=SETTINGS, now=ABOARD)
    export_csv(url, tmp_path, wanted(ABOARD), settings=SETTINGS, semicolon=False)
    own = (tmp_path / "volunteers" / "V1.html").read_text(encoding="utf-8")
    assert own.count('class="card next"') == 1
    assert "fetches you" in (tmp_path / "riders" / f"{rider()}.html").read_text(encoding="utf-8")
    assert rider() in (tmp_path / "desk.html").read_text(encoding="utf-8")
    assert rider() in (tmp_path / "rides.csv").read_text(encoding="utf-8-sig")
    standing, dates = look_up_dates(url, wanted(ABOARD))
    assert dates == (TUESDAY,)
    week = week_page(dates, stops=standing.past.stops, people=standing.people, zone=ZONE, title="")
    assert "volunteer: V1; Tue: 1" in "\n".join(plain_lines(week))


def test_once_it_is_over_nothing_of_it_is_left(url: str, tmp_path: Path) -> None:
    publish_all(url, replace(NIGHT, first_date=TUESDAY, stops=tomorrow()))
    export_pages(url, tmp_path, wanted(HOME), settings=SETTINGS)
    own = (tmp_path / "volunteers" / "V1.html").read_text(encoding="utf-8")
    assert own.count('class="card') == own.count('class="card next"') == 1
    export_pages(url, tmp_path, wanted(RUNNING), settings=SETTINGS)
    own = (tmp_path / "volunteers" / "V1.html").read_text(encoding="utf-8")
    assert own.count('class="card') == 2
    assert own.index('class="card next"') < own.index('class="card"')


def test_of_dates_that_are_asked_for_all_is_on_the_page_and_what_is_not_over_is_next(url: str, tmp_path: Path) -> None:
    publish_all(url, replace(NIGHT, first_date=TUESDAY, stops=tomorrow()))
    export_pages(url, tmp_path, wanted(HOME, first_date=MONDAY), settings=SETTINGS)
    own = (tmp_path / "volunteers" / "V1.html").read_text(encoding="utf-8")
    assert own.index('class="card"') < own.index('class="card next"')


def test_the_riders_next_is_the_first_in_which_they_have_not_arrived(url: str, tmp_path: Path) -> None:
    publish_all(url, replace(NIGHT, first_date=TUESDAY, stops=tomorrow()))
    (arrived,) = {stop.ends_at for stop in NIGHT.stops if stop.action == "delivery"}
    for now, cards in ((arrived - timedelta(minutes=1), 2), (arrived, 1)):
        export_pages(url, tmp_path, wanted(now), settings=SETTINGS)
        page = (tmp_path / "riders" / f"{rider()}.html").read_text(encoding="utf-8")
        assert page.count('class="card') == cards
        assert page.count('class="card next"') == 1


def test_the_calendar_keeps_it_confirmed_until_it_is_over(url: str, tmp_path: Path) -> None:
    tell(url, ["R1"], now=LEAVES)
    publish_all(url, replace(NIGHT, first_date=TUESDAY, stops=tomorrow()))
    for now, statuses in ((RUNNING, ["CONFIRMED", "TENTATIVE"]), (HOME, ["TENTATIVE"])):
        export_ics(url, tmp_path, wanted(now), settings=SETTINGS)
        events = read((tmp_path / "calendars" / "V1.ics").read_bytes()).events
        assert [event.status for event in events] == statuses


def test_the_calendar_cancels_what_an_edition_of_the_night_drops(url: str, tmp_path: Path) -> None:
    publish_all(url, replace(NIGHT, stops=(), made_at=LEAVES))
    export_ics(url, tmp_path, wanted(RUNNING), settings=SETTINGS)
    events = read((tmp_path / "calendars" / "V1.ics").read_bytes()).events
    assert [event.status for event in events] == ["CANCELLED"]


def test_nobody_is_phoned_about_what_has_begun(url: str) -> None:
    def lines(now: datetime) -> str:
        standing = look_up(url, today=TUESDAY, now=now)
        page = calls_page(
            stops=standing.past.stops,
            promises=(),
            events=(),
            trouble=Trouble(),
            dates=(TUESDAY,),
            people=standing.people,
            zone=ZONE,
            title="",
            command="ridematch",
            now=now,
        )
        return "\n".join(plain_lines(page))

    assert "yes R1" in lines(LEAVES)
    assert "yes R1" not in lines(RUNNING)


def test_what_leaves_after_midnight_of_yesterdays_date_is_still_told(url: str) -> None:
    """It is of Monday, and begins on Tuesday by the clock."""
    later = replace(NIGHT, stops=shifted(NIGHT.stops, timedelta(minutes=90)))
    publish_all(url, later)
    tell(url, ["R1"], now=LEAVES)
    past_midnight = datetime(2026, 12, 14, 23, 5, tzinfo=UTC)
    found = open_outbox(url, settings=SETTINGS, now=past_midnight)
    assert set(found.silent) == {"V1", rider()}  # neither has a number here
    assert open_outbox(url, settings=SETTINGS, now=later.stops[1].begins_at).silent == ()


def test_the_whole_day_stays_in_the_schedule(url: str) -> None:
    """The coordinator still notes what was driven in the morning."""
    standing = look_up(url, today=MONDAY, now=LEAVES + timedelta(minutes=5))
    page = schedule_page(
        stops=standing.past.stops, covered=(), promises=(), events=(), people=standing.people, zone=ZONE, title=""
    )
    assert "ride: R1" in "\n".join(plain_lines(page))


def rider() -> str:
    return next(stop.rider for stop in NIGHT.stops if stop.rider)
