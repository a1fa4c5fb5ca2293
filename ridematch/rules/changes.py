"""What an import would add, change and remove, in codes."""

from collections import Counter
from dataclasses import dataclass

from ridematch.model.facts import (
    KEYS,
    ROW_TYPES,
    Approval,
    Availability,
    Avoid,
    Away,
    LessonTime,
    Licence,
    Road,
    Row,
    ShiftChange,
    Tables,
    rows,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChange:
    """The rows of one table that differ: codes, or a few words in codes for rows that have none.

    In a table whose rows have no code, a row that changed is one removed and one added.
    """

    table: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def diff(before: Tables, after: Tables) -> tuple[TableChange, ...]:
    """One change, perhaps empty, for each table that is present in `after`. The order of rows does not matter."""
    return tuple(
        _by_code(table, rows(before, table), rows(after, table))
        if table in KEYS
        else _by_whole_row(table, rows(before, table), rows(after, table))
        for table in ROW_TYPES
        if getattr(after, table) is not None
    )


def nothing_changed(changes: tuple[TableChange, ...]) -> bool:
    """Whether all tables stay as they are."""
    return not any(change.added or change.changed or change.removed for change in changes)


def _by_code(table: str, before: tuple[Row, ...], after: tuple[Row, ...]) -> TableChange:
    key = KEYS[table]
    old: dict[str, Row] = {getattr(row, key): row for row in before}
    new: dict[str, Row] = {getattr(row, key): row for row in after}
    return TableChange(
        table=table,
        added=tuple(code for code in new if code not in old),
        changed=tuple(code for code, row in new.items() if code in old and old[code] != row),
        removed=tuple(code for code in old if code not in new),
    )


def _by_whole_row(table: str, before: tuple[Row, ...], after: tuple[Row, ...]) -> TableChange:
    old, new = Counter(before), Counter(after)  # a row may stand there twice
    return TableChange(
        table=table,
        added=tuple(_in_codes(row) for row in (new - old).elements()),
        removed=tuple(_in_codes(row) for row in (old - new).elements()),
    )


def _in_codes(row: Row) -> str:
    """Enough to find the row again, without anything personal: no coordinates, no remarks."""
    match row:
        case Road():
            return f"{row.start} - {row.end}"
        case ShiftChange():
            return f"{row.shift} {row.date} {row.change}"
        case Availability():
            return f"{row.volunteer} {' '.join(row.days)} {row.start:%H:%M}-{row.end:%H:%M}"
        case Away():
            return f"{row.who} {row.first_date} to {row.last_date}"
        case Avoid():
            return f"{row.volunteer} {row.rider}"
        case Licence():
            return f"{row.volunteer} {row.code} from {row.valid_from}"
        case LessonTime():
            return f"{row.rider} {' '.join(row.days)} {row.start:%H:%M}-{row.end:%H:%M}"
        case Approval():
            return f"{row.volunteer} {row.rider} {row.approved_on}"
        case _:
            raise TypeError(f"rows of {type(row).__name__} have a code")
