"""Times for chosen duties: of all timings that cost the same, the one that suits the riders best.

A rider going to work wants to arrive late in the window, one going home to leave early in it, and both to sit in the
car briefly. With the order of visits fixed this is a linear program over differences of times, whose corners are whole
minutes.
"""

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from ridematch.match.board import Board, LessonChoice
from ridematch.match.duty import DutyChoice, Fragment, PracticeDrive, TripChoice
from ridematch.model.plan import Action, Duty, Trip, Visit
from ridematch.model.problem import Request, Stop

if TYPE_CHECKING:
    from ortools.math_opt.python import mathopt

EARLIER = 1e-4
"""A minute earlier is worth this little: it only settles what would be a draw."""

PROMISED = 1e3
"""A minute away from what was promised is worth this much."""


def timed(board: Board, duty: DutyChoice) -> Duty:
    """The duty with its visits and their times."""
    return _Timetable(board, duty).solved()


class _Timetable:
    def __init__(self, board: Board, duty: DutyChoice) -> None:
        from ortools.math_opt.python import mathopt

        self.board, self.duty = board, duty
        self.minutes = board.problem.travel.minutes[board.season(duty.date)]
        self.pins = {pin.serves: pin for pin in board.problem.pins}
        self.model = mathopt.Model(name="timetable")
        self.goal = mathopt.LinearExpression()

    def solved(self) -> Duty:
        from ortools.math_opt.python import mathopt

        stay = self.board.problem.limits.home_stay_minutes
        planned = [self._trip(trip) for trip in self.duty.trips]
        for one, other in pairwise(planned):
            self.model.add_linear_constraint(other[0][2] - one[-1][2] >= stay)
        self.model.minimize(self.goal)
        parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=60))
        result = mathopt.solve(self.model, mathopt.SolverType.GLOP, params=parameters)
        values = result.variable_values()
        trips = []
        for trip, visits in zip(self.duty.trips, planned, strict=True):
            trips.append(Trip(block=trip.block.code, visits=self._visits(visits, values)))
        return Duty(driver=self.board.problem.drivers[self.duty.driver].code, date=self.duty.date, trips=tuple(trips))

    def _time(self, first: int, last: int) -> "mathopt.Variable":
        variable = self.model.add_variable(lb=first, ub=last)
        self.goal += EARLIER * variable
        return variable

    def _trip(self, trip: TripChoice) -> list[tuple[Visit, int, "mathopt.Variable"]]:
        """Untimed visits, each with its service minutes and the variable of when it begins."""
        span, block = trip.span, trip.block
        most_wait = self.board.problem.drivers[self.duty.driver].max_wait_minutes
        depart = self._time(span.first, span.last)
        visits = [(_untimed("depart", block.origin), 0, depart)]
        for number, part in enumerate(trip.parts):
            choice = part.item.what
            wait = (part.pause, most_wait if number or part.pause else 0)
            if isinstance(choice, LessonChoice):
                window = choice.slot.window
                begins = self._time(window.earliest, window.latest)
                visit = _untimed("lesson", choice.slot.place, choice.code, vehicle=choice.slot.vehicle)
                visits.append(self._after(visits[-1], (visit, choice.wish.minutes, begins), wait))
                if choice.code in self.pins:
                    self._near(begins, self.pins[choice.code].begins)
                continue
            visits += self._drive(choice, visits[-1], wait)
        arrive = self._time(span.earliest, span.latest)
        visits.append(self._after(visits[-1], (_untimed("arrive", block.destination), 0, arrive), (0, 0)))
        self.model.add_linear_constraint(arrive - depart == span.least)
        return visits

    def _drive(
        self,
        drive: Fragment | PracticeDrive,
        before: tuple[Visit, int, "mathopt.Variable"],
        wait: tuple[int, int | None],
    ) -> list[tuple[Visit, int, "mathopt.Variable"]]:
        """The stops from an empty car to an empty car; with a learner at the wheel roads take longer."""
        learner = drive.choice.ride if isinstance(drive, PracticeDrive) else -1
        pickups: dict[int, mathopt.Variable] = {}
        visits: list[tuple[Visit, int, mathopt.Variable]] = []
        learning = False
        for position, (bit, at_delivery) in enumerate(drive.steps):
            asked = self.board.rides[bit].request
            if isinstance(drive, PracticeDrive) and bit == learner:
                asked = drive.choice.asked
            stop = asked.delivery if at_delivery else asked.pickup
            begins = self._time(stop.window.earliest, stop.window.latest)
            visit = _untimed("delivery" if at_delivery else "pickup", stop.place, asked.code, practice=bit == learner)
            between = wait if position == 0 else (0, None)
            last = visits[-1] if visits else before
            visits.append(self._after(last, (visit, stop.service_minutes, begins), between, learning=learning))
            if bit == learner:
                learning = not at_delivery
            if at_delivery:
                self._aboard(asked, pickups[bit], begins)
            else:
                pickups[bit] = begins
        return visits

    def _after(
        self,
        before: tuple[Visit, int, "mathopt.Variable"],
        after: tuple[Visit, int, "mathopt.Variable"],
        wait: tuple[int, int | None],
        *,
        learning: bool = False,
    ) -> tuple[Visit, int, "mathopt.Variable"]:
        """`after`, bound to come after `before` with a wait of so many minutes."""
        apart = before[1] + self._road(before[0], after[0], learning=learning)
        difference = after[2] - before[2]
        self.model.add_linear_constraint(difference >= apart + wait[0])
        if wait[1] is not None:
            self.model.add_linear_constraint(difference <= apart + wait[1])
        return after

    def _road(self, before: Visit, after: Visit, *, learning: bool) -> int:
        place = self.board.place
        road = self.minutes[place[before.place]][place[after.place]]
        return self.board.problem.limits.at_wheel(road) if learning else road

    def _aboard(self, asked: Request, pickup: "mathopt.Variable", delivery: "mathopt.Variable") -> None:
        boarding = asked.pickup.service_minutes
        self.model.add_linear_constraint(delivery - pickup <= boarding + asked.max_ride_minutes)
        pin = self.pins.get(asked.code)
        if pin is not None:
            self._near(pickup, pin.begins)
            self._near(delivery, pin.ends)
            return
        self.goal += delivery - pickup
        to_work = _width(asked.delivery) < _width(asked.pickup)
        self.goal += -1.0 * delivery if to_work else 1.0 * pickup

    def _near(self, when: "mathopt.Variable", promised: int) -> None:
        """As near to what was promised as can be, before all comfort."""
        apart = self.model.add_variable(lb=0.0)
        self.model.add_linear_constraint(apart >= when - promised)
        self.model.add_linear_constraint(apart >= promised - when)
        self.goal += PROMISED * apart

    def _visits(
        self, planned: list[tuple[Visit, int, "mathopt.Variable"]], values: dict["mathopt.Variable", float]
    ) -> tuple[Visit, ...]:
        timed_visits: list[Visit] = []
        learning = False
        for visit, minutes, variable in planned:
            begins = round(values[variable])
            arrives = begins
            if timed_visits:
                last = timed_visits[-1]
                arrives = last.ends + self._road(last, visit, learning=learning)
            if visit.practice:
                learning = visit.action == "pickup"
            timed_visits.append(
                Visit(
                    action=visit.action,
                    place=visit.place,
                    arrives=arrives,
                    begins=begins,
                    ends=begins + minutes,
                    serves=visit.serves,
                    practice=visit.practice,
                    vehicle=visit.vehicle,
                )
            )
        return tuple(timed_visits)


def _untimed(action: Action, place: str, serves: str = "", *, vehicle: str = "", practice: bool = False) -> Visit:
    return Visit(
        action=action, place=place, arrives=0, begins=0, ends=0, serves=serves, vehicle=vehicle, practice=practice
    )


def _width(stop: Stop) -> int:
    return stop.window.latest - stop.window.earliest
