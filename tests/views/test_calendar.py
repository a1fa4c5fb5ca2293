import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz  # type: ignore[import-untyped]

from ridematch.language import speak
from ridematch.model.edition import Edition, PlannedStop, Promise
from ridematch.views.appointments import appointments
from ridematch.views.calendar import as_calendar, is_calendar
from ridematch.views.timezone import vtimezone
from tests.views.diary import Diary, read
from tests.views.schedules import EDITION, MONDAY, OUT_1, OUT_2, PEOPLE, PROMISE, STOPS, ZONE, a_stop

SUNDAY_IN_MARCH, SUNDAY_IN_OCTOBER = date(2027, 3, 28), date(2026, 10, 25)


def calendar_of(*editions: Edition, promises: tuple[Promise, ...] = (), zone: ZoneInfo = ZONE) -> bytes:
    first_date = min(edition.first_date for edition in editions)
    found = appointments(editions, promises, first_date=first_date, days=None)
    return as_calendar(found, people=PEOPLE, zone=zone, first_date=first_date)


def a_ride_at(begins: str, ends: str, *, on: date) -> tuple[PlannedStop, ...]:
    return (
        a_stop(0, "depart", "home:V1", begins, on=on),
        a_stop(1, "pickup", "Bageriet", begins, serves="S1:x:back", rider="R1", on=on),
        a_stop(2, "delivery", "home:R1", ends, serves="S1:x:back", rider="R1", on=on),
        a_stop(3, "arrive", "home:V1", ends, on=on),
    )


def lines_of(content: bytes) -> list[str]:
    """The lines as they are meant, unfolded."""
    return content.decode("utf-8").replace("\r\n ", "").split("\r\n")


def test_a_trip_is_an_appointment_from_leaving_home_to_being_home_again() -> None:
    ride, lesson = read(calendar_of(EDITION)).events
    assert ride.dtstart == datetime(2026, 12, 14, 5, 0, tzinfo=ZONE)
    assert ride.dtend == datetime(2026, 12, 14, 5, 50, tzinfo=ZONE)
    assert (ride.status, ride.transparency, ride.classification) == ("TENTATIVE", "OPAQUE", "PRIVATE")
    assert ride.summary == "Driving, Duved to Hotellet"
    assert lesson.summary == "Driving practice, Järpen"


def test_the_description_has_every_stop_with_whom_to_call_and_nobody_else() -> None:
    ride, lesson = read(calendar_of(EDITION)).events
    assert (ride.description or "").splitlines() == [
        "05:00 leave Åre",
        "05:10 pick up Ada: Duved, Påhittsvägen 1, by the red gate, +46 70 174 06 01",
        "05:17 pick up R2: Mötesplatsen",
        "05:30 drop off Ada: Bageriet",
        "05:34 drop off R2: Hotellet",
        "05:50 arrive at Åre",
        "",
        "This is a proposal: it has not been agreed by phone yet.",
    ]
    assert "16:20-17:20 driving practice with Cleo: Järpen, Fiktivgatan 3, 070-1740603" in (lesson.description or "")


def test_titles_carry_no_names_not_even_of_somebody_who_was_forgotten() -> None:
    gone = replace(EDITION, stops=a_ride_at("04:00", "05:00", on=MONDAY))
    found = appointments((gone,), (), first_date=MONDAY, days=None)
    nobody = replace(PEOPLE, people={})
    (event,) = read(as_calendar(found, people=nobody, zone=ZONE, first_date=MONDAY)).events
    assert event.summary == "Driving"
    titles = [line for line in lines_of(calendar_of(EDITION)) if line.startswith("SUMMARY")]
    assert not [word for word in ("Ada", "Påhitt", "Cleo", "R1", "R2", "R3") for title in titles if word in title]


@pytest.mark.parametrize(
    ("told", "status"), [((), "TENTATIVE"), ((OUT_1,), "TENTATIVE"), ((OUT_1, OUT_2), "CONFIRMED")]
)
def test_a_trip_is_agreed_when_all_of_its_rides_are(told: tuple[str, ...], status: str) -> None:
    promises = tuple(replace(PROMISE, serves=serves) for serves in told)
    ride, lesson = read(calendar_of(EDITION, promises=promises)).events
    assert ride.status == status
    assert ("This is a proposal" in (ride.description or "")) == (status == "TENTATIVE")
    assert lesson.status == "TENTATIVE"


def test_what_was_cancelled_keeps_its_times_and_says_nothing_of_anybody() -> None:
    later = replace(EDITION, number=4, stops=STOPS[6:], made_at=EDITION.made_at + timedelta(days=1))
    before, after = read(calendar_of(EDITION)).events[0], read(calendar_of(EDITION, later)).events[0]
    assert (after.uid, after.dtstart, after.dtend) == (before.uid, before.dtstart, before.dtend)
    assert (after.status, after.transparency, after.description) == ("CANCELLED", "TRANSPARENT", None)
    assert after.summary == "Cancelled: Driving, Duved to Hotellet"
    assert (before.sequence, after.sequence) == (6, 8)


def test_the_same_schedule_is_the_same_file_to_the_byte() -> None:
    assert calendar_of(EDITION) == calendar_of(EDITION)


def test_in_swedish_it_is_swedish() -> None:
    speak("sv")
    try:
        text = "\n".join(lines_of(calendar_of(EDITION)))
    finally:
        speak("en")
    assert "SUMMARY:Körning\\, Duved till Hotellet" in text
    assert "05:10 hämta Ada: Duved" in text
    assert "Driving" not in text


def test_a_ride_after_midnight_is_on_its_own_date() -> None:
    stops = a_ride_at("23:30", "23:50", on=MONDAY)  # 00:30 local time
    (event,) = read(calendar_of(replace(EDITION, stops=stops))).events
    assert event.dtstart == datetime(2026, 12, 15, 0, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("on", "begins", "ends", "from_", "to"),
    [
        # The clocks go on from 02:00 to 03:00 at 01:00 UTC.
        (SUNDAY_IN_MARCH, "00:30", "01:30", ";TZID=Europe/Stockholm:20270328T013000", "20270328T033000"),
        # They go back from 03:00 to 02:00 at 01:00 UTC; a local time that comes twice means the first one.
        (SUNDAY_IN_OCTOBER, "00:10", "00:50", ";TZID=Europe/Stockholm:20261025T021000", "20261025T025000"),
        (SUNDAY_IN_OCTOBER, "00:50", "01:10", ":20261025T005000Z", ":20261025T011000Z"),
        (SUNDAY_IN_OCTOBER, "01:30", "02:30", ":20261025T013000Z", ":20261025T023000Z"),
        (SUNDAY_IN_OCTOBER, "02:00", "02:30", ";TZID=Europe/Stockholm:20261025T030000", "20261025T033000"),
    ],
)
def test_on_the_nights_of_the_clocks_instants_stay_what_they_are(
    on: date, begins: str, ends: str, from_: str, to: str
) -> None:
    stops = a_ride_at(begins, ends, on=on)
    content = calendar_of(replace(EDITION, first_date=on, stops=stops))
    event = content.decode().split("BEGIN:VEVENT")[1]
    assert f"DTSTART{from_}\r\n" in event
    assert f"{to}\r\n" in event
    diary = Diary()
    diary.take(content)
    assert [(entry.begins, entry.ends) for entry in diary.shown()] == [(stops[0].begins_at, stops[-1].begins_at)]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Europe/Stockholm", "America/New_York", "Asia/Kolkata", "UTC"])
def test_the_time_zone_in_the_file_agrees_with_the_clocks_hour_by_hour(name: str) -> None:
    """A program that does not know the zone's name has only this."""
    zone = ZoneInfo(name)
    text = vtimezone(zone, first_year=2026, last_year=2027).to_ical().decode()
    read_back = tz.tzical(io.StringIO(text.replace("\r\n", "\n"))).get()
    instants = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(24 * 730))
    assert [at for at in instants if at.astimezone(read_back).utcoffset() != at.astimezone(zone).utcoffset()] == []


def test_a_calendar_that_is_not_in_use_is_still_a_calendar() -> None:
    content = as_calendar((), people=PEOPLE, zone=ZONE, first_date=MONDAY)
    assert read(content).events == []
    assert b"BEGIN:VTIMEZONE" in content
    assert is_calendar(content)
    assert not is_calendar(content.replace(b"ridematch", b"other"))


def test_long_lines_are_folded_between_letters_and_texts_come_back_as_they_were() -> None:
    note = "gå in bakvägen, öppna grinden; ring på hos Åsa \\ Örjan " * 5
    ada = replace(PEOPLE.people["R1"], pickup_note=note.strip())
    found = appointments((EDITION,), (), first_date=MONDAY, days=None)
    people = replace(PEOPLE, people=PEOPLE.people | {"R1": ada})
    content = as_calendar(found, people=people, zone=ZONE, first_date=MONDAY)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    for line in content.split(b"\r\n"):
        line.decode("utf-8")  # no letter is cut in two
    assert note.strip() in (read(content).events[0].description or "")


def test_a_program_is_told_whose_calendar_it_is_and_when_to_look_again() -> None:
    lines = lines_of(calendar_of(EDITION))
    assert {
        "METHOD:PUBLISH", "X-WR-CALNAME:Driving for others", "X-WR-TIMEZONE:Europe/Stockholm",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
    } <= set(lines)  # fmt: skip
