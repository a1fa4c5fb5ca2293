"""Legs that a bus, own means or a bed covers: on the coordinator's day sheet and on the rider's own page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ridematch.language import LANGUAGES, RECEIVED, speaking_to
from ridematch.model.events import Event
from ridematch.views.desk import Desk, DeskLine, as_desk_html, desk_of
from ridematch.views.leaflets import Leaflet, as_html, rider_leaflet
from ridematch.views.schedule import FALLBACKS
from ridematch.views.trouble import Trouble
from ridematch.views.without_driver import WithoutDriver
from tests.views.schedules import MONDAY, OUT_1, PEOPLE, STOPS, ZONE, at

BACK = WithoutDriver(
    request="S1:2026-12-14:back",
    rider="R1",
    date=MONDAY,
    fallback="bus",
    start="Bageriet",
    end="home:R1",
    at=at("12:05"),
    ends_at=at("12:40"),
)
OUT = WithoutDriver(
    request="S8:2026-12-14:out",
    rider="R3",
    date=MONDAY,
    fallback="own",
    start="home:R3",
    end="Hotellet",
    at=at("04:25"),
    ends_at=at("04:25"),
)
UNKNOWN = WithoutDriver(request="S1:2026-12-14:back", rider="R1", date=MONDAY, fallback="bed")
AFTER_MIDNIGHT = replace(BACK, fallback="bed", at=datetime(2026, 12, 15, 2, 5, tzinfo=UTC))
TUESDAY = MONDAY + timedelta(days=1)


def desk(*legs: WithoutDriver, days: int = 2, events: tuple[Event, ...] = ()) -> Desk:
    return desk_of(
        tuple(MONDAY + timedelta(days=number) for number in range(days)),
        stops=STOPS,
        unserved=(),
        promises=(),
        events=events,
        people=PEOPLE,
        zone=ZONE,
        practise={},
        trouble=Trouble(),
        command="ridematch",
        without_driver=legs,
    )


def covered(found: Desk, day: int = 0) -> list[DeskLine]:
    return [line for line in found.days[day].lines if not line.driven]


def page(*legs: WithoutDriver, code: str = "R1", now: datetime | None = None, past_too: bool = True) -> Leaflet:
    return rider_leaflet(
        code,
        stops=STOPS,
        without_driver=legs,
        people=PEOPLE,
        places={"Bageriet": (63.4, 13.0)},
        edition=3,
        zone=ZONE,
        now=now,
        past_too=past_too,
    )


def test_the_day_sheet_has_them_by_time_among_the_rides() -> None:
    found = desk(BACK, OUT)
    assert [(line.time, line.rider, line.where, line.volunteer) for line in covered(found)] == [
        ("by 05:25", PEOPLE.who("R3"), "Järpen to Hotellet", "own means"),
        ("from 13:05", PEOPLE.who("R1"), "Bageriet to Duved", "the bus"),
    ]
    starts = [line.time.split()[-1][:5] for line in found.days[0].lines]
    assert starts == sorted(starts)


def test_there_is_nothing_to_tick_where_nobody_drives() -> None:
    alone, more = (as_desk_html(one).count(b'class="box"') for one in (desk(), desk(BACK, OUT)))
    assert alone == more > 0
    assert b"the bus" in as_desk_html(desk(BACK))


def test_a_night_is_on_the_sheet_of_its_clock_or_on_the_last_with_the_day() -> None:
    found = desk(AFTER_MIDNIGHT)
    assert (covered(found), [line.time for line in covered(found, 1)]) == ([], ["from 03:05"])
    assert [line.time for line in covered(desk(AFTER_MIDNIGHT, days=1))] == ["from Tue 03:05"]


def test_what_is_cancelled_by_telephone_says_so() -> None:
    about = Event(
        number=1, at=at("01:00"), kind="cancelled", serves=OUT_1, rider="R1", volunteer="V1", date=MONDAY, because=""
    )
    assert [line.state for line in covered(desk(BACK, events=(about,)))] == ["cancelled"]
    assert [line.state for line in covered(desk(BACK))] == [""]


def test_where_the_plan_behind_it_is_gone_it_stands_with_its_date_and_code() -> None:
    (line,) = covered(desk(UNKNOWN))
    assert (line.time, line.where, line.volunteer) == ("", "S1:2026-12-14:back", "a bed there")
    (card, _) = page(UNKNOWN).days[0].cards
    assert card.lines[0].time == "" and "bed" in card.lines[0].what


def test_the_riders_page_says_what_to_do_when_and_where() -> None:
    (day,) = page(BACK, OUT).days
    driven, bus = day.cards
    assert driven.foot == ""
    assert [(line.time, line.what, line.where) for line in bus.lines] == [
        ("13:05", "you can go home from then on: take the bus", "Bageriet")
    ]
    assert bus.lines[0].geo.startswith("geo:63.4")
    assert bus.foot == "Nobody drives you this way."
    (own, *_) = page(BACK, OUT, code="R3").days[0].cards
    assert own.lines[0].what.startswith("be there by then") and own.lines[0].where == "Hotellet"


@pytest.mark.parametrize("language", [*LANGUAGES, *RECEIVED])
def test_every_way_has_words_of_its_own_in_every_language(language: str) -> None:
    with speaking_to(language):
        said = {
            page(replace(leg, rider="R9", fallback=fallback), code="R9").days[0].cards[0].lines[0].what
            for leg in (OUT, BACK)
            for fallback in FALLBACKS
        }
        foot = page(BACK, code="R1").days[0].cards[-1].foot.encode()
        assert foot in as_html(page(BACK))
    assert len(said) == 2 * len(FALLBACKS)
    assert ("take the bus" in " ".join(said)) == (language == "en")


def test_it_is_next_until_the_rider_is_there_and_then_over() -> None:
    for now, cards in ((at("12:39"), 1), (at("12:40"), 0)):
        found = page(BACK, now=now, past_too=False).days
        assert [card.is_next for day in found for card in day.cards] == [True] * cards
    for hours, days in ((23, 1), (25, 0)):  # of an unknown time, all of its local date
        late = datetime(2026, 12, 13, 23, tzinfo=UTC) + timedelta(hours=hours)
        assert len(page(UNKNOWN, now=late, past_too=False).days) == days
