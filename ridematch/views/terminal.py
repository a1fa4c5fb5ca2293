"""Pages -> a terminal or a pipe: tables as wide as the terminal for a person, labelled lines for everything else."""

import re
import sys
import textwrap
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

COMMAND = re.compile(r"(?:(?<=: )|(?<=^  ))\S*ridematch .*")
"""A command to copy, alone on a line or behind a colon: broken in two it would be two, and the first would be run."""

UNBROKEN = "\u00a0"
"""Stands for a blank at which no line is broken."""

HANGING = "  "
"""Before the next line of a sentence, beside its own indentation."""


def at_terminal(*, plain: bool) -> bool:
    """Whether a person looks at standard output."""
    return not plain and sys.stdout.isatty()


def show(page: Page, *, plain: bool) -> None:
    """Print a page on standard output."""
    if at_terminal(plain=plain):
        _show_tables(page)
        return
    for line in plain_lines(page):
        print(line)


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
            _print_lines(console, part)
        else:
            _print_table(console, part)


def _print_lines(console: "Console", part: Lines) -> None:
    from rich.text import Text

    for line in part.lines:
        indent = " " * (len(line) - len(line.lstrip()))
        pieces = textwrap.wrap(
            COMMAND.sub(lambda command: command.group().replace(" ", UNBROKEN), line).lstrip(),
            console.width,
            initial_indent=indent,
            subsequent_indent=indent + HANGING,
            break_on_hyphens=False,  # codes are full of them
            break_long_words=False,  # an address is copied whole
        )
        for piece in pieces:
            console.print(Text(piece.replace(UNBROKEN, " ")), soft_wrap=True)


def _print_table(console: "Console", part: Table) -> None:
    """A table; where it is grouped, one for each group under the group's name, with the same widths."""
    from rich.text import Text

    columns, rows = _said(part.columns[part.grouped :], [row[part.grouped :] for row in part.rows])
    if part.stacks and not _fits(columns, rows, console.width):
        columns, rows = _stacked(part.stacks, columns, rows)
    widths = _widths([columns, *rows], console.width)
    if not part.grouped:
        _print_rows(console, columns, rows, widths)
        return
    names = (", ".join(filter(None, row[: part.grouped])) for row in part.rows)
    named = zip(names, rows, strict=True)
    for number, (name, group) in enumerate(groupby(named, key=lambda pair: pair[0])):
        console.print(Text(name, style="italic"))
        _print_rows(console, ("",) * len(widths) if number else columns, [row for _, row in group], widths)


def _said(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Without the columns that say nothing in any row."""
    kept = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    return tuple(columns[place] for place in kept), [tuple(row[place] for place in kept) for row in rows]


def _stacked(
    stacks: tuple[tuple[str, ...], ...], columns: tuple[str, ...], rows: list[tuple[str, ...]]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """One column for each stack, its cells one under the other."""
    places = [[columns.index(label) for label in stack if label in columns] for stack in stacks]
    places = [stack for stack in places if stack]
    heads = tuple(", ".join(columns[place] for place in stack) for stack in places)
    return heads, [tuple("\n".join(filter(None, (row[place] for place in stack))) for stack in places) for row in rows]


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


def _fits(columns: tuple[str, ...], rows: list[tuple[str, ...]], available: int) -> bool:
    whole = [max(map(_width, column)) for column in zip(columns, *rows, strict=True)]
    return sum(whole) <= _room(len(columns), available)


def _room(columns: int, available: int) -> int:
    """What is left for text beside the gaps."""
    return available - (GAP + 1) * columns


def _width(cell: str) -> int:
    return max(map(len, cell.split("\n")))


def _widths(rows: list[tuple[str, ...]], available: int) -> list[int]:
    """As wide as their text; where there is no room for that, the widest give way, down to their longest word."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(_width, column)) for column in columns]
    words = [max((len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    least = [full if full <= NEVER_WRAPPED else word for full, word in zip(widths, words, strict=True)]
    while sum(widths) > _room(len(columns), available) and max(widths) > 1:
        wide = [place for place, width in enumerate(widths) if width > least[place]]
        # Too many long words: the longest are broken.
        widths[max(wide or range(len(widths)), key=lambda place: widths[place])] -= 1
    return widths
