"""Changes by telephone, in one line each: away, cancel, move, add-ride."""

import shlex
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ridematch.cli.options import Options, begins_to_write, now, promise_may_break
from ridematch.language import say

if TYPE_CHECKING:
    from ridematch.office.edits import Desk
    from ridematch.views.telephone import Edit

When = Annotated[
    str, typer.Argument(metavar="DATE", help="2026-12-14, today, tomorrow, or a day of the week (the next one).")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask, even if it breaks a promise.")]
Undo = Annotated[bool, typer.Option("--undo", help="Take it back.")]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("away", epilog="Example: ridematch away Berit tomorrow friday")(away)
    app.command("cancel", epilog="Example: ridematch cancel S07 2026-12-14")(cancel)
    app.command("move", epilog="Example: ridematch move S07 2026-12-14 05:00 13:00")(move)
    app.command("add-ride", epilog="Example: ridematch add-ride R41 home Järpen tuesday --arrive-by 09:30")(add_ride)


def away(
    context: typer.Context,
    *,
    who: Annotated[str, typer.Argument(metavar="WHO", help="Any rider or volunteer: the code, or a part of the name.")],
    first: When,
    last: Annotated[str, typer.Argument(metavar="DATE", help="The last date, if there is more than one.")] = "",
    start: Annotated[str, typer.Option(metavar="HH:MM", help="From this time of the first date on.")] = "",
    end: Annotated[str, typer.Option(metavar="HH:MM", help="Until this time of the last date.")] = "",
    back: Annotated[bool, typer.Option("--back", help="Take it back: there after all.")] = False,
    yes: Yes = False,
) -> None:
    """Somebody is away on one date, or from one to another.

    What it breaks is shown. If somebody was promised a ride, it asks first.
    """
    from ridematch.office.edits import away

    _edit(context.obj, partial(away, who=who, first=first, last=last, start=start, end=end, back=back), yes=yes)


def cancel(
    context: typer.Context,
    *,
    what: Annotated[
        str, typer.Argument(metavar="SHIFT|RIDE", help="The code, or a rider who has only one on that date.")
    ],
    on: Annotated[
        str, typer.Argument(metavar="DATE", help="2026-12-14, today, tomorrow, or a day of the week; for a shift.")
    ] = "",
    undo: Undo = False,
    yes: Yes = False,
) -> None:
    """A shift is cancelled on one date, or a single ride is not needed any more.

    What it breaks is shown. If somebody was promised the ride, it asks first.
    """
    from ridematch.office.shift_edits import cancel

    _edit(context.obj, partial(cancel, what=what, on=on, undo=undo), yes=yes)


def move(
    context: typer.Context,
    *,
    what: Annotated[
        str, typer.Argument(metavar="SHIFT", help="The shift's code, or a rider who has only one on that date.")
    ],
    on: When,
    start: Annotated[str, typer.Argument(metavar="START", help="When it starts on that date.")] = "",
    end: Annotated[
        str, typer.Argument(metavar="END", help="When it ends; at or before the start is on the next day.")
    ] = "",
    undo: Undo = False,
    yes: Yes = False,
) -> None:
    """A shift has other times on one date.

    What it breaks is shown. If somebody was promised a ride to it, it asks first.
    """
    from ridematch.office.shift_edits import move

    _edit(context.obj, partial(move, what=what, on=on, start=start, end=end, undo=undo), yes=yes)


def add_ride(
    context: typer.Context,
    *,
    rider: Annotated[str, typer.Argument(metavar="RIDER", help="The code, or a part of the name.")],
    start: Annotated[str, typer.Argument(metavar="FROM", help="The name of a place, home, or lat,lon.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="The name of a place, home, or lat,lon.")],
    on: When,
    arrive_by: Annotated[str, typer.Option(metavar="HH:MM", help="There at this time at the latest.")] = "",
    leave_after: Annotated[str, typer.Option(metavar="HH:MM", help="Or: not leaving before this time.")] = "",
    return_after: Annotated[str, typer.Option(metavar="HH:MM", help="And back again, not before this time.")] = "",
    seats: Annotated[str, typer.Option(metavar="N", help="For so many; by default as the rider's row says.")] = "",
    urgency: Annotated[str, typer.Option(metavar="normal|high|must", help="How much it matters.")] = "",
    code: Annotated[str, typer.Option(metavar="CODE", help="A code for the ride; by default one is made.")] = "",
    yes: Yes = False,
) -> None:
    """Somebody needs a single ride, with or without the way back."""
    from ridematch.office.edits import add_ride

    made = partial(
        add_ride,
        rider=rider,
        start=start,
        end=end,
        on=on,
        arrive_by=arrive_by,
        leave_after=leave_after,
        return_after=return_after,
        seats=seats,
        urgency=urgency,
        code=code,
    )
    _edit(context.obj, made, yes=yes)


def _edit(options: Options, make_edit: "Callable[[Desk], Edit]", *, yes: bool) -> None:
    """Show what it is and what it breaks, ask if a promise is broken, write it, and say what to do next."""
    from ridematch.office.telephone import propose, write
    from ridematch.views.telephone import done_page, edit_page
    from ridematch.views.terminal import show
    from ridematch.views.trouble import with_stranded

    proposal = propose(options.store, make_edit, settings=options.settings(), now=now())
    edit, broken = proposal.edit, proposal.consequences.broken
    page = edit_page(
        edit,
        broken=broken,
        loose=proposal.consequences.loose,
        issues=proposal.issues,
        nothing_breaks=proposal.consequences.none,
        people=proposal.found.people,
        zone=options.zone(),
    )
    page = with_stranded(page, proposal.trouble, people=proposal.found.people, command=options.command)
    show(page, plain=options.plain)
    if edit.changes_nothing:
        return
    if broken and not yes and not promise_may_break():
        typer.echo(say("Nothing was changed."))
        return
    begins_to_write(say("the change was written whole or not at all: say it again to see"))
    write(proposal, store=options.store, now=now(), by=options.by)
    done = done_page(
        edit,
        broken=broken,
        match=f"{options.command} {shlex.join(proposal.match)}",
        take_back=f"{options.command} {shlex.join(edit.take_back)}",
    )
    typer.echo()
    show(done, plain=options.plain)
