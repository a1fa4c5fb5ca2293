from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ridematch.model.edition import Edition, PlannedStop, Promise
from ridematch.views.appointments import Appointment, Trip, appointments
from ridematch.views.calendar import as_calendar
from ridematch.views.clock import hours
from ridematch.views.directory import Directory
from ridematch.views.rides import trips
from tests.views.diary import Diary, Entry
from tests.views.schedules import MONDAY, ZONE, a_stop

EVENING = datetime(2026, 12, 13, 20, tzinfo=UTC)
NIGHT = timedelta(days=1)


def a_trip(
    *riders: int,
    minute: int = 0,
    on: date = MONDAY,
    volunteer: str = "V1",
    number: int = 1,
    journeys_of: date | None = None,
) -> Trip:
    """Bring these riders, one after the other, from home; `minute` moves the whole trip."""
    journey_date = journeys_of or on
    begins = datetime(on.year, on.month, on.day, 5, tzinfo=UTC) + timedelta(minutes=minute)

    def at(position: int, action: Any, rider: int = 0) -> PlannedStop:
        serves = f"S{rider}:{journey_date}:out" if rider else ""
        stop = a_stop(
            position, action, "A", "00:00", serves=serves, rider=f"R{rider}", volunteer=volunteer, trip=number, on=on
        )
        now = begins + timedelta(minutes=10 * position)
        return replace(stop, arrives_at=now, begins_at=now, ends_at=now, journey_date=journey_date if rider else None)

    served = [(action, rider) for rider in riders for action in ("pickup", "delivery")]
    return (
        at(0, "depart"),
        *(at(position, action, rider) for position, (action, rider) in enumerate(served, start=1)),
        at(len(served) + 1, "arrive"),
    )


def an_edition(number: int, *planned: Trip, first_date: date = MONDAY, days: int = 1) -> Edition:
    return Edition(
        number=number,
        made_at=EVENING + number * NIGHT,
        first_date=first_date,
        days=days,
        objective=0,
        bound=0,
        proven=True,
        seconds=0,
        stops=tuple(stop for trip in planned for stop in trip),
    )


def a_promise(trip: Trip, *, after: int) -> tuple[Promise, ...]:
    """All of the trip was told in the morning after this edition."""
    told_at = EVENING + after * NIGHT + timedelta(hours=12)
    serves = {stop.serves for stop in trip if stop.serves}
    begins, ends = trip[0].begins_at, trip[-1].begins_at
    return tuple(
        Promise(serves=one, volunteer=trip[0].volunteer, begins_at=begins, ends_at=ends, told_at=told_at)
        for one in sorted(serves)
    )


def found(*editions: Edition, promises: Iterable[Promise] = (), days: int | None = None) -> list[Appointment]:
    return list(appointments(editions, promises, first_date=MONDAY, days=days))


def live(*editions: Edition, promises: Iterable[Promise] = ()) -> list[Appointment]:
    return [one for one in found(*editions, promises=promises) if one.status != "cancelled"]


def test_moved_by_some_minutes_it_is_the_same_appointment() -> None:
    first, second = an_edition(1, a_trip(1)), an_edition(2, a_trip(1, minute=5))
    (before,), (after,) = found(first), found(first, second)
    assert after.uid == before.uid
    assert after.revision > before.revision
    assert after.trip == a_trip(1, minute=5)


def test_driven_by_another_it_is_cancelled_for_one_and_new_for_the_other() -> None:
    first, second = an_edition(1, a_trip(1)), an_edition(2, a_trip(1, volunteer="V2"))
    (before,) = found(first)
    old, new = found(first, second)
    assert (old.uid, old.volunteer, old.status) == (before.uid, "V1", "cancelled")
    assert (new.volunteer, new.status) == ("V2", "proposed")
    assert new.uid != old.uid


def test_split_in_two_the_part_that_shares_most_goes_on() -> None:
    first = an_edition(1, a_trip(1, 2, 3))
    second = an_edition(2, a_trip(1), a_trip(2, 3, minute=120, number=2))
    (before,) = found(first)
    small, large = found(first, second)
    assert (large.uid, small.uid == before.uid) == (before.uid, False)
    assert {small.status, large.status} == {"proposed"}


def test_merged_the_one_that_gives_most_goes_on_and_the_other_is_cancelled() -> None:
    first = an_edition(1, a_trip(1), a_trip(2, 3, minute=120, number=2))
    small, large = found(first)
    by_uid = {one.uid: one for one in found(first, an_edition(2, a_trip(1, 2, 3)))}
    assert (by_uid[large.uid].status, by_uid[small.uid].status) == ("proposed", "cancelled")
    assert len(by_uid) == 2


def test_a_trip_that_shares_nothing_is_another_one_even_at_the_same_time() -> None:
    first, second = an_edition(1, a_trip(1)), an_edition(2, a_trip(2))
    (new,), (old,) = live(first, second), found(first)
    assert new.uid != old.uid


def test_vanished_it_stays_cancelled_and_back_again_it_is_a_new_one() -> None:
    editions = an_edition(1, a_trip(1)), an_edition(2), an_edition(3, a_trip(1))
    (gone,) = found(*editions[:2])
    assert (gone.status, gone.revision) == ("cancelled", 4)
    old, new = sorted(found(*editions), key=lambda one: one.revision)
    assert old == gone
    assert (new.status, new.uid == old.uid) == ("proposed", False)


def test_an_edition_about_other_dates_changes_nothing() -> None:
    first = an_edition(1, a_trip(1))
    other = an_edition(2, a_trip(1, on=MONDAY + 2 * NIGHT), first_date=MONDAY + 2 * NIGHT)
    (before,) = found(first)
    assert before in found(first, other)


def test_a_trips_number_of_the_day_is_no_change_of_what_was_agreed() -> None:
    late = a_trip(2, minute=240)
    promises = a_promise(late, after=1)
    first = an_edition(1, late)
    second = an_edition(2, a_trip(1), tuple(replace(stop, trip=2) for stop in late))
    (before,) = found(first, promises=promises)
    (_, after) = found(first, second, promises=promises)
    assert (after.status, after.revision, after.uid) == ("agreed", before.revision, before.uid)


@pytest.mark.parametrize(
    ("told_after", "second", "revision"),
    [
        (0, 0, 2 * 2),  # not told: proposed anew by edition 2
        (1, 0, 2 * 1 + 1),  # told after the first, and nothing moved
        (1, 4, 2 * 2 + 1),  # told after the first, and moved as much as a promise may
        (2, 0, 2 * 2 + 1),  # told after the second
    ],
)
def test_what_is_told_is_a_revision_of_its_own(told_after: int, second: int, revision: int) -> None:
    promises = a_promise(a_trip(1), after=told_after) if told_after else ()
    (one,) = found(an_edition(1, a_trip(1)), an_edition(2, a_trip(1, minute=second)), promises=promises)
    assert (one.status, one.revision) == ("agreed" if told_after else "proposed", revision)


def test_a_promise_taken_back_is_a_later_revision() -> None:
    first, second = an_edition(1, a_trip(1)), an_edition(2, a_trip(1))
    (told,) = found(first, promises=a_promise(a_trip(1), after=1))
    (released,) = found(first, second)
    assert (released.status, released.uid) == ("proposed", told.uid)
    assert released.revision > told.revision
    assert released.revised_at > told.revised_at


def test_two_stores_that_use_the_same_codes_have_no_appointment_in_common() -> None:
    here, there = an_edition(1, a_trip(1)), replace(an_edition(1, a_trip(1)), made_at=EVENING)
    assert found(here)[0].uid != found(there)[0].uid


def test_who_is_forgotten_takes_no_appointment_along() -> None:
    """Then a pseudonym stands for the code in all editions."""

    def of(code: str) -> Edition:
        trip = tuple(replace(stop, volunteer=code) for stop in a_trip(1))
        return an_edition(1, a_trip(2, volunteer="V1"), trip, a_trip(3, volunteer="V3"))

    assert {one.uid for one in found(of("V2"))} == {one.uid for one in found(of("gone-1"))}
    assert len({one.uid for one in found(of("V2"))}) == 3


TUESDAY = MONDAY + NIGHT


def test_of_the_day_after_the_period_there_are_the_ways_home_of_its_riders() -> None:
    home, other = a_trip(1, on=TUESDAY, journeys_of=MONDAY), a_trip(2, on=TUESDAY, number=2, minute=240)
    edition = an_edition(1, home, other, days=2)
    assert [one.trip for one in found(edition, days=1)] == [home]
    assert [one.trip for one in found(edition, days=2)] == [home, other]


def test_a_way_home_that_vanishes_is_cancelled_in_the_same_period() -> None:
    home = a_trip(1, on=TUESDAY, journeys_of=MONDAY)
    (gone,) = found(an_edition(1, home), an_edition(2), days=1)
    assert gone.status == "cancelled"


@dataclass
class Town:
    """What happens in some nights and mornings: editions are published, rides told, promises released."""

    editions: list[Edition] = field(default_factory=list)
    promises: dict[str, Promise] = field(default_factory=dict)
    now: datetime = EVENING

    def publish(self, first_date: date, days: int, planned: dict[tuple[int, date], tuple[str, int, int]]) -> None:
        """`planned`: by rider and date the volunteer, the trip's number and its minute; nobody else is driven."""
        self.now += timedelta(hours=1)
        of_trip: dict[tuple[date, str, int], list[tuple[int, int]]] = {}
        for (rider, on), (volunteer, number, minute) in sorted(planned.items()):
            if first_date <= on <= first_date + timedelta(days=days):
                of_trip.setdefault((on, volunteer, number), []).append((rider, minute))
        planned_trips = [
            a_trip(
                *(rider for rider, _ in riders),
                minute=240 * number + riders[0][1],
                on=on,
                volunteer=volunteer,
                number=number,
            )
            for (on, volunteer, number), riders in of_trip.items()
        ]
        edition = an_edition(len(self.editions) + 1, *planned_trips, first_date=first_date, days=days)
        self.editions.append(replace(edition, made_at=self.now))

    def tell(self, riders: set[int]) -> None:
        self.now += timedelta(hours=1)
        for stop in self.standing():
            if stop.serves and int(stop.rider[1:]) in riders:
                self.promises[stop.serves] = Promise(
                    serves=stop.serves,
                    volunteer=stop.volunteer,
                    begins_at=stop.begins_at,
                    ends_at=stop.begins_at,
                    told_at=self.now,
                )

    def release(self, riders: set[int], *, first_date: date, days: int) -> None:
        """As a match does it, for dates of the edition that it publishes."""
        for stop in self.standing():
            if int(stop.rider[1:]) in riders and first_date <= stop.date <= first_date + timedelta(days=days):
                self.promises.pop(stop.serves, None)

    def standing(self) -> list[PlannedStop]:
        """For each date what the newest edition says that holds it."""
        newest: dict[date, list[PlannedStop]] = {}
        for edition in self.editions:
            for n in range(edition.days + 1):
                on = edition.first_date + timedelta(days=n)
                newest[on] = [stop for stop in edition.stops if stop.date == on]
        return [stop for stops in newest.values() for stop in stops]

    def calendar(self, volunteer: str) -> bytes:
        known = appointments(self.editions, self.promises.values(), first_date=MONDAY, days=None)
        mine = (one for one in known if one.volunteer == volunteer)
        return as_calendar(mine, people=Directory({}), zone=ZONE, first_date=MONDAY)

    def entries(self, volunteer: str) -> list[Entry]:
        """What the volunteer's calendar should show."""
        mine = trips(stop for stop in self.standing() if stop.volunteer == volunteer)
        return sorted(self.entry(trip) for trip in mine)

    def entry(self, trip: Trip) -> Entry:
        words = {"depart": "leave A", "arrive": "arrive at A", "pickup": "pick up {}: A", "delivery": "drop off {}: A"}
        told = all(stop.serves in self.promises for stop in trip if stop.serves)
        return Entry(
            begins=trip[0].begins_at,
            ends=trip[-1].begins_at,
            status="CONFIRMED" if told else "TENTATIVE",
            stops=tuple(f"{hours(stop.begins_at, ZONE)} {words[stop.action].format(stop.rider)}" for stop in trip),
        )


RIDERS = st.sets(st.integers(1, 4))
PLANS = st.dictionaries(
    st.tuples(st.integers(1, 4), st.sampled_from([MONDAY, TUESDAY, TUESDAY + NIGHT])),
    st.tuples(st.sampled_from(["V1", "V2"]), st.integers(1, 2), st.sampled_from([0, 3, 5, 30])),
    max_size=9,
)
EDITIONS = st.tuples(st.sampled_from([MONDAY, TUESDAY]), st.integers(1, 2), PLANS, RIDERS)
STEPS = st.lists(st.tuples(EDITIONS | RIDERS, st.booleans()), min_size=2, max_size=8)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(STEPS)
def test_whatever_happens_a_calendar_shows_the_schedule_after_every_export(steps: list[tuple[Any, bool]]) -> None:
    town, diaries = Town(), {volunteer: Diary() for volunteer in ("V1", "V2")}
    for step, exported in steps:
        if isinstance(step, set):
            town.tell(step)
        else:
            first_date, days, planned, released = step
            town.release(released, first_date=first_date, days=days)
            town.publish(first_date, days, planned)
        if exported:
            for volunteer, diary in diaries.items():
                diary.take(town.calendar(volunteer))
                assert diary.shown() == town.entries(volunteer)
