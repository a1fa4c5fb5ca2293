import subprocess
import sys
from pathlib import Path

from ridematch.cli.reference import main, reference

COMMANDS = Path(__file__).parents[2] / "docs" / "commands.md"


def test_the_command_reference_is_up_to_date() -> None:
    assert main(["--check", str(COMMANDS)]) == 0


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


def test_help_needs_nothing_heavy() -> None:
    code = (
        "import sys; from ridematch.cli.app import run; run(['--help']); "
        "heavy = ('scipy', 'numpy', 'numba', 'ortools', 'sqlalchemy', 'alembic', 'pydantic', 'geopy', 'rich', 'babel', "
        "'openpyxl', 'icalendar'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
