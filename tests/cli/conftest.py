import shutil
from pathlib import Path

import pytest

from tests.cli.desk import MONDAY, a_town, succeed


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a small town."""
    return a_town(tmp_path_factory.mktemp("data") / "town")


@pytest.fixture(scope="session")
def matched_once(tmp_path_factory: pytest.TempPathFactory, town: Path) -> Path:
    store = tmp_path_factory.mktemp("store") / "town.sqlite"
    succeed(store, "import", town, "--yes")
    succeed(store, "match", "--from", MONDAY)
    return store


@pytest.fixture
def matched(matched_once: Path, tmp_path: Path) -> Path:
    """A store of its own for each test, with one edition published."""
    return Path(shutil.copy(matched_once, tmp_path / "store.sqlite"))
