"""One night after another on the same facts: what was published and told stands, and the next plan is right again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.match.solve import match
from ridematch.model.edition import Past, PlannedStop, Promise
from ridematch.model.facts import WEEKDAYS, Tables
from ridematch.office.publishing import make_edition
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.rules.rows import admitted, an_approval, can_practise, free
from tests.rules.test_admit_anything import DRIVERS, FIRSTS, OFFICE
from tests.rules.test_admit_lessons import learning

NOW = datetime(2026, 12, 13, 20, tzinfo=UTC)


def office() -> Tables:
    """Early and night shifts, a group and a learner, and two volunteers who are free all day."""
    hours = [free("00:00", "00:00", volunteer=code, days=WEEKDAYS) for code in DRIVERS]
    return replace(
        OFFICE,
        availability=tuple(hours),
        supervisors=learning().supervisors,
        licences=learning().licences,
        approvals=(an_approval(),),
        lesson_times=(can_practise("15:00", "20:00", days=WEEKDAYS),),
    )


def promised(stops: tuple[PlannedStop, ...], codes: set[str]) -> tuple[Promise, ...]:
    """Promises of what these stops serve."""
    found = []
    for stop in stops:
        if stop.serves in codes and stop.action in ("pickup", "lesson"):
            ends = next(
                end.ends_at if end.action == "lesson" else end.begins_at
                for end in stops
                if end.serves == stop.serves and end.action in ("delivery", "lesson")
            )
            found.append(
                Promise(
                    serves=stop.serves, volunteer=stop.volunteer, begins_at=stop.begins_at, ends_at=ends, told_at=NOW
                )
            )
    return tuple(found)


@pytest.mark.slow
@given(st.data(), st.sampled_from(FIRSTS), st.integers(1, 5), st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_the_next_night_keeps_what_was_told(data: st.DataObject, first: date, days: int, later: int) -> None:
    tables = office()
    problem, _ = admitted(tables, first=first, days=days + later)
    plan = match(problem)
    assert check(problem, plan) == ()
    edition = make_edition(problem, plan, unserved=(), made_at=NOW)
    served = sorted({stop.serves for stop in edition.stops if stop.serves})
    codes = set(data.draw(st.lists(st.sampled_from(served), unique=True)) if served else [])
    past = Past(stops=edition.stops, promises=promised(edition.stops, codes))
    again, _ = admitted(tables, first=first + timedelta(days=later), days=days, past=past)
    second = match(again)
    assert [violation.sentence for violation in check(again, second)] == []
    assert score(again, second).total == pytest.approx(second.objective)
    assert second.proven
    if not later:
        assert second.objective <= score(again, plan).total + 1e-6
