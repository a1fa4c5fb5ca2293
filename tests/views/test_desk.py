"""The coordinator's sheets on paper, and the week at a glance."""

from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

from ridematch.model.edition import Person, Unserved
from ridematch.views.desk import Desk, as_desk_html, desk_of, week_page
from ridematch.views.directory import Directory
from ridematch.views.rides import lessons, rides
from ridematch.views.terminal import plain_lines
from tests.views.schedules import MONDAY, PEOPLE, PROMISE, STOPS, ZONE

DATES = tuple(MONDAY + timedelta(days=number) for number in range(7))
LEFT = Unserved(code="S9:2026-12-14", kind="commute", rider="R1", date=MONDAY, verdict="taken")


def desk(people: Directory = PEOPLE) -> Desk:
    return desk_of(
        DATES,
        stops=STOPS,
        unserved=(LEFT,),
        promises=(PROMISE,),
        events=(),
        people=people,
        zone=ZONE,
        practise={stop.serves: "Sitting right" for stop in lessons(STOPS)},
    )


class Words(HTMLParser):
    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(page.decode("utf-8"))

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


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


def test_the_week_counts_what_each_has() -> None:
    page = "\n".join(plain_lines(week_page(DATES, stops=STOPS, people=PEOPLE, title="Week")))
    monday = [stop for stop in STOPS if stop.date == MONDAY and stop.serves]
    who = monday[0].volunteer
    count = len({stop.serves for stop in monday if stop.volunteer == who})
    assert f"volunteer: {PEOPLE.who(who)}; Mon: {count}" in page
    assert "Nothing is planned." in "\n".join(plain_lines(week_page(DATES, stops=(), people=PEOPLE, title="Week")))


def test_a_limited_rider_is_a_code() -> None:
    hidden = Person(code="R1", name="R1", place="", limited_visibility=True)
    page = as_desk_html(desk(Directory({**PEOPLE.people, "R1": hidden}))).decode("utf-8")
    assert PEOPLE.people["R1"].name not in page
