"""What was asked, answered and done: the trail of events."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An empty trail."""
    op.create_table(
        "event",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("serves", sa.String(), nullable=False),
        sa.Column("rider", sa.String(), nullable=False),
        sa.Column("volunteer", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_event_serves", "event", ["serves"])
    op.create_index("ix_event_date", "event", ["date"])


def downgrade() -> None:
    """Without it: promises stay, who was asked and said no is lost."""
    op.drop_index("ix_event_date", table_name="event")
    op.drop_index("ix_event_serves", table_name="event")
    op.drop_table("event")
