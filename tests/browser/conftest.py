"""The same town as for the command line, whose people read other scripts."""

from pathlib import Path

import pytest

from tests.cli.desk import a_town, read, write

READ = {"R1": "ar", "R3": "ti", "V1": "fa", "V2": "uk"}
"""Who reads which language; R2 is not to be seen, and so is the language."""


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a small town."""
    folder = a_town(tmp_path_factory.mktemp("data") / "town")
    riders, volunteers = read(folder / "riders.csv"), read(folder / "volunteers.csv")
    for row in riders:
        row["language"] = READ.get(row["rider"], row["language"])
    write(folder / "riders.csv", riders)
    write(folder / "volunteers.csv", [row | {"languages": READ[row["volunteer"]]} for row in volunteers])
    return folder
