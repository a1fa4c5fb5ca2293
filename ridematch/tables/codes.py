"""Codes for rows without one: the code of the same row in the store, or else one made of the row's words."""

from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any

from ridematch.model.facts import KEYS, ROW_TYPES, Row
from ridematch.tables.cells import point
from ridematch.tables.drafts import Draft
from ridematch.tables.spellings import folded, slug


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


def give_codes(table: str, drafts: Iterable[Draft], *, known: tuple[Row, ...], reserved: Iterable[str] = ()) -> None:
    """Give every row without a code one that no other row has, and that none in the store has for another row.

    `reserved` are codes of another table that must stay apart from these.
    """
    code, naming = KEYS[table], NAMINGS[table]
    drafts = list(drafts)
    nameless = [draft for draft in drafts if code not in draft.values and _complete(draft, naming)]
    taken = {folded(draft.values[code]) for draft in drafts if code in draft.values}
    in_store = [row for row in known if folded(getattr(row, code)) not in taken]
    for compared in (naming.all, naming.enough):
        nameless = _reuse(nameless, in_store, compared=compared, code=code)
    taken |= {folded(draft.values[code]) for draft in drafts if code in draft.values}
    taken |= {folded(getattr(row, code)) for row in known} | {folded(other) for other in reserved}
    for draft in nameless:
        draft.values[code] = _first_free(naming.base(draft.values), taken)
        taken.add(folded(draft.values[code]))


def gives_away(code: str, name: str) -> bool:
    """Whether a code shows a part of a name."""
    parts = {part for part in slug(name).split("-") if len(part) > 2}
    return not any(character.isdigit() for character in name) and not parts.isdisjoint(slug(code).split("-"))


def _complete(draft: Draft, naming: Naming) -> bool:
    """Whether the row holds what its code would be made of."""
    return all(field in draft.values for field in naming.enough)


def _reuse(drafts: list[Draft], in_store: list[Row], *, compared: tuple[str, ...], code: str) -> list[Draft]:
    """Give codes of the store to rows that are the same there; the rows that still have none."""
    by_value: dict[tuple[Any, ...], list[Row]] = {}
    for row in in_store:
        by_value.setdefault(tuple(_comparable(getattr(row, field)) for field in compared), []).append(row)
    left = []
    for draft in drafts:
        values = tuple(_comparable(draft.values.get(field, _default(draft.table, field))) for field in compared)
        same = [row for row in by_value.get(values, []) if _may_have(draft, getattr(row, code))]
        if same:
            by_value[values].remove(same[0])
            in_store.remove(same[0])
            draft.values[code] = getattr(same[0], code)
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


def _first_free(base: str, taken: set[str]) -> str:
    """`base`, or the first of base-2, base-3 ... that is not taken ("protected-1" goes on with protected-2)."""
    if folded(base) not in taken:
        return base
    stem, count = base.removesuffix("-1"), 2
    while folded(f"{stem}-{count}") in taken:
        count += 1
    return f"{stem}-{count}"
