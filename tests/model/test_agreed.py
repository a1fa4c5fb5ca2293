"""What each person knows of a ride, as the trail of what was said goes on."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ridematch.model.agreed import agreed
from ridematch.model.events import Answers, Event, EventKind, sent_about, sent_off, times_said

RIDE = "S1:2026-12-14:out"
BEGINS, ENDS = datetime(2026, 12, 14, 4, 12, tzinfo=UTC), datetime(2026, 12, 14, 4, 25, tzinfo=UTC)
TIMES = times_said(BEGINS, ENDS)


def said(number: int, kind: EventKind, because: str = "", *, who: str = "V1", undoes: int | None = None) -> Event:
    return Event(
        number=number,
        at=datetime(2026, 12, 13, 18, tzinfo=UTC),
        kind=kind,
        serves=RIDE,
        rider="R1",
        volunteer=who,
        date=date(2026, 12, 14),
        because=because,
        undoes=undoes,
    )


def know(*events: Event) -> list[tuple[str, str]]:
    """Who knows it, and with whom."""
    return sorted((one.person, one.other) for one in agreed(events))


def test_a_yes_is_known_to_the_volunteer_and_what_was_told_to_both() -> None:
    assert know(said(1, "asked")) == []
    (yes,) = agreed([said(1, "accepted", TIMES)])
    assert (yes.person, yes.other, yes.begins_at, yes.ends_at) == ("V1", "R1", BEGINS, ENDS)
    assert know(said(1, "told", TIMES)) == [("R1", "V1"), ("V1", "R1")]


def test_a_promise_that_the_facts_broke_is_still_counted_on() -> None:
    assert know(said(1, "told"), said(2, "released")) == [("R1", "V1"), ("V1", "R1")]


@pytest.mark.parametrize(
    ("then", "left"),
    [
        (said(2, "declined", "ill"), ["R1"]),  # the rider does not know that
        (said(2, "off", sent_off("volunteer")), ["R1"]),
        (said(2, "off", sent_off("rider")), ["V1"]),
        (said(2, "sent", sent_off("rider")), ["V1"]),
        (said(2, "asked"), ["R1"]),
        (said(2, "done"), []),
        (said(2, "no-show"), []),
        (said(2, "undone", undoes=1), []),
    ],
)
def test_who_said_it_or_was_phoned_counts_on_it_no_more(then: Event, left: list[str]) -> None:
    assert [who for who, _ in know(said(1, "told", TIMES), then)] == left


def test_with_another_volunteer_the_rider_knows_the_new_one_and_the_old_one_still_counts_on_it() -> None:
    found = know(said(1, "told", TIMES), said(2, "told", TIMES, who="V2"))
    assert found == [("R1", "V2"), ("V1", "R1"), ("V2", "R1")]


def test_what_a_text_message_told_has_its_times() -> None:
    later = timedelta(minutes=20)
    message = sent_about("rider", BEGINS + later, ENDS + later, places=("Duved", "Åre"))
    found = {one.person: one for one in agreed([said(1, "told", TIMES), said(2, "sent", message)])}
    assert (found["R1"].begins_at, found["R1"].ends_at) == (BEGINS + later, ENDS + later)
    assert (found["V1"].begins_at, found["V1"].ends_at) == (BEGINS, ENDS)


def test_times_that_were_not_kept_are_unknown() -> None:
    assert {one.begins_at for one in agreed([said(1, "told")])} == {None}


@pytest.mark.parametrize(("role", "state"), [("volunteer", "proposed"), ("rider", "accepted")])
def test_a_volunteer_who_was_phoned_that_it_is_off_has_not_said_yes_any_more(role: str, state: str) -> None:
    answers = Answers([said(1, "accepted", TIMES), said(2, "off", sent_off(role))])
    assert answers.state(RIDE, "V1", told=False) == state
