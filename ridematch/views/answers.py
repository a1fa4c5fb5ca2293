"""Who could take a ride, and what became of an answer on the phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from ridematch.language import say, say_many
from ridematch.model.edition import Promise
from ridematch.model.events import Event
from ridematch.views.changes import Change, changes_table
from ridematch.views.clock import day, length, local_date, span, stamp
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table
from ridematch.views.schedule import LEARNER_DRIVES


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What it would be for one volunteer to have a ride or lesson, found by solving again with that fixed.

    `minutes` and `metres` are what they drive more, from home and back; `also` are volunteers whose day changes with
    it, `other_dates` other dates of which the plan changes. `asked` and `drove` are the last dates before, `noes` how
    often they said no in four weeks, `word` what they said of this one, `short_notice` whether it is nearer than the
    notice they need.
    """

    volunteer: str
    leaves_at: datetime
    home_at: datetime
    minutes: int
    metres: int
    also: tuple[str, ...]
    asked: date | None
    drove: date | None
    noes: int
    word: str
    short_notice: bool
    other_dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked about: a ride or lesson in a few words, and who has it in what is published.

    `left_out` is the code under which it was left out when that was planned, by which `unmet` says why.
    """

    serves: str
    rider: str
    date: date
    what: str
    volunteer: str
    state: str
    left_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterNo:
    """What follows a no to one ride or lesson: whether it was promised, who has it now, and who could.

    `state` is how it stands with whoever has it, as `states` of `views/marks.py` has it. `untried` others have time for
    it and were not tried.
    """

    serves: str
    rider: str
    told: bool
    has_it: str
    offers: tuple[Offer, ...]
    untried: int = 0
    state: str = "proposed"


def ask_page(
    about: Asked, offers: Iterable[Offer], *, untried: int = 0, people: Directory, zone: tzinfo, command: str
) -> Page:
    """Who could take it, the cheapest first, and what to type for what they answer.

    `untried` others have time for it and were not tried.
    """
    rows = tuple(offers)
    has_it = say("It is with {who} now ({state}).", who=people.who(about.volunteer), state=about.state)
    nobody = say("Nobody has it in what is published.")
    first = rows[0].volunteer if rows else "V1"
    steps = (
        say("Phone, and type what they say:"),
        f"  {command} ask {about.serves} --of {first}",
        f"  {command} yes {about.serves} --of {first}",
        f"  {command} no {about.serves} --of {first} --because busy",
    )
    nothing: tuple[str, ...] = (say("Nobody else can have it beside what is planned."),)
    if about.left_out:
        nothing += (say("Why it was left out, and what would help:"), f"  {command} unmet {about.left_out}")
    return Page(
        title=f"{about.serves}, {people.who(about.rider)}, {about.what}",
        parts=(
            Lines(lines=(has_it if about.volunteer else nobody,)),
            offers_table(rows, people=people, zone=zone),
            _untried_lines(about.serves, untried, command=command),
            Lines(lines=steps if rows else () if untried else nothing),
        ),
    )


def _untried_lines(serves: str, untried: int, *, command: str) -> Lines:
    if not untried:
        return Lines(lines=())
    more = say_many(
        "{number} more has time then; only those nearest were tried. To try everybody:",
        "{number} more have time then; only those nearest were tried. To try everybody:",
        untried,
    )
    return Lines(lines=(more, f"  {command} ask {serves} --all"))


def offers_table(offers: Iterable[Offer], *, people: Directory, zone: tzinfo) -> Table:
    """A row a volunteer: what it costs them, when they were asked last, and what they have said before."""
    return Table(
        heading=say("Who could take it, the least trouble first (tried by planning again)"),
        columns=(
            say("volunteer"),
            say("phone"),
            say("away from home"),
            say("more driving"),
            say("last asked"),
            say("what to know"),
        ),
        rows=tuple(
            (
                people.who(one.volunteer),
                people.phone(one.volunteer),
                span(one.leaves_at, one.home_at, zone),
                f"{length(max(0, one.minutes))}, {max(0, one.metres) / 1000:.0f} km",
                "" if one.asked is None else one.asked.isoformat(),
                ", ".join(_remarks(one, people)),
            )
            for one in offers
        ),
        stacks=(
            (say("volunteer"), say("phone")),
            (say("away from home"), say("more driving")),
            (say("last asked"), say("what to know")),
        ),
    )


def _remarks(one: Offer, people: Directory) -> Iterable[str]:
    if one.word:
        yield say("said no to this one") if one.word == "declined" else say("was asked about this one")
    if one.short_notice:
        yield say("wants more notice")
    if one.noes:
        yield say_many("{number} no in four weeks", "{number} noes in four weeks", one.noes)
    if one.drove is None:
        yield say("has not driven in five weeks")
    else:
        yield say("drove last on {date}", date=one.drove.isoformat())
    if one.also:
        yield say("changes the day of {who}", who=", ".join(map(people.who, one.also)))
    if one.other_dates:
        yield say("changes what is planned on {dates}", dates=", ".join(map(day, one.other_dates)))


def noted_page(
    events: Iterable[Event], *, people: Directory, also: tuple[Table, ...] = (), more: tuple[str, ...] = ()
) -> Page:
    """What was noted, a line each, what else is different with it, and what follows."""
    noted = Lines(lines=tuple(in_words(event, people=people) for event in events))
    return Page(parts=(noted, *also, Lines(lines=more)))


def made_room_table(found: Iterable[Change], *, people: Directory, zone: tzinfo) -> Table:
    """What else is different in the plan that was published for an answer."""
    return changes_table(found, people=people, zone=zone, heading=say("Also different in the plan now"))


def declined_page(
    after: Iterable[AfterNo],
    *,
    volunteer: str,
    because: str,
    people: Directory,
    zone: tzinfo,
    command: str,
    also: Iterable[Change] = (),
) -> Page:
    """After a no, for each ride: what follows, and who could have it. `also` is what else the plan has otherwise."""
    parts: list[Lines | Table] = []
    for one in after:
        serves = one.serves
        lines = [
            say("{who} said no to {code} ({because}).", who=people.who(volunteer), code=serves, because=reason(because))
        ]
        if one.told:
            rider_words = ", ".join(part for part in (people.who(one.rider), people.phone(one.rider)) if part)
            lines.append(say("It was promised: phone {rider} first.", rider=rider_words))
        if one.has_it:
            lines.append(_who_has_it(one, people))
        else:
            lines.append(say("Nobody else can have it beside what is planned; the next match looks at all of it anew."))
        parts += [
            Lines(lines=tuple(lines)),
            offers_table(one.offers, people=people, zone=zone),
            _untried_lines(serves, one.untried, command=command),
        ]
        parts.append(Lines(lines=tuple(_steps(one, command))))
    return Page(parts=(*parts, made_room_table(also, people=people, zone=zone)))


def _who_has_it(one: AfterNo, people: Directory) -> str:
    """Who drives it now, and what they know of it."""
    named = {"who": people.who(one.has_it)}
    match one.state:
        case "asked":
            return say("In the plan it is {who} now, who was asked and has not answered.", **named)
        case "accepted":
            return say("In the plan it is {who} now, who said yes.", **named)
        case "moved":
            return say("In the plan it is {who} now, who said yes to another time.", **named)
        case "told":
            return say("It is promised with {who}, and stays so.", **named)
        case "declined":
            return say("In the plan it is {who} now, who said no too; the next match looks at it anew.", **named)
        case _:
            return say("In the plan it is {who} now, who has not been asked.", **named)


def _steps(one: AfterNo, command: str) -> Iterable[str]:
    """What to type next: of whoever has it, or else of the first who could."""
    if one.has_it and one.state == "told":
        return
    if one.has_it and one.state == "accepted":
        yield say("Once the rider knows too:")
        yield f"  {command} told {one.serves}"
        return
    others = [offer.volunteer for offer in one.offers]
    who = one.has_it if one.has_it and one.state != "declined" else next(iter(others), "")
    if who and who == one.has_it and one.state == "asked":
        yield say("When they say yes:")
    elif who:
        yield say("Once they are asked, and when they say yes:")
        yield f"  {command} ask {one.serves} --of {who}"
    if who:
        yield f"  {command} yes {one.serves} --of {who}"


def undone_page(
    events: Iterable[Event],
    *,
    released: tuple[str, ...],
    promised: Iterable[Promise],
    found: tuple[Change, ...],
    stays: bool,
    people: Directory,
    zone: tzinfo,
) -> Page:
    """What was taken back, a line each, what is no promise any more or is one again, and what became of the plan."""
    lines = [say("Taken back: {what}", what=in_words(event, people=people)) for event in events]
    lines += [say("{code} is no promise any more.", code=code) for code in released]
    lines += [
        say("{code} is promised with {who} again.", code=one.serves, who=people.who(one.volunteer)) for one in promised
    ]
    if stays:
        lines.append(say("The plan stays as it is: the one before would break a rule by now."))
    elif found:
        lines.append(say("The plan is as it was before."))
    else:
        lines.append(say("The plan itself stays as it is until the next match."))
    table = changes_table(found, people=people, zone=zone, heading=say("Different in the plan now"))
    return Page(parts=(Lines(lines=tuple(lines)), table))


def in_words(event: Event, *, people: Directory) -> str:
    """An event as a sentence."""
    about = {"who": people.who(event.volunteer), "code": event.serves}
    match event.kind:
        case "asked":
            return say("{who} was asked about {code}.", **about)
        case "accepted":
            return say("{who} said yes to {code}.", **about)
        case "declined":
            return say("{who} said no to {code} ({because}).", because=reason(event.because), **about)
        case "told":
            return say("{code} is promised with {who}.", **about)
        case "released":
            return say("The promise of {code} with {who} does not hold any more.", **about)
        case "done" if event.because:
            return say("{code} took place without a volunteer: {how}.", code=event.serves, how=by_other(event.because))
        case "done":
            return say("{code} took place, with {who}.", **about)
        case "no-show":
            return say("Nobody came to {code}, where {who} waited.", **about)
        case "sent":
            whom = people.who(event.rider if event.because.startswith("rider@") else event.volunteer)
            return say("A text message about {code} went to {whom}.", code=event.serves, whom=whom)
        case "replied":
            role, answer = event.because.split("@")[:2]
            whom = people.who(event.rider if role == "rider" else event.volunteer)
            words = {"code": event.serves, "whom": whom, "answer": answer_in_words(answer)}
            return say("A reply of {whom} came after the message about {code}: {answer}.", **words)
        case "cancelled":
            return say("{code} is cancelled.", **about)
        case "restored":
            return say("{code} takes place after all.", **about)
        case "moved":
            return say("{code} is at another time.", **about)
        case "added":
            return say("{code} is asked for.", **about)
        case "away":
            return say("Somebody of {code} is away then.", **about)
        case "back":
            return say("Somebody of {code} is there after all.", **about)
        case "off":
            whom = people.who(event.rider if event.because.startswith("rider@") else event.volunteer)
            return say("{whom} was phoned that {code} is not as agreed.", code=event.serves, whom=whom)
        case "undone" if not event.volunteer:
            return say("What was noted last about {code} is taken back.", **about)
        case "undone":
            return say("What was noted last about {code} and {who} is taken back.", **about)


def answer_in_words(answer: str) -> str:
    """What a reply to a text message is."""
    return {"yes": say("yes"), "no": say("no")}.get(answer, say("to read"))


def by_other(code: str) -> str:
    """How a rider was brought, or stayed, where no volunteer drove."""
    return {
        "taxi": say("a taxi"),
        "bed": say("a bed for the night"),
        "employer": say("the employer drove"),
        "bus": say("the bus"),
        "own": say("got there alone"),
        "other": say("somebody else, or some other way"),
    }.get(code, code)


def reason(code: str) -> str:
    """Why somebody said no."""
    return {
        "busy": say("busy"),
        "away": say("away from home"),
        "ill": say("ill"),
        "tired": say("tired"),
        "car": say("no car"),
        "too-early": say("too early or too late"),
        "too-far": say("too far"),
        "other": say("another reason"),
    }.get(code, code)


def history_page(rows: Iterable[tuple[datetime, str, str]], *, title: str, zone: tzinfo) -> Page:
    """What happened when, and who noted it: (instant, sentence, by), by time."""
    table = Table(
        columns=(say("when"), say("what"), say("noted by")),
        rows=tuple((stamp(at, zone), sentence, by) for at, sentence, by in rows),
        stacks=((say("when"),), (say("what"),), (say("noted by"),)),
    )
    nothing = Lines(lines=() if table.rows else (say("Nothing has been published or noted about it."),))
    return Page(title=title, parts=(table, nothing))


def planned_words(
    volunteer: str, begins_at: datetime, ends_at: datetime, *, practice: bool, people: Directory, zone: tzinfo
) -> str:
    """Who and when, as an edition has it, and whether the learner drives."""
    words = f"{people.who(volunteer)}, {day(local_date(begins_at, zone))} {span(begins_at, ends_at, zone)}"
    return f"{words}, {say(LEARNER_DRIVES)}" if practice else words
