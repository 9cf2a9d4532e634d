"""The papers that workers crawl every morning they appear."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "mornings",
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("paper", name="pk_mornings"),
    )


def downgrade() -> None:
    op.drop_table("mornings")
