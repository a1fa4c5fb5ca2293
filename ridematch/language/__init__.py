"""What the program says: to a coordinator in English or Swedish, to riders and volunteers in their languages too.

Messages stand in the code in English, where they are read; `sv.po` has the Swedish for each, and the catalogs in
`received` what riders and volunteers receive. A message is one whole
sentence or part of one with named places in braces, never put together from words.
`ridematch.language.catalog` keeps the catalogs in step with the code.
"""

import gettext
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO

LANGUAGES = ("en", "sv")
"""ISO 639-1. The first is the language of the code."""

RECEIVED = ("ar", "prs", "ti", "so", "uk")
"""Arabic, Dari, Tigrinya, Somali, Ukrainian (ISO 639): of what riders and volunteers receive."""

RIGHT_TO_LEFT = ("ar", "prs")

_OTHER_CODES = {
    "ara": "ar", "fa": "prs", "fas": "prs", "dari": "prs", "tir": "ti", "som": "so", "ukr": "uk",
    "eng": "en", "swe": "sv",
}  # fmt: skip

LOCALES = {"en": "en_GB", "sv": "sv", "prs": "fa_AF", "ar": "ar", "ti": "ti", "so": "so", "uk": "uk"}
"""Under which names Babel knows the languages: days, lists and plural forms."""

_ISOLATED = "\u2068{}\u2069"
"""A value between first strong isolate and pop directional isolate: names and numbers do not turn a sentence round
(Unicode Standard Annex 9).
"""

_spoken: ContextVar[str] = ContextVar("spoken", default=LANGUAGES[0])


def speak(language: str) -> None:
    """Say everything in this language from now on, in this context. KeyError: none of `LANGUAGES`."""
    if language not in LANGUAGES:
        raise KeyError(language)
    _spoken.set(language)


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken.get()


@contextmanager
def speaking_to(language: str) -> Iterator[None]:
    """Meanwhile say everything in a receiver's language; as before where it is none that is known."""
    wanted = _OTHER_CODES.get(language.lower(), language.lower())
    token = _spoken.set(wanted if wanted in (*LANGUAGES, *RECEIVED) else spoken())
    try:
        yield
    finally:
        _spoken.reset(token)


def is_right_to_left() -> bool:
    """Whether the language that is spoken is written from right to left."""
    return spoken() in RIGHT_TO_LEFT


def say(message: str, /, **values: object) -> str:
    """The message in the language that is spoken, with its values. KeyError: a value is missing."""
    return _translated(message).format(**_isolated(values))


def say_title(title: str) -> str:
    """A title from the configuration in the language that is spoken; as it is where no catalog has it."""
    return _translated(title)


def say_as_it_is(message: str, /) -> str:
    """The message in the language that is spoken; braces in it are braces."""
    return _translations(spoken()).gettext(message) if message else ""


def day_in_words(on: date, *, short: bool = False) -> str:
    """A date as people say it in the language that is spoken: "onsdag 16 december", short "ons 16/12"."""
    from babel.dates import format_date

    return format_date(on, "EEE d/M" if short else "EEEE d MMMM", locale=LOCALES[spoken()])


def say_many(one: str, many: str, /, number: int, **values: object) -> str:
    """The one or the other message, by `number`, which both may use as a value."""
    return _translations(spoken()).ngettext(one, many, number).format(**_isolated({"number": number, **values}))


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

    return format_list(list(words), style=style, locale=LOCALES[spoken()])  # type: ignore[arg-type]


def _translated(message: str) -> str:
    return _translations(spoken()).gettext(message) if message else ""  # under "" a catalog has its header


def _isolated(values: dict[str, object]) -> dict[str, object]:
    return {name: _ISOLATED.format(value) for name, value in values.items()} if is_right_to_left() else values


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == LANGUAGES[0]:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    folder = files(__package__).joinpath("received") if language in RECEIVED else files(__package__)
    with folder.joinpath(f"{language}.po").open("rb") as text:
        write_mo(compiled, read_po(text))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
