"""Practice on the way to work and in shared cars: who agrees to it, and its marks in editions and promises."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, str, str, sa.types.TypeEngine[Any], Any], ...] = (
    ("supervisor", "may_practise_on_rides", "other_approvals", sa.Boolean(), sa.false()),
    ("planned_stop", "practice", "seats", sa.String(), ""),
    ("planned_stop", "vehicle", "practice", sa.String(), ""),
    ("promise", "practice", "told_at", sa.Boolean(), sa.false()),
    ("promise", "vehicle", "practice", sa.String(), ""),
)
"""Table, new column, the column it stands behind, its kind, and what it is in the rows there are."""


def upgrade() -> None:
    """A mark more in three tables, no or empty until somebody says otherwise."""
    # SQLite: the tables are made anew, so that they are to the letter what the classes say.
    in_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, column, behind, kind, default in COLUMNS:
        where: dict[str, Any] = {"insert_after": behind} if in_sqlite else {}
        with op.batch_alter_table(table, recreate="always" if in_sqlite else "never") as changed:
            changed.add_column(sa.Column(column, kind, nullable=False, server_default=default), **where)
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, server_default=None)


def downgrade() -> None:
    """Without them."""
    for table, column, *_ in reversed(COLUMNS):
        with op.batch_alter_table(table) as changed:
            changed.drop_column(column)
