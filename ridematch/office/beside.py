"""The engine in a process beside this one, loading while a command reads the store.

OR-Tools and the compiled loops take longer to load than one ride takes to plan again, and the coordinator is on the
phone meanwhile. With a second core both are ready at once.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, ParamSpec, Protocol, TypeVar

from ridematch.language import speaking_to, spoken

Parameters = ParamSpec("Parameters")
Found = TypeVar("Found")


SELDOM = 100_000
"""So many objects are made between two looks for rubbish. A command makes some hundred thousand and ends: to look as
often as Python does by itself is a tenth of its time."""


class Engine(Protocol):
    """Where something is planned again: it calls a function of a module, and gives back what that found."""

    def __call__(
        self, function: Callable[Parameters, Found], /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Found:
        """What `function(*args, **kwargs)` returns or raises."""
        ...


def here(function: Callable[Parameters, Found], /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Found:
    """The engine in this process."""
    return function(*args, **kwargs)


@contextmanager
def beside() -> Iterator[Engine]:
    """The engine in a process of its own, which ends with this block or with this process, whatever ends that.

    Where there is one core only, or that process can't do it, it is done here.
    """
    if (os.cpu_count() or 1) < 2:
        yield here
        return
    # -P: nothing is imported from the folder in which the command is given. A session of its own: an interrupt at the
    # keyboard is for this process, which ends the other.
    process = subprocess.Popen(  # noqa: S603  this very program
        [sys.executable, "-P", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield _Beside(process)
    finally:
        process.kill()
        process.communicate()


class _Beside:
    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def __call__(
        self, function: Callable[Parameters, Found], /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Found:
        asked, answered = self._process.stdin, self._process.stdout
        assert asked and answered, "both are pipes"  # noqa: S101
        try:
            pickle.dump((spoken(), function, args, kwargs), asked)
            asked.flush()
            returned, found = pickle.load(answered)  # noqa: S301  what our own process wrote
        except (OSError, EOFError, pickle.UnpicklingError):  # that process is gone
            return function(*args, **kwargs)
        if not returned:
            raise found
        return found  # type: ignore[no-any-return]


def _serve() -> None:
    """Answer what is asked on standard input until it ends; what libraries print does not get in between."""
    asked = sys.stdin.buffer
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        from ridematch.match.ready import get_ready

        get_ready()
        with suppress(EOFError):
            while True:
                language, function, args, kwargs = pickle.load(asked)  # noqa: S301  what our own process wrote
                with speaking_to(language):
                    pickle.dump(_answer(function, args, kwargs), answers)
                answers.flush()


def _answer(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[bool, Any]:
    try:
        return True, function(*args, **kwargs)
    except Exception as error:
        return False, error


if __name__ == "__main__":
    gc.set_threshold(SELDOM)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _serve()
