"""Names and codes in cells -> the people, shifts and places they mean."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from ridematch.model.facts import Place
from ridematch.tables.cells import point
from ridematch.tables.codes import gives_away
from ridematch.tables.findings import BadCellError, FollowUpError, quotable
from ridematch.tables.spellings import folded, maybe, nearest

MEETING_POINT = "meeting-point"


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


Finder = Callable[[tuple[Place, ...]], Callable[[str], Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something rows refer to by its code, or by a name that only one has."""

    code: str
    name: str = ""
    limited: bool = False


class Register:
    """All that a column may refer to. `broken` says that the file with the rest of them can't be read."""

    def __init__(self, entries: Iterable[Named], *, noun: str, file: str, broken: bool = False) -> None:
        self._noun, self._file, self._broken = noun, file, broken
        self._by_code: dict[str, Named] = {}
        self._by_name: dict[str, list[Named]] = {}
        self._hidden: list[Named] = []
        for entry in entries:
            if entry.limited:
                self._hidden.append(entry)
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
        return any(entry.limited for entry in self.look_up(cell)) or any(
            gives_away(cell, entry.name) for entry in self._hidden
        )

    def find(self, cell: str) -> str:
        """The code of the one that is meant. Raises `BadCellError`, or `FollowUpError` if nobody can know."""
        found = self.look_up(cell)
        if len(found) == 1:
            return found[0].code
        if found:
            codes = " or ".join(entry.code for entry in found if quotable(entry.code, "code"))
            raise BadCellError(
                f"more than one {self._noun} has this name", "Write the code.", hint=f"Their codes: {codes}."
            )
        if self._broken:
            raise FollowUpError(f"{self._file} can't be read, so nobody knows whether there is such a {self._noun}")
        raise BadCellError(
            f"there is no such {self._noun}",
            f"Write a code of {self._file}, or add a row there.",
            hint=self._hint(cell),
        )

    def _hint(self, cell: str) -> str:
        """The code nearest to the cell, or that of the nearest name; nothing about those whose name is hidden."""
        shown = [each for each in self._by_code.values() if quotable(each.code, "code") and not each.limited]
        by_spelling = {each.name: each.code for each in shown if each.name} | {each.code: each.code for each in shown}
        near = nearest(cell, by_spelling)
        return maybe(near and by_spelling[near])


class Gazetteer:
    """The places rows may refer to by name. `bad` are names of rows that have mistakes of their own."""

    def __init__(self, places: tuple[Place, ...], *, finder: Finder, bad: Iterable[str], broken: bool) -> None:
        self.kinds = {place.name: place.kind for place in places}
        self._search = cache(finder(places))
        self._bad = {folded(name): name for name in bad}
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
        found = self._search(cell)
        if found.name is not None:
            return found.name, found.exact
        if self._broken:
            raise FollowUpError("places.csv can't be read, so nobody knows whether there is such a place")
        remedy = "Write the name of a row in places.csv, or lat,lon."
        raise BadCellError("no place has this name", remedy, hint=maybe(" or ".join(found.suggestions[:3])))
