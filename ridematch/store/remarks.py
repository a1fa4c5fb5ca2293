"""Somebody's name in what was written about others."""

import re
from collections.abc import Iterator

from sqlalchemy import select, update
from sqlmodel import Session

from ridematch.store.columns import table_of
from ridematch.store.schema import INPUT_TABLES, RiderContactRow, VolunteerContactRow

_REMARKS = ("note", "source", "pickup_note")
"""Columns of free text that nothing refers to."""

_CONTACTS = (table_of(RiderContactRow), table_of(VolunteerContactRow))


def names_in_remarks(session: Session, code: str) -> re.Pattern[str]:
    """Finds whom a remark is about: the whole name, also "NAMEs", the phone number or e-mail address, or the code.

    A code of digits alone is any number, and is not looked for.
    """
    texts = set() if code.isdigit() else {code}
    for contact in _CONTACTS:
        (key,) = contact.primary_key.columns
        for row in session.execute(select(contact.c.name, contact.c.phone, contact.c.email).where(key == code)):
            texts |= {text for text in row if text and text != code}
    either = "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{either})s?(?![\w-])" if texts else r"(?!)")


def take_out_of_remarks(session: Session, named: re.Pattern[str], *, pseudonym: str) -> int:
    """Puts the pseudonym in its place, and says in how many rows."""
    count = 0
    for models in INPUT_TABLES.values():
        for kept_in in map(table_of, models):
            remarks = [column for column in kept_in.columns if column.name in _REMARKS]
            (key,) = kept_in.primary_key.columns
            for row in session.execute(select(key, *remarks)).mappings().all():
                changed = {of.name: named.sub(pseudonym, row[of.name]) for of in remarks if named.search(row[of.name])}
                if changed:
                    session.execute(update(kept_in).where(key == row[key.name]).values(changed))
                    count += 1
    return count


def still_named(session: Session, named: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """Rows, by input table, that hold the name as something else's: a place, an employer.

    Contacts are not looked at: who has the same name, number or address is somebody else.
    """
    anyhow = re.compile(named.pattern, re.IGNORECASE)
    for table, (planning, *_) in INPUT_TABLES.items():
        rows = session.execute(select(table_of(planning))).mappings()
        count = sum(any(isinstance(value, str) and anyhow.search(value) for value in row.values()) for row in rows)
        if count:
            yield table, count
