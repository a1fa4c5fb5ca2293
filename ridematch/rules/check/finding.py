"""What a rule answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ridematch.language import note, say
from ridematch.rules.case import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a rule forbids: the codes it is about, and one sentence with what is and what the limit is.

    `brief` says the same in a few words about the driver ("31 min over the day's driving"), to explain why a volunteer
    cannot take something on; rules that never stand in the way of a sensible trip have none.
    """

    subjects: tuple[str, ...]
    sentence: str
    brief: str = ""


ACTIONS = {
    "depart": note("departure"),
    "arrive": note("arrival"),
    "pickup": note("pickup"),
    "delivery": note("delivery"),
    "lesson": note("lesson"),
}


def in_words(*actions: str) -> str:
    """What is done at stops, one after the other, in the language that is spoken."""
    return ", ".join(say(ACTIONS.get(action, action)) for action in actions)


Findings = Iterable[Finding]
Rule = Callable[[Case], Findings]
