"""Which files of a folder are which tables."""

from collections.abc import Iterator
from pathlib import Path

from ridematch.tables.columns import table_names
from ridematch.tables.findings import Finding
from ridematch.tables.spellings import key, maybe, nearest

_OTHER_SPREADSHEETS = {".xlsx", ".xls", ".xlsm", ".ods", ".numbers", ".tsv"}
_NAMES_REMEDY = "Name each file after its table, such as riders.csv."


class Chosen:
    """The files to read, by table, and what there is to say about the others."""

    def __init__(self) -> None:
        self.paths: dict[str, Path] = {}
        self.errors: list[Finding] = []
        self.warnings: list[Finding] = []


def choose_files(path: Path) -> Chosen:
    """The tables of a folder of CSV files, or the one of a single file."""
    chosen = Chosen()
    try:
        files = sorted(_files(path)) if path.is_dir() else [path] if path.is_file() else []
    except OSError:
        files = []
    for file in files:
        _choose(file, chosen)
    if files == [path]:
        chosen.errors += chosen.warnings
        chosen.warnings = []
    if not chosen.paths and not chosen.errors:
        cause = "there is no table in this folder" if path.is_dir() else "there is no such file or folder"
        chosen.errors.append(Finding(file=path.name or str(path), cause=cause, remedy=_NAMES_REMEDY))
    return chosen


def _files(folder: Path) -> Iterator[Path]:
    """The spreadsheets of a folder, without what programs leave there for themselves."""
    for file in folder.iterdir():
        if file.suffix.lower() in {".csv", *_OTHER_SPREADSHEETS} and not file.name.startswith((".", "~")):
            yield file


def _choose(file: Path, chosen: Chosen) -> None:
    table = table_names().get(key(file.stem))
    if table is None:
        near = nearest(key(file.stem), table_names())
        chosen.warnings.append(
            Finding(
                file=file.name,
                cause="no table has this name, so it is not read",
                remedy=maybe(near and table_names()[near]),
            )
        )
    elif file.suffix.lower() in _OTHER_SPREADSHEETS:
        chosen.warnings.append(
            Finding(file=file.name, cause="this is not a CSV file, so it is not read", remedy='Save it as "CSV UTF-8".')
        )
    elif table in chosen.paths:
        cause = f"the table {table} is already in {chosen.paths[table].name}"
        chosen.errors.append(Finding(file=file.name, cause=cause, remedy="Keep one of the two files."))
    else:
        chosen.paths[table] = file
