"""What is wrong in the files, as sentences a coordinator can act on. Personal data never stands in one."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ridematch.language import say

Privacy = Literal["open", "code", "no-digits", "closed"]
"""Which cells a finding may quote: any, those that look like a code, those without digits (an address or a point has
digits, a village has none), or none at all."""

_LOOKS_LIKE_A_CODE = re.compile(r"[^\W\d_]{0,12}[-_]?[0-9]{1,4}|(?![0-9-]+$)[a-z0-9]+(-[a-z0-9]+)+")
_QUOTED_CHARACTERS = 60
_SENTENCE_CHARACTERS = 480


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One mistake or doubt: where it stands (`row` as in the spreadsheet, the header is 1), why, and what to do.

    `file` is the file's name, of a workbook also the sheet's. `value` is empty where there is none or where it is
    nobody's business. `cause` is part of a sentence, `remedy` whole sentences.
    """

    file: str
    row: int | None = None
    column: str = ""
    value: str = ""
    cause: str
    remedy: str = ""

    @property
    def sentence(self) -> str:
        """Everything on one line that can be printed, however long the names in it are."""
        place = [self.file]
        if self.row is not None:
            place.append(say("row {row}", row=self.row))
        if self.column:
            place.append(say("column {column}", column=self.column))
        if self.value:
            place.append(f'"{self.value}"')
        return _printable(f"{', '.join(place)}: {self.cause}. {self.remedy}".strip(), _SENTENCE_CHARACTERS)


class BadCellError(Exception):
    """A cell that can't be read: cause and remedy without the cell's text, and a hint that may give the text away."""

    def __init__(self, cause: str, remedy: str = "", *, hint: str = "") -> None:
        super().__init__(cause)
        self.cause = cause
        self.remedy = remedy
        self.hint = hint


def quotable(text: str, privacy: Privacy) -> str:
    """The text of a cell as a finding may quote it: short, printable, and empty where it is private."""
    if privacy == "closed":
        return ""
    if privacy == "code" and not _LOOKS_LIKE_A_CODE.fullmatch(text):
        return ""
    if privacy == "no-digits" and any(character.isdigit() for character in text):
        return ""
    return _printable(text, _QUOTED_CHARACTERS)


def file_label(path: Path, *, sheet: str = "") -> str:
    """How findings name a file, or a sheet of a workbook."""
    file = quotable(path.name or str(path), "open")
    return say("{file}, sheet {sheet}", file=file, sheet=quotable(sheet.strip(), "open")) if sheet else file


class FollowUpError(Exception):
    """A cell is fine, but what it refers to is not; says in codes what that is."""


def _printable(text: str, most: int) -> str:
    shown = "".join(_shown(character) for character in text[: most + 1])
    return shown if len(shown) <= most else shown[:most] + "..."


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else "?"
