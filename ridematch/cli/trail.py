"""What was noted: taken back, told by time, and added up: undo, history, load."""

from typing import Annotated

import typer

from ridematch.cli.answers import WRITTEN
from ridematch.cli.options import Options, begins_to_write, now
from ridematch.cli.trouble import show_below_stranded
from ridematch.language import say


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("undo", epilog="Example: ridematch undo")(undo)
    app.command("history", epilog="Example: ridematch history S07:2026-12-14")(history)
    app.command("load", epilog="Example: ridematch load")(load)


def undo(
    context: typer.Context,
    request: Annotated[
        str, typer.Argument(metavar="[REQUEST]", help="Of this ride; by default whatever was last.")
    ] = "",
) -> None:
    """Take back what was noted last: all that one command noted.

    Where it changed the plan, and that was not changed since, the plan is as it was before.
    """
    from ridematch.office.morning import directory_of
    from ridematch.office.taking_back import undo as take_back
    from ridematch.views.answers import undone_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    begins_to_write(say(WRITTEN))
    taken = take_back(options.store, request, settings=options.settings(), now=now(), by=options.by)
    page = undone_page(
        taken.events,
        released=taken.released,
        promised=taken.promised,
        found=taken.changes,
        stays=taken.stays,
        people=directory_of(options.store),
        zone=options.zone(),
    )
    show(page, plain=options.plain)


def history(
    context: typer.Context,
    request: Annotated[
        str, typer.Argument(metavar="[REQUEST]", help="The code of a ride, commute or lesson; by default all, lately.")
    ] = "",
) -> None:
    """Show what was planned, asked and answered about a ride, and who noted it."""
    from ridematch.office.history import history as find_history
    from ridematch.views.answers import history_page

    options: Options = context.obj
    lines = find_history(options.store, request, settings=options.settings())
    title = say("What happened to {code}", code=request) if request else say("What was noted lately")
    page = history_page(((one.at, one.what, one.by) for one in lines), title=title, zone=options.zone())
    show_below_stranded(page, options)


def load(context: typer.Context) -> None:
    """Show who carries how much, who is close to a limit, and which riders were left out."""
    from ridematch.office.load import load as find_load
    from ridematch.views.load import load_page

    options: Options = context.obj
    carried, missed, people = find_load(options.store, settings=options.settings(), now=now())
    show_below_stranded(load_page(carried, missed, people=people), options)
