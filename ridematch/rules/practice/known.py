"""Pairs as the tables know them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from ridematch.model.facts import Approval, Learner, Licence, Tables
from ridematch.rules.practice.pair import Pair

Key = TypeVar("Key")
Value = TypeVar("Value")


class KnownPairs:
    """Everything the tables say about supervisors and learners, by code."""

    def __init__(self, tables: Tables) -> None:
        self.supervisors = {row.volunteer: row for row in tables.supervisors or ()}
        self.learners = {row.rider: row for row in tables.learners or ()}
        self._volunteers = {row.volunteer: row for row in tables.volunteers or ()}
        self._riders = {row.rider: row for row in tables.riders or ()}
        self._licences: Mapping[str, list[Licence]] = _by((row.volunteer, row) for row in tables.licences or ())
        self._approvals: Mapping[str, list[Approval]] = _by((row.volunteer, row) for row in tables.approvals or ())
        self._avoided = {(row.volunteer, row.rider) for row in tables.avoid or ()}

    def approved(self) -> tuple[tuple[str, str], ...]:
        """Supervisor and learner of every approval, each pair once, sorted."""
        return tuple(sorted({(row.volunteer, row.rider) for rows in self._approvals.values() for row in rows}))

    def approvals_of(self, volunteer: str) -> tuple[Approval, ...]:
        """All of a supervisor's approvals, for whomever."""
        return tuple(self._approvals.get(volunteer, ()))

    def licences_of(self, volunteer: str) -> tuple[Licence, ...]:
        """All of a volunteer's licences."""
        return tuple(self._licences.get(volunteer, ()))

    def pair(self, volunteer: str, learner: Learner) -> Pair | None:
        """The two together; None where the volunteer is not among the supervisors."""
        supervisor = self.supervisors.get(volunteer)
        if supervisor is None:
            return None
        return Pair(
            supervisor=supervisor,
            learner=learner,
            licences=self.licences_of(volunteer),
            approvals=self.approvals_of(volunteer),
            volunteer=self._volunteers.get(volunteer),
            rider=self._riders.get(learner.rider),
            avoided=(volunteer, learner.rider) in self._avoided,
        )


def _by(rows: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    found: defaultdict[Key, list[Value]] = defaultdict(list)
    for key, row in rows:
        found[key].append(row)
    return found
