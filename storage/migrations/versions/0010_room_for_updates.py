"""PostgreSQL: room on a page of `articles`, so that another `last_seen` leaves every index alone; lz4."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TEXTS = (("articles", "body"), ("articles", "body_hans"), ("revisions", "body"))
_HAS_LZ4 = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    # Long texts stand apart, so that a row is short and its next version fits beside it.
    op.execute("ALTER TABLE articles SET (fillfactor = 80, toast_tuple_target = 512)")
    if op.get_bind().execute(sa.text(_HAS_LZ4)).scalar():
        for table, column in TEXTS:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION lz4")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE articles RESET (fillfactor, toast_tuple_target)")
    for table, column in TEXTS:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION default")
