"""Loops that Python runs too slowly: compiled to machine code on first use, and kept on disk for the next run."""

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Words = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]

Function = TypeVar("Function", bound=Callable[..., Any])

_numba: Any = numba  # (its types know neither `CACHE_DIR` nor the option `_nrt`)

_IMPORTED = re.compile(r"^\s*(?:from|import) (ridematch(?:\.\w+)*)", re.MULTILINE)

_ROOT = Path(__file__).parents[2]

_KEPT_IN = Path(_numba.config.CACHE_DIR or Path(__file__).parent / "__pycache__")


def compiled(function: Function) -> Function:
    """The function as machine code (numba), for arrays and numbers only. It lets other threads run meanwhile."""
    return _compiled(function, counts=True)


def tight(function: Function) -> Function:
    """The same for a function that makes no arrays (parts of others aside), and so need not count who still holds one.

    Nor may it call one that gives an array back: that would never be freed.

    To count takes most of the time in loops that look at one row after another (issues 2345 and 2350 of numba).
    """
    return _compiled(function, counts=False)


def _compiled(function: Function, *, counts: bool) -> Function:
    """Kept in a folder that is named after all the function's file is made of.

    numba itself looks at that file alone: after an upgrade of another one it would go on with what it had made of that
    before (numba, Notes on caching: changes in functions defined in a different file are not recognized).
    """
    path = Path(function.__code__.co_filename)
    _numba.config.CACHE_DIR = str(_KEPT_IN / f"{path.stem}-{fingerprint(path, _ROOT)}")
    return cast(Function, _numba.njit(cache=True, nogil=True, _nrt=counts)(function))


@cache
def fingerprint(path: Path, root: Path) -> str:
    """Of a file and all that it imports from this package, however far away, `root` being where packages begin."""
    found, waiting = {path}, [path]
    while waiting:
        new = _imports(waiting.pop(), root) - found
        found |= new
        waiting += new
    return sha256("\0".join(sorted(map(_source, found))).encode()).hexdigest()[:16]


@cache
def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _imports(path: Path, root: Path) -> frozenset[Path]:
    return frozenset(file for module in _IMPORTED.findall(_source(path)) for file in _files(module, root))


@cache
def _files(module: str, root: Path) -> tuple[Path, ...]:
    """Of a package all, since it may be any of them that is meant; none where only a text speaks of it."""
    path = root.joinpath(*module.split("."))
    file = path.with_suffix(".py")
    return tuple(path.glob("*.py")) if path.is_dir() else (file,) if file.exists() else ()


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
