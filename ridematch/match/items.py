"""All fragments and lessons of one season's travel times, as objects and beside them as arrays."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ridematch.match.board import Board
from ridematch.match.compiled import Ints, Words
from ridematch.match.duty import Item
from ridematch.match.fragments import Fragment
from ridematch.match.labels import ITEM_COLUMNS


class Items:
    """`table[n]` is `all[n]` as `labels` wants it; `drivers` has a word for each 64 bits.

    `serves` are the numbers of its bits side by side, -1 where it has fewer than others.
    """

    def __init__(self, board: Board, items: Iterable[Item]) -> None:
        self.all = tuple(items)
        self.table: Ints = np.array(
            [
                (
                    *(item.start_place, item.end_place, item.driving, item.busy),
                    *(any(board.pinned >> bit & 1 for bit in item.serves), isinstance(item.what, Fragment)),
                    *item.span,
                )
                for item in self.all
            ],
            dtype=np.int64,
        ).reshape(-1, ITEM_COLUMNS)
        most = max((len(item.serves) for item in self.all), default=1)
        self.serves: Ints = np.array(
            [(*item.serves, *[-1] * (most - len(item.serves))) for item in self.all], dtype=np.int64
        ).reshape(-1, most)
        self.drivers = words_of([item.what.drivers for item in self.all], bits=len(board.problem.drivers))


def words_of(numbers: list[int], *, bits: int) -> Words:
    """Bits as rows of words, 64 bits a word."""
    words = max(1, -(-bits // 64))
    raw = b"".join(number.to_bytes(8 * words, "little") for number in numbers)
    return np.frombuffer(raw, dtype="<u8").reshape(-1, words).astype(np.uint64)


def as_words(rows: npt.NDArray[np.bool_]) -> Words:
    """Rows of booleans as rows of words."""
    count, bits = rows.shape
    padded = np.zeros((count, 64 * max(1, -(-bits // 64))), dtype=bool)
    padded[:, :bits] = rows
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)
