"""What the documents say is so: tour and guides run as they stand there, and what they name is there.

Years are moved to later ones with the same calendar, so that no date is over, whenever the tests run.
"""

import importlib
import io
import os
import pkgutil
import re
import shlex
import shutil
import tomllib
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path

import pexpect
import pytest
from openpyxl import load_workbook

import ridematch
import ridematch.match
import ridematch.model
import ridematch.office
import ridematch.views
from ridematch.cli.app import run as run_here
from tests.cli.desk import FIRST_STEPS, PROGRAM, environment

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")

GUIDES = (("docs/guide.md", "en"), ("docs/guide.sv.md", "sv"))
"""Each with its language."""

DOCUMENTS = ("README.md", "CHANGELOG.md", "DECISIONS.md", "docs/benchmarks.md", *(name for name, _ in GUIDES))

MISTAKES = {
    "en": {("shifts", 2, "start"): "25:30", ("shifts", 3, "workplace"): "Hotel Exempel"},
    "sv": {("pass", 2, "startar"): "25:30", ("pass", 3, "arbetsplats"): "Hotel Exempel"},
}
"""What the coordinator of a guide types wrong at first, by language: sheet, row and column."""

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


def later(text: str) -> str:
    """The same with all years from 2026 on moved by 67: their days are the same days of the week."""
    return re.sub(r"\b20(2[6-9])-", lambda year: f"20{int(year[1]) + 67}-", text)


def first_steps(folder: Path) -> Path:
    """The tables of the tour, in a new folder."""
    shutil.copytree(FIRST_STEPS, folder)
    for file in folder.glob("*.csv"):
        file.write_text(later(file.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


@pytest.mark.slow
def test_the_tour_runs_as_it_is_shown(tmp_path: Path) -> None:
    first_steps(tmp_path / "data" / "first-steps")
    found = os.pathsep.join((str(Path(PROGRAM[0]).parent), os.environ["PATH"]))  # so that it is called by its name
    environ = environment(tmp_path / "unused.sqlite", TERM="dumb", PATH=found)
    commands = []
    for step in tour(later(README)):
        program, *arguments = step.command.split()
        if program == "export":
            name, _, value = arguments[0].partition("=")
            environ[name] = value
            continue
        assert program == "ridematch"
        commands.append(arguments[0])
        printed = at_a_terminal(arguments, environ, tmp_path)
        assert missing(step.shown, printed) == [], f"$ {step.command}\n" + "\n".join(printed)
    assert commands == ["template", "import", "match", "rides", "unmet", "told", "away", "match", "export", "export"]
    assert not (tmp_path / "unused.sqlite").exists()


ROTA = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:1
DTSTART:20261229T120000Z
DTEND:20261229T150000Z
SUMMARY:Hanan Sagolund
LOCATION:Duved
END:VEVENT
END:VCALENDAR
"""
"""What the guides call december.ics."""


class Yes(io.StringIO):
    """What somebody at a terminal types who says yes to everything."""

    def isatty(self) -> bool:
        return True


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), GUIDES)
def test_a_guide_says_what_happens(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All its commands run one after the other, in this process; what it quotes is what they print."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", Yes("y\n" * 20))
    monkeypatch.setenv("RIDEMATCH_STORE", "sqlite:///ridematch.sqlite")
    monkeypatch.setenv("RIDEMATCH_LANGUAGE", language)
    (tmp_path / "december.ics").write_text(ROTA, encoding="utf-8")
    (tmp_path / {"en": "incoming", "sv": "inkommet"}[language]).mkdir()
    text = later((ROOT / name).read_text(encoding="utf-8"))
    commands = [shlex.split(span)[1:] for span in code_spans(text) if span.startswith("ridematch ")]
    verbs = {verb for verb, *_ in commands}
    assert {"template", "import", "match", "rides", "told", "away", "export", "forget", "upgrade"} <= verbs
    for verb, *rest in commands:
        if verb == "import":
            right = Path(rest[0]).read_bytes()
            make_mistakes(Path(rest[0]), MISTAKES[language])
            assert run_here([verb, *rest]) == 2
            Path(rest[0]).write_bytes(right)
        assert run_here([verb, *rest]) == 0, f"{verb} {rest}: {capsys.readouterr()}"
        if verb == "template":
            fill_in(Path(rest[0]) / "ridematch.xlsx", aside=tmp_path / "aside")
    printed = squeezed(" ".join(capsys.readouterr()))
    assert [words for words in quotations(text) if words not in printed] == []


def quotations(guide: str) -> list[str]:
    """What a guide says that the program says: in blocks of text, and between quotation marks."""
    blocks = re.findall(r"^```text\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    words = re.findall(r"[\"”]([^\"”]+)[\"”]", without_blocks(guide))
    assert blocks
    assert len(words) > 3
    return [squeezed(quoted) for quoted in (*blocks, *words)]


def fill_in(workbook: Path, *, aside: Path) -> None:
    """The tables of the tour instead of the template's examples, under the same names of sheets and columns."""
    store = ("--store", f"sqlite:///{aside / 'tables.sqlite'}")
    assert run_here([*store, "import", str(first_steps(aside / "tables")), "--yes"]) == 0
    assert run_here([*store, "export", "tables", "--xlsx", "--out", str(aside)]) == 0
    (aside / "tables.xlsx").replace(workbook)


def make_mistakes(workbook: Path, mistakes: dict[tuple[str, int, str], str]) -> None:
    """Type these texts into cells: sheet, row and column by its name."""
    opened = load_workbook(workbook)
    for (sheet, row, column), typed in mistakes.items():
        header = next(opened[sheet].iter_rows(max_row=1, values_only=True))
        opened[sheet].cell(row=row, column=header.index(column) + 1, value=typed)
    opened.save(workbook)


def at_a_terminal(arguments: list[str], environ: dict[str, str], folder: Path) -> list[str]:
    """The lines a person sees who runs this in 80 columns and says yes to every question; all went well."""
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
    printed = ""
    while child.expect([pexpect.EOF, r"\[y/N\]: "]):
        printed += f"{child.before}{child.after}"
        child.sendline("y")
    printed += str(child.before)
    child.close()
    assert child.exitstatus == 0, printed
    return [line.rstrip() for line in printed.splitlines()]


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
    return re.findall(r"`([^`\n]+)`", without_blocks(document))


def without_blocks(document: str) -> str:
    """A document without what stands between lines of three backticks."""
    return re.sub(r"^```.*?^```", "", document, flags=re.MULTILINE | re.DOTALL)


def test_the_words_of_the_glossary_are_words_of_the_code() -> None:
    section = README.split("\n## Words\n")[1].split("\n## ")[0]
    first_cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    words = {word for cell in first_cells for word in code_spans(cell)}
    words |= {word for word in code_spans(section) if word.isidentifier()}
    assert {"Journey", "Duty", "Edition", "max_ride_minutes"} <= words
    assert sorted(words - code_names()) == []


def code_names() -> set[str]:
    """Names in the modules of these rooms, and the fields of their dataclasses."""
    names: set[str] = set()
    for package in (ridematch.model, ridematch.match, ridematch.views, ridematch.office):
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
    named = {found[1] for span in code if (found := re.match(r"ridematch (?:--\w+ \S+ )?([a-z][a-z-]*)", span))}
    assert [command for command in sorted(named) if f"\n## ridematch {command}\n" not in COMMANDS] == []


def test_every_command_is_named_in_the_readme_or_the_guide() -> None:
    text = README + (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    commands = re.findall(r"^## ridematch ([\w -]+)$", COMMANDS, re.MULTILINE)
    assert [command for command in commands if f"ridematch {command}" not in text] == []


def test_the_changelog_begins_with_this_version_or_with_what_comes_after_it() -> None:
    found = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert next(title for title in found if title != "Unreleased") == ridematch.__version__
    assert "Unreleased" not in found[1:]


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    wanted += [one for extra in project["project"]["optional-dependencies"].values() for one in extra]
    names = {match[0] for one in wanted if (match := re.match(r"[\w.-]+", one))}
    decisions = (ROOT / "DECISIONS.md").read_text(encoding="utf-8").split("\n## What we depend on\n")[1]
    reasons = re.findall(r"^### (.+)\n\S", decisions, re.MULTILINE)
    explained = {name for heading in reasons for name in heading.split(", ")}
    assert names == explained
