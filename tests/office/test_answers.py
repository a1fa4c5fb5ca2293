"""The morning on the phone: who could take a ride, yes and no, and what the plan does with them."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ridematch.model.edition import Edition
from ridematch.model.errors import RidematchError
from ridematch.model.events import EventKind
from ridematch.model.facts import Away, Tables
from ridematch.office import answers
from ridematch.office.answers import Next
from ridematch.office.assigning import choices
from ridematch.office.dossier import Dossier, open_dossier
from ridematch.office.edits import away
from ridematch.office.files_out import mileage_statement
from ridematch.office.finishing import DoubtfulError, finish
from ridematch.office.history import history
from ridematch.office.load import load
from ridematch.office.morning import check_published, tell
from ridematch.office.night import run_night
from ridematch.office.runs import Order
from ridematch.office.shift_edits import cancel
from ridematch.office.taking_back import undo
from ridematch.office.telephone import propose, write
from ridematch.rules.check import check
from ridematch.store.database import open_store, reading, transaction
from ridematch.store.editions import latest_edition
from ridematch.store.tables import replace_tables
from ridematch.store.trail import load_events
from ridematch.views.json_file import prices_from_json
from ridematch.views.marks import states
from ridematch.views.morning import morning_page
from ridematch.views.terminal import plain_lines
from tests.rules.rows import (
    MONDAY,
    SETTINGS,
    ZONE,
    a_learner,
    a_licence,
    a_rider,
    a_shift,
    a_supervisor,
    a_volunteer,
    an_approval,
    can_practise,
    clock,
    free,
    some_tables,
)

FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)
LATER = FRIDAY + timedelta(hours=1)
OUT, BACK, LESSON = "S1:2026-12-14:out", "S1:2026-12-14:back", "R3:2026-12-14:lesson"
EVERY_DAY = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

TABLES = some_tables(
    riders=(a_rider(), a_rider("R2", "Hed"), a_rider("R3", "Fors")),
    shifts=(a_shift(), a_shift("S2", "14:00", "20:00", rider="R2", workplace="Fors")),
    volunteers=(
        a_volunteer("V1", "Dal"),
        a_volunteer("V2", "Backe"),
        a_volunteer("V3", "Hed", notice_hours=200),
        a_volunteer("V4", "Fors"),
    ),
    availability=tuple(
        free(start, end, volunteer=code, days=EVERY_DAY)
        for code, start, end in (
            *(("V1", "03:00", "22:00"), ("V2", "03:00", "14:00"), ("V3", "03:00", "22:00"), ("V4", "15:00", "22:00")),
        )
    ),
    learners=(a_learner("R3", lessons_per_week=7),),
    supervisors=(a_supervisor("V4"), a_supervisor("V2")),
    licences=(a_licence("V4"), a_licence("V2")),
    approvals=(an_approval("V4", "R3"), an_approval("V2", "R3")),
    lesson_times=(can_practise("10:00", "18:00", rider="R3", days=("Mon",)),),
)


@pytest.fixture(scope="module")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("published") / "store.sqlite"
    store = f"sqlite:///{file}"
    with transaction(open_store(store, create=True)) as session:
        replace_tables(session, TABLES)
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY, by="anna"))
    return file


@pytest.fixture
def store(published_once: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(published_once, tmp_path / 'store.sqlite')}"


def dossier(store: str, now: datetime = LATER) -> Dossier:
    return open_dossier(store, settings=SETTINGS, now=now, by="kim")


def no(store: str, code: str, volunteer: str = "", because: str = "ill") -> tuple[Next, ...]:
    found = dossier(store)
    subjects, who = found.said_by([code], volunteer)
    return answers.decline(found, subjects, who, because)


def yes(store: str, code: str, volunteer: str = "") -> Edition | None:
    found = dossier(store, LATER + timedelta(hours=1))
    subjects, who = found.said_by([code], volunteer)
    return answers.accept(found, subjects, who)[1]


def has(store: str, code: str) -> str:
    return dossier(store).one(code).volunteer


def trail(store: str) -> list[tuple[EventKind, str, str]]:
    with reading(open_store(store)) as session:
        return [(event.kind, event.serves, event.volunteer) for event in load_events(session)]


def sound(store: str) -> bool:
    return check_published(store, settings=SETTINGS, now=LATER)[1] == ()


def edition_number(store: str) -> int:
    with reading(open_store(store)) as session:
        edition = latest_edition(session)
    return edition.number if edition else 0


def test_everybody_who_could_have_it_with_a_plan_that_is_right(store: str) -> None:
    found = dossier(store)
    assert has(store, OUT) == "V1"
    others = choices(found.problem, found.plan, OUT)
    assert [one.driver for one in others] == ["V2", "V3"]  # V4 is not free then
    assert [one.cost for one in others] == sorted(one.cost for one in others)
    for one in others:
        assert check(found.problem, one.plan) == ()
        assert set(one.plan.left_out) <= set(found.plan.left_out)
        assert one.minutes > 0 and one.metres > 0


def test_it_costs_a_volunteer_what_is_driven_from_home_and_back(store: str) -> None:
    found = dossier(store)
    v2 = next(one for one in choices(found.problem, found.plan, OUT) if one.driver == "V2")
    # from Backe to Dal, to Fors, and home again; two homes' lanes of 3 minutes each at Backe and at Dal
    run = [duty for duty in v2.plan.duties if duty.driver == "V2"]
    assert v2.minutes == sum(
        visit.arrives - before.ends
        for duty in run
        for trip in duty.trips
        for before, visit in zip(trip.visits, trip.visits[1:], strict=False)
    ) - sum(
        visit.arrives - before.ends
        for duty in found.plan.duties
        if duty.driver == "V2"
        for trip in duty.trips
        for before, visit in zip(trip.visits, trip.visits[1:], strict=False)
    )


def test_asked_and_a_yes_are_noted_and_the_plan_stays(store: str) -> None:
    found = dossier(store)
    answers.ask(found, found.subjects(OUT), "V1")
    assert yes(store, OUT) is None
    assert trail(store) == [("asked", OUT, "V1"), ("accepted", OUT, "V1")]
    assert edition_number(store) == 1


def test_both_ways_of_a_commute_are_asked_about_at_once(store: str) -> None:
    found = dossier(store)
    answers.ask(found, found.subjects("S1:2026-12-14"), "V1")
    assert trail(store) == [("asked", OUT, "V1"), ("asked", BACK, "V1")]


def test_a_yes_of_somebody_else_changes_the_plan_at_once(store: str) -> None:
    edition = yes(store, OUT, "V2")
    assert edition is not None
    assert has(store, OUT) == "V2"
    assert has(store, BACK) == "V1"
    assert trail(store) == [("accepted", OUT, "V2")]
    assert edition_number(store) == 2
    assert sound(store)


def test_a_plan_changed_by_an_answer_keeps_the_prices_of_its_search(store: str) -> None:
    """The next match begins with them."""
    with reading(open_store(store)) as session:
        before = latest_edition(session)
    after = yes(store, OUT, "V2")
    assert before is not None
    assert after is not None
    assert prices_from_json(after.plan_json) == prices_from_json(before.plan_json) != ()


def test_a_yes_outside_the_volunteers_time_is_refused_and_nothing_noted(store: str) -> None:
    with pytest.raises(RidematchError, match="V4 can't have S1:2026-12-14:out"):
        yes(store, OUT, "V4")
    assert trail(store) == []


def test_what_is_promised_is_not_given_to_somebody_else(store: str) -> None:
    tell(store, [OUT], now=FRIDAY)
    with pytest.raises(RidematchError, match="promised with V1"):
        yes(store, OUT, "V2")


def test_after_a_no_the_next_is_proposed_and_the_no_is_respected(store: str) -> None:
    (after,) = no(store, OUT)
    assert after.has_it == "V2"
    assert [one.driver for one in after.others] == ["V2", "V3"]
    assert has(store, OUT) == "V2"
    assert sound(store)
    morning, _ = run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    assert morning.outcome == "unchanged"
    assert morning.edition.proven  # by this run: what was published with an answer was not
    assert has(store, OUT) == "V2"


@pytest.mark.parametrize("told", [False, True])
def test_after_a_no_the_store_is_known_without_reading_it_again(
    store: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the plan for the next best would be given up as if somebody else had written in between."""
    if told:
        tell(store, [OUT], now=FRIDAY)
    monkeypatch.setattr(answers, "TRIES", 1)
    assert no(store, OUT)[0].has_it == "V2"


def test_a_no_for_both_ways_goes_to_others_leg_by_leg(store: str) -> None:
    after = no(store, "S1:2026-12-14", "V1")
    assert {one.about.serves for one in after} == {OUT, BACK}
    assert "V1" not in {has(store, OUT), has(store, BACK)}
    assert sound(store)


def test_who_said_no_can_be_asked_again_and_say_yes(store: str) -> None:
    no(store, OUT)
    found = dossier(store)
    others = answers.rank(found, found.one(OUT))
    assert others[-1].driver == "V1"  # offered last
    answers.ask(found, found.subjects(OUT), "V1")
    assert yes(store, OUT, "V1") is not None
    assert has(store, OUT) == "V1"
    assert sound(store)


def test_what_went_along_with_the_way_out_has_no_list_of_its_own(store: str) -> None:
    out, back = no(store, "S1:2026-12-14")
    assert out.edition is not None
    assert out.others
    assert (back.others, back.edition) == ((), None)
    assert back.has_it == has(store, BACK) != ""


@pytest.mark.parametrize("code", [OUT, ""])
def test_history_names_what_was_taken_back(store: str, code: str) -> None:
    (after,) = no(store, OUT)
    undo(store, "", settings=SETTINGS, now=LATER)
    said = [line.what for line in history(store, code, settings=SETTINGS)]
    no_said = next(line for line in said if "said no to" in line)
    assert f"Taken back: {no_said}" in said
    assert after.about.serves in no_said


def test_where_nobody_else_can_the_next_match_decides(store: str) -> None:
    for who in ("V1", "V2", "V3"):
        no(store, OUT, who)
    assert has(store, OUT) == "V3"  # who said no last, and nobody is left
    assert not sound(store)
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    assert has(store, OUT) == ""
    assert sound(store)


def test_a_no_to_what_was_promised_releases_the_promise(store: str) -> None:
    tell(store, [OUT], now=FRIDAY)
    (after,) = no(store, OUT)
    assert after.about.told
    assert has(store, OUT) == "V2"
    assert dossier(store).found.past.promises == ()


def test_a_lesson_goes_to_another_supervisor(store: str) -> None:
    before = has(store, LESSON)
    (after,) = no(store, LESSON)
    assert {before, after.has_it} == {"V2", "V4"}
    assert sound(store)


def test_tonight_nobody_is_sent_who_was_never_asked(store: str) -> None:
    sunday = datetime(2026, 12, 13, 20, tzinfo=UTC)  # a day before; everybody wants 24 hours or more
    yes(store, BACK, "V1")
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=sunday))
    assert has(store, OUT) == ""
    yes_to_both = dossier(store)
    assert yes_to_both.one(BACK).volunteer == ""  # both ways or neither
    answers.ask(yes_to_both, yes_to_both.subjects(OUT), "V1")
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=sunday))
    assert (has(store, OUT), has(store, BACK)) == ("V1", "V1")


def test_done_is_noted_afterwards_and_not_before(store: str) -> None:
    with pytest.raises(RidematchError, match="still to come"):
        finish(store, [OUT], settings=SETTINGS, now=FRIDAY)
    later = datetime(2026, 12, 14, 20, tzinfo=UTC)
    finish(store, [OUT], settings=SETTINGS, now=later)
    finish(store, [BACK], showed_up=False, settings=SETTINGS, now=later)
    assert [kind for kind, *_ in trail(store)] == ["done", "no-show"]
    with pytest.raises(RidematchError, match="not in the published schedule"):
        finish(store, ["S77:2026-12-14:out"], settings=SETTINGS, now=later)


def is_away(store: str, who: str) -> None:
    with transaction(open_store(store)) as session:
        replace_tables(session, Tables(away=(Away(who=who, first_date=MONDAY, last_date=MONDAY),)))


def test_who_is_away_or_said_no_is_credited_only_by_somebody_who_is_sure(store: str) -> None:
    evening = datetime(2026, 12, 14, 20, tzinfo=UTC)
    found = dossier(store)
    answers.decline(found, found.subjects("S2:2026-12-14:out"), "V1", "ill")
    no_plan = [code for code in (OUT, "S2:2026-12-14:out") if has(store, code) == "V1"]
    is_away(store, "V1")
    for code in no_plan:
        for showed_up in (True, False):
            with pytest.raises(DoubtfulError, match=r"V1 is away then or said no to .* --by-other taxi"):
                finish(store, [code], showed_up=showed_up, settings=SETTINGS, now=evening)
    finish(store, [OUT], sure=True, settings=SETTINGS, now=evening)
    assert trail(store)[-1] == ("done", OUT, "V1")


def test_who_is_away_from_after_the_ride_on_has_driven_it(store: str) -> None:
    """The whole day is entered once the morning is driven."""
    at_work, evening = (datetime(2026, 12, 14, hour, tzinfo=UTC) for hour in (10, 20))
    proposal = propose(store, lambda desk: away(desk, who="V1", first=f"{MONDAY}"), settings=SETTINGS, now=at_work)
    write(proposal, store=store, now=at_work)
    finish(store, [OUT], settings=SETTINGS, now=evening)
    with pytest.raises(DoubtfulError):
        finish(store, [BACK], settings=SETTINGS, now=evening)


def test_who_did_not_drive_is_not_credited_with_it(store: str) -> None:
    """Neither days nor kilometres count, in load, mileage and the next plan; undo gives them back."""
    later = date(2026, 12, 20)
    before = carried(store, later)["V1"]
    assert before.days == 1 and before.metres > 0
    mine = [code for code in (OUT, BACK, "S2:2026-12-14:out", "S2:2026-12-14:back") if has(store, code) == "V1"]
    evening = datetime(2026, 12, 14, 22, tzinfo=UTC)
    finish(store, mine, by_other="employer", settings=SETTINGS, now=evening)
    after = carried(store, later)["V1"]
    assert (after.days, after.metres, after.last) == (0, 0, None)
    month = mileage_statement(store, today=later, month=MONDAY.replace(day=1), settings=SETTINGS)
    assert "V1" not in {one.volunteer for one in month.months}
    said = states(dossier(store).edition.stops, (), dossier(store).found.past.events)
    assert {said[code] for code in mine} == {"otherwise"}
    finish(store, mine[:1], settings=SETTINGS, now=evening)  # it was the volunteer after all
    assert carried(store, later)["V1"].days == 1


def test_what_was_noted_last_can_be_taken_back_and_the_promise_with_it(store: str) -> None:
    tell(store, [OUT], now=FRIDAY)
    taken = undo(store, "", settings=SETTINGS, now=FRIDAY)
    assert ([(event.kind, event.serves) for event in taken.events], taken.released) == ([("told", OUT)], (OUT,))
    assert dossier(store).found.past.promises == ()
    with pytest.raises(RidematchError, match="nothing to take back"):
        undo(store, "", settings=SETTINGS, now=FRIDAY)
    tell(store, [OUT], now=FRIDAY)
    tell(store, [OUT], now=FRIDAY)
    assert undo(store, OUT, settings=SETTINGS, now=FRIDAY).released == ()  # it was told before, too
    assert [promise.serves for promise in dossier(store).found.past.promises] == [OUT]


def test_what_one_command_noted_is_taken_back_by_one_undo(store: str) -> None:
    both = "S1:2026-12-14"
    tell(store, [both], now=FRIDAY)
    assert undo(store, "", settings=SETTINGS, now=FRIDAY).released == (OUT, BACK)
    no(store, both, "V1")
    assert [(event.kind, event.serves) for event in undo(store, "", settings=SETTINGS, now=FRIDAY).events] == [
        ("declined", OUT),
        ("declined", BACK),
    ]
    with pytest.raises(RidematchError, match="nothing to take back"):
        undo(store, "", settings=SETTINGS, now=FRIDAY)


def test_what_another_command_noted_at_the_same_minute_stays(store: str) -> None:
    tell(store, [OUT], now=FRIDAY)
    tell(store, [BACK], now=FRIDAY)
    assert undo(store, "", settings=SETTINGS, now=FRIDAY).released == (BACK,)
    assert [promise.serves for promise in dossier(store).found.past.promises] == [OUT]


def test_of_one_way_alone_one_way_is_taken_back(store: str) -> None:
    yes(store, "S1:2026-12-14", "V1")
    assert [event.serves for event in undo(store, OUT, settings=SETTINGS, now=FRIDAY).events] == [OUT]
    assert [event.serves for event in undo(store, "", settings=SETTINGS, now=FRIDAY).events] == [BACK]


def test_a_yes_that_takes_several_plans_is_taken_back_as_one(store: str) -> None:
    yes(store, "S1:2026-12-14", "V3")
    assert trail(store) == [("accepted", OUT, "V3"), ("accepted", BACK, "V3")]
    assert len(undo(store, "", settings=SETTINGS, now=FRIDAY).events) == 2


def stands(store: str) -> tuple[object, ...]:
    """Who drives what when, and what is promised."""
    found = dossier(store)
    return found.edition.stops, found.edition.unserved, found.found.past.promises


@pytest.mark.parametrize("codes", [OUT, "S1:2026-12-14"])
@pytest.mark.parametrize("told", [False, True])
def test_a_no_taken_back_leaves_everything_as_it_was(store: str, told: bool, codes: str) -> None:
    if told:
        tell(store, [codes], now=FRIDAY)
    before = stands(store)
    no(store, codes, "V1")
    assert has(store, OUT) == "V2"
    taken = undo(store, "", settings=SETTINGS, now=LATER)
    assert stands(store) == before
    assert {one.serves for one in taken.promised} == {promise.serves for promise in dossier(store).found.past.promises}
    assert (OUT, "V2", "V1") in {
        (one.serves, one.before.volunteer, one.after.volunteer)
        for one in taken.changes
        if one.before and one.after and one.why == "undone"
    }
    assert sound(store)


def test_a_change_of_the_tables_is_taken_back_by_its_own_command(store: str) -> None:
    tell(store, [OUT], now=FRIDAY)
    proposal = propose(store, lambda desk: cancel(desk, what="S1", on=f"{MONDAY}"), settings=SETTINGS, now=FRIDAY)
    write(proposal, store=store, now=FRIDAY)
    with pytest.raises(RidematchError, match=f"change of the tables, about {BACK}.*cancel --undo.*undo CODE"):
        undo(store, "", settings=SETTINGS, now=LATER)
    assert [promise.serves for promise in dossier(store).found.past.promises] == [OUT]
    assert undo(store, OUT, settings=SETTINGS, now=LATER).released == (OUT,)


def test_one_answer_after_the_other_is_taken_back(store: str) -> None:
    plans = [stands(store)]
    for answer, who in ((yes, "V2"), (no, "V2"), (yes, "V3")):
        answer(store, OUT, who)
        plans.append(stands(store))
    for before in plans[-2::-1]:
        undo(store, "", settings=SETTINGS, now=LATER)
        assert stands(store) == before
    with pytest.raises(RidematchError, match="nothing to take back"):
        undo(store, "", settings=SETTINGS, now=LATER)


def test_the_plan_stays_where_something_was_published_since(store: str) -> None:
    no(store, OUT)
    yes(store, BACK, "V3")
    plan = stands(store)
    taken = undo(store, OUT, settings=SETTINGS, now=LATER)
    assert [(event.kind, event.volunteer) for event in taken.events] == [("declined", "V1")]
    assert (stands(store), taken.changes, taken.stays) == (plan, (), False)


def test_the_plan_stays_where_the_one_before_would_break_a_rule_by_now(store: str) -> None:
    tell(store, [OUT], now=FRIDAY)
    no(store, OUT)
    with transaction(open_store(store)) as session:
        away = Away(who="V1", first_date=MONDAY, last_date=MONDAY)
        replace_tables(session, Tables(away=(away,)))
    plan = stands(store)
    taken = undo(store, "", settings=SETTINGS, now=LATER)
    assert (taken.stays, taken.changes, taken.promised) == (True, (), ())
    assert stands(store) == plan


def test_where_nobody_else_could_have_it_the_promise_comes_back_alone(store: str) -> None:
    for who in ("V2", "V3"):
        no(store, OUT, who)
    tell(store, [OUT], now=FRIDAY)
    before, number = stands(store), edition_number(store)
    no(store, OUT)
    assert dossier(store).found.past.promises == ()
    (again,) = undo(store, "", settings=SETTINGS, now=LATER).promised
    assert (again.serves, again.volunteer) == (OUT, "V1")
    assert (stands(store), edition_number(store)) == (before, number)


def test_nobody_is_promised_a_ride_with_somebody_who_said_no_to_it(store: str) -> None:
    for who in ("V1", "V2", "V3"):
        no(store, OUT, who)
    with pytest.raises(RidematchError, match=f"V3 said no to {OUT}.*ridematch yes {OUT}.*ridematch undo {OUT}"):
        tell(store, ["S1:2026-12-14"], now=FRIDAY)
    assert dossier(store).found.past.promises == ()
    undo(store, OUT, settings=SETTINGS, now=FRIDAY)
    tell(store, ["S1:2026-12-14"], now=FRIDAY)
    assert len(dossier(store).found.past.promises) == 2


def test_a_promise_the_facts_broke_is_in_the_trail(store: str) -> None:
    tell(store, [OUT], now=FRIDAY)
    with transaction(open_store(store)) as session:
        kept = tuple(row for row in TABLES.availability or () if row.volunteer != "V1")
        replace_tables(session, Tables(availability=kept))
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    assert trail(store) == [("told", OUT, "V1"), ("released", OUT, "V1")]


def test_a_store_that_changed_meanwhile_is_left_alone(store: str) -> None:
    found = dossier(store)
    tell(store, [BACK], now=FRIDAY)
    with pytest.raises(RidematchError, match="changed in the meantime"):
        answers.ask(found, found.subjects(OUT), "V1")


@pytest.mark.parametrize(
    ("code", "of", "says"),
    [
        ("S1:2026-12-14:uot", "V1", "Maybe you meant S1:2026-12-14:out"),
        ("S1:2026-12-14", "nobody", "Nobody has that code"),
        ("S1:2026-12-14:out", "Påhittad", "Several people fit"),
    ],
)
def test_what_can_t_be_meant_is_said(store: str, code: str, of: str, says: str) -> None:
    with pytest.raises(RidematchError, match=says):
        yes(store, code, of)
    with pytest.raises(RidematchError, match="several rides"):
        dossier(store).one("S1:2026-12-14")


def lines(store: str, code: str) -> list[str]:
    return [line.what for line in history(store, code, settings=SETTINGS)]


def test_history_tells_editions_and_answers_by_time(store: str) -> None:
    no(store, OUT)
    yes(store, OUT)
    told = lines(store, OUT)
    assert [line.split(":")[0] for line in told[:1]] == ["Edition 1"]
    assert "V1) said no" in told[1] and "V2" in told[2] and "V2) said yes" in told[3]
    assert len(lines(store, "")) == 2
    by = [line.by for line in history(store, OUT, settings=SETTINGS)]
    assert by == ["anna", "kim", "kim", "kim"]
    with pytest.raises(RidematchError):
        lines(store, "S9:2026-12-14:out")


def carried(store: str, on: date, **more: Any) -> dict[str, Any]:
    now = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return {one.volunteer: one for one in load(store, settings=SETTINGS, now=now)[0]}


def test_load_counts_what_was_asked_and_driven(store: str) -> None:
    no(store, OUT)
    before, after = carried(store, date(2026, 12, 12)), carried(store, date(2026, 12, 20))
    assert (before["V2"].days, before["V2"].ahead) == (0, 1)
    assert (before["V1"].noes, before["V1"].asks, after["V1"].asks) == (1, 1, 1)
    assert after["V2"].days == 1 and after["V2"].minutes > 0
    assert after["V2"].last == MONDAY


def test_one_call_counts_once_and_when_it_was_made(store: str) -> None:
    saturday = date(2026, 12, 12)
    no(store, "S1:2026-12-14", "V1", "busy")
    assert (carried(store, saturday)["V1"].noes, carried(store, saturday)["V1"].asks) == (1, 1)
    no(store, "S1:2026-12-14", "V1", "busy")  # the same again
    assert (carried(store, saturday)["V1"].noes, carried(store, saturday)["V1"].asks) == (1, 1)
    no(store, "S2:2026-12-14", "V1", "busy")  # a call again, about the same day
    assert (carried(store, saturday)["V1"].noes, carried(store, saturday)["V1"].asks) == (2, 1)
    found = dossier(store)
    answers.ask(found, found.subjects(LESSON), "V4")
    yes(store, LESSON, "V4")
    assert carried(store, saturday)["V4"].asks == 1
    late = LATER.date() + timedelta(days=28)
    assert carried(store, late)["V1"].noes == 2
    assert carried(store, late + timedelta(days=1))["V1"].noes == 0


def test_the_coming_week_counts_for_limits_too(store: str) -> None:
    """The shifts of Monday lie in the next week, seen from Saturday; of V1's night there is one."""
    found = carried(store, date(2026, 12, 12))["V1"]
    assert (found.week, found.next_week, found.nights) == (0, 1, 1)
    assert carried(store, date(2026, 12, 6))["V1"].nights == 0  # Monday in eight days
    assert carried(store, date(2026, 12, 20))["V1"].nights == 1
    assert carried(store, date(2026, 12, 21))["V1"].nights == 0


def test_whoever_is_on_the_way_and_has_no_way_home_comes_first(store: str) -> None:
    at_work = datetime(2026, 12, 14, 8, tzinfo=UTC)  # the way out was driven at 04:37
    with transaction(open_store(store)) as session:
        kept = tuple(row for row in TABLES.availability or () if row.volunteer != "V1")
        mornings = (free("03:00", "06:00", volunteer="V1", days=("Mon",)),)
        replace_tables(session, Tables(availability=(*kept, *mornings)))
    morning, found = run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=1, now=at_work))
    assert has(store, OUT) == "V1"  # what was driven stays where it was
    assert has(store, BACK) == ""
    text = plain_lines(morning_page(morning, people=found.people, zone=ZONE))
    assert text[2] == "STRANDED: no way home:"
    assert f"nobody drives {BACK}" in text[3]
    assert "V3" in morning.could["S1:2026-12-14"]  # who wants a week's notice, and can be asked all the same
    for _ in range(2):  # the second time nobody has it any more, which another sentence tells
        again, _ = run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=1, now=at_work))
    assert (again.outcome, again.could) == ("unchanged", morning.could)
    assert yes(store, BACK, "V3") is not None
    assert not any(left.code == "S1:2026-12-14" for left in dossier(store).edition.unserved)


def test_whoever_drives_the_way_home_keeps_it_once_the_way_out_is_driven(store: str) -> None:
    at_work = datetime(2026, 12, 14, 8, tzinfo=UTC)
    morning, _ = run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=1, now=at_work))
    assert morning.could == {}
    assert (has(store, OUT), has(store, BACK)) == ("V1", "V1")  # not asked about it in time, and drove the way out


def test_a_yes_to_another_time_is_asked_about_again(store: str) -> None:
    """The shift begins an hour later than when V1 said yes to the ride."""
    before = dossier(store)
    who = before.one(OUT).volunteer
    yes(store, OUT, who)
    known = _states(store)
    assert known[OUT] == "accepted"
    with transaction(open_store(store)) as session:
        later = tuple(replace(row, start=clock("07:00")) if row.shift == "S1" else row for row in TABLES.shifts or ())
        replace_tables(session, replace(TABLES, shifts=later))
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=LATER))
    assert dossier(store).one(OUT).volunteer == who
    assert _states(store)[OUT] == "moved"


def _states(store: str) -> dict[str, str]:
    found = dossier(store)
    return states(found.edition.stops, found.found.past.promises, found.found.past.events)


def test_the_same_no_is_noted_once_and_looks_again_for_somebody_else(store: str) -> None:
    """Whoever has said no already has not said it again; what an undo takes back is the first no with its plan."""
    no(store, OUT)
    once, plan = trail(store), edition_number(store)
    (again,) = no(store, OUT, "V1", because="busy")
    assert again.before and (again.before.kind, again.before.because) == ("declined", "ill")
    assert (trail(store), edition_number(store)) == (once, plan)
    yes(store, OUT, "V1")
    assert no(store, OUT, "V1")[0].before is None  # it was a yes in between
    assert trail(store).count(("declined", OUT, "V1")) == 2


def test_what_is_over_is_not_answered_and_not_promised(store: str) -> None:
    """Of a commute whose way out is over, the answer is about the way home; afterwards there is nothing to say."""
    at_work, evening = (datetime(2026, 12, 14, hour, tzinfo=UTC) for hour in (10, 20))
    noted = trail(store)
    for code, now in ((OUT, at_work), (BACK, evening), ("S1:2026-12-14", evening)):
        with pytest.raises(RidematchError, match=r"is over; nothing was noted\. .*ridematch done"):
            dossier(store, now).said_by([code], "V1")
        with pytest.raises(RidematchError, match=r"is over; nothing was noted\. .*ridematch done"):
            tell(store, (code,), now=now)
    assert trail(store) == noted
    subjects, _ = dossier(store, at_work).said_by(["S1:2026-12-14"], "")
    assert [one.serves for one in subjects] == [BACK]
    assert [one.serves for one in tell(store, ("S1:2026-12-14",), now=at_work)[1]] == [BACK]


def test_what_nobody_drives_is_over_once_its_last_time_has_passed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nobody.sqlite'}"
    with transaction(open_store(url, create=True)) as session:
        replace_tables(session, replace(TABLES, availability=()))
    run_night(url, order=Order(settings=SETTINGS, first_date=MONDAY, days=1, now=FRIDAY))
    before, after = (datetime(2026, 12, 14, hour, tzinfo=UTC) for hour in (3, 12))
    assert dossier(url, before).said_by([OUT], "V1")[1] == "V1"
    with pytest.raises(RidematchError, match="is over"):
        dossier(url, after).said_by([OUT], "V1")
