"""A small town far ahead in time, in which R2 has limited visibility, and how to see what a text tells of whom."""

import csv
import html
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

from ridematch.tables.spellings import plain
from tests.cli.desk import FIRST_STEPS, HIDDEN, read, write

MONDAY = "2090-12-04"
LATER = date(2090, 12, 4) - date(2026, 12, 14)
"""From the first steps' Monday to this one: promises and absences only matter ahead of today."""

FAR_AWAY = "63.30711,13.25533"
"""Where the hidden rider really lives, as somebody may type it in the wrong column."""

HOMES = {"R1": "63.39171,12.92833", "V2": "63.38123,13.14911"}
"""Who lives at coordinates; R1 in Duved, V2 in Björnänge."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")

_RIDERS = {
    "R1": ("Hanan Sagolund", "070-1740690", "Påhittsvägen 31", "gula stugan", "hanan.s@example.org"),
    HIDDEN: ("Tekle Grönvåhl", "070-1740691", "Hemlighetsvägen 7", "vid blå grinden", "dimma77@example.org"),
    "R3": ("Ulla Låtsaslund", "070-1740692", "Fantasigränd 12", "ring på i köket", "ulla.l@example.org"),
}
"""Name, phone, address, note for the pickup, e-mail."""

VOLUNTEERS = {"V1": ("Berit Skjutsdotter", "070-1740698"), "V2": ("Lars Bilfiktiv", "070-1740699")}


@dataclass(frozen=True, slots=True)
class Person:
    """Words by which somebody is known, and numbers to call, as `plain` and without signs between digits."""

    words: tuple[str, ...]
    numbers: tuple[str, ...] = ()

    def seen_in(self, text: str) -> list[str]:
        """Which of them a text shows, in whatever spelling."""
        bare = plain(html.unescape(text))
        digits = re.sub(r"(?<=\d)[\s()./-]+(?=\d)", "", bare)
        return [word for word in self.words if word in bare] + [number for number in self.numbers if number in digits]


SECRET = Person(
    words=(
        *("tekle", "gronvahl", "hemlighetsv", "bla grind", "dimma77", "exmake", "arende 4711", "1987-03-02"),
        *("63.307", "63,307", "13.255", "13,255"),
    ),
    numbers=("701740691", "1740691"),
)
"""All that tells who the hidden rider is; the coordinates also rounded to three digits."""


def anybody() -> dict[str, Person]:
    """Names, numbers, addresses, notes and homes of all, the hidden rider among them."""
    riders = {
        code: Person(words=tuple(map(plain, (*name.split(), address, note, email))), numbers=(_bare(phone),))
        for code, (name, phone, address, note, email) in _RIDERS.items()
    }
    volunteers = {
        code: Person(words=(*map(plain, name.split()), f"{code.lower()}@example.org"), numbers=(_bare(phone),))
        for code, (name, phone) in VOLUNTEERS.items()
    }
    return riders | volunteers | {HIDDEN: SECRET}


def names_of(code: str) -> tuple[str, str]:
    """First and last name."""
    first, last = (_RIDERS | VOLUNTEERS)[code][0].split()
    return first, last


def a_town(folder: Path) -> Path:
    """Everything there can be about the hidden rider: commutes, a ride, lessons, remarks in every table."""
    shutil.copytree(FIRST_STEPS, folder, ignore=shutil.ignore_patterns("README.md"))
    for file in folder.glob("*.csv"):
        file.write_text(_ISO.sub(_later, file.read_text(encoding="utf-8")), encoding="utf-8")
    write(folder / "riders.csv", [_rider(row) for row in read(folder / "riders.csv")])
    _change(folder / "volunteers.csv", lambda row: {"home": HOMES.get(row["volunteer"], row["home"]), "note": "hel",
                                                    "email": f"{row['volunteer'].lower()}@example.org"})  # fmt: skip
    _change(folder / "shifts.csv", lambda row: _remark(row["rider"]))
    meeting_point = {"rider": HIDDEN, "from": "Mötesplats Undersåker", "to": "Åre"}
    _add(folder / "rides.csv", {"ride": "E2", **meeting_point, "date": _later("2026-12-20"), "arrive_by": "10:00"})
    sunday = {"date": _later("2026-12-20"), "arrive_by": "11:00"}
    _add(folder / "rides.csv", {"ride": "E3", "rider": "R1", "from": HOMES["R1"], "to": "Åre", **sunday})
    _add(folder / "learners.csv", {"rider": HIDDEN, "born": "1987-03-02", "permit_until": "2093-01-01"})
    _change(folder / "learners.csv", lambda row: _remark(row["rider"]))
    _add(folder / "lesson_times.csv", {"rider": HIDDEN, "days": "Wed Thu", "start": "16:00", "end": "20:00"})
    _add(folder / "approvals.csv", {"volunteer": "V2", "rider": HIDDEN, "approved_on": "2090-09-11"})
    _change(folder / "away.csv", lambda row: {"note": "byter med Tekle Grönvåhl"})
    return folder


def a_workbook(path: Path, sheets: dict[str, str]) -> Path:
    """The same texts that make CSV files as the sheets of a workbook, every cell a text."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, text in sheets.items():
        sheet = workbook.create_sheet(name.removesuffix(".csv"))
        for row in csv.reader(text.splitlines()):
            sheet.append(row)
    workbook.save(path)
    return path


def told_by(path: Path) -> str:
    """All that a file tells: its name, its text; a calendar's unfolded; a workbook's cells, comments and raw parts."""
    return f"{path}\n" + "\n".join(_texts(path))


def _texts(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    if content.startswith(b"\x89PNG"):
        return  # it shows what the SVG beside it says
    if not content.startswith(b"PK"):
        text = content.decode("utf-8-sig")
        yield text.replace("\r\n ", "") if path.suffix == ".ics" else text
        return
    with ZipFile(BytesIO(content)) as parts:
        yield from parts.namelist()
        yield from (parts.read(name).decode("utf-8") for name in parts.namelist())
    workbook = load_workbook(BytesIO(content))
    yield repr(workbook.properties)
    for sheet in workbook.worksheets:
        yield sheet.title
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            yield f"{cell.value}"
            yield f"{cell.comment.text if cell.comment else ''}"


def _rider(row: dict[str, str]) -> dict[str, str]:
    code = row["rider"]
    name, phone, address, note, email = _RIDERS[code]
    own = {"name": name, "phone": phone, "address": address, "pickup_note": note, "email": email}
    home = "Mötesplats Undersåker" if code == HIDDEN else HOMES.get(code, row["home"])
    remark = _remark(code)
    if code == "R3":
        own["pickup_note"] += ", inte hos Tekle Grönvåhl"
        remark = {"note": "Tekle Grönvåhls granne"}
    empty = dict.fromkeys(("limited_visibility", "note", "source"), "")
    return empty | row | own | remark | {"home": home, "limited_visibility": "ja" if code == HIDDEN else "nej"}


def _remark(code: str) -> dict[str, str]:
    return {"note": "söks av exmake", "source": "ärende 4711"} if code == HIDDEN else {"note": "", "source": ""}


def _change(path: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    write(path, [row | change(row) for row in read(path)])


def _add(path: Path, row: dict[str, str]) -> None:
    rows = [*read(path), row]
    columns: Iterable[str] = dict.fromkeys(column for each in rows for column in each)
    write(path, [dict.fromkeys(columns, "") | each for each in rows])


def _later(iso: str | re.Match[str]) -> str:
    return f"{date.fromisoformat(iso if isinstance(iso, str) else iso[0]) + LATER}"


def day(number: int) -> str:
    """So many days after the Monday."""
    return f"{date.fromisoformat(MONDAY) + timedelta(days=number)}"


def _bare(phone: str) -> str:
    return re.sub(r"\D", "", phone).lstrip("0")
