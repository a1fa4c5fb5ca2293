"""What each run changed, who published an edition, and which events one command noted together."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS: tuple[tuple[str, str, str, sa.types.TypeEngine[Any]], ...] = (
    ("edition", "by", "made_at", sa.String()),
    ("run", "changes_json", "plan_json", sa.Text()),
)
"""Table, new column, and the column it stands behind: text, empty in the rows there are."""


def upgrade() -> None:
    """Who published is known from the runs; of earlier runs what they changed is not known."""
    # SQLite: the tables are made anew, so that they are to the letter what the classes say.
    in_sqlite = op.get_bind().dialect.name == "sqlite"
    recreate: Literal["always", "never"] = "always" if in_sqlite else "never"
    for table, column, behind, kind in COLUMNS:
        where: dict[str, Any] = {"insert_after": behind} if in_sqlite else {}
        with op.batch_alter_table(table, recreate=recreate) as changed:
            changed.add_column(sa.Column(column, kind, nullable=False, server_default=""), **where)
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, server_default=None)
    behind_undoes: dict[str, Any] = {"insert_after": "undoes"} if in_sqlite else {}
    with op.batch_alter_table("event", recreate=recreate) as changed:
        changed.add_column(sa.Column("noted_with", sa.Integer(), nullable=True), **behind_undoes)
    _name_publishers()


def _name_publishers() -> None:
    edition = sa.table("edition", sa.column("number", sa.Integer()), sa.column("by", sa.String()))
    run = sa.table(
        "run",
        *(sa.column("edition", sa.Integer()), sa.column("outcome", sa.String()), sa.column("by", sa.String())),
    )
    its_run = sa.select(sa.func.max(run.c.by)).where(run.c.edition == edition.c.number, run.c.outcome == "published")
    op.execute(edition.update().values(by=sa.func.coalesce(its_run.scalar_subquery(), "")))


def downgrade() -> None:
    """Without them."""
    with op.batch_alter_table("event") as changed:
        changed.drop_column("noted_with")
    for table, column, *_ in reversed(COLUMNS):
        with op.batch_alter_table(table) as changed:
            changed.drop_column(column)
