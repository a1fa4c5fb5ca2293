"""Tables in: template, import, rota."""

import shlex
import shutil
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ridematch.cli.options import WRONG, Options, begins_to_write, confirmed, now, promise_may_break
from ridematch.language import say, say_many
from ridematch.model.errors import RidematchError

if TYPE_CHECKING:
    from ridematch.office.import_means import Meaning
    from ridematch.office.intake import Intake

MISTAKES_SHOWN = 200
"""At a terminal; a pipe gets them all."""


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("template", epilog="Example: ridematch template my-tables")(template)
    app.command("import", epilog="Example: ridematch import my-tables --yes")(import_tables)
    app.command("rota", epilog="Example: ridematch rota december.ics --rider R07")(rota)


def template(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder, or the name of a workbook (.xlsx).")
    ],
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="One Excel workbook, with lists to choose from and help for each column.")
    ] = False,
) -> None:
    """Write empty tables to fill in.

    They have their headers and one example row each; any spreadsheet program opens them. Nothing is overwritten.
    """
    from ridematch.tables.template import write_template

    begins_to_write(say("some of the files may be written; the store was not changed"))
    written = write_template(folder, workbook=xlsx)
    typer.echo(
        say(
            "The tables are in {path}. Fill in what you know, delete the rest, then: ridematch import {path}",
            path=written,
        )
    )


def import_tables(
    context: typer.Context,
    *,
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A folder of CSV files, one of them, or an Excel workbook.")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, even if it breaks a promise.")] = False,
    except_bad: Annotated[bool, typer.Option("--except-bad", help="Import the good rows and list the others.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Also remove what carries a promise made by phone.")] = False,
) -> None:
    """Bring tables into the store, all or nothing.

    If one row is wrong, nothing changes. A table that is present replaces that table; absent tables are left alone.
    What would be added, changed and removed is shown first, and what that breaks of what is promised and published.
    """
    from ridematch.office.intake import read_intake

    options: Options = context.obj
    intake = read_intake(path, store=options.store, settings=options.settings(), now=now())
    _bring_in(options, intake, yes=yes, except_bad=except_bad, remove=remove)


def rota(
    context: typer.Context,
    *,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A calendar file (.ics).")],
    rider: Annotated[
        str, typer.Option(metavar="RIDER", help="Whose turns these are; by default whom each turn names.")
    ] = "",
    workplace: Annotated[str, typer.Option(metavar="PLACE", help="Where; by default the place each turn names.")] = "",
    employer: Annotated[str, typer.Option(metavar="NAME", help="The employer, for the shifts.")] = "",
    weeks: Annotated[int, typer.Option(min=1, max=52, metavar="N", help="How many weeks from today on.")] = 8,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, even if it breaks a promise.")] = False,
    except_bad: Annotated[
        bool, typer.Option("--except-bad", help="Import the good turns and list the others.")
    ] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Also remove what carries a promise made by phone.")] = False,
) -> None:
    """Bring an employer's rota into the store: a shift for each date in a calendar file.

    From today on the dated shifts of these riders, or of these workplaces, become those of the file; whatever else was
    entered about a date stays. The same rota again changes nothing. What it breaks is shown first, as by an import.
    """
    from ridematch.office.rota import Wanted, read_rota_intake

    options: Options = context.obj
    wanted = Wanted(path=path, rider=rider, workplace=workplace, employer=employer, weeks=weeks)
    intake = read_rota_intake(wanted, store=options.store, settings=options.settings(), now=now())
    _bring_in(options, intake, yes=yes, except_bad=except_bad, remove=remove)


def _bring_in(options: Options, intake: "Intake", *, yes: bool, except_bad: bool, remove: bool) -> None:
    """Show what it would change, ask, and apply it."""
    from ridematch.office.import_means import meaning
    from ridematch.office.imported import Importer
    from ridematch.office.intake import TableWords, apply_intake
    from ridematch.views.imports import import_page
    from ridematch.views.terminal import show

    errors = tuple(finding.sentence for finding in intake.errors)
    warnings = tuple(finding.sentence for finding in intake.warnings)
    if errors and not (except_bad and intake.any_table):
        _refuse(errors, warnings, something_is_good=intake.any_table)
    set_aside = (*errors, *(finding.sentence for finding in intake.follow_ups))
    page = import_page(
        intake.changes, words=TableWords(), warnings=warnings, set_aside=set_aside, new_codes=intake.new_codes
    )
    show(page, plain=options.plain)
    if intake.changes_nothing:
        typer.echo(say("Nothing has changed."))
        return
    seen = meaning(options.store, intake.tables, settings=options.settings(), now=now())
    _show_meaning(options, seen)
    if intake.promised and not remove:
        raise RidematchError(
            say(
                "{codes}: would be removed, but somebody was promised a ride with it. Nothing was imported. If it is "
                "meant, say --remove, and phone them after the next match.",
                codes=", ".join(intake.promised),
            )
        )
    if not yes and not (promise_may_break() if seen.consequences.broken else _wanted()):
        typer.echo(say("Nothing was imported."))
        return
    begins_to_write(say("the tables were imported whole or not at all: import them again to see"))
    importer = Importer(settings=options.settings(), now=now(), by=options.by)
    name = apply_intake(intake, store=options.store, importer=importer, seen=seen)
    typer.echo(say("Imported into {store}", store=name))
    _show_what_next(options, seen)


def _show_meaning(options: Options, seen: "Meaning") -> None:
    """Which promises and what else of the published schedule it breaks; nothing where nothing is published."""
    from ridematch.views.telephone import import_means_page
    from ridematch.views.terminal import show
    from ridematch.views.trouble import with_stranded

    if seen.found is None:
        return
    page = import_means_page(
        broken=seen.consequences.broken,
        loose=seen.consequences.loose,
        issues=seen.issues,
        nothing_breaks=seen.consequences.none,
        people=seen.found.people,
        zone=options.zone(),
    )
    typer.echo()
    show(with_stranded(page, seen.trouble, people=seen.found.people, command=options.command), plain=options.plain)


def _show_what_next(options: Options, seen: "Meaning") -> None:
    from ridematch.views.telephone import imported_page
    from ridematch.views.terminal import show

    broken = seen.consequences.broken
    if broken or seen.consequences.loose:
        page = imported_page(broken=broken, match=f"{options.command} {shlex.join(seen.match)}")
        typer.echo()
        show(page, plain=options.plain)


def _refuse(errors: tuple[str, ...], warnings: tuple[str, ...], *, something_is_good: bool) -> None:
    """List all mistakes; where a person looks, not so many that the first ones and the count are out of sight."""
    lines = [*errors, *(say("(warning) {warning}", warning=warning) for warning in warnings)]
    shown = lines[:MISTAKES_SHOWN] if sys.stderr.isatty() else lines
    for line in shown:
        typer.echo(_fitted(line), err=True)
    if len(shown) < len(lines):
        more = len(lines) - len(shown)
        typer.echo(say_many("... and one more.", "... and {number} more.", number=more), err=True)
    count = say_many("1 mistake; nothing was imported.", "{number} mistakes; nothing was imported.", number=len(errors))
    remedy = say_many(
        "Correct it, or say --except-bad to import the rest.",
        "Correct them, or say --except-bad to import the rest.",
        number=len(errors),
    )
    typer.echo(_fitted(f"{count} {remedy}" if something_is_good else count), err=True)
    raise typer.Exit(WRONG)


def _fitted(line: str) -> str:
    """For a person at a terminal not broken within a word; in a pipe one line."""
    if not sys.stderr.isatty():
        return line
    return textwrap.fill(line, shutil.get_terminal_size().columns, subsequent_indent="  ", break_on_hyphens=False)


def _wanted() -> bool:
    if not sys.stdin.isatty():
        raise RidematchError(
            say("Nothing was imported: nobody is there to ask. Say --yes to import without being asked.")
        )
    typer.echo()
    return confirmed(say("Import this?"))
