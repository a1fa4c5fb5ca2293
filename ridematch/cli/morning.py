"""The coordinator's morning: schedule, week, rides, unmet, told, check."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from ridematch.cli.night import phases
from ridematch.cli.options import MOST_DAYS, UNSOUND, Options, as_instant, begins_to_write, now
from ridematch.cli.trouble import show_below_stranded, show_below_trouble, trouble_meanwhile, trouble_now
from ridematch.language import say
from ridematch.model.errors import RidematchError

if TYPE_CHECKING:
    from ridematch.office.advice import Spread
    from ridematch.views.page import Page
    from ridematch.views.trouble import Trouble

From = Annotated[str, typer.Option("--from", metavar="DATE", help="The first date; by default from today on.")]
Days = Annotated[
    int | None,
    typer.Option(min=1, max=MOST_DAYS, metavar="N", help="How many dates; by default all that is published."),
]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("schedule", epilog="Example: ridematch schedule --from 2026-12-14 --days 2")(schedule)
    app.command("week", epilog="Example: ridematch week --from 2026-12-14")(week)
    app.command("rides", epilog="Example: ridematch rides V03 --from 2026-12-14")(rides)
    app.command("unmet", epilog="Example: ridematch unmet")(unmet)
    app.command("told", epilog="Example: ridematch told S07:2026-12-14 S11:2026-12-15:out")(told)
    app.command("check", epilog="Example: ridematch check")(check)


def schedule(context: typer.Context, first_date: From = "", days: Days = None) -> None:
    """Show all rides and lessons by time."""
    from ridematch.office.morning import look_up
    from ridematch.office.practice_coming import parts_to_practise
    from ridematch.views.schedule import dates_title, schedule_page

    options: Options = context.obj
    standing = look_up(
        options.store,
        today=options.today(),
        first_date=options.date_said(first_date),
        days=days,
        now=now(),
    )
    trouble = trouble_now(options)
    page = schedule_page(
        stops=standing.past.stops,
        covered=standing.past.covered,
        promises=standing.past.promises,
        events=standing.past.events,
        people=standing.people,
        zone=options.zone(),
        title=dates_title(standing.first_date, days),
        void=trouble.void,
        practise=parts_to_practise(standing.past.stops, standing.tables, options.settings()),
    )
    show_below_trouble(page, options, trouble)


def week(
    context: typer.Context,
    first_date: From = "",
    days: Annotated[int, typer.Option(min=1, max=7, metavar="N", help="How many dates, at most 7.")] = 7,
) -> None:
    """Show the week at a glance: how much each volunteer has on each day."""
    from ridematch.office.files_out import Wanted
    from ridematch.office.pages_out import look_up_dates
    from ridematch.views.desk import week_page
    from ridematch.views.schedule import dates_title

    options: Options = context.obj
    wanted = Wanted(today=options.today(), first_date=options.date_said(first_date), days=days, now=now())
    standing, dates = look_up_dates(options.store, wanted)
    title = dates_title(standing.first_date, days)
    page = week_page(dates, stops=standing.past.stops, people=standing.people, zone=options.zone(), title=title)
    show_below_stranded(page, options)


def rides(
    context: typer.Context,
    volunteer: Annotated[str, typer.Argument(metavar="VOLUNTEER", help="A code, or a part of the name.")],
    first_date: From = "",
    days: Days = None,
) -> None:
    """Show what one volunteer drives, stop by stop."""
    from ridematch.office.morning import look_up
    from ridematch.office.people_found import find_person
    from ridematch.office.practice_coming import parts_to_practise
    from ridematch.views.schedule import volunteer_page

    options: Options = context.obj
    standing = look_up(
        options.store,
        today=options.today(),
        first_date=options.date_said(first_date),
        days=days,
        now=now(),
    )
    trouble = trouble_now(options)
    page = volunteer_page(
        find_person(standing.tables.volunteers or (), volunteer),
        stops=standing.past.stops,
        promises=standing.past.promises,
        events=standing.past.events,
        people=standing.people,
        zone=options.zone(),
        void=trouble.void,
        practise=parts_to_practise(standing.past.stops, standing.tables, options.settings()),
    )
    show_below_stranded(page, options, trouble)


def unmet(
    context: typer.Context,
    *,
    code: Annotated[
        str, typer.Argument(metavar="[CODE]", help="Only this commute, ride or lesson, with what would help.")
    ] = "",
    first_date: From = "",
    days: Days = None,
    try_all: Annotated[
        bool, typer.Option("--try", help="Also try what would help, for everything in the newest edition.")
    ] = False,
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", metavar="WHEN", help="As it was published then: 2026-12-08 (its end) or 2026-12-08T09:00."
        ),
    ] = "",
) -> None:
    """Show who was left out, and why.

    For each: what stood in the way of every volunteer nearby. With a code, or with --try, small changes are tried by
    planning again, and those that help are told.
    """
    options: Options = context.obj
    then = as_instant(as_of, options.zone()) if as_of else None
    if code or try_all:
        _refuse_dates(first_date, days)
        with phases(plain=options.plain) as progress, _spread(code) as spread:
            page, trouble = _tried_page(options, code, as_of=then, progress=progress, spread=spread)
        show_below_stranded(page, options, trouble)
    else:
        _show_why(options, first_date, days, then)


def _show_why(options: Options, first_date: str, days: int | None, then: datetime | None) -> None:
    from ridematch.office.law_behind import law_behind
    from ridematch.office.morning import look_up
    from ridematch.views.schedule import dates_title
    from ridematch.views.terminal import show
    from ridematch.views.unmet import lessons_given, try_lines, unmet_page

    standing = look_up(
        options.store,
        today=then.astimezone(options.zone()).date() if then else options.today(),
        first_date=options.date_said(first_date),
        days=days,
        as_of=then,
    )
    page = unmet_page(
        standing.past.unserved,
        given=lessons_given(standing.past.stops),
        people=standing.people,
        title=dates_title(standing.first_date, days),
        law=law_behind(options.store, standing.past.unserved, settings=options.settings()),
        next_steps=() if then else try_lines(command=options.command),
    )
    if then:
        show(page, plain=options.plain)
    else:
        show_below_stranded(page, options)


def _refuse_dates(first_date: str, days: int | None) -> None:
    if first_date or days is not None:
        raise RidematchError(say("What would help is tried for the newest edition: leave out --from and --days."))


@contextmanager
def _spread(code: str) -> "Iterator[Spread]":
    """For one, the engine that loads while the store is read; for all, a process a core."""
    if code:
        from ridematch.office.beside import beside

        with beside() as engine:
            yield lambda function, each: (engine(function, one) for one in each)
    else:
        from ridematch.office.executors import PROCESSES, executor_for

        with executor_for(PROCESSES) as executor:
            yield executor.map


def _tried_page(
    options: Options, code: str, *, as_of: datetime | None, progress: Callable[[str], None], spread: "Spread"
) -> tuple["Page", "Trouble"]:
    """With what comes before it; nothing does before what stood `as_of` another time."""
    from ridematch.office.advice import advise_all
    from ridematch.office.dossier import open_dossier
    from ridematch.office.law_behind import law_behind
    from ridematch.views.remedies import entering_lines, helping_lines
    from ridematch.views.schedule import dates_title
    from ridematch.views.trouble import Trouble
    from ridematch.views.unmet import lessons_given, unmet_page

    dossier = open_dossier(options.store, settings=options.settings(), now=now(), as_of=as_of, about=(code,))
    with trouble_meanwhile(options) if as_of is None else nullcontext(Trouble) as trouble:
        found = advise_all(dossier, code, progress=progress, spread=spread)
    people = dossier.found.people
    page = unmet_page(
        (left for left, _ in found),
        law=law_behind(options.store, (left for left, _ in found), settings=options.settings()),
        given=lessons_given(dossier.edition.stops),
        people=people,
        title=dates_title(dossier.edition.first_date, dossier.edition.days),
        tested={
            left.code: helping_lines(
                tested.helps,
                missing=left.count,
                tried=tested.tried,
                epoch=dossier.problem.epoch,
                people=people,
                zone=options.zone(),
            )
            for left, tested in found
        },
        next_steps=entering_lines((remedy for _, tested in found for remedy in tested.helps), command=options.command),
    )
    return page, trouble()


def told(
    context: typer.Context,
    codes: Annotated[
        list[str], typer.Argument(metavar="REQUEST...", help="Codes of rides, of whole commutes or of lessons.")
    ],
    off: Annotated[
        str,
        typer.Option(metavar="WHO", help="Instead: this rider or volunteer was phoned that it is not as agreed."),
    ] = "",
) -> None:
    """Say what was promised by phone: from now on it does not move.

    With --off that somebody knows that what was told, or what they said yes to, does not hold any more: they are no
    longer listed to be phoned about it.
    """
    from ridematch.office.morning import directory_of, tell
    from ridematch.office.phoned_off import phoned_off
    from ridematch.views.answers import noted_page
    from ridematch.views.schedule import promises_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    if off:
        begins_to_write(say("it was noted whole or not at all: see ridematch history"))
        events = phoned_off(options.store, codes, off, settings=options.settings(), now=now(), by=options.by)
        show(noted_page(events, people=directory_of(options.store)), plain=options.plain)
        return
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

    options: Options = context.obj
    edition, violations = check_published(options.store, settings=options.settings(), now=now())
    show_below_stranded(check_page(edition, violations), options)
    if violations:
        raise typer.Exit(UNSOUND)
