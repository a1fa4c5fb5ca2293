"""Files out: export, config."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ridematch.cli.options import MOST_DAYS, Options, as_date, begins_to_write
from ridematch.model.errors import RidematchError


class Format(StrEnum):
    """What export can write."""

    CSV = "csv"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("export", epilog="Example: ridematch export csv --out monday --from 2026-12-14 --days 1")(export)
    app.command("config", epilog="Example: ridematch config > my-settings.toml")(config)


def export(
    context: typer.Context,
    *,
    kind: Annotated[Format, typer.Argument(metavar="csv|json", help="Which kind of files.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the files, made if need be.")],
    volunteer: Annotated[
        str, typer.Option(metavar="VOLUNTEER", help="csv: only this volunteer's own file (a code or part of a name).")
    ] = "",
    first_date: Annotated[
        str, typer.Option("--from", metavar="DATE", help="csv: the first date; by default from today on.")
    ] = "",
    days: Annotated[
        int | None, typer.Option(min=1, max=MOST_DAYS, metavar="N", help="csv: how many dates; by default all.")
    ] = None,
    semicolon: Annotated[
        bool, typer.Option("--semicolon", help="csv: semicolons and decimal commas, as a Swedish Excel has them.")
    ] = False,
) -> None:
    """Write the published schedule as files.

    csv: rides, lessons, duties, unserved, mileage, and a file for each volunteer with nothing but the own rides.
    json: problem, plan, score, bound and violations of the newest edition, by codes, for programs.
    """
    from ridematch.office.morning import export_csv, export_json, find_volunteer, look_up

    options: Options = context.obj
    since = as_date(first_date) if first_date else None
    begins_to_write("some of the files may be written; the store was not changed")
    if kind is Format.JSON:
        if volunteer or since or days or semicolon:
            raise RidematchError("export json writes the newest edition whole: leave the other options out.")
        typer.echo(f"Wrote {export_json(options.store, out)}")
        return
    standing = look_up(options.store, today=options.today(), first_date=since, days=days)
    only = find_volunteer(standing.volunteers, volunteer) if volunteer else ""
    written = export_csv(standing, out, zone=options.zone(), semicolon=semicolon, only=only)
    typer.echo(f"Wrote {written[0]}" if len(written) == 1 else f"Wrote {len(written)} files to {out}")


def config() -> None:
    """Print the default settings, with comments.

    Keep what you change in a file, and pass it with --config.
    """
    from ridematch.office.settings import default_toml

    typer.echo(default_toml(), nl=False)
