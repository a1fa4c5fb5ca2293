"""Driving practice: the lessons that were given, and the course in the dark that some countries ask for."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table more, and a column more in the table of learners."""
    # SQLite: the table is made anew, so that it is to the letter what the classes say.
    in_sqlite = op.get_bind().dialect.name == "sqlite"
    where: dict[str, Any] = {"insert_after": "intro_course_on"} if in_sqlite else {}
    with op.batch_alter_table("learner", recreate="always" if in_sqlite else "never") as learner:
        learner.add_column(sa.Column("dark_course_on", sa.Date(), nullable=True), **where)
    op.create_table(
        "logged_lesson",
        sa.Column("line", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        sa.Column("rider", sa.String(), _refers_to("rider.rider"), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("volunteer", sa.String(), _refers_to("volunteer.volunteer"), nullable=True),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("dark", sa.Boolean(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
    )


def downgrade() -> None:
    """Without them."""
    op.drop_table("logged_lesson")
    with op.batch_alter_table("learner") as learner:
        learner.drop_column("dark_course_on")


def _refers_to(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, deferrable=True, initially="DEFERRED")
