"""Whatever is done to a workbook, reading it returns; what is wrong stands in the reading; nothing is half loaded."""

import re
import tempfile
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ridematch.model.errors import RidematchError
from ridematch.model.facts import ROW_TYPES, Tables, columns, rows
from ridematch.office.intake import apply_intake, read_intake
from ridematch.office.settings import load_settings
from ridematch.store.database import open_store, reading
from ridematch.store.tables import load_tables
from tests.tables.desk import KNOWN_PLACES, read
from tests.tables.workbooks import cells, content, parts, text_row, workbook, zipped

KNOWN = Tables(places=KNOWN_PLACES)
SOME = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(SOME, max_examples=15)
MANY = settings(SOME, max_examples=4000)
NOW = datetime(2026, 12, 1, tzinfo=UTC)

SHEETS: dict[str, list[list[Any]]] = {
    "places": [["name", "lat", "lon", "kind"], ["Åre", 63.399, 13.0815, "village"], ["Torget", "63,35", 13.46, "stop"]],
    "resenärer": [
        ["Resenär", "Namn", "Hem", "Telefon", "Minderårig"],
        ["R1", "Åsa Exempel", "Åre", 701740605, True],
        [2, "Bo Exempel", "Torget", "070-1740606", None],
    ],
    "shifts": [
        ["shift", "rider", "workplace", "days", "start", "end", "first_date", "note"],
        ["S1", "R1", "Torget", "må ti", time(6, 30), timedelta(days=1), date(2026, 12, 14), "=1+1"],
        ["S2", 2, "Åre", date(2026, 12, 14), 0.25, "14.30", 46370, 3.5],
    ],
    "away": [["who", "first_date", "last_date"], ["R1", date(2026, 12, 23), date(2026, 12, 27)]],
    "read me": [["Fill in what you know."]],
}

TOKEN = re.compile(r'"[^"]*"|(?<=>)[^<]*(?=<)|<[^>]*>')
JUNK = (
    "", "<a>", "</row>", "</c>", "<f/>", "<v>1</v>", '<c r="A1"/>', '<row r="9"/>', "<!DOCTYPE a>", "<!--", "&lol;",
    '"1e999"', '"-1"', '"99999999999999999999"', '"s"', '"e"', '"b"', '"d"', '"str"', '"inlineStr"', '"XFE1"', '"B2"',
    '"A1048577"', '"hidden"', '""', '"http://a"', '"1904"', '"true"', '"[h]:mm"', '"yyyy"', '"/xl/workbook.xml"',
    '"rId1"', "#REF!", "-5", "9999999999", "nan", "1e308", "-1e308", "1e-300", "0", "1", "2.5", "46370", "2026-12-14T",
    "x" * 3000, "\x00",
)  # fmt: skip
XML = (
    "<row>", "</row>", '<row r="2" hidden="1">', "<c>", '<c r="C1">', '<c t="s">', '<c t="b">', '<c s="2">', "</c>",
    "<v>", "</v>", "<is>", "<t>", "</t>", "</is>", "<f>", "</f>", "name", "lat", "1", "0.5", "-",
)  # fmt: skip
CELLS = (
    None, "", "R1", "Åre", "63,4 13,08", "Mon-Fri", "må to", "24:00", "=1+1", "#REF!", True, False, 0, 1, -1, 0.25,
    14.25, 1.0, 46370, 46370.5, 701740605, 1e300, -1e-9, 2**53 + 1, date(1900, 1, 1), date(2026, 12, 14),
    time(23, 59, 59), datetime.fromisoformat("2026-12-14T06:30"), timedelta(hours=30), "_x000D_", "x" * 5000,
)  # fmt: skip


@cache
def whole() -> bytes:
    """A workbook that imports."""
    return content(workbook(**SHEETS))


@cache
def whole_parts() -> dict[str, bytes]:
    """Its parts, in one of two ways of writing them."""
    with zipfile.ZipFile(BytesIO(whole())) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@st.composite
def with_other_bytes(draw: st.DrawFn) -> bytes:
    """A workbook with some bytes changed or taken out, or cut short."""
    made = bytearray(whole())
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(made) - 1))
        if draw(st.booleans()):
            made[at] = draw(st.integers(0, 255))
        else:
            del made[at : at + draw(st.integers(1, 50))]
    return bytes(made[: draw(st.integers(4, len(made)))]) if draw(st.integers(0, 4)) == 0 else bytes(made)


@st.composite
def with_other_parts(draw: st.DrawFn) -> bytes:
    """A workbook with parts missing or exchanged, or with bits of their XML replaced."""
    made: dict[str, bytes] = dict(whole_parts())
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sorted(made)))
        match draw(st.sampled_from(("leave out", "exchange", "replace", "replace", "replace", "replace"))):
            case "leave out" if len(made) > 1:
                del made[name]
            case "exchange":
                other = draw(st.sampled_from(sorted(made)))
                made[name], made[other] = made[other], made[name]
            case _:
                made[name] = _replaced(draw, made[name].decode("utf-8", "replace")).encode("utf-8", "replace")
    return zipped(made)


def _replaced(draw: st.DrawFn, text: str) -> str:
    tokens = [*TOKEN.finditer(text)]
    if not tokens:
        return draw(st.sampled_from(JUNK))
    token = tokens[draw(st.integers(0, len(tokens) - 1))]
    put = draw(st.sampled_from(JUNK) | st.text(max_size=8))
    return text[: token.start()] + put + text[token.end() :]


def read_bytes(file: bytes) -> None:
    """Read a workbook; nothing is raised, and all that is said can be printed."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "winter.xlsx"
        path.write_bytes(file)
        found = read(path, known=KNOWN)
        assert found.errors or any(getattr(found.tables, table) is not None for table in ROW_TYPES)
        for finding in (*found.errors, *found.warnings, *found.follow_ups):
            assert finding.sentence.isprintable()
            assert len(finding.sentence) < 500
            assert finding.cause


def test_whole_it_imports() -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "winter.xlsx"
        made = dict(SHEETS, shifts=[row[:-1] for row in SHEETS["shifts"]])
        path.write_bytes(content(workbook(**made)))
        found = read(path)
    assert not found.errors
    assert [len(rows(found.tables, table)) for table in ("places", "riders", "shifts", "away")] == [2, 2, 2, 1]


@SOME
@given(file=with_other_bytes())
def test_any_bytes_changed(file: bytes) -> None:
    read_bytes(file)


@SOME
@given(file=with_other_parts())
def test_any_parts_changed(file: bytes) -> None:
    read_bytes(file)


@SOME
@given(junk=st.binary(max_size=300))
def test_any_bytes_under_the_name_of_a_workbook(junk: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        read_bytes(start + junk)


@SOME
@given(xml=st.lists(st.sampled_from(XML)))
@example(xml=["<row>", "<c>"])
def test_any_xml_as_a_sheet(xml: list[str]) -> None:
    read_bytes(zipped(parts({"places": cells(text_row(1, "name", "lat", "lon"), "".join(xml))}, texts="<si/>")))


@pytest.mark.slow
@SOME
@given(data=st.data(), table=st.sampled_from(sorted(ROW_TYPES)))
def test_any_cells_under_a_right_header(data: st.DataObject, table: str) -> None:
    names = columns(table)
    found = data.draw(
        st.lists(st.lists(st.sampled_from(CELLS), min_size=len(names) - 1, max_size=len(names) + 1), max_size=4)
    )
    read_bytes(content(workbook(**{table: [names, *found]})))


@pytest.mark.thorough
@MANY
@given(file=with_other_bytes() | with_other_parts())
def test_thousands_of_broken_workbooks(file: bytes) -> None:
    read_bytes(file)


@cache
def first_store() -> bytes:
    """A store that holds something."""
    with tempfile.TemporaryDirectory() as name:
        path, store = Path(name) / "winter.xlsx", f"sqlite:///{name}/store.sqlite"
        path.write_bytes(content(workbook(places=SHEETS["places"], roads=[["from", "to", "km", "minutes"]])))
        apply_intake(read_intake(path, store=store, settings=load_settings(None), now=NOW), store=store)
        return (Path(name) / "store.sqlite").read_bytes()


def import_it(file: bytes, *, except_bad: bool) -> None:
    """Import into the first store; its tables are then as before, or those that were read are as they were read."""
    with tempfile.TemporaryDirectory() as name:
        path, store = Path(name) / "winter.xlsx", f"sqlite:///{name}/store.sqlite"
        path.write_bytes(file)
        (Path(name) / "store.sqlite").write_bytes(first_store())
        before = stored(store)
        intake = read_intake(path, store=store, settings=load_settings(None), now=NOW)
        assert stored(store) == before
        if intake.errors and not except_bad:
            return
        wanted = {table: getattr(intake.tables, table) for table in ROW_TYPES}
        try:
            apply_intake(intake, store=store)
        except RidematchError:
            assert stored(store) == before
        else:
            assert stored(store) == {
                table: before[table] if wanted[table] is None else wanted[table] for table in wanted
            }


def stored(store: str) -> dict[str, object]:
    with reading(open_store(store)) as session:
        tables = load_tables(session)
    return {table: getattr(tables, table) for table in ROW_TYPES}


@pytest.mark.slow
@FEW
@given(file=with_other_parts(), except_bad=st.booleans())
@example(file=b"PK\x03\x04", except_bad=True)
def test_an_import_is_whole_or_not_at_all(file: bytes, except_bad: bool) -> None:
    import_it(file, except_bad=except_bad)


@pytest.mark.thorough
@settings(SOME, max_examples=500)
@given(file=with_other_parts(), except_bad=st.booleans())
def test_hundreds_of_imports_are_whole_or_not_at_all(file: bytes, except_bad: bool) -> None:
    import_it(file, except_bad=except_bad)
