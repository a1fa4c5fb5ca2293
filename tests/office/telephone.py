"""A coordinator's words on the telephone -> the edit they ask for."""

import shlex
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from ridematch.model.facts import Tables
from ridematch.office.edits import Desk, add_ride, away
from ridematch.office.shift_edits import cancel, move
from ridematch.views.telephone import Edit

FLAGS = ("--back", "--undo")
COMMANDS: dict[str, tuple[Callable[..., Edit], tuple[str, ...]]] = {
    "away": (away, ("who", "first", "last")),
    "cancel": (cancel, ("what", "on")),
    "move": (move, ("what", "on", "start", "end")),
    "add-ride": (add_ride, ("rider", "start", "end", "on")),
}


def typed(desk: Desk, line: str) -> Edit:
    """What a command line asks for: "away V1 2026-12-14 --back"."""
    command, *words = shlex.split(line)
    made, names = COMMANDS[command]
    given: dict[str, Any] = {}
    places: list[str] = []
    rest = iter(words)
    for word in rest:
        if word in FLAGS:
            given[word.removeprefix("--")] = True
        elif word.startswith("--"):
            given[word.removeprefix("--").replace("-", "_")] = next(rest)
        else:
            places.append(word)
    return made(desk, **dict(zip(names, places, strict=False)), **given)


def written(desk: Desk, edit: Edit) -> Desk:
    """The desk once an edit is written."""
    found = ((field.name, getattr(edit.tables, field.name)) for field in fields(Tables))
    changed = {name: rows for name, rows in found if rows is not None}
    return replace(desk, tables=replace(desk.tables, **changed))


def taken_back(desk: Desk, edit: Edit) -> Desk:
    """The desk once the command was typed that takes back an edit just written."""
    after = written(desk, edit)
    return written(after, typed(after, shlex.join(edit.take_back)))
