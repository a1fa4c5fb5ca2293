"""Every message in the code has its Swedish. Red? Run python -m ridematch.language.catalog, and fill in sv.po."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from ridematch.language import RECEIVED
from ridematch.language.catalog import (
    HEAD,
    KEYWORDS,
    PACKAGE,
    RECEIVED_IN,
    SWEDISH,
    head,
    in_code,
    in_swedish,
    main,
    mistakes,
    received,
    renewed,
)

TEXT = SWEDISH.read_text(encoding="utf-8")


@cache
def of_the_house() -> Catalog:
    """The messages of our own code, read once."""
    return in_code()


def test_every_message_has_its_swedish_and_none_is_left_over() -> None:
    found = mistakes(TEXT, of_the_house())
    assert not found, "\n".join(("Put these right in ridematch/language/sv.po:", *found))


def test_no_message_hides_where_the_extractor_does_not_look() -> None:
    """Within an f-string, say: the message would never be put into Swedish."""
    extracted = {form for each in of_the_house() if each.id for form in _forms(each.id)}
    missed = [
        f"{file.relative_to(PACKAGE)}:{line} {message!r}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for line, message in _said(file)
        if message not in extracted
    ]
    assert not missed, "\n".join(("Take these out of their f-strings:", *missed))


def _said(file: Path) -> list[tuple[int, str]]:
    text = file.read_text(encoding="utf-8")
    if "ridematch.language" not in text:
        return []
    calls = [each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.Call)]
    return [
        (argument.lineno, argument.value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in KEYWORDS
        for argument in call.args[: len(KEYWORDS[call.func.id] or (1,))]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def _forms(said: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def test_swedish_sentences_end_as_the_english_ones() -> None:
    """A full stop, a question mark or a colon too many stands out on the page."""
    ends = re.compile(r"[.?!:]?$")
    odd = [
        (english, swedish)
        for each in in_swedish(TEXT)
        if each.id
        for english, swedish in zip(_forms(each.id), _forms(each.string), strict=True)
        if bool(ends.findall(english)[0]) != bool(ends.findall(swedish)[0]) or swedish != swedish.strip()
    ]
    assert not odd


def code(*messages: str | tuple[str, str]) -> Catalog:
    catalog = Catalog(charset="utf-8")
    for line, message in enumerate(messages):
        catalog.add(message, locations=[("ridematch/tables/files.py", line)])
    return catalog


def entry(message: str, swedish: str, *, flag: str = "") -> str:
    return f'{flag}\nmsgid "{message}"\nmsgstr "{swedish}"\n'


MANY = 'msgid "one row"\nmsgid_plural "{number} rows"\nmsgstr[0] "en rad"\nmsgstr[1] "%s"\n'


@pytest.mark.parametrize(
    ("text", "messages", "said"),
    [
        (entry("a {b}", "en {b}"), ("a {b}",), ()),
        ("", ("a",), ("The code says, and sv.po does not have: 'a' (ridematch/tables/files.py)",)),
        (entry("a", "en"), (), ("sv.po has, and the code no longer says: 'a' ()",)),
        (entry("a", ""), ("a",), ("Without Swedish: 'a' ()",)),
        (entry("a", "en", flag="#, fuzzy"), ("a",), ("Marked as fuzzy: 'a' ()",)),
        (entry("a {b}", "en {c}"), ("a {b}",), ("Other words in braces: 'a {b}' ()",)),
        (entry("a {b}", "en {b"), ("a {b}",), ("Other words in braces: 'a {b}' ()",)),
        (entry("a {b:g}", "{b:g} en {b:g}"), ("a {b:g}",), ()),
        (MANY % "{number} rader", (("one row", "{number} rows"),), ()),
        (MANY % "många rader", (("one row", "{number} rows"),), ()),
        (MANY % "", (("one row", "{number} rows"),), ("Without Swedish: 'one row' ()",)),
        (entry("a", "") + entry("a", "en"), ("a",), ()),
    ],
)
def test_each_mistake_has_its_sentence(text: str, messages: tuple[str, ...], said: tuple[str, ...]) -> None:
    assert mistakes(HEAD + text, code(*messages)) == said


def test_renewed_it_has_the_messages_of_the_code_in_their_order_and_keeps_their_swedish() -> None:
    text = HEAD + entry("old", "gammal") + entry("b", "be", flag="# a remark\n#: elsewhere.py") + entry("a", "")
    anew = renewed(text, code("a", "b", ("one row", "{number} rows")))
    assert anew == HEAD + (
        '#: ridematch/tables/files.py\nmsgid "a"\nmsgstr ""\n\n'
        '# a remark\n#: ridematch/tables/files.py\nmsgid "b"\nmsgstr "be"\n\n'
        '#: ridematch/tables/files.py\nmsgid "one row"\nmsgid_plural "{number} rows"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    )
    assert renewed(anew, code("a", "b", ("one row", "{number} rows"))) == anew


def test_the_catalog_is_written_anew_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = tmp_path / "sv.po"
    monkeypatch.setattr("ridematch.language.catalog.SWEDISH", catalog)
    monkeypatch.setattr("ridematch.language.catalog.in_code", lambda: code("a", "b"))
    monkeypatch.setattr("ridematch.language.catalog.RECEIVED", ())
    catalog.write_text(HEAD + entry("b", "be") + entry("a", "en"), encoding="utf-8")
    assert main(["--check"]) == 1
    assert "out of order" in capsys.readouterr().err
    assert main([]) == 0
    assert main(["--check"]) == 0
    assert main(["--nonsense"]) == 2
    catalog.write_text(HEAD, encoding="utf-8")
    assert main(["--check"]) == 1
    assert "does not have: 'a'" in capsys.readouterr().err


@pytest.mark.parametrize("language", RECEIVED)
def test_what_is_received_is_translated_with_the_same_words_in_braces(language: str) -> None:
    text = (RECEIVED_IN / f"{language}.po").read_text(encoding="utf-8")
    assert mistakes(text, received(of_the_house()), file=f"{language}.po") == ()
    assert renewed(text, received(of_the_house()), language=language) == text


SEATS = ("{number} seat", "{number} seats")
FORMS = {"ar": 6, "prs": 2, "ti": 2, "so": 2, "uk": 3}


@pytest.mark.parametrize("language", RECEIVED)
def test_what_is_counted_needs_every_form_of_its_language(language: str) -> None:
    forms = FORMS[language]
    anew = renewed(head(language), code(SEATS), language=language)
    assert anew.count("msgstr[") == forms
    for said, wrong in ((forms - 1, 1), (forms, 0)):
        lines = (f'msgstr[{form}] "{{number}} x{form}"\n' for form in range(said))
        text = head(language) + f'msgid "{SEATS[0]}"\nmsgid_plural "{SEATS[1]}"\n' + "".join(lines)
        assert len(mistakes(text, code(SEATS), file=f"{language}.po")) == wrong
