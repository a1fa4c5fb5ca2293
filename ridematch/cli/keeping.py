"""What the store keeps: forget, prune, backup, upgrade."""

import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from ridematch.cli.options import Options, begins_to_write, confirmed, now
from ridematch.language import say
from ridematch.model.errors import RidematchError

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]

_AGE = re.compile(r"([1-9]\d{0,3})([dw])")


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("forget", epilog="Example: ridematch forget R07")(forget)
    app.command("prune", epilog="Example: ridematch prune --older-than 30d")(prune)
    app.command("backup", epilog="Example: ridematch backup monday.sqlite")(backup)
    app.command("upgrade", epilog="Example: ridematch upgrade")(upgrade)


def forget(
    context: typer.Context,
    *,
    person: Annotated[str, typer.Argument(metavar="PERSON", help="A rider or volunteer: code, or part of the name.")],
    yes: Yes = False,
) -> None:
    """Erase a rider or volunteer from the store.

    All rows about the person go. What was published stays with its times, and a name such as gone-1 takes the place of
    the code. What goes, and which rides still to come fall away, is shown first. It can't be taken back.
    """
    from ridematch.office.keeping import forget_person, rehearse_forgetting
    from ridematch.views.keeping import forgetting_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    farewell = rehearse_forgetting(options.store, person, settings=options.settings(), now=now())
    page = forgetting_page(
        farewell.erasure,
        told=farewell.told,
        untold=farewell.not_told,
        approvals=farewell.approvals,
        people=farewell.people,
        zone=options.zone(),
    )
    show(page, plain=options.plain)
    if not _agreed(say("Forget this person? It can't be taken back."), yes=yes):
        return
    begins_to_write(say("the person is erased entirely or not at all: say ridematch forget again to see"))
    clean = forget_person(options.store, farewell)
    typer.echo(say("Forgotten. What is left in history is called {pseudonym}.", pseudonym=farewell.erasure.pseudonym))
    if farewell.told or farewell.not_told:
        typer.echo(say("The schedule still shows the rides that fall away, until the next ridematch match."))
    typer.echo(
        say(
            "Files exported before, calendars sent and copies of the store still hold this person, and so do your own "
            "tables: delete it there."
        )
    )
    _say_of_traces(clean)


def prune(
    context: typer.Context,
    *,
    older_than: Annotated[
        str, typer.Option("--older-than", metavar="AGE", help="So many days or weeks: 30d, 8w. Counted from today.")
    ],
    yes: Yes = False,
) -> None:
    """Delete what is over and old.

    Editions, promises and all rows with dates go whose last date is older than that. What the coming nights look back
    on stays, and so does what stands for any later date. It is shown first, in numbers, and can't be taken back.
    """
    from ridematch.office.keeping import prune_store, rehearse_pruning
    from ridematch.views.keeping import pruning_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    today = options.today()
    before = today - _age(older_than)
    pruning = rehearse_pruning(options.store, before=before, today=today)
    show(pruning_page(pruning, before=before), plain=options.plain)
    if not pruning.is_nothing and not _agreed(say("Delete this? It can't be taken back."), yes=yes):
        return
    begins_to_write(say("all of it is deleted or nothing: say ridematch prune again to see"))
    clean = prune_store(options.store, pruning, before=before, today=today)
    typer.echo(say("Nothing is that old.") if pruning.is_nothing else say("Deleted."))
    _say_of_traces(clean)


def backup(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where there is such a file already.")] = False,
) -> None:
    """Copy a SQLite store to a file, also while it is in use.

    The copy is whole or not there, is looked over, and can be read by its owner alone. To go back to it, name it as
    --store, or put it in the store's place while no command runs.
    """
    from ridematch.store.copies import back_up

    options: Options = context.obj
    store = back_up(options.store, file, replace=replace)
    typer.echo(
        say("Copied {store} to {copy}. It holds all that the store holds: keep it as safe.", store=store, copy=file)
    )


def upgrade(context: typer.Context, *, yes: Yes = False) -> None:
    """Bring a store of an older ridematch to this version.

    A SQLite store is copied first, beside it. In PostgreSQL make a backup before (pg_dump). It changes all or nothing.
    """
    from ridematch.store.upgrading import upgrade, versions

    options: Options = context.obj
    before = versions(options.store)
    if before.found == before.needed:
        typer.echo(
            say(
                "The store {store} has version {number} already: nothing to do.",
                store=before.store,
                number=before.found,
            )
        )
        return
    if not before.is_file:
        typer.echo(say("No copy is made of a PostgreSQL store: make a backup first (pg_dump)."))
        if not _agreed(say("Is there a backup, and shall the store be upgraded?"), yes=yes):
            return
    begins_to_write(say("the store is upgraded or as it was: say ridematch upgrade again to see"))
    copy = upgrade(options.store, today=options.today())
    if copy:
        typer.echo(say("Copied to {copy}. Delete the copy when all is well: it holds what the store held.", copy=copy))
    typer.echo(
        say(
            "Upgraded {store} from version {before} to {after}.",
            store=before.store,
            before=before.found,
            after=before.needed,
        )
    )


def _age(text: str) -> timedelta:
    """An age as a person types it."""
    found = _AGE.fullmatch(text.strip().lower())
    if not found:
        raise typer.BadParameter(say("{text!r} is no age: write it like 30d or 8w.", text=text))
    return timedelta(days=int(found[1]) * (7 if found[2] == "w" else 1))


def _agreed(question: str, *, yes: bool) -> bool:
    """Whether it was asked for with --yes, or the person at the terminal says so."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise RidematchError(
            say("Nothing was changed: nobody is there to ask. Say --yes to do it without being asked.")
        )
    typer.echo()
    if confirmed(question):
        return True
    typer.echo(say("Nothing was changed."))
    return False


def _say_of_traces(clean: bool) -> None:
    if not clean:
        typer.echo(
            say(
                "Traces are left in the store's file, because another program is reading it or the disk is full. "
                "Afterwards run: ridematch prune --older-than 520w"
            )
        )
