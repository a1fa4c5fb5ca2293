"""A choice for riders who are alike, told out among them: who is left out, who is covered, who sits in which car."""

from collections import defaultdict
from dataclasses import replace

from ridematch.match.board import Board, LessonChoice
from ridematch.match.crowd import Crowd
from ridematch.match.duty import DutyChoice, Fragment, Part, PracticeDrive, Step
from ridematch.match.program import Choice
from ridematch.model.problem import Journey


def told_out(choice: Choice, crowd: Crowd, board: Board) -> Choice:
    """The choice for the crowd's problem as one on the board of all riders, at the same cost.

    Who was left out before comes first the next time, so that nobody is twice while another is not at all.
    """
    left_out, covered = _nobody_drives(choice, crowd)
    number = {code: bit for bit, code in enumerate(board.codes)}
    waiting: dict[int, list[int]] = {}  # for each of the crowd's requests those who are driven, by their numbers
    bit = 0
    for journey in crowd.problem.journeys:
        members = crowd.alike[journey.code]
        for position in range(len(journey.legs)):
            codes = [one.legs[position].request.code for one in members if one.code not in left_out]
            waiting[bit] = [number[code] for code in codes if code not in covered]
            bit += 1
    in_order = sorted(choice.duties, key=lambda duty: (duty.trips[0].span.first, duty.driver))
    return replace(
        choice,
        duties=tuple(_seated(duty, waiting) for duty in in_order),
        left_out=tuple(journey.code for journey in board.problem.journeys if journey.code in left_out),
        covered=tuple(request.code for request in board.problem.requests if request.code in covered),
    )


def _nobody_drives(choice: Choice, crowd: Crowd) -> tuple[set[str], set[str]]:
    """Codes of the journeys left out and of the requests covered, one for each of those alike."""
    left_out: set[str] = set()
    covered: set[str] = set()
    turn: dict[str, int] = defaultdict(int)
    for journey in crowd.problem.journeys:
        members, many = crowd.alike[journey.code], choice.left_out.count(journey.code)
        first = turn[journey.rider]
        out = {members[(first + n) % len(members)].code for n in range(many)}
        turn[journey.rider] = (first + many) % len(members)
        left_out |= out
        covered |= _covered(choice, journey, [member for member in members if member.code not in out])
    return left_out, covered


def _covered(choice: Choice, journey: Journey, members: list[Journey]) -> set[str]:
    """The ways there of the first, the ways back of the last: nobody is to be covered both ways."""
    codes: set[str] = set()
    for position, leg in enumerate(journey.legs):
        many = choice.covered.count(leg.request.code)
        some = members[:many] if position == 0 else members[len(members) - many :]
        codes |= {member.legs[position].request.code for member in some}
    return codes


def _seated(duty: DutyChoice, waiting: dict[int, list[int]]) -> DutyChoice:
    """The duty with those who are next in each seat."""
    trips = tuple(replace(trip, parts=tuple(_part(part, waiting) for part in trip.parts)) for trip in duty.trips)
    return replace(
        duty, trips=trips, serves=tuple(sorted(bit for trip in trips for p in trip.parts for bit in p.item.serves))
    )


def _part(part: Part, waiting: dict[int, list[int]]) -> Part:
    what = part.item.what
    if isinstance(what, LessonChoice):
        return part
    aboard: dict[int, list[int]] = defaultdict(list)
    steps: list[Step] = []
    told: dict[int, int] = {}
    for ride, at_delivery in what.steps:
        if at_delivery:
            steps.append((aboard[ride].pop(0), True))  # of those alike the first aboard leaves first
        else:
            told[ride] = waiting[ride].pop(0)
            aboard[ride].append(told[ride])
            steps.append((told[ride], False))
    rides = tuple(sorted(ride for ride, at_delivery in steps if at_delivery))
    if isinstance(what, PracticeDrive):  # a learner is like nobody else
        drive = PracticeDrive(replace(what.choice, ride=told[what.choice.ride]), tuple(steps))
        return replace(part, item=replace(part.item, serves=rides, what=drive))
    return replace(part, item=replace(part.item, serves=rides, what=Fragment(tuple(steps))))
