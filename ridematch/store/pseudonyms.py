"""What stands for somebody forgotten, wherever an edition or a promise says a code.

Codes are replaced where they stand for this person or for a shift or ride of this person, and nowhere else: the same
letters may be somebody else's shift, and a code such as "31" may be so many minutes. So the places that hold codes are
listed here, and `renamed` looks at them alone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Rename = Callable[["Pseudonyms", str], str]

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_WEEK = re.compile(r"\d{4}-W\d\d")
_TOKEN = re.compile(r"(?<![\w.:-])\w(?:[\w.:-]*\w)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pseudonyms:
    """New codes by old ones, of people, of shifts and of single rides."""

    people: Mapping[str, str]
    shifts: Mapping[str, str] = field(default_factory=dict)
    rides: Mapping[str, str] = field(default_factory=dict)

    def person(self, code: str) -> str:
        """A rider's or volunteer's code."""
        return self.people.get(code, code)

    def own(self, code: str) -> str:
        """A code that begins with a person's: a block "V03:2026-12-14:1", a wish for lessons "L03:2026-W51"."""
        return _with_head(code, self.people)

    def serving(self, code: str) -> str:
        """A journey's or a request's code, or a lesson's: "S07:2026-12-14:out", "X1", "L03:2026-12-14:lesson"."""
        _, *rest = code.split(":")
        if rest and rest[-1] == "lesson":
            return _with_head(code, self.people)
        return _with_head(code, self.shifts if rest and _DATE.fullmatch(rest[0]) else self.rides)

    def place(self, place: str) -> str:
        """A place id: "home:V03", or "at:S07:1" for the coordinates in a row; a place's name stays."""
        kind, *owner = place.split(":")
        if kind == "home" and len(owner) == 1:
            return f"home:{self.person(owner[0])}"
        if kind == "at" and len(owner) == 2:
            return f"at:{self._whosever(owner[0])}:{owner[1]}"
        return place

    def sentence(self, sentence: str) -> str:
        """What an edition says of a volunteer: "out, V03 (12 min away): already driving S07:2026-12-14:out then"."""

        def token(found: re.Match[str]) -> str:
            code = found.group()
            if ":" in code:
                return self.own(code) if code.rpartition(":")[2].isdigit() else self.serving(code)
            # A number alone is a code only where the volunteer stands.
            is_code = not code.isdigit() or sentence.startswith(" (", found.end())
            return self._whosever(code) if is_code else code

        return _TOKEN.sub(token, sentence)

    def price(self, name: str) -> str:
        """What a price is for: "serve S07:2026-12-14:out", "wish L03:2026-W51", "day V03 2026-12-14"."""
        kind, *codes = name.split(" ")
        return " ".join((kind, *(self._in_price(kind, code) for code in codes)))

    def _in_price(self, kind: str, code: str) -> str:
        if ":" in code:
            return self.own(code) if _WEEK.fullmatch(code.rpartition(":")[2]) else self.serving(code)
        return self.serving(code) if kind in ("serve", "pairs", "some-leg-driven") else self.person(code)

    def _whosever(self, code: str) -> str:
        return self.people.get(code) or self.shifts.get(code) or self.rides.get(code) or code


CODES: dict[tuple[str, str], Rename] = {
    ("journeys", "code"): Pseudonyms.serving,
    ("journeys", "rider"): Pseudonyms.person,
    ("request", "code"): Pseudonyms.serving,
    ("request", "rider"): Pseudonyms.person,
    ("request", "asked"): Pseudonyms.person,
    ("request", "declined_by"): Pseudonyms.person,
    ("request", "proposed_driver"): Pseudonyms.person,
    ("request", "usual_driver"): Pseudonyms.person,
    ("pickup", "place"): Pseudonyms.place,
    ("delivery", "place"): Pseudonyms.place,
    ("drivers", "code"): Pseudonyms.person,
    ("drivers", "home"): Pseudonyms.place,
    ("drivers", "avoids"): Pseudonyms.person,
    ("blocks", "code"): Pseudonyms.own,
    ("blocks", "driver"): Pseudonyms.person,
    ("blocks", "origin"): Pseudonyms.place,
    ("blocks", "destination"): Pseudonyms.place,
    ("lessons", "code"): Pseudonyms.own,
    ("lessons", "learner"): Pseudonyms.person,
    ("lessons", "proposed"): Pseudonyms.person,
    ("lessons", "accepted"): Pseudonyms.person,
    ("lessons", "asked"): Pseudonyms.person,
    ("lessons", "declined"): Pseudonyms.person,
    ("lessons", "usual_driver"): Pseudonyms.person,
    ("lessons", "refused"): Pseudonyms.person,
    ("lesson_shares", "wishes"): Pseudonyms.own,
    ("practice_rides", "request"): Pseudonyms.serving,
    ("practice_rides", "learner"): Pseudonyms.person,
    ("practice_rides", "drivers"): Pseudonyms.person,
    ("practice_rides", "wish"): Pseudonyms.own,
    ("practice_rides", "closed"): Pseudonyms.place,
    ("slots", "place"): Pseudonyms.place,
    ("pairings", "driver"): Pseudonyms.person,
    ("travel", "places"): Pseudonyms.place,
    ("crossings", "origin"): Pseudonyms.place,
    ("crossings", "destination"): Pseudonyms.place,
    ("pins", "serves"): Pseudonyms.serving,
    ("pins", "driver"): Pseudonyms.person,
    ("", "misses_before"): Pseudonyms.person,
    ("duties", "driver"): Pseudonyms.person,
    ("trips", "block"): Pseudonyms.own,
    ("visits", "place"): Pseudonyms.place,
    ("visits", "serves"): Pseudonyms.serving,
    ("", "left_out"): Pseudonyms.serving,
    ("", "fallbacks"): Pseudonyms.serving,
    ("", "prices"): Pseudonyms.price,
    ("changes", "serves"): Pseudonyms.serving,
    ("changes", "rider"): Pseudonyms.person,
    ("before", "volunteer"): Pseudonyms.person,
    ("after", "volunteer"): Pseudonyms.person,
}
"""Where the JSON of a problem, a plan, or what a run changed holds codes: the field of the object around it, and the
field itself."""


def renamed(names: Pseudonyms, value: Any, *, around: str = "", field: str = "") -> Any:
    """The JSON of a problem or a plan, as Python reads it, with the new codes. `around` and `field` say where it is."""
    if isinstance(value, dict):
        return {name: renamed(names, part, around=field, field=name) for name, part in value.items()}
    if isinstance(value, list):
        if value and isinstance(value[0], int):
            return value  # a row of travel times: there are many, and no codes in them
        return [renamed(names, part, around=around, field=field) for part in value]
    if isinstance(value, str) and (around, field) in CODES:
        return CODES[around, field](names, value)
    return value


def stem(code: str) -> tuple[str, str]:
    """What a journey's or request's code comes from: ("shift", its code) or ("ride", its code)."""
    head, *rest = code.split(":")
    return "shift" if rest and _DATE.fullmatch(rest[0]) else "ride", head


def _with_head(code: str, names: Mapping[str, str]) -> str:
    head, colon, rest = code.partition(":")
    return names.get(head, head) + colon + rest
