"""Replies to text messages, as a page: what came back, and what to type where it is a no."""

from collections.abc import Iterable
from dataclasses import dataclass

from ridematch.language import say, say_many
from ridematch.views.answers import answer_in_words
from ridematch.views.directory import Directory
from ridematch.views.page import Lines, Page, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply of a "rider" or "volunteer" after a message about a ride; `answer` as in `model.events`."""

    who: str
    role: str
    serves: str
    answer: str
    text: str


def inbox_page(
    replies: Iterable[Reply], *, known: int, strangers: int, others: int, people: Directory, command: str
) -> Page:
    """What is new; how much of the folder was noted before or is of nobody; and what to type."""
    found = tuple(replies)
    columns = (say("from"), say("phone"), say("reply"), say("text"), say("after the message about"))
    rows = tuple(
        (people.who(one.who), people.phone(one.who), answer_in_words(one.answer), one.text, one.serves) for one in found
    )
    refusals = tuple(
        f"  {command} no {one.serves} --of {one.who}" for one in found if one.answer == "no" and one.role == "volunteer"
    )
    return Page(
        title=say("Replies to text messages"),
        parts=(
            Table(
                columns=columns,
                rows=rows,
                stacks=((columns[0], columns[1]), (columns[3], columns[4]), (columns[2],)),
            ),
            Lines(lines=tuple(_about_the_rest(len(found), known=known, strangers=strangers, others=others))),
            Lines(heading=say("A volunteer's no, once you have spoken"), lines=refusals),
        ),
    )


def _about_the_rest(new: int, *, known: int, strangers: int, others: int) -> Iterable[str]:
    if new:
        yield say("Noted as yes, no or to read; the text is not kept. Nothing is promised or changed by it.")
    else:
        yield say("No new replies.")
    if known:
        yield say_many("{number} was noted before.", "{number} were noted before.", known)
    if strangers:
        yield say_many(
            "{number} is from a number to which no message about a ride ahead went: read it in the folder.",
            "{number} are from numbers to which no message about a ride ahead went: read them in the folder.",
            strangers,
        )
    if others:
        yield say_many("{number} file is no text message.", "{number} files are no text messages.", others)
