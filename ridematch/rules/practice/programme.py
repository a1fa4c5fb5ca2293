"""The programme's own rules about a pair: not the law's, and the same in every country."""

from datetime import date

from ridematch.language import say
from ridematch.rules.practice.pair import Found, Pair
from ridematch.rules.practice.people import is_automatic_only


def may_be_matched(pair: Pair, _: date) -> Found | None:
    """Nobody asked that the two are kept apart. Why is written nowhere."""
    if not pair.avoided:
        return None
    told = say(
        "{volunteer} and {rider} are never matched", volunteer=pair.supervisor.volunteer, rider=pair.learner.rider
    )
    return told, say("Find another supervisor.")


def drives_for_everybody(pair: Pair, _: date) -> Found | None:
    """Who drives for one employer alone gives no lessons."""
    if pair.volunteer is None or not pair.volunteer.only_employer:
        return None
    told = say("{volunteer} drives for one employer only", volunteer=pair.supervisor.volunteer)
    return told, say("Take only_employer away, or find another supervisor.")


def record_is_seen(pair: Pair, on: date) -> Found | None:
    """A minor is alone with nobody whose record is not seen; rides have the same rule."""
    if pair.rider is None or pair.volunteer is None or not pair.rider.minor:
        return None
    seen = pair.volunteer.record_seen_on
    if seen is not None and seen <= on:
        return None
    told = say(
        "{rider} is a minor, and the record of {volunteer} was not seen by then",
        rider=pair.learner.rider,
        volunteer=pair.supervisor.volunteer,
    )
    return told, say("Look at the record, and enter the date in `volunteers`.")


def car_is_as_wished(pair: Pair, on: date) -> Found | None:
    """The car has the transmission that the learner wants to learn with."""
    wish = pair.learner.transmission
    # Who may drive automatic cars only has one, unless the row says otherwise.
    car = pair.supervisor.transmission or ("automatic" if is_automatic_only(pair, on) else "")
    if not wish or wish == car:
        return None
    if not car:
        return say("the transmission of the supervisor's car is not known"), say("Enter it in `supervisors`.")
    if wish == "manual":
        told = say("the car is automatic and the learner practises manual")
    else:
        told = say("the car is manual and the learner practises automatic")
    return told, say("Find another supervisor.")


PROGRAMME_RULES = (
    ("never_matched", may_be_matched),
    ("only_employer", drives_for_everybody),
    ("record_seen", record_is_seen),
    ("wish", car_is_as_wished),
)
"""A name -> who judges it."""
