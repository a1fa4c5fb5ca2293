"""Keeps the catalogs in step with the messages in the code: python -m ridematch.language.catalog [--check].

`sv.po` has every message, those in `received` what riders and volunteers receive. Messages the code no longer has are
taken out, new ones are put in untranslated, in the order of the files.
"""

import ast
import string
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stderr
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import PoFileParser, write_po

from ridematch.language import LOCALES, RECEIVED

PACKAGE = Path(__file__).parents[1]
SWEDISH = Path(__file__).with_name("sv.po")
RECEIVED_IN = Path(__file__).with_name("received")
KEYWORDS: dict[str, tuple[int, ...] | None] = {"say": None, "note": None, "say_many": (1, 2)}
"""Functions that take messages, and which of their arguments are messages (None: the first)."""

WIDTH = 120
COMMANDS = "cli"
"""The folder whose commands have help texts."""

RECEIVED_FROM = (
    "views/calendar.py",
    "views/leaflets.py",
    "views/marks.py",
    "views/part_titles.py",
    "views/text_messages.py",
    "views/without_driver.py",
)
"""The files with what riders and volunteers receive."""

_NAMES = {
    "sv": "Swedish",
    "ar": "Arabic",
    "prs": "Dari",
    "ti": "Tigrinya",
    "so": "Somali",
    "uk": "Ukrainian",
}


def head(language: str) -> str:
    """The head of a catalog, with how many forms the language has of what is counted: Arabic has six."""
    plural = f'"Plural-Forms: {Catalog(locale=LOCALES[language]).plural_forms}\\n"\n'
    unread = "" if language == "sv" else "# Not yet read by somebody whose first language it is.\n"
    return (
        f"# {_NAMES[language]} messages for ridematch.\n{unread}"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n{plural}\n'
    )


HEAD = head("sv")


class _Swedish(Catalog):
    """Where a message stands there twice, the one with its Swedish is kept."""

    def __setitem__(self, id: str | tuple[str, ...] | list[str], message: Message) -> None:
        there = self.get(id)
        if there is not None and there.id and not _forms(there.string):
            there.string = message.string
        super().__setitem__(id, message)


def in_code(package: Path = PACKAGE) -> Catalog:
    """The messages of all Python files of a package, with the files they are in."""
    catalog = Catalog(charset="utf-8")
    with redirect_stderr(StringIO()):  # Babel warns of values that are f-strings, which are no messages
        found = sorted(extract_from_dir(package, method_map=[("**.py", "python")], keywords=KEYWORDS), key=_place)
    for file, line, message, *_ in found:
        if __package__ in (package / file).read_text(encoding="utf-8"):  # elsewhere `say` is something else
            catalog.add(message, locations=[(f"{package.name}/{Path(file).as_posix()}", line)])
    for path in sorted((package / COMMANDS).glob("*.py")):
        for line, message in help_texts(path.read_text(encoding="utf-8")):
            catalog.add(message, locations=[(f"{package.name}/{COMMANDS}/{path.name}", line)])
    return catalog


def help_texts(code: str) -> Iterator[tuple[int, str]]:
    """The help of commands in a file, with its lines: their docstrings, and what is given as `help`."""
    tree = ast.parse(code)
    commands = {name for node in ast.walk(tree) for name in _registered(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "help":
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                yield node.value.lineno, node.value.value
        elif isinstance(node, ast.FunctionDef):
            text = ast.get_docstring(node)
            if text and (node.name in commands or any(map(_decorates, node.decorator_list))):
                yield node.lineno, text


def _registered(node: ast.AST) -> Iterator[str]:
    """The function that this makes a command: app.command(...)(function)."""
    if isinstance(node, ast.Call) and _decorates(node.func):
        yield from (function.id for function in node.args if isinstance(function, ast.Name))


def _decorates(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("command", "callback")
    )


def _place(found: tuple[Any, ...]) -> tuple[str, int]:
    return found[0], found[1]


def received(code: Catalog) -> Catalog:
    """Those of the messages that riders and volunteers receive."""
    catalog = Catalog(charset="utf-8")
    for message in _messages(code):
        locations = [one for one in message.locations if one[0].endswith(RECEIVED_FROM)]
        if locations:
            catalog.add(message.id, locations=locations)
    return catalog


def in_swedish(text: str) -> Catalog:
    """The messages of a catalog as text, each with its Swedish; or in the language that the catalog's head names."""
    catalog = _Swedish(locale="sv", charset="utf-8")
    PoFileParser(catalog, ignore_obsolete=True).parse(text.splitlines())
    return catalog


def mistakes(text: str, code: Catalog, *, file: str = "sv.po") -> tuple[str, ...]:
    """What is wrong with a catalog beside the code, a sentence each; none where every message is translated."""
    swedish = in_swedish(text)
    return (
        *_about(
            f"The code says, and {file} does not have", (each for each in _messages(code) if each.id not in swedish)
        ),
        *_about(
            f"{file} has, and the code no longer says", (each for each in _messages(swedish) if each.id not in code)
        ),
        *_about(
            "Without Swedish" if file == "sv.po" else f"Untranslated in {file}",
            (each for each in _messages(swedish) if not _complete(each, swedish.num_plurals)),
        ),
        *_about("Marked as fuzzy", (each for each in _messages(swedish) if each.fuzzy)),
        *_about(
            "Other words in braces",
            (each for each in _messages(swedish) if _complete(each, swedish.num_plurals) and _astray(each)),
        ),
    )


def renewed(text: str, code: Catalog, *, language: str = "sv") -> str:
    """The catalog with exactly the messages of the code, in the order of its files; new ones without their Swedish."""
    swedish = in_swedish(text)
    code.locale = LOCALES[language]
    for message in _messages(code):
        known = swedish.get(message.id)
        if known is not None and isinstance(known.id, tuple) == isinstance(message.id, tuple):
            message.string = known.string
            message.user_comments = known.user_comments
        message.flags = set()
    written = BytesIO()
    write_po(written, code, omit_header=True, include_lineno=False, sort_by_file=True, width=WIDTH)
    return head(language) + written.getvalue().decode().rstrip("\n") + "\n"


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)  # without the header


def _about(what: str, messages: Iterable[Message]) -> Iterator[str]:
    for message in messages:
        where = ", ".join(dict.fromkeys(file for file, _ in message.locations))
        yield f"{what}: {_forms(message.id)[0]!r} ({where})"


def _forms(said: str | Sequence[str]) -> tuple[str, ...]:
    """The one form of a message, or one and many; none where nothing is said."""
    forms = (said,) if isinstance(said, str) else tuple(said or ())
    return forms if any(forms) else ()


def _complete(message: Message, plurals: int) -> bool:
    wanted = plurals if len(_forms(message.id)) > 1 else 1
    return len(_forms(message.string)) == wanted and all(_forms(message.string))


def _astray(message: Message) -> bool:
    """Whether the two do not have the same words in braces; one thing may do without its number."""
    english = _forms(message.id)
    return any(
        _places(form) - {"number"} != _places(english[min(place, len(english) - 1)]) - {"number"}
        for place, form in enumerate(_forms(message.string))
    )


def _places(said: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(said) if name is not None}
    except ValueError:
        return {f"a brace without its other: {said}"}


def main(arguments: list[str]) -> int:
    """Write the catalog anew, or with --check say what is wrong with it."""
    code = in_code()
    catalogs = [(SWEDISH, "sv", code), *((RECEIVED_IN / f"{one}.po", one, received(code)) for one in RECEIVED)]
    match arguments:
        case ["--check"]:
            found: list[str] = []
            for file, language, messages in catalogs:
                text = file.read_text(encoding="utf-8")
                found += mistakes(text, messages, file=file.name)
                if not found and text != renewed(text, messages, language=language):
                    found.append(f"{file.name} is out of order: make format puts it in order")
            print(*found, sep="\n", end="\n" if found else "", file=sys.stderr)
            return 1 if found else 0
        case []:
            for file, language, messages in catalogs:
                text = file.read_text(encoding="utf-8")
                file.write_text(renewed(text, messages, language=language), encoding="utf-8")
            return 0
        case _:
            print("usage: python -m ridematch.language.catalog [--check]", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
