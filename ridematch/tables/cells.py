"""One cell -> one value, a reader for each kind of cell. What can't be read raises `BadCellError`."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from ridematch.tables.findings import BadCellError
from ridematch.tables.spellings import clean, key, maybe, nearest, one_line, plain

Reader = Callable[[str], object]

CELL_CHARACTERS = 2000
"""A longer cell is a mistake, such as a missing quotation mark."""

CODE_CHARACTERS = 80

_CODE = re.compile(r"\w[\w.-]*")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:[.,][0-9]{1,40})?")
_PHONE = re.compile(r"[0-9+][0-9 ()/.+-]*")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_FORMULA_GUARD = re.compile(r"'+[=+\-@\t\r]")

_POINT_FORMS = tuple(
    re.compile(form)
    for form in (
        r"([+-]?\d{1,3}(?:\.\d{1,20})?) ?[,; ] ?([+-]?\d{1,3}(?:\.\d{1,20})?)",  # 63.4,13.08
        r"([+-]?\d{1,3}(?:,\d{1,20})?) ?[; ] ?([+-]?\d{1,3}(?:,\d{1,20})?)",  # 63,4 13,08
        r"([+-]?\d{1,3},\d{1,20}) ?, ?([+-]?\d{1,3},\d{1,20})",  # 63,4, 13,08
    )
)

_ONE_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")  # 63,4 is one number

_YES = {"yes", "y", "ja", "j", "true", "sant", "1", "x"}
_NO = {"no", "n", "nej", "false", "falskt", "0"}

_COUNTRIES = {"sverige": "SE", "sweden": "SE", "norge": "NO", "norway": "NO", "finland": "FI", "danmark": "DK"}


def cell_text(raw: str) -> str:
    """A cell as typed -> its text: clean, without the apostrophe that keeps a text from being a formula.

    Raises `BadCellError` for what nobody types: control characters and cells longer than a page.
    """
    if len(raw) > CELL_CHARACTERS:
        raise BadCellError(
            f"the cell is longer than {CELL_CHARACTERS} characters", "Shorten it, or look for a missing quotation mark."
        )
    text = clean(raw)
    if not text.isprintable() and any(
        unicodedata.category(character) == "Cc" and character not in "\n\t" for character in text
    ):
        raise BadCellError("the cell has characters that can't be printed", "Type it again.")
    return clean(text[1:]) if _FORMULA_GUARD.match(text) else text


def text(cell: str) -> str:
    """Any text, as it stands."""
    return cell


def name(cell: str) -> str:
    """A name: on one line, single blanks."""
    return one_line(cell)


def place_name(cell: str) -> str:
    """The name of a place, which can't look like coordinates, nor like the id of somebody's home."""
    found = one_line(cell)
    if point(found) is not None or found.startswith("home:"):
        raise BadCellError("a place can't have this name", "Give it a name in words.")
    return found


def code(cell: str) -> str:
    """A code: letters, digits, hyphens, without blanks."""
    if len(cell) > CODE_CHARACTERS:
        raise BadCellError(f"a code has at most {CODE_CHARACTERS} characters", "Shorten it.")
    if not _CODE.fullmatch(cell):
        raise BadCellError("a code is made of letters, digits and hyphens, without blanks", "Write it like kim-berg-2.")
    return cell


def upper(cell: str) -> str:
    """A short word in capitals, such as the code of a licence."""
    found = cell.upper()
    if not found.isalnum() or len(found) > 8:
        raise BadCellError("this is not a code of a few letters and digits", "Write it like B or B78.")
    return found


def country(cell: str) -> str:
    """A country as two letters (ISO 3166), or two of them for a place on the border ("SE/NO")."""
    found = _COUNTRIES.get(plain(cell), cell.upper())
    if not re.fullmatch(r"[A-Z]{2}(/[A-Z]{2})?", found):
        raise BadCellError("a country is two letters", "Write SE or NO.")
    return found


def phone(cell: str) -> str:
    """A telephone number as typed, its leading zero kept."""
    found = one_line(cell).lstrip("'")  # an apostrophe makes it a text in Excel
    if not _PHONE.fullmatch(found) or sum(character.isdigit() for character in found) < 3:
        raise BadCellError("this is not a telephone number", "Write digits, and format the column as text in Excel.")
    return found


def email(cell: str) -> str:
    """An e-mail address."""
    if not _EMAIL.fullmatch(cell):
        raise BadCellError("this is not an e-mail address", "Write it like name@example.org, or leave it empty.")
    return cell


def yes_no(cell: str) -> bool:
    """yes or no, in Swedish or English, or as Excel writes true and false."""
    found = plain(cell)
    if found in _YES:
        return True
    if found in _NO:
        return False
    raise BadCellError("this is neither yes nor no", "Write yes or no.")


def words(cell: str) -> tuple[str, ...]:
    """A list of words in lower case, separated by blanks (or commas)."""
    return tuple(word.lower() for word in re.split(r"[\s,;]+", cell) if word)


def word(cell: str) -> str:
    """One word or a few in lower case."""
    return one_line(cell).lower()


def decimal(low: float, high: float) -> Reader:
    """A reader of numbers with decimal comma or point, between `low` and `high`."""

    def read(cell: str) -> float:
        return _within(_number(cell), low=low, high=high)

    return read


def whole(low: int, high: int) -> Reader:
    """A reader of whole numbers between `low` and `high`."""

    def read(cell: str) -> int:
        number = _number(cell)
        if not number.is_integer():
            raise BadCellError("this is not a whole number", f"Write a whole number from {low} to {high}.")
        return int(_within(number, low=low, high=high))

    return read


def choice(meanings: Mapping[str, tuple[str, ...]]) -> Reader:
    """A reader of one of these words; each may also be written in other words."""
    by_key = {key(spelling): meant for meant, others in meanings.items() for spelling in (meant, *others)}
    listed = ", ".join(meanings)

    def read(cell: str) -> str:
        found = by_key.get(key(cell))
        if found is None:
            raise BadCellError(
                "this is none of the possible words", f"Write one of: {listed}.", hint=maybe(nearest(cell, meanings))
            )
        return found

    return read


def vocabulary_codes(cell: str, vocabulary: Mapping[str, str]) -> tuple[str, ...]:
    """Needs or offers: codes of the vocabulary, those of kind "space" also with a count ("child-seat:2")."""
    spelled = {known.rstrip(":").lower(): known.rstrip(":") for known in vocabulary}
    found = tuple(_spelled_as_known(each, spelled) for each in words(cell))
    for each in found:
        _check_in_vocabulary(each, vocabulary)
    if len({each if each in vocabulary else _without_count(each, vocabulary) for each in found}) < len(found):
        raise BadCellError("a code stands there twice", "Write it once, with a count such as child-seat:2.")
    return found


def point(cell: str) -> str | None:
    """Coordinates as "lat,lon" in decimal degrees, None for what does not look like coordinates."""
    for form in _POINT_FORMS:
        found = form.fullmatch(one_line(cell))
        if found and cell.isascii() and not _ONE_DECIMAL_COMMA.fullmatch(cell):
            lat, lon = (float(part.replace(",", ".")) for part in found.groups())
            if abs(lat) > 90 or abs(lon) > 180:
                raise BadCellError("these are no coordinates on earth", "Write latitude, then longitude.")
            return f"{_degrees(lat)},{_degrees(lon)}"
    return None


def _degrees(value: float) -> str:
    """One to six decimals; the sixth is a tenth of a metre."""
    bare = f"{round(value, 6) + 0.0:.6f}".rstrip("0")
    return bare + "0" if bare.endswith(".") else bare


def _number(cell: str) -> float:
    bare = re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", cell.replace("\u2212", "-"))
    if not bare.isascii() or not _NUMBER.fullmatch(bare):
        raise BadCellError("this is not a number", "Write it in digits.")
    return float(bare.replace(",", "."))


def _within(number: float, *, low: float, high: float) -> float:
    if not low <= number <= high:
        raise BadCellError("the number is out of range", f"Write a number from {low:g} to {high:g}.")
    return number


def _spelled_as_known(each: str, spelled: Mapping[str, str]) -> str:
    head, colon, tail = each.partition(":")
    return spelled.get(each) or f"{spelled.get(head, head)}{colon}{tail}"


def _without_count(each: str, vocabulary: Mapping[str, str]) -> str:
    head = each.partition(":")[0]
    return head if vocabulary.get(head) == "space" else each


def _check_in_vocabulary(each: str, vocabulary: Mapping[str, str]) -> None:
    head, colon, tail = each.partition(":")
    if vocabulary.get(each) and not each.endswith(":"):
        return
    if colon and tail and f"{head}:" in vocabulary:
        return
    if colon and vocabulary.get(head) == "space":
        if re.fullmatch(r"[1-9][0-9]?", tail):
            return
        raise BadCellError("the count after the colon is not a number from 1 to 99", "Write it like child-seat:2.")
    if colon and vocabulary.get(head) == "driver":
        raise BadCellError("this code takes no count", f"Write {head}.")
    near = nearest(head, (known.removesuffix(":") for known in vocabulary))
    raise BadCellError(
        "there is no such code in the vocabulary",
        f"Known codes: {', '.join(f'{known}...' if known.endswith(':') else known for known in vocabulary)}.",
        hint=maybe(near and (f"{near}:{tail}" if tail else near)),
    )
