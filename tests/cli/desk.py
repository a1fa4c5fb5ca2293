"""The program as a coordinator runs it, on a small town in which one rider is not to be seen."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

FIRST_STEPS = Path(__file__).parents[2] / "data" / "first-steps"
MONDAY = "2026-12-14"
HIDDEN = "R2"
SECRETS = ("Tekle", "Testdal", "070-1740691", "1740691", "Hemlighetsvägen")

_INSTALLED = Path(sys.executable).with_name("ridematch")
PROGRAM = (
    [str(_INSTALLED)] if _INSTALLED.exists() else [sys.executable, "-c", "from ridematch.cli.app import main; main()"]
)


def environment(store: Path, **more: str) -> dict[str, str]:
    """What the program finds around it: this store, 80 columns."""
    kept = {name: value for name, value in os.environ.items() if name != "RIDEMATCH_TRACEBACK"}
    return kept | {"RIDEMATCH_STORE": f"sqlite:///{store}", "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"} | more


def run(store: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run it in a pipe."""
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=environment(store),
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


def succeed(store: Path, *arguments: str | Path) -> str:
    """Run it in a pipe and return what it prints, having seen that all went well."""
    done = run(store, *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def a_town(folder: Path) -> Path:
    """The first steps, with one rider of limited visibility who waits at a meeting point."""
    shutil.copytree(FIRST_STEPS, folder)
    riders = read(folder / "riders.csv")
    for row in riders:
        row["limited_visibility"] = "yes" if row["rider"] == HIDDEN else "no"
        row["address"] = "Hemlighetsvägen 7" if row["rider"] == HIDDEN else "Påhittsvägen 1"
        if row["rider"] == HIDDEN:
            row["home"] = "Mötesplats Undersåker"
    write(folder / "riders.csv", riders)
    return folder


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
