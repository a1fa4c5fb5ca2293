"""What helps in words: how much each change gives, and where it is entered."""

from datetime import UTC, datetime

from ridematch.views.remedies import Remedy, entering_lines, helping_lines
from tests.views.schedules import MONDAY, OUT_1, PEOPLE, ZONE

HOURS = Remedy(kind="hours", who="V1", serves=OUT_1, date=MONDAY, spans=((240, 300),))


def instead_of(journey: str) -> Remedy:
    return Remedy(kind="instead", who="R2", serves=OUT_1, date=MONDAY, instead=journey)


def test_where_it_is_entered_each_kind_once() -> None:
    several = (HOURS, HOURS, instead_of("S5:2026-12-14"), instead_of("E1"))
    assert entering_lines(several, command="ridematch") == (
        "Hours: a row of the table availability, with the date under days.",
        "Left out instead: ridematch cancel S5 2026-12-14",
        "Left out instead: ridematch cancel E1",
        "Then match again: ridematch match",
    )
    assert entering_lines((), command="ridematch") == ()


def heading(missing: int) -> str:
    epoch = datetime(2026, 12, 14, tzinfo=UTC)
    return helping_lines((HOURS,), missing=missing, tried=1, epoch=epoch, people=PEOPLE, zone=ZONE)[0]


def test_of_several_lessons_each_change_gives_one() -> None:
    assert heading(1) == "Tried by planning again; each of these is enough:"
    assert heading(2) == "Tried by planning again; each of these gives one lesson more:"
