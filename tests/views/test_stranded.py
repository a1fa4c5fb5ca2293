"""Who is out there without a way home, by what stands and what was left out."""

from dataclasses import replace

import pytest

from ridematch.model.edition import Unserved
from ridematch.views.directory import Directory
from ridematch.views.stranded import CANCELLED, stranded, stranded_lines
from tests.views.schedules import MONDAY, a_stop

S1, S2 = "S1:2026-12-14", "S2:2026-12-14"


def left(code: str, kind: str = "commute") -> Unserved:
    return Unserved(code=code, kind=kind, rider="R1", date=MONDAY, verdict="impossible")


@pytest.mark.parametrize(
    ("serves", "code", "kind", "found"),
    [
        (f"{S1}:out", S1, "commute", True),
        (f"{S1}:out-2", S1, "commute", True),
        ("E1:out", "E1", "ride", True),
        (f"{S1}:back-1", S1, "commute", False),  # one part of a group goes home
        (f"{S2}:out", S1, "commute", False),
        (f"{S2}:out", "S1:2026-12-13:back", "commute", True),  # the rest of the night before
        (f"{S2}:out", "R1:2026-W51", "lesson", False),
    ],
)
def test_whose_way_out_stands_and_who_has_no_way_home(serves: str, code: str, kind: str, found: bool) -> None:
    stop = a_stop(1, "pickup", "Duved", "05:10", serves=serves, rider="R1")
    assert bool(stranded((stop,), (left(code, kind),))) == found


def test_of_a_way_home_that_was_cancelled_nobody_can_be_asked() -> None:
    gone = replace(left(f"{S1}:back"), verdict=CANCELLED)
    found = stranded_lines((gone,), people=Directory({}), command="ridematch", at_hand={}, could={}).lines
    assert found == (
        f"R1, Mon 2026-12-14: out there already, and {S1}:back is cancelled since.",
        "  1. If a way home is needed, take it back and match again: ridematch cancel S1 2026-12-14 --undo",
        f"  once they are home in another way: ridematch done {S1}:back --by-other taxi",
    )


def test_a_single_ride_that_is_gone_is_entered_anew() -> None:
    gone = replace(left("E1:back", "ride"), verdict=CANCELLED)
    _, first, _ = stranded_lines((gone,), people=Directory({}), command="ridematch", at_hand={}, could={}).lines
    assert first.endswith("match again: ridematch add-ride R1 FROM home 2026-12-14 --leave-after HH:MM")


def test_the_ladder_names_who_could_and_says_where_nobody_was_found() -> None:
    def lines(could: dict[str, tuple[str, ...]] | None) -> tuple[str, ...]:
        return stranded_lines((left("S1"),), people=Directory({}), command="ridematch", at_hand={}, could=could).lines

    assert lines(None)[1] == "  1. Another volunteer: ridematch ask S1:back"
    assert lines({"S1": ("V3", "V2")})[2:4] == ("     V3", "     V2")
    assert "nobody was found" in lines({})[1]
