"""Drafts: what they say of a trip is exact, what they keep count of adds up, and a plan made of them alone is right."""

from collections import defaultdict
from collections.abc import Iterable
from random import Random

import numpy as np
import pytest

from ridematch.match import first, solve
from ridematch.match.board import Board, lay_out
from ridematch.match.choosing import choose
from ridematch.match.crowd import gathered
from ridematch.match.draft.draft import BEGIN, CLOSE, DRIVING, MOST_STOPS, NOWHERE, Draft, total
from ridematch.match.draft.drafts import Drafts
from ridematch.match.draft.scene import (
    DAY,
    DESTINATION,
    END,
    MAX_DRIVING,
    MOST_ABOARD,
    ORIGIN,
    OWN_TRIP,
    SEASON,
    START,
    WEEK,
    Scene,
    scene_of,
)
from ridematch.match.draft.trip import new_sheet, trip_times
from ridematch.match.known import given
from ridematch.match.labels import DRIVING_MINUTES, FIRST
from ridematch.match.master import Rows
from ridematch.match.solve import match
from ridematch.match.stop import Stop
from ridematch.match.timing import Six, in_a_row
from ridematch.model.problem import Problem
from ridematch.rules.check import check
from ridematch.rules.score import score
from tests.bench.greedy import greedy
from tests.bench.suite import night
from tests.match.nights import crowded, tiny, with_answers, with_cars, with_practice
from tests.match.test_best import QUICK, SHAPES
from tests.match.test_crowd import in_company


def drafted(problem: Problem, tries: int) -> Drafts:
    """Drafts of a problem after so many tries."""
    crowd = gathered(problem)
    board = lay_out(crowd.problem, {code: len(members) for code, members in crowd.alike.items()})
    drafts = Drafts(lay_out(problem), board, crowd)
    drafts.improve(tries, late=lambda: False)
    return drafts


@pytest.mark.parametrize("seed", range(4))
def test_a_trip_with_one_empty_stretch_has_the_times_of_its_network(seed: int) -> None:
    """Against the closed network of `sequence`, with the ways from home and back, on every block."""
    board, rng = lay_out(crowded(seed, commutes=10, drivers=6, lessons=0)), Random(seed)
    scene, sheet, some = scene_of(board), new_sheet(MOST_STOPS, 1), _sequences(board, rng)
    fragments, tried = given(board, 0, some), {True: 0, False: 0}
    for number, stops in enumerate(fragments.stops.tolist()):
        many = sum(stop >= 0 for stop in stops)
        item = fragments.table[number]
        for block in range(len(scene.blocks)):
            about = scene.blocks[block]
            sheet.stops[:many] = stops[:many]
            fits, departs, arrives, driving, _ = trip_times(scene, sheet, many, block, about[START], about[END])
            out = scene.minutes[about[SEASON], about[ORIGIN], scene.stops[stops[0], 0]]
            home = scene.minutes[about[SEASON], scene.stops[stops[many - 1], 0], about[DESTINATION]]
            anywhen = (about[START], about[END], about[START], about[END], 0, 0)
            ok, *span = in_a_row(anywhen, out, out, _six(item[FIRST:]))
            if ok:
                ok, *span = in_a_row(_six(span), home, home, anywhen)
            whole = out + item[DRIVING_MINUTES] + home
            if whole > scene.most_wheel:
                continue  # a break before the first stop may be possible
            tried[bool(ok)] += 1
            assert fits == ok
            if ok:
                assert (arrives, arrives - departs, driving) == (span[2], span[4], whole)
                for times in (sheet.early, sheet.late):
                    begins = dict(zip(stops[:many], times.tolist(), strict=False))
                    for stop in begins.keys() & {2 * ride.bit for ride in board.rides}:
                        assert begins[stop + 1] - begins[stop] <= scene.task[stop // 2, MOST_ABOARD]
    assert min(tried.values()) > 10


def _six(span: Iterable[int]) -> Six:
    first, last, earliest, latest, least, most = map(int, span)
    return first, last, earliest, latest, least, most


def _sequences(board: Board, rng: Random) -> list[tuple[tuple[int, bool], ...]]:
    """Some orders of the stops of one or two rides."""
    found: dict[tuple[tuple[int, bool], ...], None] = {}
    bits = [ride.bit for ride in board.rides]
    for _ in range(400):
        one, other = rng.sample(bits, 2)
        found[(one, False), (one, True)] = None
        found[
            (one, False), (other, False), *rng.choice((((one, True), (other, True)), ((other, True), (one, True))))
        ] = None
    return list(found)


def _adds_up(scene: Scene, draft: Draft) -> None:
    """What a draft keeps count of is what its routes say."""
    where = np.full(len(draft.where), NOWHERE)
    driving, outings = np.zeros(len(scene.days), dtype=np.int64), np.zeros(len(scene.days), dtype=np.int64)
    weeks: dict[int, set[int]] = defaultdict(set)
    for block, about in enumerate(scene.blocks):
        at = 0
        for trip in draft.trips[block, : draft.many[block]]:
            assert trip[BEGIN] == at < trip[CLOSE]
            at = int(trip[CLOSE])
            driving[about[DAY]] += trip[DRIVING]
            for stop in draft.routes[block, trip[BEGIN] : trip[CLOSE]].tolist():
                assert scene.stops[stop, 1] <= draft.early[stop] <= draft.late[stop] <= scene.stops[stop, 2]
                if stop % 2 == 0:
                    assert where[stop // 2] == NOWHERE
                    where[stop // 2] = block
                    if not about[OWN_TRIP]:
                        outings[about[DAY]] += 1
                        weeks[int(scene.days[about[DAY], WEEK])].add(int(about[DAY]))
    served = draft.where >= 0
    assert (draft.where[served] == where[served]).all()
    assert (where[~served] == NOWHERE).all()
    assert (draft.driving == driving).all()
    assert (driving <= scene.days[:, MAX_DRIVING]).all()
    assert (draft.outings == outings).all()
    for week, most in enumerate(scene.days_a_week):
        assert draft.days_used[week] == len(weeks[week]) <= most
    assert draft.taken.max(initial=0) <= 1


@pytest.mark.parametrize("seed", range(6))
def test_what_a_draft_counts_adds_up_after_many_tries(seed: int) -> None:
    problem = with_answers(with_cars(tiny(seed, commutes=8, drivers=5, lessons=3, days=1 + seed % 2), seed), seed)
    drafts = drafted(problem, 300)
    for draft in (*drafts.drafts, *drafts.best):
        _adds_up(drafts.scene, draft)


@pytest.mark.parametrize("seed", range(4))
def test_a_plan_of_the_best_draft_costs_no_more_than_the_draft(seed: int) -> None:
    drafts = drafted(crowded(seed, commutes=14, drivers=9, lessons=3), 300)
    duties = drafts.duties()
    rows = Rows(drafts.board, list(dict.fromkeys((duty.driver, duty.date) for duty in duties)))
    choice = choose(rows, drafts.best_duties(), stop=Stop())
    assert choice is not None
    assert choice.duties
    assert choice.objective <= min(total(drafts.scene, best) for best in drafts.best) + 1e-6


@pytest.mark.parametrize("shape", ["spread", "hotel", "shuttle", "all-day", "commuters", "doubling"])
def test_a_draft_is_better_than_a_coordinator_by_hand(shape: str) -> None:
    problem = night(shape, 20).problem()
    drafts = drafted(problem, 500)
    by_hand = greedy(problem)
    assert min(total(drafts.scene, best) for best in drafts.best) < by_hand.objective


def of_drafts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing is looked at but drafts."""
    monkeypatch.setattr(solve, "MANY_PREFIXES", 0)
    monkeypatch.setattr(solve, "MORE_PREFIXES", 0)
    monkeypatch.setattr(solve, "SHORT_PREFIXES", 0)
    monkeypatch.setattr(solve, "MOST_PREFIXES", 0)
    monkeypatch.setattr(first, "FIRST_TRIES", 100)
    monkeypatch.setattr(first, "MORE_TRIES", 300)


@pytest.mark.parametrize("seed", QUICK[::2])
def test_a_plan_of_drafts_alone_is_right_and_not_called_proven(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = 0
    for problem in (
        tiny(seed, **SHAPES[seed % len(SHAPES)]),
        with_answers(with_cars(with_practice(tiny(seed, commutes=6, drivers=4, lessons=2, days=3), seed), seed), seed),
        in_company(seed, copies=4),
    ):
        with monkeypatch.context() as narrowed:
            best = match(problem)
            of_drafts_alone(narrowed)
            plan = match(problem)
        assert [violation.sentence for violation in check(problem, plan)] == []
        assert score(problem, plan).total == pytest.approx(plan.objective)
        assert plan.bound <= best.objective + 1e-6 <= plan.objective + 2e-6
        alone += not plan.complete
        assert plan.proven is False or plan.complete  # where nobody can drive anybody that is all there is
    assert alone


def test_the_same_drafts_twice() -> None:
    problem = night("hotel", 20).problem()
    one, other = drafted(problem, 300), drafted(problem, 300)
    assert one.routes == other.routes


def test_a_long_drive_of_a_shuttle_has_its_break(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = night("shuttle", 20).problem()
    of_drafts_alone(monkeypatch)
    plan = match(problem)
    assert check(problem, plan) == ()
    assert len(plan.left_out) <= 1
