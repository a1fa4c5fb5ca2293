"""The text messages that are to be sent, as a page."""

from collections.abc import Iterable

from ridematch.language import say
from ridematch.model.events import Event
from ridematch.views.answers import in_words
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table
from ridematch.views.text_messages import TextMessage, segments


def outbox_page(
    messages: Iterable[TextMessage],
    *,
    silent: Iterable[str],
    people: Directory,
    command: str,
    replies: Iterable[Event] = (),
) -> Page:
    """What came back and has to be looked at; to whom, what, and in how many parts; whom to phone; how to send them."""
    rows = tuple((people.who(one.to), one.phone, one.text, str(segments(one.text)), one.serves) for one in messages)
    phone = tuple(people.who(code) for code in silent)
    return Page(
        title=say("Text messages to send"),
        parts=(
            Lines(
                heading=say("Replies to look at"),
                lines=tuple(line for reply in replies for line in _look_at(reply, people=people, command=command)),
            ),
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
            ),
        ),
    )


def _look_at(reply: Event, *, people: Directory, command: str) -> tuple[str, str]:
    settled = say("once they know: {command}", command=f"{command} told {reply.serves}")
    return in_words(reply, people=people), f"  {settled}"
