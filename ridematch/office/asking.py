"""Who could be asked about a ride: what it would cost each volunteer, and what they were asked before."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from ridematch.language import say
from ridematch.model.edition import Edition, PlannedStop
from ridematch.model.events import Answers, times_declined
from ridematch.office.answers import Next, rank
from ridematch.office.assigning import MOST_TRIED, Choice
from ridematch.office.dossier import Dossier, Subject
from ridematch.rules.case import Book, Case
from ridematch.views.answers import Asked, Offer
from ridematch.views.clock import day, span
from ridematch.views.marks import in_a_word, states
from ridematch.views.schedule import LEARNER_DRIVES

FOUR_WEEKS = timedelta(weeks=4)


def offers(dossier: Dossier, about: Subject, *, most: int | None = MOST_TRIED) -> tuple[Offer, ...]:
    """Those of the `most` nearest who could have it, the least trouble first, those who said no to it last."""
    return tuple(_offer(dossier, about, one) for one in rank(dossier, about, most=most))


def offers_of(dossier: Dossier, found: Next) -> tuple[Offer, ...]:
    """The same after a no."""
    return tuple(_offer(dossier, found.about, one) for one in found.others)


def asked_about(dossier: Dossier, about: Subject) -> Asked:
    """The ride or lesson in a few words."""
    past, left = dossier.found.past, dossier.edition.unserved
    known = states(dossier.edition.stops, past.promises, past.events)
    state = known.get(about.serves, "proposed")
    return Asked(
        serves=about.serves,
        rider=about.rider,
        date=about.date,
        what=_what(dossier, about),
        volunteer=about.volunteer,
        state=in_a_word(state) or say("proposed"),
        left_out=next((one.code for one in left if f"{about.serves}:".startswith(f"{one.code}:")), ""),
    )


def next_state(dossier: Dossier, after: Next, published: Edition | None) -> str:
    """How it stands with whoever has it after a no; `published` is what that led to, None where what stood stands."""
    past, stops = dossier.found.past, (published or dossier.edition).stops
    return states(stops, past.promises, past.events).get(after.about.serves, "proposed")


def _what(dossier: Dossier, about: Subject) -> str:
    """Where and when: as planned or, where nobody has it, as it may begin."""
    zone, people = ZoneInfo(dossier.settings.calendar.zone), dossier.found.people
    stops = {stop.action: stop for stop in dossier.edition.stops if stop.serves == about.serves}
    book, when = Book(dossier.problem), day(about.date)
    if about.serves in book.legs:
        request = book.legs[about.serves][1].request
        way = say(
            "{start} to {end}", start=people.place(request.pickup.place), end=people.place(request.delivery.place)
        )
        if "pickup" in stops:
            planned = f"{way}, {when} {span(stops['pickup'].begins_at, stops['delivery'].begins_at, zone)}"
            return f"{planned}, {say(LEARNER_DRIVES)}" if stops["pickup"].practice else planned
        there = dossier.problem.epoch + timedelta(minutes=request.delivery.window.latest)
        off = dossier.problem.epoch + timedelta(minutes=request.pickup.window.earliest)
        return f"{way}, {when} {span(off, there, zone)}"
    where = next(iter(book.lessons[about.serves]))[1].place
    place = say("lesson, {place}", place=people.place(where))
    if "lesson" in stops:
        return f"{place}, {when} {span(stops['lesson'].begins_at, stops['lesson'].ends_at, zone)}"
    return f"{place}, {when}"


def _offer(dossier: Dossier, about: Subject, choice: Choice) -> Offer:
    past, who = dossier.found.past, choice.driver
    run = next(
        run
        for run in Case(Book(dossier.problem), choice.plan).runs
        if run.driver.code == who and about.serves in run.serves
    )
    mine = [event for event in Answers(past.events).events if event.volunteer == who]
    last = Answers(past.events).last(about.serves, who)
    notice = dossier.problem.epoch + timedelta(minutes=run.departs) - dossier.now
    hours = {row.volunteer: row.notice_hours for row in dossier.found.tables.volunteers or ()}
    return Offer(
        volunteer=who,
        leaves_at=dossier.problem.epoch + timedelta(minutes=run.departs),
        home_at=dossier.problem.epoch + timedelta(minutes=run.arrives),
        minutes=choice.minutes,
        metres=choice.metres,
        also=choice.also,
        other_dates=choice.other_dates,
        asked=max((event.at.date() for event in mine if event.kind in ("asked", "accepted", "declined")), default=None),
        drove=last_drove(past.stops, who, before=about.date),
        noes=times_declined(event for event in mine if about.date - event.date <= FOUR_WEEKS),
        word=last.kind if last and last.kind in ("asked", "declined") else "",
        short_notice=notice < timedelta(hours=hours.get(who, 0)),
    )


def last_drove(stops: tuple[PlannedStop, ...], volunteer: str, *, before: date) -> date | None:
    """The last date before this one on which a volunteer had a trip that was not their own."""
    return max(
        (stop.date for stop in stops if stop.volunteer == volunteer and not stop.own_trip and stop.date < before),
        default=None,
    )
