import re
import subprocess
import sys
from pathlib import Path

import pytest

from ridematch.cli.app import run
from ridematch.cli.reference import main, reference

COMMANDS = Path(__file__).parents[2] / "docs" / "commands.md"
SWEDISH = COMMANDS.with_name("commands.sv.md")


def test_the_command_reference_is_up_to_date() -> None:
    assert main(["--check", str(COMMANDS), str(SWEDISH)]) == 0


def test_it_does_not_depend_on_the_terminal() -> None:
    narrow = subprocess.run(
        [sys.executable, "-m", "ridematch.cli.reference", "--check", str(COMMANDS)], env={"COLUMNS": "40"}, check=False
    )
    assert narrow.returncode == 0
    assert max(len(line) for line in reference().splitlines()) <= 100


def test_an_old_reference_is_noticed(tmp_path: Path) -> None:
    old = tmp_path / "commands.md"
    assert main(["--check", str(old)]) == 1
    assert main([str(old)]) == 0
    assert main(["--check", str(old)]) == 0
    old.write_text("# Commands\n", encoding="utf-8")
    assert main(["--check", str(old)]) == 1


def test_every_command_has_an_example() -> None:
    sections = reference().split("\n## ")[1:]
    assert len(sections) > 10
    assert [section.splitlines()[0] for section in sections if "Example: ridematch" not in section] == []


def test_help_in_swedish_has_no_english_left() -> None:
    english, swedish = (reference(language).splitlines() for language in ("en", "sv"))
    both = {line.strip() for line in english} & {line.strip() for line in swedish}
    both = {line for line in both if not line.startswith("## ")}
    sentences = [line for line in both if re.search(r"[a-z]{3,} [a-z]+ [a-z]+", line)]
    assert sentences == []
    assert not any(re.search(r"Usage|Options|Commands|required|default|env var|Example", line) for line in swedish)


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (["--language", "sv", "away", "--help"], {}),
        (["--language=sv", "away", "-h"], {}),
        (["away", "--help"], {"RIDEMATCH_LANGUAGE": "SV"}),
        (["--config", "{config}", "away", "--help"], {}),
    ],
)
def test_help_speaks_the_language_that_is_asked_for(
    arguments: list[str], environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text('language = "sv"\n', encoding="utf-8")
    typed = [word.format(config=tmp_path / "settings.toml") for word in arguments]
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert run(typed) == 0
    assert "Någon är borta en dag" in capsys.readouterr().out
    assert run(["away", "--help"]) == 0
    assert "Somebody is away on one date" in capsys.readouterr().out


def test_help_needs_nothing_heavy() -> None:
    code = (
        "import sys; from ridematch.cli.app import run; run(['--help']); "
        "heavy = ('scipy', 'numpy', 'numba', 'ortools', 'sqlalchemy', 'alembic', 'pydantic', 'geopy', 'rich', 'babel', "
        "'openpyxl', 'icalendar'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
