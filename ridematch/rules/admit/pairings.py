"""Who may practise with whom on which dates of the horizon, by the rules of practice."""

from collections import defaultdict
from collections.abc import Container
from datetime import date, timedelta

from ridematch.model.facts import Approval, Learner, Licence
from ridematch.model.problem import Pairing
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.practice import Pair, PracticeRules, Refusal, refusals


class Supervision:
    """The pairings of one horizon. `drivers` are the codes that can be planned."""

    def __init__(self, horizon: Horizon, rules: PracticeRules, drivers: Container[str]) -> None:
        self._horizon = horizon
        self._rules = rules
        self._drivers = drivers
        self._supervisors = {row.volunteer: row for row in horizon.tables.supervisors or ()}
        self._licences: defaultdict[str, list[Licence]] = defaultdict(list)
        for licence in horizon.tables.licences or ():
            self._licences[licence.volunteer].append(licence)
        self._approvals: defaultdict[str, list[Approval]] = defaultdict(list)
        for approval in horizon.tables.approvals or ():
            self._approvals[approval.volunteer].append(approval)
        self._avoided = {(row.volunteer, row.rider) for row in horizon.tables.avoid or ()}

    def note_supervisors_without_a_car(self) -> None:
        """One notice for each: lessons in a shared practice car are not planned."""
        for code in sorted(self._supervisors):
            volunteer = self._horizon.whereabouts.volunteers.get(code)
            if volunteer and volunteer.active and volunteer.seats <= 0:
                self._horizon.issue(
                    "supervisors",
                    code,
                    f"{code} has no car: lessons in shared practice cars are not planned yet.",
                    "Agree on such lessons by hand.",
                )

    def pairings(self, learner: Learner) -> tuple[Pairing, ...]:
        """The longest stretches of dates on which a supervisor may practise with a learner, by driver and date.

        Only who is approved for the learner at all is asked; each rule that refuses a date is an issue.
        """
        found: list[Pairing] = []
        for code in sorted(self._approvals):
            if any(approval.rider == learner.rider for approval in self._approvals[code]):
                found += self._stretches(code, learner)
        return tuple(found)

    def _stretches(self, code: str, learner: Learner) -> list[Pairing]:
        supervisor = self._supervisors.get(code)
        if code not in self._drivers:
            return []  # inactive, without a car, or without a home on the map
        reason = self._why_never(code, learner)
        if reason:
            self._horizon.issue("approvals", f"{code} {learner.rider}", *reason)
        if reason or supervisor is None:
            return []
        pair = Pair(
            supervisor=supervisor,
            learner=learner,
            licences=tuple(self._licences[code]),
            approvals=tuple(self._approvals[code]),
        )
        against = {on: refusals(self._rules, pair, on=on) for on in self._horizon.dates}
        self._note(f"{code} {learner.rider}", against)
        unseen = [on for on in against if self._is_unseen(code, learner.rider, on)]
        if unseen:
            told = f"Not on {unseen[0]}: {learner.rider} is a minor, and the record of {code} was not seen by then."
            remedy = "Look at the record, and enter the date in `volunteers`."
            self._horizon.issue("approvals", f"{code} {learner.rider}", told, remedy)
        allowed = [on for on, reasons in against.items() if not reasons and on not in unseen]
        return [Pairing(driver=code, first_date=first, last_date=last) for first, last in _runs(allowed)]

    def _is_unseen(self, code: str, learner: str, on: date) -> bool:
        """Whether a minor would be alone with somebody whose record is not seen by then; rides have the same rule."""
        rider = self._horizon.whereabouts.riders.get(learner)
        seen = self._horizon.whereabouts.volunteers[code].record_seen_on
        return rider is not None and rider.minor and (seen is None or seen > on)

    def _note(self, row: str, against: dict[date, tuple[Refusal, ...]]) -> None:
        """One issue for each rule that refuses, with the first date it refuses."""
        noted = set()
        for on, reasons in against.items():
            for refusal in reasons:
                if refusal.rule.name not in noted:
                    noted.add(refusal.rule.name)
                    told = f"Not on {on}: {refusal.sentence}."
                    self._horizon.issue("approvals", row, told, refusal.remedy, source=refusal.source)

    def _why_never(self, code: str, learner: Learner) -> tuple[str, str] | None:
        """Why a pair is not planned whatever the rules of practice say, and the remedy."""
        if code not in self._supervisors:
            return f"{code} is approved but not among the supervisors.", "Enter the year of birth in `supervisors`."
        if (code, learner.rider) in self._avoided:
            return f"{code} and {learner.rider} are never matched.", "Find another supervisor."
        if self._horizon.whereabouts.volunteers[code].only_employer:
            return f"{code} drives for one employer only.", "Take only_employer away, or find another supervisor."
        return None


def _runs(dates: list[date]) -> list[tuple[date, date]]:
    """Dates in order as stretches without a gap."""
    runs: list[tuple[date, date]] = []
    for on in dates:
        if runs and on - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], on)
        else:
            runs.append((on, on))
    return runs
