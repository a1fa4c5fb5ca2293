"""Pictures that can be read: no word over another, and no two volunteers that look the same."""

import random
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.colors import to_rgb

from ridematch.cli.app import run
from ridematch.language import speaking_to
from ridematch.views import drawing, drawing_map
from ridematch.views.drawing import A4_LANDSCAPE, time_distance_figure, time_distance_picture
from ridematch.views.drawing_map import map_figure, map_picture
from ridematch.views.geography import Geography, Missing, Position, Track
from ridematch.views.looks import INKS, LOOKS, looks
from ridematch.views.time_distance import Day, DriverLine, Stretch, Wish
from tests.cli.desk import succeed
from tests.views.pictures import codes, meeting, struck, words
from tests.views.schedules import MONDAY

ARE = Path(__file__).parents[2] / "data" / "are"
CROWD = 30
VILLAGES = tuple((f"Byn nr {number}", (63.3 + 0.02 * (number % 3), 12.5 + 0.11 * number)) for number in range(10))


def a_crowded_day() -> Day:
    """Thirty drivers and ten wishes along 90 km between five and eight."""
    dice = random.Random(7)
    rows = tuple((name, 10.0 * number) for number, (name, _) in enumerate(VILLAGES))
    lines = []
    for number in range(CROWD):
        start, end, hour = dice.randrange(10), dice.randrange(10), 5 + 3 * dice.random()
        there = Stretch(start=(hour, 10.0 * start), end=(hour + 0.5, 10.0 * end), aboard=dice.randrange(4))
        back = Stretch(start=there.end, end=(hour + 1, 10.0 * start))
        lesson = Stretch(start=back.end, end=(hour + 2, back.end[1]))
        lessons = (("R5", lesson.start, lesson.end),) if number % 7 == 0 else ()
        lines.append(
            DriverLine(
                driver=f"V{number:02d}",
                own_trip=False,
                stretches=(there, back, lesson) if lessons else (there, back),
                lessons=lessons,
            )
        )
    wishes = tuple(
        Wish(code=f"S{number} out", start=(5 + number / 4, 40.0), end=(5.5 + number / 4, 70.0)) for number in range(10)
    )
    return Day(date=MONDAY, villages=rows, places=(), lines=tuple(lines), wishes=wishes)


def a_crowded_map() -> Geography:
    """Thirty volunteers in ten villages, half of whom set out from the first."""
    dice = random.Random(7)
    at = [position for _, position in VILLAGES]
    tracks = [
        a_track(number, (at[0] if number % 2 else dice.choice(at), *dice.sample(at, 2))) for number in range(CROWD)
    ]
    missing = [
        Missing(date=MONDAY, request="S1", rider="R1", start=at[3], end=at[6]),
        Missing(date=MONDAY, request="S2", rider="R2", start=at[3], end=at[3]),
    ]
    return Geography(tracks=tuple(tracks), missing=tuple(missing), roads=((at[0], at[-1]),), villages=VILLAGES)


def a_track(number: int, positions: tuple[Position, ...]) -> Track:
    return Track(
        date=MONDAY,
        leaves_on=MONDAY,
        volunteer=f"V{number:02d}",
        leaves="05:00",
        home="06:00",
        positions=positions,
        riders=(),
        kilometres=1,
        empty_kilometres=0,
        own_trip=False,
        practice=number % 5 == 0,
    )


def test_in_a_crowded_day_every_code_stands_by_itself() -> None:
    figure = time_distance_figure(a_crowded_day())
    assert len(codes(figure)) == CROWD + 10 + 5
    assert meeting(words(figure)) == []
    assert len(struck(figure)) <= 2


def test_on_a_crowded_map_every_name_stands_by_itself() -> None:
    figure = map_figure(a_crowded_map(), on=MONDAY)
    found = words(figure)
    names = [name for name, _ in found]
    assert {name for name, _ in VILLAGES} <= set(names)
    assert all(names.count(f"V{number:02d}") == 2 for number in range(CROWD))  # beside its line and explained below
    assert meeting(found) == []
    assert len(struck(figure)) <= 4


def test_the_same_crowd_is_the_same_picture() -> None:
    day, found = a_crowded_day(), a_crowded_map()
    assert time_distance_picture(day, kind="svg") == time_distance_picture(day, kind="svg")
    assert map_picture(found, on=MONDAY, kind="png") == map_picture(found, on=MONDAY, kind="png")


def test_words_stay_words_and_are_written_once() -> None:
    picture = map_picture(a_crowded_map(), on=MONDAY, kind="svg").decode()
    assert picture.count(">Byn nr 3</text>") == 1


def test_no_two_volunteers_look_the_same() -> None:
    found = looks(f"V{number:03d}" for number in range(len(LOOKS)))
    signs = {(one.ink, *sorted((key, str(value)) for key, value in one.signed().items())) for one in found.values()}
    assert len(signs) == len(LOOKS) > 150


def test_lines_on_both_pictures_have_the_looks_of_their_volunteers() -> None:
    """A sign or an ink of its own is really drawn for each of thirty."""
    figures = time_distance_figure(a_crowded_day()), map_figure(a_crowded_map(), on=MONDAY)
    wanted = {(one.ink, one.sign or "None", one.hollow) for one in looks(f"V{n:02d}" for n in range(CROWD)).values()}
    for figure in figures:
        drawn = {
            (line.get_color(), line.get_marker() or "None", line.get_markerfacecolor() == "white")
            for line in figure.axes[0].lines
        }
        assert wanted <= drawn


def test_inks_can_be_told_apart_and_read() -> None:
    for ink in INKS:
        assert 1.05 / (luminance(ink) + 0.05) >= 4.5, ink  # as letters on white, WCAG 2.1
    for one, other in combinations(INKS, 2):
        assert sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5 > 25, (one, other)


def linear(ink: str) -> list[float]:
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(ink)]


def luminance(ink: str) -> float:
    red, green, blue = linear(ink)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lab(ink: str) -> tuple[float, float, float]:
    """CIE L*a*b* under D65."""
    red, green, blue = linear(ink)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in (x, luminance(ink), z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize(
    ("north", "east"),
    [(0.0, 0.0), (0.3, 3.0), (3.0, 0.3), (1.0, 1.0)],
    ids=["a village", "across", "upright", "square"],
)
def test_a_map_is_no_larger_than_what_is_on_it(north: float, east: float) -> None:
    ends = (63.0, 13.0), (63.0 + north, 13.0 + east)
    figure = map_figure(Geography(tracks=(a_track(1, ends),), missing=(), villages=()), on=MONDAY)
    wide, high = figure.get_size_inches()
    assert max(wide, high) <= A4_LANDSCAPE[0] + 0.01
    assert min(wide, high) <= A4_LANDSCAPE[1] + 0.01
    if east > 1:  # a long valley is a strip, and not an empty page
        assert high < 0.55 * A4_LANDSCAPE[1]


def test_a_day_is_drawn_as_far_as_somebody_drives() -> None:
    rows = tuple((name, 10.0 * number) for number, (name, _) in enumerate(VILLAGES))
    there = Stretch(start=(5, 40), end=(5.5, 60))
    line = DriverLine(driver="V1", own_trip=False, stretches=(there,), lessons=())
    figure = time_distance_figure(Day(date=MONDAY, villages=rows, places=(), lines=(line,), wishes=()))
    named = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert named == ["Byn nr 3  30 km", "Byn nr 4  40 km", "Byn nr 5  50 km", "Byn nr 6  60 km", "Byn nr 7  70 km"]


@pytest.mark.slow
def test_every_day_of_the_demonstration_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[Day] = []
    maps: list[tuple[Geography, date]] = []

    def a_picture(found: Day, *, kind: str) -> bytes:
        days.append(found)
        return b""

    def a_map(found: Geography, *, on: date, kind: str) -> bytes:
        maps.append((found, on))
        return b""

    store = tmp_path / "are.sqlite"
    succeed(store, "import", ARE, "--yes")
    succeed(store, "match", "--from", MONDAY.isoformat(), "--days", "7")
    monkeypatch.setattr(drawing, "time_distance_picture", a_picture)
    monkeypatch.setattr(drawing_map, "map_picture", a_map)
    for kind in ("picture", "map"):
        arguments = ["export", kind, "--out", str(tmp_path), "--from", MONDAY.isoformat()]
        assert run(["--store", f"sqlite:///{store}", *arguments]) == 0
    assert (len(days), len(maps)) == (14, 14)  # two files for each of seven dates
    for language in ("en", "sv"):
        with speaking_to(language):
            for day in days[::2]:
                figure = time_distance_figure(day)
                assert (day.date, meeting(words(figure)), struck(figure)) == (day.date, [], [])
            for found, on in maps[::2]:
                figure = map_figure(found, on=on)
                assert (on, meeting(words(figure)), struck(figure)) == (on, [], [])
