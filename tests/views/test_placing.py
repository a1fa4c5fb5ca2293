"""Where words go: never over one another while there is room, beside lines rather than on them, led where far."""

from itertools import combinations, product

import pytest

from ridematch.views.placing import APART, LED, Box, Stroke, Wanted, places

PAGE: Box = (0, 0, 300, 200)


def at(x: float, y: float, *more: tuple[float, float]) -> Wanted:
    return Wanted(width=20, height=8, anchors=((x, y), *more))


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_lonely_word_stands_beside_its_point() -> None:
    (place,) = places([at(150, 100)], [], PAGE)
    assert place.leader is None
    assert place.box[0] > 150 - 20
    assert place.box[1] >= 100


def test_words_for_the_same_point_stand_apart_and_far_ones_are_led_to_it() -> None:
    found = places([at(150, 100)] * 30, [], PAGE)
    assert len(found) == 30
    assert not any(meet(one.box, other.box) for one, other in combinations(found, 2))
    led = [place.leader for place in found if place.leader]
    assert led
    assert all(start == (150, 100) for start, _ in led)


def test_words_touch_neither_one_another_nor_the_edge() -> None:
    found = places([at(x, y) for x, y in product((0, 5, 295, 300), (0, 4, 196, 200))], [], PAGE)
    for one, other in combinations(found, 2):
        left, bottom, right, top = one.box
        assert not meet((left - APART, bottom - APART, right + APART, top + APART), other.box)
    for place in found:
        assert place.box[0] >= 0 and place.box[1] >= 0
        assert place.box[2] <= 300 and place.box[3] <= 200


@pytest.mark.parametrize("end", [(300, 100), (150, 200), (300, 200), (300, 0)])
def test_a_word_keeps_clear_of_a_thick_line_through_its_point(end: tuple[float, float]) -> None:
    across = (300 - end[0], 200 - end[1])
    (place,) = places([at(150, 100)], [Stroke(start=across, end=end, width=6)], PAGE)
    # The line as points close to one another, and their distance from the word.
    line = [
        (across[0] + (end[0] - across[0]) * k / 999, across[1] + (end[1] - across[1]) * k / 999) for k in range(1000)
    ]
    left, bottom, right, top = place.box
    assert all(max(left - x, x - right) > 0 or max(bottom - y, y - top) > 0 for x, y in line)


def test_a_second_point_is_taken_where_the_first_is_crowded() -> None:
    thicket = [Stroke(start=(100, y), end=(200, y), width=3) for y in range(50, 151, 5)]
    (place,) = places([at(150, 100, (250, 100))], thicket, PAGE)
    assert place.box[0] > 200


def test_a_full_page_still_has_a_place_for_each() -> None:
    found = places([at(10, 5)] * 9, [], (0, 0, 25, 20))
    assert len(found) == 9


def test_a_leader_is_no_shorter_than_it_must_be() -> None:
    found = places([at(150, 100)] * 30, [], PAGE)
    for place in found:
        if place.leader:
            (x, y), (to_x, to_y) = place.leader
            assert (to_x - x) ** 2 + (to_y - y) ** 2 > LED**2
