"""Which files of a folder, and which sheets of a workbook, are which tables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ridematch.language import say
from ridematch.tables.columns import is_column, table_names
from ridematch.tables.files import BadFileError, Sheet, read_sheet
from ridematch.tables.findings import Finding, file_label
from ridematch.tables.spellings import key, maybe, nearest
from ridematch.tables.swedish import READ_ME
from ridematch.tables.wording import table_name
from ridematch.tables.workbook import Workbook

_TEXTS = (".csv", ".tsv")
_WORKBOOKS = (".xlsx", ".xlsm")
_OTHER_SPREADSHEETS = (".xls", ".xlsb", ".xltx", ".xltm", ".ods", ".fods", ".numbers")
_SHEETS_BESIDE = {key(name) for name in (*READ_ME.values(), "readme", "lists", "listor")}
"""Sheets in which a workbook explains itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where one table stands: what findings call it, and a way to read it, which may raise `BadFileError`."""

    label: str
    read: Callable[[], Sheet]


class Chosen:
    """What there is to read, by table, and what there is to say about all else."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.errors: list[Finding] = []
        self.warnings: list[Finding] = []

    def add(self, table: str, source: Source) -> None:
        """Choose a source, unless the table has one already."""
        first = self.sources.setdefault(table, source)
        if first is not source:
            cause = say("the table {table} is already in {place}", table=table_name(table), place=first.label)
            self.errors.append(Finding(file=source.label, cause=cause, remedy=say("Keep one of the two.")))


def choose_files(path: Path) -> Chosen:
    """The tables of a folder of CSV files and workbooks, or of one such file."""
    chosen = Chosen()
    try:
        files = [path] if _is_file(path) else sorted(_spreadsheets(path)) if path.is_dir() else []
    except OSError:
        cause, remedy = say("the folder can't be opened"), say("Look whether you may read it.")
        chosen.errors.append(Finding(file=file_label(path), cause=cause, remedy=remedy))
        return chosen
    for file in files:
        _choose(file, chosen)
    if files == [path] and not chosen.sources:
        chosen.errors += chosen.warnings
        chosen.warnings = []
    if not chosen.sources and not chosen.errors:
        nothing = say("there is no table in this folder") if path.is_dir() else say("there is no such file or folder")
        remedy = say("Name each file after its table, such as riders.csv.")
        chosen.errors.append(Finding(file=file_label(path), cause=nothing, remedy=remedy))
    return chosen


def _spreadsheets(folder: Path) -> Iterator[Path]:
    """The spreadsheets of a folder, without what programs leave there for themselves."""
    known = {*_TEXTS, *_WORKBOOKS, *_OTHER_SPREADSHEETS}
    for file in folder.iterdir():
        if file.suffix.lower() in known and not file.name.startswith((".", "~")) and _is_file(file):
            yield file


def _is_file(path: Path) -> bool:
    return path.is_file() or (path.is_dir() and path.suffix.lower() == ".numbers")  # a folder that looks like a file


def _choose(file: Path, chosen: Chosen) -> None:
    suffix = file.suffix.lower()
    table = table_names().get(key(file.stem))
    if suffix in _WORKBOOKS:
        _choose_sheets(file, chosen)
    elif suffix in _OTHER_SPREADSHEETS:
        cause = say("this kind of file is not read")
        remedy = say('Open it in Excel and save it as "Excel workbook (.xlsx)".')
        chosen.warnings.append(Finding(file=file_label(file), cause=cause, remedy=remedy))
    elif table is None:
        chosen.warnings.append(_of_no_table(file_label(file), file.stem))
    else:
        read = partial(read_sheet, file, is_column=partial(is_column, table))
        chosen.add(table, Source(label=file_label(file), read=read))


def _choose_sheets(file: Path, chosen: Chosen) -> None:
    try:
        workbook = Workbook(file)
    except BadFileError as bad:
        chosen.errors.append(Finding(file=file_label(file), cause=bad.cause, remedy=bad.remedy))
        return
    tables = [(entry, table_names().get(key(entry.name))) for entry in workbook.sheets]
    shown = [entry for entry in workbook.sheets if not entry.hidden and key(entry.name) not in _SHEETS_BESIDE]
    if len(shown) == 1 and not any(table for _, table in tables):
        tables = [(shown[0], table_names().get(key(file.stem)))]  # Excel has called the sheet Blad1
    if not any(table for _, table in tables):
        cause = say("no sheet has the name of a table, so it is not read")
        remedy = say("Name each sheet after its table, such as riders.")
        chosen.warnings.append(Finding(file=file_label(file), cause=cause, remedy=remedy))
        return
    for entry, table in tables:
        if table is not None:
            read = partial(workbook.read, entry, table=table)
            chosen.add(table, Source(label=workbook.label(entry), read=read))
        elif entry in shown and not workbook.is_blank(entry):
            chosen.warnings.append(_of_no_table(workbook.label(entry), entry.name))


def _of_no_table(label: str, name: str) -> Finding:
    near = nearest(key(name), table_names())
    cause = say("no table has this name, so it is not read")
    return Finding(file=label, cause=cause, remedy=maybe(near and table_name(table_names()[near])))
