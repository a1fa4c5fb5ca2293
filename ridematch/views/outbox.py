"""The text messages that are to be sent, as a page."""

from collections.abc import Iterable

from ridematch.language import say
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table
from ridematch.views.text_messages import TextMessage, segments


def outbox_page(messages: Iterable[TextMessage], *, silent: Iterable[str], people: Directory, command: str) -> Page:
    """To whom, what, and in how many parts; whom to phone instead; and how to send them."""
    rows = tuple((people.who(one.to), one.phone, one.text, str(segments(one.text)), one.serves) for one in messages)
    phone = tuple(people.who(code) for code in silent)
    return Page(
        title=say("Text messages to send"),
        parts=(
            Table(
                columns=(say("to"), say("phone"), say("text"), say("parts"), say("about")),
                rows=rows,
                stacks=((say("to"), say("phone"), say("parts")), (say("text"), say("about"))),
            ),
            Lines(lines=() if rows else (say("Nothing is to be sent: what is promised has been told."),)),
            Lines(heading=say("No number, or none that may be used"), lines=phone),
            Lines(
                heading=say("To send them"),
                lines=(f"  {command} messages --out outbox", f"  {command} messages --send URL") if rows else (),
                to_copy=True,
            ),
        ),
    )
