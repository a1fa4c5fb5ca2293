"""Riders and volunteers: their codes, what columns may call them, and whose rows are never quoted."""

from collections.abc import Iterable

from ridematch.language import say
from ridematch.model.facts import KEYS, Rider, Tables, Volunteer, rows
from ridematch.tables.cells import yes_no
from ridematch.tables.codes import give_codes, gives_away
from ridematch.tables.columns import PEOPLE, fields_referring
from ridematch.tables.drafts import Draft, Drafts, Report
from ridematch.tables.findings import BadCellError
from ridematch.tables.references import Named, Register
from ridematch.tables.spellings import folded


def hide_limited_riders(drafts: Drafts, known: Tables) -> None:
    """Rows of riders with limited visibility are not quoted, nor those that may be meant so."""
    hidden = {
        folded(text)
        for rider in rows(known, "riders")
        if isinstance(rider, Rider) and rider.limited_visibility
        for text in (rider.rider, rider.name)
    }
    for draft in drafts.get("riders", ()):
        cells = draft.cells
        if _may_be_yes(cells.get("limited_visibility", "")) or not hidden.isdisjoint(
            (folded(cells.get("rider", "")), folded(cells.get("name", "")))
        ):
            draft.secret = True


def _may_be_yes(cell: str) -> bool:
    try:
        return bool(cell) and yes_no(cell)
    except BadCellError:
        return True


def give_codes_to_people(drafts: Drafts, known: Tables, report: Report) -> None:
    """Codes for riders and volunteers without one; a code that shows a hidden name is refused."""
    for draft in drafts.get("riders", ()):
        values = draft.values
        if (
            "rider" in values
            and values.get("limited_visibility")
            and gives_away(values["rider"], values.get("name", ""))
        ):
            cause = say("the code shows a part of the name of a rider with limited visibility")
            report.error(draft, "rider", BadCellError(cause, say("Write a code such as R31, in all files.")))
    for table, other in zip(PEOPLE, reversed(PEOPLE), strict=True):
        _doubt_same_names(drafts.get(table, ()), report)
        if other in drafts:
            reserved = [draft.key for draft in drafts[other] if draft.key is not None]
        else:
            reserved = [getattr(row, KEYS[other]) for row in rows(known, other)]
        give_codes(table, drafts.get(table, ()), known=rows(known, table), report=report, reserved=reserved)


def _doubt_same_names(drafts: Iterable[Draft], report: Report) -> None:
    first: dict[str, Draft] = {}
    for draft in drafts:
        if draft.key is None and "name" in draft.values:
            other = first.setdefault(folded(draft.values["name"]), draft)
            if other is not draft:
                cause = say("row {row} has the same name, and neither has a code", row=other.row)
                report.warn(draft, "name", BadCellError(cause, say("Give both a code, or remove one.")))


def registers_of_people(drafts: Drafts, known: Tables, files: dict[str, str]) -> dict[tuple[str, ...], Register]:
    """Riders, volunteers, and both, as columns refer to them."""
    named: dict[str, list[Named]] = {}
    for table in PEOPLE:
        if table in drafts:
            named[table] = [
                Named(code=draft.key, name=draft.values.get("name", ""), limited=draft.secret)
                for draft in drafts[table]
                if draft.key is not None
            ]
        else:
            named[table] = [
                Named(
                    code=getattr(row, KEYS[table]),
                    name=row.name,
                    limited=isinstance(row, Rider) and row.limited_visibility,
                )
                for row in rows(known, table)
                if isinstance(row, Rider | Volunteer)
            ]
    broken = {table: table in files and table not in drafts for table in PEOPLE}
    return {
        tables: Register(
            [each for table in tables for each in named[table]],
            tables=tables,
            files=files,
            broken=any(broken[table] for table in tables),
        )
        for tables in (("riders",), ("volunteers",), PEOPLE)
    }


def hide_rows_about_limited_riders(drafts: Drafts, people: dict[tuple[str, ...], Register]) -> None:
    """Rows of other tables that name a rider with limited visibility are not quoted either."""
    for draft in (draft for found in drafts.values() for draft in found):
        for column in fields_referring(draft.table):
            if column.refers in people:
                draft.secret |= people[column.refers].is_about_hidden(draft.cells.get(column.name, ""))
