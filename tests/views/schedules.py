"""A small published schedule by hand: two riders share a car, one learner has a lesson, one rider is not to be seen."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ridematch.model.edition import Covered, Edition, Person, PlannedStop, Promise, Unserved
from ridematch.model.plan import Action
from ridematch.views.directory import Directory

ZONE = ZoneInfo("Europe/Stockholm")
MONDAY = date(2026, 12, 14)

PEOPLE = Directory(
    {
        "R1": Person(
            code="R1",
            name="Ada Påhitt",
            place="Duved",
            address="Påhittsvägen 1",
            pickup_note="by the red gate",
            phone="+46 70 174 06 01",
        ),
        "R2": Person(code="R2", name="R2", place="Mötesplatsen", limited_visibility=True),
        "R3": Person(code="R3", name="Cleo Fiktiv", place="Järpen", address="Fiktivgatan 3", phone="070-1740603"),
        "V1": Person(code="V1", name="Bo Skjuts", place="Åre", phone="070-1740611"),
    }
)


def at(clock: str, on: date = MONDAY) -> datetime:
    """A UTC instant of that date."""
    hours, minutes = clock.split(":")
    return datetime(on.year, on.month, on.day, int(hours), int(minutes), tzinfo=UTC)


def a_stop(
    position: int,
    action: Action,
    place: str,
    clock: str,
    *,
    serves: str = "",
    rider: str = "",
    until: str = "",
    metres: int = 0,
    volunteer: str = "V1",
    trip: int = 1,
    on: date = MONDAY,
    own_trip: bool = False,
) -> PlannedStop:
    begins = at(clock, on)
    return PlannedStop(
        volunteer=volunteer,
        date=on,
        trip=trip,
        position=position,
        action=action,
        place=place,
        arrives_at=begins,
        begins_at=begins,
        ends_at=at(until, on) if until else begins,
        minutes=metres // 1000,
        metres=metres,
        own_trip=own_trip,
        serves=serves,
        rider=rider,
        journey=serves.rsplit(":", 1)[0],
        journey_date=on if serves else None,
        seats=1 if serves else 0,
    )


OUT_1, OUT_2, LESSON = "S1:2026-12-14:out", "S2:2026-12-14:out", "R3:2026-12-14:lesson"

STOPS = (
    a_stop(0, "depart", "home:V1", "04:00"),
    a_stop(1, "pickup", "home:R1", "04:10", until="04:12", serves=OUT_1, rider="R1", metres=10_000),
    a_stop(2, "pickup", "Mötesplatsen", "04:17", until="04:19", serves=OUT_2, rider="R2", metres=5_000),
    a_stop(3, "delivery", "Bageriet", "04:30", serves=OUT_1, rider="R1", metres=11_000),
    a_stop(4, "delivery", "Hotellet", "04:34", serves=OUT_2, rider="R2", metres=4_000),
    a_stop(5, "arrive", "home:V1", "04:50", metres=16_500),
    a_stop(0, "depart", "home:V1", "15:00", trip=2),
    a_stop(1, "lesson", "home:R3", "15:20", until="16:20", serves=LESSON, rider="R3", metres=20_000, trip=2),
    a_stop(2, "arrive", "home:V1", "16:40", metres=20_000, trip=2),
)

UNSERVED = (
    Unserved(
        code="S4:2026-12-14",
        kind="commute",
        rider="R1",
        date=MONDAY,
        verdict="taken",
        facts=("out, V1 (3 min away): free, but see the cost", "back, V1 (9 min away): not free then (by 25 min)"),
    ),
)

COVERED = (Covered(request="S1:2026-12-14:back", rider="R1", date=MONDAY, fallback="bed"),)

PROMISE = Promise(serves=OUT_1, volunteer="V1", begins_at=at("04:10"), ends_at=at("04:30"), told_at=at("01:00"))

EDITION = Edition(
    number=3,
    made_at=at("01:00"),
    first_date=MONDAY,
    days=2,
    objective=700.0,
    bound=700.0,
    proven=True,
    seconds=1.25,
    stops=STOPS,
    unserved=UNSERVED,
    covered=COVERED,
)
