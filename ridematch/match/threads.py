"""Several things at once: compiled loops and solvers let other threads run meanwhile."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Answer = TypeVar("Answer")


def at_once(one: Callable[[Part], Answer], parts: Iterable[Part]) -> list[Answer]:
    """The answers for all parts, in their order."""
    parts = list(parts)
    if len(parts) == 1:  # no thread is needed
        return [one(parts[0])]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        return list(threads.map(one, parts))
