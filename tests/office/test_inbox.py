"""Replies to text messages: whose they are, what they plainly are, each noted once, and nothing of what they say."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from ridematch.model.errors import RidematchError
from ridematch.office.history import history
from ridematch.office.inbox import Inbox, answer_of, is_same_number, take_in
from ridematch.office.load import load
from ridematch.office.morning import look_up, tell
from ridematch.office.outbox import into, put_out
from ridematch.office.sms_files import received
from ridematch.office.taking_back import undo
from ridematch.store.database import open_store, reading
from ridematch.store.trail import load_events
from ridematch.views.inbox import Reply
from tests.office.test_outbox import COMMUTE, FRIDAY, outbox, told_once
from tests.rules.rows import MONDAY, SETTINGS

__all__ = ["told_once"]  # a fixture

RIDER, VOLUNTEER = "46701740605", "46701740610"
SECRET = "min dotter Asta ligger inne"


@pytest.fixture
def store(told_once: Path, tmp_path: Path) -> str:
    """Of Monday's commute both know by text message."""
    store = f"sqlite:///{shutil.copy(told_once, tmp_path / 'store.sqlite')}"
    put_out(store, outbox(store).pending, into(tmp_path / "outbox"))
    return store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


def came_in(folder: Path, name: str, phone: str, text: str, *, alphabet: str = "UTF-8", codec: str = "utf-8") -> None:
    head = f"From: {phone}\nFrom_SMSC: 46700000000\nSent: 26-12-11 18:03:22\nAlphabet: {alphabet}\nReport: no\n\n"
    (folder / name).write_bytes(head.encode() + text.encode(codec))


def taken(store: str, folder: Path) -> Inbox:
    return take_in(store, folder, settings=SETTINGS, now=FRIDAY + timedelta(minutes=5), by="kim")


def test_a_reply_is_noted_once_by_code_and_its_text_is_not_kept(store: str, folder: Path, tmp_path: Path) -> None:
    came_in(folder, "GSM1.a", RIDER, "እወ\n")
    came_in(folder, "GSM1.b", VOLUNTEER, SECRET)
    found = taken(store, folder)
    assert [(one.who, one.role, one.answer) for one in found.replies] == [
        ("R1", "rider", "yes"),
        (found.replies[1].who, "volunteer", "read"),
    ]
    assert found.replies[1].text == SECRET
    again = taken(store, folder)
    assert (again.replies, again.known) == ((), 2)
    assert SECRET.encode() not in (tmp_path / "store.sqlite").read_bytes()
    lines = [line.what for line in history(store, COMMUTE, settings=SETTINGS)]
    assert sum(line.startswith("A reply of Påhittad R1 (R1)") and line.endswith(": yes.") for line in lines) == 1


def test_a_name_that_is_given_again_to_what_somebody_else_says_is_another_reply(store: str, folder: Path) -> None:
    came_in(folder, "a1", RIDER, "JA")
    taken(store, folder)
    came_in(folder, "a1", VOLUNTEER, "JA")
    assert [one.role for one in taken(store, folder).replies] == ["volunteer"]
    assert taken(store, folder).known == 1


def test_the_same_words_at_another_time_are_another_reply(store: str, folder: Path) -> None:
    came_in(folder, "GSM1.a", RIDER, "JA")
    taken(store, folder)
    came_in(folder, "GSM1.c", RIDER, "JA")
    assert len(taken(store, folder).replies) == 1


def test_a_reply_promises_and_changes_nothing(store: str, folder: Path) -> None:
    before = look_up(store, today=MONDAY).past, load(store, settings=SETTINGS, now=FRIDAY)[0]
    came_in(folder, "GSM1.a", VOLUNTEER, "NEJ")
    taken(store, folder)
    past = look_up(store, today=MONDAY).past
    assert (past.promises, past.stops) == (before[0].promises, before[0].stops)
    assert load(store, settings=SETTINGS, now=FRIDAY)[0] == before[1]
    assert outbox(store).pending == ()
    assert {event.kind for event in undo(store, "", settings=SETTINGS, now=FRIDAY).events} == {"told"}


def test_what_is_no_plain_yes_is_looked_at_until_it_is_told_anew(store: str, folder: Path) -> None:
    came_in(folder, "GSM1.a", RIDER, "ja")
    taken(store, folder)
    assert outbox(store).replies == ()
    came_in(folder, "GSM1.b", RIDER, "Nej!")
    taken(store, folder)
    (reply,) = outbox(store).replies
    assert reply.because.startswith("rider@no@")
    tell(store, [reply.serves], now=FRIDAY + timedelta(minutes=10))
    assert outbox(store).replies == ()


def test_of_whom_nothing_is_known_nothing_is_noted(store: str, folder: Path) -> None:
    """Nor is anything shown: the number may be that of somebody who is not to be seen."""
    came_in(folder, "GSM1.a", "46709999999", "JA")
    found = taken(store, folder)
    assert (found.replies, found.strangers) == ((), 1)
    with reading(open_store(store)) as session:
        assert all(event.kind != "replied" for event in load_events(session))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *((word, "yes") for word in ("JA", "ja.", " Yes! ", "1", "نعم", "بلی", "እወ", "haa", "Так")),
        *((word, "no") for word in ("NEJ", "no", "2", "لا", "نخیر", "ኣይፋል", "Maya", "ні")),
        *((word, "read") for word in ("", "ja men inte på måndag", "nej jo", "12", "javisst inte", "?")),
    ],
)
def test_only_what_is_plainly_one_is_a_yes_or_no(text: str, said: str) -> None:
    assert answer_of(text) == said


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("46701740605", "070-174 06 05", True),
        ("+46 70 174 06 05", "0046701740605", True),
        ("46701740605", "070-1740606", False),
        ("46701740605", "", False),
        ("740605", "070-1740605", False),
        ("1234701740605", "070-1740605", False),
    ],
)
def test_a_number_is_known_with_and_without_its_country(one: str, other: str, same: bool) -> None:
    assert is_same_number(one, other) is same


def test_files_are_read_in_their_letters_and_others_left(folder: Path, store: str) -> None:
    came_in(folder, "GSM1.a", RIDER, "نعم", alphabet="UCS2", codec="utf-16-be")
    came_in(folder, "GSM1.b", RIDER, "på", alphabet="ISO", codec="latin-1")
    (folder / "report").write_bytes(b"From: 46701740605\nReport: yes\n\nDelivered")
    (folder / "picture").write_bytes(bytes(range(256)))
    came_in(folder, "large", RIDER, "a" * 100_001)
    (folder / "odd").write_bytes(b"From: 46701740605\nAlphabet: UTF-8\n\n\xff\xfe")
    found = taken(store, folder)
    assert [one.text for one in found.replies] == ["نعم", "på"]
    assert found.others == 4


def test_what_would_move_the_cursor_is_left_out() -> None:
    found = received("a", b"From: 46701740605\nAlphabet: UTF-8\n\n\x1b[2Jhej\r\n\xe2\x80\xaeja\x07")
    assert found is not None
    assert found.text == "[2Jhej ja"


def test_a_folder_that_is_not_there(store: str, tmp_path: Path) -> None:
    with pytest.raises(RidematchError, match="can't be read"):
        taken(store, tmp_path / "nowhere")


def test_a_reply_has_the_newest_message_to_its_sender_for_subject(store: str, folder: Path) -> None:
    came_in(folder, "GSM1.a", RIDER, "hej")
    assert taken(store, folder).replies == (
        Reply(who="R1", role="rider", serves=f"{COMMUTE}:back", answer="read", text="hej"),
    )
