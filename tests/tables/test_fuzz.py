"""Whatever a file holds, reading it returns; what is wrong with it stands in the reading."""

import csv
import io
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ridematch.model.facts import ROW_TYPES, Tables, columns
from ridematch.tables.reader import Reading
from tests.cli.desk import FIRST_STEPS
from tests.tables.desk import KNOWN_PLACES, read, write

KNOWN = Tables(places=KNOWN_PLACES)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(MANY, max_examples=50)
TYPICAL = st.sampled_from(
    ("", "R01", "Åre", "63,4 13,08", "95,200", "1,2,3,4", "Mon-Fri", "må to", "2026-12-14", "24:00", "6.30", "0", "-1",
     "1e400", "nan", "ja", "x:1", ":", "lang:", "child-seat:99", "'=", "\u0661",
     "9" * 5000, "moved", "\x00", "\x1b", "ﬃ")
)  # fmt: skip


@MANY
@given(table=st.sampled_from(sorted(ROW_TYPES)), content=st.binary(max_size=300))
@example(table="riders", content=b"\xff\xfe\x00\x00")
@example(table="riders", content=b"\xff\xfe\x00\xd8")
@example(table="riders", content=b"\xfe\xff")
@example(table="riders", content=b'sep=;\r\n"')
@example(table="riders", content=b"sep=;\r\n")
def test_any_bytes(table: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        reading = read(write(Path(name), {f"{table}.csv": content}), known=KNOWN)
        assert reading.errors or getattr(reading.tables, table) is not None
        can_be_said(reading)


@MANY
@given(
    data=st.data(),
    tables=st.sets(st.sampled_from(sorted(ROW_TYPES)), min_size=1, max_size=4),
    delimiter=st.sampled_from(",;\t"),
)
def test_any_cells_under_a_right_header(data: st.DataObject, tables: set[str], delimiter: str) -> None:
    cells = TYPICAL | st.text(max_size=10)
    files: dict[str, str | bytes] = {}
    for table in sorted(tables):
        names = columns(table)
        rows = data.draw(st.lists(st.lists(cells, min_size=len(names) - 1, max_size=len(names) + 1), max_size=4))
        written = io.StringIO()
        csv.writer(written, delimiter=delimiter).writerows([names, *rows])
        files[f"{table}.csv"] = written.getvalue().encode("utf-8", "surrogatepass")
    with tempfile.TemporaryDirectory() as name:
        can_be_said(read(write(Path(name), files), known=KNOWN))


@MANY
@given(
    headings=st.lists(st.sampled_from(("name", "lat", "lon", "Namn", "", "zzz", "lat ", "=lat")) | st.text(max_size=6))
)
def test_any_header(headings: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([headings, ["1"] * len(headings)])
    with tempfile.TemporaryDirectory() as name:
        can_be_said(read(write(Path(name), {"places.csv": written.getvalue().encode("utf-8", "surrogatepass")})))


@st.composite
def with_other_bytes(draw: st.DrawFn) -> dict[str, str | bytes]:
    """The tables of the tour, in some encoding, with bytes of some of them changed, put in or taken out."""
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman")))
    made = {name: bytearray(text.encode(encoding)) for name, text in tour().items()}
    for _ in range(draw(st.integers(1, 8))):
        file = made[draw(st.sampled_from(sorted(made)))]
        at = draw(st.integers(0, len(file)))
        file[at : at + draw(st.integers(0, 3))] = draw(
            st.binary(max_size=2) | st.sampled_from((b'"', b";", b"\r", b",,"))
        )
    return {name: bytes(file) for name, file in made.items()}


@cache
def tour() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8-sig") for path in FIRST_STEPS.glob("*.csv")}


@FEW
@given(files=with_other_bytes())
@example(files={"places.csv": "\x01name,lat,lon\nA,x,13\n"})
def test_any_bytes_changed_in_real_tables(files: dict[str, str | bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        can_be_said(read(write(Path(name), files)))


@pytest.mark.thorough
@settings(MANY, max_examples=3000)
@given(files=with_other_bytes())
def test_thousands_of_real_tables_with_bytes_changed(files: dict[str, str | bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        can_be_said(read(write(Path(name), files)))


def can_be_said(reading: Reading) -> None:
    """All findings are short lines that can be printed."""
    for finding in (*reading.errors, *reading.warnings, *reading.follow_ups):
        assert finding.sentence.isprintable()
        assert len(finding.sentence) < 500
