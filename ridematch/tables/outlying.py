"""Places that no road reaches: worth a look, because nobody can be driven there."""

from collections.abc import Callable, Iterable, Iterator

from ridematch.language import say
from ridematch.model.facts import Place, Road, Row, Tables, rows
from ridematch.tables.columns import fields_referring
from ridematch.tables.drafts import Draft, Drafts, Report
from ridematch.tables.findings import BadCellError, Finding
from ridematch.tables.links import some_of
from ridematch.tables.wording import table_name

Unreached = Callable[[Iterable[Place], Iterable[Road], Iterable[str]], frozenset[str]]
"""Places, roads, and names or coordinates -> those of the names and coordinates that no road reaches."""


def doubt_what_no_road_reaches(
    good: dict[str, tuple[Row, ...]],
    *,
    known: Tables,
    drafts: Drafts,
    files: dict[str, str],
    unreached: Unreached,
    report: Report,
) -> None:
    """Warn once about each place: at its own row, else in the file of roads, else where it is named.

    Coordinates are doubted in the rows where they stand.
    """
    places = [each for each in good.get("places", rows(known, "places")) if isinstance(each, Place)]
    roads = [each for each in good.get("roads", rows(known, "roads")) if isinstance(each, Road)]
    named = {place.name for place in places}
    used = list(_used(drafts))
    sought = {where for _, _, where in used} | (named if "places" in drafts or "roads" in drafts else set())
    outlying = unreached(places, roads, sorted(sought)) if roads else frozenset()
    if not outlying:
        return
    bad = BadCellError(
        say("no road reaches this place"),
        say("Look at its coordinates, or add a road in {roads}.", roads=files.get("roads") or table_name("roads")),
    )
    for draft in drafts.get("places", ()):
        if draft.key in outlying:
            report.warn(draft, "name", bad)
    if "places" in drafts:
        outlying -= named
    elif "roads" in drafts and outlying & named:
        cause = say("no road reaches {places}", places=some_of(sorted(outlying & named)))
        report.warnings.append(Finding(file=files["roads"], cause=cause, remedy=bad.remedy))
        outlying -= named
    for draft, column, where in used:
        if where in outlying:
            report.warn(draft, column, bad)
            outlying -= {where} & named


def _used(drafts: Drafts) -> Iterator[tuple[Draft, str, str]]:
    """The cells of good rows that say where something is; not those of roads, which are what reaches."""
    for table, found in drafts.items():
        if table != "roads":
            for column in fields_referring(table):
                for draft in found:
                    where = draft.values.get(column.field)
                    if column.refers == ("places",) and where and not draft.bad:
                        yield draft, column.name, where
