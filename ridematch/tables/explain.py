"""What a person filling in the tables is told: about each table, each column, and how to go on."""

from ridematch.language import say
from ridematch.tables.columns import Column
from ridematch.tables.descriptions import COLUMNS, TABLES
from ridematch.tables.examples import example_value
from ridematch.tables.wording import as_text, cell, choices, hidden_mark, table_name

_FIRST_TABLES = ("places", "riders", "shifts", "volunteers", "availability")


def about_table(table: str) -> str:
    """What the table holds."""
    return say(TABLES[table])


def about_column(column: Column) -> str:
    """What goes into the column, and which words it takes if it takes only some."""
    text = say(COLUMNS.get(f"{column.table}.{column.name}") or COLUMNS[column.name])
    if not column.choices:
        return text
    words = say("One of: {words}.", words=", ".join(choices(column)))
    return f"{text} {words}"


def default_of(column: Column) -> str:
    """What an empty cell stands for, empty where it stands for nothing."""
    return as_text(cell(column, column.default))


def example_of(column: Column) -> str:
    """What may stand in a cell, empty for a column with choices."""
    return "" if column.choices else as_text(cell(column, example_value(column)))


def comment(column: Column) -> str:
    """All about a column, a line each."""
    default, example = default_of(column), example_of(column)
    lines = [about_column(column)]
    if column.required:
        lines.append(say("Required."))
    if default:
        lines.append(say("Empty means {value}.", value=default))
    if example:
        lines.append(say("Example: {value}", value=example))
    return "\n".join(lines)


def how_to_fill_in(file: str) -> tuple[str, ...]:
    """Five lines for a workbook with examples; `file` is its name."""
    return (
        _how_to_read(),
        say(
            "Write over the rows with examples, or delete them. Begin with {tables}; the rest can wait.",
            tables=", ".join(table_name(table) for table in _FIRST_TABLES),
        ),
        _what_a_sheet_does(),
        *_how_to_import(file),
    )


def how_to_change(file: str) -> tuple[str, ...]:
    """Five lines for a workbook with the tables of the store; `file` is its name."""
    return (
        _how_to_read(),
        say(
            "Where {mark} stands, the text is kept in the store. Leave the mark, and the import leaves the text.",
            mark=hidden_mark(),
        ),
        _what_a_sheet_does(),
        *_how_to_import(file),
    )


def _how_to_read() -> str:
    return say(
        "Each sheet is a table, each row one thing. A column with a bold name must be filled in. "
        "Point at a name to read what goes in."
    )


def _what_a_sheet_does() -> str:
    return say(
        "A sheet that is there replaces its whole table in the store, one that is not there changes nothing: "
        "delete the sheets you do not need."
    )


def _how_to_import(file: str) -> tuple[str, str]:
    return (
        say("Save the workbook, then bring it in: ridematch import {file}", file=file),
        say(
            "You see what would change and are asked first. If a row is wrong, nothing changes, and every mistake is "
            "named."
        ),
    )
