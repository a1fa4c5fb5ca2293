"""How things stand with each planned ride and lesson, in a word beside its code."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from ridematch.language import say
from ridematch.model.edition import PlannedStop, Promise
from ridematch.model.events import Answers, Event, begins_said

NEAR = timedelta(minutes=5)
"""By so much a time may move that somebody said yes to, as a promised one may."""


def states(
    stops: Iterable[PlannedStop],
    promises: Iterable[Promise],
    events: Iterable[Event],
    *,
    void: Collection[str] = frozenset(),
) -> dict[str, str]:
    """By request or lesson: one of `STATES`, "declined" where whoever has it still has said no, "moved", or "void".

    Moved is what somebody said yes to at a time that is not near the one planned now; void what does not hold by the
    tables as they are now.
    """
    told = {(promise.serves, promise.volunteer) for promise in promises}
    answers = Answers(events)
    found = {}
    for stop in stops:
        if stop.action in ("pickup", "lesson"):
            pair = (stop.serves, stop.volunteer)
            no = pair not in told and stop.volunteer in answers.with_state(stop.serves, "declined")
            state = answers.state(*pair, told=pair in told)
            found[stop.serves] = "declined" if no and state != "otherwise" else state
            if found[stop.serves] == "accepted" and _is_at_another_time(stop, answers):
                found[stop.serves] = "moved"
            if stop.serves in void and found[stop.serves] not in ("declined", "cancelled", "otherwise"):
                found[stop.serves] = "void"
    return found


def _is_at_another_time(stop: PlannedStop, answers: Answers) -> bool:
    last = answers.last(stop.serves, stop.volunteer)
    said = begins_said(last.because) if last else None
    return said is not None and abs(stop.begins_at - said) > NEAR


def marked(serves: str, states: dict[str, str]) -> str:
    """A ride's code, with how things stand where more than the plan was said of it."""
    word = in_a_word(states.get(serves, "proposed"))
    return f"{serves} ({word})" if word else serves


def in_a_word(state: str) -> str:
    """Nothing for what is only proposed."""
    return {
        "proposed": "",
        "asked": say("asked"),
        "accepted": say("said yes"),
        "moved": say("said yes to another time"),
        "declined": say("said no"),
        "told": say("told"),
        "done": say("done"),
        "no-show": say("nobody came"),
        "otherwise": say("in another way"),
        "cancelled": say("cancelled"),
        "void": say("does not hold any more"),
    }[state]
