"""What findings may not quote, whatever column it stands in: names, telephone numbers, e-mail addresses, points."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from ridematch.model.facts import ROW_TYPES, Rider, Tables, Volunteer, rows
from ridematch.tables.codes import names_one, shows_one, telling_parts, words
from ridematch.tables.columns import PEOPLE, is_column
from ridematch.tables.drafts import Drafts
from ridematch.tables.findings import Finding
from ridematch.tables.spellings import folded

_DIGITS_TO_CALL = 9
"""So many digits are no date, and nothing else that a table holds: a telephone number, or a point on the map."""

_DIGITS = re.compile(r"[\d\s+().,/-]+")
_EMAIL = re.compile(r"\S@\S")
_WORD = re.compile(r"[^\s,.;:/()-]+")
_ALIKE = 0.75  # "Gronwall" for "Grönvall"


class Discretion:
    """Knows everybody in the files and in the store, and who of them has limited visibility."""

    def __init__(self, drafts: Drafts, known: Tables) -> None:
        self._names: set[str] = set()
        self._hidden: set[str] = set()
        for name, limited in (*_in_files(drafts), *_in_store(known)):
            if not any(map(str.isdigit, name)):  # else it is a code that stands for a name
                self._names.add(folded(name))
            if limited:
                self._hidden |= telling_parts(name)

    def about(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings without what they may not quote; a name that is hidden stands in no label either."""
        return tuple(
            replace(
                each,
                file=self._veiled(each.file),
                column=each.column if _is_known(each.column) else self._veiled(each.column),
                value="" if self._is_private(each.value) else each.value,
            )
            for each in findings
        )

    def _is_private(self, value: str) -> bool:
        return (
            folded(value) in self._names
            or bool(_EMAIL.search(value))
            or bool(_DIGITS.fullmatch(value) and sum(map(str.isdigit, value)) >= _DIGITS_TO_CALL)
            or shows_one(value, self._hidden)
            or any(get_close_matches(word, self._hidden, n=1, cutoff=_ALIKE) for word in words(value))
        )

    def _veiled(self, label: str) -> str:
        """For the names of files, sheets and columns, by which they must be found: whole words alone."""
        return _WORD.sub(lambda word: "..." if names_one(word[0], self._hidden) else word[0], label)


def _in_files(drafts: Drafts) -> Iterator[tuple[str, bool]]:
    """Names, and whether they are hidden."""
    for table in PEOPLE:
        for draft in drafts.get(table, ()):
            yield draft.cells.get("name", ""), draft.secret
            yield draft.values.get("name", ""), draft.secret


def _in_store(known: Tables) -> Iterator[tuple[str, bool]]:
    for row in (*rows(known, "riders"), *rows(known, "volunteers")):
        if isinstance(row, Rider | Volunteer):
            yield row.name, isinstance(row, Rider) and row.limited_visibility


def _is_known(heading: str) -> bool:
    return any(is_column(table, heading) for table in ROW_TYPES)
