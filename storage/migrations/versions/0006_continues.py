"""Which article goes on a story of an earlier page (下转): `articles.continues`.

Stays NULL for what was stored before; `banmian rebuild` fills it from the archived bytes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("articles", sa.Column("continues", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("articles", "continues")
