"""What forgetting somebody or pruning would do to the store, before it is done."""

from collections.abc import Iterable
from datetime import date, tzinfo

from ridematch.language import say, say_many
from ridematch.model.edition import PlannedStop
from ridematch.model.keeping import Erasure, Pruning
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table
from ridematch.views.phoning import not_told, phone_table


def forgetting_page(
    erasure: Erasure,
    *,
    told: tuple[PlannedStop, ...],
    untold: tuple[PlannedStop, ...],
    approvals: tuple[tuple[str, date], ...],
    people: Directory,
    zone: tzinfo,
) -> Page:
    """What goes, what stays under another name, and which rides still to come fall away: whom to phone first."""
    return Page(
        title=say("To forget: {who}", who=people.who(erasure.code)),
        parts=(
            _calls(told, people=people, zone=zone, heading=say("Promised and still to come: phone these people")),
            _calls(untold, people=people, zone=zone, heading=say("Planned and still to come, told to nobody yet")),
            _counts(erasure.rows, heading=say("What is erased")),
            Lines(lines=tuple(_what_stays(erasure))),
            Lines(lines=tuple(_what_still_counts(approvals, people))),
        ),
    )


def pruning_page(pruning: Pruning, *, before: date) -> Page:
    """What goes, and what stays although it is older than was asked for."""
    published = (
        (say("editions"), pruning.editions),
        (say("parts of editions"), pruning.parts),
        (say("promises"), pruning.promises),
        (say("what was asked and answered"), pruning.events),
        (say("runs"), pruning.runs),
    )
    return Page(
        parts=(
            _counts((*pruning.rows, *published), heading=say("What is deleted")),
            Lines(lines=tuple(_why_it_stays(pruning, before))),
        )
    )


def _calls(stops: tuple[PlannedStop, ...], *, people: Directory, zone: tzinfo, heading: str) -> Table:
    dates = {stop.journey_date or stop.date for stop in stops}
    return phone_table(not_told(stops, (), dates=dates, zone=zone), people=people, zone=zone, heading=heading)


def _counts(counts: Iterable[tuple[str, int]], *, heading: str) -> Table:
    rows = tuple((what, str(count)) for what, count in counts if count)
    return Table(heading=heading, columns=(say("what"), say("rows")), rows=rows)


def _what_stays(erasure: Erasure) -> Iterable[str]:
    if erasure.editions or erasure.promises or erasure.events or erasure.runs:
        yield say(
            "What was published and said stays, with {pseudonym} instead of {code}: editions {editions}, "
            "promises {promises}, asked and answered {events}, runs {runs}.",
            pseudonym=erasure.pseudonym,
            code=erasure.code,
            editions=erasure.editions,
            promises=erasure.promises,
            events=erasure.events,
            runs=erasure.runs,
        )
    if erasure.remarks:
        yield say_many(
            "A remark about somebody else names this person: there, too, {pseudonym} will stand.",
            "{number} remarks about others name this person: there, too, {pseudonym} will stand.",
            erasure.remarks,
            pseudonym=erasure.pseudonym,
        )
    if erasure.lessons:
        yield say_many(
            "A lesson this person gave stays in its learner's log, without saying with whom.",
            "{number} lessons this person gave stay in their learners' logs, without saying with whom.",
            erasure.lessons,
        )
    if erasure.still_named:
        yield say(
            "The name also stands in {tables}, and stays there: change these rows and import them.",
            tables=", ".join(f"{table} ({count})" for table, count in erasure.still_named),
        )


def _what_still_counts(approvals: tuple[tuple[str, date], ...], people: Directory) -> Iterable[str]:
    for volunteer, until in approvals:
        yield say(
            "{who} was approved for this person, and by law that counts until {date}: enter one more in "
            "other_approvals of the supervisor until then.",
            who=people.who(volunteer),
            date=until if until < date.max else say("further notice"),
        )


def _why_it_stays(pruning: Pruning, before: date) -> Iterable[str]:
    if pruning.plans_before < before:
        yield say(
            "Editions and promises stay from {date} on: the coming nights look back five weeks, for rest and fairness.",
            date=pruning.plans_before,
        )
    if pruning.rows_before < before:
        yield say("Rows of the tables stay from {date} on: what is published rests on them.", date=pruning.rows_before)
    if pruning.rows:
        yield say("Delete these rows from your own tables too: the next import would bring them back.")
