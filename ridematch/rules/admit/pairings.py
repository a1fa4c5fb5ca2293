"""Who may practise with whom on which dates of the horizon, by the rules of practice."""

from collections import defaultdict
from collections.abc import Container
from datetime import date, timedelta

from ridematch.language import say
from ridematch.model.facts import Learner
from ridematch.model.problem import Pairing
from ridematch.rules.admit.drivers import cars_near
from ridematch.rules.admit.horizon import Horizon
from ridematch.rules.practice import PracticeRules, Refusal, refusals
from ridematch.rules.practice.known import KnownPairs


class Supervision:
    """The pairings of one horizon. `drivers` are the codes that can be planned.

    `refused` holds, for each learner once the pairings are made, who is refused on some date and by which rules.
    """

    def __init__(self, horizon: Horizon, rules: PracticeRules, drivers: Container[str]) -> None:
        self._horizon = horizon
        self._rules = rules
        self._drivers = drivers
        self._known = KnownPairs(horizon.tables)
        self.refused: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)

    def note_supervisors_without_a_car(self) -> None:
        """One notice for each who has no car and no shared practice car in the village."""
        for code in sorted(self._known.supervisors):
            volunteer = self._horizon.whereabouts.volunteers.get(code)
            if not volunteer or not volunteer.active or volunteer.seats > 0:
                continue
            if not cars_near(volunteer, self._horizon.tables):
                told = say("{volunteer} has no car, and no practice car stands in the village.", volunteer=code)
                remedy = say("Enter the practice car in `vehicles`, or agree on lessons by hand.")
                self._horizon.issue("supervisors", code, told, remedy)

    def pairings(self, learner: Learner) -> tuple[Pairing, ...]:
        """The longest stretches of dates on which a supervisor may practise with a learner, by driver and date.

        Who is approved for the learner is asked or, where no approval is needed, every supervisor; each rule that
        refuses a date is an issue.
        """
        found: list[Pairing] = []
        approved = [code for code, rider in self._known.approved() if rider == learner.rider]
        needed = all(self._rules.on("approval", on) for on in self._horizon.dates)
        for code in approved if needed else sorted({*approved, *self._known.supervisors}):
            if code in self._drivers:  # else inactive, without any car, or without a home on the map
                found += self._stretches(code, learner, approved=code in approved)
        return tuple(found)

    def _stretches(self, code: str, learner: Learner, *, approved: bool) -> list[Pairing]:
        pair = self._known.pair(code, learner)
        if pair is None:
            told = say("{volunteer} is approved but not among the supervisors.", volunteer=code)
            remedy = say("Enter the year of birth in `supervisors`.")
            self._horizon.issue("approvals", f"{code} {learner.rider}", told, remedy)
            return []
        volunteer = self._horizon.whereabouts.volunteers[code]
        dates = self._horizon.dates
        against = {on: refusals(self._rules, pair, on=on) for on in dates}
        own = [on for on in dates if not against[on] and volunteer.seats > 0]
        found = [Pairing(driver=code, first_date=first, last_date=last) for first, last in _runs(own)]
        lent: set[date] = set()
        for car in cars_near(volunteer, self._horizon.tables):
            there = pair.in_car(car)
            allowed = [on for on in dates if on not in own and not refusals(self._rules, there, on=on)]
            lent |= set(allowed)
            found += [
                Pairing(driver=code, first_date=first, last_date=last, vehicle=car.vehicle)
                for first, last in _runs(allowed)
            ]
        refused = {on: why for on, why in against.items() if on not in lent}
        self.refused[learner.rider] |= {(code, one.name): None for why in refused.values() for one in why}
        self._note(code, learner.rider, refused, approved=approved)
        return found

    def _note(self, code: str, rider: str, against: dict[date, tuple[Refusal, ...]], *, approved: bool) -> None:
        """One issue for each rule that refuses, with the first date it refuses.

        Of two whom nobody approved for each other, only what the law has against one of them.
        """
        noted = set()
        for on, reasons in against.items():
            for refusal in reasons:
                if refusal.name in noted or not (approved or refusal.about):
                    continue
                noted.add(refusal.name)
                table, row = ("approvals", f"{code} {rider}") if approved else _whose(refusal.about, rider)
                told = say("Not on {date}: {why}.", date=on, why=refusal.sentence)
                self._horizon.issue(table, row, told, refusal.remedy, source=refusal.source)


def _whose(about: str, rider: str) -> tuple[str, str]:
    return ("learners" if about == rider else "supervisors"), about


def _runs(dates: list[date]) -> list[tuple[date, date]]:
    """Dates in order as stretches without a gap."""
    runs: list[tuple[date, date]] = []
    for on in dates:
        if runs and on - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], on)
        else:
            runs.append((on, on))
    return runs
