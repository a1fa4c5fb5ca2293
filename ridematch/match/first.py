"""Plans there are before the search: an earlier one, and drafts where that knows too little of what is asked for."""

from collections.abc import Callable

from ridematch.match.board import Board
from ridematch.match.choosing import choose
from ridematch.match.crowd import Crowd
from ridematch.match.draft.drafts import Drafts
from ridematch.match.duty import DutyChoice
from ridematch.match.earlier import Earlier
from ridematch.match.fragments import Fragments
from ridematch.match.master import Key, Rows
from ridematch.match.program import Choice
from ridematch.match.progress import Course
from ridematch.match.stop import Stop
from ridematch.model.plan import Plan

FIRST_TRIES, MORE_TRIES = 500, 5_000
"""Of the drafts, at once and where a better one is worth its time."""

DRAFT_SECONDS = 2.0
"""For choosing among the duties of the first plans."""


class FirstPlans:
    """Their `duties`, and the `best` choice among these that was found soon, as far as anybody has asked for them."""

    def __init__(
        self, whole: Board, board: Board, crowd: Crowd, earlier: Plan | None, stop: Stop, course: Course
    ) -> None:
        self.whole, self.board, self.crowd = whole, board, crowd
        self.stop, self.course = stop, course
        self.earlier = Earlier(earlier, board, crowd) if earlier is not None else None
        self.drafts: Drafts | None = None
        self.duties: list[DutyChoice] = []
        self.best: Choice | None = None

    def first(self, *, late: Callable[[], bool]) -> None:
        """The earlier plan as far as it is still possible; where it does not know most, drafts after a few tries."""
        if self.earlier is not None:
            self.course.enters("the plan before")
            self.duties = self.earlier.duties
            self._choose(self.duties)
        if self.earlier is None or not self.earlier.knows_most:
            self.drafts = Drafts(self.whole, self.board, self.crowd)
        self._draft("a draft", FIRST_TRIES, late)

    def better(self, *, late: Callable[[], bool]) -> None:
        """Drafts after many tries more."""
        self._draft("a better draft", MORE_TRIES, late)

    def in_any_case(self, *, late: Callable[[], bool]) -> None:
        """Drafts as good as `better` ones, also where the earlier plan knows most."""
        if self.drafts is None:
            self.drafts = Drafts(self.whole, self.board, self.crowd)
            self._draft("a better draft", FIRST_TRIES + MORE_TRIES, late)

    @property
    def prices(self) -> Callable[[Rows], dict[Key, float]] | None:
        """Those of the earlier plan, by row, where they say anything."""
        return self.earlier.duals if self.earlier is not None and self.earlier.knows_some else None

    def fragments(self, season: int) -> list[Fragments]:
        """The sequences that were seen in these plans."""
        return [some.fragments[season] for some in (self.earlier, self.drafts) if some is not None]

    def _draft(self, phase: str, tries: int, late: Callable[[], bool]) -> None:
        if self.drafts is None:
            return
        self.course.enters(phase)
        self.drafts.improve(tries, late=late)
        self.duties = [*(self.earlier.duties if self.earlier else ()), *self.drafts.duties()]
        self._choose(self.drafts.best_duties())
        self._choose(self.duties)

    def _choose(self, duties: list[DutyChoice]) -> None:
        rows = Rows(self.board, list(dict.fromkeys((duty.driver, duty.date) for duty in self.duties)))
        found = choose(rows, duties, stop=self.stop, known=self.best, most_seconds=DRAFT_SECONDS)
        if found is not None and (self.best is None or found.objective < self.best.objective):
            self.best = found
            self.course.found(found.objective)
