"""Whom to phone in the morning: what is said, in which order, and what nobody is phoned about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ridematch.model.agreed import Agreed
from ridematch.model.edition import PlannedStop
from ridematch.model.events import Event, EventKind, times_said
from ridematch.views.calls import calls_page
from ridematch.views.page import Page
from ridematch.views.rides import rides
from ridematch.views.terminal import plain_lines
from ridematch.views.trouble import Trouble, with_trouble
from ridematch.views.unkept import Unkept
from tests.views.schedules import LESSON, MONDAY, OUT_1, OUT_2, PEOPLE, STOPS, ZONE, a_stop, at

EVENING = datetime(2026, 12, 13, 18, tzinfo=UTC)
NOTHING = Trouble()


def lines(
    *events: Event,
    trouble: Trouble = NOTHING,
    now: datetime = EVENING,
    stops: tuple[PlannedStop, ...] = STOPS,
    notice: int = 0,
) -> list[str]:
    page = calls_page(
        stops=stops,
        promises=(),
        events=events,
        trouble=trouble,
        dates=[MONDAY],
        now=now,
        people=PEOPLE,
        zone=ZONE,
        title="Calls",
        command="ridematch",
        notice={"V1": notice},
    )
    return plain_lines(page)


def said(serves: str, rider: str, kind: EventKind, number: int) -> Event:
    times = {OUT_1: (at("04:10"), at("04:30")), OUT_2: (at("04:17"), at("04:34")), LESSON: (at("15:20"), at("16:20"))}
    because = times_said(*times[serves]) if kind == "accepted" else ""
    return Event(
        number=number,
        at=EVENING,
        kind=kind,
        serves=serves,
        rider=rider,
        volunteer="V1",
        date=MONDAY,
        because=because,
    )


YES = tuple(said(serves, rider, "accepted", n) for n, (serves, rider) in enumerate(((OUT_1, "R1"), (OUT_2, "R2")), 1))


def unkept(who: str = "rider", on: date = MONDAY) -> Unkept:
    begins, ends = at("04:10"), at("04:30")
    told = Agreed(role=who, serves=OUT_1, rider="R1", volunteer="V1", date=on, begins_at=begins, ends_at=ends)
    return Unkept(agreed=told, now=None, cancelled=False)


def test_a_volunteer_is_asked_in_two_sentences_and_one_line_to_type() -> None:
    found = lines()
    place = found.index("1. Bo Skjuts (V1), 070-1740611:")
    question, to_type = found[place + 1 : place + 3]
    assert question == (
        "Could you drive on Mon 2026-12-14: 05:10-05:30 Ada Påhitt (R1), Duved to Bageriet; 05:17-05:34 R2, "
        "Mötesplatsen to Hotellet; 16:20-17:20 lesson with Cleo Fiktiv (R3), Järpen? "
        "In all away 05:00-05:50, 16:00-17:40, 86 km."
    )
    assert to_type == f"  ridematch yes {OUT_1} {OUT_2} {LESSON} --of V1"
    assert found[2].startswith("Yes: ") and found[3].startswith("No: ")  # once for all calls


@pytest.mark.parametrize(("late", "short"), [(0, False), (1, True)])
def test_less_notice_than_somebody_wants_is_said(late: int, short: bool) -> None:
    """On the line, and a minute past it."""
    first = min(stop.begins_at for stop in STOPS if stop.volunteer == "V1" and stop.action in ("pickup", "lesson"))
    page = lines(now=first - timedelta(hours=9, minutes=-late), notice=9)
    assert any("less notice than they want" in line for line in page) is short


def test_who_was_asked_in_time_is_not_called_short() -> None:
    asked = [
        said(code, rider, "asked", n) for n, (code, rider) in enumerate(((OUT_1, "R1"), (OUT_2, "R2"), (LESSON, "R1")))
    ]
    assert not any("less notice than they want" in line for line in lines(*asked, notice=200))


def test_a_rider_is_told_once_the_volunteer_has_said_yes() -> None:
    found = lines(*YES)
    assert "It is settled: Mon 2026-12-14 05:10-05:30 Bo Skjuts (V1), Duved to Bageriet." in found
    assert f"  ridematch told {OUT_1}" in found


TUESDAY = MONDAY + timedelta(days=1)
HOME = "S1:2026-12-14:back"


def way_home() -> tuple[PlannedStop, ...]:
    """Ada's, after midnight, with somebody in the car before her whose own journey is of Tuesday."""
    other = "S2:2026-12-15:out"
    steps = (
        a_stop(0, "depart", "home:V1", "03:00", on=TUESDAY),
        a_stop(1, "pickup", "Mötesplatsen", "03:20", serves=other, rider="R2", metres=9_000, on=TUESDAY),
        a_stop(2, "pickup", "Bageriet", "03:40", serves=HOME, rider="R1", metres=10_000, on=TUESDAY),
        a_stop(3, "delivery", "Hotellet", "03:50", serves=other, rider="R2", metres=5_000, on=TUESDAY),
        a_stop(4, "delivery", "home:R1", "04:10", serves=HOME, rider="R1", metres=11_000, on=TUESDAY),
        a_stop(5, "arrive", "home:V1", "04:30", metres=12_000, on=TUESDAY),
        a_stop(0, "depart", "home:V1", "14:00", trip=2, on=TUESDAY),
        a_stop(1, "lesson", "Järpen", "14:20", trip=2, serves="R3:2026-12-15:lesson", rider="R3", on=TUESDAY),
        a_stop(2, "arrive", "home:V1", "15:40", trip=2, metres=30_000, on=TUESDAY),
    )
    return tuple(replace(stop, journey_date=MONDAY) if stop.serves == HOME else stop for stop in steps)


def test_what_a_way_home_takes_is_told_whole_also_on_the_day_after_those_listed() -> None:
    """Neither what is cut off at midnight nor a trip of that day that is not asked about."""
    (asked,) = (line for line in lines(stops=(*STOPS, *way_home())) if "on Tue" in line)
    assert asked == (
        "Could you drive on Tue 2026-12-15: 04:40-05:10 Ada Påhitt (R1), Bageriet to Duved? "
        "In all away 04:00-05:30, 47 km."
    )


def test_what_does_not_hold_after_midnight_has_the_day_on_which_it_begins() -> None:
    begins, ends = at("03:40", TUESDAY), at("04:10", TUESDAY)
    told = replace(unkept(), agreed=replace(unkept().agreed, serves=HOME, begins_at=begins, ends_at=ends))
    (said_so,) = (line for line in lines(trouble=Trouble(unkept=(told,))) if line.startswith("Not as agreed"))
    assert said_so.startswith(f"Not as agreed: {HOME}, Tue 2026-12-15 04:40-05:10, with Bo Skjuts (V1):")
    (home,) = (ride for ride in rides(way_home()) if ride.serves == HOME)
    with_another = replace(told, now=replace(home, volunteer="V2", pickup=replace(home.pickup, volunteer="V2")))
    (said_so,) = (line for line in lines(trouble=Trouble(unkept=(with_another,))) if line.startswith("Not as agreed"))
    assert said_so.endswith(": it is with V2 now, 04:40-05:10.")
    page = with_trouble(Page(), Trouble(unkept=(told,)), people=PEOPLE, zone=ZONE, command="ridematch")
    schedule = "\n".join(plain_lines(page))
    assert "Tue 2026-12-15" in schedule
    assert "Mon 2026-12-14" not in schedule


@pytest.mark.parametrize(("minutes", "asked"), [(-1, True), (0, False)])
def test_nobody_is_phoned_about_what_has_begun(minutes: int, asked: bool) -> None:
    found = "\n".join(lines(now=at("04:10") + timedelta(minutes=minutes)))
    assert ("Ada" in found) == asked
    assert "lesson with Cleo" in found
    told = "\n".join(lines(*YES, now=at("04:10") + timedelta(minutes=minutes)))
    assert ("Ada" in told) == asked


def test_what_does_not_hold_is_neither_asked_about_nor_told() -> None:
    void = Trouble(void=frozenset({OUT_1}))
    for found in (lines(trouble=void), lines(*YES, trouble=void)):
        assert not [line for line in found if "Ada" in line]
        assert f"Not asked about, since it does not hold as published; match again: {OUT_1}" in found


def test_who_counts_on_what_does_not_hold_is_phoned_first_and_once() -> None:
    trouble = Trouble(unkept=(unkept(), unkept("volunteer")), void=frozenset({OUT_1}))
    found = lines(trouble=trouble)
    calls = [line for line in found if line[:1].isdigit()]
    assert calls == ["1. Ada Påhitt (R1), +46 70 174 06 01:", "2. Bo Skjuts (V1), 070-1740611:"]
    said = f"Not as agreed: {OUT_1}, Mon 2026-12-14 05:10-05:30, with {{}}: nobody drives it as things are."
    assert said.format("Bo Skjuts (V1)") in found
    assert said.format("Ada Påhitt (R1)") in found
    assert f"  once they know: ridematch told {OUT_1} --off R1" in found
    assert f"  once they know: ridematch told {OUT_1} --off V1" in found
    assert f"  ridematch yes {OUT_2} {LESSON} --of V1" in found


def test_a_new_yes_takes_the_place_of_the_old_one() -> None:
    """Ada is told of it at its new time, which says all; nothing else is to be typed."""
    moved = replace(unkept(), agreed=replace(unkept().agreed, begins_at=at("04:20"), ends_at=at("04:40")))
    found = lines(*YES, trouble=Trouble(unkept=(moved,)))
    assert [line for line in found if "--off" in line] == []
    assert f"  ridematch told {OUT_1}" in found


def test_who_has_said_no_is_not_asked_again() -> None:
    void = Trouble(void=frozenset({OUT_1, OUT_2, LESSON}))
    found = lines(*(said(serves, "R1", "declined", n) for n, serves in enumerate((OUT_1, OUT_2, LESSON))), trouble=void)
    assert "Nobody has to be phoned." in found
