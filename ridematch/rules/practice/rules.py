"""The rule tables: TOML files beside this one, one a country, read into dated rows."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ridematch.model.errors import RidematchError

Value = int | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: `value` holds from `since` to `until`, both included; None is without end. `seen`: when it was read."""

    name: str
    value: Value
    says: str
    source: str
    seen: date
    since: date | None = None
    until: date | None = None
    window_years: int = 0

    def holds(self, on: date) -> bool:
        """Whether the row is in force on a date."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    @property
    def dated(self) -> str:
        """When the rule holds, in words, or when it was read where its beginning is not known."""
        begins = f"since {self.since}" if self.since else f"as read on {self.seen}"
        return f"{begins}, until {self.until}" if self.until else begins

    @property
    def years(self) -> int:
        """The value of a rule that counts something."""
        if not isinstance(self.value, int):
            raise TypeError(f"The rule {self.name} holds no number.")
        return self.value

    @property
    def codes(self) -> tuple[str, ...]:
        """The value of a rule that lists codes."""
        if not isinstance(self.value, tuple):
            raise TypeError(f"The rule {self.name} holds no list.")
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRules:
    """All rows of one country."""

    country: str
    rules: tuple[Rule, ...] = ()

    def on(self, name: str, when: date) -> Rule | None:
        """The row of that name in force on a date, the latest begun where several are; None where nothing holds."""
        rows = [rule for rule in self.rules if rule.name == name and rule.holds(when)]
        return max(rows, key=lambda rule: rule.since or date.min, default=None)


@cache
def load_practice_rules(country: str) -> PracticeRules:
    """The rules of one country by its ISO code. Raises RidematchError where there is no table for it."""
    folder = Path(__file__).parent
    known = sorted(path.stem.upper() for path in folder.glob("*.toml"))
    if country.upper() not in known:
        raise RidematchError(
            f"There are no practice rules for {country!r}, only for {', '.join(known)}. Set `practice` to one of these."
        )
    with (folder / f"{country.lower()}.toml").open("rb") as file:
        table = tomllib.load(file)
    return PracticeRules(country=table["country"], rules=tuple(_rule(row) for row in table["rule"]))


def _rule(row: dict[str, object]) -> Rule:
    value = row["value"]
    return Rule(**{**row, "value": tuple(value) if isinstance(value, list) else value})  # type: ignore[arg-type]
