"""What holds between rows: one code once, nothing that refers to a bad row, nothing left dangling in the store."""

from collections import deque
from collections.abc import Iterable, Iterator

from ridematch.language import all_of, note, say, say_many
from ridematch.model.facts import HOME, KEYS, ROW_TYPES, Place, Rider, Row, Tables, rows
from ridematch.tables.columns import PEOPLE, Column, fields_referring
from ridematch.tables.drafts import Draft, Drafts, Report, called
from ridematch.tables.findings import BadCellError, Finding, quotable
from ridematch.tables.references import MEETING_POINT
from ridematch.tables.spellings import folded
from ridematch.tables.wording import table_name

NAMED = 5
"""How many rows that are gone are named in one sentence."""

_CHANGES_KEY = ("shift", "date")


def refuse_doubles(drafts: Drafts, known: Tables, report: Report) -> None:
    """A code, a place's name, a change of a shift on one date: each is there once. Nobody has somebody else's code."""
    for table, code in KEYS.items():
        first: dict[str, Draft] = {}
        for draft in drafts.get(table, ()):
            if draft.key is not None:
                _refuse_double(draft, code, first.setdefault(folded(draft.key), draft), report)
    changes: dict[tuple[object, ...], Draft] = {}
    for draft in drafts.get("shift_changes", ()):
        what = tuple(draft.values.get(field) for field in _CHANGES_KEY)
        if None not in what:
            _refuse_double(draft, "date", changes.setdefault(what, draft), report)
    riders, volunteers = (_codes(table, drafts, known) for table in PEOPLE)
    both = riders & volunteers
    table, cause = (
        ("volunteers", note("a rider has this code"))
        if "volunteers" in drafts
        else ("riders", note("a volunteer has this code"))
    )
    for draft in drafts.get(table, ()):
        if draft.key is not None and folded(draft.key) in both:
            report.error(draft, KEYS[table], BadCellError(say(cause), say("Give them different codes.")))


def refuse_rides_from_home_to_home(drafts: Drafts, known: Tables, report: Report) -> None:
    """Home and the place or coordinates where the rider lives are the same."""
    homes = {row.rider: row.home for row in rows(known, "riders") if isinstance(row, Rider)}
    homes |= {draft.key: draft.values.get("home", "") for draft in drafts.get("riders", ()) if draft.key is not None}
    for draft in drafts.get("rides", ()):
        home = homes.get(draft.values.get("rider", ""))
        if home and {draft.values.get("start"), draft.values.get("end")} == {HOME, home}:
            bad = BadCellError(say("it leads to where it begins"), say("Correct one of the two places."))
            report.error(draft, "to", bad)


def refuse_what_refers_to_bad_rows(drafts: Drafts, report: Report) -> None:
    """A row that names a bad row can't be used either, and so on."""
    more = True
    while more:
        bad = {table: _keys_of_bad_rows(drafts.get(table, ())) for table in KEYS}
        more = False
        for draft in (draft for found in drafts.values() for draft in found if not draft.bad):
            for column in fields_referring(draft.table):
                value = draft.values.get(column.field)
                if not draft.bad and value and any(value in bad[table] for table in column.refers):
                    report.follow_up(draft, column.name, _left_out("" if draft.secret else str(value), column))
                    more = True


def keep_what_the_store_needs(
    good: dict[str, tuple[Row, ...]], *, known: Tables, drafts: Drafts, files: dict[str, str]
) -> tuple[dict[str, tuple[Row, ...]], list[Finding]]:
    """Rows of the store that absent tables refer to and the import would take away.

    They stay in the tables, so that nothing dangles. All of one table are one error, without those whose new row has
    one already.
    """
    found = {table: list(good.get(table, rows(known, table))) for table in ROW_TYPES}
    present = {table: {getattr(row, KEYS[table]) for row in found[table]} for table in KEYS}
    in_file = {table: {draft.key for draft in drafts.get(table, ())} for table in KEYS}
    gone: dict[str, dict[str, tuple[str, str]]] = {}
    in_store = {
        table: {getattr(row, KEYS[table]): row for row in rows(known, table)} for table in KEYS if table in good
    }
    waiting = deque((table, row) for table in ROW_TYPES if table not in good for row in rows(known, table))
    while waiting:
        table, row = waiting.popleft()
        for column, target, key in _missing(table, row, present):
            needed = in_store.get(target, {}).get(key)
            if needed is None:
                continue
            found[target].append(needed)
            present[target].add(key)
            waiting.append((target, needed))
            if key not in in_file[target]:
                gone.setdefault(target, {})[key] = (table, column.name)
    findings = [
        _still_needed(files[target], target, needed, column=_heading(target, KEYS[target], drafts))
        for target, needed in gone.items()
    ]
    return {table: tuple(found[table]) for table in good}, findings


def refuse_to_uncover_homes(
    good: dict[str, tuple[Row, ...]], *, known: Tables, drafts: Drafts, files: dict[str, str]
) -> list[Finding]:
    """A meeting point stays one as long as the store holds a rider with limited visibility there."""
    if "places" not in good or "riders" in good:
        return []
    kinds = {place.name: place.kind for place in good["places"] if isinstance(place, Place)}
    return [
        Finding(
            file=files["places"],
            column=_heading("places", "kind", drafts),
            cause=say(
                "rider {rider} in the store needs a meeting point, and its place is no longer one", rider=rider.rider
            ),
            remedy=say("Make it a meeting-point again, or import riders with another home as well."),
        )
        for rider in rows(known, "riders")
        if isinstance(rider, Rider)
        and rider.limited_visibility
        and kinds.get(rider.home, MEETING_POINT) != MEETING_POINT
    ]


def _refuse_double(draft: Draft, column: str, first: Draft, report: Report) -> None:
    if first is not draft:
        cause = say("the same is in row {row} already", row=first.row)
        report.error(draft, column, BadCellError(cause, say("Keep one of the two rows.")))


def _left_out(value: str, column: Column) -> str:
    shown = quotable(value, column.privacy)
    if shown:
        return say("left out as well, because the row of {what} has an error", what=shown)
    return say("left out as well, because the row that this one refers to has an error")


def _codes(table: str, drafts: Drafts, known: Tables) -> set[str]:
    if table in drafts:
        return {folded(draft.key) for draft in drafts[table] if draft.key is not None}
    return {folded(getattr(row, KEYS[table])) for row in rows(known, table)}


def _keys_of_bad_rows(drafts: Iterable[Draft]) -> set[str]:
    drafts = list(drafts)
    good = {draft.key for draft in drafts if not draft.bad}
    return {draft.key for draft in drafts if draft.bad and draft.key is not None} - good


def _missing(table: str, row: Row, present: dict[str, set[str]]) -> Iterator[tuple[Column, str, str]]:
    """What a row refers to that is not there: the column, the table it should be in, and its key."""
    for column in fields_referring(table):
        key = getattr(row, column.field)
        if key and not any(key in present[target] for target in column.refers):
            for target in column.refers:
                yield column, target, key


def _heading(table: str, column: str, drafts: Drafts) -> str:
    """A column as the table's file calls it."""
    found = drafts.get(table)
    return found[0].called(column) if found else called(table, column)


def _still_needed(file: str, target: str, needed: dict[str, tuple[str, str]], *, column: str) -> Finding:
    """`needed`: what is gone, and the table and column that refer to it."""
    tables = all_of(dict.fromkeys(table_name(table) for table, _ in needed.values()))
    in_log = any(table == "practice_log" for table, _ in needed.values())
    leaving = say("Who has left for good is forgotten before the import: ridematch forget.") if in_log else ""
    if len(needed) > 1:
        return Finding(
            file=file,
            column=column,
            cause=say("{rows} are gone, but {tables} in the store refer to them", rows=some_of(needed), tables=tables),
            remedy=_and(
                say(
                    "A table that is imported replaces the one before: put the rows back, or import {tables} as well.",
                    tables=tables,
                ),
                leaving,
            ),
        )
    ((key, (table, referring)),) = needed.items()
    where = {"tables": tables, "column": called(table, referring)}
    remedy = _and(say("Put the row back, or import {tables} without it as well.", tables=tables), leaving)
    if target == "places":
        cause = say("a place is gone, but {tables} in the store refer to it ({column})", **where)
        return Finding(file=file, column=column, value=key, cause=cause, remedy=remedy)
    cause = say("{code} is gone, but {tables} in the store refer to it ({column})", code=key, **where)
    return Finding(file=file, column=column, cause=cause, remedy=remedy)


def _and(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def some_of(names: Iterable[str]) -> str:
    """The first few names, and how many more."""
    names = list(names)
    if len(names) <= NAMED:
        return all_of(names)
    return say_many(
        "{some} and one more", "{some} and {number} more", number=len(names) - NAMED, some=", ".join(names[:NAMED])
    )
