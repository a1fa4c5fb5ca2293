"""Sets of small numbers as rows of words, 64 to a word."""

import numpy as np
import numpy.typing as npt

from ridematch.match.compiled import Words


def words_of(numbers: list[int], *, bits: int) -> Words:
    """Whole numbers, read as sets of bits, as rows of words."""
    words = max(1, -(-bits // 64))
    raw = b"".join(number.to_bytes(8 * words, "little") for number in numbers)
    return np.frombuffer(raw, dtype="<u8").reshape(-1, words).astype(np.uint64)


def as_words(rows: npt.NDArray[np.bool_]) -> Words:
    """Rows of booleans as rows of words."""
    count, bits = rows.shape
    padded = np.zeros((count, 64 * max(1, -(-bits // 64))), dtype=bool)
    padded[:, :bits] = rows
    return np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)
