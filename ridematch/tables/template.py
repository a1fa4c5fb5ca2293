"""Empty tables to fill in: every column, and one example row each, of invented people."""

from pathlib import Path

from ridematch.language import say, spoken
from ridematch.model.errors import RidematchError
from ridematch.tables.examples import example_tables
from ridematch.tables.writer import tables_in, write_tables

WORKBOOK = "ridematch.xlsx"


def write_template(path: Path, *, workbook: bool = False) -> Path:
    """Write all tables with their example rows, in the language spoken, and say what can be imported.

    A folder of CSV files; or one `workbook` in the folder, at `path` itself if that is the name of one. In Swedish the
    CSV files have semicolons, because a Swedish Excel shows any other in a single column.
    RidematchError: one of the files is there already, or they can't be written.
    """
    from ridematch.tables.explain import how_to_fill_in
    from ridematch.tables.workbook_writer import write_workbook

    if workbook or path.suffix.lower() == ".xlsx":
        file = path if path.suffix.lower() == ".xlsx" else path / WORKBOOK
        if file.exists():
            raise RidematchError(say("{file} is there already. Choose another name for the template.", file=file))
        return write_workbook(example_tables(), file, read_me_lines=how_to_fill_in(file.name))
    there = tables_in(path)
    if there:
        raise RidematchError(
            say("{file} is in this folder already. Choose an empty folder for the template.", file=there[0].name)
        )
    write_tables(example_tables(), path, semicolon=spoken() == "sv")
    return path
