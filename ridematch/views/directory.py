"""Codes and place ids -> what a person reads. Of riders with limited visibility only the code is known here."""

import re
from dataclasses import dataclass

from ridematch.model.edition import Person

HOME = "home:"

COMPANY = 4
"""So many seats a person may take: with children, or with somebody who helps. Whoever takes more is a group."""

ARTICLES = ("the", "a", "den", "det", "de", "en", "ett")
"""First words that are nobody's name; "an" is one."""

OF_MANY = (
    *("club", "group", "team", "choir", "school", "society", "association"),
    *("klubb", "klubben", "grupp", "gruppen", "laget", "kören", "skolan", "förening", "föreningen"),
)
"""How a word ends that says that it is the name of many, as in "Åre ungdomsgrupp"."""


@dataclass(frozen=True, slots=True)
class Directory:
    """The people by code, as the store gives them."""

    people: dict[str, Person]

    def who(self, code: str) -> str:
        """Name and code, "Ture Tall (R07)"; the code alone where there is no name to show."""
        person = self.people.get(code)
        if person is None or person.limited_visibility or person.name in ("", code):
            return code
        return f"{person.name} ({code})"

    def name(self, code: str) -> str:
        """The whole name, or the code."""
        person = self.people.get(code)
        return code if person is None or person.limited_visibility else person.name or code

    def first_name(self, code: str) -> str:
        """What somebody is called who is met: the first name, also of "Tall, Ture"; of a group the whole name.

        A group takes more seats than a person with company (`COMPANY`), or is named like one: with an article first,
        or a word that stands for many. Seats alone do not say it, since a mother with her child takes two and is called
        by her first name. The code, where no name may be shown.
        """
        name = self.name(code)
        if self._is_group(code):
            return name
        last, comma, rest = name.partition(",")
        words = rest.split() if comma else last.split()
        return words[0] if words else code

    def _is_group(self, code: str) -> bool:
        person, words = self.people.get(code), re.findall(r"\w+", self.name(code).casefold())
        return (
            (person is not None and person.seats > COMPANY)
            or (len(words) > 1 and words[0] in ARTICLES)
            or any(word.endswith(OF_MANY) for word in words)
        )

    def phone(self, code: str) -> str:
        """The number to call, empty where none may be shown."""
        person = self.people.get(code)
        return "" if person is None or person.limited_visibility else person.phone

    def language(self, code: str) -> str:
        """In which language somebody reads, as a code; empty where it is not known or may not be."""
        person = self.people.get(code)
        return "" if person is None or person.limited_visibility else person.language

    def named(self, sentence: str) -> str:
        """A sentence in codes, with the people's names beside them."""
        return re.sub(r"(?<![\w:.-])[\w-]+(?![\w:-])", lambda found: self.who(found.group()), sentence)

    def place(self, place: str) -> str:
        """A place for people: the village of a home, the name of anything else."""
        if not place.startswith(HOME):
            return place
        code = place.removeprefix(HOME)
        person = self.people.get(code)
        return person.place if person is not None and person.place else f"home of {code}"

    def home_of(self, place: str) -> Person | None:
        """Whose home a place id is, or nobody's."""
        return self.people.get(place.removeprefix(HOME)) if place.startswith(HOME) else None
