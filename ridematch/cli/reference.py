"""The command reference, made from the help texts: python -m ridematch.cli.reference [--check] FILE."""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from ridematch.cli.app import add_commands

WIDTH = 100
HEAD = """# Commands

Made from the help texts of the program (`make format` makes it anew).
"""


def reference() -> str:
    """All help texts, one after the other, as Markdown."""
    return HEAD + "".join(f"\n## {name}\n\n```text\n{text}\n```\n" for name, text in _texts(add_commands()))


def _texts(app: typer.Typer) -> Iterator[tuple[str, str]]:
    program = typer.main.get_command(app)
    with program.make_context("ridematch", [], resilient_parsing=True, terminal_width=WIDTH, color=False) as context:
        yield "ridematch", _clean(program.get_help(context))
        commands = program.commands if isinstance(program, typer.core.TyperGroup) else {}
        for name, command in commands.items():
            inner = command.make_context(name, [], context, resilient_parsing=True, terminal_width=WIDTH)
            yield f"ridematch {name}", _clean(command.get_help(inner))


def _clean(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def main(arguments: list[str]) -> int:
    """Write the reference to a file, or with --check say whether the file is up to date."""
    match arguments:
        case ["--check", name]:
            path = Path(name)
            if path.is_file() and path.read_text(encoding="utf-8") == reference():
                return 0
            print(f"{path} is out of date: make format makes it anew", file=sys.stderr)
            return 1
        case [name] if not name.startswith("-"):
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(reference(), encoding="utf-8")
            return 0
        case _:
            print("usage: python -m ridematch.cli.reference [--check] FILE", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
