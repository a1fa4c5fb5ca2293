"""The rule tables: TOML files beside this one, one a country or a state of one, read into dated rows.

What a row may be called, and what its value is:

    learner_age, supervisor_age, licence_age   years
    permit            years for which a new one is valid, 0 where that is not limited or not known
    licence_origin    countries whose licences count, none for any; the licence is valid on the day
    licence_years     years in all, of the last `window_years` if that is given, or `unbroken` up to the day
    approval          years, 0 until further notice; an application takes up to so many `weeks`
    most_approvals    how many that have not run out
    intro_course      years for which it counts, 0 for ever, and `who` needs it
    transmission      that the licence covers the car
    season            first and last day, month-day, both included, `unless` the learner took that course
    hours             from when to when
    border            countries in which practice is allowed

and what is left to people: clean_record, documents, equipment, passengers, payment, roads, sobriety.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ridematch.language import note, say, spoken
from ridematch.model.errors import RidematchError

Value = int | bool | tuple[str, ...]

NAMES = {
    "learner_age": note("the learner's age"),
    "permit": note("permit"),
    "supervisor_age": note("the supervisor's age"),
    "licence_origin": note("licence"),
    "licence_years": note("years of licence"),
    "licence_age": note("age for a licence"),
    "approval": note("approval"),
    "most_approvals": note("most approvals"),
    "intro_course": note("introduction course"),
    "transmission": note("transmission"),
    "season": note("season"),
    "hours": note("hours"),
    "border": note("border"),
    "clean_record": note("clean record"),
    "documents": note("documents"),
    "equipment": note("equipment"),
    "passengers": note("passengers"),
    "payment": note("payment"),
    "roads": note("roads"),
    "sobriety": note("sobriety"),
}
"""What people call a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: `value` holds from `since` to `until`, both included; None is without end. `seen`: when it was read.

    With `learner_under` it holds for learners younger than that. `last_day` says whether, of a term of years, the same
    day so many years later still counts ("included") or not ("excluded").
    """

    name: str
    value: Value
    says: str
    by: str
    source: str
    seen: date
    says_sv: str = ""
    since: date | None = None
    until: date | None = None
    learner_under: int | None = None
    window_years: int = 0
    unbroken: bool = False
    weeks: int = 0
    who: tuple[str, ...] = ()
    unless: str = ""
    last_day: str = "included"
    confirm: str = ""
    confirm_sv: str = ""

    def holds(self, on: date, *, learner_age: int | None = None) -> bool:
        """Whether the row is in force on a date, for a learner of this age; of an age not known it is in force."""
        if self.learner_under is not None and learner_age is not None and learner_age >= self.learner_under:
            return False
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    @property
    def called(self) -> str:
        """The rule's name for people."""
        return say(NAMES[self.name])

    @property
    def words(self) -> str:
        """The rule in words."""
        return self.says_sv if spoken() == "sv" and self.says_sv else self.says

    @property
    def doubt(self) -> str:
        """What nobody could confirm yet, empty where nothing is in doubt."""
        return self.confirm_sv if spoken() == "sv" and self.confirm_sv else self.confirm

    @property
    def dated(self) -> str:
        """When the rule holds, in words, or when it was read where its beginning is not known."""
        if self.since and self.until:
            return say("from {since} to {until}", since=self.since, until=self.until)
        if self.since:
            return say("since {since}", since=self.since)
        if self.until:
            return say("as read on {seen}, until {until}", seen=self.seen, until=self.until)
        return say("as read on {seen}", seen=self.seen)

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
    """All rows of one country or state, and whom to ask there."""

    code: str
    authority: str = ""
    rules: tuple[Rule, ...] = ()

    def on(self, name: str, when: date, *, learner_age: int | None = None) -> Rule | None:
        """The row of that name in force on a date, the latest begun where several are; None where nothing holds."""
        rows = [rule for rule in self.rules if rule.name == name and rule.holds(when, learner_age=learner_age)]
        return max(rows, key=lambda rule: rule.since or date.min, default=None)

    @property
    def lead_weeks(self) -> int:
        """So many weeks an approval takes by the newest row that says so, 0 where none is needed."""
        rows = [rule for rule in self.rules if rule.name == "approval"]
        return max(rows, key=lambda rule: rule.since or date.min).weeks if rows else 0


@cache
def load_practice_rules(country: str) -> PracticeRules:
    """The rules of one country or state by its ISO 3166 code. RidematchError: there is no table for it."""
    folder = Path(__file__).parent
    known = sorted(path.stem.upper() for path in folder.glob("*.toml"))
    if country.upper() not in known:
        raise RidematchError(
            say(
                "There are no practice rules for {country}, only for {known}. Set `practice` to one of these.",
                country=repr(country),
                known=", ".join(known),
            )
        )
    with (folder / f"{country.lower()}.toml").open("rb") as file:
        table = tomllib.load(file)
    return PracticeRules(
        code=table["code"], authority=table["authority"], rules=tuple(_rule(row) for row in table["rule"])
    )


def _rule(row: dict[str, object]) -> Rule:
    listed = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Rule(**listed)  # type: ignore[arg-type]
