"""Replies to text messages: what messages --inbox does."""

from pathlib import Path

from ridematch.cli.options import Options, begins_to_write, now
from ridematch.language import say


def take_in_replies(options: Options, folder: Path) -> None:
    """Note what came in, and show it: the text is seen here and nowhere later."""
    from ridematch.office.inbox import take_in
    from ridematch.views.inbox import inbox_page
    from ridematch.views.terminal import show

    begins_to_write(say("it was noted whole or not at all: see ridematch history"))
    found = take_in(options.store, folder, settings=options.settings(), now=now(), by=options.by)
    page = inbox_page(
        found.replies,
        known=found.known,
        strangers=found.strangers,
        others=found.others,
        people=found.people,
        command=options.command,
    )
    show(page, plain=options.plain)
