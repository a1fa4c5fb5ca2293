"""When a lesson in the log began, so that two of one day are two."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LOG, AFRESH = "logged_lesson", "logged_lesson_afresh"


def upgrade() -> None:
    """A column more in the log; nobody knows when the lessons there are began."""
    if op.get_bind().dialect.name == "sqlite":
        _made_afresh()
    else:
        op.add_column(LOG, sa.Column("start", sa.Time(), nullable=True))


def downgrade() -> None:
    """Without it."""
    with op.batch_alter_table(LOG) as log:
        log.drop_column("start")


def _made_afresh() -> None:
    """SQLite adds columns behind all others only; made anew the table is to the letter what the classes say."""
    op.create_table(
        AFRESH,
        sa.Column("line", sa.Integer(), primary_key=True, nullable=False, autoincrement=False),
        sa.Column("rider", sa.String(), _refers_to("rider.rider"), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("volunteer", sa.String(), _refers_to("volunteer.volunteer"), nullable=True),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("dark", sa.Boolean(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
    )
    kept = "line, rider, date, minutes, volunteer, parts, dark, remarks, note, source"
    op.execute(f"INSERT INTO {AFRESH} ({kept}) SELECT {kept} FROM {LOG}")  # noqa: S608 - names of our own
    op.drop_table(LOG)
    op.rename_table(AFRESH, LOG)


def _refers_to(column: str) -> sa.ForeignKey:
    return sa.ForeignKey(column, deferrable=True, initially="DEFERRED")
