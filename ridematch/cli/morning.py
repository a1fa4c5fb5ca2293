"""The coordinator's morning: schedule, rides, unmet, told, check."""

from typing import Annotated

import typer

from ridematch.cli.options import MOST_DAYS, UNSOUND, Options, as_date, begins_to_write, now

From = Annotated[str, typer.Option("--from", metavar="DATE", help="The first date; by default from today on.")]
Days = Annotated[
    int | None,
    typer.Option(min=1, max=MOST_DAYS, metavar="N", help="How many dates; by default all that is published."),
]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("schedule", epilog="Example: ridematch schedule --from 2026-12-14 --days 2")(schedule)
    app.command("rides", epilog="Example: ridematch rides V03 --from 2026-12-14")(rides)
    app.command("unmet", epilog="Example: ridematch unmet")(unmet)
    app.command("told", epilog="Example: ridematch told S07:2026-12-14 S11:2026-12-15:out")(told)
    app.command("check", epilog="Example: ridematch check")(check)


def schedule(context: typer.Context, first_date: From = "", days: Days = None) -> None:
    """Show all rides and lessons by time."""
    from ridematch.office.morning import look_up
    from ridematch.views.schedule import dates_title, schedule_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    standing = look_up(
        options.store, today=options.today(), first_date=as_date(first_date) if first_date else None, days=days
    )
    page = schedule_page(
        stops=standing.past.stops,
        covered=standing.past.covered,
        promises=standing.past.promises,
        events=standing.past.events,
        people=standing.people,
        zone=options.zone(),
        title=dates_title(standing.first_date, days),
    )
    show(page, plain=options.plain)


def rides(
    context: typer.Context,
    volunteer: Annotated[str, typer.Argument(metavar="VOLUNTEER", help="A code, or a part of the name.")],
    first_date: From = "",
    days: Days = None,
) -> None:
    """Show what one volunteer drives, stop by stop."""
    from ridematch.office.morning import look_up
    from ridematch.office.people_found import find_person
    from ridematch.views.schedule import volunteer_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    standing = look_up(
        options.store, today=options.today(), first_date=as_date(first_date) if first_date else None, days=days
    )
    page = volunteer_page(
        find_person(standing.volunteers, volunteer),
        stops=standing.past.stops,
        promises=standing.past.promises,
        events=standing.past.events,
        people=standing.people,
        zone=options.zone(),
    )
    show(page, plain=options.plain)


def unmet(context: typer.Context, first_date: From = "", days: Days = None) -> None:
    """Show who was left out, and why.

    For each: what stood in the way of every volunteer nearby, and what to try.
    """
    from ridematch.office.morning import look_up
    from ridematch.views.schedule import dates_title
    from ridematch.views.terminal import show
    from ridematch.views.unmet import lessons_given, unmet_page

    options: Options = context.obj
    standing = look_up(
        options.store, today=options.today(), first_date=as_date(first_date) if first_date else None, days=days
    )
    page = unmet_page(
        standing.past.unserved,
        given=lessons_given(standing.past.stops),
        people=standing.people,
        title=dates_title(standing.first_date, days),
    )
    show(page, plain=options.plain)


def told(
    context: typer.Context,
    codes: Annotated[
        list[str], typer.Argument(metavar="REQUEST...", help="Codes of rides, of whole commutes or of lessons.")
    ],
) -> None:
    """Say what was promised by phone: from now on it does not move."""
    from ridematch.office.morning import tell
    from ridematch.views.schedule import promises_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    begins_to_write("all of it is promised or nothing: see ridematch schedule")
    standing, promises = tell(options.store, codes, now=now(), by=options.by)
    page = promises_page(promises, stops=standing.past.stops, people=standing.people, zone=options.zone())
    show(page, plain=options.plain)


def check(context: typer.Context) -> None:
    """Check what is published against the tables.

    The newest edition is held against the tables as they are in the store now, without planning anything.
    """
    from ridematch.office.morning import check_published
    from ridematch.views.schedule import check_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    edition, violations = check_published(options.store, settings=options.settings())
    show(check_page(edition, violations), plain=options.plain)
    if violations:
        raise typer.Exit(UNSOUND)
