"""What forgetting somebody and pruning what is old do to the store, in numbers."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What forgetting somebody does.

    `rows` are the rows that go, by input table; `remarks` are rows of others whose remarks named the person and now say
    the pseudonym. `lessons` are logged lessons of others that the person gave, and that nobody is said to have given
    now. `editions`, `promises`, `events` and `runs` stay and get the pseudonym. `still_named` are rows of others, by
    input table, that hold the name where it can't be taken out, such as the name of a place.
    """

    code: str
    pseudonym: str
    rows: tuple[tuple[str, int], ...]
    remarks: int
    editions: int
    promises: int
    events: int
    runs: int
    lessons: int
    still_named: tuple[tuple[str, int], ...]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing in the store had this code."""
        return not (self.rows or self.editions or self.promises or self.events or self.runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruning:
    """What pruning does.

    `rows` are the rows that go, by input table: those whose last date is before `rows_before`. Of what was published
    everything goes that is dated before `plans_before`: whole `editions`, their `parts` (stops, what was left out, what
    was covered; also of editions that stay for their later dates), `promises`, `events` and `runs`.
    """

    rows_before: date
    plans_before: date
    rows: tuple[tuple[str, int], ...]
    editions: int
    parts: int
    promises: int
    events: int
    runs: int

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was old enough."""
        return not (self.rows or self.editions or self.parts or self.promises or self.events or self.runs)
