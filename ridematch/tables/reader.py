"""Files -> tables: everything read, everything looked up, and all that is wrong said at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ridematch.language import say
from ridematch.model.facts import HOME, KEYS, ROW_TYPES, Place, Row, Tables, rows
from ridematch.tables.cells import means_home
from ridematch.tables.codes import NAMINGS, give_codes
from ridematch.tables.columns import PEOPLE, columns_of, fields_referring
from ridematch.tables.discretion import Discretion
from ridematch.tables.drafts import NOT_LISTED, Draft, Drafts, Report, lay_out, read_cells
from ridematch.tables.files import BadFileError
from ridematch.tables.findings import BadCellError, Finding, FollowUpError
from ridematch.tables.folder import choose_files
from ridematch.tables.hidden import HiddenCells
from ridematch.tables.links import (
    keep_what_the_store_needs,
    refuse_doubles,
    refuse_rides_from_home_to_home,
    refuse_to_uncover_homes,
    refuse_what_refers_to_bad_rows,
)
from ridematch.tables.outlying import Unreached, doubt_what_no_road_reaches
from ridematch.tables.people import (
    give_codes_to_people,
    hide_limited_riders,
    hide_rows_about_limited_riders,
    registers_of_people,
)
from ridematch.tables.protection import keep_hidden_riders_hidden, refuse_codes_that_tell
from ridematch.tables.references import MEETING_POINT, Finder, Gazetteer, Named, Register
from ridematch.tables.rowrules import ROW_RULES, doubts

_WHERE_RIDERS_ARE = ("from", "to", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a folder of tables holds.

    `tables` are the good rows of the tables that are present; with an error anywhere the caller says whether they are
    used. A table whose file can't be read is absent. `follow_ups` are rows without a mistake of their own that are
    missing in `tables` too, because they refer to a bad row. `new_codes` says which good rows were given codes that the
    store does not have.
    """

    tables: Tables
    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()
    follow_ups: tuple[Finding, ...] = ()
    new_codes: tuple[str, ...] = ()


def read_tables(
    path: Path,
    *,
    known: Tables,
    vocabulary: Mapping[str, str],
    finder: Finder,
    unreached: Unreached | None = None,
    today: date | None = None,
    listed: Mapping[str, Collection[str]] = NOT_LISTED,
) -> Reading:
    """Read a folder of CSV files and Excel workbooks, or one of them: files and sheets are named after their tables.

    `known` is what the store holds: for codes that stay the same, and for references to tables that are absent here.
    `vocabulary` lists the codes of needs and offers, `finder` searches places by name, `unreached` knows which places
    no road reaches (None: not known), and `today` (None: not known) tells what is past. `listed` has the words known in
    columns such as parts. Whatever the files hold, this
    returns; what is wrong with them is in the reading.
    """
    report = Report()
    drafts, files = _lay_out_all(path, report)
    return read_drafts(
        drafts,
        files,
        known=known,
        vocabulary=vocabulary,
        finder=finder,
        today=today,
        report=report,
        unreached=unreached,
        listed=listed,
    )


def read_drafts(
    drafts: Drafts,
    files: dict[str, str],
    *,
    known: Tables,
    vocabulary: Mapping[str, str],
    finder: Finder,
    today: date | None,
    report: Report,
    unreached: Unreached | None = None,
    listed: Mapping[str, Collection[str]] = NOT_LISTED,
) -> Reading:
    """Read rows that are laid out already, as `read_tables` does. `files` are the names of their files by table."""
    hide_limited_riders(drafts, known)
    hidden = HiddenCells(drafts)
    for table in ("places", *PEOPLE):
        for draft in drafts.get(table, ()):
            read_cells(draft, vocabulary=vocabulary, report=report)
    hidden.fill(PEOPLE, known=known, report=report)
    give_codes_to_people(drafts, known, report)
    keep_hidden_riders_hidden(drafts, known, report)
    people = registers_of_people(drafts, known, files)
    hide_rows_about_limited_riders(drafts, people)
    for table in ROW_TYPES:
        if table not in ("places", *PEOPLE):
            for draft in drafts.get(table, ()):
                read_cells(draft, vocabulary=vocabulary, report=report, listed=listed)
    _look_up_references(drafts, known, people=people, files=files, finder=finder, report=report)
    refuse_codes_that_tell(drafts, known, report)
    hidden.fill((table for table in ROW_TYPES if table not in PEOPLE), known=known, report=report)
    refuse_doubles(drafts, known, report)
    refuse_rides_from_home_to_home(drafts, known, report)
    made = _make_rows(drafts, report, today=today)
    refuse_what_refers_to_bad_rows(drafts, report)
    good = {table: tuple(row for draft, row in made[table] if not draft.bad) for table in made}
    good, needed = keep_what_the_store_needs(good, known=known, drafts=drafts, files=files)
    report.errors += needed + refuse_to_uncover_homes(good, known=known, drafts=drafts, files=files)
    if unreached:
        doubt_what_no_road_reaches(good, known=known, drafts=drafts, files=files, unreached=unreached, report=report)
    discretion = Discretion(drafts, known)
    return Reading(
        tables=Tables(**good),  # type: ignore[arg-type]
        errors=discretion.about(_in_order(report.errors, drafts, files)),
        warnings=discretion.about(_in_order(report.warnings, drafts, files)),
        follow_ups=discretion.about(_in_order(report.follow_ups, drafts, files)),
        new_codes=tuple(_code(draft) for draft in report.newly_coded if not draft.bad),
    )


def _lay_out_all(path: Path, report: Report) -> tuple[Drafts, dict[str, str]]:
    """All rows by table, and what findings call the files of all tables, of those too that can't be read."""
    chosen = choose_files(path)
    report.errors += chosen.errors
    report.warnings += chosen.warnings
    drafts: Drafts = {}
    for table in (table for table in ROW_TYPES if table in chosen.sources):
        source = chosen.sources[table]
        try:
            sheet = source.read()
        except BadFileError as bad:
            report.errors.append(Finding(file=source.label, row=bad.row, cause=bad.cause, remedy=bad.remedy))
            continue
        laid_out = lay_out(table, sheet, report)
        if laid_out is not None:
            drafts[table] = laid_out
    return drafts, {table: source.label for table, source in chosen.sources.items()}


def _look_up_references(
    drafts: Drafts,
    known: Tables,
    *,
    people: dict[tuple[str, ...], Register],
    files: dict[str, str],
    finder: Finder,
    report: Report,
) -> None:
    """Every reference -> the code or place it means; shifts and rides get their codes on the way."""
    registers = dict(people)
    gazetteer = _gazetteer(drafts, known, files, finder)
    for table in ROW_TYPES:
        for draft in drafts.get(table, ()):
            for column in fields_referring(table):
                if draft.cells.get(column.name) and not draft.ragged:
                    _look_up(draft, column.name, registers=registers, gazetteer=gazetteer, report=report)
        if table in NAMINGS and table not in PEOPLE:
            give_codes(table, drafts.get(table, ()), known=rows(known, table), report=report)
        if table == "shifts":
            registers[("shifts",)] = _shifts(drafts, known, files)


def _look_up(
    draft: Draft,
    column: str,
    *,
    registers: dict[tuple[str, ...], Register],
    gazetteer: Gazetteer,
    report: Report,
) -> None:
    about = columns_of(draft.table)[column]
    try:
        if about.may_be_home and means_home(draft.cells[column]):
            draft.values[about.field] = HOME if about.required else ""  # elsewhere an empty cell says the same
        elif about.refers in registers:
            draft.values[about.field] = registers[about.refers].find(draft.cells[column])
        else:
            draft.values[about.field] = _place(draft, column, gazetteer, report)
    except BadCellError as bad:
        report.error(draft, column, bad)
    except FollowUpError as because:
        report.follow_up(draft, column, str(because))


def _place(draft: Draft, column: str, gazetteer: Gazetteer, report: Report) -> str:
    limited = draft.table == "riders" and draft.values.get("limited_visibility", False)
    place, exact = gazetteer.find(draft.cells[column])
    if limited and not gazetteer.is_bad(place) and gazetteer.kinds.get(place) != MEETING_POINT:
        cause = say("the home of a rider with limited visibility must be a meeting point")
        raise BadCellError(cause, say("Write the name of a place of kind meeting-point."))
    if draft.secret and column in _WHERE_RIDERS_ARE and place not in gazetteer.kinds and not gazetteer.is_bad(place):
        cause = say("a rider with limited visibility is never at a place given by coordinates")
        raise BadCellError(cause, say("Write the name of a place, such as a meeting point."))
    if not exact:
        doubt = BadCellError(say("the place is spelled otherwise"), hint=say("It is read as {place}.", place=place))
        report.warn(draft, column, doubt)
    return place


def _gazetteer(drafts: Drafts, known: Tables, files: dict[str, str], finder: Finder) -> Gazetteer:
    rows_of_file = drafts.get("places", [])
    if "places" in drafts:
        places = tuple(Place(**draft.values) for draft in rows_of_file if not draft.bad)
    else:
        places = tuple(place for place in rows(known, "places") if isinstance(place, Place))
    return Gazetteer(
        places,
        finder=finder,
        bad=[draft.key for draft in rows_of_file if draft.bad and draft.key is not None],
        files=files,
        broken="places" in files and "places" not in drafts,
    )


def _shifts(drafts: Drafts, known: Tables, files: dict[str, str]) -> Register:
    if "shifts" in drafts:
        named = [Named(code=draft.key) for draft in drafts["shifts"] if draft.key is not None]
    else:
        named = [Named(code=getattr(row, KEYS["shifts"])) for row in rows(known, "shifts")]
    return Register(named, tables=("shifts",), files=files, broken="shifts" in files and "shifts" not in drafts)


def _make_rows(drafts: Drafts, report: Report, *, today: date | None) -> dict[str, list[tuple[Draft, Row]]]:
    """The rows whose cells are all good, with what the rules for one row say."""
    made: dict[str, list[tuple[Draft, Row]]] = {}
    for table, found in drafts.items():
        made[table] = []
        for draft in found:
            if draft.bad:
                continue
            row = ROW_TYPES[table](**draft.values)
            made[table].append((draft, row))
            for rule in ROW_RULES:
                for column, bad in rule(row, draft.called):
                    report.error(draft, column, bad)
            for column, doubt in doubts(row, today=today):
                report.warn(draft, column, doubt)
    return made


def _code(draft: Draft) -> str:
    return say("{file}, row {row}: {code}", file=draft.file, row=draft.row, code=draft.key)


def _in_order(findings: list[Finding], drafts: Drafts, files: dict[str, str]) -> tuple[Finding, ...]:
    """By file, in the order in which tables are filled in, then by row and column."""
    order = {file: number for number, file in enumerate(files[table] for table in ROW_TYPES if table in files)}
    columns = {
        (found[0].file, heading): number
        for found in drafts.values()
        if found
        for number, heading in enumerate(found[0].headings.values())
    }

    def place(finding: Finding) -> tuple[int, int, int]:
        column = columns.get((finding.file, finding.column), len(columns)) if finding.column else -1
        return order.get(finding.file, -1), finding.row or 0, column

    return tuple(sorted(findings, key=place))
