"""Tables in: template, import."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ridematch.cli.options import WRONG, Options, begins_to_write, now
from ridematch.model.errors import RidematchError


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("template", epilog="Example: ridematch template my-tables")(template)
    app.command("import", epilog="Example: ridematch import my-tables --yes")(import_tables)


def template(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
) -> None:
    """Write empty tables to fill in.

    They have their headers and one example row each; any spreadsheet program opens them.
    """
    from ridematch.tables.template import write_template

    write_template(folder)
    typer.echo(f"The tables are in {folder}. Fill in what you know, delete the rest, then: ridematch import {folder}")


def import_tables(
    context: typer.Context,
    *,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A folder of CSV files, or one of them.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    except_bad: Annotated[bool, typer.Option("--except-bad", help="Import the good rows and list the others.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Also remove what carries a promise made by phone.")] = False,
) -> None:
    """Bring tables into the store, all or nothing.

    If one row is wrong, nothing changes. A table that is present replaces that table; absent tables are left alone.
    What would be added, changed and removed is shown first.
    """
    from ridematch.office.intake import apply_intake, read_intake
    from ridematch.views.imports import import_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    intake = read_intake(path, store=options.store, settings=options.settings(), now=now())
    errors = tuple(finding.sentence for finding in intake.errors)
    warnings = tuple(finding.sentence for finding in intake.warnings)
    if errors and not except_bad:
        _refuse(errors, warnings)
    set_aside = (*errors, *(finding.sentence for finding in intake.follow_ups))
    show(import_page(intake.changes, warnings=warnings, set_aside=set_aside), plain=options.plain)
    if intake.changes_nothing:
        typer.echo("Nothing has changed.")
        return
    if intake.promised and not remove:
        raise RidematchError(
            f"{', '.join(intake.promised)}: would be removed, but somebody was promised a ride with it. "
            "Nothing was imported. If it is meant, say --remove, and phone them after the next match."
        )
    if not yes:
        _ask()
    begins_to_write("the tables were imported whole or not at all: import them again to see")
    typer.echo(f"Imported into {apply_intake(intake, store=options.store)}")


def _refuse(errors: tuple[str, ...], warnings: tuple[str, ...]) -> None:
    for line in (*errors, *(f"(warning) {warning}" for warning in warnings)):
        typer.echo(line, err=True)
    mistakes = "1 mistake" if len(errors) == 1 else f"{len(errors)} mistakes"
    them = "it" if len(errors) == 1 else "them"
    typer.echo(f"{mistakes}; nothing was imported. Correct {them}, or say --except-bad to import the rest.", err=True)
    raise typer.Exit(WRONG)


def _ask() -> None:
    if not sys.stdin.isatty():
        raise RidematchError("Nothing was imported: nobody is there to ask. Say --yes to import without being asked.")
    if not typer.confirm("Import this?"):
        typer.echo("Nothing was imported.")
        raise typer.Exit
