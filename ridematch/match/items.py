"""What a car can do on one season's roads, fragments, lessons and practice rides: in arrays, and one by one."""

import numpy as np

from ridematch.match.board import Board, LessonChoice
from ridematch.match.compiled import Floats, Ints, Words
from ridematch.match.duty import Fragment, Item, PracticeDrive
from ridematch.match.fragments import Fragments
from ridematch.match.labels import BUSY_MINUTES, DRIVING_MINUTES, END, FIRST, PROMISED_ITEM, START
from ridematch.match.practising import practised
from ridematch.match.timing import Span, service
from ridematch.match.town import nearest
from ridematch.match.words import words_of


class Items:
    """`table[n]` is item n as `labels` wants it, `drivers` has a word for each 64 bits. Lessons stand behind the
    fragments, rides with a learner at the wheel last.

    `serves` are the numbers of its bits in order, one that is served twice standing twice, -1 where there are no more.
    `complete`: these are all practice drives there are. `minutes` are the season's travel times, `nearest` those over
    other places too, `worth` is what the practice on an item is worth, negative where a lesson's light does not suit.
    """

    def __init__(self, board: Board, fragments: Fragments, season: int) -> None:
        self.board, self.stops = board, fragments.stops
        self._made: dict[int, Item] = {}
        self.minutes: Ints = np.array(board.problem.travel.minutes[season], dtype=np.int64)
        self.nearest = nearest(self.minutes)
        begins = fragments.stops % 2 == 0
        bits = np.sort(np.where(begins, fragments.stops // 2, len(board.codes)), axis=1)[
            :, : fragments.stops.shape[1] // 2
        ]
        self.practice, self.complete = practised(board, season)
        others: list[tuple[int, ...]] = [(choice.bit, *choice.cells) for choice in board.lessons]
        others += [_served(one.drive) for one in self.practice]
        most = max(1, bits.shape[1], *(len(served) for served in others))
        self.serves = np.full((len(bits) + len(others), most), -1, dtype=np.int64)
        self.serves[: len(bits), : bits.shape[1]] = np.where(bits == len(board.codes), -1, bits)
        for row, served in enumerate(others, start=len(bits)):
            self.serves[row, : len(served)] = served
        taught: list[tuple[int, ...]] = [
            (choice.place, choice.place, 0, choice.wish.minutes, 0, 0, *_span(choice)) for choice in board.lessons
        ]
        taught += [one.row for one in self.practice]
        columns = fragments.table.shape[1]
        self.table: Ints = np.concatenate([fragments.table, np.array(taught, dtype=np.int64).reshape(-1, columns)])
        at_wheel = np.array([one.at_wheel for one in self.practice], dtype=np.float64)
        self.worth: Floats = np.zeros(len(self.table))
        self.worth[len(self.table) - len(self.practice) :] = board.problem.weights.practice_minute * at_wheel
        self.worth[len(bits) : len(bits) + len(board.lessons)] = [-choice.slot.cost for choice in board.lessons]
        promised = np.array([board.pinned >> bit & 1 for bit in range(len(board.codes))] + [0], dtype=np.int64)
        self.table[:, PROMISED_ITEM] = promised[self.serves].max(axis=1, initial=0)
        self.drivers: Words = np.concatenate(
            [
                fragments.drivers,
                words_of(
                    [*(choice.drivers for choice in board.lessons), *(one.drivers for one in self.practice)],
                    bits=len(board.problem.drivers),
                ),
            ]
        )

    def item(self, number: int) -> Item:
        """Item n as an object, the same one whenever it is asked for."""
        if number not in self._made:
            self._made[number] = self._item(number)
        return self._made[number]

    def _item(self, number: int) -> Item:
        about = self.table[number].tolist()
        return Item(
            serves=tuple(bit for bit in self.serves[number].tolist() if bit >= 0),
            start_place=about[START],
            end_place=about[END],
            driving=about[DRIVING_MINUTES],
            busy=about[BUSY_MINUTES],
            span=Span(*about[FIRST:]),
            what=self._what(number),
            worth=float(self.worth[number]),
        )

    def _what(self, number: int) -> Fragment | LessonChoice | PracticeDrive:
        lesson = number - len(self.stops)
        if lesson < 0:
            stops = self.stops[number].tolist()
            return Fragment(tuple((stop // 2, stop % 2 == 1) for stop in stops if stop >= 0))
        practice = lesson - len(self.board.lessons)
        return self.board.lessons[lesson] if practice < 0 else self.practice[practice].drive


def _served(drive: PracticeDrive) -> tuple[int, ...]:
    """The bits of all who get in, and of the lesson that it counts as."""
    bits = [bit for bit, at_delivery in drive.steps if not at_delivery]
    return tuple(sorted((*bits, *([drive.choice.lesson] if drive.choice.lesson >= 0 else ()))))


def _span(choice: LessonChoice) -> Span:
    return service(choice.slot.window.earliest, choice.slot.window.latest, choice.wish.minutes)
