"""Text messages that came in, as files of the SMS server tools: headers, an empty line, the text."""

from dataclasses import dataclass
from pathlib import Path

from ridematch.language import say
from ridematch.model.errors import RidematchError

MOST_BYTES = 100_000
"""A larger file is no text message."""

ALPHABETS = {"ISO": "latin-1", "UTF-8": "utf-8", "UCS2": "utf-16-be", "UCS": "utf-16-be"}
"""How the text is written, by the header Alphabet."""

INVISIBLE = "\u200c\u200d"
"""Joiners, without which words of some scripts fall apart; other letters that can't be seen are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One message. `file` is the file's name with when it was sent, and the same again for no other message."""

    file: str
    phone: str
    text: str


def read_folder(folder: Path) -> tuple[tuple[Received, ...], int]:
    """The messages by the names of their files, and how many files are none.

    RidematchError: the folder can't be read.
    """
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
        contents = [(path.name, path.read_bytes() if path.stat().st_size <= MOST_BYTES else b"") for path in files]
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise RidematchError(
            say(
                "{folder} can't be read: {reason}. Name the folder with the incoming messages.",
                folder=folder,
                reason=reason,
            )
        ) from None
    found = [received(name, content) for name, content in contents]
    messages = tuple(one for one in found if one is not None)
    return messages, len(found) - len(messages)


def received(name: str, content: bytes) -> Received | None:
    """The message in a file; None where it is none: without a sender, a report, or in letters that are not known."""
    head, _, body = content.replace(b"\r\n", b"\n").partition(b"\n\n")
    headers = _headers(head)
    alphabet = ALPHABETS.get(headers.get("alphabet", "ISO").upper())
    if not headers.get("from") or headers.get("report", "no").lower() == "yes" or alphabet is None:
        return None
    try:
        text = body.decode(alphabet)
    except UnicodeDecodeError:
        return None
    return Received(file=f"{name} {headers.get('sent', '')}", phone=headers["from"], text=_in_a_line(text))


def _headers(head: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in head.decode("latin-1").splitlines())
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _in_a_line(text: str) -> str:
    """Without line breaks, and without what would move the cursor or turn the line round."""
    seen = "".join(letter if letter.isprintable() or letter in INVISIBLE else " " for letter in text)
    return " ".join(seen.split())
