"""Rules for private practice driving: dated tables, one file a country, and what they say about a pair on a date.

A figure with a legal meaning is a row with a date and a source, never a number in the code. None of it is legal advice.
"""

from ridematch.rules.practice.judge import refusals
from ridematch.rules.practice.pair import Pair, Refusal
from ridematch.rules.practice.rules import PracticeRules, Rule, load_practice_rules

__all__ = ["Pair", "PracticeRules", "Refusal", "Rule", "load_practice_rules", "refusals"]
