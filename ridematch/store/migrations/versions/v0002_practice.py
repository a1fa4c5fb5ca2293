"""Driving practice: the course in the dark that some countries ask for."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column more in the table of learners."""
    # SQLite: the table is made anew, so that it is to the letter what the classes say.
    in_sqlite = op.get_bind().dialect.name == "sqlite"
    where: dict[str, Any] = {"insert_after": "intro_course_on"} if in_sqlite else {}
    with op.batch_alter_table("learner", recreate="always" if in_sqlite else "never") as learner:
        learner.add_column(sa.Column("dark_course_on", sa.Date(), nullable=True), **where)


def downgrade() -> None:
    """Without it."""
    with op.batch_alter_table("learner") as learner:
        learner.drop_column("dark_course_on")
