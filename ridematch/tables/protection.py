"""A rider with limited visibility stays so: nobody comes to light unnoticed, and no code tells a hidden name."""

from collections.abc import Mapping

from ridematch.language import say
from ridematch.model.facts import KEYS, Ride, Rider, Shift, Tables, rows
from ridematch.tables.codes import gives_away
from ridematch.tables.drafts import Draft, Drafts, Report
from ridematch.tables.findings import BadCellError
from ridematch.tables.spellings import folded

_OF_RIDERS = ("shifts", "rides")
"""Tables whose codes stand on every page beside the rider's."""


def keep_hidden_riders_hidden(drafts: Drafts, known: Tables, report: Report) -> None:
    """Who is hidden in the store is shown only if the file says so, and a new code leaves nothing behind unsaid."""
    stored = [row for row in rows(known, "riders") if isinstance(row, Rider)]
    hidden = {row.rider for row in stored if row.limited_visibility}
    names = {row.rider: row.name for row in stored}
    for draft in drafts.get("riders", ()):
        if draft.values.get("limited_visibility"):
            _doubt_code_of_before(draft, names, report)
        elif draft.key in hidden and not draft.ragged:
            _doubt_coming_to_light(draft, report)


def refuse_codes_that_tell(drafts: Drafts, known: Tables, report: Report) -> None:
    """Of shifts and rides, too, no code shows the hidden name of their rider."""
    names = _hidden_names(drafts, known)
    cause = say("the code shows a part of the name of a rider with limited visibility")
    for table in _OF_RIDERS:
        for draft in drafts.get(table, ()):
            code = draft.cells.get(KEYS[table], "")
            if code and gives_away(code, names.get(draft.values.get("rider", ""), "")):
                report.error(draft, KEYS[table], BadCellError(cause, say("Write another code, in all files.")))
    telling = {
        row.rider
        for table in _OF_RIDERS
        if table not in drafts
        for row in rows(known, table)
        if isinstance(row, Shift | Ride) and gives_away(getattr(row, KEYS[table]), names.get(row.rider, ""))
    }
    for draft in drafts.get("riders", ()):
        if draft.key in telling:
            cause = say("the code of a shift or ride in the store shows a part of the rider's name")
            remedy = say("Import shifts and rides as well, with other codes.")
            report.error(draft, "limited_visibility", BadCellError(cause, remedy))


def _doubt_coming_to_light(draft: Draft, report: Report) -> None:
    if "limited_visibility" not in draft.cells:
        cause = say("the column is missing, but this rider has limited visibility in the store")
        report.error(draft, "limited_visibility", BadCellError(cause, say("Add the column, with yes in this row.")))
    elif not draft.bad:
        cause = say("so far this rider had limited visibility; from now on name, address and number are shown")
        report.warn(draft, "limited_visibility", BadCellError(cause, say("Write yes if that is not meant.")))


def _doubt_code_of_before(draft: Draft, names: Mapping[str, str], report: Report) -> None:
    own = folded(draft.values.get("name", ""))
    before = (code for code, name in names.items() if folded(name) == own and code != draft.key)
    if any(gives_away(code, own) for code in before):
        cause = say("the code that this rider had shows the name, and stays in what was published")
        remedy = say("After the import run ridematch forget with that code: history then calls it otherwise.")
        report.warn(draft, "rider", BadCellError(cause, remedy))


def _hidden_names(drafts: Drafts, known: Tables) -> dict[str, str]:
    """By code, as they will be."""
    if "riders" in drafts:
        hidden = (draft for draft in drafts["riders"] if draft.values.get("limited_visibility"))
        return {draft.key: draft.values.get("name", "") for draft in hidden if draft.key is not None}
    return {row.rider: row.name for row in rows(known, "riders") if isinstance(row, Rider) and row.limited_visibility}
