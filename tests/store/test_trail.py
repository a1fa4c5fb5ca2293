"""The trail of what was asked and answered, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from ridematch.model.edition import Past
from ridematch.model.events import Event
from ridematch.store.database import reading, transaction
from ridematch.store.editions import load_past, load_schedule
from ridematch.store.forgetting import forget
from ridematch.store.pruning import prune
from ridematch.store.trail import add_events, load_events, load_events_about
from tests.store.examples import utc

MONDAY = date(2026, 12, 14)
ASKED = Event(
    at=utc("2026-12-11T08:00:00"),
    by="kim",
    kind="asked",
    serves="S1:2026-12-14:out",
    rider="R1",
    volunteer="V1",
    date=MONDAY,
)
NO = replace(ASKED, kind="declined", because="ill", volunteer="V2")
LESSON = replace(ASKED, serves="R1:2026-12-20:lesson", date=date(2026, 12, 20))


def added(store: Engine, *events: Event) -> tuple[Event, ...]:
    with transaction(store) as session:
        return add_events(session, events)


def all_of(store: Engine) -> tuple[Event, ...]:
    with reading(store) as session:
        return load_events(session)


def test_it_grows_and_is_read_as_it_was_written(store: Engine) -> None:
    assert added(store) == ()
    first = added(store, ASKED, NO)
    assert [(event.number, event.noted_with) for event in first] == [(1, 1), (2, 1)]
    assert added(store, LESSON) == (replace(LESSON, number=3, noted_with=3),)
    assert all_of(store) == (*first, replace(LESSON, number=3, noted_with=3))


def test_what_a_command_adds_later_belongs_to_what_it_added_first(store: Engine) -> None:
    added(store, ASKED)
    with transaction(store) as session:
        (later,) = add_events(session, (NO,), noted_with=1)
    assert (later.number, later.noted_with) == (2, 1)


def test_it_is_found_by_date_and_by_code(store: Engine) -> None:
    added(store, ASKED, NO, LESSON, replace(ASKED, serves="S10:2026-12-14:out"), replace(ASKED, serves="S1"))
    with reading(store) as session:
        assert [event.number for event in load_events(session, since=date(2026, 12, 20))] == [3]
        assert [event.number for event in load_events(session, until=MONDAY)] == [1, 2, 4, 5]
        assert [event.number for event in load_events_about(session, ["S1:2026-12-14"])] == [1, 2]
        assert [event.number for event in load_events_about(session, ["S1:2026-12-14:out", "S10"])] == [1, 2, 4]
        assert load_events_about(session, []) == ()
        assert [event.number for event in load_past(session, first_date=date(2027, 1, 19), days=1).events] == [3]
        assert load_schedule(session, first_date=MONDAY, days=1) == Past(events=load_events(session, until=MONDAY))


def test_somebody_forgotten_has_a_pseudonym_in_it(store: Engine) -> None:
    added(store, ASKED, NO, LESSON, replace(ASKED, by="R1"))
    with transaction(store) as session:
        assert forget(session, "R1").events == 4
    events = all_of(store)
    assert {event.rider for event in events} == {"gone-1"}
    assert [event.serves for event in events][::2] == ["gone-1-1:2026-12-14:out", "gone-1:2026-12-20:lesson"]
    assert [event.by for event in events] == ["kim", "kim", "kim", "gone-1"]
    assert {event.volunteer for event in events} == {"V1", "V2"}


def test_what_is_old_is_pruned_by_the_rides_dates(store: Engine) -> None:
    added(store, ASKED, LESSON)
    with transaction(store) as session:
        found = prune(session, before=date(2026, 12, 20), today=date(2027, 6, 1))
    assert found.events == 1
    assert [event.date for event in all_of(store)] == [date(2026, 12, 20)]


def test_of_messages_about_who_is_forgotten_the_digits_of_the_places_go(store: Engine) -> None:
    """Villages are few: whoever has the digits can try them all."""
    sent = replace(ASKED, kind="sent", because="rider@20261214T0324-20261214T0425@1a2b3c4d")
    added(store, sent, replace(sent, rider="R2", volunteer="V2"))
    with transaction(store) as session:
        forget(session, "V1")
    first, second = all_of(store)
    assert first.because == "rider@20261214T0324-20261214T0425"
    assert second.because == sent.because
