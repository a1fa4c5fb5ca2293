"""Everybody gets what is theirs in their own language, whatever the coordinator reads."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ridematch.language import speak
from ridematch.office.files_out import Wanted, export_ics
from ridematch.office.night import run_night
from ridematch.office.pages_out import export_pages
from ridematch.office.runs import Order
from ridematch.store.database import open_store, transaction
from ridematch.store.tables import replace_tables
from tests.office.test_answers import FRIDAY, TABLES
from tests.rules.rows import MONDAY, SETTINGS
from tests.views.diary import read

WANTED = Wanted(today=MONDAY, now=FRIDAY)
LANGUAGES = {"V1": ("ar", "sv"), "V2": ("sv",), "V4": ("uk",)}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """V1 reads Arabic, V2 Swedish, V4 Ukrainian, the learner R3 Dari, and the others as the coordinator does."""
    store = f"sqlite:///{tmp_path_factory.mktemp('languages') / 'store.sqlite'}"
    volunteers = tuple(replace(row, languages=LANGUAGES.get(row.volunteer, ())) for row in TABLES.volunteers or ())
    riders = tuple(replace(row, language="fa" if row.rider == "R3" else "") for row in TABLES.riders or ())
    with transaction(open_store(store, create=True)) as session:
        replace_tables(session, replace(TABLES, volunteers=volunteers, riders=riders))
    run_night(store, order=Order(settings=SETTINGS, first_date=MONDAY, days=7, now=FRIDAY))
    return store


@pytest.fixture(params=["en", "sv"], autouse=True)
def coordinators(request: pytest.FixtureRequest) -> Iterator[None]:
    speak(request.param)
    yield
    speak("en")


def test_calendars_are_in_the_volunteers_languages(store: str, tmp_path: Path) -> None:
    export_ics(store, tmp_path, WANTED, settings=SETTINGS)
    titles = {"V1": "القيادة للآخرين", "V2": "Körningar för andra", "V4": "Поїздки для інших"}
    beginnings = {"V1": ("قيادة", "تدريب"), "V2": ("Körning", "Övningskörning"), "V4": ("Поїздка", "Навчальна")}
    driven = 0
    for code, title in titles.items():
        content = (tmp_path / "calendars" / f"{code}.ics").read_bytes()
        assert f"\r\nNAME:{title}\r\n" in content.decode("utf-8")
        for event in read(content).events:
            assert (event.summary or "").startswith(beginnings[code])
            driven += 1
    assert driven


def test_what_to_practise_is_in_the_readers_language(store: str, tmp_path: Path) -> None:
    export_pages(store, tmp_path, WANTED, settings=SETTINGS)
    teachers = {
        code: page
        for code in LANGUAGES
        if 'class="mark"' in (page := (tmp_path / "volunteers" / f"{code}.html").read_text(encoding="utf-8"))
    }
    titles = {
        "V2": "Körställning, speglar, reglage",
        "V4": "Посадка, дзеркала, органи керування",
    }
    found = [code for code, title in titles.items() if title in teachers.get(code, "")]
    assert found
    assert all("Sitting right" not in page for page in teachers.values())
    assert "نشستن درست" in (tmp_path / "riders" / "R3.html").read_text(encoding="utf-8")
