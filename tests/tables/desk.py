"""What the tests of this room share: a vocabulary, a search for places, and files written in one line."""

import tomllib
from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import ridematch.office
from ridematch.language import speak
from ridematch.model.facts import Place, Tables
from ridematch.tables.reader import Reading, read_tables
from ridematch.tables.references import Search
from ridematch.tables.spellings import nearest, plain

Done = TypeVar("Done")

VOCABULARY: dict[str, str] = tomllib.loads(
    (Path(ridematch.office.__file__).parent / "ridematch.toml").read_text(encoding="utf-8")
)["vocabulary"]

PLACES = (
    "name,lat,lon,kind\nÅre,63.399,13.0815,village\nJärpen,63.3468,13.4599,village\nTorget,63.35,13.46,meeting-point\n"
)
KNOWN_PLACES = (
    Place(name="Åre", lat=63.399, lon=13.0815),
    Place(name="Järpen", lat=63.3468, lon=13.4599),
    Place(name="Torget", lat=63.35, lon=13.46, kind="meeting-point"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundByName:
    name: str | None = None
    exact: bool = False
    suggestions: tuple[str, ...] = ()


def find_place(places: tuple[Place, ...]) -> Search:
    """The name as it stands, or without accents, or the nearest as a suggestion."""
    names = {place.name for place in places}
    by_plain = {plain(name): name for name in names}

    def find(text: str, *, suggest: bool) -> FoundByName:
        if text in names:
            return FoundByName(name=text, exact=True)
        if plain(text) in by_plain:
            return FoundByName(name=by_plain[plain(text)])
        near = nearest(text, names) if suggest else None
        return FoundByName(suggestions=(near,) if near else ())

    return find


def read(path: Path, *, known: Tables | None = None, today: date | None = None) -> Reading:
    return read_tables(path, known=known or Tables(), vocabulary=VOCABULARY, finder=find_place, today=today)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read_files(
    folder: Path, files: Mapping[str, str | bytes], *, known: Tables | None = None, today: date | None = None
) -> Reading:
    return read(write(folder, files), known=known, today=today)


def speaking(language: str, do: Callable[[], Done]) -> Done:
    """What is done in this language, with no effect on what comes after."""

    def spoken() -> Done:
        speak(language)
        return do()

    return copy_context().run(spoken)


def sentences(reading: Reading) -> str:
    return "\n".join(each.sentence for each in (*reading.errors, *reading.warnings, *reading.follow_ups))
