"""Driving practice: who may, what is about to end, what was practised."""

import shlex
from typing import Annotated

import typer

from ridematch.cli.options import MOST_DAYS, Options, begins_to_write, now
from ridematch.language import say

group = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
)


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    if not group.registered_commands:
        group.command("check", epilog="Example: ridematch practice check --on 2026-12-14")(check)
        group.command("expiring", epilog="Example: ridematch practice expiring --days 60")(expiring)
        group.command("log", epilog="Example: ridematch practice log R10 yesterday 60 --with V07 --part gears")(log)
        group.command("progress", epilog="Example: ridematch practice progress")(progress)
        group.command("card", epilog="Example: ridematch practice card R10")(card)
        group.command("forecast", epilog="Example: ridematch practice forecast")(forecast)
        group.command("who-could", epilog="Example: ridematch practice who-could --from 2026-12-14")(who_could)
    app.add_typer(
        group,
        name="practice",
        help="Driving practice: who may, what was practised, what is next.",
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
    when = options.date_said(on) or options.today()
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


def log(
    context: typer.Context,
    *,
    learner: Annotated[str, typer.Argument(metavar="LEARNER", help="The code, or a part of the name.")],
    on: Annotated[
        str, typer.Argument(metavar="DATE", help="2026-12-14, today, yesterday, or a day of the week (the last one).")
    ],
    minutes: Annotated[
        str, typer.Argument(metavar="MINUTES", help="How long it was; by default as published for that date.")
    ] = "",
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="When it began, 16:30; by default as published for that date.")
    ] = "",
    supervisor: Annotated[
        str, typer.Option("--with", metavar="SUPERVISOR", help="With whom; by default as published for that date.")
    ] = "",
    outside: Annotated[
        bool, typer.Option("--outside", help="With a school, or somebody else who is no volunteer here.")
    ] = False,
    part: Annotated[
        list[str] | None,
        typer.Option("--part", metavar="PART", help="What was practised, see: practice card. May be said again."),
    ] = None,
    dark: Annotated[
        bool | None,
        typer.Option("--dark/--daylight", help="Whether it was dark; by default by the published time, else not."),
    ] = None,
    remark: Annotated[
        list[str] | None,
        typer.Option("--remark", metavar="REMARK", help="How it went: well, alone, more, school, short."),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take it out again.")] = False,
) -> None:
    """Note that a lesson was given.

    A second entry for the same learner, date, time and supervisor takes the place of the first. The codes of parts and
    remarks are those of the configuration; nothing else is written down.
    """
    from ridematch.office.practice_log import Typed, log_lesson
    from ridematch.views.progress import logged_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    settings = options.settings()
    typed = Typed(
        learner=learner,
        on=on,
        minutes=minutes,
        at=at,
        supervisor=supervisor,
        outside=outside,
        parts=tuple(part or ()),
        dark=dark,
        remarks=tuple(remark or ()),
        undo=undo,
    )
    begins_to_write(say("the lesson was written whole or not at all: see ridematch practice card"))
    entry = log_lesson(options.store, typed, settings=settings, now=now())
    page = logged_page(
        lesson=entry.lesson,
        before=entry.before,
        progress=entry.course.progress,
        following=entry.course.next,
        warnings=entry.warnings,
        curriculum=settings.curriculum,
        people=entry.people,
        take_back=f"{options.command} {shlex.join(entry.take_back)}",
    )
    show(page, plain=options.plain)


def progress(
    context: typer.Context,
    who: Annotated[str, typer.Argument(metavar="LEARNER", help="Only this one, by code or part of the name.")] = "",
) -> None:
    """Show how far learners have come, and what is next.

    Hours before the log and in it count together, towards the advisory target of the configuration.
    """
    from ridematch.office.practice import open_desk
    from ridematch.office.practice_progress import courses
    from ridematch.views.progress import progress_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    settings = options.settings()
    desk = open_desk(options.store, settings=settings)
    found = courses(desk, settings=settings, today=options.today(), who=who)
    page = progress_page(
        ((one.progress, one.next) for one in found),
        curriculum=settings.curriculum,
        today=options.today(),
        people=desk.people,
    )
    show(page, plain=options.plain)


def card(
    context: typer.Context,
    learner: Annotated[str, typer.Argument(metavar="LEARNER", help="The code, or a part of the name.")],
) -> None:
    """Show one learner's card.

    With whom the learner may practise, what is planned and which part fits its date and light, what to keep to in
    the car, all parts of the curriculum, and the last lessons.
    """
    from ridematch.office.practice import open_desk
    from ridematch.office.practice_progress import card
    from ridematch.views.progress import card_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    settings = options.settings()
    desk = open_desk(options.store, settings=settings, planned_from=options.today())
    found = card(desk, settings=settings, today=options.today(), who=learner)
    page = card_page(
        learner=found.course.learner,
        progress=found.course.progress,
        following=found.course.next,
        log=found.course.log,
        supervisors=found.supervisors,
        keep_to=found.keep_to,
        coming=found.coming,
        curriculum=settings.curriculum,
        today=options.today(),
        people=desk.people,
        zone=options.zone(),
    )
    show(page, plain=options.plain)


def forecast(context: typer.Context) -> None:
    """Show when learners have practised enough, and which rides fall away.

    From the hours logged and the lessons planned, towards the advisory target of the configuration; and how many rides
    a week their shifts ask for, which disappear when they have a licence.
    """
    from ridematch.office.practice_forecast import forecast
    from ridematch.views.forecast import forecast_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    settings = options.settings()
    found, desk = forecast(options.store, settings=settings, today=options.today())
    page = forecast_page(
        found.expected,
        found.not_logged,
        target_hours=settings.curriculum.target_hours,
        today=options.today(),
        people=desk.people,
    )
    show(page, plain=options.plain)


def who_could(
    context: typer.Context,
    *,
    first_date: Annotated[
        str,
        typer.Option("--from", metavar="DATE", help="The first date; by default the newest plan's, else tomorrow."),
    ] = "",
    days: Annotated[
        int | None,
        typer.Option(min=1, max=14, metavar="N", help="How many dates; by default the newest plan's, else 7."),
    ] = None,
    time_limit: Annotated[float, typer.Option(min=1, metavar="SECONDS", help="So long at most; 45 by default.")] = 45.0,
) -> None:
    """Find the new approval that would unlock most practice.

    Every pair of supervisor and learner that the law would let be approved is tried by planning again with it. Nothing
    is changed.
    """
    from ridematch.cli.night import phases
    from ridematch.office.who_could import who_could
    from ridematch.rules.practice import load_practice_rules
    from ridematch.views.terminal import show
    from ridematch.views.who_could import who_could_page

    options: Options = context.obj
    settings = options.settings()
    with phases(plain=options.plain) as progress:
        advice, found = who_could(
            options.store,
            settings=settings,
            today=options.today(),
            first_date=options.date_said(first_date),
            days=days,
            seconds=time_limit,
            progress=progress,
        )
    page = who_could_page(
        advice, rules=load_practice_rules(settings.practice), today=options.today(), people=found.people
    )
    show(page, plain=options.plain)
