"""The tables as the first stores had them: the input tables, editions and promises."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes all tables."""
    if sa.inspect(op.get_bind()).has_table("store_version"):
        # A store from before Alembic kept the version: it has these tables, and its version in one more.
        op.drop_table("store_version")
        return
    _make_input_tables()
    _make_published_tables()


def downgrade() -> None:
    """Takes all tables away, with what is in them."""
    for table in _TABLES:
        op.drop_table(table)


_TABLES = (
    "promise", "covered", "unserved", "planned_stop", "edition", "vehicle", "approval", "lesson_time", "learner",
    "supervisor", "licence", "avoid", "away", "availability", "volunteer_contact", "volunteer", "ride", "shift_change",
    "shift", "rider_contact", "rider", "road", "place",
)  # fmt: skip
"""Those that refer to others before these."""


def _column(  # one that refers to another table may do so to nothing until the transaction's end, unless `at_once`
    kind: Any, name: str, *, key: bool = False, maybe: bool = False, refers_to: str = "", at_once: bool = False
) -> sa.Column[Any]:
    late: dict[str, Any] = {} if at_once else {"deferrable": True, "initially": "DEFERRED"}
    references = [sa.ForeignKey(refers_to, **late)] if refers_to else []
    return sa.Column(name, kind, *references, primary_key=key, nullable=maybe, autoincrement=False)


text, long_text, json = partial(_column, sa.String()), partial(_column, sa.Text()), partial(_column, sa.JSON())
whole, real, yes_no = partial(_column, sa.Integer()), partial(_column, sa.Float()), partial(_column, sa.Boolean())
day, clock, instant = (partial(_column, kind) for kind in (sa.Date(), sa.Time(), sa.DateTime(timezone=True)))


def _make_input_tables() -> None:
    op.create_table(
        "place",
        text("name", key=True),
        real("lat"),
        real("lon"),
        text("country"),
        text("kind"),
        text("note"),
        text("source"),
        whole("line"),
    )
    op.create_table(
        "road",
        whole("line", key=True),
        text("start"),
        text("end"),
        real("km"),
        real("minutes"),
        text("road"),
        whole("limit_kmh", maybe=True),
        yes_no("one_way"),
        text("note"),
        text("source"),
    )
    op.create_table(
        "rider",
        text("rider", key=True),
        long_text("needs"),
        whole("seats"),
        whole("boarding_minutes"),
        yes_no("minor"),
        yes_no("limited_visibility"),
        whole("line"),
    )
    op.create_table(
        "rider_contact",
        text("rider", key=True, refers_to="rider.rider"),
        text("name"),
        text("home"),
        text("address"),
        text("pickup_note"),
        text("phone"),
        text("email"),
        text("language"),
        text("note"),
        text("source"),
    )
    op.create_table(
        "shift",
        text("shift", key=True),
        text("rider", refers_to="rider.rider"),
        text("workplace"),
        long_text("days"),
        clock("start"),
        clock("end"),
        text("employer"),
        day("first_date", maybe=True),
        day("last_date", maybe=True),
        whole("every_weeks"),
        text("start_from"),
        text("back_to"),
        whole("earliest_arrival"),
        whole("latest_arrival"),
        whole("ready_after"),
        whole("longest_wait"),
        text("legs"),
        text("fallback_out"),
        text("fallback_back"),
        text("holidays"),
        text("urgency"),
        text("note"),
        text("source"),
        whole("line"),
    )
    op.create_table(
        "shift_change",
        whole("line", key=True),
        text("shift", refers_to="shift.shift"),
        day("date"),
        text("change"),
        clock("start", maybe=True),
        clock("end", maybe=True),
        text("note"),
        text("source"),
    )
    op.create_table(
        "ride",
        text("ride", key=True),
        text("rider", refers_to="rider.rider"),
        text("start"),
        text("end"),
        day("date"),
        clock("arrive_by", maybe=True),
        clock("leave_after", maybe=True),
        whole("seats", maybe=True),
        clock("return_after", maybe=True),
        text("urgency"),
        text("note"),
        text("source"),
        whole("line"),
    )
    op.create_table(
        "volunteer",
        text("volunteer", key=True),
        whole("seats"),
        long_text("offers"),
        whole("max_drive_minutes_per_day"),
        whole("max_days_per_week"),
        whole("max_asks_per_week", maybe=True),
        whole("max_wait_away"),
        whole("notice_hours"),
        text("only_employer"),
        day("record_seen_on", maybe=True),
        yes_no("active"),
        whole("line"),
    )
    op.create_table(
        "volunteer_contact",
        text("volunteer", key=True, refers_to="volunteer.volunteer"),
        text("name"),
        text("home"),
        text("phone"),
        text("email"),
        long_text("languages"),
        text("note"),
        text("source"),
    )
    op.create_table(
        "availability",
        whole("line", key=True),
        text("volunteer", refers_to="volunteer.volunteer"),
        long_text("days"),
        clock("start"),
        clock("end"),
        text("start_from"),
        text("back_to"),
        yes_no("own_trip"),
        whole("max_detour_minutes"),
        whole("every_weeks"),
        day("first_date", maybe=True),
        day("last_date", maybe=True),
        text("note"),
        text("source"),
    )
    op.create_table(
        "away",
        whole("line", key=True),
        text("who"),
        day("first_date"),
        day("last_date"),
        clock("start", maybe=True),
        clock("end", maybe=True),
        text("note"),
        text("source"),
    )
    op.create_table(
        "avoid",
        whole("line", key=True),
        text("volunteer", refers_to="volunteer.volunteer"),
        text("rider", refers_to="rider.rider"),
        text("note"),
        text("source"),
    )
    op.create_table(
        "licence",
        whole("line", key=True),
        text("volunteer", refers_to="volunteer.volunteer"),
        day("valid_from"),
        day("valid_to", maybe=True),
        text("country"),
        text("code"),
        text("note"),
        text("source"),
    )
    op.create_table(
        "supervisor",
        text("volunteer", key=True, refers_to="volunteer.volunteer"),
        text("born"),
        text("transmission"),
        day("intro_course_on", maybe=True),
        whole("other_approvals"),
        text("note"),
        text("source"),
        whole("line"),
    )
    op.create_table(
        "learner",
        text("rider", key=True, refers_to="rider.rider"),
        text("born"),
        day("permit_until"),
        text("transmission"),
        whole("lesson_minutes"),
        whole("lessons_per_week"),
        whole("min_days_between"),
        day("waiting_since", maybe=True),
        whole("practised_minutes"),
        yes_no("may_practise_on_rides"),
        day("intro_course_on", maybe=True),
        text("note"),
        text("source"),
        whole("line"),
    )
    op.create_table(
        "lesson_time",
        whole("line", key=True),
        text("rider", refers_to="rider.rider"),
        long_text("days"),
        clock("start"),
        clock("end"),
        text("place"),
        day("first_date", maybe=True),
        day("last_date", maybe=True),
        text("note"),
        text("source"),
    )
    op.create_table(
        "approval",
        whole("line", key=True),
        text("volunteer", refers_to="volunteer.volunteer"),
        text("rider", refers_to="rider.rider"),
        day("approved_on"),
        day("valid_until", maybe=True),
        text("note"),
        text("source"),
    )
    op.create_table(
        "vehicle",
        text("vehicle", key=True),
        whole("seats"),
        long_text("offers"),
        text("transmission"),
        text("place"),
        text("note"),
        text("source"),
        whole("line"),
    )


def _make_published_tables() -> None:
    op.create_table(
        "edition",
        whole("number", key=True),
        instant("made_at"),
        day("first_date"),
        whole("days"),
        day("ends_on"),
        real("objective"),
        real("bound"),
        yes_no("proven"),
        real("seconds"),
        long_text("problem_json"),
        long_text("plan_json"),
    )
    op.create_index("ix_edition_ends_on", "edition", ["ends_on"])
    op.create_table(
        "planned_stop",
        whole("edition", key=True, refers_to="edition.number", at_once=True),
        whole("line", key=True),
        text("volunteer"),
        day("date"),
        whole("trip"),
        whole("position"),
        text("action"),
        text("place"),
        instant("arrives_at"),
        instant("begins_at"),
        instant("ends_at"),
        whole("minutes"),
        whole("metres"),
        yes_no("own_trip"),
        text("serves"),
        text("rider"),
        text("journey"),
        day("journey_date", maybe=True),
        whole("seats"),
    )
    op.create_index("ix_planned_stop_date", "planned_stop", ["date"])
    op.create_table(
        "unserved",
        whole("edition", key=True, refers_to="edition.number", at_once=True),
        whole("line", key=True),
        text("code"),
        text("kind"),
        text("rider"),
        day("date"),
        text("verdict"),
        json("facts"),
        whole("count"),
    )
    op.create_index("ix_unserved_date", "unserved", ["date"])
    op.create_table(
        "covered",
        whole("edition", key=True, refers_to="edition.number", at_once=True),
        whole("line", key=True),
        text("request"),
        text("rider"),
        day("date"),
        text("fallback"),
    )
    op.create_index("ix_covered_date", "covered", ["date"])
    op.create_table(
        "promise",
        text("serves", key=True),
        text("volunteer"),
        instant("begins_at"),
        instant("ends_at"),
        instant("told_at"),
    )
    op.create_index("ix_promise_begins_at", "promise", ["begins_at"])
