"""What still counts of what was noted."""

from datetime import UTC, date, datetime
from typing import Any

from ridematch.model.events import Answers, Event, EventKind, standing_events


def an_event(
    number: int, kind: EventKind, volunteer: str = "V1", serves: str = "S1:2026-12-14:out", **more: Any
) -> Event:
    return Event(
        number=number,
        at=datetime(2026, 12, 11, 8, number, tzinfo=UTC),
        kind=kind,
        serves=serves,
        rider="R1",
        volunteer=volunteer,
        date=date(2026, 12, 14),
        **more,
    )


def state(*events: Event, told: bool = False) -> str:
    return Answers(events).state("S1:2026-12-14:out", "V1", told=told)


def test_the_last_word_counts() -> None:
    asked, yes, no = an_event(1, "asked"), an_event(2, "accepted"), an_event(3, "declined", because="ill")
    assert state() == "proposed"
    assert state(asked) == "asked"
    assert state(asked, yes) == "accepted"
    assert state(asked, yes, no) == "proposed"  # to somebody else, or once more
    assert state(asked, yes, an_event(3, "told"), told=True) == "told"
    assert state(an_event(1, "told"), an_event(2, "done"), told=True) == "done"
    assert state(an_event(1, "told"), an_event(2, "no-show"), told=True) == "no-show"
    assert state(asked, yes, an_event(3, "told"), an_event(4, "released")) == "proposed"


def test_each_volunteer_and_each_ride_has_words_of_its_own() -> None:
    events = (
        an_event(1, "declined"),
        an_event(2, "asked", "V2"),
        an_event(3, "asked", serves="S1:2026-12-14:back"),
    )
    answers = Answers(events)
    assert answers.with_state("S1:2026-12-14:out", "declined") == ("V1",)
    assert answers.with_state("S1:2026-12-14:out", "asked", "accepted") == ("V2",)
    assert answers.with_state("S1:2026-12-14:back", "asked") == ("V1",)
    assert answers.with_state("S9", "asked") == ()


def test_what_is_taken_back_never_happened_and_the_word_before_counts_again() -> None:
    asked, no = an_event(1, "asked"), an_event(2, "declined", because="busy")
    undone = an_event(3, "undone", undoes=2)
    assert standing_events((no, undone, asked)) == (asked,)
    assert state(asked, no, undone) == "asked"
