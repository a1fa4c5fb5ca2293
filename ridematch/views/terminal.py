"""Pages -> a terminal or a pipe: tables as wide as the terminal for a person, labelled lines for everything else."""

import sys
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from ridematch.views.page import Lines, Page, Table

if TYPE_CHECKING:
    from rich.console import Console

GAP = 1
"""Blanks between columns."""

NEVER_WRAPPED = 11
"""Columns up to this width are not wrapped: times, phone numbers, a few words."""


def at_terminal(*, plain: bool) -> bool:
    """Whether a person looks at standard output."""
    return not plain and sys.stdout.isatty()


def show(page: Page, *, plain: bool) -> None:
    """Print a page on standard output."""
    if at_terminal(plain=plain):
        _show_tables(page)
    else:
        print("\n".join(plain_lines(page)))


def plain_lines(page: Page) -> list[str]:
    """One line a row, each cell with its label: right for a screen reader, for grep and for a mail."""
    found = [page.title] if page.title else []
    for part in page.parts:
        body = list(part.lines) if isinstance(part, Lines) else [_labelled(part, row) for row in part.rows]
        if body:
            found += ([""] if found else []) + ([f"{part.heading}:"] if part.heading else []) + body
    return found


def _labelled(table: Table, row: tuple[str, ...]) -> str:
    return "; ".join(f"{label}: {cell}" for label, cell in zip(table.columns, row, strict=True) if cell)


def _show_tables(page: Page) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    printed = bool(page.title)
    if page.title:
        console.print(Text(page.title, style="bold"))
    for part in page.parts:
        if not (part.lines if isinstance(part, Lines) else part.rows):
            continue
        if printed:
            console.print()
        printed = True
        if part.heading:
            console.print(Text(part.heading, style="bold"))
        if isinstance(part, Lines):
            for line in part.lines:
                console.print(Text(line))
        else:
            _print_table(console, part)


def _print_table(console: "Console", part: Table) -> None:
    """A table; where it is grouped, one for each group under the group's name, with the same widths."""
    from rich.text import Text

    first = 1 if part.grouped else 0
    widths = _widths([row[first:] for row in (part.columns, *part.rows)], console.width)
    if not part.grouped:
        _print_rows(console, part.columns, part.rows, widths)
        return
    for number, (name, rows) in enumerate(groupby(part.rows, key=lambda row: row[0])):
        columns = ("",) * len(widths) if number else part.columns[1:]
        console.print(Text(name, style="italic"))
        _print_rows(console, columns, [row[1:] for row in rows], widths)


def _print_rows(
    console: "Console", columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: Iterable[int]
) -> None:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, GAP, 0, 0), show_edge=False, show_header=any(columns)
    )
    for label, width in zip(columns, widths, strict=True):
        table.add_column(label, overflow="fold", width=width)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)


def _widths(rows: list[tuple[str, ...]], available: int) -> list[int]:
    """How wide each column is: as wide as its text, or else what its longest word needs and a share of the rest."""
    columns = list(zip(*rows, strict=True))
    whole = [max(len(cell) for cell in column) for column in columns]
    words = [max((len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    words = [full if full <= NEVER_WRAPPED else word for full, word in zip(whole, words, strict=True)]
    left = available - (GAP + 1) * len(columns)
    if sum(whole) <= left:
        return whole
    while sum(words) > left and max(words) > 1:  # too many long words: the longest are broken
        words[words.index(max(words))] -= 1
    missing = [full - word for full, word in zip(whole, words, strict=True)]
    spare = left - sum(words)
    return [word + lack * max(0, spare) // sum(missing) for word, lack in zip(words, missing, strict=True)]
