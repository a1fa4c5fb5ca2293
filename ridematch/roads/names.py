"""Finding a place by what somebody typed: exact first, then without accents; close spellings are only suggested."""

import difflib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ridematch.model.facts import Place

CLOSE = 0.66  # share of letters alike, as difflib counts them: one wrong letter in a name of three
SUGGESTIONS = 3

# Letters of the North that do not come apart into a letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ŋ": "n", "ŧ": "t"})


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """`name` as it stands in places, or None: then `suggestions` are what may have been meant, the likeliest first.

    `exact` is False where case or accents had to be overlooked.
    """

    name: str | None
    exact: bool
    suggestions: tuple[str, ...]


def fold(text: str) -> str:
    """Without case, accents and needless blanks: "Trondheim  Værnes" and "trondheim vaernes" become equal."""
    apart = unicodedata.normalize("NFKD", " ".join(text.split()).casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_LETTERS)


class Names:
    """The names of places, ready to be looked up."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_text = {_plain(place.name): place.name for place in places}
        self._by_case: defaultdict[str, list[str]] = defaultdict(list)
        self._by_fold: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(self._by_text.values()):
            self._by_case[_plain(name).casefold()].append(name)
            self._by_fold[fold(name)].append(name)

    def find(self, text: str, *, suggest: bool = True) -> FoundPlace:
        """The one place that is meant, or suggestions, which take time; never a guess."""
        plain = _plain(text)
        if plain in self._by_text:
            return FoundPlace(self._by_text[plain], True, ())
        folded = fold(text)
        for alike in (self._by_case.get(plain.casefold(), []), self._by_fold.get(folded, [])):
            if len(alike) == 1:
                return FoundPlace(alike[0], False, ())
        close = self._close(folded) if suggest else ()
        return FoundPlace(None, False, tuple(self._by_fold.get(folded, ())) or close)

    def _close(self, folded: str) -> tuple[str, ...]:
        if not folded:
            return ()
        close = difflib.get_close_matches(folded, self._by_fold, n=SUGGESTIONS, cutoff=CLOSE)
        shorter = sorted(known for known in self._by_fold if folded.startswith(known + " "))
        longer = sorted(known for known in self._by_fold if known.startswith(folded + " "))
        names = (name for known in dict.fromkeys([*shorter, *close, *longer]) for name in self._by_fold[known])
        return tuple(names)[:SUGGESTIONS]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
