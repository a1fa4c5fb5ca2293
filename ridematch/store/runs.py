"""The runs of match in the database: added, read, and never changed but for a person who is forgotten."""

from dataclasses import fields, replace
from datetime import timedelta

from sqlalchemy import func, insert, select
from sqlmodel import Session

from ridematch.model.runs import Run
from ridematch.store.columns import table_of
from ridematch.store.published import EditionRow, RunRow

_runs, _editions = table_of(RunRow), table_of(EditionRow)
_NAMES = tuple(field.name for field in fields(Run))
_HEAVY = ("settings_json", "problem_json", "plan_json", "changes_json")


def add_run(session: Session, run: Run) -> Run:
    """Adds a run under the next number and returns it with that."""
    newest: int = session.execute(select(func.max(_runs.c.number))).scalar() or 0
    numbered = replace(run, number=newest + 1)
    ends_on = run.first_date + timedelta(days=run.days)
    session.execute(insert(_runs), {name: getattr(numbered, name) for name in _NAMES} | {"ends_on": ends_on})
    return numbered


def load_runs(session: Session, *, last: int) -> tuple[Run, ...]:
    """The last so many, oldest first, without settings, problem, plan and changes."""
    light = [_runs.c[name] for name in _NAMES if name not in _HEAVY]
    rows = session.execute(select(*light).order_by(_runs.c.number.desc()).limit(last)).mappings().all()
    return tuple(Run(**row) for row in reversed(rows))


def load_run(session: Session, number: int) -> Run | None:
    """One run with all that is kept of it; its problem and plan may be those of its edition."""
    columns = (_runs.c[name] for name in _NAMES)
    row = session.execute(select(*columns).where(_runs.c.number == number)).mappings().first()
    if row is None:
        return None
    run = Run(**row)
    if run.problem_json or run.edition is None:
        return run
    kept = select(_editions.c.problem_json, _editions.c.plan_json).where(_editions.c.number == run.edition)
    problem, plan = session.execute(kept).one_or_none() or ("", "")
    return replace(run, problem_json=problem, plan_json=plan)
