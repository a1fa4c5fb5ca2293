"""In the store who somebody is stands in the contact tables, and where else nobody would look for it, nothing does."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.desk import HIDDEN
from tests.privacy.desk import in_a_pipe
from tests.privacy.scenes import LINES, lines
from tests.privacy.town import HOMES, Person, anybody

CONTACTS = ("rider_contact", "volunteer_contact")


def rows(store: Path) -> Iterator[tuple[str, str]]:
    """Every row of every table, and every index and view there is, as text."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        yield from (("sqlite_master", f"{row}") for row in connection.execute("SELECT * FROM sqlite_master"))
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            yield from ((table, f"{row}") for row in connection.execute(f'SELECT * FROM "{table}"'))


def people() -> dict[str, Person]:
    """Words and numbers of everybody, and where they live; remarks aside, which may stand in any table."""
    found = anybody()
    remarks = ("exmake", "arende 4711", "1987-03-02")
    found[HIDDEN] = Person(
        words=tuple(word for word in found[HIDDEN].words if word not in remarks), numbers=found[HIDDEN].numbers
    )
    return found | {f"home of {code}": Person(words=tuple(home.split(","))) for code, home in HOMES.items()}


@pytest.mark.slow
def test_outside_the_contact_tables_there_are_codes_alone(place: Path, store: Path) -> None:
    for line in lines(LINES, town=place / "town", out=store.parent):
        if line.arguments[0] in ("told", "away", "add-ride", "match"):
            in_a_pipe(store, line)
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE away SET note = ''")  # a remark about others, which stays as it was written
    found = list(rows(store))
    tables = {table for table, _ in found}
    assert {"edition", "planned_stop", "unserved", "promise", "ride", "away", *CONTACTS} <= tables
    everybody = people()
    assert [(table, code, seen) for table, text in found if table not in CONTACTS
            for code, person in everybody.items() if (seen := person.seen_in(text))] == []  # fmt: skip
    contacts = "\n".join(text for table, text in found if table in CONTACTS)
    assert [code for code, person in everybody.items() if not person.seen_in(contacts)] == []
