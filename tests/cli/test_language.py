"""English or Swedish: the option before the environment before the configuration."""

import re
import subprocess
from pathlib import Path

import pytest

from ridematch.cli.app import run as run_here
from ridematch.language import spoken
from tests.cli.desk import PROGRAM, environment, write

ENGLISH, SWEDISH = "row 2, column start", "rad 2, kolumn start"
CONFIGURED = 'language = "sv"\n'


@pytest.fixture
def mistaken(tmp_path: Path) -> Path:
    """A folder whose import makes one mistake."""
    (tmp_path / "tables").mkdir()
    write(
        tmp_path / "tables" / "shift_changes.csv",
        [{"shift": "S1", "date": "2026-12-14", "change": "moved", "start": "25:00", "end": ""}],
    )
    (tmp_path / "sv.toml").write_text(CONFIGURED, encoding="utf-8")
    return tmp_path


def said(folder: Path, *options: str, variable: str = "") -> str:
    """What the import complains about."""
    done = subprocess.run(
        [*PROGRAM, *options, "import", "tables", "--yes"],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=environment(folder / "none.sqlite", RIDEMATCH_LANGUAGE=variable),
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    return done.stderr


def test_english_unless_somebody_says_otherwise(mistaken: Path) -> None:
    assert ENGLISH in said(mistaken)


def test_the_configuration_says_which(mistaken: Path) -> None:
    assert SWEDISH in said(mistaken, "--config", "sv.toml")


def test_the_environment_comes_before_the_configuration(mistaken: Path) -> None:
    assert ENGLISH in said(mistaken, "--config", "sv.toml", variable="en")


def test_the_option_comes_before_both(mistaken: Path) -> None:
    refused = said(mistaken, "--config", "sv.toml", "--language", "sv", variable="en")
    assert SWEDISH in refused
    assert "Skriv så här: 06:30." in refused
    assert "inget har lästs in" in refused


@pytest.mark.parametrize(
    ("options", "variable"), [(("--language", "fi"), ""), ((), "svenska"), (("--config", "fi.toml"), "")]
)
def test_a_wrong_word_is_wrong_use(mistaken: Path, options: tuple[str, ...], variable: str) -> None:
    (mistaken / "fi.toml").write_text('language = "fi"\n', encoding="utf-8")
    refused = said(mistaken, *options, variable=variable)
    assert "language" in refused
    assert re.search(r'[: ]"?en"? or "?sv"?\.', refused)
    assert "Traceback" not in refused


def test_a_run_leaves_the_language_as_it_was(mistaken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = f"sqlite:///{mistaken / 'none.sqlite'}"
    tables = str(mistaken / "tables")
    assert run_here(["--store", store, "--language", "sv", "import", tables, "--yes"]) == 2
    assert SWEDISH in capsys.readouterr().err
    assert spoken() == "en"
    assert run_here(["--store", store, "import", tables, "--yes"]) == 2
    assert ENGLISH in capsys.readouterr().err
