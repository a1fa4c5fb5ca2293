"""Who is meant by a code or a part of a name."""

from collections.abc import Iterable, Iterator

from ridematch.language import say
from ridematch.model.errors import RidematchError
from ridematch.model.facts import Rider, Volunteer
from ridematch.tables.spellings import maybe, nearest, one_line, plain

Someone = Rider | Volunteer


class NobodyError(RidematchError):
    """No person has that code or name."""


def code_of(someone: Someone) -> str:
    """A rider's or volunteer's code."""
    return someone.rider if isinstance(someone, Rider) else someone.volunteer


def find_person(people: Iterable[Someone], text: str) -> str:
    """The code of the one person whose code this is, else whose name, else part of whose name; case and accents aside.

    Riders with limited visibility are found by their code alone. NobodyError: nobody fits. RidematchError:
    several do. Both say codes only.
    """
    rows = tuple(people)
    wanted = plain(one_line(text))
    shown = {code_of(row): plain(row.name) for row in rows if not _hidden(row)}
    fitting = (
        [code_of(row) for row in rows if plain(code_of(row)) == wanted]
        or [code for code, name in shown.items() if name == wanted]
        or [code for code, name in shown.items() if wanted and wanted in name]
    )
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        several = say("Several people fit: {codes}. Give a code, or more of the name.", codes=", ".join(fitting))
        raise RidematchError(several)
    nobody = say("Nobody has that code or name. Give a code, or a part of the name.")
    by_code = say("Riders with limited visibility are found by their code alone.") if len(shown) < len(rows) else ""
    raise NobodyError(" ".join(filter(None, (nobody, _hint(rows, wanted), by_code))))


def _hint(rows: tuple[Someone, ...], wanted: str) -> str:
    """The code nearest to what was typed, or that of the nearest name or part of one."""
    spellings = {word: code for row in rows for word, code in _spellings(row)}
    near = nearest(wanted, spellings)
    return maybe(near and spellings[near])


def _spellings(row: Someone) -> Iterator[tuple[str, str]]:
    code = code_of(row)
    yield code, code
    if not _hidden(row):
        yield from ((word, code) for word in (row.name, *row.name.split()))


def _hidden(row: Someone) -> bool:
    return isinstance(row, Rider) and row.limited_visibility
