from dataclasses import replace
from datetime import timedelta

import pytest

from ridematch.model.edition import Unserved
from ridematch.model.plan import Issue, Violation
from ridematch.views.changes import changes, changes_table
from ridematch.views.morning import BrokenPromise, Morning, Tally, goodness, morning_page, summary
from ridematch.views.page import Lines, Page, Table
from ridematch.views.phoning import not_told, phone_table
from ridematch.views.schedule import schedule_page, volunteer_page
from ridematch.views.terminal import plain_lines
from ridematch.views.unmet import lessons_given, telling_fact, unmet_page, unmet_table, verdict
from tests.views.schedules import (
    COVERED,
    EDITION,
    LESSON,
    MONDAY,
    OUT_1,
    OUT_2,
    PEOPLE,
    PROMISE,
    STOPS,
    UNSERVED,
    ZONE,
    a_stop,
)

A_WISH = Unserved(
    code="R3:2026-W51", kind="lesson", rider="R3", date=MONDAY, verdict="impossible", facts=("V1",), count=2
)

MORNING = Morning(
    edition=EDITION,
    outcome="published",
    tallies=(
        Tally(kind="commutes", asked=3, served=2),
        Tally(kind="rides", asked=0, served=0),
        Tally(kind="lessons", asked=1, served=1),
    ),
    driving_minutes=125,
    waiting_minutes=0,
    gap=0.0,
    searched_gap=0.0,
    complete=True,
    promises=(PROMISE,),
)


def text(page: Page) -> str:
    return "\n".join(plain_lines(page))


def test_a_row_is_a_line_with_a_label_for_every_cell_that_says_something() -> None:
    table = Table(heading="Rides", columns=("day", "rider", "note"), rows=(("Mon", "R1", ""), ("Mon", "R2", "told")))
    assert plain_lines(Page(title="All", parts=(Lines(lines=()), table))) == [
        "All",
        "",
        "Rides:",
        "day: Mon; rider: R1",
        "day: Mon; rider: R2; note: told",
    ]


def test_the_schedule_tells_rides_lessons_and_covered_legs() -> None:
    page = schedule_page(
        stops=STOPS, covered=COVERED, promises=(PROMISE,), events=(), people=PEOPLE, zone=ZONE, title="The schedule"
    )
    lines = plain_lines(page)
    assert (
        "day: Mon 2026-12-14; time: 05:10-05:30; rider: Ada Påhitt (R1); way: Duved to Bageriet; "
        f"volunteer: Bo Skjuts (V1); ride: {OUT_1} (told)"
    ) in lines
    assert any("time: 16:20-17:20; learner: Cleo Fiktiv (R3)" in line for line in lines)
    assert any("by: a bed there" in line for line in lines)


def test_a_volunteer_s_page_has_every_stop_with_the_number_to_call() -> None:
    lines = plain_lines(volunteer_page("V1", stops=STOPS, promises=(), events=(), people=PEOPLE, zone=ZONE))
    assert lines[0] == "Bo Skjuts (V1)"
    assert (
        "day: Mon 2026-12-14; time: 05:10; what: pick up; who: Ada Påhitt (R1); "
        "where: Duved, Påhittsvägen 1, by the red gate; phone: +46 70 174 06 01"
    ) in lines
    assert "day: Mon 2026-12-14; time: 05:17; what: pick up; who: R2; where: Mötesplatsen" in lines
    assert "Nothing to drive." in text(
        volunteer_page("V9", stops=STOPS, promises=(), events=(), people=PEOPLE, zone=ZONE)
    )


def test_unmet_gives_the_verdict_the_facts_and_something_to_try() -> None:
    lines = plain_lines(unmet_page(UNSERVED, given={}, people=PEOPLE, title="Left out"))
    assert "Mon 2026-12-14, Ada Påhitt (R1), commute S4:2026-12-14:" in lines
    assert "Possible alone, but the cars are taken." in lines
    assert "  back, Bo Skjuts (V1) (9 min away): not free then (by 25 min)" in lines
    assert "Nobody was left out." in text(unmet_page((), given={}, people=PEOPLE, title="Left out"))


@pytest.mark.parametrize(
    ("given", "left", "facts", "said"),
    [
        (0, 1, ("V1",), "none of 1 lesson given; no time and supervisor fit, even if nobody else had to be driven"),
        (
            1,
            2,
            ("V1",),
            "1 of 3 lessons given; for the rest: no time and supervisor fit, even if nobody else had to be",
        ),
        (1, 1, (), "1 of 2 lessons given; for the rest: the learner has no other lesson time on these days"),
    ],
)
def test_lessons_say_how_many_of_how_many_were_given(given: int, left: int, facts: tuple[str, ...], said: str) -> None:
    missing = replace(A_WISH, count=left, facts=facts)
    assert verdict(missing, given={"R3:2026-W51": given}).startswith(said)
    assert lessons_given(STOPS) == {"R3:2026-W51": 1}


def test_a_wish_is_told_by_its_week_after_what_has_a_day() -> None:
    table = unmet_table((A_WISH, *UNSERVED), given={}, people=PEOPLE)
    assert [row[0] for row in table.rows] == ["Mon 2026-12-14", "week 51 from Mon 2026-12-14"]
    assert table.rows[1][2] == "2 lessons R3:2026-W51"


def test_in_one_line_the_way_that_nobody_could_drive_is_told() -> None:
    assert telling_fact(UNSERVED[0]).startswith("back, ")
    assert telling_fact(replace(UNSERVED[0], facts=())) == ""


def test_changes_are_new_gone_another_volunteer_or_another_time() -> None:
    after = (
        a_stop(0, "pickup", "home:R1", "04:10", serves=OUT_1, rider="R1", volunteer="V2"),
        a_stop(1, "delivery", "Bageriet", "04:30", serves=OUT_1, rider="R1", volunteer="V2"),
        a_stop(0, "pickup", "Mötesplatsen", "04:18", serves=OUT_2, rider="R2"),
        a_stop(1, "delivery", "Hotellet", "04:34", serves=OUT_2, rider="R2"),
        a_stop(2, "pickup", "A", "05:00", serves="E1:out", rider="R3"),
        a_stop(3, "delivery", "B", "05:34", serves="E1:out", rider="R3"),
    )
    found = changes(STOPS, after, dates={MONDAY})
    assert [(change.serves, change.words) for change in found] == [
        ("E1:out", "new"),
        ("R3:2026-12-14:lesson", "no longer driven"),
        (OUT_1, "other volunteer"),
        (OUT_2, "other time"),
    ]
    lines = plain_lines(Page(parts=(changes_table(found, people=PEOPLE, zone=ZONE),)))
    assert lines[-1].endswith("before: Bo Skjuts (V1) 05:17-05:34; now: Bo Skjuts (V1) 05:18-05:34")


def test_nothing_changes_on_dates_that_nobody_compares() -> None:
    assert changes(STOPS, (), dates={MONDAY + timedelta(days=1)}) == ()
    assert changes(STOPS, reversed(STOPS), dates={MONDAY}) == ()


def test_the_morning_says_how_many_how_good_and_what_next() -> None:
    assert summary(MORNING) == (
        "Served: 2 of 3 commutes, 1 of 1 lessons.",
        "Driving 2 h 5 min, waiting away from home 0 min.",
        "Proven: no plan under these rules costs less.",
        "Published as edition 3.",
        "It is the first edition for these days.",
    )


def test_the_morning_goes_from_what_is_urgent_to_what_can_wait() -> None:
    issue = Issue(table="shifts", row="S9", sentence="the workplace is unknown", remedy="Correct it.")
    found = changes((), STOPS, dates={MONDAY})
    broken = BrokenPromise(promise=PROMISE, rider="R1", why="not free")
    morning = replace(MORNING, issues=(issue,), changes=found, broken=(broken,))
    lines = plain_lines(morning_page(morning, people=PEOPLE, zone=ZONE))
    assert [line for number, line in enumerate(lines) if number and not lines[number - 1]] == [
        "Broken promises: phone these people first:",
        "Served: 2 of 3 commutes, 1 of 1 lessons.",
        "Changed against the edition before:",
        "To phone about Mon 2026-12-14 to Tue 2026-12-15:",
        "Covered without a driver:",
        "Left out:",
        "Rows of the tables that need a look:",
        "What next:",
    ]


def test_what_next_can_be_copied() -> None:
    lines = plain_lines(morning_page(MORNING, people=PEOPLE, zone=ZONE, command="./ridematch --store sqlite:///x"))
    assert f"  ./ridematch --store sqlite:///x told {OUT_2}" in lines
    assert "  ./ridematch --store sqlite:///x rides V1" in lines
    told_all = tuple(replace(PROMISE, serves=code) for code in (OUT_1, OUT_2, LESSON))
    silent = text(morning_page(replace(MORNING, promises=told_all), people=PEOPLE, zone=ZONE))
    assert "To phone" not in silent
    assert "ridematch told" not in silent


def test_who_was_told_is_not_phoned_and_who_is_not_to_be_seen_has_no_number() -> None:
    found = not_told(STOPS, (PROMISE,), dates={MONDAY}, zone=ZONE)
    assert [one.serves for one in found] == [OUT_2, LESSON]
    lines = plain_lines(Page(parts=(phone_table(found, people=PEOPLE, zone=ZONE, heading="To phone"),)))
    assert lines[1] == (
        "day: Mon 2026-12-14; volunteer: Bo Skjuts (V1); phone: 070-1740611; time: 05:17-05:34; rider: R2; "
        f"way: Mötesplatsen to Hotellet; ride: {OUT_2}"
    )
    assert "rider's phone: 070-1740603; way: lesson, Järpen" in lines[2]
    assert not_told(STOPS, (), dates=(), zone=ZONE) == ()


def test_calls_go_volunteer_by_volunteer_as_their_days_begin() -> None:
    stops = (
        *(replace(stop, volunteer="V2") for stop in STOPS[:6]),
        a_stop(0, "pickup", "A", "03:00", serves="E1:out", rider="R3"),
        a_stop(1, "delivery", "B", "03:34", serves="E1:out", rider="R3"),
        *STOPS[6:],
    )
    found = not_told(stops, (), dates={MONDAY}, zone=ZONE)
    assert [(one.volunteer, one.serves) for one in found] == [
        ("V1", "E1:out"),
        ("V1", LESSON),
        ("V2", OUT_1),
        ("V2", OUT_2),
    ]


def test_the_gap_is_told_in_words() -> None:
    assert goodness(proven=True, gap=0.0, searched_gap=0.0, complete=True).startswith("Proven")
    assert (
        goodness(proven=False, gap=0.0123, searched_gap=0.0123, complete=True)
        == "Not proven: a plan that costs up to 1.3 % less may exist."
    )
    assert "--time-limit" in goodness(proven=False, gap=0.05, searched_gap=0.05, complete=False)
    assert goodness(proven=False, gap=1.0, searched_gap=0.0123, complete=False).endswith("more than 1.3 % less.")
    nearly = goodness(proven=False, gap=1e-9, searched_gap=1e-9, complete=True)
    assert nearly == "Not proven: a plan that costs up to 0.1 % less may exist."
    unknown = goodness(proven=False, gap=1.0, searched_gap=1.0, complete=False)
    assert "%" not in unknown
    assert "--time-limit" in unknown


def test_broken_promises_come_first_with_the_numbers_to_call() -> None:
    broken = BrokenPromise(promise=PROMISE, rider="R1", why="not free")
    issue = Issue(table="shifts", row="S9", sentence="the workplace is unknown", remedy="Correct it.")
    page = morning_page(replace(MORNING, broken=(broken,), issues=(issue,)), people=PEOPLE, zone=ZONE)
    lines = plain_lines(page)
    assert lines[2] == "Broken promises: phone these people first:"
    assert "rider's phone: +46 70 174 06 01" in lines[3]
    assert lines[3].endswith("why: the volunteer is not free then any more")
    assert any(line.startswith("shifts, S9: the workplace is unknown") for line in lines)


def test_an_unsound_plan_says_so_before_anything_else() -> None:
    violation = Violation(rule="r", subjects=("R7",), sentence="R7 rides 46 min, the limit is 45")
    morning = replace(MORNING, outcome="unsound", violations=(violation,))
    lines = plain_lines(morning_page(morning, people=PEOPLE, zone=ZONE))
    assert lines[2:4] == ["The plan is not sound:", "R7 rides 46 min, the limit is 45"]
    assert "NOT published: the plan breaks the rules above." in lines
