"""What queries ask for: paper and date on each article, the share of a page, the province; a row a print."""

import sqlalchemy as sa
from alembic import op

from storage.areas import shares

revision = "0009"
down_revision = "0006"

_AT_ONCE = 10_000

_PRINTS = """
SELECT a.cite_id, a.paper, n.name AS paper_name, a.date, i.edition,
       p.number AS page_number, p.name AS page_name, p.sequence, l.position,
       a.headline, a.byline, a.source, a.body, l.share AS share_of_page, a.url
FROM placements l
JOIN pages p ON p.id = l.page_id
JOIN articles a ON a.issue_id = p.issue_id AND a.source_id = l.source_id
JOIN issues i ON i.id = a.issue_id
JOIN papers n ON n.slug = a.paper
UNION ALL
SELECT a.cite_id, a.paper, n.name, a.date, i.edition,
       '', '', NULL, NULL,
       a.headline, a.byline, a.source, a.body, NULL, a.url
FROM articles a
JOIN issues i ON i.id = a.issue_id
JOIN papers n ON n.slug = a.paper
WHERE NOT EXISTS (
  SELECT 1 FROM pages p JOIN placements l ON l.page_id = p.id
  WHERE p.issue_id = a.issue_id AND l.source_id = a.source_id
)
"""


def upgrade() -> None:
    op.add_column("papers", sa.Column("province", sa.Text(), server_default="", nullable=False))
    op.add_column("placements", sa.Column("share", sa.Double(), nullable=True))
    op.add_column("articles", sa.Column("paper", sa.Text(), server_default="", nullable=False))
    op.add_column("articles", sa.Column("date", sa.Date(), server_default="0001-01-01", nullable=False))
    op.execute(
        "UPDATE articles SET paper = (SELECT i.paper FROM issues i WHERE i.id = articles.issue_id),"
        " date = (SELECT i.date FROM issues i WHERE i.id = articles.issue_id)"
    )
    op.create_index("ix_articles_paper_date", "articles", ["paper", "date"], unique=False)
    _fill_shares()
    op.execute(f"CREATE VIEW printed AS {_PRINTS}")


def downgrade() -> None:
    op.execute("DROP VIEW printed")
    op.drop_index("ix_articles_paper_date", "articles")
    for table, column in (
        ("articles", "date"),
        ("articles", "paper"),
        ("placements", "share"),
        ("papers", "province"),
    ):
        op.drop_column(table, column)


def _fill_shares() -> None:
    """The share of every placement of a page with a map, some pages at a time."""
    connection = op.get_bind()
    placements = sa.table(
        "placements",
        sa.column("id", sa.Integer),
        sa.column("page_id", sa.Integer),
        sa.column("area", sa.JSON),
        sa.column("share", sa.Double),
    )
    columns = (placements.c.page_id, placements.c.id, placements.c.area)
    after = 0
    while True:
        pages = (
            sa.select(placements.c.page_id)
            .where(placements.c.page_id > after, placements.c.area.is_not(None))
            .distinct()
            .order_by(placements.c.page_id)
            .limit(_AT_ONCE)
        )
        rows = connection.execute(sa.select(*columns).where(placements.c.page_id.in_(pages))).all()
        if not rows:
            return
        of_page: dict[int, list[tuple[int, object]]] = {}
        for page, number, area in rows:
            of_page.setdefault(page, []).append((number, area))
        found = [
            {"of": number, "value": share}
            for titles in of_page.values()
            for (number, _), share in zip(titles, shares([area for _, area in titles]), strict=True)
            if share is not None
        ]
        if found:
            change = sa.update(placements).where(placements.c.id == sa.bindparam("of"))
            connection.execute(change.values(share=sa.bindparam("value")), found)
        after = max(of_page)
