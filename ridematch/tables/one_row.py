"""One more row of a table, typed on a command line: read and judged exactly as in a file."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from ridematch.model.facts import Row, Tables, rows
from ridematch.tables.cells import cell_text
from ridematch.tables.drafts import Draft, Report
from ridematch.tables.findings import BadCellError, Finding
from ridematch.tables.reader import read_drafts
from ridematch.tables.references import Finder

_STORED, _NEW = 0, 1
"""The numbers of rows: findings about stored rows are nobody's business here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRow:
    """The row, None if it can't be, with what is wrong or doubtful as sentences."""

    row: Row | None
    errors: tuple[str, ...]
    warnings: tuple[str, ...]


def read_row(
    table: str,
    cells: Mapping[str, str],
    *,
    headings: Mapping[str, str],
    known: Tables,
    vocabulary: Mapping[str, str],
    finder: Finder,
    today: date,
) -> OneRow:
    """Read the cells of one row, by column, that joins those which `known` has in this table.

    A table that other tables refer to needs its file and can't be added to like this. `headings` are what the person
    who typed calls the columns.
    """
    report = Report()
    new = Draft(table=table, file=table, row=_NEW, headings=headings, cells={})
    for column, cell in cells.items():
        try:
            new.cells[column] = cell_text(cell)
        except BadCellError as bad:
            report.error(new, column, bad)
    stored = [_finished(table, row) for row in rows(known, table)]
    reading = read_drafts(
        {table: [*stored, new]},
        {table: table},
        known=known,
        vocabulary=vocabulary,
        finder=finder,
        today=today,
        report=report,
    )
    errors = (*reading.errors, *reading.follow_ups)
    found = rows(reading.tables, table)
    return OneRow(
        row=found[-1] if found and not any(finding.row == _NEW for finding in errors) else None,
        errors=_sentences(errors),
        warnings=_sentences(reading.warnings),
    )


def _finished(table: str, row: Row) -> Draft:
    values = {field.name: getattr(row, field.name) for field in fields(row)}
    return Draft(table=table, file=table, row=_STORED, headings={}, cells={}, values=values)


def _sentences(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(_sentence(finding) for finding in findings if finding.row == _NEW)


def _sentence(finding: Finding) -> str:
    """What it is about as it was typed, then cause and remedy."""
    about = " ".join(filter(None, (finding.column, finding.value and f'"{finding.value}"')))
    return f"{about}: {finding.cause}. {finding.remedy}".strip()
