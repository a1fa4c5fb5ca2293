"""What a car can do on one season's roads, fragments, lessons and practice rides: in arrays, and one by one."""

import numpy as np

from ridematch.match.board import Board, LessonChoice, PracticeChoice
from ridematch.match.compiled import Floats, Ints, Words
from ridematch.match.duty import Fragment, Item
from ridematch.match.fragments import Fragments
from ridematch.match.labels import BUSY_MINUTES, DRIVING_MINUTES, END, FIRST, PROMISED_ITEM, START
from ridematch.match.timing import Span, in_a_row, service
from ridematch.match.words import words_of


class Items:
    """`table[n]` is item n as `labels` wants it, `drivers` has a word for each 64 bits. Lessons stand behind the
    fragments, rides with a learner at the wheel last.

    `serves` are the numbers of its bits in order, one that is served twice standing twice, -1 where there are no more.
    `minutes` are the season's travel times, `worth` is what the practice on an item is worth, negative
    where a lesson's light does not suit.
    """

    def __init__(self, board: Board, fragments: Fragments, season: int) -> None:
        self.board, self.stops = board, fragments.stops
        self.minutes: Ints = np.array(board.problem.travel.minutes[season], dtype=np.int64)
        begins = fragments.stops % 2 == 0
        bits = np.sort(np.where(begins, fragments.stops // 2, len(board.codes)), axis=1)[
            :, : fragments.stops.shape[1] // 2
        ]
        rows = [(choice, _practised(board, choice, season)) for choice in board.practice]
        self.practice = [choice for choice, row in rows if row]
        others: list[tuple[int, ...]] = [(choice.bit, *choice.cells) for choice in board.lessons]
        others += [tuple(bit for bit in (choice.ride, choice.lesson) if bit >= 0) for choice in self.practice]
        most = max(1, bits.shape[1], *(len(served) for served in others))
        self.serves = np.full((len(bits) + len(others), most), -1, dtype=np.int64)
        self.serves[: len(bits), : bits.shape[1]] = np.where(bits == len(board.codes), -1, bits)
        for row, served in enumerate(others, start=len(bits)):
            self.serves[row, : len(served)] = served
        taught: list[tuple[int, ...]] = [
            (choice.place, choice.place, 0, choice.wish.minutes, 0, 0, *_span(choice)) for choice in board.lessons
        ]
        taught += [row for _, row in rows if row]
        columns = fragments.table.shape[1]
        self.table: Ints = np.concatenate([fragments.table, np.array(taught, dtype=np.int64).reshape(-1, columns)])
        at_wheel = self.table[len(self.table) - len(self.practice) :, DRIVING_MINUTES]
        self.worth: Floats = np.zeros(len(self.table))
        self.worth[len(self.table) - len(self.practice) :] = board.problem.weights.practice_minute * at_wheel
        self.worth[len(bits) : len(bits) + len(board.lessons)] = [-choice.slot.cost for choice in board.lessons]
        promised = np.array([board.pinned >> bit & 1 for bit in range(len(board.codes))] + [0], dtype=np.int64)
        self.table[:, PROMISED_ITEM] = promised[self.serves].max(axis=1, initial=0)
        self.drivers: Words = np.concatenate(
            [
                fragments.drivers,
                words_of(
                    [*(choice.drivers for choice in board.lessons), *(choice.drivers for choice in self.practice)],
                    bits=len(board.problem.drivers),
                ),
            ]
        )

    def item(self, number: int) -> Item:
        """Item n as an object."""
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

    def _what(self, number: int) -> Fragment | LessonChoice | PracticeChoice:
        lesson = number - len(self.stops)
        if lesson < 0:
            stops = self.stops[number].tolist()
            return Fragment(tuple((stop // 2, stop % 2 == 1) for stop in stops if stop >= 0))
        practice = lesson - len(self.board.lessons)
        return self.board.lessons[lesson] if practice < 0 else self.practice[practice]


def _practised(board: Board, choice: PracticeChoice, season: int) -> tuple[int, ...]:
    """A ride with the learner at the wheel as a row of the table, from pickup to delivery; empty where no times fit."""
    ride, pickup, delivery = board.rides[choice.ride], choice.asked.pickup, choice.asked.delivery
    minutes = board.problem.limits.at_wheel(board.problem.travel.minutes[season][ride.pickup][ride.delivery])
    fits, *span = in_a_row(
        service(pickup.window.earliest, pickup.window.latest, pickup.service_minutes),
        minutes,
        choice.asked.max_ride_minutes,
        service(delivery.window.earliest, delivery.window.latest, delivery.service_minutes),
    )
    busy = minutes + pickup.service_minutes + delivery.service_minutes
    return (ride.pickup, ride.delivery, minutes, busy, 0, 1, *span) if fits else ()


def _span(choice: LessonChoice) -> Span:
    return service(choice.slot.window.earliest, choice.slot.window.latest, choice.wish.minutes)
