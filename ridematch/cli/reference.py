"""Pages that the program makes of itself, by their names: python -m ridematch.cli.reference [--check] FILE...

`commands.md` and `commands.sv.md` are made from the help texts, `tables.md` from what the templates say.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import typer

from ridematch.cli.app import add_commands
from ridematch.cli.help import in_the_language_spoken
from ridematch.language import speaking_to
from ridematch.tables.manual import tables_manual

WIDTH = 100
HEADS = {
    "en": """# Commands

Made from the help texts of the program (`make format` makes it anew).
""",
    "sv": """# Kommandon

Gjord av programmets hjälptexter (`make format` gör den på nytt). [In English](commands.md).
""",
}


def reference(language: str = "en") -> str:
    """All help texts, one after the other, as Markdown."""
    program = typer.main.get_command(add_commands())
    with speaking_to(language):
        in_the_language_spoken(program)
        texts = tuple(_texts(program))
    return HEADS[language] + "".join(f"\n## {name}\n\n```text\n{text}\n```\n" for name, text in texts)


def _texts(program: Any) -> Iterator[tuple[str, str]]:
    with program.make_context("ridematch", [], resilient_parsing=True, terminal_width=WIDTH, color=False) as context:
        yield from _with_those_within("ridematch", program, context)


def _with_those_within(name: str, command: Any, context: Any) -> Iterator[tuple[str, str]]:
    """A command's help, then that of the commands it is a group of."""
    yield name, _clean(command.get_help(context))
    within = command.commands if isinstance(command, typer.core.TyperGroup) else {}
    for word, one in within.items():
        inner = one.make_context(word, [], context, resilient_parsing=True, terminal_width=WIDTH)
        yield from _with_those_within(f"{name} {word}", one, inner)


def _clean(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": reference,
    "commands.sv.md": partial(reference, "sv"),
    "tables.md": tables_manual,
}


def main(arguments: list[str]) -> int:
    """Write the pages to these files, or with --check say which files are not up to date."""
    check = arguments[:1] == ["--check"]
    paths = [Path(name) for name in arguments[check:]]
    if not paths or any(path.name not in PAGES for path in paths):
        print(f"usage: python -m ridematch.cli.reference [--check] {' '.join(PAGES)}", file=sys.stderr)
        return 2
    old = [path for path in paths if not path.is_file() or path.read_text(encoding="utf-8") != PAGES[path.name]()]
    for path in old:
        if check:
            print(f"{path} is out of date: make format makes it anew", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(PAGES[path.name](), encoding="utf-8")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
