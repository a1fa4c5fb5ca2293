"""In every test that starts the program it is Friday, three days before the week that most data are about."""

import os

import pytest

NOW = "2026-12-11T18:00+01:00"


@pytest.fixture(autouse=True, scope="session")
def friday() -> None:
    """For the program in this process and in those it starts."""
    os.environ["RIDEMATCH_NOW"] = NOW
