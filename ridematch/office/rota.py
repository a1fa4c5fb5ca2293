"""An employer's rota -> shifts with a date each, laid over those that the rota had given before."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.facts import Place, Rider, Shift, Tables
from ridematch.model.settings import Settings
from ridematch.office.intake import Intake, intake_of
from ridematch.office.people_found import find_person
from ridematch.rules.admit.dates import recurs
from ridematch.tables.findings import Finding, file_label
from ridematch.tables.rota import Turn, read_rota, turn_label
from ridematch.tables.spellings import plain

LETTERS = "abcdefgh"
"""After the code of a second, third ... turn on one date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for. `rider` and `workplace` hold for every turn; empty: each turn says them itself."""

    path: Path
    rider: str = ""
    workplace: str = ""
    employer: str = ""
    weeks: int = 8


def read_rota_intake(wanted: Wanted, *, store: str, settings: Settings, now: datetime) -> Intake:
    """The rota beside what the store holds; nothing is written.

    From today on, for so many weeks, the dated shifts of this rota's riders and workplaces are those of the file; all
    other rows stay. RidematchError: the file is no calendar, or nobody is meant by the rider or workplace given.
    """
    zone = ZoneInfo(settings.calendar.zone)
    today = now.astimezone(zone).date()
    last = today + timedelta(weeks=wanted.weeks) - timedelta(days=1)
    turns, findings = read_rota(wanted.path, zone=zone, first_date=today, last_date=last)

    def laid_over(known: Tables) -> tuple[Tables, tuple[Finding, ...], tuple[Finding, ...]]:
        shifts, errors, unclear = _shifts(wanted, turns, known)
        tables, warnings = _laid_over(known, shifts, wanted, dates=(today, last), but=unclear)
        return tables, (*findings, *errors), warnings

    return intake_of(laid_over, store=store, now=now)


def _shifts(wanted: Wanted, turns: Iterable[Turn], known: Tables) -> tuple[list[Shift], list[Finding], set[date]]:
    """A shift for each turn of which it is known who works where; and the dates of the others."""
    riders = known.riders or ()
    rider = find_person(riders, wanted.rider) if wanted.rider else ""
    given = _place(wanted.workplace, known.places or ()) if wanted.workplace else ""
    found: list[Shift] = []
    errors: list[Finding] = []
    unclear: set[date] = set()
    if wanted.workplace and not given:
        remedy = say("Write the name of a row in the table places.")
        errors.append(Finding(file="--workplace", cause=say("no place has this name"), remedy=remedy))
        return found, errors, unclear
    taken: dict[tuple[str, date], int] = defaultdict(int)
    for turn in turns:
        who = (rider,) if rider else _named_in(turn, riders)
        where = given or _place(turn.place, known.places or ())
        if len(who) != 1 or not where:
            errors.append(_unclear(wanted.path, turn, who=who, where=where))
            unclear.add(turn.date)
            continue
        number = taken[who[0], turn.date]
        taken[who[0], turn.date] += 1
        found.append(
            Shift(
                shift=_code(who[0], turn.date, number),
                rider=who[0],
                workplace=where,
                days=(turn.date.isoformat(),),
                start=turn.begins.time(),
                end=turn.ends.time(),
                employer=wanted.employer,
            )
        )
    return found, errors, unclear


def _code(rider: str, on: date, number: int) -> str:
    """ "R07-261214", a second turn on that date "R07-261214b"."""
    return f"{rider}-{on:%y%m%d}{LETTERS[min(number, len(LETTERS) - 1)] if number else ''}"


def _named_in(turn: Turn, riders: Iterable[Rider]) -> tuple[str, ...]:
    """Whose code, whole name or e-mail address stands in its words; of hidden names nobody's but by the code."""
    said = [plain(words) for words in turn.words]

    def stands(text: str) -> bool:
        return bool(text) and any(re.search(rf"(?<![\w-]){re.escape(plain(text))}(?![\w-])", words) for words in said)

    return tuple(
        row.rider
        for row in riders
        if stands(row.rider) or (not row.limited_visibility and (stands(row.name) or stands(row.email)))
    )


def _place(text: str, places: tuple[Place, ...]) -> str:
    """The place that is meant, or the one whose name the text begins with, as addresses do; empty for none."""
    from ridematch.roads.geocoder import find_place

    search = find_place(places)
    for part in (text, text.split(",", maxsplit=1)[0], text.splitlines()[0] if text else ""):
        found = search(part.strip(), suggest=False).name if part.strip() else None
        if found is not None:
            return found
    return ""


def _unclear(path: Path, turn: Turn, *, who: tuple[str, ...], where: str) -> Finding:
    """Without what stands in the file: that may be anybody's name or address."""
    if not who:
        cause, remedy = say("it names no rider"), say("Say --rider, or write the rider's code into its title.")
    elif len(who) > 1:
        cause = say("it names several riders: {codes}", codes=", ".join(who))
        remedy = say("Say --rider, or make a turn for each.")
    else:
        cause = say("its place is no place in the tables") if turn.place and not where else say("it names no place")
        remedy = say("Say --workplace, or write the name of a row in the table places.")
    return Finding(file=turn_label(file_label(path), f"{turn.begins:%Y-%m-%d %H:%M}"), cause=cause, remedy=remedy)


def _laid_over(
    known: Tables, shifts: list[Shift], wanted: Wanted, *, dates: tuple[date, date], but: set[date]
) -> tuple[Tables, tuple[Finding, ...]]:
    """The tables with the rota's shifts in place of its earlier ones, and what stands there twice now.

    `but` are dates that are not clear: nothing of them goes.
    """
    riders, workplaces = {shift.rider for shift in shifts}, {shift.workplace for shift in shifts}
    riders |= {find_person(known.riders or (), wanted.rider)} if wanted.rider else set()
    rows = known.shifts or ()

    def is_replaced(row: Shift) -> bool:
        ours = row.rider in riders or (not wanted.rider and row.workplace in workplaces)
        if not ours or not is_from_a_rota(row):
            return False
        on = date.fromisoformat(row.days[0])
        return dates[0] <= on <= dates[1] and on not in but

    before = {row.shift: row for row in rows}
    laid = tuple(_kept(before.get(shift.shift), shift) for shift in shifts)
    codes = {shift.shift for shift in laid}
    others = tuple(row for row in rows if row.shift not in codes and not is_replaced(row))
    stays = {row.shift for row in (*others, *laid)}
    changes = known.shift_changes
    tables = Tables(
        shifts=(*others, *laid),
        shift_changes=None if changes is None else tuple(row for row in changes if row.shift in stays),
    )
    return tables, tuple(_twice(laid, others))


def is_from_a_rota(row: Shift) -> bool:
    """By its code and its one date."""
    dated = len(row.days) == 1 and row.days[0][:1].isdigit()
    return (
        dated
        and re.fullmatch(rf"{re.escape(_code(row.rider, date.fromisoformat(row.days[0]), 0))}[b-h]?", row.shift)
        is not None
    )


def _kept(before: Shift | None, shift: Shift) -> Shift:
    """The shift with what people entered about it before: urgency, fallbacks, notes."""
    if before is None:
        return shift
    employer = shift.employer or before.employer
    return replace(before, workplace=shift.workplace, start=shift.start, end=shift.end, employer=employer)


def _twice(laid: Iterable[Shift], others: tuple[Shift, ...]) -> Iterable[Finding]:
    for shift in laid:
        on = date.fromisoformat(shift.days[0])
        for other in others:
            same = other.rider == shift.rider and not is_from_a_rota(other)
            if same and recurs(
                on,
                days=other.days,
                first_date=other.first_date,
                last_date=other.last_date,
                every_weeks=other.every_weeks,
            ):
                cause = say(
                    "{rider} works by the shift {shift} on {date} too", rider=shift.rider, shift=other.shift, date=on
                )
                yield Finding(file=shift.shift, cause=cause, remedy=say("Remove one of the two."))
