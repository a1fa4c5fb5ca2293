"""The nightly command, and looking back: match, runs, replay, gaps."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ridematch.cli.options import UNSOUND, Options, begins_to_write, now
from ridematch.cli.trouble import show_below_stranded, trouble_now
from ridematch.language import say, say_many
from ridematch.model.errors import RidematchError

if TYPE_CHECKING:
    from ridematch.office.runs import Order

LAST_RUNS = 20


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("match", epilog="Example: ridematch match --from 2026-12-14 --days 7")(match)
    app.command("runs", epilog="Example: ridematch runs")(runs)
    app.command("gaps", epilog="Example: ridematch gaps --out gaps")(gaps)
    app.command("replay", epilog="Example: ridematch replay 12")(replay)


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
    all_areas: Annotated[
        bool, typer.Option("--all-areas", help="Plan every area of the configuration, each in its own store.")
    ] = False,
    executor: Annotated[
        str,
        typer.Option(
            metavar="EXECUTOR", help="With --all-areas: processes (a core each), here (one by one), dask://HOST:PORT."
        ),
    ] = "processes",
) -> None:
    """Plan the coming days and publish the plan.

    The plan is checked first, and what changed is shown. Promises made by phone (ridematch told) do not move. Running
    it again on the same facts changes nothing. Ctrl-C ends the search with the best plan so far, which is checked and
    published; a second Ctrl-C leaves everything as it was.
    """
    from ridematch.office.night import run_night
    from ridematch.office.runs import Order
    from ridematch.views.json_file import match_json
    from ridematch.views.morning import morning_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    order = Order(
        settings=options.settings(),
        first_date=options.date_said(first_date) or options.today() + timedelta(days=1),
        days=days,
        now=now(),
        seconds=time_limit,
        by=options.by,
    )
    if executor != "processes" and not all_areas:
        raise RidematchError(say("--executor goes with --all-areas."))
    if all_areas:
        if dry_run or json:
            raise RidematchError(say("--all-areas takes neither --dry-run nor --json."))
        _match_areas(options, executor, order)
        return
    with phases(plain=options.plain) as progress:
        morning, found = run_night(
            options.store, order=order, dry_run=dry_run, progress=lambda phase: _enter(phase, progress)
        )
    if json:
        typer.echo(match_json(morning))
    else:
        trouble = trouble_now(options) if morning.outcome in ("published", "unchanged") else None
        page = morning_page(morning, people=found.people, zone=options.zone(), command=options.command, trouble=trouble)
        show(page, plain=options.plain)
    if morning.violations:
        raise typer.Exit(UNSOUND)


def runs(
    context: typer.Context,
    number: Annotated[
        int | None,
        typer.Argument(min=1, metavar="[RUN]", help="Only this run: what it was given, what it changed, and why."),
    ] = None,
    last: Annotated[int, typer.Option(min=1, metavar="N", help="How many, the last ones.")] = LAST_RUNS,
) -> None:
    """List the runs of match: when, about which dates, and what came of each."""
    from ridematch.office.morning import directory_of
    from ridematch.office.runs import last_runs, one_run
    from ridematch.office.settings import differing
    from ridematch.views.json_file import changed_from_json
    from ridematch.views.runs import run_page, runs_page

    options: Options = context.obj
    if number is None:
        page = runs_page(last_runs(options.store, last=last), zone=options.zone())
    else:
        run = one_run(options.store, number)
        page = run_page(
            run,
            changed=changed_from_json(run.changes_json) if run.changes_json else None,
            differing=differing(run.settings_json),
            people=directory_of(options.store),
            zone=options.zone(),
            command=options.command,
        )
    show_below_stranded(page, options)


def replay(
    context: typer.Context,
    number: Annotated[int, typer.Argument(min=1, metavar="RUN", help="The number of a run, see ridematch runs.")],
) -> None:
    """Make the plan of a run again from what was kept of it, and compare. Nothing is written."""
    from ridematch.office.runs import repeat
    from ridematch.views.runs import replay_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    with phases(plain=options.plain) as progress:
        repeated = repeat(options.store, number, progress=progress)
    page = replay_page(
        repeated.run, kept=repeated.kept, now=repeated.now, is_same=repeated.is_same, versions=repeated.versions
    )
    show(page, plain=options.plain)
    if not repeated.is_same:
        raise typer.Exit(UNSOUND)


def gaps(
    context: typer.Context,
    *,
    weeks: Annotated[
        int, typer.Option(min=1, max=5, metavar="N", help="How many weeks, the newest edition's and those before it.")
    ] = 2,
    time_limit: Annotated[
        float, typer.Option(min=10, metavar="SECONDS", help="Tell what was found by then; 180 by default.")
    ] = 180.0,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Also write pages for recruiting and for bus planners, without any names or codes."
        ),
    ] = None,
) -> None:
    """Show what is missing most: one more volunteer, a seat, a bus, an approval.

    Each is ranked by the prices of the plan and then tried by planning the weeks again; nothing is published. With
    --out: a page for recruiting and one for those who plan buses, each as text, CSV and picture, and the demand along
    the corridor by stretch and hour.
    """
    from ridematch.office.gap_files import write_gaps
    from ridematch.office.gaps import find_gaps
    from ridematch.views.gaps import gaps_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    with phases(plain=options.plain) as progress:
        found, people = find_gaps(
            options.store,
            settings=options.settings(),
            today=options.today(),
            weeks=weeks,
            seconds=time_limit,
            progress=progress,
        )
    show(gaps_page(found, people=people), plain=options.plain)
    if out is not None:
        begins_to_write(say("some of the files may be written; the store was not changed"))
        written = write_gaps(found, out)
        typer.echo(
            say_many("Wrote {number} file to {folder}", "Wrote {number} files to {folder}", len(written), folder=out)
        )


def _match_areas(options: Options, executor: str, order: "Order") -> None:
    """A line an area; the status says whether each of them has a right plan."""
    from ridematch.office.areas import run_areas
    from ridematch.views.areas import areas_page
    from ridematch.views.terminal import show

    areas = order.settings.areas
    if not areas:
        raise RidematchError(say("There are no areas in the configuration: see [areas] in ridematch config."))
    results = []
    with phases(plain=options.plain) as progress:
        for result in run_areas(areas, executor=executor, order=order):
            results.append(result)
            done = ", ".join(sorted(one.name for one in results if one.is_sound))
            begins_to_write(say("areas that are done and published: {areas}", areas=done))
            progress(say("{done} of {all} areas", done=len(results), all=len(areas)))
    show(areas_page(results), plain=options.plain)
    if not all(result.is_sound for result in results):
        raise typer.Exit(UNSOUND)


def _enter(phase: str, progress: Callable[[str], None]) -> None:
    from ridematch.office.night import PUBLISHING

    if phase == PUBLISHING:
        begins_to_write("the plan was published whole or not at all: see ridematch check")
    progress(phase)


@contextmanager
def phases(*, plain: bool) -> Iterator[Callable[[str], None]]:
    """Something to tell the phases of a long run: shown on standard error at a terminal, unless that is to be plain."""
    if plain or not sys.stderr.isatty():
        yield lambda phase: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield status.update
