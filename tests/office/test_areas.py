"""Many areas in one run: the same plans wherever they are made, and nothing lost when somebody dies."""

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread

import pytest
from distributed import LocalCluster

from ridematch.match.parts import parted
from ridematch.match.solve import match
from ridematch.model.edition import Edition
from ridematch.model.errors import RidematchError
from ridematch.office.areas import run_areas
from ridematch.office.intake import apply_intake, read_intake
from ridematch.office.night import gather
from ridematch.office.runs import Order
from ridematch.office.settings import load_settings
from ridematch.store.database import open_store, reading
from ridematch.store.editions import latest_edition
from ridematch.store.lock import one_run_at_a_time
from ridematch.views.areas import AreaResult, areas_page
from ridematch.views.terminal import plain_lines

FIRST_STEPS = Path(__file__).parents[2] / "data" / "first-steps"
SETTINGS = load_settings(None)
FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)
ORDER = Order(settings=SETTINGS, first_date=date(2026, 12, 14), days=7, now=FRIDAY)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("imported") / "store.sqlite"
    store = f"sqlite:///{file}"
    apply_intake(read_intake(FIRST_STEPS, store=store, settings=SETTINGS, now=FRIDAY), store=store)
    return file


def stores(imported: Path, folder: Path, *, count: int = 4) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    return {f"area-{n}": f"sqlite:///{shutil.copy(imported, folder / f'{n}.sqlite')}" for n in range(count)}


def run(areas: dict[str, str], executor: str) -> dict[str, AreaResult]:
    """Each area plans other dates, so that none is like another."""
    found = run_areas(areas, executor=executor, order=ORDER)
    return {one.name: one for one in found}


def published(store: str) -> Edition:
    with reading(open_store(store)) as session:
        edition = latest_edition(session)
    assert edition is not None
    return edition


def says(edition: Edition) -> object:
    return edition.number, edition.stops, edition.unserved, edition.covered, edition.objective, edition.proven


@pytest.fixture(scope="module")
def alone(imported: Path, tmp_path_factory: pytest.TempPathFactory) -> object:
    """What one process publishes."""
    areas = stores(imported, tmp_path_factory.mktemp("alone"), count=1)
    assert all(one.is_sound for one in run(areas, "here").values())
    return says(published(areas["area-0"]))


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as found:
        yield found


@pytest.mark.slow
def test_processes_make_the_same_plans(imported: Path, tmp_path: Path, alone: object) -> None:
    areas = stores(imported, tmp_path)
    results = run(areas, "processes")
    assert all(one.is_sound for one in results.values())
    assert [says(published(store)) for store in areas.values()] == [alone] * len(areas)


@pytest.mark.slow
def test_a_dask_cluster_of_which_a_worker_dies_loses_nothing(
    imported: Path, tmp_path: Path, alone: object, cluster: LocalCluster
) -> None:
    areas = stores(imported, tmp_path, count=6)
    address = cluster.scheduler_address.removeprefix("tcp://")
    results: dict[str, AreaResult] = {}
    thread = Thread(target=lambda: results.update(run(areas, f"dask://{address}")))
    thread.start()
    victim = next(iter(cluster.workers.values()))
    scheduler = cluster.scheduler
    while scheduler is not None and not scheduler.tasks:
        thread.join(0.01)
    os.kill(victim.pid, signal.SIGKILL)
    thread.join()
    assert sorted(results) == sorted(areas)
    assert [one.failed for one in results.values() if not one.is_sound] == []
    assert [says(published(store)) for store in areas.values()] == [alone] * len(areas)


def test_one_area_that_fails_costs_itself(imported: Path, tmp_path: Path, alone: object) -> None:
    areas = stores(imported, tmp_path, count=2) | {"lost": f"sqlite:///{tmp_path / 'nowhere.sqlite'}"}
    with one_run_at_a_time(open_store(areas["area-1"])):
        results = run(areas, "here")
    assert says(published(areas["area-0"])) == alone
    assert "Another match is running" in results["area-1"].failed
    assert "There is no store" in results["lost"].failed
    lines = plain_lines(areas_page(results.values()))
    assert lines[2] == "No new plan; the last one stands:"
    assert [line.split(":")[0] for line in lines[3:5]] == ["area-1", "lost"]
    assert any(line.startswith("area: area-0; served: 4/6 commutes") for line in lines)


@pytest.mark.slow
def test_an_area_in_parts_is_planned_as_in_one_process(imported: Path, tmp_path: Path, cluster: LocalCluster) -> None:
    one_day = replace(ORDER, days=1)
    address = cluster.scheduler_address.removeprefix("tcp://")
    found = []
    for name in ("here", "processes", f"dask://{address}"):
        areas = stores(imported, tmp_path / name.partition(":")[0], count=2)
        problem = gather(open_store(areas["area-0"]), one_day).problem
        assert len(parted(problem)) == 2
        results = list(run_areas(areas, executor=name, order=one_day))
        assert [one.failed for one in results if not one.is_sound] == []
        found += [says(published(store)) for store in areas.values()]
        assert published(areas["area-0"]).objective == match(problem).objective
    assert found == [found[0]] * 6


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nonsense", "dask://localhost:1"])
def test_an_executor_that_can_t_be_used_is_said(imported: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(RidematchError, match=r"executor is|no Dask scheduler"):
        run(stores(imported, tmp_path, count=1), name)


def test_no_names_travel(imported: Path, tmp_path: Path) -> None:
    """What workers get and give is by codes."""
    from ridematch.office.deciding import decide

    areas = stores(imported, tmp_path, count=1)
    gathered = gather(open_store(areas["area-0"]), ORDER)
    given = (gathered.problem, gathered.found.past, gathered.found.latest)
    told = repr((given, decide(*given)))
    people = gathered.found.people.people.values()
    assert [one.code for one in people if one.name in told or (one.phone and one.phone in told)] == []
