"""Loops that Python runs too slowly: compiled to machine code on first use, and kept on disk for the next run."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

Function = TypeVar("Function", bound=Callable[..., Any])

_njit: Any = numba.njit  # (its types do not know the option `_nrt`)


def compiled(function: Function) -> Function:
    """The function as machine code (numba), for arrays and numbers only. It lets other threads run meanwhile."""
    return cast(Function, _njit(cache=True, nogil=True, _nrt=True)(function))


def tight(function: Function) -> Function:
    """The same for a function that makes no arrays (parts of others aside), and so need not count who still holds one.

    Nor may it call one that gives an array back: that would never be freed.

    To count takes most of the time in loops that look at one row after another (issues 2345 and 2350 of numba).
    """
    return cast(Function, _njit(cache=True, nogil=True, _nrt=False)(function))


@tight
def copy_row(into: Any, row: Any) -> None:
    """Write one row over another, of the same kind and length."""
    for column in range(len(row)):
        into[column] = row[column]


@tight
def fill_row(into: Any, value: Any) -> None:
    """Write a number all over a row."""
    for column in range(len(into)):
        into[column] = value


@tight
def is_set(words: Words, bit: int) -> bool:
    """Whether a bit of a row of words is set."""
    return bool(words[bit // 64] >> np.uint64(bit % 64) & np.uint64(1))


@tight
def one_more(words: Words, bit: int) -> None:
    """Set the first bit from this one on that is not set: counting with one bit for each."""
    while is_set(words, bit):
        bit += 1
    words[bit // 64] |= np.uint64(1) << np.uint64(bit % 64)


@tight
def zero() -> int:
    """Nought as a number like any other: the constant 0 would have each function compiled once more for itself."""
    return int(np.int64(0))
