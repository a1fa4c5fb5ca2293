"""Help texts in the language that is asked for: what `--help` prints, before any command has begun."""

import os
import re
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from ridematch.language import LANGUAGES, note, say_as_it_is, speak, spoken
from ridematch.model.errors import RidematchError

HELP = ("-h", "--help")

OWN_WORDS = (
    note("Usage:"),
    note("Arguments:"),
    note("Options:"),
    note("Commands:"),
    note("Example:"),
    note("Show this message and exit."),
    note("required]"),
    note("[default:"),
    note("[env var:"),
)
"""What the command line itself says around our texts."""


def speaks_the_language_of_help(program: Any, arguments: list[str]) -> None:
    """Where help is asked for, all texts of the program and its commands are made those of the language asked for."""
    if arguments and not any(word in arguments for word in HELP):
        return
    asked = _asked("--language", arguments) or os.environ.get("RIDEMATCH_LANGUAGE", "") or _configured(arguments)
    if asked.lower() in LANGUAGES:
        speak(asked.lower())
    in_the_language_spoken(program)


def _asked(option: str, arguments: list[str]) -> str:
    """What stands behind an option, "" if it is not there."""
    for word, following in pairwise([*arguments, ""]):
        if word == option:
            return following
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return ""


def _configured(arguments: list[str]) -> str:
    from ridematch.office.settings import language_of

    config = _asked("--config", arguments)
    try:
        return language_of(Path(config) if config else None)
    except RidematchError:
        return ""  # the command itself says what is wrong with it


def in_the_language_spoken(command: Any) -> None:
    """Makes the texts of a command, its options, and the commands within it those of the language spoken."""
    if spoken() == LANGUAGES[0]:
        return
    command.help = say_as_it_is(command.help or "")
    command.get_help = partial(_in_whole, command.get_help)
    for parameter in command.params:
        parameter.help = say_as_it_is(getattr(parameter, "help", None) or "")
    for one in getattr(command, "commands", {}).values():
        in_the_language_spoken(one)


def _in_whole(get_help: Any, context: Any) -> str:
    """The page of one command. What went on in the next line still does."""
    page = str(get_help(context))
    for words in OWN_WORDS:
        across_lines = r"(\s+)".join(map(re.escape, words.split()))
        page = re.sub(across_lines, partial(_said, words), page)
    return page


def _said(words: str, found: re.Match[str]) -> str:
    breaks = "".join(gap for gap in found.groups() if "\n" in gap)
    return say_as_it_is(words) + breaks
