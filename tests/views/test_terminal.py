from contextlib import redirect_stdout
from io import StringIO

import pytest
from rich.text import Text

from ridematch.views.page import Lines, Page, Table
from ridematch.views.terminal import show

WIDTH = 40


class Screen(StringIO):
    """Taken for a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.setenv("TERM", "xterm")


def printed(*parts: Lines | Table) -> list[str]:
    with redirect_stdout(Screen()) as screen:
        show(Page(parts=parts), plain=False)
    return [Text.from_ansi(line).plain.rstrip() for line in screen.getvalue().splitlines()]


RIDES = Table(
    columns=("day", "time", "rider", "told", "ride"),
    rows=(
        ("Mon", "04:10-04:30", "Ada Påhitt (R1)", "", "S1:2026-12-14:out"),
        ("Tue", "05:00-05:20", "Bo Skjuts (V1)", "", "S2:2026-12-15:out"),
    ),
    grouped=1,
    stacks=(("time",), ("rider", "told", "ride")),
)


def test_where_there_is_no_room_cells_stand_one_under_the_other() -> None:
    lines = printed(RIDES)
    assert lines == [
        "Mon",
        "time         rider, ride",
        "──────────────────────────────",
        "04:10-04:30  Ada Påhitt (R1)",
        "             S1:2026-12-14:out",
        "Tue",
        "05:00-05:20  Bo Skjuts (V1)",
        "             S2:2026-12-15:out",
    ]


def test_where_there_is_room_a_row_is_a_line_without_columns_that_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = printed(RIDES)
    assert lines[1] == "time         rider            ride"
    assert lines[3] == "04:10-04:30  Ada Påhitt (R1)  S1:2026-12-14:out"


def test_a_group_may_have_a_name_of_several_cells() -> None:
    table = Table(columns=("day", "volunteer", "phone", "ride"), rows=(("Mon", "V1", "", "S1:out"),), grouped=3)
    assert printed(table)[0] == "Mon, V1"


def test_the_widest_column_gives_way_first() -> None:
    table = Table(columns=("who", "why"), rows=(("Ada Påhitt (R1)", "not free then, and away the day after"),))
    assert printed(table)[2:] == ["Ada Påhitt (R1)  not free then, and", "                 away the day after"]


def test_long_sentences_hang_and_commands_are_never_broken() -> None:
    sentence = "  V1 (3 min away): not free then, and away the day after"
    command = ".venv/bin/ridematch --store sqlite:///winter.sqlite told S1:2026-12-14:out"
    assert printed(Lines(lines=(sentence, f"  {command}", f"  once they know, who is to drive: {command}"))) == [
        "  V1 (3 min away): not free then, and",
        "    away the day after",
        f"  {command}",
        "  once they know, who is to drive:",
        f"    {command}",
    ]


def test_a_page_that_says_nothing_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    show(Page(parts=(Lines(lines=()),)), plain=True)
    assert capsys.readouterr().out == ""
