from dataclasses import replace
from datetime import timedelta

from ridematch.model.plan import Issue, Violation
from ridematch.views.changes import changes, changes_table
from ridematch.views.morning import BrokenPromise, Morning, Tally, goodness, morning_page, summary
from ridematch.views.page import Lines, Page, Table
from ridematch.views.schedule import schedule_page, volunteer_page
from ridematch.views.terminal import plain_lines
from ridematch.views.unmet import telling_fact, unmet_page
from tests.views.schedules import COVERED, EDITION, MONDAY, OUT_1, OUT_2, PEOPLE, PROMISE, STOPS, UNSERVED, ZONE, a_stop

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
        stops=STOPS, covered=COVERED, promises=(PROMISE,), people=PEOPLE, zone=ZONE, title="The schedule"
    )
    lines = plain_lines(page)
    assert (
        "day: Mon 2026-12-14; time: 05:10-05:30; rider: Ada Påhitt (R1); way: Duved to Bageriet; "
        f"volunteer: Bo Skjuts (V1); ride: {OUT_1} (told)"
    ) in lines
    assert any("time: 16:20-17:20; learner: Cleo Fiktiv (R3)" in line for line in lines)
    assert any("by: a bed there" in line for line in lines)


def test_a_volunteer_s_page_has_every_stop_with_the_number_to_call() -> None:
    lines = plain_lines(volunteer_page("V1", stops=STOPS, promises=(), people=PEOPLE, zone=ZONE))
    assert lines[0] == "Bo Skjuts (V1)"
    assert (
        "day: Mon 2026-12-14; time: 05:10; what: pick up; who: Ada Påhitt (R1); "
        "where: Duved, Påhittsvägen 1, by the red gate; phone: +46 70 174 06 01"
    ) in lines
    assert "day: Mon 2026-12-14; time: 05:17; what: pick up; who: R2; where: Mötesplatsen" in lines
    assert "Nothing to drive." in text(volunteer_page("V9", stops=STOPS, promises=(), people=PEOPLE, zone=ZONE))


def test_unmet_gives_the_verdict_the_facts_and_something_to_try() -> None:
    lines = plain_lines(unmet_page(UNSERVED, people=PEOPLE, title="Left out"))
    assert "Mon 2026-12-14, Ada Påhitt (R1), commute S4:2026-12-14:" in lines
    assert "Possible alone, but the cars are taken." in lines
    assert "  back, Bo Skjuts (V1) (9 min away): not free then (by 25 min)" in lines
    assert "Nobody was left out." in text(unmet_page((), people=PEOPLE, title="Left out"))


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
    assert "ridematch told REQUEST" in text(morning_page(MORNING, people=PEOPLE, zone=ZONE))


def test_the_gap_is_told_in_words() -> None:
    assert (
        goodness(proven=False, gap=0.0123, complete=True) == "Not proven: a plan that costs up to 1.2 % less may exist."
    )
    assert "cut short" in goodness(proven=False, gap=0.05, complete=False)


def test_broken_promises_come_first_with_the_numbers_to_call() -> None:
    broken = BrokenPromise(promise=PROMISE, rider="R1", sentence="V1 is not free then")
    issue = Issue(table="shifts", row="S9", sentence="the workplace is unknown", remedy="Correct it.")
    page = morning_page(replace(MORNING, broken=(broken,), issues=(issue,)), people=PEOPLE, zone=ZONE)
    lines = plain_lines(page)
    assert lines[2] == "Broken promises: phone these people first:"
    assert "rider's phone: +46 70 174 06 01" in lines[3]
    assert lines[3].endswith("why: V1 is not free then")
    assert any(line.startswith("shifts, S9: the workplace is unknown") for line in lines)


def test_an_unsound_plan_says_so_before_anything_else() -> None:
    violation = Violation(rule="r", subjects=("R7",), sentence="R7 rides 46 min, the limit is 45")
    morning = replace(MORNING, outcome="unsound", violations=(violation,))
    lines = plain_lines(morning_page(morning, people=PEOPLE, zone=ZONE))
    assert lines[2:4] == ["The plan is not sound:", "R7 rides 46 min, the limit is 45"]
    assert "NOT published: the plan breaks the rules above." in lines
