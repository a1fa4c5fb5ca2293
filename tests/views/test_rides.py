from ridematch.views.rides import empty_metres, lessons, rides, trips
from tests.views.schedules import LESSON, OUT_1, OUT_2, STOPS, a_stop


def test_a_ride_has_its_minutes_metres_and_companions() -> None:
    first, second = rides(STOPS)
    assert (first.serves, first.minutes, first.metres, first.companions) == (OUT_1, 18, 16_000, ("R2",))
    assert (second.serves, second.minutes, second.metres, second.companions) == (OUT_2, 15, 15_000, ("R1",))


def test_riders_one_after_the_other_are_no_companions() -> None:
    stops = (
        a_stop(0, "pickup", "A", "04:00", serves="S1:x:out", rider="R1"),
        a_stop(1, "delivery", "B", "04:10", serves="S1:x:out", rider="R1"),
        a_stop(2, "pickup", "B", "04:10", serves="S2:x:out", rider="R2"),
        a_stop(3, "delivery", "C", "04:20", serves="S2:x:out", rider="R2"),
    )
    assert [ride.companions for ride in rides(stops)] == [(), ()]


def test_the_order_in_which_stops_are_stored_does_not_matter() -> None:
    assert rides(reversed(STOPS)) == rides(STOPS)
    assert [trip[0].trip for trip in trips(reversed(STOPS))] == [1, 2]


def test_lessons_are_found() -> None:
    assert [stop.serves for stop in lessons(STOPS)] == [LESSON]


def test_metres_are_empty_until_somebody_boards_and_after_the_last_one_left() -> None:
    ride, lesson = trips(STOPS)
    assert empty_metres(ride) == 26_500
    assert empty_metres(lesson) == 40_000


def test_a_pickup_without_its_delivery_is_no_ride() -> None:
    assert rides(STOPS[:3]) == ()
