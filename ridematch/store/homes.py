"""Where somebody lives stands in the contact tables alone: other rows that lead to these coordinates say "home"."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ridematch.model.facts import Rider, Row, Tables, Volunteer, rows

HOME = "home:"
"""Stands for the coordinates of the home of the row's rider or volunteer. No place can be called that."""

PEOPLE = ("riders", "volunteers")
"""Tables of people with homes."""

_MAY_LEAD_HOME: dict[str, tuple[str, tuple[str, ...]]] = {
    "shifts": ("rider", ("workplace", "start_from", "back_to")),
    "rides": ("rider", ("start", "end")),
    "availability": ("volunteer", ("start_from", "back_to")),
    "lesson_times": ("rider", ("place",)),
}
"""By table the field that says whose home it is, and the fields that may lead there."""

_POINT = re.compile(r"-?[0-9.]+,-?[0-9.]+")


def without_homes(tables: Tables, *, people: Tables) -> Tables:
    """The tables as they are kept. `people` has the riders and volunteers that they refer to."""

    def kept(where: str, home: str) -> str:
        return HOME if where == home and _POINT.fullmatch(where) else where

    return _exchanged(tables, kept, people=people)


def with_homes(tables: Tables) -> Tables:
    """The tables as they were before, with homes as they are now."""
    return _exchanged(tables, lambda where, home: home if where == HOME else where, people=tables)


def _exchanged(tables: Tables, exchange: Callable[[str, str], str], *, people: Tables) -> Tables:
    homes = {
        "rider": {row.rider: row.home for row in rows(people, "riders") if isinstance(row, Rider)},
        "volunteer": {row.volunteer: row.home for row in rows(people, "volunteers") if isinstance(row, Volunteer)},
    }
    changed: dict[str, Any] = {
        table: tuple(_with(row, fields, exchange, home=homes[who].get(getattr(row, who), "")) for row in found)
        for table, (who, fields) in _MAY_LEAD_HOME.items()
        if (found := getattr(tables, table)) is not None
    }
    return replace(tables, **changed)


def _with(row: Row, fields: tuple[str, ...], exchange: Callable[[str, str], str], *, home: str) -> Row:
    before = {field: getattr(row, field) for field in fields}
    after: dict[str, Any] = {field: exchange(where, home) for field, where in before.items()}
    return row if after == before else replace(row, **after)
