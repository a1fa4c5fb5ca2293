"""Tables -> CSV files: what `reader` reads back unchanged and Excel shows as it stands."""

import csv
import io
from pathlib import Path

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.model.facts import ROW_TYPES, Tables, rows
from ridematch.tables.cells import GUARDED
from ridematch.tables.columns import columns_of, table_names
from ridematch.tables.spellings import key
from ridematch.tables.wording import Cell, as_text, heading, row_cells, table_name


def write_tables(tables: Tables, folder: Path, *, semicolon: bool = False) -> tuple[Path, ...]:
    """Write every table that is not None as a CSV file with all its columns, and say which; the folder is made.

    UTF-8 with byte order mark, as Excel expects. With `semicolon`, numbers have a decimal comma, as Excel expects in
    Sweden. A text that Excel would take for a formula, or for a number without its zeros, gets an apostrophe before it,
    which the reader takes off again.
    RidematchError: the folder has one of the tables under another name, or the files can't be written.
    """
    paths = {table: folder / f"{table_name(table)}.csv" for table in ROW_TYPES if getattr(tables, table) is not None}
    for path in tables_in(folder):
        table = table_names()[key(path.stem)]
        if table in paths and path.name != paths[table].name:
            raise RidematchError(
                say(
                    "{there} is in the folder already and is the same table as {new}. Choose another folder.",
                    there=path.name,
                    new=paths[table].name,
                )
            )
    for table, path in paths.items():
        write_whole(path, _as_csv(tables, table, semicolon=semicolon).encode("utf-8-sig"))
    return tuple(paths.values())


def tables_in(folder: Path) -> tuple[Path, ...]:
    """The CSV files of a folder that an import would read as tables, by name; none where there is no folder."""
    if not folder.is_dir():
        return ()
    return tuple(sorted(path for path in folder.glob("*.csv") if key(path.stem) in table_names()))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, over one that is there; its folder is made if need be.

    RidematchError: it can't be written.
    """
    unfinished = path.with_name(f".{path.name}.part")  # in the same folder, so that it can take the file's place
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            unfinished.write_bytes(content)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as trouble:
        reason = trouble.strerror or type(trouble).__name__
        raise RidematchError(say("{file} can't be written: {reason}.", file=path, reason=reason)) from None


def _as_csv(tables: Tables, table: str, *, semicolon: bool) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if semicolon else ",")
    writer.writerow(heading(column) for column in columns_of(table).values())
    for row in rows(tables, table):
        writer.writerow(_text(each, decimal="," if semicolon else ".") for each in row_cells(table, row))
    return text.getvalue()


def _text(value: Cell, *, decimal: str) -> str:
    text = as_text(value, decimal=decimal)
    guarded = f"'{text}"
    return guarded if isinstance(value, str) and GUARDED.fullmatch(guarded) else text
