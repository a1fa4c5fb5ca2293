"""What a command shows before its own page: who is stranded, and whom to phone about what was agreed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from typing import TYPE_CHECKING

from ridematch.cli.options import Options, now

if TYPE_CHECKING:
    from ridematch.views.page import Page
    from ridematch.views.trouble import Trouble


def trouble_now(options: Options) -> "Trouble":
    """As the store is now."""
    from ridematch.office.trouble import find_trouble

    return find_trouble(options.store, settings=options.settings(), now=now())


@contextmanager
def trouble_meanwhile(options: Options) -> "Iterator[Callable[[], Trouble]]":
    """The same, looked for while this thread waits for the engine."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(max_workers=1) as aside:
        yield aside.submit(copy_context().run, trouble_now, options).result


def show_below_stranded(page: "Page", options: Options, trouble: "Trouble | None" = None) -> None:
    """Print a page, and before it who has no way home; `trouble` where it was looked for already."""
    from ridematch.office.morning import directory_of
    from ridematch.views.terminal import show
    from ridematch.views.trouble import with_stranded

    people, found = directory_of(options.store), trouble_now(options) if trouble is None else trouble
    show(with_stranded(page, found, people=people, command=options.command), plain=options.plain)


def show_below_trouble(page: "Page", options: Options, trouble: "Trouble") -> None:
    """The same, and also whom to phone about what was agreed."""
    from ridematch.office.morning import directory_of
    from ridematch.views.terminal import show
    from ridematch.views.trouble import with_trouble

    people = directory_of(options.store)
    page = with_trouble(page, trouble, people=people, zone=options.zone(), command=options.command)
    show(page, plain=options.plain)
