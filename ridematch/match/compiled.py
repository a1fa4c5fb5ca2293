"""Loops that Python runs too slowly: compiled to machine code on first use, and kept on disk for the next run."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.uint64]

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """The function as machine code (numba), for arrays and numbers only. It lets other threads run meanwhile."""
    return cast(Function, numba.njit(cache=True, nogil=True)(function))


@compiled
def is_set(words: Words, bit: int) -> bool:
    """Whether a bit of a row of words is set."""
    return bool(words[bit // 64] >> np.uint64(bit % 64) & np.uint64(1))


@compiled
def one_more(words: Words, bit: int) -> None:
    """Set the first bit from this one on that is not set: counting with one bit for each."""
    while is_set(words, bit):
        bit += 1
    words[bit // 64] |= np.uint64(1) << np.uint64(bit % 64)


@compiled
def zero() -> int:
    """Nought as a number like any other: the constant 0 would have each function compiled once more for itself."""
    return int(np.int64(0))
