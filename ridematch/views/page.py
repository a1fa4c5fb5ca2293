"""What a command shows, before anybody knows whether a person at a terminal or a program reads it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Sentences under a heading."""

    lines: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a heading. `grouped`: the first cell is the name of a group of rows, such as a day."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heading: str = ""
    grouped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A title and what stands below it, in order. Parts without rows or lines are not shown."""

    title: str = ""
    parts: tuple[Lines | Table, ...] = ()
