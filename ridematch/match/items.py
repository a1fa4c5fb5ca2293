"""What a car can do on one season's roads, fragments and lessons: in arrays, and one by one as objects."""

import numpy as np

from ridematch.match.board import Board, LessonChoice
from ridematch.match.compiled import Ints, Words
from ridematch.match.duty import Fragment, Item
from ridematch.match.fragments import Fragments
from ridematch.match.labels import BUSY_MINUTES, DRIVING_MINUTES, END, FIRST, PROMISED_ITEM, START
from ridematch.match.timing import Span, service
from ridematch.match.words import words_of


class Items:
    """`table[n]` is item n as `labels` wants it, `drivers` has a word for each 64 bits. Lessons stand last.

    `serves` are the numbers of its bits in order, one that is served twice standing twice, -1 where there are no more.
    `minutes` are the season's travel times.
    """

    def __init__(self, board: Board, fragments: Fragments, season: int) -> None:
        self.board, self.stops = board, fragments.stops
        self.minutes: Ints = np.array(board.problem.travel.minutes[season], dtype=np.int64)
        begins = fragments.stops % 2 == 0
        bits = np.sort(np.where(begins, fragments.stops // 2, len(board.codes)), axis=1)[
            :, : fragments.stops.shape[1] // 2
        ]
        lessons = np.array([[choice.bit] for choice in board.lessons], dtype=np.int64).reshape(-1, 1)
        self.serves = np.full((len(bits) + len(lessons), max(1, bits.shape[1])), -1, dtype=np.int64)
        self.serves[: len(bits), : bits.shape[1]] = np.where(bits == len(board.codes), -1, bits)
        self.serves[len(bits) :, :1] = lessons
        taught = np.array(
            [(choice.place, choice.place, 0, choice.wish.minutes, 0, 0, *_span(choice)) for choice in board.lessons],
            dtype=np.int64,
        ).reshape(-1, fragments.table.shape[1])
        self.table: Ints = np.concatenate([fragments.table, taught])
        promised = np.array([board.pinned >> bit & 1 for bit in range(len(board.codes))] + [0], dtype=np.int64)
        self.table[:, PROMISED_ITEM] = promised[self.serves].max(axis=1, initial=0)
        self.drivers: Words = np.concatenate(
            [
                fragments.drivers,
                words_of([choice.drivers for choice in board.lessons], bits=len(board.problem.drivers)),
            ]
        )

    def item(self, number: int) -> Item:
        """Item n as an object."""
        about = self.table[number].tolist()
        lesson = number - len(self.stops)
        stops = (
            ()
            if lesson >= 0
            else tuple((stop // 2, stop % 2 == 1) for stop in self.stops[number].tolist() if stop >= 0)
        )
        return Item(
            serves=tuple(bit for bit in self.serves[number].tolist() if bit >= 0),
            start_place=about[START],
            end_place=about[END],
            driving=about[DRIVING_MINUTES],
            busy=about[BUSY_MINUTES],
            span=Span(*about[FIRST:]),
            what=Fragment(stops) if lesson < 0 else self.board.lessons[lesson],
        )


def _span(choice: LessonChoice) -> Span:
    return service(choice.slot.window.earliest, choice.slot.window.latest, choice.wish.minutes)
