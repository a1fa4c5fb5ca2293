"""Driving practice: who may, and what is about to end."""

from typing import Annotated

import typer

from ridematch.cli.options import MOST_DAYS, Options, as_date

group = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
)


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    if not group.registered_commands:
        group.command("check", epilog="Example: ridematch practice check --on 2026-12-14")(check)
        group.command("expiring", epilog="Example: ridematch practice expiring --days 60")(expiring)
    app.add_typer(
        group,
        name="practice",
        help="Driving practice: who may practise with whom.",
        epilog="Example: ridematch practice check",
    )


def check(
    context: typer.Context,
    who: Annotated[
        str,
        typer.Argument(
            metavar="WHO", help="A learner or supervisor, by code or part of the name: all pairs there could be."
        ),
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The date, today by default.")] = "",
) -> None:
    """Show who may practise with whom, and why not.

    Every pair of supervisor and learner with an approval is judged by the dated rules of the country, each with its
    source.
    """
    from ridematch.office.practice import abroad, judge, open_desk
    from ridematch.views.practice import check_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    desk = open_desk(options.store, settings=options.settings())
    when = as_date(on) if on else options.today()
    page = check_page(
        judge(desk, on=when, who=who), abroad(desk, on=when), on=when, rules=desk.rules, people=desk.people
    )
    show(page, plain=options.plain)


def expiring(
    context: typer.Context,
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, metavar="N", help="So many days ahead.")] = 60,
) -> None:
    """Show what comes to an end: permits, approvals, licences.

    And courses and seasons, where the country has them. The last day of each still counts. What goes on under another
    row is left out.
    """
    from ridematch.office.practice import expiring, open_desk
    from ridematch.views.practice import expiring_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    desk = open_desk(options.store, settings=options.settings())
    found = expiring(desk, today=options.today(), days=days)
    page = expiring_page(found, today=options.today(), days=days, rules=desk.rules, people=desk.people)
    show(page, plain=options.plain)
