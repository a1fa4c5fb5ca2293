"""Facts as editions keep them, in English again as they were and in Swedish."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ridematch.language import speaking_to
from ridematch.rules.check.lessons import REFUSED
from ridematch.views.facts import PHRASES, fact_in_words

RULES = Path(__file__).parents[2] / "ridematch" / "rules"
FACTS = (
    "V03 (12 min away): not free then",
    "out, V03 (12 min away): not free then (by 25 min), no child-seat:2",
    "back-2, V03 (0 min away): already driving S07:2026-12-14:out then",
    "V11 (27 min away): not approved for this learner, no car",
    "out, V1 (5 min away): too late to ask, by their notice, said no to it",
    "V1 (5 min away): would be day 4 of driving this week, 3 allowed, late on 2026-12-14 and early the next morning",
    "V1 (5 min away): free, but see the cost",
    "V1 (5 min away): something that nobody has said before",
    "no fact at all",
)


@pytest.mark.parametrize("fact", FACTS)
def test_in_english_a_fact_stays_as_it_is(fact: str) -> None:
    assert fact_in_words(fact) == fact


def test_in_swedish_it_is_swedish_with_its_codes_and_numbers() -> None:
    with speaking_to("sv"):
        found = fact_in_words(FACTS[1])
    assert found == "dit, V03 (12 min bort): inte ledig då (25 min för lite), saknar child-seat:2"


def phrases_in_the_rules() -> Iterator[str]:
    for file in (*sorted((RULES / "check").glob("*.py")), RULES / "why.py"):
        text = file.read_text(encoding="utf-8")
        for kind in (r"brief\s*=\s*", r"return ", r"yield "):
            for found in re.findall(rf'{kind}(f?"[^"\n]+")', text):
                if kind.startswith("brief") or file.name == "why.py":
                    yield found


def test_whatever_the_rules_say_in_short_has_its_words_here() -> None:
    """A phrase with places has the same words around them."""
    said = {re.sub(r"\{[^}]*\}", "{}", phrase.lstrip("f").strip('"')) for phrase in phrases_in_the_rules()}
    known = {re.sub(r"\{\w+\}", "{}", phrase) for phrase in PHRASES}
    said = {one for one in said if one not in ("", ", ", "{}")}
    assert len(said) > 20
    assert {*REFUSED.values()} <= known
    assert {one for one in said if one not in known and "already {} {} then" not in one and one != "no {}:{}"} == set()
