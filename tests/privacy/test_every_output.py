"""No output of any command tells who a rider with limited visibility is: every command, option, language and format."""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pexpect
import pytest
import typer

from ridematch.cli.app import add_commands
from ridematch.cli.files import Format
from ridematch.cli.options import WRONG
from tests.cli.desk import HIDDEN, PROGRAM, environment
from tests.privacy.desk import Heard, in_a_pipe
from tests.privacy.scenes import BY_NAME, LAST, LINES, MISTAKES, NAMES, Line, lines
from tests.privacy.town import SECRET, anybody, told_by

SOME = NAMES[:1]
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
ASKED = r"\[(y|j)/N\]"

ONE_AFTER_THE_OTHER = """
import json, sys
from ridematch.cli.app import run
assert sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()
for arguments in json.load(open(sys.argv[1], encoding="utf-8")):
    print("=", run(arguments), flush=True)
"""
"""The program at a terminal, without a new start for each command."""


def scenes(place: Path, out: Path) -> tuple[Line, ...]:
    return lines(LINES, town=place / "town", out=out)


def helps() -> tuple[Line, ...]:
    return tuple(Line((*name.split(), "--help"), 0) for name in sorted(commands()))


def commands() -> Mapping[str, Any]:
    """By name, as the program has them; of a group, those within by both their words."""
    return dict(_within("", typer.main.get_command(add_commands())))


def _within(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(command, typer.core.TyperGroup):
        yield name, command
        return
    for word, one in command.commands.items():
        yield from _within(f"{name} {word}".strip(), one)


def named(line: Line) -> str:
    """The name of the command that a line is about."""
    first, *rest = line.arguments
    return first if first in commands() else " ".join((first, *rest[:1]))


def imports(place: Path, *, workbooks: bool = False) -> Iterator[Line]:
    """Every mistake, in a folder of CSV files or in a workbook."""
    for bad in sorted((place / "bad").iterdir()):
        if bad.is_file() == workbooks:
            yield Line(("import", f"{bad}", "--yes"), 2)


def calls(place: Path, out: Path, names: Iterable[str]) -> Iterator[Line]:
    for name in names:
        yield from lines(BY_NAME, town=place / "town", out=out, name=name)


@pytest.mark.slow
def test_every_command_and_option_has_a_scene() -> None:
    typed: dict[str, set[str]] = {}
    for line in lines(LINES + LAST, town=Path(), out=Path()):
        typed.setdefault(named(line), set()).update(line.arguments[1:])
    missing = [
        (name, parameter.opts)
        for name, command in commands().items()
        for parameter in command.params
        if name not in typed or (parameter.opts[0].startswith("-") and not typed[name].intersection(parameter.opts))
    ]
    assert missing == []
    assert typed.keys() == commands().keys()
    assert typed["export"].issuperset(Format)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "names", "workbooks"),
    [(("--language", "en"), NAMES, False), (("--language", "sv", "--plain"), SOME, True)],
)
def test_in_a_pipe(place: Path, store: Path, options: tuple[str, ...], names: Sequence[str], workbooks: bool) -> None:
    mistakes = imports(place, workbooks=workbooks)
    everything = [*scenes(place, store.parent), *helps(), *calls(place, store.parent, names), *mistakes]
    heard = [in_a_pipe(store, line, *options) for line in everything]
    assert [(one.line, one.status, one.err) for one in heard if one.status != one.line.status] == []
    assert sum(HIDDEN in one.out for one in heard) > 25  # the scenes are about somebody
    assert telling((f"{one.line.arguments}", one.out + one.err) for one in heard) == []
    assert telling((f"{path}", told_by(path)) for path in written(store.parent)) == []
    assert others_in_messages(heard) == []
    forgotten = [in_a_pipe(store, line, *options) for line in lines(LAST, town=place / "town", out=store.parent)]
    assert [(one.line, one.err) for one in forgotten if one.status] == []
    assert telling((f"{one.line.arguments}", one.out) for one in forgotten) == []
    assert SECRET.seen_in(store.read_bytes().decode("utf-8", "replace")) == []


def telling(texts: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Which texts tell what."""
    return [(name, seen) for name, text in texts if (seen := SECRET.seen_in(text))]


def written(folder: Path) -> list[Path]:
    """The files that the commands wrote."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.parent.name.startswith("edited")
            and not path.name.startswith("store.sqlite")]  # fmt: skip


def others_in_messages(heard: Iterable[Heard]) -> list[tuple[Line, str, list[str]]]:
    """What standard error tells of anybody at all."""
    everybody = anybody()
    return [
        (one.line, code, seen)
        for one in heard
        for code, person in everybody.items()
        if (seen := person.seen_in(one.err))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "sv"])
def test_at_a_terminal_of_80_columns(place: Path, store: Path, language: str) -> None:
    typed = [line for line in scenes(place, store.parent) if line.arguments[0] != "export"]  # files are the same
    if language == "en":
        typed += [*helps(), *calls(place, store.parent, SOME), *imports(place)]
    else:  # one of each: all the rest is said as in English, with the words of the pipe
        typed = list({named(line): line for line in reversed(typed) if line.status != WRONG}.values())[::-1]
    (store.parent / "typed.json").write_text(json.dumps([line.arguments for line in typed]), encoding="utf-8")
    child = pexpect.spawn(
        sys.executable,
        ["-c", ONE_AFTER_THE_OTHER, f"{store.parent / 'typed.json'}"],
        env=environment(store, TERM="xterm", RIDEMATCH_LANGUAGE=language),
        encoding="utf-8",
        dimensions=(60, 80),
        timeout=60,
    )
    shown = ""
    while child.expect([ASKED, pexpect.EOF], searchwindowsize=200) == 0:
        shown += str(child.before)
        child.sendline("n")
    shown = ESCAPES.sub("", shown + str(child.before))
    child.close()
    assert child.exitstatus == 0, shown[-2000:]
    assert len(re.findall(r"^= \d+\r$", shown, re.MULTILINE)) == len(typed)
    assert "─" in shown
    assert shown.count(HIDDEN) > sum(line.status != WRONG and "--help" not in line.arguments for line in typed)
    assert SECRET.seen_in(shown) == []


@pytest.mark.slow
def test_what_is_unforeseen_quotes_no_row(place: Path, store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE shift SET first_date = 'Tekle Grönvåhl 070-1740691'")
    for variables in ({}, {"RIDEMATCH_TRACEBACK": "1"}):
        done = subprocess.run(
            [*PROGRAM, "schedule"],
            env=environment(store, **variables),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 1
        assert "something unforeseen went wrong (ValueError at" in done.stderr
        assert ("in standing_in" in done.stderr) == bool(variables)
        assert SECRET.seen_in(done.stdout + done.stderr) == []


def test_the_first_import_tells_nothing_either(place: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.sqlite"
    for kind in MISTAKES.keys() - {"no column for it"}:  # of that, nobody can know
        town = shutil.copytree(place / "town", tmp_path / kind)
        shutil.copytree(place / "bad" / kind, town, dirs_exist_ok=True)
        heard = in_a_pipe(new, Line(("import", f"{town}", "--yes"), 2))
        assert (heard.status, new.exists()) == (2, False)
        assert SECRET.seen_in(heard.out + heard.err) == [], kind
