"""What an import would add, change and remove: in codes, with values that are nobody's private matter."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields

from ridematch.model.facts import KEYS, ROW_TYPES, Rider, Row, Shift, Tables, rows

PEOPLE = ("riders", "volunteers")

PRIVATE = frozenset(
    {"address", "born", "email", "home", "language", "languages", "note", "phone", "pickup_note", "source"}
)
"""Fields of which it is told that they changed, and not from what to what; so is the name of a person."""

PLACES = frozenset({"start", "end", "start_from", "back_to", "workplace", "place"})
"""Fields that may hold coordinates, perhaps of somebody's home (a village's name has no digits); not so of roads."""

WHAT_NAMES: dict[str, tuple[str, ...]] = {
    "roads": ("start", "end"),
    "shift_changes": ("shift", "date", "change"),
    "availability": ("volunteer", "days", "start", "end"),
    "away": ("who", "first_date", "last_date"),
    "avoid": ("volunteer", "rider"),
    "licences": ("volunteer", "code", "valid_from"),
    "lesson_times": ("rider", "days", "start", "end"),
    "approvals": ("volunteer", "rider", "approved_on"),
    "practice_log": ("rider", "date", "start", "volunteer"),
    "overnight": ("place", "days"),
}
"""Of rows without a code of their own, the fields by which a person finds them again."""

CODES = frozenset({"rider", "volunteer", "who", "shift"})
"""Fields that hold codes: of a row about somebody with limited visibility they are all that is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One field of a row that differs. `told` is False where it is private: then both values are None."""

    field: str
    before: object = None
    after: object = None
    told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row that differs.

    `names` are the fields and values by which a person finds it: its code, or a few values if it has none. `cells` is
    what differs: from the same row before, or between a removed row and an added one that take after each other. It is
    empty where there is nothing to compare with, and where nothing more may be told.
    """

    names: tuple[tuple[str, object], ...]
    cells: tuple[CellChange, ...] = ()

    @property
    def code(self) -> str:
        """The first of its names; in tables with codes the code."""
        return str(self.names[0][1])


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChange:
    """The rows of one table that differ. `before` is how many there were.

    In a table whose rows have no code, a row that changed is one removed and one added. Such pairs come first, in the
    same order among the removed and the added.
    """

    table: str
    before: int = 0
    added: tuple[RowChange, ...] = ()
    changed: tuple[RowChange, ...] = ()
    removed: tuple[RowChange, ...] = ()


def diff(before: Tables, after: Tables) -> tuple[TableChange, ...]:
    """One change, perhaps empty, for each table that is present in `after`. The order of rows does not matter."""
    hidden = _hidden(before) | _hidden(after)
    return tuple(
        _by_code(table, rows(before, table), rows(after, table), hidden)
        if table in KEYS
        else _by_whole_row(table, rows(before, table), rows(after, table), hidden)
        for table in ROW_TYPES
        if getattr(after, table) is not None
    )


def nothing_changed(changes: tuple[TableChange, ...]) -> bool:
    """Whether all tables stay as they are."""
    return not any(change.added or change.changed or change.removed for change in changes)


def _hidden(tables: Tables) -> set[str]:
    """The codes of riders with limited visibility and of their shifts."""
    riders = {row.rider for row in rows(tables, "riders") if isinstance(row, Rider) and row.limited_visibility}
    return riders | {row.shift for row in rows(tables, "shifts") if isinstance(row, Shift) and row.rider in riders}


def _by_code(table: str, before: tuple[Row, ...], after: tuple[Row, ...], hidden: set[str]) -> TableChange:
    key = KEYS[table]
    old: dict[str, Row] = {getattr(row, key): row for row in before}
    new: dict[str, Row] = {getattr(row, key): row for row in after}
    return TableChange(
        table=table,
        before=len(before),
        added=tuple(RowChange(names=((key, code),)) for code in new if code not in old),
        changed=tuple(
            RowChange(names=((key, code),), cells=_cells(table, old[code], row, hidden))
            for code, row in new.items()
            if code in old and old[code] != row
        ),
        removed=tuple(RowChange(names=((key, code),)) for code in old if code not in new),
    )


def _by_whole_row(table: str, before: tuple[Row, ...], after: tuple[Row, ...], hidden: set[str]) -> TableChange:
    removed, added = _without(before, after), _without(after, before)
    pairs = _pairs(table, removed, added)
    differing = [_cells(table, old, new, hidden) for old, new in pairs]
    gone = _without(removed, [old for old, _ in pairs])
    new_ones = _without(added, [new for _, new in pairs])
    return TableChange(
        table=table,
        before=len(before),
        added=(
            *(_named(table, new, hidden, cells) for (_, new), cells in zip(pairs, differing, strict=True)),
            *(_named(table, row, hidden) for row in new_ones),
        ),
        removed=(
            *(_named(table, old, hidden, cells) for (old, _), cells in zip(pairs, differing, strict=True)),
            *(_named(table, row, hidden) for row in gone),
        ),
    )


def _without(found: Iterable[Row], others: Iterable[Row]) -> list[Row]:
    """The rows that are not among the others, in their order. A row may stand there twice, and then counts twice."""
    left: dict[Row, int] = defaultdict(int)
    for row in others:
        left[row] += 1
    kept = []
    for row in found:
        if left[row]:
            left[row] -= 1
        else:
            kept.append(row)
    return kept


def _pairs(table: str, removed: list[Row], added: list[Row]) -> list[tuple[Row, Row]]:
    """Rows that went with those that came in their stead: about the same people or places, and most alike."""
    free: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in removed:
        free[_about(table, row)].append(row)
    pairs = []
    for row in added:
        alike = free[_about(table, row)]
        if alike:
            nearest = min(alike, key=lambda old: _distance(old, row))
            alike.remove(nearest)
            pairs.append((nearest, row))
    return pairs


def _about(table: str, row: Row) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in WHAT_NAMES[table] if table == "roads" or name in CODES)


def _distance(old: Row, new: Row) -> int:
    return sum(getattr(old, field.name) != getattr(new, field.name) for field in fields(old))


def _cells(table: str, old: Row, new: Row, hidden: set[str]) -> tuple[CellChange, ...]:
    if _is_hidden(old, hidden) or _is_hidden(new, hidden):
        return ()
    return tuple(
        _cell(table, field.name, getattr(old, field.name), getattr(new, field.name))
        for field in fields(old)
        if getattr(old, field.name) != getattr(new, field.name)
    )


def _cell(table: str, field: str, before: object, after: object) -> CellChange:
    private = field in PRIVATE or (field == "name" and table in PEOPLE)
    if private or (field in PLACES and table != "roads" and (_may_be_a_point(before) or _may_be_a_point(after))):
        return CellChange(field=field, told=False)
    return CellChange(field=field, before=before, after=after)


def _may_be_a_point(value: object) -> bool:
    return isinstance(value, str) and any(map(str.isdigit, value))


def _is_hidden(row: Row, hidden: set[str]) -> bool:
    return any(getattr(row, name, None) in hidden for name in CODES)


def _named(table: str, row: Row, hidden: set[str], cells: tuple[CellChange, ...] = ()) -> RowChange:
    told = [name for name in WHAT_NAMES[table] if name in CODES or not _is_hidden(row, hidden)]
    return RowChange(names=tuple((name, getattr(row, name)) for name in told), cells=cells)
