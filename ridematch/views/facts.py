"""What stood in a volunteer's way, as editions keep it in English and codes, said in the language that is spoken."""

import re
from functools import cache

from ridematch.language import note, say

REFUSALS = (
    note("permit or approval does not cover the dates"),
    note("not approved for this learner"),
    note("the approval does not cover the dates"),
    note("the learner's permit does not cover the dates"),
    note("the learner is too young"),
    note("outside the season for practice"),
    note("too young to supervise"),
    note("no licence that counts"),
    note("licence not held long enough"),
    note("more approvals than allowed"),
    note("no introduction course that counts"),
    note("licence for automatic cars only"),
    note("not the kind of car the learner practises with"),
)
"""Of a volunteer whom the rules of practice keep from a lesson."""

PHRASES = (
    note("not free then (by {minutes} min)"),
    note("not free then"),
    note("away"),
    note("the times asked for leave too little for the road"),
    note("free, but see the cost"),
    note("already teaching {what} then"),
    note("already driving {what} then"),
    note("already driving then"),
    note("said no to it"),
    note("too late to ask, by their notice"),
    note("the rider is elsewhere then"),
    note("{minutes} min over the day's driving"),
    note("{minutes} min over the time at the wheel"),
    note("would be day {count} of driving this week, {limit} allowed"),
    note("would be ask {count} this week, {limit} allowed"),
    note("would be night {count} in seven days, {limit} allowed"),
    note("would be {count} nights in a row"),
    note("late on {date} and early the next morning"),
    *REFUSALS,
    note("no car"),
    note("the practice car is taken then"),
    note("on an own trip then"),
    note("only drives for employer {employer}"),
    note("{count} days from another lesson, {least} wanted"),
    note("{count} seats, {needed} needed"),
    note("never matched with this rider"),
    note("record not seen"),
    note("would wait {minutes} min, {limit} allowed"),
    note("would leave too early"),
    note("the detour would be {minutes} min, {limit} allowed"),
    note("no {what}"),
)
"""As `rules.check` and `rules.why` say them; of two that begin alike the longer comes first."""

_FACT = re.compile(r"(?:(?P<way>out|back)(?P<part>-\d+)?, )?(?P<who>\S+) \((?P<minutes>\d+) min away\): (?P<says>.*)")


def fact_in_words(fact: str) -> str:
    """A whole fact: which way, which volunteer (a code), how far away, and what stands in the way."""
    found = _FACT.fullmatch(fact)
    if found is None:
        return fact
    says = ", ".join(_phrases(found["says"]))
    named = {"who": found["who"], "minutes": found["minutes"], "says": says}
    if found["way"]:
        way = say("out") if found["way"] == "out" else say("back")
        return say("{way}, {who} ({minutes} min away): {says}", way=f"{way}{found['part'] or ''}", **named)
    return say("{who} ({minutes} min away): {says}", **named)


def volunteer_refused(fact: str) -> str:
    """The code of the volunteer whom the rules of practice keep from the lesson, empty where it is something else."""
    found = _FACT.fullmatch(fact)
    return found["who"] if found and any(one in found["says"] for one in REFUSALS) else ""


def _phrases(says: str) -> list[str]:
    """One after the other; what is none of ours stays as it is."""
    found = []
    while says:
        for phrase in PHRASES:
            known = _pattern(phrase).match(says)
            if known is not None:
                found.append(say(phrase, **known.groupdict()))
                says = says[known.end() :].removeprefix(", ")
                break
        else:
            return [*found, says]
    return found


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """The phrase with anything in its places, up to the next phrase or the end."""
    places = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^,]+?)", re.escape(phrase))
    return re.compile(rf"{places}(?=, |$)")
