"""One cell -> one value, a reader for each kind of cell. What can't be read raises `BadCellError`."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from ridematch.language import LANGUAGES, say, spoken
from ridematch.tables.findings import BadCellError
from ridematch.tables.spellings import clean, folded, key, maybe, nearest, one_line, plain
from ridematch.tables.swedish import HOME_WORDS

Reader = Callable[[str], object]

CELL_CHARACTERS = 2000
"""A longer cell is a mistake, such as a missing quotation mark."""

CODE_CHARACTERS = 80

_CODE = re.compile(r"\w[\w.-]*")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:[.,][0-9]{1,40})?")
_PHONE = re.compile(r"[0-9+][0-9 ()/.+-]*")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
EXCEL_ERROR = re.compile(r"#(N/A|[A-ZÅÄÖ0/_]{3,15}[!?])")
"""What Excel shows where a formula has no value, in English or Swedish."""
GUARDED = re.compile(r"'+(?:[=+\-@＝＋－＠\t\r].*|0[0-9]+|[0-9]{12,})", re.DOTALL)
"""A text with an apostrophe that is none of it: without it, a spreadsheet would make a formula or another number."""


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
    """A cell as typed -> its text: clean, without the apostrophe that keeps a text from being something else.

    Raises `BadCellError` for what nobody types: cells longer than a page, what Excel shows for want of a value, and
    characters that can't be printed nor stand in every kind of file.
    """
    text = clean(raw)
    if not text.isprintable() and any(_is_stray(character) for character in text):
        raise BadCellError(say("the cell has characters that can't be printed"), say("Type it again."))
    if GUARDED.fullmatch(text):
        text = clean(text[1:])
    if len(text) > CELL_CHARACTERS:
        raise BadCellError(
            say("the cell is longer than {most} characters", most=CELL_CHARACTERS),
            say("Shorten it, or look for a missing quotation mark."),
        )
    if EXCEL_ERROR.fullmatch(text):
        raise excel_error(text)
    return text


def excel_error(shown: str) -> BadCellError:
    """A cell that shows #REF!, #N/A or the like instead of a value."""
    cause = say("Excel shows {error} in the cell instead of a value", error=shown)
    return BadCellError(cause, say("Correct the formula, or write the value."))


def _is_stray(character: str) -> bool:
    """A control character, half of a pair, or none at all; not a tab or the end of a line."""
    return (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t") or character in "\ufffe\uffff"


def text(cell: str) -> str:
    """Any text, as it stands."""
    return cell


def name(cell: str) -> str:
    """A name: on one line, single blanks."""
    return one_line(cell)


def place_name(cell: str) -> str:
    """The name of a place, which can't look like coordinates, nor like the id of somebody's home or the word for it."""
    found = one_line(cell)
    if means_home(found):
        cause = say("a place can't have this name, because in other tables the word means somebody's home")
        raise BadCellError(cause, say("Call it otherwise."))
    if point(found) is not None or found.startswith("home:"):
        raise BadCellError(say("a place can't have this name"), say("Give it a name in words."))
    return found


def means_home(cell: str) -> bool:
    """Whether a cell that says from where or to where says: home."""
    return any(folded(cell) in words for words in HOME_WORDS.values())


def code(cell: str) -> str:
    """A code: letters, digits, hyphens, without blanks."""
    if len(cell) > CODE_CHARACTERS:
        raise BadCellError(say("a code has at most {most} characters", most=CODE_CHARACTERS), say("Shorten it."))
    if not _CODE.fullmatch(cell):
        raise BadCellError(
            say("a code is made of letters, digits and hyphens, without blanks"), say("Write it like kim-berg-2.")
        )
    return cell


def upper(cell: str) -> str:
    """A short word in capitals, such as the code of a licence."""
    found = cell.upper()
    if not found.isalnum() or len(found) > 8:
        raise BadCellError(say("this is not a code of a few letters and digits"), say("Write it like B or B78."))
    return found


def country(cell: str) -> str:
    """A country as two letters (ISO 3166), or two of them for a place on the border ("SE/NO")."""
    found = _COUNTRIES.get(plain(cell), cell.upper())
    if not re.fullmatch(r"[A-Z]{2}(/[A-Z]{2})?", found):
        raise BadCellError(say("a country is two letters"), say("Write SE or NO."))
    return found


def phone(cell: str) -> str:
    """A telephone number as typed, with the zero or plus at its beginning that Excel may have taken off."""
    found = _without_apostrophe(cell)
    if not _PHONE.fullmatch(found) or sum(character.isdigit() for character in found) < 3:
        raise BadCellError(
            say("this is not a telephone number"), say("Write digits, and format the column as text in Excel.")
        )
    return lost_beginning(found) + found


def lost_beginning(cell: str) -> str:
    """The zero or plus that a telephone number lost because Excel took it for a number, "" if it lost nothing.

    Nine digits are a Swedish number without its zero, eleven that begin with 46 one without its plus.
    """
    found = _without_apostrophe(cell)
    if re.fullmatch(r"[1-9][0-9]{8}", found):
        return "0"
    return "+" if re.fullmatch(r"46[1-9][0-9]{8}", found) else ""


def email(cell: str) -> str:
    """An e-mail address."""
    if not _EMAIL.fullmatch(cell):
        raise BadCellError(
            say("this is not an e-mail address"), say("Write it like name@example.org, or leave it empty.")
        )
    return cell


def yes_no(cell: str) -> bool:
    """yes or no, in Swedish or English, or as Excel writes true and false."""
    found = plain(cell)
    if found in _YES:
        return True
    if found in _NO:
        return False
    raise BadCellError(say("this is neither yes nor no"), say("Write yes or no."))


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
            raise BadCellError(
                say("this is not a whole number"), say("Write a whole number from {low} to {high}.", low=low, high=high)
            )
        return int(_within(number, low=low, high=high))

    return read


def choice(meanings: Mapping[str, tuple[str, ...]]) -> Reader:
    """A reader of one of these words; each may also be written in other words, of which the first is Swedish."""
    spellings = {spelling: meant for meant, others in meanings.items() for spelling in (meant, *others)}
    by_key = {key(spelling): meant for spelling, meant in spellings.items()}

    def read(cell: str) -> str:
        found = by_key.get(key(cell))
        if found is None:
            listed = meanings if spoken() == LANGUAGES[0] else (others[0] for others in meanings.values())
            raise BadCellError(
                say("this is none of the possible words"),
                say("Write one of: {words}.", words=", ".join(listed)),
                hint=maybe(nearest(cell, spellings)),
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
        raise BadCellError(say("a code stands there twice"), say("Write it once, with a count such as child-seat:2."))
    return found


def point(cell: str) -> str | None:
    """Coordinates as "lat,lon" in decimal degrees, None for what does not look like coordinates."""
    for form in _POINT_FORMS:
        found = form.fullmatch(one_line(cell))
        if found and cell.isascii() and not _ONE_DECIMAL_COMMA.fullmatch(cell):
            lat, lon = (float(part.replace(",", ".")) for part in found.groups())
            if abs(lat) > 90 or abs(lon) > 180:
                raise BadCellError(say("these are no coordinates on earth"), say("Write latitude, then longitude."))
            return f"{_degrees(lat)},{_degrees(lon)}"
    return None


def _without_apostrophe(cell: str) -> str:
    return one_line(cell).lstrip("'")  # an apostrophe makes it a text in Excel


def _degrees(value: float) -> str:
    """One to six decimals; the sixth is a tenth of a metre."""
    bare = f"{round(value, 6) + 0.0:.6f}".rstrip("0")
    return bare + "0" if bare.endswith(".") else bare


def _number(cell: str) -> float:
    bare = re.sub(r"(?<=\d)\s(?=\d{3}(?!\d))", "", cell.replace("\u2212", "-"))
    if not bare.isascii() or not _NUMBER.fullmatch(bare):
        raise BadCellError(say("this is not a number"), say("Write it in digits."))
    return float(bare.replace(",", "."))


def _within(number: float, *, low: float, high: float) -> float:
    if not low <= number <= high:
        raise BadCellError(
            say("the number is out of range"), say("Write a number from {low:g} to {high:g}.", low=low, high=high)
        )
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
        raise BadCellError(
            say("the count after the colon is not a number from 1 to 99"), say("Write it like child-seat:2.")
        )
    if colon and vocabulary.get(head) == "driver":
        raise BadCellError(say("this code takes no count"), say("Write {code}.", code=head))
    near = nearest(head, (known.removesuffix(":") for known in vocabulary))
    listed = ", ".join(f"{known}XX" if known.endswith(":") else known for known in vocabulary)
    raise BadCellError(
        say("there is no such code in the vocabulary"),
        say("Known codes: {codes}.", codes=listed),
        hint=maybe(near and (f"{near}:{tail}" if tail else near)),
    )
