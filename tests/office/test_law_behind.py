"""A lesson left out comes with the rules that kept volunteers from giving it."""

from dataclasses import replace
from pathlib import Path

import pytest

from ridematch.model.edition import Unserved
from ridematch.office.law_behind import law_behind, law_of
from ridematch.office.settings import load_settings
from ridematch.store.database import open_store, transaction
from ridematch.store.tables import replace_tables
from ridematch.views.directory import Directory
from ridematch.views.morning import morning_page
from ridematch.views.terminal import plain_lines
from ridematch.views.unmet import unmet_page
from tests.rules.rows import (
    MONDAY,
    a_learner,
    a_licence,
    a_rider,
    a_supervisor,
    a_volunteer,
    an_approval,
    can_practise,
    day,
    some_tables,
)
from tests.views.schedules import ZONE
from tests.views.test_pages import MORNING

LEFT = Unserved(
    code="R1:2026-W51",
    kind="lesson",
    rider="R1",
    date=MONDAY,
    verdict="impossible",
    facts=(
        "V1 (5 min away): permit or approval does not cover the dates",
        "V2 (9 min away): not approved for this learner, no car",
        "V3 (12 min away): not free then",
    ),
)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """V1's approval for R1 ends on Tuesday; V2 has none; all else is in order."""
    url = f"sqlite:///{tmp_path}/store.sqlite"
    people = ("V1", "V2", "V3")
    tables = some_tables(
        riders=(a_rider("R1"),),
        learners=(a_learner("R1"),),
        volunteers=tuple(map(a_volunteer, people)),
        supervisors=tuple(map(a_supervisor, people)),
        licences=tuple(map(a_licence, people)),
        approvals=(an_approval("V1", "R1", valid_until=day(1)), an_approval("V3", "R1")),
    )
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, tables)
    return url


def test_each_rule_is_said_with_its_date_and_source(url: str) -> None:
    ((code, sentences),) = law_behind(url, (LEFT,), settings=load_settings(None)).items()
    assert code == LEFT.code
    first, second = sentences
    assert first.startswith("V1 on Wed 2026-12-16: the approval ran out after 2026-12-15 (rule: approval, since ")
    assert second.startswith("V2 on Mon 2026-12-14: there is no approval for this learner (rule: approval, since ")
    assert all("), https://" in sentence for sentence in sentences)
    page = unmet_page((LEFT,), given={}, people=Directory({}), title="", law={code: sentences})
    assert f"  {first}" in plain_lines(page)


def test_what_no_rule_is_behind_asks_for_none(url: str) -> None:
    free = Unserved(code="R1:2026-W51", kind="lesson", rider="R1", date=MONDAY, verdict="taken", facts=LEFT.facts[2:])
    assert law_behind(url, (free,), settings=load_settings(None)) == {}


def test_the_morning_after_a_match_says_them_too(url: str) -> None:
    law = law_behind(url, (LEFT,), settings=load_settings(None))
    lines = plain_lines(morning_page(replace(MORNING, law=law), people=Directory({}), zone=ZONE))
    cited = lines[lines.index("The rules behind it:") + 1]
    assert cited.startswith("R1:2026-W51: V1 on Wed 2026-12-16: the approval ran out")


@pytest.mark.parametrize(("ends", "count"), [("21:00", 0), ("21:01", 1)])
def test_hours_that_left_no_lesson_time_are_cited(ends: str, count: int) -> None:
    tables = some_tables(
        riders=(a_rider("R1"),),
        learners=(a_learner("R1", born="2010-01-01"),),
        lesson_times=(can_practise("20:30", ends),),
    )
    settings = replace(load_settings(None), practice="US-NY")
    sentences = law_of(tables, (replace(LEFT, facts=()),), settings=settings).get(LEFT.code, ())
    assert len(sentences) == count
    assert all("dmv.ny.gov" in sentence for sentence in sentences)
