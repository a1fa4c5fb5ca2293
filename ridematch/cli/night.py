"""The nightly command: match."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated

import typer

from ridematch.cli.options import UNSOUND, Options, as_date, begins_to_write, now


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("match", epilog="Example: ridematch match --from 2026-12-14 --days 7")(match)


def match(
    context: typer.Context,
    *,
    first_date: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first date, tomorrow by default.")
    ] = "",
    days: Annotated[int, typer.Option(min=1, max=31, metavar="N", help="How many dates, at most 31.")] = 7,
    time_limit: Annotated[
        float,
        typer.Option(min=1, metavar="SECONDS", help="Publish the best plan found after about so long; 600 by default."),
    ] = 600.0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Plan and show, but publish nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the page.")] = False,
) -> None:
    """Plan the coming days and publish the plan.

    The plan is checked first, and what changed is shown. Promises made by phone (ridematch told) do not move. Running
    it again on the same facts changes nothing. Ctrl-C ends the search with the best plan so far, which is checked and
    published; a second Ctrl-C leaves everything as it was.
    """
    from ridematch.office.night import run_night
    from ridematch.views.json_file import match_json
    from ridematch.views.morning import morning_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    with phases() as progress:
        morning, found = run_night(
            options.store,
            settings=options.settings(),
            first_date=as_date(first_date) if first_date else options.today() + timedelta(days=1),
            days=days,
            now=now(),
            seconds=time_limit,
            dry_run=dry_run,
            progress=lambda phase: _enter(phase, progress),
        )
    if json:
        typer.echo(match_json(morning))
    else:
        page = morning_page(morning, people=found.people, zone=options.zone(), command=options.command)
        show(page, plain=options.plain)
    if morning.violations:
        raise typer.Exit(UNSOUND)


def _enter(phase: str, progress: Callable[[str], None]) -> None:
    from ridematch.office.night import PUBLISHING

    if phase == PUBLISHING:
        begins_to_write("the plan was published whole or not at all: see ridematch check")
    progress(phase)


@contextmanager
def phases() -> Iterator[Callable[[str], None]]:
    """Something to tell the phases of a long run: shown on standard error at a terminal, and nowhere else."""
    if not sys.stderr.isatty():
        yield lambda phase: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield status.update
