"""The reference of all tables and columns as Markdown, made from what the templates say."""

from collections.abc import Iterator

from ridematch.model.facts import ROW_TYPES
from ridematch.tables.columns import columns_of
from ridematch.tables.explain import about_column, about_table, default_of, example_of
from ridematch.tables.swedish import COLUMN_NAMES, TABLE_NAMES

HEAD = """# Tables

What the coordinator fills in (`make format` makes this page anew). `ridematch template my-tables` writes a CSV file for
each table, `ridematch template my-tables --xlsx` one workbook with a sheet for each, both with an example row.

- Columns may be in any order, and those you have nothing for may be left out. Columns in bold are required.
- Names may be in English or Swedish; upper and lower case do not matter, nor do accents.
- A place is a name from `places`, or latitude and longitude as `63.4012,13.1455`.
- Dates are written 2026-12-14, times 06:30. An end at or before its start is on the next day. Days of the week are
  `Mon Tue`, `må ti`, `Mon-Fri`, `daily`, `weekdays`, `weekends`, or one date.
- Lists are separated by blanks.
- A table that is imported replaces the one before; tables that are not there stay as they are.
- Where `(hidden)` or `(dold)` stands in an exported table, the text is kept in the store: leave the mark, and the
  import leaves the text. So do riders with limited visibility come back unchanged from a file that names none of them.
"""

_EVERYWHERE = ("note", "source")


def tables_manual() -> str:
    """The whole page, in English with the Swedish names."""
    return HEAD + "".join(_section(table) for table in ROW_TYPES) + _common()


def _section(table: str) -> str:
    swedish = TABLE_NAMES[table][0]
    return f"\n## {table}\n\nIn Swedish `{swedish}`. {about_table(table)}\n\n" + _table(_lines(table))


def _common() -> str:
    table = next(iter(ROW_TYPES))
    return "\n## Every table\n\n" + _table(_lines(table, only=_EVERYWHERE))


def _table(lines: Iterator[str]) -> str:
    head = "| column | in Swedish | what goes in | empty means | example |\n|---|---|---|---|---|\n"
    return head + "".join(f"{line}\n" for line in lines)


def _lines(table: str, *, only: tuple[str, ...] = ()) -> Iterator[str]:
    for name, column in columns_of(table).items():
        if (name in only) if only else (name not in _EVERYWHERE):
            swedish = (COLUMN_NAMES.get(f"{table}.{name}") or COLUMN_NAMES[name])[0]
            shown = f"**`{name}`**" if column.required else f"`{name}`"
            cells = (shown, swedish, about_column(column), default_of(column), example_of(column))
            yield f"| {' | '.join(cells)} |".replace("  |", " |")
