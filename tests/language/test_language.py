import gettext
from collections.abc import Iterator
from contextvars import copy_context
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from ridematch import language
from ridematch.language import RECEIVED, all_of, either, say, say_many, say_title, speak, speaking_to, spoken
from ridematch.office.settings import load_settings
from ridematch.views.part_titles import PART_TITLES

CATALOG = """
msgid ""
msgstr ""
"Language: sv\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "the sheet {sheet} is empty"
msgstr "bladet {sheet} är tomt"

msgid "one row"
msgid_plural "{number} rows"
msgstr[0] "en rad"
msgstr[1] "{number} rader"

msgid "fuzzy"
msgstr ""
"""


@pytest.fixture
def swedish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalog of three messages."""
    (tmp_path / "sv.po").write_text(CATALOG, encoding="utf-8")
    monkeypatch.setattr(language, "files", lambda package: tmp_path)
    language._translations.cache_clear()
    yield
    language._translations.cache_clear()


def in_swedish(message: str, **values: object) -> str:
    def run() -> str:
        speak("sv")
        return say(message, **values)

    return copy_context().run(run)


@pytest.mark.usefixtures("swedish")
def test_a_message_is_said_in_the_language_spoken() -> None:
    assert say("the sheet {sheet} is empty", sheet="away") == "the sheet away is empty"
    assert in_swedish("the sheet {sheet} is empty", sheet="borta") == "bladet borta är tomt"
    assert spoken() == "en"


@pytest.mark.usefixtures("swedish")
@pytest.mark.parametrize("message", ["nobody has put this into Swedish", "fuzzy", ""])
def test_what_has_no_swedish_is_said_in_english(message: str) -> None:
    assert in_swedish(message) == message


@pytest.mark.usefixtures("swedish")
@pytest.mark.parametrize(
    ("number", "english", "svenska"), [(0, "0 rows", "0 rader"), (1, "one row", "en rad"), (2, "2 rows", "2 rader")]
)
def test_one_and_many(number: int, english: str, svenska: str) -> None:
    def run() -> str:
        speak("sv")
        return say_many("one row", "{number} rows", number=number)

    assert say_many("one row", "{number} rows", number=number) == english
    assert copy_context().run(run) == svenska


def test_braces_in_a_value_are_just_braces() -> None:
    assert say("the sheet {sheet} is empty", sheet="{sheet} {0}") == "the sheet {sheet} {0} is empty"


def test_words_in_a_list() -> None:
    assert all_of(["riders"]) == "riders"
    assert all_of(["riders", "shifts", "away"]) == "riders, shifts and away"
    assert either(word for word in ("R1", "R2")) == "R1 or R2"


def test_words_in_a_swedish_list() -> None:
    def run() -> tuple[str, str]:
        speak("sv")
        return all_of(["a", "b", "c"]), either(["a", "b"])

    assert copy_context().run(run) == ("a, b och c", "a eller b")


def test_another_language_is_not_spoken() -> None:
    with pytest.raises(KeyError):
        speak("fi")
    assert spoken() == "en"


def test_english_needs_no_catalog(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "files", None)
    language._translations.cache_clear()
    assert type(language._translations("en")) is gettext.NullTranslations
    assert say("hello") == "hello"


def test_the_titles_of_the_curriculum_are_in_every_catalog() -> None:
    titles = {part.title: part.title_sv for part in load_settings(None).curriculum.parts}
    assert set(PART_TITLES) == titles.keys()
    for received in RECEIVED:
        with speaking_to(received):
            assert not {title for title in titles if say_title(title) == title}
    with speaking_to("sv"):
        assert {title: say_title(title) for title in titles} == titles


def test_a_title_of_an_own_curriculum_stays_as_it_is() -> None:
    with speaking_to("ar"):
        assert say_title("Ferry {quay}, 100 %") == "Ferry {quay}, 100 %"


def test_a_number_does_not_turn_a_sentence_round() -> None:
    with speaking_to("ar"):
        assert say_many("{number} seat in {car}", "{number} seats in {car}", 3, car="A") == (
            "\u20683\u2069 seats in \u2068A\u2069"
        )
    assert say_many("{number} seat in {car}", "{number} seats in {car}", 3, car="A") == "3 seats in A"


UKRAINIAN = (
    CATALOG.replace("Language: sv", "Language: uk")
    .replace(
        "nplurals=2; plural=(n != 1)",
        Catalog(locale="uk").plural_forms.rstrip(";"),
    )
    .replace(
        'msgstr[0] "en rad"\nmsgstr[1] "{number} rader"', 'msgstr[0] "рядок"\nmsgstr[1] "рядки"\nmsgstr[2] "рядків"'
    )
)


@pytest.mark.parametrize(("number", "said"), [(1, "рядок"), (2, "рядки"), (5, "рядків"), (11, "рядків"), (21, "рядок")])
def test_a_language_with_three_forms_says_the_right_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    (tmp_path / "received").mkdir()
    (tmp_path / "received" / "uk.po").write_text(UKRAINIAN, encoding="utf-8")
    monkeypatch.setattr(language, "files", lambda package: tmp_path)
    language._translations.cache_clear()
    with speaking_to("uk"):
        assert say_many("one row", "{number} rows", number) == said
    language._translations.cache_clear()
