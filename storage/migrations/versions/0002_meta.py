"""What the program must know of a database: the version its texts were fingerprinted by."""

import sqlalchemy as sa
from alembic import op

from pipelines.text.fingerprint import FINGERPRINT_VERSION

revision = "0002"
down_revision = "0001"

OF_0001 = "k1.1-s1"
"""What every program that knew only the tables of 0001 made."""


def upgrade() -> None:
    meta = op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    filled = op.get_bind().execute(sa.text("SELECT 1 FROM articles LIMIT 1")).first() is not None
    version = OF_0001 if filled else FINGERPRINT_VERSION
    op.bulk_insert(meta, [{"name": "fingerprint", "value": version}])


def downgrade() -> None:
    op.drop_table("meta")
