"""Whom to phone in the morning: what is said, in which order, and what nobody is phoned about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ridematch.model.agreed import Agreed
from ridematch.model.events import Event, EventKind, times_said
from ridematch.views.calls import calls_page
from ridematch.views.terminal import plain_lines
from ridematch.views.trouble import Trouble
from ridematch.views.unkept import Unkept
from tests.views.schedules import LESSON, MONDAY, OUT_1, OUT_2, PEOPLE, STOPS, ZONE, at

EVENING = datetime(2026, 12, 13, 18, tzinfo=UTC)
NOTHING = Trouble()


def lines(*events: Event, trouble: Trouble = NOTHING, now: datetime = EVENING) -> list[str]:
    page = calls_page(
        stops=STOPS,
        promises=(),
        events=events,
        trouble=trouble,
        dates=[MONDAY],
        now=now,
        people=PEOPLE,
        zone=ZONE,
        title="Calls",
        command="ridematch",
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


def test_a_rider_is_told_once_the_volunteer_has_said_yes() -> None:
    found = lines(*YES)
    assert "It is settled: Mon 2026-12-14 05:10-05:30 Bo Skjuts (V1), Duved to Bageriet." in found
    assert f"  ridematch told {OUT_1}" in found


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
