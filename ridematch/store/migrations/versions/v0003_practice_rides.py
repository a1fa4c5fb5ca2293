"""Practice on the way to work: which volunteers agree to it, and the mark of such rides in editions and promises."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = (
    ("supervisor", "may_practise_on_rides", "other_approvals"),
    ("planned_stop", "practice", "seats"),
    ("promise", "practice", "told_at"),
)
"""Table, new column, and the column it stands behind."""


def upgrade() -> None:
    """A mark more in three tables, no or empty until somebody says otherwise."""
    # SQLite: the tables are made anew, so that they are to the letter what the classes say.
    in_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, column, behind in COLUMNS:
        kind, default = (sa.String(), "") if table == "planned_stop" else (sa.Boolean(), sa.false())
        where: dict[str, Any] = {"insert_after": behind} if in_sqlite else {}
        with op.batch_alter_table(table, recreate="always" if in_sqlite else "never") as changed:
            changed.add_column(sa.Column(column, kind, nullable=False, server_default=default), **where)
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, server_default=None)


def downgrade() -> None:
    """Without them."""
    for table, column, _ in COLUMNS:
        with op.batch_alter_table(table) as changed:
            changed.drop_column(column)
