"""The store's tables as files, which import unchanged."""

from pathlib import Path

from ridematch.language import say
from ridematch.model.errors import RidematchError

WORKBOOK = "tables.xlsx"


def export_tables(store: str, folder: Path, *, workbook: bool, semicolon: bool) -> tuple[Path, ...]:
    """Write all tables of the store to `folder`, made if need be: a CSV file each, or one `workbook`.

    Files of an earlier export are replaced, each whole or not at all. What tells who a rider with limited visibility
    is stays in the store; importing the files leaves it there. Says which files were written.
    RidematchError: there is no store, or the files can't be written.
    """
    from ridematch.store.database import open_store, reading
    from ridematch.store.tables import load_tables
    from ridematch.tables.explain import how_to_change
    from ridematch.tables.hidden import conceal
    from ridematch.tables.workbook_writer import write_workbook
    from ridematch.tables.writer import write_tables

    if workbook and semicolon:
        raise RidematchError(say("A workbook has no semicolons between its cells: leave --semicolon out."))
    with reading(open_store(store)) as session:
        tables = conceal(load_tables(session))
    if workbook:
        file = folder / WORKBOOK
        return (write_workbook(tables, file, read_me_lines=how_to_change(file.name)),)
    return write_tables(tables, folder, semicolon=semicolon)
