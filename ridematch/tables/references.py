"""Names and codes in cells -> the people, shifts and places they mean."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ridematch.language import either, note, say
from ridematch.model.facts import Place
from ridematch.tables.cells import point
from ridematch.tables.codes import shows_one, telling_parts
from ridematch.tables.findings import BadCellError, FollowUpError, quotable
from ridematch.tables.spellings import folded, maybe, nearest
from ridematch.tables.wording import table_name

MEETING_POINT = "meeting-point"

HINTS = 50
"""So many different names of nobody are no slips of the pen, and looking for what was meant takes time."""


class Found(Protocol):
    """What a search for a place by its name yields: the place, whether that is what was typed, or what may be meant."""

    @property
    def name(self) -> str | None:
        """The name of a place, None if there is none."""

    @property
    def exact(self) -> bool:
        """Whether the name is what was typed."""

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Names of places that may be meant."""


class Search(Protocol):
    """A search for a place by its name. Without `suggest`, which takes time, nothing is suggested."""

    def __call__(self, text: str, *, suggest: bool) -> Found:
        """What is found."""


Finder = Callable[[tuple[Place, ...]], Search]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something rows refer to by its code, or by a name that only one has."""

    code: str
    name: str = ""
    limited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Messages:
    """What there is to say about a cell that refers to nothing, or to more than one."""

    none: str
    several: str
    unknown: str


_MESSAGES = {
    ("riders",): _Messages(
        none=note("there is no such rider"),
        several=note("more than one rider has this name"),
        unknown=note("{file} can't be read, so nobody knows whether there is such a rider"),
    ),
    ("volunteers",): _Messages(
        none=note("there is no such volunteer"),
        several=note("more than one volunteer has this name"),
        unknown=note("{file} can't be read, so nobody knows whether there is such a volunteer"),
    ),
    ("riders", "volunteers"): _Messages(
        none=note("there is no such rider or volunteer"),
        several=note("more than one rider or volunteer has this name"),
        unknown=note("{file} can't be read, so nobody knows whether there is such a rider or volunteer"),
    ),
    ("shifts",): _Messages(
        none=note("there is no such shift"),
        several=note("more than one shift has this code"),
        unknown=note("{file} can't be read, so nobody knows whether there is such a shift"),
    ),
}


class Register:
    """All that a column may refer to: rows of `tables`, read from `files`.

    `broken` says that a file with the rest of them can't be read.
    """

    def __init__(
        self, entries: Iterable[Named], *, tables: tuple[str, ...], files: Mapping[str, str], broken: bool = False
    ) -> None:
        self._say, self._broken = _MESSAGES[tables], broken
        self._file = either(files.get(table) or say("the table {table}", table=table_name(table)) for table in tables)
        self._by_code: dict[str, Named] = {}
        self._by_name: dict[str, list[Named]] = {}
        self._hidden_parts: set[str] = set()
        self._hints: dict[str, str] = {}
        for entry in entries:
            if entry.limited:
                self._hidden_parts |= telling_parts(entry.name)
            if folded(entry.code) not in self._by_code:
                self._by_code[folded(entry.code)] = entry
                self._by_name.setdefault(folded(entry.name), []).append(entry)

    def look_up(self, cell: str) -> tuple[Named, ...]:
        """All that the cell may mean: none, one, or several of one name."""
        sought = folded(cell)
        if sought in self._by_code:
            return (self._by_code[sought],)
        return tuple(self._by_name.get(sought, ())) if sought else ()

    def is_about_hidden(self, cell: str) -> bool:
        """Whether the cell means somebody with a hidden name, or shows a part of such a name."""
        return any(entry.limited for entry in self.look_up(cell)) or shows_one(cell, self._hidden_parts)

    def find(self, cell: str) -> str:
        """The code of the one that is meant. Raises `BadCellError`, or `FollowUpError` if nobody can know."""
        found = self.look_up(cell)
        if len(found) == 1:
            return found[0].code
        if found:
            codes = either(entry.code for entry in found if quotable(entry.code, "code"))
            hint = say("Their codes: {codes}.", codes=codes) if codes else ""
            raise BadCellError(say(self._say.several), say("Write the code."), hint=hint)
        if self._broken:
            raise FollowUpError(say(self._say.unknown, file=self._file))
        remedy = say("Write a code of {file}, or add a row there.", file=self._file)
        raise BadCellError(say(self._say.none), remedy, hint=self._hint(cell))

    def _hint(self, cell: str) -> str:
        """The code nearest to the cell, or that of the nearest name; nothing about those whose name is hidden."""
        if cell not in self._hints and len(self._hints) < HINTS:
            self._hints[cell] = self._nearest(cell)
        return self._hints.get(cell, "")

    def _nearest(self, cell: str) -> str:
        shown = [each for each in self._by_code.values() if quotable(each.code, "code") and not each.limited]
        by_spelling = {each.name: each.code for each in shown if each.name} | {each.code: each.code for each in shown}
        near = nearest(cell, (each for each in by_spelling if _may_be_meant(cell, each)))
        return maybe(near and by_spelling[near])


def _may_be_meant(cell: str, spelling: str) -> bool:
    """R3 may be meant as R03, but not as R02, who is somebody else."""
    typed, known = ("".join(filter(str.isdecimal, text)).lstrip("0") for text in (cell, spelling))
    return not typed or typed == known


def _quoted(names: tuple[str, ...]) -> list[str]:
    return [quotable(name, "open") for name in names[:3]]


class Gazetteer:
    """The places rows may refer to by name. `bad` are names of rows that have mistakes of their own."""

    def __init__(
        self, places: tuple[Place, ...], *, finder: Finder, bad: Iterable[str], files: Mapping[str, str], broken: bool
    ) -> None:
        self.kinds = {place.name: place.kind for place in places}
        self._search = finder(places)
        self._found: dict[str, Found] = {}
        self._unknown = 0
        self._bad = {folded(name): name for name in bad}
        self._file = files.get("places") or say("the table {table}", table=table_name("places"))
        self._broken = broken

    def is_bad(self, place: str) -> bool:
        """Whether it is the name of a row with mistakes of its own."""
        return folded(place) in self._bad and place not in self.kinds

    def find(self, cell: str) -> tuple[str, bool]:
        """The place's name or its coordinates as "lat,lon", and whether that is what was typed.

        Raises `BadCellError`, or `FollowUpError` if the place's own row is bad.
        """
        if cell in self.kinds:
            return cell, True
        if folded(cell) in self._bad:
            return self._bad[folded(cell)], True
        coordinates = point(cell)
        if coordinates is not None:
            return coordinates, True
        if cell not in self._found:
            self._found[cell] = self._search(cell, suggest=self._unknown < HINTS)
            self._unknown += self._found[cell].name is None
        found = self._found[cell]
        if found.name is not None:
            return found.name, found.exact
        if self._broken:
            unknown = say("{file} can't be read, so nobody knows whether there is such a place", file=self._file)
            raise FollowUpError(unknown)
        remedy = say("Write the name of a row in {file}, or lat,lon.", file=self._file)
        raise BadCellError(say("no place has this name"), remedy, hint=maybe(either(_quoted(found.suggestions))))
