import shutil
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from ridematch.cli import app
from tests.cli.desk import HIDDEN, MONDAY, SECRETS, read
from tests.views.diary import Diary
from tests.views.diary import read as read_calendar

SHEETS = ("rides", "lessons", "duties", "unserved", "mileage", "mileage_months")


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@dataclass(frozen=True)
class Desk:
    """The program in this process, which is quicker than starting it anew."""

    capture: pytest.CaptureFixture[str]

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        """The exit status, and what was printed and said."""
        app.app.registered_commands.clear()  # each run adds them, as each process does once
        status = app.run([str(argument) for argument in arguments])
        printed = self.capture.readouterr()
        return status, printed.out, printed.err

    def succeed(self, *arguments: str | Path) -> str:
        status, out, err = self.run(*arguments)
        assert (status, err) == (0, "")
        return out

    def export(self, kind: str, folder: Path, *options: str) -> dict[str, bytes]:
        self.succeed("export", kind, "--out", folder, *options)
        return files_in(folder)


@pytest.fixture
def desk(matched: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.setenv("RIDEMATCH_STORE", f"sqlite:///{matched}")
    return Desk(capsys)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("csv", {*(f"{sheet}.csv" for sheet in SHEETS), "volunteers/V1.csv", "volunteers/V2.csv"}),
        ("xlsx", {"schedule.xlsx", "volunteers/V1.xlsx", "volunteers/V2.xlsx"}),
        ("ics", {"calendars/V1.ics", "calendars/V2.ics"}),
    ],
)
def test_every_file_is_there_and_says_the_same_the_next_time(
    desk: Desk, tmp_path: Path, kind: str, names: set[str]
) -> None:
    out = tmp_path / "out"
    printed = desk.succeed("export", kind, "--out", out)
    assert printed == f"Wrote {len(names)} files to {out}\n"
    first = files_in(out)
    assert first.keys() == names
    again = desk.export(kind, out)
    assert again.keys() == names
    if kind != "xlsx":  # a workbook says when it was made
        assert again == first


@pytest.mark.parametrize(
    ("kind", "name"), [("csv", "volunteers/V2.csv"), ("xlsx", "volunteers/V2.xlsx"), ("ics", "calendars/V2.ics")]
)
def test_of_one_volunteer_there_is_the_own_file_alone(desk: Desk, tmp_path: Path, kind: str, name: str) -> None:
    out = tmp_path / "out"
    printed = desk.succeed("export", kind, "--out", out, "--volunteer", "bilfiktiv")
    assert printed == f"Wrote {out / name}\n"
    assert files_in(out).keys() == {name}


def test_the_workbook_holds_the_same_rows_as_the_csv_files(desk: Desk, tmp_path: Path) -> None:
    sheets = desk.export("csv", tmp_path / "csv", "--from", MONDAY)
    books = desk.export("xlsx", tmp_path / "xlsx", "--from", MONDAY)
    workbook = load_workbook(BytesIO(books["schedule.xlsx"]))
    assert workbook.sheetnames == list(SHEETS)
    for sheet in SHEETS:
        rows = read(tmp_path / "csv" / f"{sheet}.csv")
        header, *body = workbook[sheet].values
        assert list(header) == sheets[f"{sheet}.csv"].decode("utf-8-sig").splitlines()[0].split(",")
        assert len(body) == len(rows)
    own = load_workbook(BytesIO(books["volunteers/V1.xlsx"]))
    assert own.sheetnames == ["rides"]
    assert own["rides"].max_row == len(read(tmp_path / "csv" / "volunteers" / "V1.csv")) + 1


def test_no_file_shows_anybody_who_is_not_to_be_seen(desk: Desk, tmp_path: Path) -> None:
    for kind in ("csv", "xlsx", "ics", "json"):
        files = desk.export(kind, tmp_path / kind)
        everything = "".join(f"{name}\n{_text(content)}" for name, content in files.items())
        assert [secret for secret in SECRETS if secret in everything] == []
        assert HIDDEN in everything


def _text(content: bytes) -> str:
    """What is in a file, also in a workbook's parts and in a calendar's folded lines."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8").replace("\r\n ", "")
    with ZipFile(BytesIO(content)) as parts:
        return "".join(parts.read(name).decode("utf-8") for name in parts.namelist())


def test_volunteers_files_name_nobody_whole(desk: Desk, tmp_path: Path) -> None:
    calendar = _text(desk.export("ics", tmp_path / "ics")["calendars/V1.ics"])
    own = _text(desk.export("xlsx", tmp_path / "xlsx", "--volunteer", "V1")["volunteers/V1.xlsx"])
    for text in (calendar, own):
        assert "Hanan" in text
        assert "Sagolund" not in text
        assert "Skjutsdotter" not in text
    titles = [line for line in calendar.splitlines() if line.startswith(("SUMMARY", "X-WR-CALNAME", "NAME"))]
    assert len(titles) > 2
    assert not [title for title in titles if "Hanan" in title]


def test_semicolons_and_decimal_commas(desk: Desk, tmp_path: Path) -> None:
    files = desk.export("csv", tmp_path, "--semicolon")
    header, first, *_ = files["mileage.csv"].decode("utf-8-sig").splitlines()
    assert header.startswith("date;volunteer;km;")
    assert "," in first
    assert "." not in first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("json", "--from", MONDAY), "export json takes no --from"),
        (("json", "--volunteer", "V1", "--semicolon"), "export json takes no --volunteer, --semicolon"),
        (("csv", "--xlsx"), "export csv takes no --xlsx"),
        (("xlsx", "--semicolon"), "export xlsx takes no --semicolon"),
        (("ics", "--semicolon"), "export ics takes no --semicolon"),
        (("tables", "--days", "3"), "export tables takes no --days"),
        (("tables", "--xlsx", "--semicolon"), "leave --semicolon out"),
        (("csv", "--volunteer", "nobody-at-all"), "Nobody has that code or name"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(
    desk: Desk, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    status, _, err = desk.run("export", *arguments, "--out", tmp_path / "out")
    assert status == 2
    assert said in err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_can_not_be_written_is_a_sentence(desk: Desk) -> None:
    for kind in ("csv", "xlsx", "ics", "json"):
        status, _, err = desk.run("export", kind, "--out", "/dev/null/out")
        assert status == 2
        assert "can't be written" in err


@pytest.mark.parametrize(("kind", "folder"), [("csv", "volunteers"), ("xlsx", "volunteers"), ("ics", "calendars")])
def test_a_file_of_somebody_who_has_left_goes_and_what_is_not_ours_stays(
    desk: Desk, tmp_path: Path, kind: str, folder: str
) -> None:
    own = tmp_path / folder
    desk.export(kind, tmp_path)
    shutil.copy(own / f"V1.{kind}", own / f"V9.{kind}")
    (own / f"notes.{kind}").write_text("date,what\r\n", encoding="utf-8")
    (own / "V8.txt").write_text("mine", encoding="utf-8")
    assert "Removed" not in desk.succeed("export", kind, "--out", tmp_path, "--volunteer", "V1")
    assert (own / f"V9.{kind}").exists()
    assert "Removed 1 file of somebody" in desk.succeed("export", kind, "--out", tmp_path)
    assert {path.name for path in own.iterdir()} == {f"V1.{kind}", f"V2.{kind}", f"notes.{kind}", "V8.txt"}


def test_a_calendar_follows_what_is_told_and_what_is_planned_anew(desk: Desk, tmp_path: Path) -> None:
    diaries = {"V1": Diary(), "V2": Diary()}

    def shown() -> dict[str, list[str]]:
        files = desk.export("ics", tmp_path / "ics", "--from", MONDAY)
        for volunteer, diary in diaries.items():
            diary.take(files[f"calendars/{volunteer}.ics"])
        return {volunteer: [entry.status for entry in diary.shown()] for volunteer, diary in diaries.items()}

    before = shown()
    assert set(before["V1"] + before["V2"]) == {"TENTATIVE"}
    desk.succeed("told", f"S1:{MONDAY}")
    told = shown()
    assert len(told["V1"]) == len(before["V1"])
    assert told["V1"].count("CONFIRMED") == 2

    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "away.csv").write_text("who,first_date,last_date\nV1,2026-12-15,2026-12-20\n", encoding="utf-8")
    desk.succeed("import", tmp_path / "new", "--yes")
    desk.succeed("match", "--from", MONDAY)
    after = shown()
    assert after["V1"] == ["CONFIRMED", "CONFIRMED"]
    calendar = read_calendar((tmp_path / "ics" / "calendars" / "V1.ics").read_bytes())
    assert sum(event.status == "CANCELLED" for event in calendar.events) == len(before["V1"]) - 2 > 0


def test_a_statement_of_a_month(desk: Desk) -> None:
    assert "Nobody drove on these days." in desk.succeed("mileage", "--month", "2025-02")
    status, _, err = desk.run("mileage", "--month", "2026-13")
    assert status == 2
    assert "'2026-13' is not a month: write it like 2026-12." in err
