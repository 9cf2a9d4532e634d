"""Who ran: host, process, version, and how it ended for each paper; and what was taken down for good."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("runs", sa.Column("host", sa.Text(), nullable=True))
    op.add_column("runs", sa.Column("pid", sa.Integer(), nullable=True))
    op.add_column("runs", sa.Column("version", sa.Text(), nullable=True))
    op.add_column("runs", sa.Column("papers", sa.JSON(), nullable=True))
    op.create_table(
        "removals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("cite_id", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bytes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_removals"),
        sa.UniqueConstraint("cite_id", name="uq_removals_cite_id"),
    )


def downgrade() -> None:
    op.drop_table("removals")
    for name in ("papers", "version", "pid", "host"):
        op.drop_column("runs", name)
