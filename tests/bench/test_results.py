"""Rows, gaps, ratios, and what is made of them: JSON, tables, the page's table, the picture."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ridematch.model.errors import RidematchError
from ridematch.views.terminal import plain_lines
from tests.bench import page as pages
from tests.bench.picture import draw, save
from tests.bench.results import Machine, Result, Run, best_bounds, from_json, gap, ratio, this_machine, to_json
from tests.bench.suite import night, tasks
from tests.bench.table import COLUMNS, markdown, page, rows

ENGINE = Result(
    night="spread-60",
    method="engine",
    commutes=60,
    limit=5,
    objective=1000,
    bound=900,
    served=50,
    journeys=60,
    lessons=7,
    wanted=14,
    seconds=5.04,
    peak_mb=345.6,
)
LONGER = replace(ENGINE, limit=20, objective=950, bound=950, proven=True, seconds=11.0)
ROUTING = replace(ENGINE, method="routing", objective=1100, bound=None)
GREEDY = replace(ENGINE, method="greedy", limit=None, objective=1900, bound=None, seconds=0.013)
DEAD = Result(night="spread-60", method="routing", commutes=60, limit=20, error="ended by signal 9")
ALL = (ENGINE, LONGER, ROUTING, DEAD, GREEDY)

MACHINE = Machine(
    cpu="Abacus",
    cores=2,
    load=0.1,
    memory_gb=8,
    system="Linux x86_64",
    python="3.11.1",
    ridematch="1.0",
    libraries={"ortools": "9.15", "numba": "0.61", "numpy": "2.1"},
    measured="2026-12-14",
    revision="abc1234",
)


def test_gaps_are_to_the_best_bound_of_the_night() -> None:
    bounds = best_bounds(ALL)
    assert bounds == {"spread-60": 950}
    assert gap(ENGINE, bounds) == pytest.approx(0.05)
    assert gap(LONGER, bounds) == 0
    assert gap(GREEDY, bounds) == pytest.approx(0.5)
    assert gap(DEAD, bounds) is None
    assert gap(replace(ENGINE, night="week-60"), bounds) is None


def test_ratios_are_to_the_engine_with_the_same_limit() -> None:
    assert ratio(ROUTING, ALL) == pytest.approx(1.1)
    assert ratio(replace(ROUTING, limit=20), ALL) == pytest.approx(1100 / 950)
    assert ratio(GREEDY, ALL) == 2.0
    assert ratio(DEAD, ALL) is None
    assert ratio(GREEDY, (GREEDY, ROUTING)) is None


def test_the_table_has_its_columns() -> None:
    lines = plain_lines(page(ALL))
    assert lines[2] == (
        "night: spread-60; limit: 5 s; method: engine; objective: 1,000; bound: 900; gap, %: 5.00; "
        "served: 50/60; lessons: 7/14; seconds: 5.0; peak MB: 346; ratio: 1.000"
    )
    assert "bound: 950; gap, %: proven; " in lines[3]
    assert "seconds: 0.01; " in lines[6]
    assert {len(row) for row in rows(ALL)} == {len(COLUMNS)}


def test_what_went_wrong_is_said() -> None:
    wrong = replace(ROUTING, violations=("R1 rides 46 min, the limit is 45",))
    said = "\n".join(plain_lines(page((ENGINE, wrong, DEAD))))
    assert "objective: 1,100, not right" in said
    assert "spread-60, routing, 5 s: breaks a rule. R1 rides 46 min, the limit is 45" in said
    assert "spread-60, routing, 20 s: ended by signal 9" in said
    assert "What went wrong" not in "\n".join(plain_lines(page((ENGINE,))))


def test_json_comes_back_as_it_was_and_says_what_follows() -> None:
    text = to_json([Run(machine=MACHINE, results=ALL)])
    assert from_json(text) == (Run(machine=MACHINE, results=ALL),)
    first = json.loads(text)[0]
    assert set(first["machine"]) >= {"cpu", "cores", "memory_gb", "python", "libraries", "measured", "revision"}
    assert set(first["machine"]["libraries"]) == {"ortools", "numba", "numpy"}
    assert set(first["results"][0]) >= {
        *("night", "method", "limit", "objective", "bound", "gap", "served", "lessons", "seconds", "peak_mb", "ratio")
    }
    assert first["results"][2]["ratio"] == pytest.approx(1.1)


def test_this_machine_knows_itself() -> None:
    machine = this_machine()
    assert machine.cores >= 1
    assert machine.cpu
    assert all(machine.libraries.values())


def test_the_page_is_written_between_its_markers_and_nowhere_else(tmp_path: Path) -> None:
    around = f"Before.\n\n{pages.BEGIN}\nold\n{pages.END}\n\nAfter.\n"
    (tmp_path / "benchmarks.md").write_text(around, encoding="utf-8")
    pages.write(tmp_path, [Run(machine=MACHINE, results=ALL)])
    text = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert text.startswith(f"Before.\n\n{pages.BEGIN}\n\nAbacus, 2 cores")
    assert text.endswith(f"\n\n{pages.END}\n\nAfter.\n")
    assert markdown(ALL) in text
    assert "old" not in text
    assert (tmp_path / "benchmarks.svg").exists()
    week = replace(ENGINE, night="week-60")
    again = replace(GREEDY, objective=1800)
    pages.write(tmp_path, [Run(machine=replace(MACHINE, cpu="Slide rule"), results=(week,))])
    pages.write(tmp_path, [Run(machine=replace(MACHINE, cpu="Mainframe"), results=(again,))])
    runs = from_json((tmp_path / "benchmarks.json").read_text(encoding="utf-8"))
    assert [(run.machine.cpu, run.results) for run in runs] == [("Slide rule", (week,)), ("Mainframe", (again,))]


def test_the_committed_page_shows_the_committed_numbers() -> None:
    text = (pages.DOCS / "benchmarks.md").read_text(encoding="utf-8")
    runs = from_json((pages.DOCS / "benchmarks.json").read_text(encoding="utf-8"))
    assert pages.with_tables(text, runs) == text


def test_a_page_without_markers_and_a_file_of_something_else_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RidematchError, match="needs the lines"):
        pages.with_tables("Before.", [])
    (tmp_path / "bench.json").write_text("[1]", encoding="utf-8")
    assert pages.main([str(tmp_path / "bench.json")]) == 2
    assert pages.main([str(tmp_path / "nothing.json")]) == 2
    said = capsys.readouterr().err
    assert "bench.json is no file of results; make bench writes one." in said
    assert "nothing.json can't be read" in said


@pytest.mark.filterwarnings("error")
def test_the_picture_is_the_same_for_the_same_results(tmp_path: Path) -> None:
    for name in ("one", "other"):
        save(
            draw((*ALL, replace(ENGINE, night="week-60", bound=0))), tmp_path / f"{name}.svg", tmp_path / f"{name}.png"
        )
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()
    assert (tmp_path / "one.png").stat().st_size > 10_000
    save(draw(()), tmp_path / "empty.svg")


def test_the_suite_is_as_asked() -> None:
    usual = tasks()
    assert {task.night.commutes for task in usual} == {20, 60, 100, 200}
    assert len({task.night.name for task in usual}) == 22
    assert [task.name for task in tasks(sizes=(1000,))] == [
        "spread-1000, engine, 600 s",
        "spread-1000, routing, 600 s",
        "spread-1000, greedy",
    ]
    some = tasks(sizes=(20,), shapes=("week",), seconds=(20, 5), methods=("engine",), seed=3)
    assert [task.name for task in some] == ["week-20-3, engine, 5 s", "week-20-3, engine, 20 s"]
    assert night("doubling", 60).volunteers == night("spread", 60).volunteers // 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sizes": (50,)}, "There are no nights of 50 commutes; choose among 20, 60, 100, 200, 1000."),
        ({"shapes": ("sprad",)}, "There is no shape sprad; choose among spread, "),
        ({"methods": ("magic",)}, "There is no method magic; choose among engine, routing, greedy."),
        ({"seconds": (0.0,)}, "A time limit is a number of seconds above 0."),
    ],
)
def test_what_there_is_not_is_said(wrong: dict[str, tuple[str, ...]], said: str) -> None:
    with pytest.raises(RidematchError, match=said):
        tasks(**wrong)  # type: ignore[arg-type]
