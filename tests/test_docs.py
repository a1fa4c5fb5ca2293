"""What the documents say is so: the README's tour runs as shown, and what they name is there."""

import importlib
import pkgutil
import re
import shutil
import tomllib
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

import pexpect
import pytest

import ridematch.match
import ridematch.model
from tests.cli.desk import PROGRAM, environment

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "CHANGELOG.md", "DECISIONS.md", "docs/guide.md")

MADE_BY_RUNNING = (".venv", "out")
"""Folders that the documents name and that are there only after a command was run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command of the tour, and the lines the README shows under it, without those that stand for more."""

    command: str
    shown: tuple[str, ...]


def tour(document: str) -> tuple[Step, ...]:
    """The commands of all console blocks, in order."""
    steps: list[Step] = []
    for block in re.findall(r"^```console\n(.*?)^```", document, re.MULTILINE | re.DOTALL):
        for part in block.removeprefix("$ ").split("\n$ "):
            command, *lines = part.splitlines()
            steps.append(Step(command=command, shown=tuple(line for line in lines if line.strip() not in ("", "..."))))
    return tuple(steps)


def test_the_tour_runs_as_it_is_shown(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "first-steps", tmp_path / "data" / "first-steps")
    environ = environment(tmp_path / "unused.sqlite", TERM="dumb")
    commands = []
    for step in tour(README):
        program, *arguments = step.command.split()
        if program == "export":
            name, _, value = arguments[0].partition("=")
            environ[name] = value
            continue
        assert program == "ridematch"
        commands.append(arguments[0])
        printed = at_a_terminal(arguments, environ, tmp_path)
        assert missing(step.shown, printed) == [], f"$ {step.command}\n" + "\n".join(printed)
    assert commands == ["import", "match", "schedule", "rides", "unmet", "told", "match", "check", "export", "export"]
    assert not (tmp_path / "unused.sqlite").exists()


def at_a_terminal(arguments: list[str], environ: dict[str, str], folder: Path) -> list[str]:
    """The lines a person sees who runs this in 80 columns, having seen that all went well."""
    program, *first = PROGRAM
    child = pexpect.spawn(
        program,
        [*first, *arguments],
        cwd=str(folder),
        env=environ,
        encoding="utf-8",
        dimensions=(200, 80),
        timeout=120,
    )
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    return [line.rstrip() for line in str(child.before).splitlines()]


def missing(shown: tuple[str, ...], printed: list[str]) -> list[str]:
    """The lines shown that are not printed in the same order; how wide columns are does not matter."""
    rest = (squeezed(line) for line in printed)
    return [line for line in shown if squeezed(line) not in rest]


def squeezed(line: str) -> str:
    """Each stretch of blanks as one, and each ruler as long as any other."""
    return re.sub("─+", "─", " ".join(line.split()))


def test_a_line_that_is_not_printed_or_out_of_order_is_found() -> None:
    assert missing(("a  1", "c"), ["a   1", "b", "c"]) == []
    assert missing(("c", "a"), ["a", "b", "c"]) == ["a"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    document = ROOT / name
    for target in re.findall(r"\]\(([^)]+)\)", document.read_text(encoding="utf-8")):
        path, _, heading = target.partition("#")
        if "://" in target:
            continue
        found = document.parent / path if path else document
        assert found.exists(), target
        if heading:
            assert heading in headings(found), target


def headings(document: Path) -> set[str]:
    """The headings of a document as links call them."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_files_and_folders_named_in_the_readme_are_there() -> None:
    named = {word for span in code_spans(README) for word in span.split() if re.fullmatch(r"[\w.-]+(/[\w.-]*)+", word)}
    named |= {span for span in code_spans(README) if re.fullmatch(r"[A-Z]+\.md", span)}
    paths = {name for name in named if name.split("/")[0] not in MADE_BY_RUNNING}
    assert len(paths) > 20
    assert [path for path in sorted(paths) if not any((base / path).exists() for base in bases())] == []


def bases() -> tuple[Path, ...]:
    """Where a path in the README may begin: at the root or, for short, in the package."""
    return ROOT, ROOT / "ridematch"


def code_spans(document: str) -> list[str]:
    """What stands between single backticks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", document, flags=re.MULTILINE | re.DOTALL))


def test_the_words_of_the_glossary_are_words_of_the_code() -> None:
    section = README.split("\n## Words\n")[1].split("\n## ")[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    words = {word for cell in first_cells for word in code_spans(cell)}
    words |= {word for word in code_spans(section) if word.isidentifier()}
    assert {"Journey", "Duty", "Edition", "max_ride_minutes"} <= words
    assert sorted(words - code_names()) == []


def code_names() -> set[str]:
    """Names in the modules of model and match, and the fields of their dataclasses."""
    names: set[str] = set()
    for package in (ridematch.model, ridematch.match):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            found = vars(importlib.import_module(module.name))
            names |= found.keys()
            for value in found.values():
                if isinstance(value, type) and is_dataclass(value):
                    names |= {field.name for field in fields(value)}
    return names


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_named_is_in_the_command_reference(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    code = [*code_spans(text), *(step.command for step in tour(text))]
    named = {found[1] for span in code if (found := re.match(r"ridematch (?:--\w+ \S+ )?([a-z]+)\b", span))}
    assert [command for command in sorted(named) if f"\n## ridematch {command}\n" not in COMMANDS] == []


def test_every_command_is_named_in_the_readme_or_the_guide() -> None:
    text = README + (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    commands = re.findall(r"^## ridematch (\w+)$", COMMANDS, re.MULTILINE)
    assert [command for command in commands if f"ridematch {command}" not in text] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    wanted += [one for extra in project["project"]["optional-dependencies"].values() for one in extra]
    names = {match[0] for one in wanted if (match := re.match(r"[\w.-]+", one))}
    decisions = (ROOT / "DECISIONS.md").read_text(encoding="utf-8").split("\n## What we depend on\n")[1]
    reasons = re.findall(r"^### (.+)\n\S", decisions, re.MULTILINE)
    explained = {name for heading in reasons for name in heading.split(", ")}
    assert names == explained
