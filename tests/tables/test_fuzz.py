"""Whatever a file holds, reading it returns; what is wrong with it stands in the reading."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ridematch.model.facts import ROW_TYPES, Tables, columns
from tests.tables.desk import KNOWN_PLACES, read, sentences, write

KNOWN = Tables(places=KNOWN_PLACES)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
        assert isinstance(sentences(reading), str)


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
        reading = read(write(Path(name), files), known=KNOWN)
        for finding in (*reading.errors, *reading.warnings, *reading.follow_ups):
            assert finding.sentence.isprintable()
            assert len(finding.sentence) < 500


@MANY
@given(
    headings=st.lists(st.sampled_from(("name", "lat", "lon", "Namn", "", "zzz", "lat ", "=lat")) | st.text(max_size=6))
)
def test_any_header(headings: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([headings, ["1"] * len(headings)])
    with tempfile.TemporaryDirectory() as name:
        reading = read(write(Path(name), {"places.csv": written.getvalue().encode("utf-8", "surrogatepass")}))
        assert isinstance(sentences(reading), str)
