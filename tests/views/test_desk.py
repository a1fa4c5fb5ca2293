"""The coordinator's sheets on paper, and the week at a glance."""

from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from ridematch.model.agreed import Agreed
from ridematch.model.edition import Person, PlannedStop, Unserved
from ridematch.views.desk import Desk, as_desk_html, desk_of, week_page, week_rows
from ridematch.views.directory import Directory
from ridematch.views.rides import lessons, rides
from ridematch.views.terminal import plain_lines
from ridematch.views.trouble import Trouble
from ridematch.views.unkept import Unkept
from tests.views.schedules import MONDAY, OUT_1, PEOPLE, PROMISE, STOPS, ZONE

DATES = tuple(MONDAY + timedelta(days=number) for number in range(7))
NOTHING = Trouble()
LEFT = Unserved(code="S9:2026-12-14", kind="commute", rider="R1", date=MONDAY, verdict="taken")


def desk(
    people: Directory = PEOPLE,
    trouble: Trouble = NOTHING,
    stops: tuple[PlannedStop, ...] = STOPS,
    dates: tuple[date, ...] = DATES,
) -> Desk:
    return desk_of(
        dates,
        stops=stops,
        unserved=(LEFT,),
        promises=(PROMISE,),
        events=(),
        people=people,
        zone=ZONE,
        practise={stop.serves: "Sitting right" for stop in lessons(STOPS)},
        trouble=trouble,
        command="ridematch",
    )


class Words(HTMLParser):
    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(page.decode("utf-8"))

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


def test_who_is_stranded_and_whom_to_phone_come_before_the_week() -> None:
    told = Agreed(
        role="rider",
        serves=OUT_1,
        rider="R1",
        volunteer="V1",
        date=MONDAY,
        begins_at=PROMISE.begins_at,
        ends_at=PROMISE.ends_at,
    )
    off = Unkept(agreed=told, now=None, cancelled=True)
    found = desk(trouble=Trouble(stranded=(LEFT,), unkept=(off,), void=frozenset({OUT_1})))
    (state,) = {line.state for day in found.days for line in day.lines if line.rider.startswith("Ada")}
    assert state == "does not hold any more"
    words = [word for word in Words(as_desk_html(found)).words if word]
    assert words.index("STRANDED: no way home") < words.index("The week at a glance: " + found.title)
    (said,) = (word for word in words if "Not as agreed" in word)
    assert said.startswith("Ada Påhitt (R1), +46 70 174 06 01, ")
    assert said.endswith(f"{OUT_1}, Mon 2026-12-14 05:10-05:30, with Bo Skjuts (V1): it is cancelled.")
    assert "STRANDED" not in as_desk_html(desk()).decode()


def test_each_ride_and_lesson_is_on_its_day_by_time() -> None:
    found = desk()
    assert sum(len(day.lines) for day in found.days) == len(rides(STOPS)) + len(lessons(STOPS))
    for day in found.days:
        assert list(day.lines) == sorted(day.lines, key=lambda line: line.time)
    assert any(line.state == "told" for day in found.days for line in day.lines)
    assert any("Sitting right" in line.where for day in found.days for line in day.lines)
    assert found.days[0].left_out == (f"{PEOPLE.who('R1')}, commute S9:2026-12-14",)


def test_the_page_is_one_file_and_names_are_text() -> None:
    hostile = replace(PEOPLE.people["R1"], name="<script>alert(1)</script>")
    page = as_desk_html(desk(Directory({**PEOPLE.people, "R1": hostile})))
    assert b"<script" not in page
    assert b"http" not in page
    assert b'content="ridematch"' in page
    words = Words(page).words
    assert "The week at a glance: Mon 2026-12-14 to Sun 2026-12-20" in words


MOMENTS = ("arrives_at", "begins_at", "ends_at")
NIGHT = tuple(
    replace(stop, **{name: getattr(stop, name) + timedelta(hours=19, minutes=30) for name in MOMENTS})
    for stop in STOPS
    if stop.trip == 1 and stop.date == MONDAY
)
"""The first trip of Monday, leaving at half past midnight."""


@pytest.mark.parametrize(("dates", "column"), [(DATES, 1), (DATES[:1], 0)])
def test_what_is_driven_after_midnight_is_under_its_own_day_or_says_which(dates: tuple[date, ...], column: int) -> None:
    (row,) = week_rows(dates, stops=NIGHT, people=PEOPLE, zone=ZONE)
    said = row.cells[column]
    assert said.endswith("00:30-01:20 (2)") and said.startswith("Tue " if column == 0 else "00:30")
    assert [cell for cell in row.cells if cell] == [said]
    days = desk(stops=NIGHT, dates=dates).days
    times = [line.time for line in days[column].lines]
    assert times == (["Tue 00:40-01:00", "Tue 00:47-01:04"] if column == 0 else ["00:40-01:00", "00:47-01:04"])
    assert not any(one.lines for number, one in enumerate(days) if number != column)
    page = "\n".join(plain_lines(week_page(dates, stops=NIGHT, people=PEOPLE, zone=ZONE, title="Week")))
    assert f"{'Tue' if column else 'Mon'}: 2" in page


def test_the_week_counts_what_each_has() -> None:
    page = "\n".join(plain_lines(week_page(DATES, stops=STOPS, people=PEOPLE, zone=ZONE, title="Week")))
    monday = [stop for stop in STOPS if stop.date == MONDAY and stop.serves]
    who = monday[0].volunteer
    count = len({stop.serves for stop in monday if stop.volunteer == who})
    assert f"volunteer: {PEOPLE.who(who)}; Mon: {count}" in page
    assert "Nothing is planned." in "\n".join(
        plain_lines(week_page(DATES, stops=(), people=PEOPLE, zone=ZONE, title="Week"))
    )


def test_a_limited_rider_is_a_code() -> None:
    hidden = Person(code="R1", name="R1", place="", limited_visibility=True)
    page = as_desk_html(desk(Directory({**PEOPLE.people, "R1": hidden}))).decode("utf-8")
    assert PEOPLE.people["R1"].name not in page
