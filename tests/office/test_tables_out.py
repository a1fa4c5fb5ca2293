"""The store's tables as files, and back again."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ridematch.language import LANGUAGES
from ridematch.model.errors import RidematchError
from ridematch.model.facts import ROW_TYPES, Tables
from ridematch.office.intake import read_intake
from ridematch.office.settings import load_settings
from ridematch.office.tables_out import export_tables
from ridematch.store.database import open_store, reading, transaction
from ridematch.store.tables import load_tables, replace_tables
from tests.cli.desk import FIRST_STEPS, SECRETS, a_town
from tests.tables.desk import read, speaking
from tests.tables.strategies import valid_tables

ARE = FIRST_STEPS.with_name("are")
NOW = datetime(2026, 12, 13, 20, 0, tzinfo=UTC)


def a_store(folder: Path, tables: Tables) -> str:
    url = f"sqlite:///{folder / 'store.sqlite'}"
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, tables)
    return url


def stored(url: str) -> Tables:
    with reading(open_store(url)) as session:
        return load_tables(session)


def changes_nothing(written: tuple[Path, ...], url: str) -> bool:
    path = written[0] if written[0].suffix == ".xlsx" else written[0].parent
    intake = read_intake(path, store=url, settings=load_settings(None), now=NOW)
    return not intake.errors and intake.changes_nothing and intake.tables == stored(url)


@pytest.mark.slow
@settings(max_examples=7, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    tables=valid_tables(), language=st.sampled_from(LANGUAGES), kind=st.sampled_from(("commas", "semicolons", "xlsx"))
)
def test_an_import_of_an_export_changes_nothing(tables: Tables, language: str, kind: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        url = a_store(Path(name), tables)
        written = speaking(
            language,
            lambda: export_tables(url, Path(name) / "out", workbook=kind == "xlsx", semicolon=kind == "semicolons"),
        )
        assert changes_nothing(written, url)


@pytest.mark.slow
@pytest.mark.parametrize("folder", [FIRST_STEPS, ARE])
@pytest.mark.parametrize("workbook", [False, True])
def test_with_the_tables_that_come_along(tmp_path: Path, folder: Path, workbook: bool) -> None:
    url = a_store(tmp_path, read(folder).tables)
    written = export_tables(url, tmp_path / "out", workbook=workbook, semicolon=False)
    assert changes_nothing(written, url)
    # An own export is replaced, and nothing else lies beside it.
    assert export_tables(url, tmp_path / "out", workbook=workbook, semicolon=not workbook) == written
    assert changes_nothing(written, url)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in written)
    assert len(written) == (1 if workbook else len(ROW_TYPES))


def test_a_store_without_rows_makes_files_without_rows(tmp_path: Path) -> None:
    url = a_store(tmp_path, Tables())
    written = export_tables(url, tmp_path / "out", workbook=False, semicolon=False)
    assert [path.stem for path in written] == [*ROW_TYPES]
    assert all(len(path.read_text(encoding="utf-8").splitlines()) == 1 for path in written)
    assert changes_nothing(written, url)
    assert changes_nothing(export_tables(url, tmp_path / "out", workbook=True, semicolon=False), url)


def test_who_is_not_to_be_seen_is_in_no_file(tmp_path: Path) -> None:
    url = a_store(tmp_path, read(a_town(tmp_path / "town")).tables)
    files = export_tables(url, tmp_path / "out", workbook=False, semicolon=False)
    shown = "\n".join(path.read_text(encoding="utf-8-sig") for path in files)
    assert [secret for secret in SECRETS if secret in shown] == []
    assert "R2,(hidden),Mötesplats Undersåker,(hidden)," in shown
    (file,) = export_tables(url, tmp_path / "out", workbook=True, semicolon=False)
    assert changes_nothing((file,), url)
    again = read(file)  # as if for another store
    assert (3, "name") in [(each.row, each.column) for each in again.errors]
    assert "R2" not in [rider.rider for rider in again.tables.riders or ()]


def test_what_can_not_be_is_said(tmp_path: Path) -> None:
    with pytest.raises(RidematchError, match="There is no store"):
        export_tables(f"sqlite:///{tmp_path / 'none.sqlite'}", tmp_path, workbook=False, semicolon=False)
    url = a_store(tmp_path, Tables())
    with pytest.raises(RidematchError, match="leave --semicolon out"):
        export_tables(url, tmp_path, workbook=True, semicolon=True)
    for workbook in (False, True):
        with pytest.raises(RidematchError, match="can't be written"):
            export_tables(url, tmp_path / "store.sqlite", workbook=workbook, semicolon=False)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("store.sqlite")] == []
