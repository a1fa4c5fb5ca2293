"""What the program says to a coordinator, in English or Swedish.

Messages stand in the code in English, where they are read; `sv.po` has the Swedish for each. A message is one whole
sentence or part of one with named places in braces, never put together from words. `ridematch.language.catalog` keeps
`sv.po` in step with the code.
"""

import gettext
from collections.abc import Iterable
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from io import BytesIO

LANGUAGES = ("en", "sv")
"""ISO 639-1. The first is the language of the code."""

_LOCALES = {"en": "en_GB", "sv": "sv"}  # of Babel, for lists of words

_spoken: ContextVar[str] = ContextVar("spoken", default=LANGUAGES[0])


def speak(language: str) -> None:
    """Say everything in this language from now on, in this context. KeyError: none of `LANGUAGES`."""
    if language not in LANGUAGES:
        raise KeyError(language)
    _spoken.set(language)


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken.get()


def say(message: str, /, **values: object) -> str:
    """The message in the language that is spoken, with its values. KeyError: a value is missing."""
    translated = _translations(spoken()).gettext(message) if message else ""  # under "" the catalog has its header
    return translated.format(**values)


def say_many(one: str, many: str, /, number: int, **values: object) -> str:
    """The one or the other message, by `number`, which both may use as a value."""
    return _translations(spoken()).ngettext(one, many, number).format(number=number, **values)


def note(message: str, /) -> str:
    """Marks a message for translation that is said later: where a table of messages is made."""
    return message


def all_of(words: Iterable[str]) -> str:
    """ "A, B and C", in the language that is spoken."""
    return _listed(words, "standard")


def either(words: Iterable[str]) -> str:
    """ "A, B or C", in the language that is spoken."""
    return _listed(words, "or")


def _listed(words: Iterable[str], style: str) -> str:
    from babel.lists import format_list

    return format_list(list(words), style=style, locale=_LOCALES[spoken()])  # type: ignore[arg-type]


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == LANGUAGES[0]:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with files(__package__).joinpath(f"{language}.po").open("rb") as text:
        write_mo(compiled, read_po(text))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
