"""The telephone calls of the morning: calls, ladder, ask, yes, no, messages, done."""

import shlex
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ridematch.cli.inbox import take_in_replies
from ridematch.cli.night import phases
from ridematch.cli.options import MOST_DAYS, Options, begins_to_write, confirmed, now, promise_may_break
from ridematch.cli.trouble import show_below_stranded, trouble_meanwhile, trouble_now
from ridematch.language import say, say_many
from ridematch.model.errors import RidematchError
from ridematch.model.events import BY_OTHER, REASONS

if TYPE_CHECKING:
    from ridematch.office.beside import Engine
    from ridematch.office.dossier import Subject
    from ridematch.views.directory import Directory

WRITTEN = "it was noted whole or not at all: see ridematch history"

Request = Annotated[
    str, typer.Argument(metavar="REQUEST", help="The code of a ride or a lesson, see ridematch schedule.")
]
Requests = Annotated[
    list[str], typer.Argument(metavar="REQUEST...", help="Codes of rides, commutes or lessons, see ridematch schedule.")
]
Of = Annotated[
    str, typer.Option("--of", metavar="VOLUNTEER", help="A code or a part of the name; by default who has it now.")
]


def add_to(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("calls", epilog="Example: ridematch calls --from 2026-12-14")(calls)
    app.command("ladder", epilog="Example: ridematch ladder --from 2026-12-14")(ladder)
    app.command("ask", epilog="Example: ridematch ask S07:2026-12-14:out")(ask)
    app.command("yes", epilog="Example: ridematch yes S07:2026-12-14 --of V03")(yes)
    app.command("no", epilog="Example: ridematch no S07:2026-12-14:out --because ill")(no)
    app.command("messages", epilog="Example: ridematch messages --out outbox")(messages)
    app.command("done", epilog="Example: ridematch done S07:2026-12-14")(done)


def calls(
    context: typer.Context,
    first_date: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first date; by default from today on.")
    ] = "",
    days: Annotated[int, typer.Option(min=1, max=MOST_DAYS, metavar="N", help="How many dates.")] = 2,
) -> None:
    """List whom to phone, what to say, and what to type for the answer.

    First come those for whom something agreed does not hold any more, then volunteers, once a person; a rider follows
    when every volunteer of the rider's has said yes.
    """
    from ridematch.office.gather import horizon
    from ridematch.office.morning import look_up
    from ridematch.views.calls import calls_page
    from ridematch.views.schedule import dates_title
    from ridematch.views.terminal import show

    options: Options = context.obj
    wanted = options.date_said(first_date)
    standing = look_up(options.store, today=options.today(), first_date=wanted, days=None, now=now())
    dates = horizon(standing.first_date, days)
    page = calls_page(
        stops=standing.past.stops,
        promises=standing.past.promises,
        events=standing.past.events,
        trouble=trouble_now(options),
        dates=dates,
        now=now(),
        people=standing.people,
        zone=options.zone(),
        title=say("Calls about {dates}", dates=dates_title(dates[0], days)),
        command=options.command,
        notice={row.volunteer: row.notice_hours for row in standing.tables.volunteers or ()},
    )
    show(page, plain=options.plain)


def ladder(
    context: typer.Context,
    first_date: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first date; by default tomorrow.")
    ] = "",
    days: Annotated[int, typer.Option(min=1, max=7, metavar="N", help="How many dates.")] = 1,
) -> None:
    """Print what there is if somebody falls ill tonight, for each ride late or early.

    For rides between 22:00 and 07:00 (see nights in ridematch config): who has it, who else could, found by planning
    again, beds near the workplace (the table overnight), the bus, and what is for you to decide.
    """
    from ridematch.office.beside import beside
    from ridematch.office.dossier import open_dossier
    from ridematch.office.gather import horizon
    from ridematch.office.ladder import ladders
    from ridematch.views.ladder import ladder_page
    from ridematch.views.schedule import dates_title

    options: Options = context.obj
    first = options.date_said(first_date) or options.today() + timedelta(days=1)
    with phases(plain=options.plain) as progress, beside() as engine:
        dossier = open_dossier(options.store, settings=options.settings(), now=now(), since=first, engine=engine)
        found = ladders(dossier, horizon(first, days), progress=progress)
    page = ladder_page(
        found,
        people=dossier.found.people,
        zone=options.zone(),
        title=say("If somebody falls ill: {dates}", dates=dates_title(first, days)),
        command=options.command,
    )
    show_below_stranded(page, options)


def ask(
    context: typer.Context,
    request: Request,
    of: Of = "",
    everybody: Annotated[
        bool, typer.Option("--all", help="Try everybody who has time then, not only those nearest; it takes longer.")
    ] = False,
) -> None:
    """Show who else could take a ride or lesson, or note with --of that somebody was asked."""
    from ridematch.office.beside import beside

    if of and everybody:
        raise RidematchError(say("Say --of or --all, not both."))
    options: Options = context.obj
    if of:
        _note_asked(options, request, of)
        return
    with beside() as engine:
        _show_offers(options, request, everybody=everybody, engine=engine)


def _note_asked(options: Options, request: str, of: str) -> None:
    from ridematch.office.answers import ask
    from ridematch.office.dossier import open_dossier
    from ridematch.views.answers import noted_page
    from ridematch.views.terminal import show

    dossier = open_dossier(options.store, settings=options.settings(), now=now(), by=options.by, about=(request,))
    begins_to_write(say(WRITTEN))
    events = ask(dossier, dossier.subjects(request), dossier.volunteer(of))
    show(noted_page(events, people=dossier.found.people), plain=options.plain)


def _show_offers(options: Options, request: str, *, everybody: bool, engine: "Engine") -> None:
    from ridematch.office.answers import untried
    from ridematch.office.asking import asked_about, offers
    from ridematch.office.assigning import MOST_TRIED
    from ridematch.office.dossier import as_it_holds, open_dossier
    from ridematch.views.answers import ask_page

    dossier = as_it_holds(
        open_dossier(options.store, settings=options.settings(), now=now(), about=(request,), engine=engine)
    )
    about = dossier.one(request)
    with trouble_meanwhile(options) as trouble:
        found = offers(dossier, about, most=None if everybody else MOST_TRIED)
    page = ask_page(
        asked_about(dossier, about),
        found,
        untried=0 if everybody else untried(dossier, about),
        people=dossier.found.people,
        zone=options.zone(),
        command=options.command,
    )
    show_below_stranded(page, options, trouble())


def yes(context: typer.Context, requests: Requests, of: Of = "") -> None:
    """Note that a volunteer said yes.

    Where the plan has somebody else for it, or nobody, it is made anew with this volunteer, checked, and published.
    """
    from ridematch.office import answers
    from ridematch.office.dossier import open_dossier
    from ridematch.views.answers import made_room_table, noted_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    dossier = open_dossier(options.store, settings=options.settings(), now=now(), by=options.by, about=requests)
    begins_to_write(say(WRITTEN))
    subjects, who = dossier.said_by(requests, of)
    events, edition = answers.accept(dossier, subjects, who)
    people = dossier.found.people
    else_changed = answers.made_room(dossier.edition, edition, subjects) if edition else ()
    also = made_room_table(else_changed, people=people, zone=options.zone())
    more = [say("The plan is published anew with it.")] if edition else []
    ways = [one for code in requests for one in dossier.subjects(code)]
    others = [one for one in ways if one not in subjects and one.volunteer != who]
    more += [_not_part_of_it(one, people) for one in others]
    told = requests if not others else [one.serves for one in subjects]
    more += [say("Once the rider knows too:"), f"  {options.command} told {shlex.join(told)}"]
    show(noted_page(events, people=people, more=tuple(more), also=(also,)), plain=options.plain)


def _not_part_of_it(other: "Subject", people: "Directory") -> str:
    if not other.volunteer:
        return say("{code} is not part of that: nobody has it.", code=other.serves)
    who = people.who(other.volunteer)
    return say("{code} is not part of that: it is with {volunteer}.", code=other.serves, volunteer=who)


def no(
    context: typer.Context,
    requests: Requests,
    of: Of = "",
    because: Annotated[str, typer.Option(metavar="|".join(REASONS), help="Why, as a word.")] = "other",
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask, also where it breaks a promise.")] = False,
) -> None:
    """Note that a volunteer said no, and see who is proposed next.

    The next best is in the plan at once, if there is anybody; nobody is asked by this. The same volunteer can be asked
    again.
    """
    from ridematch.office.beside import beside

    if because not in REASONS:
        raise typer.BadParameter(say("Reasons are kept as one of these words: {words}.", words=", ".join(REASONS)))
    with beside() as engine:
        _decline(context.obj, requests, of, because=because, sure=sure, engine=engine)


def _decline(options: Options, requests: list[str], of: str, *, because: str, sure: bool, engine: "Engine") -> None:
    from ridematch.office import answers
    from ridematch.office.asking import next_state, offers_of
    from ridematch.office.dossier import open_dossier
    from ridematch.views.answers import AfterNo, declined_page, in_words

    dossier = open_dossier(
        options.store, settings=options.settings(), now=now(), by=options.by, about=requests, engine=engine
    )
    subjects, who = dossier.said_by(requests, of)
    if any(one.told for one in subjects) and not sure and not promise_may_break():
        typer.echo(say("Nothing was changed."))
        return
    begins_to_write(say(WRITTEN))
    after = answers.decline(dossier, subjects, who, because)
    said = [one.before for one in after if one.before]
    for event in said:
        again = say(
            "It was noted already, and is not noted again: {what}", what=in_words(event, people=dossier.found.people)
        )
        typer.echo(again)
    published = next((one.edition for one in reversed(after) if one.edition), None)
    page = declined_page(
        [
            AfterNo(
                serves=one.about.serves,
                rider=one.about.rider,
                told=one.about.told,
                has_it=one.has_it,
                state=next_state(dossier, one, published),
                offers=offers_of(dossier, one),
                untried=one.untried,
            )
            for one in after
        ],
        volunteer=who,
        because=said[0].because if len(said) == len(after) else because,
        people=dossier.found.people,
        zone=options.zone(),
        command=options.command,
        also=answers.made_room(dossier.edition, published, subjects) if published else (),
    )
    show_below_stranded(page, options)


def done(
    context: typer.Context,
    codes: Annotated[list[str], typer.Argument(metavar="REQUEST...", help="Codes of rides, commutes or lessons.")],
    no_show: Annotated[bool, typer.Option("--no-show", help="The rider did not come.")] = False,
    by_other: Annotated[
        str, typer.Option("--by-other", metavar="|".join(BY_OTHER), help="No volunteer drove: how it went, as a word.")
    ] = "",
    sure: Annotated[
        bool, typer.Option("--yes", help="Do not ask, also where whoever has it is away or said no.")
    ] = False,
) -> None:
    """Note that rides took place, or with --no-show that nobody came.

    With --by-other that somebody was brought without a volunteer, also where nobody drives in the plan: nothing is
    counted for the volunteer who had it, and nobody is stranded there any more.
    """
    from ridematch.office.finishing import DoubtfulError, finish
    from ridematch.office.morning import directory_of
    from ridematch.views.answers import noted_page
    from ridematch.views.terminal import show

    if by_other and by_other not in BY_OTHER:
        raise typer.BadParameter(say("How it went is kept as one of these words: {words}.", words=", ".join(BY_OTHER)))
    if by_other and no_show:
        raise RidematchError(say("Say --by-other or --no-show, not both."))
    options: Options = context.obj
    begins_to_write(say(WRITTEN))
    noting = partial(
        finish,
        options.store,
        codes,
        settings=options.settings(),
        now=now(),
        showed_up=not no_show,
        by_other=by_other,
        by=options.by,
    )
    try:
        events = noting(sure=sure)
    except DoubtfulError as doubt:
        if not sys.stdin.isatty():
            raise
        typer.echo(str(doubt))
        if not confirmed(say("Note it all the same?")):
            return
        events = noting(sure=True)
    show(noted_page(events, people=directory_of(options.store)), plain=options.plain)


def messages(
    context: typer.Context,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a file for each, as SMS server tools read them.")
    ] = None,
    send: Annotated[
        str,
        typer.Option(
            metavar="URL", envvar="RIDEMATCH_GATEWAY", help="Send them: a gateway as apprise writes it, with {phone}."
        ),
    ] = "",
    inbox: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Note the replies in a folder, as SMS server tools leave them.")
    ] = None,
) -> None:
    """List text messages about what was promised, each in its receiver's language; write or send them.

    Each goes once to the rider and to the volunteer, once more when it changed, and once when it is taken back.
    Without --out and --send nothing is sent. Whoever has no number is named, to be phoned. With --inbox each reply is
    shown and noted once: of whom, and whether it is yes, no or to read. Its text is not kept, and it promises nothing.
    """
    from ridematch.office.outbox import into, open_outbox, put_out, through
    from ridematch.views.outbox import outbox_page
    from ridematch.views.terminal import show

    options: Options = context.obj
    if inbox is not None and out is not None:
        raise RidematchError(say("Say --out or --inbox, not both."))
    if inbox is not None:
        take_in_replies(options, inbox)
        return
    if out is not None and send:
        raise RidematchError(say("Say --out or --send, not both."))
    outbox = open_outbox(options.store, settings=options.settings(), now=now(), by=options.by)
    page = outbox_page(
        (one.message for one in outbox.pending),
        silent=outbox.silent,
        people=outbox.people,
        command=options.command,
        replies=outbox.replies,
    )
    if out is None and not send:
        show(page, plain=options.plain)
        return
    begins_to_write(say("what was sent is noted: see ridematch history"))
    gone = put_out(options.store, outbox.pending, into(out) if out is not None else through(send))
    typer.echo(say_many("{number} message went out.", "{number} messages went out.", gone))
    if outbox.silent:
        who = ", ".join(outbox.people.who(code) for code in outbox.silent)
        typer.echo(say("No number, or none that may be used: {who}", who=who))
