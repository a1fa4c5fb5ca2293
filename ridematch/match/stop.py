"""When to stop searching: after so many seconds, or when somebody asks."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stop:
    """A time limit in seconds from now, None for none, and a way to end sooner that any thread may use."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds, self._begun = seconds, time.monotonic()
        self._asked = threading.Event()
        self._listeners: list[Callable[[], None]] = []

    def ask(self) -> None:
        """End soon, with the best found so far."""
        self._asked.set()
        for listener in tuple(self._listeners):
            listener()

    @property
    def asked(self) -> bool:
        """Whether somebody asked."""
        return self._asked.is_set()

    @property
    def passed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._begun

    @property
    def left(self) -> float | None:
        """Seconds left, None for as many as it takes."""
        return None if self.seconds is None else self.seconds - self.passed

    def later_than(self, share: float) -> Callable[[], bool]:
        """Whether so much of the time is over, or somebody asked."""
        return lambda: self.asked or (self.seconds is not None and self.passed > share * self.seconds)

    @contextmanager
    def telling(self, listener: Callable[[], None]) -> Iterator[None]:
        """Call `listener` when somebody asks meanwhile."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    @contextmanager
    def part(self, share: float) -> Iterator["Stop"]:
        """A stop for a part of the work, with this share of the time that is left; who ends this one ends both."""
        part = Stop(None if self.left is None else share * self.left)
        with self.telling(part.ask):
            if self.asked:
                part.ask()
            yield part
