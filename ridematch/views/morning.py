"""What a coordinator needs to see at half past six: broken promises first, then the rest by what has to be done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from math import ceil

from ridematch.language import say
from ridematch.model.edition import Edition, PlannedStop, Promise
from ridematch.model.plan import Issue, Violation
from ridematch.views.changes import REASONS, Change, Changed, changed_words, changes_table
from ridematch.views.clock import day, length, local_date, span
from ridematch.views.directory import Directory
from ridematch.views.ladder import AtHand
from ridematch.views.page import Lines, Page, Table
from ridematch.views.phoning import not_told, phone_table
from ridematch.views.rides import PlannedRide
from ridematch.views.schedule import covered_table, dates_title
from ridematch.views.stranded import stranded, stranded_lines
from ridematch.views.trouble import Trouble
from ridematch.views.unkept import Unkept, unkept_table
from ridematch.views.unmet import lessons_given, unmet_table

DAYS_SHOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of one kind were asked for, and how many are served: "commutes", "rides", "lessons"."""

    kind: str
    asked: int
    served: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenPromise:
    """A promise that the facts broke: whose ride it was and why it can't be kept, by the code of a reason."""

    promise: Promise
    rider: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """All that one nightly run has to say. `edition.number` is 0 unless it was published; `changes` None: the first.

    `minutes_saved` is by how much driving of the dates that stood before is less now. `could` has the volunteers who
    could bring home whoever is stranded, by the code of what was left out; `at_hand` what else there is for them.
    `law` are the rules of practice behind each lesson left out, by its code.
    """

    edition: Edition
    outcome: str  # published, unchanged, dry run, unsound
    tallies: tuple[Tally, ...]
    driving_minutes: int
    waiting_minutes: int
    gap: float
    searched_gap: float
    complete: bool
    promises: tuple[Promise, ...] = ()
    broken: tuple[BrokenPromise, ...] = ()
    issues: tuple[Issue, ...] = ()
    changes: tuple[Change, ...] | None = None
    minutes_saved: int = 0
    could: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at_hand: Mapping[str, AtHand] = field(default_factory=dict)
    violations: tuple[Violation, ...] = ()
    law: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def morning_page(
    morning: Morning, *, people: Directory, zone: tzinfo, command: str = "ridematch", trouble: Trouble | None = None
) -> Page:
    """The page after a match. `command`: how the program was called, for commands that can be copied.

    `trouble` is what there is once the plan is published; None: as the plan alone has it.
    """
    trouble = trouble or _of_the_plan(morning)
    edition = morning.edition
    last = edition.first_date + timedelta(days=edition.days - 1)
    soon = tuple(edition.first_date + timedelta(days=n) for n in range(min(DAYS_SHOWN, edition.days)))
    to_phone = not_told(edition.stops, morning.promises, dates=soon, zone=zone)
    return Page(
        title=say("{first} to {last}", first=day(edition.first_date), last=day(last)),
        parts=(
            stranded_lines(
                trouble.stranded, people=people, command=command, at_hand=trouble.at_hand, could=trouble.could
            ),
            Lines(heading=say("The plan is not sound"), lines=tuple(found.sentence for found in morning.violations)),
            _broken_table(morning.broken, people=people, zone=zone),
            unkept_table(_not_in(morning.broken, trouble.unkept), people=people, zone=zone),
            Lines(lines=summary(morning)),
            changes_table(morning.changes or (), people=people, zone=zone),
            phone_table(
                to_phone,
                people=people,
                zone=zone,
                heading=say("To phone about {dates}", dates=dates_title(soon[0], len(soon))),
            ),
            covered_table((leg for leg in edition.covered if leg.date in soon), people=people),
            unmet_table(edition.unserved, given=lessons_given(edition.stops), people=people),
            Lines(
                heading=say("The rules behind it"),
                lines=tuple(people.named(f"{code}: {line}") for code, lines in morning.law.items() for line in lines),
            ),
            _issue_lines(morning.issues),
            Lines(heading=say("What next"), lines=next_steps(morning, to_phone, command=command)),
        ),
    )


def _of_the_plan(morning: Morning) -> Trouble:
    found = stranded(morning.edition.stops, morning.edition.unserved)
    return Trouble(stranded=found, could=morning.could, at_hand=morning.at_hand)


def _not_in(broken: Iterable[BrokenPromise], unkept: Iterable[Unkept]) -> tuple[Unkept, ...]:
    """Who is not in the table of broken promises already."""
    there = {(one.promise.serves, who) for one in broken for who in (one.rider, one.promise.volunteer)}
    return tuple(one for one in unkept if (one.agreed.serves, one.agreed.person) not in there)


def summary(morning: Morning) -> tuple[str, ...]:
    """The night in a few sentences."""
    edition = morning.edition
    kinds = {"commutes": say("commutes"), "rides": say("rides"), "lessons": say("lessons")}
    counts = ", ".join(
        say("{served} of {asked} {kind}", served=tally.served, asked=tally.asked, kind=kinds[tally.kind])
        for tally in morning.tallies
        if tally.asked
    )
    outcome = {
        "published": say("Published as edition {number}.", number=edition.number),
        "unchanged": say("Nothing has changed; edition {number} stands.", number=edition.number),
        "unsound": say("NOT published: the plan breaks the rules above."),
        "dry run": say("A trial: nothing was published."),
    }[morning.outcome]
    return (
        say("Served: {counts}.", counts=counts) if counts else say("Nothing was asked for on these days."),
        say(
            "Driving {driving}, waiting away from home {waiting}.",
            driving=length(morning.driving_minutes),
            waiting=length(morning.waiting_minutes),
        ),
        goodness(proven=edition.proven, gap=morning.gap, searched_gap=morning.searched_gap, complete=morning.complete),
        outcome,
        *_changed_words(morning),
    )


def goodness(*, proven: bool, gap: float, searched_gap: float, complete: bool) -> str:
    """How good the plan is known to be, in words."""
    if proven:
        return say("Proven: no plan under these rules costs less.")
    if gap >= 1 and searched_gap >= 1:
        return say(
            "Not proven: the search was cut short before it was known how good a plan can be. A longer --time-limit "
            "may tell."
        )
    if complete or searched_gap >= gap:
        less = say("Not proven: a plan that costs up to {percent} % less may exist.", percent=_percent(gap))
        cut = say("The search was cut short; a longer --time-limit may find it.")
        return less if complete else f"{less} {cut}"
    return say(
        "Not proven: the search was cut short. Of what it looked at, no plan costs more than {percent} % less.",
        percent=_percent(searched_gap),
    )


def _percent(share: float) -> str:
    """Rounded up: what is left open is never said to be nothing."""
    return f"{max(0.1, ceil(1000 * share - 1e-6) / 10):.1f}"


def next_steps(morning: Morning, to_phone: tuple[PlannedRide | PlannedStop, ...], *, command: str) -> tuple[str, ...]:
    """What to do now, the most urgent first, with commands to copy."""
    if morning.violations:
        return (say("This should not happen. What was published before stands; please report the sentences above."),)
    steps = [say("Phone the people of the broken promises above first.")] if morning.broken else []
    if morning.outcome == "dry run":
        return (*steps, say("The same without --dry-run publishes this plan."))
    if to_phone:
        first = to_phone[0]
        steps += [say("Whom to phone, what to ask, and what to type for the answers:"), f"  {command} calls"]
        steps += [say("What was agreed by phone does not move any more, once you say so:")]
        steps += [f"  {command} told {first.serves}"]
        steps += [say("What one volunteer drives, stop by stop:"), f"  {command} rides {first.volunteer}"]
    if morning.edition.unserved:
        steps += [say("Why somebody was left out, volunteer by volunteer:"), f"  {command} unmet"]
    if any(stop.serves for stop in morning.edition.stops):
        steps += [say("All rides and lessons by time, and as files for a spreadsheet:"), f"  {command} schedule"]
        steps += [f"  {command} export csv --out rides-{morning.edition.first_date}"]
    return tuple(steps)


def _changed_words(morning: Morning) -> tuple[str, ...]:
    if morning.outcome in ("unchanged", "unsound"):
        return ()
    if morning.changes is None:
        return (say("It is the first edition for these days."),)
    return (changed_words(Changed(changes=morning.changes, minutes_saved=morning.minutes_saved)),)


def _broken_table(broken: Iterable[BrokenPromise], *, people: Directory, zone: tzinfo) -> Table:
    return Table(
        heading=say("Broken promises: phone these people first"),
        columns=(
            *(say("day"), say("time"), say("ride"), say("rider"), say("rider's phone")),
            *(say("volunteer"), say("volunteer's phone"), say("why")),
        ),
        stacks=(
            (say("time"),),
            (say("rider"), say("rider's phone")),
            (say("volunteer"), say("volunteer's phone")),
            (say("ride"), say("why")),
        ),
        grouped=1,
        rows=tuple(
            (
                day(local_date(one.promise.begins_at, zone)),
                span(one.promise.begins_at, one.promise.ends_at, zone),
                one.promise.serves,
                people.who(one.rider),
                people.phone(one.rider),
                people.who(one.promise.volunteer),
                people.phone(one.promise.volunteer),
                say(REASONS[one.why]),
            )
            for one in broken
        ),
    )


def _issue_lines(issues: Iterable[Issue]) -> Lines:
    return Lines(
        heading=say("Rows of the tables that need a look"),
        lines=tuple(f"{issue.table}, {issue.row}: {issue.sentence} {issue.remedy}" for issue in issues),
    )
