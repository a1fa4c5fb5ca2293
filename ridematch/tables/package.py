"""The zip file that a workbook is: its parts as pieces of XML, and never more in memory than one piece.

openpyxl would unpack whatever is there, and tells neither hidden rows nor formulas without a result. Nothing here
trusts what the file says about its own size.
"""

import posixpath
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from ridematch.language import say
from ridematch.tables.files import BadFileError

XML_BYTES = 60_000_000
"""All that is read of one workbook, unpacked: 60,000 rows of 20 full cells, or a million empty rows with a format."""

TAGS = 6_000_000
"""All that is read of one workbook: the same, counted in tags."""

PIECE_BYTES = 2_000_000
"""One piece, unpacked: a row, a text, a format. A row of 200 long cells has a fifth of it."""

NAMES = 2_000
"""Different names of tags and attributes in one part. Excel knows some hundred."""

PARTS = 10_000
"""Files inside the zip file. A workbook with pictures has some hundred."""

YES = ("1", "true")
"""How an attribute says yes."""

_CHUNK_BYTES = 65_536
_DEPTH = 40
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENTITIES = b"<!DOCTYPE"
_DAMAGE = (
    BadZipFile,
    zlib.error,
    ParseError,
    ArithmeticError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,  # among them NotImplementedError: a way of packing that nobody uses
    ValueError,
    struct.error,
)
"""All that zip files and XML in any state make the standard library raise."""


@contextmanager
def damage_told() -> Iterator[None]:
    """Whatever is wrong inside a workbook becomes one `BadFileError`."""
    try:
        yield
    except _DAMAGE as trouble:
        raise damaged() from trouble


def damaged() -> BadFileError:
    """A workbook that can't be read to the end."""
    return BadFileError(
        say("the workbook is damaged, or it is no Excel workbook"),
        say('Open it in Excel and save it as "Excel workbook (.xlsx)".'),
    )


@lru_cache(maxsize=NAMES)
def local(name: str) -> str:
    """The name of a tag or attribute without its namespace, which differs between kinds of workbooks."""
    return name.rpartition("}")[2]


class Package:
    """The parts of a zip file. All methods raise `BadFileError` for what is too large, and else one of `_DAMAGE`."""

    def __init__(self, content: bytes) -> None:
        if content.count(_DIRECTORY_ENTRY) > PARTS:  # each would become an object
            raise damaged()
        self._zip = ZipFile(BytesIO(content))
        self._read = _Read()

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part ("" is the whole file) refers to, by id: the kind, and the part that is meant."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        for relation in self.pieces(listed, "Relationships/Relationship"):
            if len(found) > PARTS:
                raise damaged()
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            kind = relation.get("Type", "").rpartition("/")[2]
            found[relation.get("Id", "")] = (kind, target.lstrip("/"))
        return found

    def pieces(self, part: str, *paths: str) -> Iterator[Element]:
        """The elements of a part whose parent's and own name make one of these `paths`, such as "sheetData/row".

        Each is whole. None is kept here.
        """
        packed = self._zip.getinfo(part)
        if packed.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotImplementedError(packed.compress_type)
        with self._zip.open(packed) as opened:
            yield from _pieces(_Bounded(opened, self._read), paths)


def _pieces(stream: "_Bounded", paths: tuple[str, ...]) -> Iterator[Element]:
    around: list[Element] = []
    depth = 0  # inside a wanted element, itself included
    names: set[str] = set()
    for event, element in iterparse(stream, events=("start-ns", "start", "end")):  # noqa: S314 - `_Bounded` is safe
        if event == "start-ns":
            names.update(element)
        elif event == "start":
            names.add(element.tag)
            names.update(element.keys())
            if len(names) > NAMES or depth + len(around) > _DEPTH:
                raise damaged()
            if depth or (around and f"{local(around[-1].tag)}/{local(element.tag)}" in paths):
                depth += 1
            else:
                around.append(element)
        elif depth > 1:
            depth -= 1
        else:
            if depth:
                depth = 0
                yield element
            else:
                around.pop()
            if around:
                around[-1].clear()  # what is read is forgotten
            stream.piece_bytes = 0


class _Bounded:
    """A stream of XML that ends with `BadFileError` where it becomes too much: for all that is read, or for a piece."""

    def __init__(self, stream: IO[bytes], read: "_Read") -> None:
        self._stream, self._all = stream, read
        self._end = b""
        self.piece_bytes = 0

    def read(self, size: int = _CHUNK_BYTES, /) -> bytes:
        """The next bytes."""
        chunk = self._stream.read(size)
        self.piece_bytes += len(chunk)
        self._all.bytes += len(chunk)
        self._all.tags += chunk.count(b"<")
        if self._all.bytes > XML_BYTES or self._all.tags > TAGS:
            raise BadFileError(
                say("the workbook is too large"),
                say("Delete the empty rows below the tables and the sheets that are no tables, and save it."),
            )
        # A workbook defines no entities of its own; with them, a few lines can become gigabytes.
        bare = self._end + chunk.replace(b"\0", b"")  # there are NULs in UTF-16
        if self.piece_bytes > PIECE_BYTES or _ENTITIES in bare:
            raise damaged()
        self._end = bare[-len(_ENTITIES) :]
        return chunk


@dataclass(slots=True)
class _Read:
    """How much of a workbook was read, unpacked."""

    bytes: int = 0
    tags: int = 0
