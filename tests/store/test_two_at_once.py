"""Two coordinators at the same desk, each in a process of its own: nothing that either was told is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import Any

import pytest

from ridematch.model.errors import RidematchError
from ridematch.office import answers
from ridematch.office.dossier import open_dossier
from ridematch.office.night import run_night
from ridematch.office.runs import Order
from ridematch.store.database import open_store, reading, transaction
from ridematch.store.editions import latest_edition
from ridematch.store.tables import load_tables, replace_tables
from ridematch.store.trail import load_events
from tests.office.test_answers import TABLES
from tests.rules.rows import MONDAY, SETTINGS

FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)
CHANGED = ("The store changed", "is being changed by another program")
TIMES = 4
"""So often each of them notes something."""


def until_it_is_noted(work: Callable[[], object]) -> int:
    """As a person does who is told that the store changed: says it again. How often that was."""
    refused = 0
    while True:
        try:
            work()
        except RidematchError as error:
            assert any(words in str(error) for words in CHANGED), error
            refused += 1
            continue
        return refused


def asks(url: str, by: str, said: Any) -> None:
    """Notes that V3 was asked about the same ride, again and again."""

    def once() -> None:
        dossier = open_dossier(url, settings=SETTINGS, now=FRIDAY, by=by)
        answers.ask(dossier, dossier.subjects(f"S1:{MONDAY}:out"), "V3")

    said.put((by, sum(until_it_is_noted(once) for _ in range(TIMES))))


def says_no(url: str, by: str, said: Any) -> None:
    """One no after another to the same ride, each time with a new plan."""

    def once() -> None:
        dossier = open_dossier(url, settings=SETTINGS, now=FRIDAY, by=by)
        subjects = dossier.subjects(f"S2:{MONDAY}:out")
        answers.decline(dossier, subjects, subjects[0].volunteer or "V1", "busy")

    said.put((by, sum(until_it_is_noted(once) for _ in range(TIMES))))


@pytest.mark.slow
def test_nothing_of_what_two_note_at_once_is_lost(url: str) -> None:
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
    run_night(url, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    context = get_context("fork")
    said = context.Queue()
    both = [context.Process(target=work, args=(url, by, said)) for work, by in ((asks, "kim"), (says_no, "lo"))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [one.exitcode for one in both] == [0, 0]
    with reading(open_store(url)) as session:
        events, edition = load_events(session), latest_edition(session)
    assert sorted(by for by, _ in (said.get(), said.get())) == ["kim", "lo"]
    assert sum((event.by, event.kind) == ("kim", "asked") for event in events) == TIMES
    # The fourth no is V1's again, whose last word it is already.
    noes = [event.volunteer for event in events if (event.by, event.kind) == ("lo", "declined")]
    assert sorted(noes) == ["V1", "V2", "V3"]
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert edition is not None


def test_who_comes_second_is_told_and_writes_nothing(url: str) -> None:
    """Both read the same; the first writes, and the second does not write over it."""
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, TABLES)
    run_night(url, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    first, second = (open_dossier(url, settings=SETTINGS, now=FRIDAY, by=by) for by in ("kim", "lo"))
    answers.ask(first, first.subjects(f"S1:{MONDAY}:out"), "V3")
    with pytest.raises(RidematchError, match=r"The store changed in the meantime; nothing was changed. Say it again."):
        answers.ask(second, second.subjects(f"S1:{MONDAY}:out"), "V2")
    with transaction(open_store(url)) as session:
        known = load_tables(session)
        replace_tables(session, replace(known, away=()))
    with reading(open_store(url)) as session:
        assert [event.by for event in load_events(session)] == ["kim"]
