"""Files out: export, mileage, config."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ridematch.cli.options import MOST_DAYS, Options, as_date, begins_to_write, now
from ridematch.cli.trouble import show_below_stranded
from ridematch.language import say, say_many
from ridematch.model.errors import RidematchError

if TYPE_CHECKING:
    from ridematch.office.files_out import Written


class Format(StrEnum):
    """What export can write."""

    CSV = "csv"
    XLSX = "xlsx"
    TABLES = "tables"
    ICS = "ics"
    JSON = "json"
    PICTURE = "picture"
    PAGES = "pages"
    DESK = "desk"
    MAP = "map"
    GEOJSON = "geojson"


TAKES = {
    Format.CSV: ("--volunteer", "--from", "--days", "--semicolon"),
    Format.XLSX: ("--volunteer", "--from", "--days"),
    Format.TABLES: ("--xlsx", "--semicolon"),
    Format.ICS: ("--volunteer", "--from", "--days"),
    Format.JSON: (),
    Format.PICTURE: ("--from", "--days"),
    Format.PAGES: ("--volunteer", "--from", "--days"),
    Format.DESK: ("--from", "--days"),
    Format.MAP: ("--from", "--days"),
    Format.GEOJSON: ("--from", "--days", "--exact"),
}
"""Which options mean something for which format."""


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("export", epilog="Example: ridematch export csv --out monday --from 2026-12-14 --days 1")(export)
    app.command("mileage", epilog="Example: ridematch mileage --month 2026-12")(mileage)
    app.command("config", epilog="Example: ridematch config > my-settings.toml")(config)


def export(
    context: typer.Context,
    *,
    kind: Annotated[Format, typer.Argument(metavar="FORMAT", help=f"{', '.join(Format)}.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the files, made if need be.")],
    volunteer: Annotated[
        str,
        typer.Option(
            metavar="VOLUNTEER", help="csv, xlsx, ics, pages: only this one's own file (a code or part of a name)."
        ),
    ] = "",
    first_date: Annotated[
        str,
        typer.Option(
            "--from", metavar="DATE", help="All but tables and json: the first date; by default from today on."
        ),
    ] = "",
    days: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_DAYS, metavar="N", help="All but tables and json: how many dates."),
    ] = None,
    semicolon: Annotated[
        bool,
        typer.Option("--semicolon", help="csv, tables: semicolons and decimal commas, as a Swedish Excel has them."),
    ] = False,
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="tables: one workbook instead of a folder of CSV files.")
    ] = False,
    exact: Annotated[
        bool, typer.Option("--exact", help="geojson: homes where they are, not in the middle of their villages.")
    ] = False,
) -> None:
    """Write the published schedule, or the tables, as files.

    csv: rides, lessons, duties, unserved and mileage by day and month, and a file for each volunteer with nothing but
    the own rides. xlsx: the same as workbooks. ics: a calendar for each volunteer; export it again after each match,
    and calendar programs see what was moved or dropped. tables: the input tables, to import again. json: problem, plan,
    score, bound and violations of the newest edition, by codes, for programs. picture: each day as a time-distance
    picture, kilometres upward and hours to the right, by codes. pages: a page for each volunteer and each rider with
    the own rides in their language, for the telephone or to print. desk: the week at a glance and a sheet for each day,
    to print. map: each day on a map, by codes. geojson: the same for map programs, with homes in the middle of their
    villages.

    Without dates the months' mileage counts last month and this one up to today.
    """
    from ridematch.office import files_out, pages_out
    from ridematch.office.maps import export_geojson, export_maps
    from ridematch.office.pictures import export_pictures
    from ridematch.office.tables_out import export_tables

    options: Options = context.obj
    given = {
        "--volunteer": bool(volunteer),
        "--from": bool(first_date),
        "--days": days is not None,
        "--semicolon": semicolon,
        "--xlsx": xlsx,
        "--exact": exact,
    }
    _refuse_what_does_not_fit(kind, tuple(option for option, said in given.items() if said))
    wanted = files_out.Wanted(
        today=options.today(),
        first_date=options.date_said(first_date),
        days=days,
        volunteer=volunteer,
        now=now(),
    )
    begins_to_write("some of the files may be written; the store was not changed")
    match kind:
        case Format.CSV:
            written = files_out.export_csv(options.store, out, wanted, settings=options.settings(), semicolon=semicolon)
        case Format.XLSX:
            written = files_out.export_xlsx(options.store, out, wanted, settings=options.settings())
        case Format.ICS:
            written = files_out.export_ics(options.store, out, wanted, settings=options.settings())
        case Format.TABLES:
            written = files_out.Written(files=export_tables(options.store, out, workbook=xlsx, semicolon=semicolon))
        case Format.PAGES:
            written = pages_out.export_pages(options.store, out, wanted, settings=options.settings())
        case Format.PICTURE:
            written = export_pictures(options.store, out, wanted, settings=options.settings())
        case Format.DESK:
            written = pages_out.export_desk(
                options.store, out, wanted, settings=options.settings(), now=now(), command=options.command
            )
        case Format.MAP:
            written = export_maps(options.store, out, wanted, settings=options.settings())
        case Format.GEOJSON:
            written = export_geojson(options.store, out, wanted, settings=options.settings(), exact=exact)
        case Format.JSON:
            written = files_out.Written(files=(files_out.export_json(options.store, out),))
    _say_what_was_written(written, out)


def mileage(
    context: typer.Context,
    month: Annotated[
        str, typer.Option(metavar="MONTH", help="Like 2026-12; by default last month and this one up to today.")
    ] = "",
) -> None:
    """Show what volunteers drove in a month and what they are paid for it.

    What was published counts as driven, up to today. The rates are in the configuration; export csv writes the same as
    mileage_months.csv.
    """
    from ridematch.office.files_out import mileage_statement
    from ridematch.views.mileage import mileage_page

    options: Options = context.obj
    found = mileage_statement(
        options.store,
        today=options.today(),
        month=_as_month(month) if month else None,
        settings=options.settings(),
    )
    page = mileage_page(
        found.months,
        first_date=found.first_date,
        last_date=found.last_date,
        rates=options.settings().mileage.rates,
        people=found.people,
    )
    show_below_stranded(page, options)


def config() -> None:
    """Print the default settings, with comments.

    Keep what you change in a file, and pass it with --config.
    """
    from ridematch.office.settings import default_toml

    typer.echo(default_toml(), nl=False)


def _as_month(text: str) -> date:
    """The first date of a month as a person types it."""
    try:
        return as_date(f"{text}-01")
    except typer.BadParameter:
        raise typer.BadParameter(say("{text} is not a month: write it like 2026-12.", text=repr(text))) from None


def _refuse_what_does_not_fit(kind: Format, given: tuple[str, ...]) -> None:
    strange = tuple(option for option in given if option not in TAKES[kind])
    if strange:
        raise RidematchError(
            say("export {kind} takes no {options}: leave that out.", kind=kind.value, options=", ".join(strange))
        )


def _say_what_was_written(written: "Written", out: Path) -> None:
    if len(written.files) == 1:
        typer.echo(say("Wrote {file}", file=written.files[0]))
    else:
        typer.echo(
            say_many(
                "Wrote {number} file to {folder}", "Wrote {number} files to {folder}", len(written.files), folder=out
            )
        )
    if written.removed:
        typer.echo(
            say_many(
                "Removed {number} file of somebody who volunteers no more",
                "Removed {number} files of people who volunteer no more",
                len(written.removed),
            )
        )
