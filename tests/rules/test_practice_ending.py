"""What comes to an end, on its last day and a day to either side."""

from datetime import date, timedelta
from typing import Any

import pytest

from ridematch.rules.practice import load_practice_rules
from ridematch.rules.practice.ending import Ending, endings
from ridematch.rules.practice.known import KnownPairs
from tests.rules.rows import a_learner, a_licence, a_supervisor, an_approval, some_tables

TODAY = date(2026, 12, 14)
SOON = TODAY + timedelta(days=60)
FAR = date(2060, 1, 1)


def found(*, country: str = "SE", since: date = TODAY, until: date = SOON, **tables: Any) -> list[Ending]:
    rows = {"learners": (a_learner(permit_until=FAR),), "supervisors": (a_supervisor(),), "licences": (a_licence(),)}
    known = KnownPairs(some_tables(**(rows | tables)))
    return list(endings(load_practice_rules(country), known, since=since, until=until))


@pytest.mark.parametrize(
    ("last", "ends"), [(TODAY - timedelta(days=1), 0), (TODAY, 1), (SOON, 1), (SOON + timedelta(days=1), 0)]
)
def test_both_ends_of_the_days_asked_for_count(last: date, ends: int) -> None:
    assert len(found(learners=(a_learner(permit_until=last),))) == ends
    assert len(found(approvals=(an_approval(valid_until=last),))) == ends
    assert len(found(licences=(a_licence(valid_to=last),))) == ends


def test_all_kinds_by_day() -> None:
    rows = found(
        learners=(a_learner(permit_until=TODAY + timedelta(days=3)),),
        licences=(a_licence(valid_to=TODAY + timedelta(days=2)),),
        approvals=(an_approval(approved_on=date(2021, 12, 15)),),
    )
    assert rows == [
        Ending(last_day=date(2026, 12, 15), name="approval", volunteer="V1", rider="R1"),
        Ending(last_day=date(2026, 12, 16), name="licence_origin", volunteer="V1"),
        Ending(last_day=date(2026, 12, 17), name="permit", rider="R1"),
    ]


def test_what_goes_on_under_another_row_does_not_end() -> None:
    old, new = an_approval(valid_until=TODAY), an_approval(approved_on=TODAY + timedelta(days=1))
    assert found(approvals=(old, new)) == []
    assert len(found(approvals=(old, an_approval(approved_on=TODAY + timedelta(days=2))))) == 1
    renewed = (a_licence(valid_to=TODAY), a_licence(valid_from=TODAY + timedelta(days=1)))
    assert found(licences=renewed) == []
    assert len(found(licences=(a_licence(valid_to=TODAY), a_licence(code="A")))) == 1


def test_an_approval_for_somebody_who_learns_no_more_is_nobodys_concern() -> None:
    assert found(approvals=(an_approval(rider="R2", valid_until=TODAY),)) == []
    assert found(approvals=(an_approval(approved_on=date(2012, 1, 31)),), until=date(9999, 12, 31)) == [
        Ending(last_day=FAR, name="permit", rider="R1")
    ]


def test_a_course_ends_while_the_law_asks_for_it() -> None:
    rows: dict[str, Any] = {
        "learners": (a_learner(permit_until=FAR, intro_course_on=date(2021, 7, 30)),),
        "supervisors": (a_supervisor(intro_course_on=date(2021, 7, 31)),),
    }
    ends = found(**rows, since=date(2026, 7, 1), until=date(2026, 8, 30))
    assert ends == [Ending(last_day=date(2026, 7, 30), name="intro_course", rider="R1")]  # the other when it is over
    ends = found(**rows | {"supervisors": (a_supervisor(intro_course_on=date(2021, 7, 29)),)}, since=date(2026, 7, 1))
    assert Ending(last_day=date(2026, 7, 29), name="intro_course", volunteer="V1") in ends


def test_the_season_ends_for_who_has_not_taken_the_course() -> None:
    young = a_learner(born="2005", permit_until=FAR, intro_course_on=TODAY)
    season = Ending(last_day=date(2027, 10, 31), name="season", rider="R1")
    asked: dict[str, Any] = {"country": "NO", "since": date(2027, 10, 31), "until": date(2027, 11, 1)}
    assert found(learners=(young,), **asked) == [season]
    assert found(learners=(a_learner(born="1990", permit_until=FAR),), **asked) == []
    taken = a_learner(born="2005", permit_until=FAR, dark_course_on=date(2027, 10, 31))
    assert found(learners=(taken,), **asked) == []
    over_new_year = asked | {"since": TODAY, "until": date(2027, 10, 31)}
    assert found(learners=(young,), **over_new_year) == [season]
