"""With which answer an edition was published, so that taking the answer back takes its plan back."""

from typing import Literal

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column more behind all others; of editions there are nobody knows."""
    # SQLite: the table is made anew, so that it is to the letter what the classes say.
    recreate: Literal["always", "never"] = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("edition", recreate=recreate) as edition:
        edition.add_column(sa.Column("noted_with", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Without it."""
    with op.batch_alter_table("edition") as edition:
        edition.drop_column("noted_with")
