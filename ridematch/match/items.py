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
    """`table[n]` is `all[n]` as `labels` wants it; `serves` and `drivers` have a word for each 64 bits."""

    def __init__(self, board: Board, items: Iterable[Item]) -> None:
        self.all = tuple(items)
        self.table: Ints = np.array(
            [
                (
                    *(item.start_place, item.end_place, item.driving, item.busy),
                    *(bool(item.bits & board.pinned), isinstance(item.what, Fragment)),
                    *item.span,
                )
                for item in self.all
            ],
            dtype=np.int64,
        ).reshape(-1, ITEM_COLUMNS)
        self.serves = words_of([item.bits for item in self.all], bits=len(board.codes))
        self.drivers = words_of([item.what.drivers for item in self.all], bits=len(board.problem.drivers))


def words_of(numbers: list[int], *, bits: int) -> Words:
    """Bits as rows of words, 64 bits a word."""
    words = max(1, -(-bits // 64))
    raw = b"".join(number.to_bytes(8 * words, "little") for number in numbers)
    return np.frombuffer(raw, dtype="<u8").reshape(-1, words).astype(np.uint64)


def bits_of(words: Words) -> npt.NDArray[np.bool_]:
    """Rows of words as rows of booleans."""
    return np.unpackbits(words.astype("<u8").view(np.uint8), axis=1, bitorder="little").astype(bool)


def as_words(rows: npt.NDArray[np.bool_]) -> Words:
    """Rows of booleans as rows of words."""
    count, bits = rows.shape
    padded = np.zeros((count, 64 * max(1, -(-bits // 64))), dtype=bool)
    padded[:, :bits] = rows
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)
