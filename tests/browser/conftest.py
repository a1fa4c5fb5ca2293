"""The same town as for the command line."""

from pathlib import Path

import pytest

from tests.cli.desk import a_town


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a small town."""
    return a_town(tmp_path_factory.mktemp("data") / "town")
