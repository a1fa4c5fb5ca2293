"""What an import would change, table by table."""

from collections.abc import Iterable

from ridematch.rules.changes import TableChange
from ridematch.views.page import Lines, Page, Table

CODES_SHOWN = 12


def import_page(changes: Iterable[TableChange], *, warnings: Iterable[str], set_aside: Iterable[str]) -> Page:
    """Rows that were set aside, warnings, and what would be added, changed and removed."""
    changed = tuple(change for change in changes if change.added or change.changed or change.removed)
    return Page(
        parts=(
            Lines(heading="Not imported", lines=tuple(set_aside)),
            Lines(heading="Warnings", lines=tuple(warnings)),
            Table(
                heading="What changes",
                columns=("table", "added", "changed", "removed"),
                rows=tuple(
                    (change.table, *(_count(rows) for rows in (change.added, change.changed, change.removed)))
                    for change in changed
                ),
            ),
            Lines(
                lines=tuple(
                    f"{change.table}, {what}: {_some(rows)}"
                    for change in changed
                    for what, rows in (("changed", change.changed), ("removed", change.removed))
                    if rows
                )
            ),
        )
    )


def _count(rows: tuple[str, ...]) -> str:
    return str(len(rows))


def _some(rows: tuple[str, ...]) -> str:
    more = f" and {len(rows) - CODES_SHOWN} more" if len(rows) > CODES_SHOWN else ""
    return ", ".join(rows[:CODES_SHOWN]) + more
