"""Spelling: the same word however it was typed, codes made of names, and what somebody may have meant."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from ridematch.language import say

_ENDS = re.compile(r"^[\s\ufeff\u200b]+|[\s\ufeff\u200b]+$")
_WITHOUT_ACCENT = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "œ": "oe"})
_SLUG_CHARACTERS = 40


def clean(text: str) -> str:
    """NFC, line ends as one character, nothing blank at either end."""
    return _ENDS.sub("", unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Clean, with each stretch of blanks and line ends as one blank."""
    return " ".join(clean(text).split())


def folded(text: str) -> str:
    """For comparing names and codes: upper and lower case are the same, accents are not."""
    return unicodedata.normalize("NFC", one_line(text).casefold())


def plain(text: str) -> str:
    """For comparing words people abbreviate: lower case and without accents ("Mån" -> "man")."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_WITHOUT_ACCENT))
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare)


def key(text: str) -> str:
    """For comparing the names of columns, tables and choices ("Första datum" -> "forsta_datum")."""
    return "_".join(_words(text))


def slug(text: str) -> str:
    """A code made of a name ("Åsa Öberg" -> "asa-oberg"), empty for a name without letters and digits."""
    return "-".join(_words(text))[:_SLUG_CHARACTERS].rstrip("-")


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word somebody may have meant, None if nothing is close."""
    by_spelling = {plain(candidate): candidate for candidate in words}
    found = get_close_matches(plain(word)[:200], by_spelling, n=1, cutoff=0.6)
    return by_spelling[found[0]] if found else None


def maybe(word: str | None) -> str:
    """The suggestion as a sentence, empty without one."""
    return say("Maybe you meant {word}.", word=word) if word else ""


def _words(text: str) -> list[str]:
    return "".join(character if character.isalnum() else " " for character in plain(text)).split()
