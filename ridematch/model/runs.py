"""What each run of `match` was given and what came of it, so that it can be looked up and made again."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Outcome = Literal["published", "unchanged", "unsound", "failed", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run, by codes. `number` is given by the store, 0 before.

    `edition` is what it published, or what stood unchanged; `before` is the newest edition when it began. `versions`
    are those of what a plan hangs on, `settings_json` is the configuration without the stores' addresses, and
    `seconds_limit` the time it was given. Problem and plan are kept here where no edition holds them. `changes_json` is
    what it changed against the edition before, empty where nothing stood before. A run that `failed` says by `failure`
    what kind of error it was, and has none of these; nor has one that was `stopped`.
    """

    number: int = 0
    began_at: datetime
    by: str = ""
    first_date: date
    days: int
    outcome: Outcome
    edition: int | None = None
    before: int | None = None
    asked: int = 0  # commutes, rides and lessons
    served: int = 0
    objective: float = 0.0
    bound: float = 0.0
    proven: bool = False
    complete: bool = False
    seconds: float = 0.0
    seconds_limit: float | None = None
    versions: str = ""
    failure: str = ""
    settings_json: str = ""
    problem_json: str = ""
    plan_json: str = ""
    changes_json: str = ""

    @property
    def has_plan(self) -> bool:
        """Whether it came to a plan."""
        return self.outcome not in ("failed", "stopped")
