"""What a command shows, before anybody knows whether a person at a terminal or a program reads it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Sentences under a heading."""

    lines: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a heading.

    `grouped`: so many of the first cells together name a group of rows, such as a day. `stacks`: which columns stand
    one under the other where the terminal is too narrow for all of them side by side.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heading: str = ""
    grouped: int = 0
    stacks: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A title and what stands below it, in order. Parts without rows or lines are not shown."""

    title: str = ""
    parts: tuple[Lines | Table, ...] = ()
