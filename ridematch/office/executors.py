"""Where plans are made: in this process, in several on this machine, or on a Dask cluster."""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from ridematch.language import say
from ridematch.model.errors import RidematchError

HERE, PROCESSES, DASK = "here", "processes", "dask://"
"""How an executor is named: one after the other, a process a core, or a scheduler's host and port."""


@contextmanager
def executor_for(name: str) -> Iterator[Executor]:
    """An executor by its name. RidematchError: no such name, no Dask installed, or no scheduler there."""
    if name == HERE:
        with ThreadPoolExecutor(max_workers=1) as executor:
            yield executor
    elif name == PROCESSES:
        # "spawn": a copy of this process would have the solver's threads in it, stopped in the middle.
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as executor:
            try:
                yield executor
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                raise
    elif name.startswith(DASK):
        with _dask(name.removeprefix(DASK)) as executor:
            yield executor
    else:
        raise RidematchError(say("An executor is processes, here or dask://HOST:PORT, not {name}.", name=name))


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError:
        raise RidematchError(say("Dask needs one more package: pip install 'ridematch[dask]'.")) from None
    try:
        client = Client(f"tcp://{address}", timeout=10, set_as_default=False)
    except (OSError, ValueError):
        raise RidematchError(say("There is no Dask scheduler at {address}.", address=address)) from None
    with client:
        # pure=False: each problem is asked for once, whatever its content.
        yield client.get_executor(pure=False)
