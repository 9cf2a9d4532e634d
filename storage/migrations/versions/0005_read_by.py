"""Who read an issue, a page, an article: the paper's own family, or the generic reader."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = ("issues", "pages", "articles")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("read_by", sa.Text(), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "read_by")
