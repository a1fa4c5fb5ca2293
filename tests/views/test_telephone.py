from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from ridematch.model.facts import Ride, Tables
from ridematch.model.plan import Issue
from ridematch.views.page import Page
from ridematch.views.telephone import (
    Absence,
    Affected,
    Edit,
    ShiftOnce,
    SingleRide,
    done_page,
    edit_page,
    sentence,
)
from ridematch.views.terminal import plain_lines
from tests.views.schedules import MONDAY, PEOPLE, ZONE, at

EARLY, LATE = (time(5), time(13)), (time(22), time(6))
OUT = Affected(
    serves="S1:2026-12-14:out", rider="R1", volunteer="V1", begins_at=at("04:00"), ends_at=at("04:30"),
    start="home:R1", end="Bageri", told=True, asked=True,
)  # fmt: skip
HIDDEN = replace(OUT, serves="S2:2026-12-14:out", rider="R2", start="Mötesplatsen", begins_at=at("03:50"))
LESSON = replace(OUT, serves="R3:2026-12-14:lesson", rider="R3", start="home:R3", end="", told=False, asked=False)


def an_edit(about: Absence | ShiftOnce | SingleRide, *, who: str = "V1", days: int = 1, nothing: bool = False) -> Edit:
    return Edit(
        who=who,
        about=about,
        first_date=MONDAY,
        last_date=MONDAY + timedelta(days=days - 1),
        tables=Tables(),
        changes_nothing=nothing,
    )


def away(
    begins: str = "00:00", ends: str = "00:00", *, days: int = 1, there: bool = False, nothing: bool = False
) -> Edit:
    last = MONDAY + timedelta(days=days if ends == "00:00" else days - 1)
    about = Absence(
        begins=datetime.combine(MONDAY, time.fromisoformat(begins)),
        ends=datetime.combine(last, time.fromisoformat(ends)),
        there=there,
    )
    return an_edit(about, days=days, nothing=nothing)


def shift(before: tuple[time, time] | None, after: tuple[time, time] | None) -> Edit:
    about = ShiftOnce(shift="S1", date=MONDAY, before=before, after=after)
    return an_edit(about, who="R1", nothing=before == after)


def a_ride(*, removed: bool = False, nothing: bool = False, who: str = "R1", **more: object) -> Edit:
    times: dict[str, object] = {"arrive_by": time(9, 30)} | more
    ride = Ride(ride="E1", rider=who, start="x", end="Järpen", date=MONDAY, **times)  # type: ignore[arg-type]
    about = SingleRide(ride=ride, start=f"home:{who}", end="Järpen", removed=removed)
    return an_edit(about, who=who, nothing=nothing)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (away(), "Bo Skjuts (V1) is away Mon 2026-12-14."),
        (away(days=3), "Bo Skjuts (V1) is away Mon 2026-12-14 to Wed 2026-12-16."),
        (away("12:00", "14:00"), "Bo Skjuts (V1) is away Mon 2026-12-14 12:00-14:00."),
        (away("22:00", "06:00", days=2), "Bo Skjuts (V1) is away Mon 2026-12-14 22:00 to Tue 2026-12-15 06:00."),
        (away("12:00", "00:00", days=2), "Bo Skjuts (V1) is away Mon 2026-12-14 12:00 to Wed 2026-12-16 00:00."),
        (away(nothing=True), "Bo Skjuts (V1) is away Mon 2026-12-14 already. Nothing was changed."),
        (away(there=True), "Bo Skjuts (V1) is there after all Mon 2026-12-14."),
        (away(there=True, nothing=True), "Bo Skjuts (V1) is not away Mon 2026-12-14. Nothing was changed."),
        (shift(EARLY, None), "Shift S1 of Ada Påhitt (R1) on Mon 2026-12-14, 05:00-13:00, is cancelled."),
        (
            shift(None, None),
            "Shift S1 of Ada Påhitt (R1) on Mon 2026-12-14 is cancelled already. Nothing was changed.",
        ),
        (
            shift(EARLY, LATE),
            "Shift S1 of Ada Påhitt (R1) on Mon 2026-12-14 is moved from 05:00-13:00 to 22:00-06:00.",
        ),
        (
            shift(None, EARLY),
            "Shift S1 of Ada Påhitt (R1) on Mon 2026-12-14, which was cancelled, is at 05:00-13:00.",
        ),
        (
            shift(EARLY, EARLY),
            "Shift S1 of Ada Påhitt (R1) on Mon 2026-12-14 is at 05:00-13:00 already. Nothing was changed.",
        ),
        (a_ride(), "Ada Påhitt (R1) has a new ride E1 on Mon 2026-12-14: Duved to Järpen, there by 09:30."),
        (
            a_ride(arrive_by=None, leave_after=time(8), return_after=time(12), seats=3),
            "Ada Påhitt (R1) has a new ride E1 on Mon 2026-12-14: Duved to Järpen, leaving after 08:00, "
            "back after 12:00, 3 seats.",
        ),
        (a_ride(who="R2"), "R2 has a new ride E1 on Mon 2026-12-14: Mötesplatsen to Järpen, there by 09:30."),
        (
            a_ride(removed=True),
            "Ride E1 of Ada Påhitt (R1) on Mon 2026-12-14, Duved to Järpen, there by 09:30, is cancelled.",
        ),
        (
            a_ride(nothing=True),
            "Ada Påhitt (R1) has the same ride already: E1 on Mon 2026-12-14, Duved to Järpen, there by 09:30. "
            "Nothing was changed.",
        ),
    ],
)
def test_an_edit_is_one_sentence(edit: Edit, said: str) -> None:
    assert sentence(edit, people=PEOPLE) == said


def a_page(
    edit: Edit,
    *,
    broken: tuple[Affected, ...] = (),
    loose: tuple[Affected, ...] = (),
    issues: tuple[Issue, ...] = (),
    nothing_breaks: bool = False,
) -> Page:
    return edit_page(
        edit, broken=broken, loose=loose, issues=issues, nothing_breaks=nothing_breaks, people=PEOPLE, zone=ZONE
    )


def test_whoever_is_on_the_telephone_is_not_phoned() -> None:
    by_volunteer = plain_lines(a_page(away(), broken=(OUT, HIDDEN)))
    assert by_volunteer[2:] == [
        "Promised, and can't be kept any more: phone these people first:",
        "day: Mon 2026-12-14; who: Ada Påhitt (R1); phone: +46 70 174 06 01; time: 05:00-05:30; with: Bo Skjuts (V1); "
        "way: Duved to Bageri; ride: S1:2026-12-14:out; what: to be arranged anew",
        "day: Mon 2026-12-14; who: R2; time: 04:50-05:30; with: Bo Skjuts (V1); "
        "way: Mötesplatsen to Bageri; ride: S2:2026-12-14:out; what: to be arranged anew",
    ]
    (line,) = plain_lines(a_page(shift(EARLY, None), broken=(replace(OUT, asked=False),)))[3:]
    assert "who: Bo Skjuts (V1); phone: 070-1740611" in line
    assert "with: Ada Påhitt (R1)" in line
    assert "what: not needed any more" in line


def test_a_promise_that_is_neither_ones_is_for_both_to_hear() -> None:
    about_somebody_else = an_edit(ShiftOnce(shift="S3", date=MONDAY, before=EARLY, after=None), who="R3")
    lines = plain_lines(a_page(about_somebody_else, broken=(OUT,)))[3:]
    assert ["Ada Påhitt (R1); phone" in line for line in lines] == [True, False]
    assert ["Bo Skjuts (V1); phone" in line for line in lines] == [False, True]


def test_what_was_not_told_comes_second() -> None:
    lines = plain_lines(a_page(away(), broken=(OUT,), loose=(LESSON, replace(HIDDEN, told=True))))
    assert lines[5:] == [
        "Published, and does not hold any more:",
        "day: Mon 2026-12-14; time: 05:00-05:30; rider: Cleo Fiktiv (R3); volunteer: Bo Skjuts (V1); "
        "way: lesson, Järpen; ride: R3:2026-12-14:lesson; what: not needed any more",
        "day: Mon 2026-12-14; time: 04:50-05:30; rider: R2; volunteer: Bo Skjuts (V1); "
        "way: Mötesplatsen to Bageri; ride: S2:2026-12-14:out (told); what: to be arranged anew",
    ]


def test_warnings_come_before_everything() -> None:
    issue = Issue(table="rides", row="E1", sentence="No road leads there.", remedy="Enter one.")
    edit = replace(a_ride(), warnings=("TO: it is read as Järpen.",))
    assert plain_lines(a_page(edit, issues=(issue,), nothing_breaks=True))[1:] == [
        "",
        "Warnings:",
        "TO: it is read as Järpen.",
        "E1: No road leads there. Enter one.",
        "",
        "It breaks nothing that is published.",
    ]


def test_what_changes_nothing_has_nothing_more_to_say() -> None:
    edit = replace(away(nothing=True), warnings=("It is in the past.",))
    assert len(plain_lines(a_page(edit, nothing_breaks=True))) == 1


@pytest.mark.parametrize(
    ("edit", "broken", "steps"),
    [
        (away(), (OUT,), ("Phone the people above first", "What is published stays")),
        (away(), (), ("What is published stays",)),
        (a_ride(), (), ("The next match looks for a driver:",)),
        (a_ride(removed=True), (), ("What is published stays",)),
    ],
)
def test_the_next_steps_have_commands_to_copy(edit: Edit, broken: tuple[Affected, ...], steps: tuple[str, ...]) -> None:
    lines = plain_lines(done_page(edit, broken=broken, match="ridematch match", take_back="ridematch away V1 --back"))
    said, commands = [line for line in lines if line[0] != " "][1:], [line for line in lines if line[0] == " "]
    assert all(line.startswith(step) for line, step in zip(said, (*steps, "To take it back:"), strict=True))
    assert commands == ["  ridematch match", "  ridematch away V1 --back"]
    assert all(len(line) <= 80 for line in said)


def test_a_year_that_ends() -> None:
    edit = an_edit(Absence(begins=datetime(2026, 12, 31), ends=datetime(2027, 1, 2), there=False))  # noqa: DTZ001
    edit = replace(edit, first_date=date(2026, 12, 31), last_date=date(2027, 1, 1))
    assert sentence(edit, people=PEOPLE) == "Bo Skjuts (V1) is away Thu 2026-12-31 to Fri 2027-01-01."
