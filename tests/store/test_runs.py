"""The runs of match as the database keeps them, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from ridematch.model.edition import Edition
from ridematch.model.runs import Run
from ridematch.store.database import reading, rehearsal, transaction
from ridematch.store.editions import edition_as_of, load_edition, load_schedule, publish
from ridematch.store.forgetting import forget
from ridematch.store.pruning import prune
from ridematch.store.runs import add_run, load_run, load_runs
from tests.store.examples import utc
from tests.store.test_pruning import TODAY, an_edition, day

RUN = Run(
    began_at=utc("2026-12-11T17:00:00"),
    by="kim",
    first_date=date(2026, 12, 14),
    days=7,
    outcome="unsound",
    asked=3,
    served=2,
    objective=12.5,
    bound=12.0,
    seconds=0.5,
    seconds_limit=600.0,
    versions="ridematch 0",
    settings_json="{}",
    problem_json='{"journeys":[{"code":"S1:2026-12-14","rider":"kim"}]}',
    plan_json="{}",
    changes_json='{"changes":[{"serves":"kim:2026-12-14:lesson","rider":"kim","before":{"volunteer":"kim"},"after":null}]}',
)


def test_a_run_is_read_as_it_was_written(store: Engine) -> None:
    with transaction(store) as session:
        assert add_run(session, RUN) == replace(RUN, number=1)
        add_run(session, replace(RUN, outcome="failed", seconds_limit=None, failure="OSError"))
    with reading(store) as session:
        assert load_run(session, 1) == replace(RUN, number=1)
        assert load_run(session, 3) is None
        light = replace(RUN, number=1, settings_json="", problem_json="", plan_json="", changes_json="")
        assert load_runs(session, last=9)[0] == light
        assert [run.number for run in load_runs(session, last=1)] == [2]


def test_what_its_edition_holds_is_not_kept_twice(store: Engine) -> None:
    with transaction(store) as session:
        edition = publish(session, an_edition(TODAY))
        without = replace(RUN, outcome="published", edition=edition.number, problem_json="", plan_json="")
        add_run(session, without)
        add_run(session, replace(without, edition=9))  # pruned
    with reading(store) as session:
        found = load_run(session, 1)
        assert found is not None
        assert (found.problem_json, found.plan_json) == (edition.problem_json, edition.plan_json)
        gone = load_run(session, 2)
        assert gone is not None
        assert gone.problem_json == ""


def test_what_stood_at_an_instant(store: Engine) -> None:
    first, second = an_edition(TODAY), an_edition(TODAY, dates=())
    between = second.made_at.replace(hour=23)
    with transaction(store) as session:
        publish(session, first)
        publish(session, replace(second, made_at=second.made_at.replace(hour=23, minute=30)))
    with reading(store) as session:
        assert edition_as_of(session, first.made_at.replace(hour=1)) is None
        found, whole = edition_as_of(session, between), load_edition(session, 1)
        assert isinstance(found, Edition)
        assert found == whole == replace(first, number=1)
        then = load_schedule(session, first_date=TODAY, days=7, as_of=between)
        now = load_schedule(session, first_date=TODAY, days=7)
        assert (len(then.unserved), len(now.unserved)) == (7, 0)
        assert load_schedule(session, first_date=TODAY, days=7, as_of=first.made_at.replace(hour=1)).stops == ()


def test_whoever_is_forgotten_leaves_the_runs_too(store: Engine) -> None:
    with transaction(store) as session:
        add_run(session, RUN)
    with transaction(store) as session:
        erased = forget(session, "kim")
    assert (erased.runs, erased.is_nothing) == (1, False)
    with reading(store) as session:
        found = load_run(session, 1)
    assert found is not None
    assert "kim" not in repr(found)


def test_and_the_editions_that_they_published(store: Engine) -> None:
    with transaction(store) as session:
        publish(session, replace(an_edition(TODAY), by="kim"))
    with transaction(store) as session:
        assert forget(session, "kim").editions == 1
    with reading(store) as session:
        found = load_edition(session, 1)
    assert found is not None
    assert found.by == "gone-1"


def test_runs_go_with_what_is_old(store: Engine) -> None:
    with rehearsal(store) as session:
        for days_ago in (-56, -43, -42):
            add_run(session, replace(RUN, first_date=day(days_ago)))
        publish(session, an_edition(TODAY))
        assert prune(session, before=day(-35), today=TODAY).runs == 2
        assert [run.number for run in load_runs(session, last=9)] == [3]
