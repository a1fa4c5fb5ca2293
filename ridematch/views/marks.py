"""How things stand with each planned ride and lesson, in a word beside its code."""

from collections.abc import Iterable

from ridematch.language import say
from ridematch.model.edition import PlannedStop, Promise
from ridematch.model.events import Answers, Event


def states(stops: Iterable[PlannedStop], promises: Iterable[Promise], events: Iterable[Event]) -> dict[str, str]:
    """By request or lesson: one of `STATES`, or "declined" where whoever has it still has said no."""
    told = {(promise.serves, promise.volunteer) for promise in promises}
    answers = Answers(events)
    found = {}
    for stop in stops:
        if stop.action in ("pickup", "lesson"):
            pair = (stop.serves, stop.volunteer)
            no = pair not in told and stop.volunteer in answers.with_state(stop.serves, "declined")
            found[stop.serves] = "declined" if no else answers.state(*pair, told=pair in told)
    return found


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
        "declined": say("said no"),
        "told": say("told"),
        "done": say("done"),
        "no-show": say("nobody came"),
        "cancelled": say("cancelled"),
    }[state]
