"""Text messages about promises: each once, once more when it changed, and taken back when it falls away."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from ridematch.model.errors import RidematchError
from ridematch.model.events import without_places
from ridematch.office import answers
from ridematch.office.dossier import open_dossier
from ridematch.office.history import history
from ridematch.office.load import load
from ridematch.office.morning import tell
from ridematch.office.night import run_night
from ridematch.office.outbox import Outbox, into, open_outbox, put_out, through
from ridematch.office.runs import Order
from ridematch.office.taking_back import undo
from ridematch.store.database import open_store, transaction
from ridematch.store.editions import latest_edition, publish, release_promises
from ridematch.store.tables import load_tables, replace_tables
from ridematch.store.trail import add_events, load_events
from tests.office.test_answers import TABLES
from tests.rules.rows import MONDAY, SETTINGS

FRIDAY = datetime(2026, 12, 11, 17, tzinfo=UTC)
COMMUTE = f"S1:{MONDAY}"


@pytest.fixture(scope="module")
def told_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """R1's commute is promised; R1 reads Tigrinya. R2 has no number."""
    file = tmp_path_factory.mktemp("outbox") / "store.sqlite"
    store = f"sqlite:///{file}"
    riders = tuple(
        replace(row, phone="070-1740605" if row.rider == "R1" else "", language="ti") for row in TABLES.riders or ()
    )
    volunteers = tuple(replace(row, phone="+46 70-174 06 10") for row in TABLES.volunteers or ())
    with transaction(open_store(store, create=True)) as session:
        replace_tables(session, replace(TABLES, riders=riders, volunteers=volunteers))
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    tell(store, [COMMUTE], now=FRIDAY)
    return file


@pytest.fixture
def store(told_once: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(told_once, tmp_path / 'store.sqlite')}"


def outbox(store: str, now: datetime = FRIDAY) -> Outbox:
    return open_outbox(store, settings=SETTINGS, now=now, by="kim")


def about(found: Outbox) -> list[tuple[str, str]]:
    return [(one.message.serves.rpartition(":")[2], one.event.because.partition("@")[0]) for one in found.pending]


BOTH_WAYS = [("out", "rider"), ("out", "volunteer"), ("back", "rider"), ("back", "volunteer")]


def test_what_is_promised_is_written_once_to_each(store: str, tmp_path: Path) -> None:
    found = outbox(store)
    assert about(found) == BOTH_WAYS
    assert [one.message.phone for one in found.pending][:2] == ["0701740605", "+46701740610"]
    assert "ክወስደኩም" in found.pending[0].message.text
    folder = tmp_path / "outbox"
    assert put_out(store, found.pending, into(folder)) == 4
    files = sorted(folder.iterdir())
    assert len(files) == 4
    text = next(file for file in files if "-V" in file.name).read_text(encoding="utf-8")
    assert text.startswith("To: 46701740610\nAlphabet: UTF-8\n\n")
    assert outbox(store).pending == ()
    lines = [line.what for line in history(store, COMMUTE, settings=SETTINGS)]
    assert sum("A text message about" in line for line in lines) == 4


def test_what_was_only_proposed_is_told_to_nobody(store: str) -> None:
    assert {one.message.serves for one in outbox(store).pending} == {f"{COMMUTE}:out", f"{COMMUTE}:back"}


def test_what_is_over_is_told_to_nobody(store: str) -> None:
    assert outbox(store, FRIDAY + timedelta(days=30)).pending == ()


def test_a_promise_that_falls_away_is_taken_back_and_a_new_one_told(store: str, tmp_path: Path) -> None:
    first = outbox(store)
    before = first.pending[0].event.volunteer
    put_out(store, first.pending, into(tmp_path))
    dossier = open_dossier(store, settings=SETTINGS, now=FRIDAY)
    subjects, who = dossier.said_by([f"{COMMUTE}:out"], "")
    answers.decline(dossier, subjects, who, "ill")
    taken_back = outbox(store)
    assert about(taken_back) == [("out", "rider"), ("out", "volunteer")]
    assert {one.event.volunteer for one in taken_back.pending} == {before}
    assert all("off" in one.message.when for one in taken_back.pending)
    tell(store, [f"{COMMUTE}:out"], now=FRIDAY)
    changed = outbox(store)
    assert sorted(about(changed)) == [("out", "rider"), ("out", "volunteer"), ("out", "volunteer")]
    assert any("ተለዊጡ" in one.message.text for one in changed.pending)
    put_out(store, changed.pending, into(tmp_path))
    assert outbox(store).pending == ()


def moved(store: str, minutes: int, *, place: str = "") -> None:
    """The way out is published anew with the same volunteer at another time, and is promised no longer."""
    serves, by = f"{COMMUTE}:out", timedelta(minutes=minutes)
    with transaction(open_store(store)) as session:
        before = latest_edition(session)
        assert before is not None
        stops = tuple(
            replace(one, begins_at=one.begins_at + by, ends_at=one.ends_at + by, place=place or one.place)
            if one.serves == serves
            else one
            for one in before.stops
        )
        publish(session, replace(before, stops=stops, made_at=FRIDAY))
        release_promises(session, (serves,))


def texts(found: Outbox, role: str) -> list[str]:
    return [one.message.text for one in found.pending if one.event.because.startswith(role)]


OUT_AT = datetime(2026, 12, 14, 3, 37, tzinfo=UTC)
TOLD_OUT = "Mon 14/12 04:37: you fetch Påhittad, Dal, to Fors."


def test_what_is_taken_back_is_what_was_told_and_not_what_is_planned_now(store: str, tmp_path: Path) -> None:
    first = outbox(store)
    assert texts(first, "volunteer")[0] == TOLD_OUT
    put_out(store, first.pending, into(tmp_path))
    moved(store, 30, place="Nya Fors")
    taken_back = outbox(store)
    assert about(taken_back) == [("out", "rider"), ("out", "volunteer")]
    assert texts(taken_back, "volunteer") == [f"Not any more: {TOLD_OUT}"]
    assert texts(first, "rider")[0] in texts(taken_back, "rider")[0]


def test_who_read_that_it_is_off_and_is_told_anew_reads_of_a_change(store: str, tmp_path: Path) -> None:
    put_out(store, outbox(store).pending, into(tmp_path))
    moved(store, 30)
    put_out(store, outbox(store).pending, into(tmp_path))
    assert outbox(store).pending == ()
    tell(store, [f"{COMMUTE}:out"], now=FRIDAY)
    again = outbox(store)
    assert texts(again, "volunteer") == [f"Changed: {TOLD_OUT.replace('04:37', '05:07')}"]
    assert "ተለዊጡ" in texts(again, "rider")[0]
    put_out(store, again.pending, into(tmp_path))
    moved(store, -10)
    assert texts(outbox(store), "volunteer") == [f"Not any more: {TOLD_OUT.replace('04:37', '05:07')}"]


@pytest.mark.parametrize("minutes", [30, -30])
def test_it_is_taken_back_until_the_time_that_was_told(store: str, tmp_path: Path, minutes: int) -> None:
    put_out(store, outbox(store).pending, into(tmp_path))
    moved(store, minutes)
    assert about(outbox(store, OUT_AT - timedelta(minutes=1))) == [("out", "rider"), ("out", "volunteer")]
    assert about(outbox(store, OUT_AT)) == []


def test_what_no_edition_has_any_more_is_taken_back_at_the_times_that_were_sent(store: str, tmp_path: Path) -> None:
    put_out(store, outbox(store).pending, into(tmp_path))
    moved(store, 30)
    with transaction(open_store(store)) as session:
        session.connection().exec_driver_sql("DELETE FROM planned_stop WHERE edition = 1")
    assert texts(outbox(store), "volunteer") == [f"Not any more: {TOLD_OUT}"]


def test_a_place_that_has_another_name_by_now_is_taken_back_at_its_time(store: str, tmp_path: Path) -> None:
    put_out(store, outbox(store).pending, into(tmp_path))
    moved(store, 30)
    with transaction(open_store(store)) as session:
        session.connection().exec_driver_sql("UPDATE planned_stop SET place = 'Nya Fors' WHERE place = 'Fors'")
    assert f"Not any more: {TOLD_OUT.replace('to Fors', 'to Nya Fors')}" in texts(outbox(store), "volunteer")


def test_who_has_no_number_is_named_and_nothing_noted(store: str) -> None:
    tell(store, [f"S2:{MONDAY}"], now=FRIDAY)
    found = outbox(store)
    assert found.silent == ("R2",)
    assert not any(one.message.to == "R2" for one in found.pending)


def test_a_message_changes_nothing_of_what_was_said(store: str, tmp_path: Path) -> None:
    before = load(store, settings=SETTINGS, now=FRIDAY)[0]
    put_out(store, outbox(store).pending, into(tmp_path))
    assert load(store, settings=SETTINGS, now=FRIDAY)[0] == before
    assert {event.kind for event in undo(store, "", settings=SETTINGS, now=FRIDAY).events} == {"told"}


def at_another_place(store: str) -> None:
    """The workplace moves next door: as far away, and under another name."""
    with transaction(open_store(store)) as session:
        tables = load_tables(session)
        next_door = replace(next(row for row in tables.places or () if row.name == "Fors"), name="Nya Fors")
        shifts = tuple(replace(row, workplace="Nya Fors") if row.shift == "S1" else row for row in tables.shifts or ())
        replace_tables(session, replace(tables, places=(*(tables.places or ()), next_door), shifts=shifts))
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))


def test_another_place_at_the_same_time_is_told_once(store: str, tmp_path: Path) -> None:
    before = outbox(store)
    put_out(store, before.pending, into(tmp_path))
    at_another_place(store)
    changed = outbox(store)
    assert about(changed) == BOTH_WAYS
    assert [one.event.date for one in changed.pending] == [one.event.date for one in before.pending]
    assert all("Nya Fors" in one.message.text for one in changed.pending)
    assert all("ተለዊጡ" in one.message.text for one in changed.pending if one.message.to == "R1")
    put_out(store, changed.pending, into(tmp_path))
    assert outbox(store).pending == ()


def test_that_the_learner_drives_now_is_told_at_the_same_time_and_place(store: str, tmp_path: Path) -> None:
    put_out(store, outbox(store).pending, into(tmp_path))
    with transaction(open_store(store)) as session:
        before = latest_edition(session)
        assert before is not None
        stops = tuple(
            replace(one, practice="yes") if one.serves == "S1:2026-12-14:out" else one for one in before.stops
        )
        publish(session, replace(before, stops=stops, made_at=FRIDAY))
    assert about(outbox(store)) == [("out", "rider"), ("out", "volunteer")]


def test_what_was_noted_before_places_were_kept_is_not_sent_again(store: str) -> None:
    old = [replace(one.event, because=without_places(one.event.because)) for one in outbox(store).pending]
    assert all(one.because.count("@") == 1 for one in old)
    with transaction(open_store(store)) as session:
        add_events(session, old)
    assert outbox(store).pending == ()


def test_another_rider_at_the_same_time_is_news_for_the_volunteer(store: str, tmp_path: Path) -> None:
    put_out(store, outbox(store).pending, into(tmp_path))
    assert outbox(store).pending == ()
    with transaction(open_store(store)) as session:
        told = [replace(event, rider="R9", number=0) for event in load_events(session) if event.kind == "sent"]
        add_events(session, told)  # as if it had been somebody else's shift
    assert about(outbox(store)) == [("out", "volunteer"), ("back", "volunteer")]


class Gateway(BaseHTTPRequestHandler):
    """Takes messages, but for those to a number that ends in 05."""

    taken: list[tuple[str, str]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
        refused = self.path.endswith("05")
        if not refused:
            self.taken.append((self.path, body))
        self.send_response(500 if refused else 200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def gateway() -> Iterator[str]:
    Gateway.taken.clear()
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"json://127.0.0.1:{server.server_port}/{{phone}}"
    server.shutdown()


def test_a_gateway_gets_each_message_and_who_is_refused_is_tried_again(store: str, gateway: str) -> None:
    found = outbox(store)
    to_volunteers = [one for one in found.pending if one.event.because.startswith("volunteer")]
    assert put_out(store, to_volunteers, through(gateway)) == 2
    assert len(Gateway.taken) == 2
    with pytest.raises(RidematchError, match="did not take the message to R1"):
        put_out(store, outbox(store).pending, through(gateway))
    assert about(outbox(store)) == [("out", "rider"), ("back", "rider")]


@pytest.mark.parametrize("address", ["", "json://localhost/", "nonsense://{phone}"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(RidematchError, match="gateway's address"):
        through(address)
