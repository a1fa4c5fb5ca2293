"""Problems and plans as JSON, by codes, for programs and for tests."""

import json
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

from ridematch.model.edition import Edition
from ridematch.model.plan import Plan, Violation
from ridematch.model.problem import Journey, Problem
from ridematch.model.settings import Settings
from ridematch.model.travel import Travel

if TYPE_CHECKING:
    from ridematch.views.changes import Changed
    from ridematch.views.morning import Morning


def to_json(value: Problem | Plan) -> str:
    """One line of JSON."""
    from pydantic import TypeAdapter

    return TypeAdapter(type(value)).dump_json(value).decode()


def settings_json(settings: Settings) -> str:
    """The configuration as one line of JSON, without the areas: a store's address may hold a password."""
    from pydantic import TypeAdapter

    return TypeAdapter(Settings).dump_json(replace(settings, areas={})).decode()


def problem_from_json(text: str) -> Problem:
    """The problem that `to_json` wrote, equal to the one it was given."""
    from pydantic import TypeAdapter

    return TypeAdapter(Problem).validate_json(text)


def journeys_from_json(text: str) -> tuple[datetime | None, tuple[Journey, ...]]:
    """The epoch and the journeys of the problem that `to_json` wrote; None and none where another version wrote it
    otherwise, or nothing is kept.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        kept = json.loads(text or "{}")
        epoch = TypeAdapter(datetime).validate_python(kept["epoch"])
        return epoch, TypeAdapter(tuple[Journey, ...]).validate_python(kept["journeys"])
    except (KeyError, ValidationError):
        return None, ()


def travel_from_json(text: str) -> Travel | None:
    """The travel times of the problem that `to_json` wrote; None where another version wrote it otherwise, or nothing
    is kept.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Travel).validate_python(json.loads(text or "{}")["travel"])
    except (KeyError, ValidationError):
        return None


def plan_from_json(text: str) -> Plan:
    """The plan that `to_json` wrote, equal to the one it was given."""
    from pydantic import TypeAdapter

    return TypeAdapter(Plan).validate_json(text)


def prices_from_json(text: str) -> tuple[tuple[str, float], ...]:
    """The prices of the plan that `to_json` wrote; none where another version wrote it, or nothing is kept."""
    from pydantic import TypeAdapter

    try:
        kept = json.loads(text or "{}")
        prices = TypeAdapter(tuple[tuple[str, float], ...]).validate_python(kept.get("prices", ()))
    except (ValueError, AttributeError):
        return ()
    return tuple((name, price) for name, price in prices if isfinite(price))


def changed_json(changed: "Changed") -> str:
    """What a run changed, as one line of JSON."""
    from pydantic import TypeAdapter

    from ridematch.views.changes import Changed

    return TypeAdapter(Changed).dump_json(changed).decode()


def changed_from_json(text: str) -> "Changed":
    """What `changed_json` wrote, equal to what it was given."""
    from pydantic import TypeAdapter

    from ridematch.views.changes import Changed

    return TypeAdapter(Changed).validate_json(text)


def edition_json(
    edition: Edition,
    *,
    problem: Problem,
    plan: Plan,
    score: dict[str, float],
    violations: tuple[Violation, ...],
) -> str:
    """Everything about one edition: the problem, the plan with UTC times, its score and bound, and what it breaks."""
    content = {
        "edition": edition.number,
        "made_at": edition.made_at.isoformat(),
        "from": edition.first_date.isoformat(),
        "days": edition.days,
        "objective": plan.objective,
        "bound": plan.bound,
        "searched_bound": plan.searched_bound,
        "gap": plan.gap,
        "proven": plan.proven,
        "score": score,
        "violations": [_violation(found) for found in violations],
        "duties": _duties(problem, plan),
        "left_out": list(plan.left_out),
        "fallbacks": list(plan.fallbacks),
        "problem": json.loads(edition.problem_json),
        "plan": json.loads(edition.plan_json),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def match_json(morning: "Morning") -> str:
    """The one object that `match --json` prints."""
    edition = morning.edition
    content = {
        "from": edition.first_date.isoformat(),
        "days": edition.days,
        **{tally.kind: {"asked": tally.asked, "served": tally.served} for tally in morning.tallies},
        "driving_minutes": morning.driving_minutes,
        "waiting_minutes": morning.waiting_minutes,
        "objective": edition.objective,
        "bound": edition.bound,
        "gap": morning.gap,
        "proven": edition.proven,
        "seconds": round(edition.seconds, 3),
        "violations": [_violation(found) for found in morning.violations],
        "edition": edition.number or None,
        "outcome": morning.outcome,
        "broken_promises": [one.promise.serves for one in morning.broken],
        "unserved": [{"code": left.code, "verdict": left.verdict} for left in edition.unserved],
        "issues": [asdict(issue) for issue in morning.issues],
        "changes": [] if morning.changes is None else [change.serves for change in morning.changes],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _violation(found: Violation) -> dict[str, Any]:
    return {"rule": found.rule, "subjects": list(found.subjects), "sentence": found.sentence}


def _duties(problem: Problem, plan: Plan) -> list[dict[str, Any]]:
    def at(minutes: int) -> str:
        return f"{problem.epoch + timedelta(minutes=minutes):%Y-%m-%dT%H:%MZ}"

    return [
        {
            "volunteer": duty.driver,
            "date": duty.date.isoformat(),
            "visits": [
                {
                    "place": visit.place,
                    "arrives": at(visit.arrives),
                    "begins": at(visit.begins),
                    "ends": at(visit.ends),
                    "action": visit.action,
                    "request": visit.serves or None,
                    "block": trip.block,
                }
                for trip in duty.trips
                for visit in trip.visits
            ],
        }
        for duty in plan.duties
    ]
