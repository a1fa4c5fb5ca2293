"""What comes first on every page about the schedule: who has no way home, and whom to phone about what was agreed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from ridematch.language import say
from ridematch.model.edition import Unserved
from ridematch.views.directory import Directory
from ridematch.views.ladder import AtHand
from ridematch.views.page import Lines, Page, Table
from ridematch.views.stranded import stranded_lines
from ridematch.views.unkept import Unkept, unkept_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """By the tables and the trail as they are now. `void` are published rides and lessons that do not hold any more.

    `could` has the volunteers who could bring home whoever is stranded, by the code of what was left out; `at_hand`
    what else there is for them. `unkept` are those to phone about what was agreed, `known` those who know it.
    """

    void: frozenset[str] = frozenset()
    stranded: tuple[Unserved, ...] = ()
    could: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at_hand: Mapping[str, AtHand] = field(default_factory=dict)
    unkept: tuple[Unkept, ...] = ()
    known: tuple[Unkept, ...] = ()


def with_stranded(page: Page, trouble: Trouble, *, people: Directory, command: str) -> Page:
    """The page with everybody who is stranded before anything else of it."""
    first = stranded_lines(
        trouble.stranded, people=people, command=command, at_hand=trouble.at_hand, could=trouble.could
    )
    return replace(page, parts=(first, *page.parts))


def with_trouble(page: Page, trouble: Trouble, *, people: Directory, zone: tzinfo, command: str) -> Page:
    """The same, and below it whom to phone about what was agreed."""
    first = tuple(_unkept_parts(trouble, people=people, zone=zone, command=command))
    return with_stranded(replace(page, parts=(*first, *page.parts)), trouble, people=people, command=command)


def _unkept_parts(trouble: Trouble, *, people: Directory, zone: tzinfo, command: str) -> Iterator[Lines | Table]:
    if trouble.unkept:
        yield unkept_table(trouble.unkept, people=people, zone=zone)
        yield Lines(
            lines=(say("Whom to phone about it, and what to type once they know:"), f"  {command} calls"),
        )
