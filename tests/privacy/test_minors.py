"""A minor is driven by nobody whose record has not been seen: from the table to the page that says why."""

from pathlib import Path

import pytest

from tests.cli.desk import read, write
from tests.privacy.desk import in_a_pipe
from tests.privacy.scenes import Line
from tests.privacy.town import MONDAY, a_town, day


@pytest.mark.slow
@pytest.mark.parametrize(("seen", "served"), [(day(-30), True), (MONDAY, True), (day(1), False), ("", False)])
def test_a_minor_rides_from_the_day_on_which_the_record_is_seen(tmp_path: Path, seen: str, served: bool) -> None:
    town = a_town(tmp_path / "town")
    write(
        town / "riders.csv",
        [row | {"minor": "ja" if row["rider"] == "R1" else ""} for row in read(town / "riders.csv")],
    )
    write(town / "volunteers.csv", [row | {"record_seen_on": seen} for row in read(town / "volunteers.csv")])
    said = {
        command: in_a_pipe(tmp_path / "store.sqlite", Line((command, *arguments), 0))
        for command, *arguments in (
            ("import", f"{town}", "--yes"),
            ("match", "--from", MONDAY, "--days", "1"),
            ("unmet",),
            ("rides", "V1"),
            ("check",),
        )
    }
    assert {command: heard.status for command, heard in said.items()} == dict.fromkeys(said, 0)
    assert (f"S1:{MONDAY}" in said["unmet"].out) is not served
    assert ("pick up" in said["rides"].out) is served
    if not served:
        assert "Impossible, even if nobody else had to be driven." in said["unmet"].out
        assert "Berit Skjutsdotter (V1) (2 min away): record not seen" in said["unmet"].out
