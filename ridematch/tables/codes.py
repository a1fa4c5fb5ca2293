"""Codes for rows without one: the code of the same row in the store, or else one made of the row's words."""

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any

from ridematch.model.facts import KEYS, ROW_TYPES, Row
from ridematch.tables.cells import point
from ridematch.tables.drafts import Draft, Report
from ridematch.tables.spellings import folded, plain, slug

_WORD = re.compile(r"[^\W\d_]+")
_SHORT = 2
"""Letters of a name that may well begin another word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How rows of one table get codes. A row is the same as one in the store if `all` these fields agree, or else the
    fields in `enough`; a new one is called `base`."""

    all: tuple[str, ...]
    enough: tuple[str, ...]
    base: Callable[[dict[str, Any]], str]


def _person(values: dict[str, Any]) -> str:
    if values.get("limited_visibility"):
        return "protected-1"
    return slug(values["name"]) or "person-1"


def _shift(values: dict[str, Any]) -> str:
    workplace = values["workplace"]
    there = "shift" if point(workplace) else slug(workplace)[:30].rstrip("-")
    return f"{values['rider'][:40]}-{there or 'shift'}"


def _ride(values: dict[str, Any]) -> str:
    on: date = values["date"]
    return f"{values['rider'][:40]}-{on.isoformat()}"


NAMINGS: dict[str, Naming] = {
    "riders": Naming(all=("name", "phone", "email"), enough=("name",), base=_person),
    "volunteers": Naming(all=("name", "phone", "email"), enough=("name",), base=_person),
    "shifts": Naming(all=("rider", "workplace", "days", "start", "end"), enough=("rider", "workplace"), base=_shift),
    "rides": Naming(all=("rider", "date", "start", "end"), enough=("rider", "date"), base=_ride),
}


def give_codes(
    table: str, drafts: Iterable[Draft], *, known: tuple[Row, ...], report: Report, reserved: Iterable[str] = ()
) -> None:
    """Give every row without a code one that no other row has, and that none in the store has for another row.

    `reserved` are codes of another table that must stay apart from these. The report learns who got a new one.
    """
    code, naming = KEYS[table], NAMINGS[table]
    drafts = list(drafts)
    nameless = [draft for draft in drafts if code not in draft.values and _complete(draft, naming)]
    taken = {folded(draft.values[code]) for draft in drafts if code in draft.values}
    in_store = {getattr(row, code): row for row in known if folded(getattr(row, code)) not in taken}
    for compared in (naming.all, naming.enough):
        nameless = _reuse(nameless, in_store, compared=compared, code=code)
    taken |= {folded(draft.values[code]) for draft in drafts if code in draft.values}
    taken |= {folded(getattr(row, code)) for row in known} | {folded(other) for other in reserved}
    counts: dict[str, int] = {}
    for draft in nameless:
        draft.values[code] = _first_free(naming.base(draft.values), taken, counts)
        taken.add(folded(draft.values[code]))
        report.newly_coded.append(draft)


def gives_away(code: str, name: str) -> bool:
    """Whether a code shows a part of a name."""
    return shows_one(code, telling_parts(name))


def telling_parts(name: str) -> frozenset[str]:
    """The parts of a name that nothing may show, none where it is no person's name. An initial tells nothing."""
    if any(character.isdigit() for character in name):
        return frozenset()
    return frozenset(part for part in words(name) if len(part) > 1)


def shows_one(text: str, parts: Set[str]) -> bool:
    """Whether a code, or a cell that may be one, shows one of these parts of names: "kim-1", "Kims", "kimexempel"."""
    return any(
        word in parts or any(word.startswith(part) for part in parts if len(part) > _SHORT) for word in words(text)
    )


def names_one(text: str, parts: Set[str]) -> bool:
    """Whether one of these parts of names is a word of a text, also as "Kims"."""
    return any(word in parts or word.removesuffix("s") in parts for word in words(text))


def words(text: str) -> list[str]:
    """The words of letters alone, in lower case and without accents."""
    return _WORD.findall(plain(text))


def _complete(draft: Draft, naming: Naming) -> bool:
    """Whether the row holds what its code would be made of."""
    return all(field in draft.values for field in naming.enough)


def _reuse(drafts: list[Draft], in_store: dict[str, Row], *, compared: tuple[str, ...], code: str) -> list[Draft]:
    """Give codes of the store, and take them out of `in_store`, to rows that are the same; the rows still without."""
    by_value: dict[tuple[Any, ...], list[str]] = {}
    for its_code, row in in_store.items():
        by_value.setdefault(tuple(_comparable(getattr(row, field)) for field in compared), []).append(its_code)
    left = []
    for draft in drafts:
        values = tuple(_comparable(draft.values.get(field, _default(draft.table, field))) for field in compared)
        same = next((its_code for its_code in by_value.get(values, []) if _may_have(draft, its_code)), None)
        if same is not None:
            by_value[values].remove(same)
            del in_store[same]
            draft.values[code] = same
        else:
            left.append(draft)
    return left


def _may_have(draft: Draft, code: str) -> bool:
    return not (draft.values.get("limited_visibility") and gives_away(code, draft.values["name"]))


def _default(table: str, name: str) -> object:
    (default,) = (field.default for field in fields(ROW_TYPES[table]) if field.name == name)
    return None if default is MISSING else default


def _comparable(value: object) -> object:
    return folded(value) if isinstance(value, str) else value


def _first_free(base: str, taken: set[str], counts: dict[str, int]) -> str:
    """`base`, or the first of base-2, base-3 ... that is not taken ("protected-1" goes on with protected-2).

    `counts` remembers where the search for each base ended.
    """
    if folded(base) not in taken:
        return base
    stem, count = base.removesuffix("-1"), counts.get(base, 2)
    while folded(f"{stem}-{count}") in taken:
        count += 1
    counts[base] = count
    return f"{stem}-{count}"
