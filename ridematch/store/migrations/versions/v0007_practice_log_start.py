"""When a lesson in the log began, so that two of one day are two."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column more in the log; nobody knows when the lessons there are began."""
    # SQLite: the table is made anew, so that it is to the letter what the classes say; read from the store itself its
    # references would come in another order.
    in_sqlite = op.get_bind().dialect.name == "sqlite"
    how: dict[str, Any] = {"recreate": "always", "copy_from": _log_before()} if in_sqlite else {"recreate": "never"}
    where: dict[str, Any] = {"insert_after": "date"} if in_sqlite else {}
    with op.batch_alter_table("logged_lesson", **how) as log:
        log.add_column(sa.Column("start", sa.Time(), nullable=True), **where)


def downgrade() -> None:
    """Without it."""
    with op.batch_alter_table("logged_lesson") as log:
        log.drop_column("start")


def _log_before() -> sa.Table:
    return sa.Table(
        "logged_lesson",
        sa.MetaData(),
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


def _refers_to(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, deferrable=True, initially="DEFERRED")
