import csv
from pathlib import Path

import pytest

from ridematch.views.csv_files import Schedule, as_csv, file_name, write_csv
from tests.views.schedules import COVERED, PEOPLE, PROMISE, STOPS, UNSERVED, ZONE

SCHEDULE = Schedule(stops=STOPS, unserved=UNSERVED, covered=COVERED, promises=(PROMISE,), people=PEOPLE, zone=ZONE)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_is_written(tmp_path: Path) -> None:
    written = write_csv(SCHEDULE, tmp_path, volunteers=("V1", "V2"))
    names = {path.relative_to(tmp_path).as_posix() for path in written}
    assert names == {
        *("rides.csv", "lessons.csv", "duties.csv", "unserved.csv", "mileage.csv"),
        *("volunteers/V1.csv", "volunteers/V2.csv"),
    }  # fmt: skip
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in written)


def test_rides_say_who_with_whom_and_how_sure(tmp_path: Path) -> None:
    write_csv(SCHEDULE, tmp_path, volunteers=())
    first, second, covered = read(tmp_path / "rides.csv")
    assert first["pickup"] == "2026-12-14 05:10"  # local, with its date
    assert (first["rider"], first["volunteer"], first["with_whom"]) == ("R1", "V1", "R2")
    assert (first["minutes"], first["km"], first["status"]) == ("18", "16.0", "told")
    assert (second["from"], second["rider_name"], second["status"]) == ("Mötesplatsen", "R2", "proposed")
    assert (covered["ride"], covered["status"], covered["volunteer"]) == ("S1:2026-12-14:back", "bed", "")


def test_mileage_is_home_to_home_with_the_empty_part_apart(tmp_path: Path) -> None:
    write_csv(SCHEDULE, tmp_path, volunteers=())
    (row,) = read(tmp_path / "mileage.csv")
    assert (row["volunteer"], row["km"], row["empty_km"], row["own_trip_km"]) == ("V1", "86.5", "66.5", "0.0")


def test_unserved_has_the_whole_sentence(tmp_path: Path) -> None:
    write_csv(SCHEDULE, tmp_path, volunteers=())
    (row,) = read(tmp_path / "unserved.csv")
    assert row["sentence"].startswith("Possible alone, but the cars are taken; out, V1")
    assert row["sentence"].endswith("not free then (by 25 min)")


def test_a_volunteer_sees_the_own_rides_with_first_names_and_nothing_else(tmp_path: Path) -> None:
    write_csv(SCHEDULE, tmp_path, volunteers=("V1", "V2"))
    ada, hidden, lesson = read(tmp_path / "volunteers" / "V1.csv")
    assert (ada["who"], ada["address"], ada["note"]) == ("Ada", "Påhittsvägen 1", "by the red gate")
    assert ada["phone"] == "'+46 70 174 06 01"  # can't become a formula
    assert (hidden["who"], hidden["from"], hidden["address"], hidden["phone"]) == ("R2", "Mötesplatsen", "", "")
    assert (lesson["what"], lesson["who"], lesson["arrival"]) == ("lesson", "Cleo", "2026-12-14 17:20")
    assert read(tmp_path / "volunteers" / "V2.csv") == []
    everything = (tmp_path / "volunteers" / "V1.csv").read_text(encoding="utf-8-sig")
    assert "Påhitt," not in everything
    assert "Fiktiv," not in everything


def test_only_one_volunteer(tmp_path: Path) -> None:
    assert write_csv(SCHEDULE, tmp_path, volunteers=("V1", "V2"), only="V1") == (tmp_path / "volunteers" / "V1.csv",)


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM", "\tx", "\rx"])
def test_no_cell_becomes_a_formula(text: str) -> None:
    (row,) = csv.reader([as_csv((("a",), [(text,)]), semicolon=False).split("\r\n", 1)[1].removesuffix("\r\n")])
    assert row[0].startswith("'")


def test_semicolons_come_with_decimal_commas() -> None:
    assert as_csv((("a", "b"), [(1.25, 2)]), semicolon=True) == "a;b\r\n1,2;2\r\n"


def test_a_code_never_leads_out_of_the_folder() -> None:
    assert file_name("../../etc/passwd") == "-..-etc-passwd"
    assert file_name("..") == "-"
