"""What goes to one volunteer tells nothing of anybody else: files, workbooks, calendars."""

from pathlib import Path

import pytest

from ridematch.tables.spellings import plain
from tests.cli.desk import HIDDEN, read
from tests.privacy.desk import in_a_pipe
from tests.privacy.scenes import Line
from tests.privacy.town import MONDAY, VOLUNTEERS, anybody, day, names_of, told_by

EVERYBODY = anybody()


@pytest.fixture(scope="module")
def files(place: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that can be sent, of all the week."""
    out = tmp_path_factory.mktemp("sent")
    for kind in ("csv", "xlsx", "ics"):
        line = Line(("export", kind, "--out", f"{out}", "--from", MONDAY), 0)
        assert in_a_pipe(place / "store.sqlite", line).status == 0
    return out


def met(files: Path, volunteer: str) -> set[str]:
    """Whom a volunteer drives or teaches."""
    return {row["rider"] for row in read(files / "duties.csv") if row["volunteer"] == volunteer and row["rider"]}


def sent(files: Path, volunteer: str) -> dict[str, str]:
    """The volunteer's own files, and what is in them; not the path, because a volunteer may have the own code there."""
    paths = [path for path in sorted(files.rglob(f"{volunteer}.*")) if path.is_file()]
    return {path.name: told_by(path).partition("\n")[2] for path in paths}


@pytest.mark.parametrize("volunteer", VOLUNTEERS)
def test_of_whom_the_volunteer_does_not_meet_there_is_nothing(files: Path, volunteer: str) -> None:
    found = sent(files, volunteer)
    assert found.keys() == {f"{volunteer}.{kind}" for kind in ("csv", "xlsx", "ics")}
    strangers = EVERYBODY.keys() - met(files, volunteer) - {volunteer}
    assert strangers
    shown = [(name, code, EVERYBODY[code].seen_in(text)) for name, text in found.items() for code in strangers]
    assert [each for each in shown if each[-1]] == []


@pytest.mark.parametrize("volunteer", VOLUNTEERS)
def test_who_is_met_is_a_first_name_or_a_code(files: Path, volunteer: str) -> None:
    assert met(files, volunteer)
    for name, text in sent(files, volunteer).items():
        for code in met(files, volunteer):
            first, last = names_of(code)
            assert (first in text) == (code != HIDDEN), name
            assert plain(last) not in plain(text), name
            assert "@example.org" not in text.replace("ridematch@example.org", "")


def test_who_is_hidden_is_a_code_at_a_meeting_point(files: Path) -> None:
    assert HIDDEN in met(files, "V2")
    (ride, *_) = (row for row in read(files / "volunteers" / "V2.csv") if row["ride"] == f"S2:{MONDAY}:out")
    assert (ride["who"], ride["phone"], ride["address"], ride["note"]) == (HIDDEN, "", "", "")
    assert ride["from"] == "Mötesplats Undersåker"
    for text in sent(files, "V2").values():
        assert f"{HIDDEN}" in text
        assert EVERYBODY[HIDDEN].seen_in(text) == []


def test_where_to_fetch_the_others_and_whom_to_call_is_there(files: Path) -> None:
    for text in sent(files, "V1").values():
        assert "Påhittsvägen 31" in text
        assert "070-1740690" in text
        assert "Hanan" in text
    assert {row["date"] for row in read(files / "volunteers" / "V1.csv") if row["who"] == "Ulla"} == {day(4)}


def test_titles_of_calendars_name_nobody(files: Path) -> None:
    for volunteer in VOLUNTEERS:
        told = sent(files, volunteer)[f"{volunteer}.ics"]
        titles = [
            line for line in told.splitlines() if line.startswith(("SUMMARY", "NAME", "X-WR-CALNAME", "LOCATION"))
        ]
        assert len(titles) > 3
        assert [person.seen_in("\n".join(titles)) for person in EVERYBODY.values()] == [[]] * len(EVERYBODY)
