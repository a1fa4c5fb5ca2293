"""Forgetting somebody: the person's rows go, and a pseudonym takes the code's place in all that stays.

What stays are editions and promises, whose counts and minutes are the office's; codes in them may be made from a name.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, bindparam, delete, or_, select, union_all, update
from sqlmodel import Session

from ridematch.model.events import without_places
from ridematch.model.keeping import Erasure
from ridematch.store.columns import table_of
from ridematch.store.pseudonyms import Pseudonyms, renamed, stem
from ridematch.store.published import CoveredRow, EditionRow, EventRow, PlannedStopRow, PromiseRow, RunRow, UnservedRow
from ridematch.store.remarks import names_in_remarks, still_named, take_out_of_remarks
from ridematch.store.schema import INPUT_TABLES, LoggedLessonRow, RideRow, RiderRow, ShiftRow, VolunteerRow

_Rename = Callable[[Pseudonyms, RowMapping], dict[str, Any]]

_editions, _promises, _events = table_of(EditionRow), table_of(PromiseRow), table_of(EventRow)
_stops, _unserved, _covered = table_of(PlannedStopRow), table_of(UnservedRow), table_of(CoveredRow)
_riders, _volunteers = table_of(RiderRow), table_of(VolunteerRow)
_runs = table_of(RunRow)
_shifts, _rides, _log = table_of(ShiftRow), table_of(RideRow), table_of(LoggedLessonRow)

_PEOPLE = (
    *(_riders.c.rider, _volunteers.c.volunteer, _stops.c.rider, _stops.c.volunteer),
    *(_unserved.c.rider, _covered.c.rider, _promises.c.volunteer),
    *(_events.c.rider, _events.c.volunteer, _events.c.by, _runs.c.by, _editions.c.by),
)
"""Every column of people's codes that may hold a pseudonym."""

_PSEUDONYM = re.compile(r'(?:^|[":])gone-(\d{1,9})(?![\w.-])')


def forget(session: Session, code: str) -> Erasure:
    """Erases a rider, a volunteer or somebody who is both, and says what that did to which rows.

    Without a code, which would be everybody's and nobody's: ValueError.
    """
    if not code:
        raise ValueError("nobody has an empty code")
    named = names_in_remarks(session, code)
    lessons = _take_out_of_log(session, code)
    names = _pseudonyms(session, code)
    rows = tuple(_delete_rows(session, code))
    remarks = take_out_of_remarks(session, named, pseudonym=names.person(code))
    editions = {number for kept_in, rename in _OF_EDITIONS for number, *_ in _rename(session, kept_in, rename, names)}
    editions |= {number for number, *_ in _rename(session, _editions, _by, names)}
    editions |= set(_rename_problems(session, _editions, code, names))
    promises = _rename(session, _promises, _promise, names)
    events = _rename(session, _events, _event, names)
    runs = {number for number, *_ in _rename(session, _runs, _by, names)}
    runs |= set(_rename_problems(session, _runs, code, names, "changes_json"))
    if editions:  # else nobody has this code, and what looks like it is a word
        _rename(session, _unserved, _facts, names)
    return Erasure(
        code=code,
        pseudonym=names.person(code),
        rows=rows,
        remarks=remarks,
        editions=len(editions),
        promises=len(promises),
        events=len(events),
        runs=len(runs),
        lessons=lessons,
        still_named=tuple(still_named(session, named)),
    )


def _pseudonyms(session: Session, code: str) -> Pseudonyms:
    """A name that nobody has had, and one with a number after it for each shift and ride that is the person's."""
    highest, journeys = 0, _journeys(session, code)
    rider = f'"rider":{json.dumps(code, ensure_ascii=False)}'
    for text in session.execute(union_all(select(_editions.c.problem_json), select(_runs.c.problem_json))).scalars():
        highest = max((highest, *map(int, _PSEUDONYM.findall(text))))
        if rider in text:
            journeys |= {stem(journey["code"]) for journey in json.loads(text)["journeys"] if journey["rider"] == code}
    for known in set.union(*(_codes(session, column) for column in _PEOPLE)):
        highest = max((highest, *map(int, _PSEUDONYM.findall(known))))
    journeys -= {("shift", other) for other in _codes(session, _shifts.c.shift, _shifts.c.rider != code)}
    journeys -= {("ride", other) for other in _codes(session, _rides.c.ride, _rides.c.rider != code)}
    pseudonym = f"gone-{highest + 1}"
    numbered = {one: f"{pseudonym}-{number}" for number, one in enumerate(sorted(journeys), start=1)}
    return Pseudonyms(
        people={code: pseudonym},
        shifts={of: name for (kind, of), name in numbered.items() if kind == "shift"},
        rides={of: name for (kind, of), name in numbered.items() if kind == "ride"},
    )


def _journeys(session: Session, code: str) -> set[tuple[str, str]]:
    """The shifts and rides that are the person's by the tables or were so by what was published."""
    published = (
        *_codes(session, _stops.c.serves, _stops.c.rider == code, _stops.c.action != "lesson"),
        *_codes(session, _unserved.c.code, _unserved.c.rider == code, _unserved.c.kind != "lesson"),
        *_codes(session, _covered.c.request, _covered.c.rider == code),
        *_codes(session, _events.c.serves, _events.c.rider == code, _events.c.serves.not_like("%:lesson")),
    )
    shifts = {("shift", of) for of in _codes(session, _shifts.c.shift, _shifts.c.rider == code)}
    rides = {("ride", of) for of in _codes(session, _rides.c.ride, _rides.c.rider == code)}
    return shifts | rides | {stem(of) for of in published}


def _codes(session: Session, column: ColumnElement[str], *conditions: ColumnElement[bool]) -> set[str]:
    return set(session.execute(select(column).where(*conditions).distinct()).scalars())


def _delete_rows(session: Session, code: str) -> Iterator[tuple[str, int]]:
    """Every row that refers to the person, or to a shift of the person: how many, by input table."""
    shifts = _codes(session, _shifts.c.shift, _shifts.c.rider == code)
    wanted = {"rider": {code}, "volunteer": {code}, "who": {code}, "shift": shifts}
    for table, models in INPUT_TABLES.items():
        gone = 0
        for kept_in in map(table_of, reversed(models)):  # the planning row last: it says how many
            conditions = [column.in_(wanted[column.name]) for column in kept_in.columns if column.name in wanted]
            if conditions:
                gone = session.connection().execute(delete(kept_in).where(or_(*conditions))).rowcount
        if gone:
            yield table, gone


def _take_out_of_log(session: Session, code: str) -> int:
    """The lessons that a supervisor gave others stay theirs, with nobody; of how many it was."""
    given = (_log.c.volunteer == code, _log.c.rider != code)
    return session.connection().execute(update(_log).where(*given).values(volunteer=None)).rowcount


def _rename_problems(session: Session, kept_in: Table, code: str, names: Pseudonyms, *more: str) -> Iterator[int]:
    """In the problems and plans that were saved, and `more`; the numbers of the editions or runs that held the code."""
    columns = ("problem_json", "plan_json", *more)
    for number in session.execute(select(kept_in.c.number)).scalars().all():
        this = kept_in.c.number == number
        saved = session.execute(select(*(kept_in.c[name] for name in columns)).where(this)).one()
        after = [_renamed_json(text, code, names) for text in saved]
        if after != list(saved):
            session.execute(update(kept_in).where(this).values(dict(zip(columns, after, strict=True))))
            yield number


def _renamed_json(text: str, code: str, names: Pseudonyms) -> str:
    """The text itself where there is nothing to rename."""
    if code not in text and not any(own in text for own in (*names.shifts, *names.rides)):
        return text
    before = json.loads(text)
    after = renamed(names, before)
    if after == before:
        return text
    if "travel" in after:
        after["travel"]["source"] = ""  # a fingerprint of where the person lived, too
    return json.dumps(after, ensure_ascii=False, separators=(",", ":"))


def _rename(session: Session, kept_in: Table, rename: _Rename, names: Pseudonyms) -> list[tuple[Any, ...]]:
    """In the rows of one table; the keys of the rows that changed."""
    keys = [column.name for column in kept_in.primary_key.columns]
    changed = []
    for row in session.execute(select(kept_in)).mappings():
        after = rename(names, row)
        if any(value != row[name] for name, value in after.items()):
            changed.append({f"which_{name}": row[name] for name in keys} | after)
    if changed:
        which = [kept_in.c[name] == bindparam(f"which_{name}") for name in keys]
        session.execute(update(kept_in).where(*which), changed)
    return [tuple(row[f"which_{name}"] for name in keys) for row in changed]


def _stop(names: Pseudonyms, row: RowMapping) -> dict[str, Any]:
    return {
        "volunteer": names.person(row["volunteer"]),
        "rider": names.person(row["rider"]),
        "place": names.place(row["place"]),
        "serves": names.serving(row["serves"]),
        "journey": names.serving(row["journey"]),
    }


def _left_out(names: Pseudonyms, row: RowMapping) -> dict[str, Any]:
    return {
        "rider": names.person(row["rider"]),
        "code": names.own(row["code"]) if row["kind"] == "lesson" else names.serving(row["code"]),
    }


def _facts(names: Pseudonyms, row: RowMapping) -> dict[str, Any]:
    return {"facts": tuple(map(names.sentence, row["facts"]))}


def _covered_leg(names: Pseudonyms, row: RowMapping) -> dict[str, Any]:
    return {"rider": names.person(row["rider"]), "request": names.serving(row["request"])}


def _promise(names: Pseudonyms, row: RowMapping) -> dict[str, Any]:
    return {"volunteer": names.person(row["volunteer"]), "serves": names.serving(row["serves"])}


def _event(names: Pseudonyms, row: RowMapping) -> dict[str, Any]:
    """Of a message that was sent to or about the person, the digits that stand for the places go too."""
    people = {"rider": names.person(row["rider"]), "volunteer": names.person(row["volunteer"])}
    theirs = any(row[role] != name for role, name in people.items())
    return {
        **people,
        "by": names.person(row["by"]),
        "serves": names.serving(row["serves"]),
        "because": without_places(row["because"]) if theirs and row["kind"] == "sent" else row["because"],
    }


def _by(names: Pseudonyms, row: RowMapping) -> dict[str, Any]:
    return {"by": names.person(row["by"])}


_OF_EDITIONS = ((_stops, _stop), (_unserved, _left_out), (_covered, _covered_leg))
